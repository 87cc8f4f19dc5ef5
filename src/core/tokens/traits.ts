/**
 * Cheap, additive traits of a text, from which the count of tokenizers that have no offline vocabulary is
 * estimated. Every trait is a number of occurrences, and no occurrence spans a safe boundary
 * (`boundaries.ts`), so the traits of a text are the sum of the traits of its chunks, exactly.
 */

/** Occurrences in a text. All are whole numbers of at least 0; an empty text has all of them 0. */
export interface TextTraits {
  /** UTF-16 units. */
  readonly units: number;
  /** ASCII small letters. */
  readonly lower: number;
  /** Words: runs of ASCII letters, parted where a small letter meets a capital one. */
  readonly words: number;
  /** Words of more than eight letters. */
  readonly longWords: number;
  /** Words that are among the most frequent function words of English. */
  readonly englishWords: number;
  /** Capital letters with a small one behind them. */
  readonly capitalised: number;
  /** Runs of two or more capital letters. */
  readonly allCaps: number;
  /** ASCII digits. */
  readonly digits: number;
  /** ASCII signs that are neither letters, digits nor white space. */
  readonly signs: number;
  /** Runs of such signs. */
  readonly signRuns: number;
  /** Runs of line ends. */
  readonly lineEnds: number;
  /** Runs of line ends with a space or tab behind them. */
  readonly indents: number;
  /** Latin letters outside ASCII. */
  readonly latin: number;
  readonly greek: number;
  readonly cyrillic: number;
  readonly hebrew: number;
  readonly arabic: number;
  /** Chinese characters, also in Japanese and Korean text. */
  readonly han: number;
  readonly kana: number;
  readonly hangul: number;
  /** Signs outside ASCII: typographic and CJK punctuation, arrows. */
  readonly otherSigns: number;
  /** Halves of surrogate pairs: nearly always emoji, two or more for each. */
  readonly emojiHalves: number;
  /** Anything else outside ASCII, such as Thai, Devanagari or private characters. */
  readonly otherLetters: number;
}

/** Traits of `text`, in one pass. */
export function traitsOf(text: string): TextTraits {
  const n: Tally = { ...NO_TRAITS, units: text.length };
  let before = SPACE;
  let length = 0; // letters of the current word
  let packed = 0; // its letters, five bits each, while it may still be a function word
  let capitals = 0; // length of the current run of capital letters
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const kind = unit < 128 ? (KINDS[unit] ?? SIGN) : OTHER;
    if (kind <= UPPER) {
      if (kind === UPPER) {
        if (before === LOWER) {
          endWord(n, length, packed);
          length = packed = 0;
        }
        if (++capitals === 2) n.allCaps++;
      } else {
        n.lower++;
        if (before === UPPER) n.capitalised++;
        capitals = 0;
      }
      length++;
      packed = packed * 32 + (unit & 31);
      if (length > 5) packed = 0;
    } else {
      if (length > 0) {
        endWord(n, length, packed);
        length = packed = capitals = 0;
      }
      if (kind === SIGN) {
        n.signs++;
        if (before !== SIGN) n.signRuns++;
      } else if (kind === DIGIT) n.digits++;
      else if (kind === NEWLINE) {
        if (before !== NEWLINE) n.lineEnds++;
      } else if (kind === SPACE) {
        if (before === NEWLINE) n.indents++;
      } else n[scriptOf(unit)]++;
    }
    before = kind;
  }
  if (length > 0) endWord(n, length, packed);
  return n;
}

/** Sum of two traits: those of the joined text, if the place where they join is a safe boundary. */
export function addTraits(a: TextTraits, b: TextTraits, sign: 1 | -1 = 1): TextTraits {
  const sum: Tally = { ...a };
  for (const name of TRAITS) sum[name] += sign * b[name];
  return sum;
}

