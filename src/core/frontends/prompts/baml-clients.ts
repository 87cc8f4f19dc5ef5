/**
 * Clients of BAML: `client<llm> Name { … }`. They are names of the whole project, and functions in any of its files name them. Source:
 * docs.boundaryml.com/ref/llm-client-providers, 2026-11.
 */
import type { DictExpr, Expr, Span } from '../../facts.ts';
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
export function clientNamed(text: string, { start, end }: Span): NamedClient {
  const written = /\bclient[ \t]+(?:"([^"\n]*)"|([\w.]+))/.exec(text.slice(start, end));
  if (written === null) return { model: undefined, limit: decidedBySender({ start, end }), provider: undefined };
  const [whole, quoted, name] = written;
  const until = start + written.index + whole.length;
  if (quoted === undefined) {
    const client: Expr = { kind: 'name', name: name ?? '', scope: 0, block: 0, start: until - (name ?? '').length, end: until };
    const field = (key: string): Expr => ({
      kind: 'index',
      object: client,
      index: keyText(key, client.start),
      start: client.start,
      end: client.end,
    });
    return { model: field('model'), limit: field('max_tokens'), provider: field('provider') };
  }
  const from = until - 1 - quoted.length;
  const slash = quoted.indexOf('/');
  const provider = providers.get(quoted.slice(0, Math.max(0, slash)));
  return {
    model: sourceText(text, provider === undefined ? from : from + slash + 1, until - 1),
    limit: unlimited.has(quoted.slice(0, Math.max(0, slash))) ? undefined : decidedBySender({ start, end }),
    provider: provider === undefined ? undefined : keyText(provider, from),
  };
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
  const written = text.slice(span.start, span.end);
  const code = masked.slice(span.start, span.end);
  const chosen = /\bstrategy[ \t\r\n]*\[([^\][]{0,1000})\]/.exec(code);
  if (chosen !== null) return oneOf(code, chosen, span.start);
  const provider = /\bprovider[ \t]+"?([\w-]+)/.exec(written)?.[1];
  const model = quoted(text, code, 'model', span.start);
  const base = quoted(text, code, 'base_url', span.start);
  const limit = /\b(?:max_tokens|max_completion_tokens|max_output_tokens|maxOutputTokens)[ \t]+(\d+)/.exec(code);
  const biller = base ?? known(provider, span.start);
  return dict(span, {
    model: model ?? elsewhere(code, span.start),
    max_tokens: limit === null ? (unlimited.has(provider) ? none(span.start) : decidedBySender(span)) : number(limit, span.start),
    provider: biller ?? none(span.start),
  });
}

/** The value of an option that is written in quotes; undefined for one that is missing, commented out or not quoted. */
function quoted(text: string, code: string, option: string, offset: number): Expr | undefined {
  const found = new RegExp(`\\b${option}[ \\t]+"`).exec(code);
  if (found === null) return undefined;
  const start = offset + found.index + found[0].length;
  const end = offset + code.indexOf('"', found.index + found[0].length);
  return end < start ? undefined : sourceText(text, start, end);
}

/** A client that hands requests to others: in turn, or to the first one as long as it answers. */
function oneOf(code: string, chosen: RegExpExecArray, offset: number): Expr {
  const from = offset + chosen.index + chosen[0].indexOf('[') + 1;
  const names = [...(chosen[1] ?? '').matchAll(/\w+/g)].map(({ 0: name, index }): Expr => {
    const start = from + index;
    return { kind: 'name', name, scope: 0, block: 0, start, end: start + name.length };
  });
  const [first, ...others] = names;
  if (first === undefined) return dict({ start: offset, end: offset + 1 }, {});
  if (!/\bprovider[ \t]+"?(?:baml-)?round-robin/.test(code)) return first;
  return others.reduce<Expr>((then, otherwise) => {
    const { start, end } = otherwise;
    return { kind: 'conditional', test: { kind: 'unknown', reason: 'clients take turns', start, end }, then, otherwise, start, end };
  }, first);
}

function known(provider: string | undefined, start: number): Expr | undefined {
  const key = providers.get(provider ?? '');
  return key === undefined ? undefined : keyText(key, start);
}

function elsewhere(code: string, start: number): DictExpr['entries'][number]['value'] | undefined {
  const variable = /\bmodel[ \t]+env\./.test(code);
  return variable ? { kind: 'unknown', reason: 'an environment variable', start, end: start + 1 } : undefined;
}

/** Nothing is set, and nobody else sets it. */
function none(start: number): Expr {
  return { kind: 'null', start, end: start };
}

function number(match: RegExpExecArray, offset: number): Expr {
  const end = offset + match.index + match[0].length;
  return { kind: 'number', value: Number(match[1]), start: end - (match[1] ?? '').length, end };
}
