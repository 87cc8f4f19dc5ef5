import type { TextExpr } from '../../facts.ts';
import { TextBuilder } from '../source-map.ts';

/** What stands around the content of a Python string literal. */
export interface PythonLiteral {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly format: boolean;
  readonly contentStart: number;
  /** Equals the end of the literal when the closing quote is missing. */
  readonly contentEnd: number;
}

/** Reads prefix and quotes of the literal at `[start, end)`; never fails, a broken literal has an empty content. */
export function readLiteral(text: string, start: number, end: number): PythonLiteral {
  let at = start;
  let raw = false;
  let bytes = false;
  let format = false;
  while (at < end) {
    const letter = text[at]?.toLowerCase();
    if (letter === 'r') raw = true;
    else if (letter === 'b') bytes = true;
    else if (letter === 'f' || letter === 't') format = true;
    else if (letter !== 'u') break;
    at++;
  }
  const quote = text[at] ?? '';
  const triple = text.startsWith(quote.repeat(3), at) && end - at >= 3 ? 3 : 1;
  const contentStart = Math.min(at + triple, end);
  const closing = quote.repeat(triple);
  const closed = quote !== '' && end - triple >= contentStart && text.endsWith(closing, end);
  return { raw, bytes, format, contentStart, contentEnd: closed ? end - triple : end };
}

/**
 * Decodes `[start, end)` of a string literal as Python does: escapes (unless raw), `{{` and `}}` in f-strings, and line ends, which Python
 * turns into `\n` before it reads anything.
 */
export function decodePython(text: string, start: number, end: number, literal: PythonLiteral): TextExpr {
  const builder = new TextBuilder(start);
  let at = start;
  let plain = start;
  const flush = (to: number): void => {
    if (to > plain) builder.verbatim(text.slice(plain, to));
  };
  while (at < end) {
    const unit = text.charCodeAt(at);
    let decoded: string | undefined;
    let next = at + 1;
    if (unit === 13) {
      if (text.charCodeAt(at + 1) === 10 && next < end) next++;
      decoded = '\n';
    } else if (unit === 92 && !literal.raw && next < end) {
      [decoded, next] = decodeEscape(text, at, end, literal.bytes);
    } else if (literal.format && (unit === 123 || unit === 125) && text.charCodeAt(at + 1) === unit && next < end) {
      decoded = text[at];
      next++;
    }
    if (decoded === undefined) {
      at = next;
      continue;
    }
    flush(at);
    builder.decoded(decoded, next);
    at = next;
    plain = next;
  }
  flush(end);
  return builder.finish(end);
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** Returns the decoded text and the offset behind the escape; an unknown escape stands for itself (undefined), as in Python. */
function decodeEscape(text: string, at: number, end: number, bytes: boolean): [string | undefined, number] {
  const letter = text[at + 1] ?? '';
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return [simple, at + 2];
  if (letter === '\n') return ['', at + 2];
  if (letter === '\r') return ['', text[at + 2] === '\n' && at + 3 <= end ? at + 3 : at + 2];
  if (letter === 'x') return codePoint(text, at + 2, 2, end, at);
  if (letter === 'u' && !bytes) return codePoint(text, at + 2, 4, end, at);
  if (letter === 'U' && !bytes) return codePoint(text, at + 2, 8, end, at);
  if (letter >= '0' && letter <= '7') {
    let next = at + 2;
    while (next < Math.min(at + 4, end) && /[0-7]/.test(text[next] ?? '')) next++;
    return [String.fromCodePoint(Number.parseInt(text.slice(at + 1, next), 8)), next];
  }
  if (letter === 'N' && !bytes && text[at + 2] === '{') {
    const close = text.indexOf('}', at + 3);
    // The table of names is not shipped: one replacement character stands for the one character that the name means.
    if (close > 0 && close < end) return ['\uFFFD', close + 1];
  }
  return [undefined, at + 2];
}

function codePoint(text: string, from: number, length: number, end: number, at: number): [string | undefined, number] {
  const digits = text.slice(from, Math.min(from + length, end));
  if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits)) return [undefined, at + 2];
  const value = Number.parseInt(digits, 16);
  return value > 0x10ffff ? [undefined, at + 2] : [String.fromCodePoint(value), from + length];
}
