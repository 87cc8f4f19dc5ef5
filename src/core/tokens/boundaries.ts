/**
 * Where a text may be cut without changing its o200k_base count.
 *
 * The encoding first splits text into pieces by a pattern (words with one leading sign, digits in
 * threes, sign runs with trailing line ends, white space) and then merges bytes inside each piece.
 * A cut is safe when no piece can ever hold the two characters around it, whatever comes before or
 * after. The white-space pattern looks one character ahead, so a cut after white space is safe only
 * behind a line end, where that look ahead cannot change the outcome.
 *
 * Source of the pattern: openai/tiktoken, o200k_base (as of 2026-11-21). White space is what
 * ECMAScript calls white space, because that is what the counting library uses.
 */

/** Class of one character, as far as the pre-tokeniser tells characters apart. */
export type CharClass = number;

const NEWLINE = 0;
const SPACE = 1;
const BOM = 2;
const LOWER = 3;
const UPPER = 4;
const LETTER = 5;
const MARK = 6;
/** Class of digits and other numbers. */
export const NUMBER = 7;
const SYMBOL = 8;
const QUOTE = 9;
const SLASH = 10;
const CLASSES = 11;

/**
 * True when the count of `text` is the count of `text[0, at)` plus that of `text[at, …)`, for certain.
 * False means "not known"; both ends of the text are safe. `at` counts UTF-16 units.
 * Looks only at the three code points around `at`, so an edit elsewhere never changes the answer.
 */
export function isSafeBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  if (left === right) return false; // one class on both sides: no pair of equals is safe, and runs stay cheap
  const verdict = left < 128 && right < 128 ? ASCII_PAIRS[(left << 7) | right] : PAIRS[classBefore(text, at) * CLASSES + classAt(text, at)];
  if (verdict === UNLESS_QUOTED) return at < 2 || text.charCodeAt(at - 2) !== 39;
  return verdict === SAFE;
}

/** First safe boundary in `text` at or after `from` and at least `from`, at most `text.length`. */
export function nextSafeBoundary(text: string, from: number): number {
  let at = Math.max(0, from);
  while (at < text.length && !isSafeBoundary(text, at)) at++;
  return Math.min(at, text.length);
}

/** Class of the code point that starts at `at`; a lone surrogate is a symbol. */
export function classAt(text: string, at: number): CharClass {
  const unit = text.charCodeAt(at);
  if (unit < 128) return ASCII[unit] ?? SYMBOL;
  // The second half of a pair is never a place to cut: BOM is the class nothing may be cut before.
  if (isSecondHalf(text, at)) return BOM;
  return classOf(text.codePointAt(at) ?? unit);
}

/** Class of the code point that ends before `at`. `at` must be at least 1. */
export function classBefore(text: string, at: number): CharClass {
  const unit = text.charCodeAt(at - 1);
  if (unit < 128) return ASCII[unit] ?? SYMBOL;
  return classOf(isSecondHalf(text, at - 1) ? (text.codePointAt(at - 2) ?? unit) : unit);
}

/** True when `at` lies inside a surrogate pair. */
export function isSecondHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0xdc00 || unit > 0xdfff || at === 0) return false;
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

/** Bytes that the UTF-16 unit adds in UTF-8; the two halves of a pair add two each (a lone one: 3 in truth). */
export function utf8Bytes(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return 3;
}

function classOf(point: number): CharClass {
  if (point === 0xfeff) return BOM;
  // A search in a short table beats regular expressions by far; it covers nearly all text outside ASCII.
  for (let i = 0; i < RANGES.length; i += 3) {
    if (point < (RANGES[i] ?? 0)) break;
    if (point <= (RANGES[i + 1] ?? 0)) return RANGES[i + 2] ?? SYMBOL;
  }
  const char = String.fromCodePoint(point);
  if (/\p{L}/u.test(char)) return LETTER;
  if (/\p{M}/u.test(char)) return MARK;
  if (/\p{N}/u.test(char)) return NUMBER;
  return /\s/u.test(char) ? SPACE : SYMBOL;
}

