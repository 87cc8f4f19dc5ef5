/**
 * Prompty, versions 1 and 2: a head in YAML, and a template whose lines `system:`, `user:` say who speaks. Source: microsoft/prompty, spec/spec.md
 * (draft of 2026-08-21) and the documentation of version 1.
 */
import type { Expr, PromptFact, Span, TextExpr } from '../../facts.ts';
import type { TemplateSyntax } from '../../templates/template.ts';
import { readYamlAt } from '../data/yaml.ts';
import type { FactsBuilder } from '../facts-builder.ts';
import { declaredInputs } from './inputs.ts';
import { dict, entry, itemsOf, list, messagesOf, slice, sourceText, textOf, type RoleMark } from './lower.ts';

/** The providers of both versions by the APIs that they speak; version 1 names them in `configuration.type`. */
const providers: ReadonlyMap<string, { readonly api: string; readonly provider: string }> = new Map([
  ['openai', { api: 'openai-chat', provider: 'openai' }],
  ['azure', { api: 'openai-chat', provider: 'azure' }],
  ['azure_openai', { api: 'openai-chat', provider: 'azure' }],
  ['foundry', { api: 'openai-chat', provider: 'azure' }],
  ['anthropic', { api: 'anthropic-messages', provider: 'anthropic' }],
]);

/** Reads a file. A head that is not closed is a problem of its own; the text is read all the same. */
export function promptyFacts(text: string, out: FactsBuilder): void {
  const { head, body } = splitHead(text, out);
  const { value, problem } = head === undefined ? { value: undefined, problem: undefined } : readYamlAt(text, head);
  if (problem !== undefined) out.problems.push({ message: `the head cannot be read: ${problem}`, span: head });
  out.prompts.push(promptFact(value, sourceText(text, body.start, body.end), body));
}

function promptFact(head: Expr | undefined, body: TextExpr, whole: Span): PromptFact {
  const model = entry(head, 'model');
  const configuration = entry(model, 'configuration') ?? entry(model, 'connection');
  const options = entry(model, 'options') ?? entry(model, 'parameters');
  const named = textOf(entry(model, 'provider')) ?? textOf(entry(configuration, 'type')) ?? '';
  const known = providers.get(named);
  const id =
    (model?.kind === 'text' ? model : undefined) ??
    entry(model, 'id') ??
    entry(configuration, 'azure_deployment') ??
    entry(configuration, 'name');
  const kind = textOf(entry(model, 'apiType')) ?? textOf(entry(model, 'api')) ?? 'chat';
  const responses = kind === 'responses' && known?.provider !== 'anthropic';
  const anthropic = known?.api === 'anthropic-messages';
  const limit =
    entry(options, 'maxOutputTokens') ??
    entry(options, 'max_output_tokens') ??
    entry(options, 'max_completion_tokens') ??
    entry(options, 'max_tokens');
  const messages = messagesOf(body, roleMarks(body.value), 'system', true);
  const systems = messages.filter((one) => textOf(entry(one, 'role')) === 'system').flatMap((one) => entry(one, 'content') ?? []);
  const others = messages.filter((one) => textOf(entry(one, 'role')) !== 'system');
  return {
    kind: 'prompt-file',
    format: 'prompty',
    piece: 'body',
    head: firstLine(whole, body),
    api: anthropic ? 'anthropic-messages' : responses ? 'openai-responses' : 'openai-chat',
    ...(known === undefined ? {} : { provider: known.provider }),
    body: dict(whole, {
      model: id === undefined ? undefined : withReference(id),
      ...(anthropic
        ? { system: systems[0] === undefined ? undefined : list(whole, systems.map(textBlock)), messages: list(whole, others) }
        : responses
          ? { input: list(whole, messages) }
          : { messages: list(whole, messages) }),
      [responses ? 'max_output_tokens' : 'max_tokens']: limit,
      tools: toolsOf(entry(head, 'tools') ?? entry(options, 'tools')),
      response_format: entry(options, 'response_format'),
    }),
    sent: 'per-call',
    template: syntaxOf(head),
    inputs: declaredInputs(entry(head, 'inputs') ?? entry(head, 'sample')),
    includes: [],
    scope: 0,
    block: 0,
    start: 0,
    end: whole.end,
  };
}

