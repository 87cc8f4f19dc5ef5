/**
 * Keeps a tokenizer fast on any text. Byte-pair merging takes quadratic time in the length of one piece of
 * the pre-tokeniser, and a piece has no upper length: 100 KB of `_`, of spaces, of emoji or of `/` and line
 * ends held gpt-tokenizer for 7 s (measured 2026-11-21). The guard hands the tokenizer blocks that end on safe
 * boundaries, which changes nothing, and cuts only stretches without any safe boundary, which can change
 * the count slightly and is reported.
 */
import { classAt, classBefore, isSafeBoundary, isSecondHalf, NUMBER, utf8Bytes } from './boundaries.ts';

/** Longest stretch, in UTF-8 bytes, that is handed over uncut. A power of two: long runs are tokens of such lengths. */
export const LONGEST_STRETCH = 512;

/**
 * Size, in UTF-16 units, from which a block is handed over at the next safe boundary. Small blocks keep the
 * texts small that the tokenizer's own cache holds on to, and give callers a place to stop.
 */
export const BLOCK = 8192;

/** Result of a guarded count. */
export interface GuardedCount {
  /** Tokens of the whole text. */
  readonly tokens: number;
  /** Places where a piece of the pre-tokeniser may have been cut; each changes the count by about one at most. */
  readonly cuts: number;
  /** True when `cuts` is 0: the count is what `countPiece` would have given for the whole text. */
  readonly exact: boolean;
}

/**
 * Counts `text` with `countPiece`, in time linear in the length of `text`. The result is the sum over any
 * division of the text at safe boundaries, so chunks may be counted one by one. Empty text counts 0.
 */
export function guardedCount(text: string, countPiece: (piece: string) => number): GuardedCount {
  let tokens = 0;
  let cuts = 0;
  for (const block of guardedBlocks(text)) {
    tokens += countPiece(block.text);
    if (block.cut) cuts++;
  }
  return { tokens, cuts, exact: cuts === 0 };
}

/** One part of a text, and whether its end may lie inside a piece of the pre-tokeniser. */
export interface Block {
  readonly text: string;
  readonly cut: boolean;
}

/**
 * The blocks that `guardedCount` counts, in order; joined they give `text`. A caller that must not hold the
 * thread can count them over several slices of time. A block holds at most `BLOCK` units plus one stretch.
 */
export function* guardedBlocks(text: string): Generator<Block, void, undefined> {
  let blockStart = 0;
  let start = 0; // of the current stretch, or of what a cut left of it
  let clean = true; // a piece of the pre-tokeniser begins at `start` for certain
  while (start < text.length) {
    const boundary = lastBoundaryNear(text, start);
    const end = boundary > start ? boundary : endOfStretch(text, start);
    if (isSafeBoundary(text, end)) {
      start = end;
      clean = true;
      if (end - blockStart < BLOCK) continue;
      yield { text: detached(text, blockStart, end), cut: false };
    } else {
      if (start > blockStart) yield { text: detached(text, blockStart, start), cut: false };
      const place = cutPlace(text, start, end, clean);
      yield { text: detached(text, start, place.at), cut: place.cut };
      start = place.at;
      clean = !place.cut;
    }
    blockStart = start;
  }
  if (blockStart < text.length) yield { text: detached(text, blockStart, text.length), cut: false };
}

/** No text of so many units exceeds the limit. */
const SURELY_SHORT = Math.floor(LONGEST_STRETCH / 3);

/** The last safe boundary behind `start` that no too long stretch can precede; `start` if there is none. */
function lastBoundaryNear(text: string, start: number): number {
  let at = Math.min(start + SURELY_SHORT, text.length);
  while (at > start && !isSafeBoundary(text, at)) at--;
  return at;
}

/** The first safe boundary behind `start`, or before it the place where the stretch exceeds the limit. */
function endOfStretch(text: string, start: number): number {
  let bytes = 0;
  let at = start;
  do {
    bytes += utf8Bytes(text.charCodeAt(at));
    if (bytes > LONGEST_STRETCH) return at;
    at++;
  } while (!isSafeBoundary(text, at));
  return at;
}

/**
 * Where to end a stretch that got too long at `limit`. Digits form pieces of three, so that a cut a multiple
 * of three behind the first digit is exact; otherwise between two characters of one class, so that a
 * separator is not torn from its word. `clean` says that a piece begins at `start` for certain.
 */
function cutPlace(text: string, start: number, limit: number, clean: boolean): CutPlace {
  if (isAsciiDigit(text, limit) && isAsciiDigit(text, limit - 1)) {
    let first = limit - 1;
    while (first > start && isAsciiDigit(text, first - 1)) first--;
    // A number outside ASCII in front shifts the threes.
    const phaseKnown = (first === start && clean) || first === 0 || classBefore(text, first) !== NUMBER;
    const at = limit - ((limit - first) % 3);
    if (phaseKnown && at > first) return { at, cut: false };
  }
  // Multiples of 64 units keep tokens of equal characters whole where a character has two or three bytes.
  const even = start + Math.max(limit - start - ((limit - start) % 64), 1);
  for (let at = even; at > even - 8 && at > start + 1; at--) {
    if (!isSecondHalf(text, at) && classAt(text, at) === classBefore(text, at)) return { at, cut: true };
  }
  return { at: isSecondHalf(text, even) && even > start + 1 ? even - 1 : even, cut: true };
}

interface CutPlace {
  readonly at: number;
  readonly cut: boolean;
}

function isAsciiDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
}

/** The units of `text` from `from` up to `to`, as a text that does not keep all of `text` alive in caches. */
export function detached(text: string, from: number, to: number): string {
  return from === 0 && to === text.length ? text : (' ' + text.slice(from, to)).slice(1);
}
