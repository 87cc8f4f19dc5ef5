/** Files of TOML that hold prompts or name servers of tools: commands of Gemini CLI, the configuration of Codex. */
import type { Expr, FileFacts, HoleExpr, PromptFact, Span, TextExpr } from '../../facts.ts';
import { filePattern } from '../../prompt-files/formats.ts';
import { tomlFormats } from '../../prompt-files/template-formats.ts';
import { readToml } from '../data/toml.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { commentFact } from '../requests/comment.ts';
import { textParser } from '../text-parser.ts';
import { toolFacts } from '../tools/tool-facts.ts';
import { dict, entry, keyAt, slice } from './lower.ts';
import { geminiSyntax, placeholders } from './placeholders.ts';

const CONFIG = '/.codex/config.toml';

/** Commands of Gemini CLI and configurations of Codex. */
export const tomlFile: FrontEnd = {
  language: 'toml',
  languageIds: [],
  extensions: [],
  files: filePattern(tomlFormats.flatMap(({ globs }) => globs)) ?? /(?!)/,
  lineComment: '#',
  parser: textParser,
  mayConcern: (text, uri) => (uri.endsWith(CONFIG) ? /^\s*\[\s*mcp_servers\b|\bmcp_servers\s*\./m.test(text) : /\bprompt\b/.test(text)),
  facts: (uri, tree) => tomlFacts(uri, tree.text),
};

function tomlFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  if (tomlFile.mayConcern?.(text, uri) === false) return out.finish(uri, 'toml', false);
  const { value, problem } = readToml(text);
  if (problem !== undefined)
    out.problems.push({ message: problem.replace(/^line \d+/, 'the TOML is broken'), span: lineOf(problem, text) });
  const command = uri.endsWith(CONFIG) ? undefined : commandFact(value, text.length);
  if (command !== undefined) out.prompts.push(command);
  if (uri.endsWith(CONFIG)) out.prompts.push(...toolFacts(uri, text, value));
  for (const match of text.matchAll(/#[^\r\n]*pennylint:[^\r\n]*/g)) {
    const inText = command !== undefined && match.index > command.start && match.index < command.end;
    const fact = inText ? undefined : commentFact(text, match.index, match.index + match[0].length);
    if (fact !== undefined) out.comments.push(fact);
  }
  return out.finish(uri, 'toml', problem !== undefined);
}

/** What a command sends when somebody types its name. Its description is shown to people only. Source: geminicli.com/docs/cli/custom-commands. */
function commandFact(value: Expr | undefined, length: number): PromptFact | undefined {
  const prompt = entry(value, 'prompt');
  const head = keyAt(value, 'prompt');
  if (prompt?.kind !== 'text' || head === undefined || prompt.value.trim() === '') return undefined;
  return {
    kind: 'prompt-file',
    format: 'gemini-command',
    piece: 'body',
    head,
    api: 'text',
    body: dict(prompt, { text: filledIn(prompt) }),
    sent: 'on-use',
    includes: [],
    scope: 0,
    block: 0,
    start: head.start,
    end: Math.min(length, prompt.end),
  };
}

/** A text with holes where the client puts something in. */
function filledIn(text: TextExpr): Expr {
  const parts: (TextExpr | HoleExpr)[] = [];
  let last = 0;
  for (const hole of placeholders(text.value, { start: 0, end: text.value.length }, geminiSyntax)) {
    if (hole.from > last) parts.push(slice(text, last, hole.from));
    const { start, end } = slice(text, hole.from, hole.to);
    parts.push({ kind: 'hole', value: { ...hole.value, start, end }, format: '', start, end });
    last = hole.to;
  }
  if (parts.length === 0) return text;
  if (last < text.value.length) parts.push(slice(text, last, text.value.length));
  return { kind: 'template', parts, start: text.start, end: text.end };
}

/** Where the line begins that a problem names. */
function lineOf(problem: string, text: string): Span {
  let start = 0;
  for (let line = Number(/^line (\d+)/.exec(problem)?.[1] ?? 1); line > 1; line--) start = text.indexOf('\n', start) + 1;
  return { start, end: Math.min(text.length, start + 1) };
}