/** First and last code point and class of ranges with one class throughout, ascending. A test compares them with Unicode. */
export const RANGES: readonly number[] = [
  0xa0,
  0xa0,
  SPACE,
  0xc0,
  0xd6,
  LETTER,
  0xd8,
  0xf6,
  LETTER,
  0xf8,
  0x2c1,
  LETTER,
  0x300,
  0x36f,
  MARK,
  0x3a3,
  0x3f5,
  LETTER,
  0x400,
  0x481,
  LETTER,
  0x48a,
  0x52f,
  LETTER,
  0x5d0,
  0x5ea,
  LETTER,
  0x620,
  0x64a,
  LETTER,
  0x904,
  0x939,
  LETTER,
  0xe01,
  0xe30,
  LETTER,
  0xe47,
  0xe4e,
  MARK,
  0x200b,
  0x2027,
  SYMBOL,
  0x2030,
  0x205e,
  SYMBOL,
  0x2190,
  0x2426,
  SYMBOL,
  0x2500,
  0x2775,
  SYMBOL,
  0x3041,
  0x3096,
  LETTER,
  0x30a1,
  0x30fa,
  LETTER,
  0x3400,
  0x4dbf,
  LETTER,
  0x4e00,
  0x9fff,
  LETTER,
  0xac00,
  0xd7a3,
  LETTER,
  0xd800,
  0xf8ff,
  SYMBOL,
  0xff01,
  0xff0f,
  SYMBOL,
  0xfff0,
  0xffff,
  SYMBOL,
  0x1f300,
  0x1faff,
  SYMBOL,
];

const UNSAFE = 0;
const SAFE = 1;
const UNLESS_QUOTED = 2;

const isSpace = (c: CharClass): boolean => c === NEWLINE || c === SPACE || c === BOM;
const isLetter = (c: CharClass): boolean => c === LOWER || c === UPPER || c === LETTER;

function verdictOf(left: CharClass, right: CharClass): number {
  if (right === BOM) return UNSAFE; // the correction for U+FEFF looks at the character before it
  if (left === NEWLINE) return isSpace(right) || right === SLASH ? UNSAFE : SAFE;
  if (isSpace(left)) return UNSAFE;
  if (right === SPACE) return SAFE;
  if (left === NUMBER || right === NUMBER) return left === right ? UNSAFE : SAFE;
  if (!isLetter(left)) return UNSAFE;
  if (right === NEWLINE || right === SYMBOL || right === SLASH) return SAFE;
  // A word never goes from small to capital letters, but a contraction ('lL) may.
  return left === LOWER && right === UPPER ? UNLESS_QUOTED : UNSAFE;
}

function asciiClass(unit: number): CharClass {
  if (unit === 10 || unit === 13) return NEWLINE;
  if (unit === 32 || (unit >= 9 && unit <= 12)) return SPACE;
  if (unit >= 48 && unit <= 57) return NUMBER;
  if (unit >= 65 && unit <= 90) return UPPER;
  if (unit >= 97 && unit <= 122) return LOWER;
  if (unit === 39) return QUOTE;
  return unit === 47 ? SLASH : SYMBOL;
}

// Filled once, only read afterwards: one look-up per character keeps the scan far cheaper than the count.
const ASCII: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, unit) => asciiClass(unit));
const PAIRS: Readonly<Uint8Array> = Uint8Array.from({ length: CLASSES * CLASSES }, (_, i) =>
  verdictOf(Math.floor(i / CLASSES), i % CLASSES),
);
const ASCII_PAIRS: Readonly<Uint8Array> = Uint8Array.from({ length: 128 * 128 }, (_, i) =>
  verdictOf(asciiClass(i >> 7), asciiClass(i & 127)),
);
