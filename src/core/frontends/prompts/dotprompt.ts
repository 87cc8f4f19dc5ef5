/**
 * Dotprompt: a head in YAML, and a Handlebars template in which `{{role "system"}}` says who speaks. Source: google/dotprompt, js/src/parse.ts and
 * google.github.io/dotprompt/reference, 2026-11.
 */
import type { DictExpr, Expr, Span, TextExpr } from '../../facts.ts';
import { tagsOf } from '../../templates/scan.ts';
import { readYamlAt } from '../data/yaml.ts';
import type { FactsBuilder } from '../facts-builder.ts';
import { declaredInputs } from './inputs.ts';
import { dict, entry, history, itemsOf, keysOf, list, messagesOf, slice, sourceText, textOf, type RoleMark } from './lower.ts';
import { firstLine } from './prompty.ts';

/** Prefixes of models, as the plugins of Genkit name them, and who bills. */
const providers: ReadonlyMap<string, string> = new Map([
  ['googleai', 'google'],
  ['vertexai', 'vertex'],
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
]);

/** Reads a file. */
export function dotpromptFacts(text: string, out: FactsBuilder): void {
  const { head, body } = splitHead(text, out);
  const { value, problem } = head === undefined ? { value: undefined, problem: undefined } : readYamlAt(text, head);
  if (problem !== undefined) out.problems.push({ message: `the head cannot be read: ${problem}`, span: head });
  const template = sourceText(text, body.start, body.end);
  const written = entry(value, 'model');
  const prefix = /^(\w+)\//.exec(textOf(written) ?? '');
  const provider = providers.get(prefix?.[1] ?? '');
  const model =
    written?.kind === 'text' && prefix !== null && provider !== undefined
      ? slice(written, prefix[0].length, written.value.length)
      : written;
  const config = entry(value, 'config');
  const format = entry(value, 'output', 'schema');
  out.prompts.push({
    kind: 'prompt-file',
    format: 'dotprompt',
    piece: 'body',
    head: firstLine(body, template),
    api: 'openai-chat',
    ...(provider === undefined ? {} : { provider }),
    body: dict(body, {
      model,
      messages: list(body, conversation(template)),
      max_tokens: entry(config, 'maxOutputTokens') ?? entry(config, 'max_tokens') ?? entry(config, 'maxTokens'),
      tools: toolsOf(entry(value, 'tools'), entry(value, 'toolDefs')),
      response_format: format,
    }),
    sent: 'per-call',
    template: 'handlebars',
    inputs: declaredInputs(entry(value, 'input', 'schema')) ?? declaredInputs(entry(value, 'input', 'default')),
    includes: [],
    scope: 0,
    block: 0,
    start: 0,
    end: text.length,
  });
}

/** Text before the first role is the user's; behind `{{history}}` the model speaks. Without that mark, earlier turns may come anywhere. */
function conversation(template: TextExpr): Expr[] {
  const marks: (RoleMark & { readonly history: boolean })[] = [];
  for (const tag of tagsOf(template.value, 'handlebars')) {
    const role = /^role\s+(["'])([a-z]+)\1$/.exec(tag.expression)?.[2];
    if (role !== undefined) marks.push({ role, start: tag.start, end: tag.end, history: false });
    else if (tag.expression === 'history') marks.push({ role: 'model', start: tag.start, end: tag.end, history: true });
  }
  const past = marks.find((mark) => mark.history);
  if (past === undefined) return messagesOf(template, marks, 'user', false);
  const before = messagesOf(
    slice(template, 0, past.start),
    marks.filter((mark) => mark.start < past.start),
    'user',
    false,
  );
  const rest = slice(template, past.end, template.value.length);
  const later = marks
    .filter((mark) => mark.start > past.start)
    .map((mark) => ({ ...mark, start: mark.start - past.end, end: mark.end - past.end }));
  const after: DictExpr[] = messagesOf(rest, later, 'model', false);
  return [...before, history(slice(template, past.start, past.end)), ...after];
}

/** Tools by name: those that the file defines itself, the others are defined in code. */
function toolsOf(names: Expr | undefined, definitions: Expr | undefined): Expr | undefined {
  if (names === undefined && definitions === undefined) return undefined;
  const whole = names ?? definitions;
  if (whole === undefined) return undefined;
  const defined = itemsOf(definitions);
  const elsewhere = itemsOf(names).filter((name) => !defined.some((one) => textOf(entry(one, 'name')) === textOf(name)));
  return list(whole, [
    ...defined.map((one) => {
      // Picoschema grows as it is made into JSON Schema: its size is not in the text.
      const schema = entry(one, 'inputSchema');
      const json = schema === undefined || keysOf(schema).includes('properties') ? schema : unknown(schema, 'schema in Picoschema');
      return dict(one, { name: entry(one, 'name'), description: entry(one, 'description'), parameters: json });
    }),
    ...elsewhere.map((name) => unknown(name, `tool ${textOf(name) ?? ''} that is defined in code`)),
  ]);
}

function unknown(span: Span, reason: string): Expr {
  return { kind: 'unknown', reason, start: span.start, end: span.end };
}

/** Head and body. Comments and empty lines may stand before the head. */
function splitHead(text: string, out: FactsBuilder): { readonly head: Span | undefined; readonly body: Span } {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const open = /^(?:(?:#[^\r\n]*|[ \t]*)(?:\r\n|\r|\n)){0,60}---[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(start, start + 10_000));
  if (open === null) return { head: undefined, body: { start, end: text.length } };
  const from = start + open[0].length;
  const closing = /^---[ \t]*(?:\r\n|\r|\n|$)/gm;
  closing.lastIndex = from;
  const close = closing.exec(text);
  if (close === null) {
    out.problems.push({ message: 'the head has no end: a line of --- is missing', span: { start, end: from } });
    return { head: undefined, body: { start: from, end: text.length } };
  }
  return { head: { start: from, end: close.index }, body: { start: close.index + close[0].length, end: text.length } };
}