function textBlock(text: Expr): Expr {
  return dict(text, { type: { kind: 'text', value: 'text', map: [0, text.start], start: text.start, end: text.start }, text });
}

/** The engine that the head names; Jinja when it names none. */
function syntaxOf(head: Expr | undefined): TemplateSyntax {
  const template = entry(head, 'template');
  const name =
    textOf(template) ?? textOf(entry(template, 'format', 'kind')) ?? textOf(entry(template, 'format')) ?? textOf(entry(template, 'type'));
  return name === 'mustache' || name === 'handlebars' ? name : 'jinja';
}

/** `${env:NAME:standard}` is decided elsewhere, with a standard value. */
function withReference(value: Expr): Expr {
  if (value.kind !== 'text') return value;
  const found = /^\$\{env:([A-Za-z_]\w*)(?::([^}]*))?\}$/.exec(value.value);
  if (found === null) return value;
  const unknown: Expr = { kind: 'unknown', reason: `environment variable ${found[1] ?? ''}`, start: value.start, end: value.end };
  if (found[2] === undefined || found[2] === '') return unknown;
  const from = value.value.indexOf(found[2], 6 + (found[1] ?? '').length);
  return { kind: 'fallback', options: [unknown, slice(value, from, from + found[2].length)], start: value.start, end: value.end };
}

/** Tools as they are sent: parameters that are bound to inputs stay out. */
function toolsOf(tools: Expr | undefined): Expr | undefined {
  if (tools === undefined) return undefined;
  if (tools.kind !== 'list') return { kind: 'unknown', reason: 'tools', start: tools.start, end: tools.end };
  return list(
    tools,
    itemsOf(tools).map((tool) => {
      const kind = textOf(entry(tool, 'kind'));
      // Version 1 writes them as they are sent.
      if (kind === undefined) return tool;
      if (kind !== 'function') return { kind: 'unknown', reason: `tool of kind ${kind}`, start: tool.start, end: tool.end };
      const { start, end } = tool;
      const type: Expr = { kind: 'text', value: 'function', map: [0, start], start, end: start };
      const parameters = entry(tool, 'bindings') === undefined ? entry(tool, 'parameters') : undefined;
      return dict(tool, {
        type,
        function: dict({ start, end }, { name: entry(tool, 'name'), description: entry(tool, 'description'), parameters }),
      });
    }),
  );
}

/** Lines that say who speaks: `system:`, `# user:`, `assistant[name=x]:`. */
function roleMarks(text: string): RoleMark[] {
  const marks: RoleMark[] = [];
  for (const match of text.matchAll(
    /^[ \t]*#?[ \t]*(system|user|assistant|developer|tool|function)[ \t]*(?:\[[^\]\n]*\])?[ \t]*:[ \t]*\r?$/gim,
  ))
    marks.push({ role: (match[1] ?? '').toLowerCase(), start: match.index, end: match.index + match[0].length });
  return marks;
}

/** Head and body. Either mark opens, either closes, and white space may stand before the first. */
function splitHead(text: string, out: FactsBuilder): { readonly head: Span | undefined; readonly body: Span } {
  const open = /^\uFEFF?\s*(?:---|\+\+\+)[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(0, 1_000));
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  if (open === null) return { head: undefined, body: { start, end: text.length } };
  const from = open[0].length;
  const closing = /^(?:---|\+\+\+)[ \t]*(?:\r\n|\r|\n|$)/gm;
  closing.lastIndex = from;
  const close = closing.exec(text);
  if (close === null) {
    out.problems.push({ message: 'the head has no end: a line of --- is missing', span: { start, end: from } });
    return { head: undefined, body: { start: from, end: text.length } };
  }
  return { head: { start: from, end: close.index }, body: { start: close.index + close[0].length, end: text.length } };
}

/** The first line with text of a stretch. */
export function firstLine(span: Span, body: TextExpr): Span {
  const lead = body.value.length - body.value.trimStart().length;
  if (lead === body.value.length) return { start: span.start, end: span.start };
  const line = body.value.slice(lead).search(/[\r\n]|$/);
  return slice(body, lead, lead + line);
}
