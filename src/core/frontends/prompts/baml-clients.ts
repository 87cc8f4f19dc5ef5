/**
 * Clients of BAML: `client<llm> Name { … }`. They are names of the whole project, and functions in any of its files name them. Source:
 * docs.boundaryml.com/ref/llm-client-providers, 2026-11.
 */
import type { Expr, Span, TextExpr } from '../../facts.ts';
import { keyText, type FactsBuilder } from '../facts-builder.ts';
import { decidedBySender, dict, sourceText } from './lower.ts';

/** Providers by the names of BAML, where they differ from those of the prices. */
const providers: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['openai-responses', 'openai'],
  ['anthropic', 'anthropic'],
  ['google-ai', 'google'],
  ['vertex-ai', 'vertex'],
  ['aws-bedrock', 'bedrock'],
  ['azure-openai', 'azure'],
  ['openrouter', 'openrouter'],
  ['ollama', 'ollama'],
]);

/** Providers that add no output limit where the client sets none; for the others BAML or the API has one. */
const unlimited: ReadonlySet<string | undefined> = new Set(['openai', 'openai-responses']);

/** Clients of one file that are read. */
const MAX_CLIENTS = 300;

/** Units of one client that are read. */
const MAX_LENGTH = 4_000;

/** What a function says about its client. */
export interface NamedClient {
  readonly model: Expr | undefined;
  readonly limit: Expr | undefined;
  /** The key of a provider or a base URL, or an expression that comes to one. */
  readonly provider: Expr | undefined;
}

/** The client that a function names, as a name or as `"provider/model"`. */
export function clientNamed(text: string, masked: string, span: Span): NamedClient {
  const written = optionIn(text, masked, 'client', span);
  if (written === undefined) return { model: undefined, limit: decidedBySender(span), provider: undefined };
  const { value, start, end } = written;
  const slash = value.indexOf('/');
  if (slash < 0) {
    const client: Expr = { kind: 'name', name: value, scope: 0, block: 0, start, end };
    const field = (key: string): Expr => ({ kind: 'index', object: client, index: keyText(key, start), start, end });
    return { model: field('model'), limit: field('max_tokens'), provider: field('provider') };
  }
  const named = value.slice(0, slash);
  const provider = providers.get(named);
  return {
    model: sourceText(text, provider === undefined ? start : start + slash + 1, end),
    limit: unlimited.has(named) ? undefined : decidedBySender(span),
    provider: provider === undefined ? undefined : keyText(provider, start),
  };
}

/** What stands behind a word of the code, with quotes or without; strings and comments hold no such word. */
function optionIn(text: string, masked: string, option: string, { start, end }: Span): TextExpr | undefined {
  const found = new RegExp(`\\b${option}[ \\t]+(?:"|(?=[\\w.]))`).exec(masked.slice(start, end));
  if (found === null) return undefined;
  const from = start + found.index + found[0].length;
  const isQuoted = found[0].endsWith('"');
  const length = isQuoted ? masked.slice(from, end).indexOf('"') : (/^[\w.:/@-]+/.exec(text.slice(from, end))?.[0].length ?? 0);
  return length <= 0 ? undefined : sourceText(text, from, from + length);
}

/** Binds the clients of a file as names of its own. */
export function bindClients(text: string, masked: string, ends: ReadonlyMap<number, number>, out: FactsBuilder): void {
  let count = 0;
  for (const match of masked.matchAll(/\bclient[ \t]*<[ \t]*llm[ \t]*>[ \t]*(\w{1,100})[ \t\r\n]*\{/g)) {
    if (++count > MAX_CLIENTS) break;
    const brace = match.index + match[0].length - 1;
    const end = Math.min(ends.get(brace) ?? masked.length, brace + MAX_LENGTH);
    const name = match[1] ?? '';
    const start = match.index + match[0].indexOf(name, match[0].indexOf('>'));
    const value = clientIn(text, masked, { start: brace, end });
    out.bind(0, { name, kind: 'assign', value, annotation: undefined, block: 0, start, end: start + name.length });
  }
}

function clientIn(text: string, masked: string, span: Span): Expr {
  const code = masked.slice(span.start, span.end);
  const chosen = /\bstrategy[ \t\r\n]*\[([^\][]{0,1000})\]/.exec(code);
  if (chosen !== null) return oneOf((optionIn(text, masked, 'provider', span)?.value ?? '').endsWith('round-robin'), chosen, span.start);
  const provider = optionIn(text, masked, 'provider', span)?.value;
  const written = optionIn(text, masked, 'model', span);
  const model: Expr | undefined =
    written?.value.startsWith('env.') === true
      ? { kind: 'unknown', reason: 'an environment variable', start: written.start, end: written.end }
      : written;
  const base = optionIn(text, masked, 'base_url', span);
  const limit = /\b(?:max_tokens|max_completion_tokens|max_output_tokens|maxOutputTokens)[ \t]+(\d+)/.exec(code);
  // An address from the environment may be anybody's.
  const biller =
    base?.value.startsWith('env.') === true
      ? { ...none(base.start), kind: 'unknown' as const, reason: 'its address is not in the file' }
      : (base ?? known(provider, span.start));
  return dict(span, {
    model,
    max_tokens: limit === null ? (unlimited.has(provider) ? none(span.start) : decidedBySender(span)) : number(limit, span.start),
    provider: biller ?? none(span.start),
  });
}

/** A client that hands requests to others: in turn, or to the first one as long as it answers. */
function oneOf(inTurn: boolean, chosen: RegExpExecArray, offset: number): Expr {
  const from = offset + chosen.index + chosen[0].indexOf('[') + 1;
  const names = [...(chosen[1] ?? '').matchAll(/\w+/g)].map(({ 0: name, index }): Expr => {
    const start = from + index;
    return { kind: 'name', name, scope: 0, block: 0, start, end: start + name.length };
  });
  const [first, ...others] = names;
  if (first === undefined) return dict({ start: offset, end: offset + 1 }, {});
  if (!inTurn) return first;
  return others.reduce<Expr>((then, otherwise) => {
    const { start, end } = otherwise;
    return { kind: 'conditional', test: { kind: 'unknown', reason: 'clients take turns', start, end }, then, otherwise, start, end };
  }, first);
}

function known(provider: string | undefined, start: number): Expr | undefined {
  const key = providers.get(provider ?? '');
  return key === undefined ? undefined : keyText(key, start);
}

/** Nothing is set, and nobody else sets it. */
function none(start: number): Expr {
  return { kind: 'null', start, end: start };
}

function number(match: RegExpExecArray, offset: number): Expr {
  const end = offset + match.index + match[0].length;
  return { kind: 'number', value: Number(match[1]), start: end - (match[1] ?? '').length, end };
}