/** Names of all traits. */
export const TRAITS: readonly (keyof TextTraits)[] = [
  'units',
  'lower',
  'words',
  'longWords',
  'englishWords',
  'capitalised',
  'allCaps',
  'digits',
  'signs',
  'signRuns',
  'lineEnds',
  'indents',
  'latin',
  'greek',
  'cyrillic',
  'hebrew',
  'arabic',
  'han',
  'kana',
  'hangul',
  'otherSigns',
  'emojiHalves',
  'otherLetters',
];

/** The traits of an empty text. */
export const NO_TRAITS: TextTraits = {
  units: 0,
  lower: 0,
  words: 0,
  longWords: 0,
  englishWords: 0,
  capitalised: 0,
  allCaps: 0,
  digits: 0,
  signs: 0,
  signRuns: 0,
  lineEnds: 0,
  indents: 0,
  latin: 0,
  greek: 0,
  cyrillic: 0,
  hebrew: 0,
  arabic: 0,
  han: 0,
  kana: 0,
  hangul: 0,
  otherSigns: 0,
  emojiHalves: 0,
  otherLetters: 0,
};

type Tally = { -readonly [Name in keyof TextTraits]: TextTraits[Name] };

function endWord(n: Tally, length: number, packed: number): void {
  n.words++;
  if (length > 8) n.longWords++;
  if (length <= 5 && ENGLISH.has(packed)) n.englishWords++;
}

type Script =
  'latin' | 'greek' | 'cyrillic' | 'hebrew' | 'arabic' | 'han' | 'kana' | 'hangul' | 'otherSigns' | 'emojiHalves' | 'otherLetters';

/** Script of a UTF-16 unit of at least 128, by Unicode block. */
function scriptOf(unit: number): Script {
  if (unit < 0xc0) return 'otherSigns';
  if (unit < 0x250 || (unit >= 0x1e00 && unit < 0x1f00)) return 'latin';
  if (unit >= 0x370 && unit < 0x400) return 'greek';
  if (unit >= 0x400 && unit < 0x530) return 'cyrillic';
  if (unit >= 0x590 && unit < 0x600) return 'hebrew';
  if (unit >= 0x600 && unit < 0x780) return 'arabic';
  if (unit >= 0x4e00 && unit < 0xa000) return 'han';
  if (unit >= 0x3040 && unit < 0x3100) return 'kana';
  if (unit >= 0xac00 && unit < 0xd7a4) return 'hangul';
  if (unit >= 0x3400 && unit < 0x4dc0) return 'han';
  if ((unit >= 0x2000 && unit < 0x2c00) || (unit >= 0x3000 && unit < 0x3040)) return 'otherSigns';
  if (unit >= 0xd800 && unit < 0xe000) return 'emojiHalves';
  return unit >= 0xfe00 ? 'otherSigns' : 'otherLetters';
}

const LOWER = 0;
const UPPER = 1;
const DIGIT = 2;
const SIGN = 3;
const NEWLINE = 4;
const SPACE = 5;
const OTHER = 6;

// Filled once, only read afterwards.
const KINDS: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, unit) => {
  const char = String.fromCharCode(unit);
  if (char >= 'a' && char <= 'z') return LOWER;
  if (char >= 'A' && char <= 'Z') return UPPER;
  if (char >= '0' && char <= '9') return DIGIT;
  if (char === '\n' || char === '\r') return NEWLINE;
  return unit <= 32 || unit === 127 ? SPACE : SIGN;
});

// Words frequent in English and rare in the other languages written in Latin letters.
const ENGLISH: ReadonlySet<number> = new Set(
  [
    'the',
    'and',
    'of',
    'to',
    'is',
    'you',
    'that',
    'with',
    'for',
    'are',
    'this',
    'your',
    'be',
    'it',
    'as',
    'on',
    'or',
    'from',
    'not',
    'if',
    'by',
    'any',
    'will',
    'can',
    'have',
    'when',
    'which',
    'their',
    'what',
    'use',
    'all',
  ].map((word) => Array.from(word).reduce((packed, char) => packed * 32 + (char.charCodeAt(0) & 31), 0)),
);
