/** BAML (version 0, `baml_src`): functions with a prompt in Jinja, and the clients that they name. Source: docs.boundaryml.com/ref, 2026-11. */
import type { Expr, InputFact, PromptFact, Span, TextExpr } from '../../facts.ts';
import { tagsOf } from '../../templates/scan.ts';
import { MappedTextBuilder } from '../data/mapped-text.ts';
import type { FactsBuilder } from '../facts-builder.ts';
import { decidedBySender, dict, list, messagesOf, sourceText, trimmed, type RoleMark } from './lower.ts';

/** Providers by the names of BAML, where they differ from those of the prices. */
const providers: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['openai-responses', 'openai'],
  ['anthropic', 'anthropic'],
  ['google-ai', 'google'],
  ['vertex-ai', 'vertex'],
  ['aws-bedrock', 'bedrock'],
  ['azure-openai', 'azure'],
]);

/** Functions of one file that are read. */
const MAX_FUNCTIONS = 300;

interface Client {
  readonly provider: string | undefined;
  readonly model: Expr | undefined;
  readonly limit: Expr | undefined;
}

/** Reads a file. */
export function bamlFacts(text: string, out: FactsBuilder): void {
  const { masked, strings } = mask(text);
  const clients = clientsIn(text, masked);
  for (const match of masked.matchAll(/\bfunction[ \t]+(\w{1,100})[ \t\r\n]*\(/g)) {
    if (out.prompts.length >= MAX_FUNCTIONS) break;
    const name = match[1] ?? '';
    const open = match.index + match[0].length;
    const close = masked.indexOf(')', open);
    const brace = close < 0 ? -1 : masked.indexOf('{', close);
    if (brace < 0) break;
    const end = closing(masked, brace);
    const inside = masked.slice(brace, end);
    const prompt = /\bprompt[ \t\r\n]+(?=#|")/.exec(inside);
    const string = prompt === null ? undefined : strings.get(brace + prompt.index + prompt[0].length);
    if (string === undefined) continue;
    const client = /\bclient[ \t]+(?:("[^"\n]*")|([\w.]+))/.exec(text.slice(brace, end));
    const start = match.index + match[0].indexOf(name);
    out.prompts.push(
      promptOf(
        text,
        { start, end: start + name.length },
        { start: match.index, end },
        string,
        clientOf(text, clients, client, brace),
        inputsIn(masked, open, close),
      ),
    );
  }
}

function promptOf(text: string, head: Span, whole: Span, string: Span, client: Client, inputs: readonly InputFact[]): PromptFact {
  const body = trimmed(dedented(text, string));
  return {
    kind: 'prompt-file',
    format: 'baml',
    name: text.slice(head.start, head.end),
    piece: 'body',
    head,
    api: 'openai-chat',
    ...(client.provider === undefined ? {} : { provider: client.provider }),
    body: dict(whole, {
      model: client.model,
      messages: list(whole, messagesOf(body, roleMarks(body.value), 'system', true)),
      max_tokens: client.limit ?? (client.provider === 'openai' ? undefined : decidedBySender(whole)),
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

function clientOf(text: string, clients: ReadonlyMap<string, Client>, written: RegExpExecArray | null, offset: number): Client {
  const none: Client = { provider: undefined, model: undefined, limit: undefined };
  if (written === null) return none;
  const [, quoted, name] = written;
  const start = offset + written.index + written[0].length - (quoted ?? name ?? '').length;
  const end = offset + written.index + written[0].length;
  if (quoted !== undefined) {
    const slash = quoted.indexOf('/');
    const provider = providers.get(quoted.slice(1, slash));
    return { ...none, provider, model: sourceText(text, provider === undefined ? start + 1 : start + slash + 1, end - 1) };
  }
  return (
    clients.get(name ?? '') ?? {
      ...none,
      model: { kind: 'unknown', reason: `client ${name ?? ''} is declared in another file`, start, end },
    }
  );
}

function clientsIn(text: string, masked: string): ReadonlyMap<string, Client> {
  const clients = new Map<string, Client>();
  for (const match of masked.matchAll(/\bclient[ \t]*<[ \t]*llm[ \t]*>[ \t]*(\w{1,100})[ \t\r\n]*\{/g)) {
    if (clients.size >= MAX_FUNCTIONS) break;
    const start = match.index + match[0].length - 1;
    const written = text.slice(start, Math.min(closing(masked, start), start + 4_000));
    const provider = /\bprovider[ \t]+"?([\w-]+)/.exec(written)?.[1];
    const model = /\bmodel[ \t]+"([^"\n]*)"/.exec(written);
    const limit = /\b(?:max_tokens|max_completion_tokens|max_output_tokens|maxOutputTokens)[ \t]+(\d+)/.exec(written);
    clients.set(match[1] ?? '', {
      provider: providers.get(provider ?? ''),
      model:
        model === null
          ? elsewhere(written, start)
          : sourceText(
              text,
              start + model.index + model[0].length - 1 - (model[1] ?? '').length,
              start + model.index + model[0].length - 1,
            ),
      limit: limit === null ? undefined : number(limit, start),
    });
  }
  return clients;
}

function elsewhere(written: string, start: number): Expr | undefined {
  const reason = /\bstrategy\b/.test(written)
    ? 'one of several clients'
    : /\bmodel[ \t]+env\./.test(written)
      ? 'an environment variable'
      : undefined;
  return reason === undefined ? undefined : { kind: 'unknown', reason, start, end: start + 1 };
}

function number(match: RegExpExecArray, offset: number): Expr {
  const end = offset + match.index + match[0].length;
  return { kind: 'number', value: Number(match[1]), start: end - (match[1] ?? '').length, end };
}

function inputsIn(masked: string, open: number, close: number): InputFact[] {
  const inputs: InputFact[] = [];
  for (const match of masked.slice(open, close).matchAll(/(?:^|,)\s*(\w{1,100})\s*:/g)) {
    const start = open + match.index + match[0].indexOf(match[1] ?? '');
    inputs.push({ name: match[1] ?? '', start, end: start + (match[1] ?? '').length });
  }
  return inputs;
}

/** Text without strings and comments, of the same length, and the content of each string by the offset at which it begins. */
function mask(text: string): { readonly masked: string; readonly strings: ReadonlyMap<number, Span> } {
  const strings = new Map<number, Span>();
  const pieces: string[] = [];
  let done = 0;
  const begin = /\/\/|\/\*|#{1,8}"|"/g;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const from = found.index + found[0].length;
    let close: number;
    let end: number;
    if (found[0] === '//' || found[0] === '/*') {
      close = found[0] === '//' ? text.indexOf('\n', from) : text.indexOf('*/', from);
      end = close < 0 ? text.length : close;
      pieces.push(text.slice(done, found.index), ' '.repeat(end - found.index));
    } else {
      const mark = `"${found[0].slice(0, -1)}`;
      close = mark === '"' ? endOfQuoted(text, from) : text.indexOf(mark, from);
      const until = close < 0 ? text.length : close;
      end = Math.min(text.length, until + mark.length);
      strings.set(found.index, { start: from, end: until });
      pieces.push(text.slice(done, from), ' '.repeat(until - from), text.slice(until, end));
    }
    done = end;
    begin.lastIndex = end;
  }
  pieces.push(text.slice(done));
  return { masked: pieces.join(''), strings };
}

/** The quote that ends a string of one line. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === '\\') at++;
    else if (unit === '"') return at;
    else if (unit === '\n') return at;
  }
  return -1;
}

/** Offset behind the brace that closes the one at an offset. */
function closing(masked: string, brace: number): number {
  let open = 0;
  for (let at = brace; at < masked.length; at++) {
    if (masked[at] === '{') open++;
    else if (masked[at] === '}' && --open === 0) return at + 1;
  }
  return masked.length;
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
