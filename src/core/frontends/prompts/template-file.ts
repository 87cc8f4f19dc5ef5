import type { FileFacts, PromptFact } from '../../facts.ts';
import { filePattern, formatOfPath } from '../../prompt-files/formats.ts';
import { templateFormats } from '../../prompt-files/template-formats.ts';
import { syntaxOfMarkdown, syntaxOfName, syntaxOfText } from '../../templates/detect.ts';
import type { TemplateSyntax } from '../../templates/template.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textParser } from '../text-parser.ts';
import { isTooLong, MAX_TEMPLATE_TEXT, MAX_SCRIPT_TEXT } from '../whole-text.ts';
import { dotpromptFacts } from './dotprompt.ts';
import { splitFrontMatter } from './front-matter.ts';
import { dict, list, sourceText } from './lower.ts';
import { pomlFacts } from './poml.ts';
import { firstLine, promptyFacts } from './prompty.ts';
import { markedMessages, withSender } from './stored-prompts.ts';

/** Files that stand among prompts and are none. */
const otherFiles =
  /\/(?:readme|changelog|license|licence|contributing|code_of_conduct|security|index|_index|requirements[\w-]*|cmakelists)\.\w+$/i;

/** Templates that a program fills in and sends. */
export const templateFile: FrontEnd = {
  language: 'prompt',
  languageIds: [],
  extensions: [],
  files: filePattern(templateFormats.flatMap(({ globs }) => globs)) ?? /(?!)/,
  lineComment: undefined,
  parser: textParser,
  otherFiles,
  mayConcern: (text, uri) => text.trim() !== '' && !otherFiles.test(uri),
  facts: (uri, tree) => templateFacts(uri, tree.text),
};

function templateFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  const format = formatOfPath(templateFormats, uri)?.id;
  if (isTooLong(text, out, format === 'template' ? MAX_SCRIPT_TEXT : MAX_TEMPLATE_TEXT) || text.trim() === '' || otherFiles.test(uri))
    return out.finish(uri, 'prompt', false);
  if (format === 'prompty') promptyFacts(text, out);
  else if (format === 'dotprompt') dotpromptFacts(text, out);
  else if (format === 'poml') pomlFacts(text, out);
  else out.prompts.push(plainPrompt(uri, text, format === 'semantic-kernel-text'));
  return out.finish(uri, 'prompt', out.problems.length > 0);
}

/** A text without a head of its own; what stands in a head that other tools read is not sent. */
function plainPrompt(uri: string, text: string, isSemanticKernel: boolean): PromptFact {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const { start, body, head } = splitFrontMatter(text);
  const written = sourceText(text, body.start, body.end);
  const syntax: TemplateSyntax | undefined = isSemanticKernel
    ? 'semantic-kernel'
    : (syntaxOfName(name) ?? (/\.md$/i.test(name) ? syntaxOfMarkdown(written.value) : syntaxOfText(written.value)));
  return {
    kind: 'prompt-file',
    format: isSemanticKernel ? 'semantic-kernel-text' : 'template',
    piece: 'body',
    head: firstLine(body, written),
    api: isSemanticKernel ? 'openai-chat' : 'text',
    body: isSemanticKernel ? withSender(dict(body, { messages: list(body, markedMessages(written)) })) : dict(body, { text: written }),
    sent: 'per-call',
    ...(head === undefined ? {} : { note: 'without its head' }),
    ...(syntax === undefined ? {} : { template: syntax }),
    includes: [],
    scope: 0,
    block: 0,
    start,
    end: text.length,
  };
}
