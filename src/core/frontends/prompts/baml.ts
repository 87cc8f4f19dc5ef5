/** BAML (version 0, `baml_src`): functions with a prompt in Jinja, and the clients that they name. Source: docs.boundaryml.com/ref, 2026-11. */
import type { FileFacts, InputFact, PromptFact, Span, TextExpr } from '../../facts.ts';
import { tagsOf } from '../../templates/scan.ts';
import { MappedTextBuilder } from '../data/mapped-text.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { commentFact } from '../requests/comment.ts';
import { textParser } from '../text-parser.ts';
import { isTooLong } from '../whole-text.ts';
import { bindClients, clientNamed, type NamedClient } from './baml-clients.ts';
import { closings, mask } from './baml-text.ts';
import { dict, list, messagesOf, trimmed, type RoleMark } from './lower.ts';

/** Functions of one file that are read. */
const MAX_FUNCTIONS = 300;

/** Units between the parts of a function's head: parameters, result. */
const MAX_HEAD = 20_000;

/** Files of BAML. Clients are names that every file of a project sees. */
export const bamlFile: FrontEnd = {
  language: 'baml',
  languageIds: [],
  extensions: ['.baml'],
  files: /\.baml$/,
  lineComment: '//',
  parser: textParser,
  mayConcern: (text) => /\b(?:function|client)\b/.test(text),
  facts: (uri, tree) => bamlFacts(uri, tree.text),
};

function bamlFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  if (isTooLong(text, out)) return out.finish(uri, 'baml', false);
  const { masked, strings, comments } = mask(text);
  const ends = closings(masked);
  for (const { start, end } of comments) {
    const fact = commentFact(text, start, end);
    if (fact !== undefined) out.comments.push(fact);
  }
  bindClients(text, masked, ends, out);
  let read = 0;
  for (const match of masked.matchAll(/\bfunction[ \t]+(\w{1,100})[ \t\r\n]*\(/g)) {
    const open = match.index + match[0].length;
    if (match.index < read) continue;
    const close = masked.slice(open, open + MAX_HEAD).indexOf(')');
    const brace = close < 0 ? -1 : masked.slice(open + close, open + close + MAX_HEAD).indexOf('{');
    if (brace < 0) continue;
    const start = open + close + brace;
    const end = ends.get(start) ?? masked.length;
    read = end;
    const prompt = /\bprompt[ \t\r\n]+(?=#|")/.exec(masked.slice(start, end));
    const string = prompt === null ? undefined : strings.get(start + prompt.index + prompt[0].length);
    if (string === undefined) continue;
    if (out.prompts.length >= MAX_FUNCTIONS) {
      out.problems.push({ message: `only the first ${MAX_FUNCTIONS} functions are read`, span: { start: match.index, end: open } });
      break;
    }
    const name = match.index + match[0].indexOf(match[1] ?? '');
    const head = { start: name, end: name + (match[1] ?? '').length };
    const client = clientNamed(text, masked, { start, end });
    out.prompts.push(promptOf(text, head, { start: match.index, end }, string, client, inputsIn(masked, open, open + close)));
  }
  return out.finish(uri, 'baml', out.problems.length > 0);
}

function promptOf(text: string, head: Span, whole: Span, string: Span, client: NamedClient, inputs: readonly InputFact[]): PromptFact {
  const body = trimmed(dedented(text, string));
  return {
    kind: 'prompt-file',
    format: 'baml',
    name: text.slice(head.start, head.end),
    piece: 'body',
    head,
    api: 'openai-chat',
    ...(client.provider === undefined ? {} : { biller: client.provider }),
    body: dict(whole, {
      model: client.model,
      messages: list(whole, messagesOf(body, roleMarks(body.value), 'system', true)),
      max_tokens: client.limit,
    }),
    sent: 'per-call',
    template: 'jinja',
    inputs: [...inputs, ...['ctx', '_'].map((name) => ({ name, implicit: true as const, start: head.start, end: head.end }))],
    includes: [],
    scope: 0,
    block: 0,
    ...whole,
  };
}

/** Tags that say who speaks in what follows: `{{ _.role("user") }}`. */
function roleMarks(text: string): RoleMark[] {
  return tagsOf(text, 'jinja').flatMap((tag): RoleMark[] => {
    const found = /^_\.(?:role|chat)\((.*)\)$/s.exec(tag.expression);
    if (found === null) return [];
    return [{ role: /^(?:role\s*=\s*)?(["'])(\w+)\1/.exec(found[1] ?? '')?.[2], start: tag.start, end: tag.end }];
  });
}

function inputsIn(masked: string, open: number, close: number): InputFact[] {
  const inputs: InputFact[] = [];
  for (const match of masked.slice(open, close).matchAll(/(?:^|,)\s*(\w{1,100})\s*:/g)) {
    const start = open + match.index + match[0].indexOf(match[1] ?? '');
    inputs.push({ name: match[1] ?? '', start, end: start + (match[1] ?? '').length });
  }
  return inputs;
}

/** A stretch of text without the indentation that all of its lines share. */
function dedented(text: string, { start, end }: Span): TextExpr {
  const written = text.slice(start, end);
  const indents = [...written.matchAll(/(?:^|\n)([ \t]*)(?=[^\s])/g)]
    .filter(({ index }) => index > 0)
    .map((line) => (line[1] ?? '').length);
  const common = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  const builder = new MappedTextBuilder();
  for (let at = 0; at < written.length;) {
    const newline = written.indexOf('\n', at);
    const next = newline < 0 ? written.length : newline + 1;
    const line = written.slice(at, next);
    const cut =
      at === 0 || common === Infinity ? 0 : Math.min(common, line.length - line.trimStart().length, line.replace(/\r?\n$/, '').length);
    builder.add(line.slice(cut), start + at + cut);
    at = next;
  }
  const { text: value, map } = builder.finish(start);
  return { kind: 'text', value, map, start, end };
}
