import type { TextExpr } from '../../facts.ts';
import { TextBuilder } from '../source-map.ts';

/** The quoted literal at `[start, end)`, decoded; its span includes the quotes. */
export function readString(text: string, start: number, end: number): TextExpr {
  const quote = text[start];
  let at = start + 1;
  while (at < end && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  const closed = at < end;
  // A literal without its closing quote runs to the end of the line, and the line end is no part of what was meant.
  let contentEnd = closed ? at : end;
  while (!closed && contentEnd > start + 1 && /[\r\n]/.test(text[contentEnd - 1] ?? '')) contentEnd--;
  return { ...decodeText(text, Math.min(start + 1, end), contentEnd, false), start, end };
}

/**
 * Decodes `[start, end)` of a string or template as JavaScript does: escapes (unless `raw`), and line ends, which are `\n` in templates
 * whatever the file uses. An escape that is not allowed stands for itself.
 */
export function decodeText(text: string, start: number, end: number, raw: boolean): TextExpr {
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
      if (text.charCodeAt(next) === 10 && next < end) next++;
      decoded = '\n';
    } else if (unit === 92 && !raw && next < end) {
      [decoded, next] = decodeEscape(text, at, end);
    }
    if (decoded !== undefined) {
      flush(at);
      builder.decoded(decoded, next);
      plain = next;
    }
    at = next;
  }
  flush(end);
  return builder.finish(end);
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\n', ''],
  ['\u2028', ''],
  ['\u2029', ''],
]);

/** Decoded text and the offset behind the escape; undefined for one that is not allowed. */
function decodeEscape(text: string, at: number, end: number): [string | undefined, number] {
  const letter = text[at + 1] ?? '';
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return [simple, at + 2];
  if (letter === '\r') return ['', text[at + 2] === '\n' && at + 2 < end ? at + 3 : at + 2];
  if (letter === 'x') return codePoint(text.slice(at + 2, Math.min(at + 4, end)), 2, at + 4, at);
  if (letter === 'u' && text[at + 2] === '{') {
    const close = text.indexOf('}', at + 3);
    if (close < 0 || close >= end) return [undefined, at + 2];
    return codePoint(text.slice(at + 3, close), close - at - 3, close + 1, at);
  }
  if (letter === 'u') return codePoint(text.slice(at + 2, Math.min(at + 6, end)), 4, at + 6, at);
  if (letter >= '0' && letter <= '7') {
    const octal = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(text.slice(at + 1, Math.min(at + 4, end)))?.[0] ?? letter;
    return [String.fromCharCode(Number.parseInt(octal, 8)), at + 1 + octal.length];
  }
  return [letter, at + 2];
}

function codePoint(digits: string, length: number, next: number, at: number): [string | undefined, number] {
  if (length === 0 || digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits)) return [undefined, at + 2];
  const value = Number.parseInt(digits, 16);
  return value > 0x10ffff ? [undefined, at + 2] : [String.fromCodePoint(value), next];
}

/** Value of a number literal; NaN for a BigInt, which no number can hold. */
export function readNumber(source: string): number {
  const digits = source.replaceAll('_', '').toLowerCase();
  if (digits.endsWith('n')) return Number.NaN;
  return /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
}
