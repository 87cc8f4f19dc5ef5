/** Prompts in files of YAML and JSON: what is in a file decides, and for some formats its name. */
import type { Expr, FileFacts, PromptFact } from '../../facts.ts';
import { yamlComments } from '../data/yaml.ts';
import { yamlOf, yamlParser } from '../data/yaml-parser.ts';
import { commentFact } from '../requests/comment.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import { mayBeToolYaml, toolFacts } from '../tools/tool-facts.ts';
import { crewPrompts } from './crew-file.ts';
import { isLitellm, litellmFacts } from './litellm.ts';
import { n8nPrompts, n8nWords } from './n8n.ts';
import { isPromptfoo, promptfooFacts } from './promptfoo.ts';
import { storedPrompts, storedPromptWords } from './stored-prompts.ts';

/** Files of YAML that hold no prompts, whatever is in them. */
const otherFiles =
  /(?:^|\/)(?:pnpm-lock|yarn-lock|docker-compose[\w.-]*|compose[\w.-]*|mkdocs|openapi[\w.-]*|swagger[\w.-]*|dependabot|\.pre-commit-config|conda-lock|environment|pubspec|Chart|values[\w.-]*)\.ya?ml$|\/\.github\/workflows\/|\/(?:locales?|i18n|translations)\//i;

/** What speaks for a prompt in YAML, at the beginning of a line or an item. */
const yamlWords = /^[ \t-]*["']?(?:prompts|messages|template|prompt|backstory|expected_output|prefix|model_list)["']?[ \t]*:/m;

/** How a recording of what was sent begins (VCR of Ruby and Python, Betamax): it is played back in tests and sent to nobody. */
const recording = /^(?:[ \t]*(?:#[^\n]*|---|version[ \t]*:[^\n]*)?\r?\n){0,20}(?:http_)?interactions[ \t]*:/;

/** Files of YAML. */
export const yamlFile: FrontEnd = {
  language: 'yaml',
  languageIds: ['yaml'],
  extensions: ['.yaml', '.yml'],
  lineComment: '#',
  parser: yamlParser(mayHoldPromptsAnywhere),
  otherFiles,
  mayConcern: (text, uri) => mayHoldPrompts(text, uri),
  facts: (uri, tree) => yamlFacts(uri, tree),
};

function mayHoldPrompts(text: string, uri: string): boolean {
  return !otherFiles.test(uri) && mayHoldPromptsAnywhere(text);
}

function mayHoldPromptsAnywhere(text: string): boolean {
  if (recording.test(text)) return false;
  return (yamlWords.test(text) || mayBeToolYaml(text)) && (!/^apiVersion:|^openapi:|^swagger:/m.test(text) || /^prompts:/m.test(text));
}

function yamlFacts(uri: string, tree: SyntaxTree): FileFacts {
  const { text } = tree;
  const out = new FactsBuilder(text.length);
  if (!mayHoldPrompts(text, uri)) return out.finish(uri, 'yaml', false);
  const { value, problem, problemAt } = yamlOf(tree);
  if (value !== undefined && yamlWords.test(text)) out.prompts.push(...promptsInData(value, uri));
  if (value !== undefined && mayBeToolYaml(text)) out.prompts.push(...toolFacts(uri, text, value));
  if (problem !== undefined) {
    const span = problemAt === undefined ? undefined : { start: problemAt, end: Math.min(text.length, problemAt + 1) };
    out.problems.push({ message: problem, span });
  }
  if (text.includes('pennylint:'))
    for (const { start, end } of yamlComments(text)) {
      const fact = commentFact(text, start, end);
      if (fact !== undefined) out.comments.push(fact);
    }
  return out.finish(uri, 'yaml', problem !== undefined);
}

/** True for a text of JSON that may hold prompts. A few searches, no parsing. */
export function mayHoldStoredPrompts(text: string): boolean {
  return (
    n8nWords.test(text) ||
    (/"(?:modelParameters|template_format|execution_settings|_type|labels|input_variables)"\s*:/.test(text) &&
      storedPromptWords.test(text)) ||
    /"prompts"\s*:[\s\S]{1,20000}"(?:providers|targets)"\s*:/.test(text)
  );
}

/** The prompts that a file's content holds for others to send. */
export function promptsInData(value: Expr, uri: string): PromptFact[] {
  if (isPromptfoo(value)) return promptfooFacts(value);
  if (isLitellm(value)) return litellmFacts(value);
  const crew = crewPrompts(value, uri);
  if (crew.length > 0) return crew;
  const workflow = n8nPrompts(value);
  return workflow.length > 0 ? workflow : storedPrompts(value);
}
