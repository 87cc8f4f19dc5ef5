import type { HoleExpr, TextExpr } from '../../facts.ts';
import { TextBuilder } from '../source-map.ts';

/** How the content of a literal is written. */
export interface Spelling {
  /** True when a backslash begins an escape. */
  readonly escapes: boolean;
  /** Quote that is written twice to mean itself (`""` in C#, `''` in SQL-like literals). */
  readonly doubled?: string;
  /** Braces that are written twice to mean themselves. */
  readonly doubledBraces?: boolean;
  /** Escapes that decode; all others stand for themselves with their backslash. Undefined for the usual ones of C. */
  readonly only?: string;
  /** White space taken off the beginning of every line, in characters. */
  readonly indent?: number;
  /** True when a backslash before a line end also swallows the white space that begins the next line. */
  readonly continues?: boolean;
}

const simple: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\x07'],
  ['e', '\x1b'],
  ['s', ' '],
  ['0', '\0'],
  ['\n', ''],
]);

/** Decodes `[start, end)` of a literal; `lineStart` says that it begins a line, whose indentation is then taken off. */
export function decode(text: string, start: number, end: number, spelling: Spelling, lineStart = false): TextExpr {
  const builder = new TextBuilder(start);
  const indent = spelling.indent ?? 0;
  let at = start;
  let plain = start;
  const put = (decoded: string, next: number): void => {
    if (at > plain) builder.verbatim(text.slice(plain, at));
    builder.decoded(decoded, next);
    at = next;
    plain = next;
  };
  const skipIndent = (): void => {
    let next = at;
    while (next < end && next - at < indent && (text[next] === ' ' || text[next] === '\t')) next++;
    if (next > at) put('', next);
  };
  if (lineStart && indent > 0) skipIndent();
  while (at < end) {
    const unit = text[at]!;
    if (unit === '\r' && text[at + 1] === '\n') put('\n', Math.min(at + 2, end));
    else if (unit === '\\' && spelling.escapes && at + 1 < end) {
      const [decoded, next] = escape(text, at, end, spelling);
      if (decoded === undefined) at = next;
      else put(decoded, next);
      continue;
    } else if (spelling.doubled === unit && text[at + 1] === unit && at + 1 < end) {
      put(unit, at + 2);
      continue;
    } else if (spelling.doubledBraces === true && (unit === '{' || unit === '}') && text[at + 1] === unit && at + 1 < end) {
      put(unit, at + 2);
      continue;
    } else at++;
    if (text[at - 1] === '\n' && indent > 0) skipIndent();
  }
  if (at > plain) builder.verbatim(text.slice(plain, at));
  return builder.finish(end);
}

function escape(text: string, at: number, end: number, spelling: Spelling): [string | undefined, number] {
  const letter = text[at + 1] ?? '';
  if (spelling.only !== undefined && !spelling.only.includes(letter)) return [undefined, at + 2];
  if ((letter === '\n' || letter === '\r') && spelling.continues === true) {
    let next = at + 2;
    while (next < end && /\s/.test(text[next] ?? '')) next++;
    return ['', next];
  }
  if (letter === '\r') return ['', text[at + 2] === '\n' && at + 2 < end ? at + 3 : at + 2];
  const plain = simple.get(letter);
  if (plain !== undefined && !(letter === '0' && /[0-7]/.test(text[at + 2] ?? ''))) return [plain, at + 2];
  const digits = /^(?:x([0-9a-fA-F]{1,2})|u\{([0-9a-fA-F]{1,6})\}|u+([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3}))/.exec(
    text.slice(at + 1, Math.min(at + 14, end)),
  );
  if (digits === null) return [letter, at + 2];
  const value = Number.parseInt(digits[0].replace(/^[xuU]+|[{}]/g, ''), /^[xuU]/.test(digits[0]) ? 16 : 8);
  return value > 0x10ffff ? [letter, at + 2] : [String.fromCodePoint(value), at + 1 + digits[0].length];
}

/** Smallest indentation of the lines of a text that are not blank, in characters. */
export function commonIndent(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of text.split('\n')) {
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (indent < line.trimEnd().length) least = Math.min(least, indent);
  }
  return Number.isFinite(least) ? least : 0;
}

/** A literal with holes, or without: adjacent pieces of text become one only if there is no hole at all. */
export function literalOf(parts: readonly (TextExpr | HoleExpr)[], start: number, end: number): TextExpr | Template {
  const [only] = parts;
  if (parts.length === 0) return { kind: 'text', value: '', map: [0, Math.min(start + 1, end)], start, end };
  if (parts.length === 1 && only?.kind === 'text') return { ...only, start, end };
  return { kind: 'template', parts, start, end };
}

interface Template {
  readonly kind: 'template';
  readonly parts: readonly (TextExpr | HoleExpr)[];
  readonly start: number;
  readonly end: number;
}
