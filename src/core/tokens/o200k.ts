/**
 * The exact o200k_base count, from a vocabulary that shells read as bytes when the first prompt needs a count.
 *
 * The encoding cuts text into pieces by a pattern and merges the bytes of each piece, the pair that is first in the vocabulary first. Only the
 * number of tokens is wanted here, so nothing is kept of a piece, and the vocabulary is looked up in place: as strings in a map it takes 0.1 s
 * and 30 MB, which every start of the command line would pay.
 */
import { createByteRanks, type ByteRanks } from './byte-ranks.ts';

/**
 * A function that counts the tokens of a text in OpenAI's o200k_base encoding (GPT-4o to GPT-5.1; openai/tiktoken pull requests 440 and 468, as of
 * 2026-11-21). Text that looks like a special token (`<|endoftext|>`) counts as text, because that is how it reaches the model inside a prompt.
 * A leading byte order mark is not counted. The function never throws. It takes quadratic time on long runs of one character: callers go through
 * `guardedCount`.
 *
 * `packed` is the vocabulary as `packRanks` writes it; throws for other bytes.
 */
export function createO200kCount(packed: Uint8Array): (text: string) => number {
  const ranks = createByteRanks(packed);
  const tokensOf = createMerger(ranks);
  const piece = new RegExp(PIECE, 'uy');
  let bytes = new Uint8Array(1_024);
  return (text) => {
    let tokens = 0;
    piece.lastIndex = text.charCodeAt(0) === BOM ? 1 : 0;
    for (let start = piece.lastIndex; piece.test(text); start = piece.lastIndex) {
      const end = piece.lastIndex;
      if (end - start === 1 && text.charCodeAt(start) < 128) {
        tokens++;
        continue;
      }
      if (bytes.length < 3 * (end - start)) bytes = new Uint8Array(4 * (end - start));
      const length = writeUtf8(text, start, end, bytes);
      tokens += ranks.rankOf(bytes, 0, length) < ABSENT ? 1 : tokensOf(bytes, length);
    }
    return tokens;
  };
}

const BOM = 0xfeff;

/** Above every rank. */
const ABSENT = 0x7fffffff;

/**
 * How o200k_base cuts text: words with one leading sign and their contraction, digits in threes, runs of signs with the line ends behind them,
 * white space. Every character belongs to some piece. Source: openai/tiktoken, o200k_base (as of 2026-11-21).
 */
const PIECE = (() => {
  const contraction = "(?:'[sStTmMdD]|'[rR][eE]|'[vV][eE]|'[lL][lL])?";
  const lead = '[^\\r\\n\\p{L}\\p{N}]?';
  const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
  const lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
  return [
    `${lead}${upper}*${lower}+${contraction}`,
    `${lead}${upper}+${lower}*${contraction}`,
    '\\p{N}{1,3}',
    ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*',
    '\\s*[\\r\\n]+',
    '\\s+(?!\\S)',
    '\\s+',
  ].join('|');
})();

/** Writes `text[start, end)` as UTF-8 to the front of `bytes` and returns how many bytes it took. A lone surrogate becomes U+FFFD. */
function writeUtf8(text: string, start: number, end: number, bytes: Uint8Array): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    let point = text.charCodeAt(at);
    if (point < 0x80) {
      bytes[length++] = point;
      continue;
    }
    if (point < 0x800) {
      bytes[length++] = 0xc0 | (point >> 6);
      bytes[length++] = 0x80 | (point & 0x3f);
      continue;
    }
    if ((point & 0xf800) === 0xd800) {
      const next = at + 1 < end ? text.charCodeAt(at + 1) : 0;
      if (point < 0xdc00 && (next & 0xfc00) === 0xdc00) {
        point = 0x10000 + ((point & 0x3ff) << 10) + (next & 0x3ff);
        at++;
        bytes[length++] = 0xf0 | (point >> 18);
        bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[length++] = 0x80 | (point & 0x3f);
        continue;
      }
      point = 0xfffd;
    }
    bytes[length++] = 0xe0 | (point >> 12);
    bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
    bytes[length++] = 0x80 | (point & 0x3f);
  }
  return length;
}

/**
 * Counts the tokens of `bytes[0, length)`, a piece that is no token itself: parts are joined, the pair of the lowest rank first, until no pair is
 * in the vocabulary.
 */
function createMerger(ranks: ByteRanks): (bytes: Uint8Array, length: number) => number {
  // Where the parts of the piece at hand start, and the rank of each part joined with the next one.
  let starts = new Int32Array(1_025);
  let joined = new Int32Array(1_025);
  return (bytes, length) => {
    if (starts.length <= length) {
      starts = new Int32Array(2 * length);
      joined = new Int32Array(2 * length);
    }
    let parts = length;
    for (let at = 0; at < length; at++) {
      starts[at] = at;
      joined[at] = at + 1 < length ? ranks.rankOf(bytes, at, at + 2) : ABSENT;
    }
    starts[length] = length;
    for (;;) {
      let lowest = ABSENT;
      let first = -1;
      for (let at = 0; at < parts - 1; at++) {
        const rank = joined[at] ?? ABSENT;
        if (rank < lowest) {
          lowest = rank;
          first = at;
        }
      }
      if (first < 0) return parts;
      starts.copyWithin(first + 1, first + 2, parts + 1);
      joined.copyWithin(first + 1, first + 2, parts);
      parts--;
      joined[first] = first + 2 <= parts ? ranks.rankOf(bytes, starts[first] ?? 0, starts[first + 2] ?? 0) : ABSENT;
      if (first > 0) joined[first - 1] = ranks.rankOf(bytes, starts[first - 1] ?? 0, starts[first + 1] ?? 0);
    }
  };
}
