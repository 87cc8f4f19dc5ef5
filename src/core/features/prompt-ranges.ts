/** Stretches of a prompt that an editor can mark: where what is cached ends, and what is sent twice. Places in the source, for any file. */
import { isStable } from '../cost/prefix.ts';
import { toSource } from '../frontends/source-map.ts';
import type { Location, PromptCall, Segment, TextPart, Volatility } from '../ir.ts';

/** Where a prompt begins to differ between requests. */
export interface CacheBoundary {
  /** What differs: a value that is filled in, text that may be missing or repeated, or content that is no text. */
  readonly at: Location;
  /** How often it changes, for a value; otherwise what makes it differ. */
  readonly because: Volatility | 'maybe' | 'repeated' | 'media';
  /** The value as written, shortened; undefined for text and content that is no text. */
  readonly expression: string | undefined;
}

/** Text that is sent more than once in one request. */
export interface DuplicatedText {
  readonly first: Location;
  readonly again: Location;
  /** Length of the text that is sent again, in UTF-16 units, white space around its pieces not counted. */
  readonly length: number;
  /** What is sent again. */
  readonly text: string;
}

/** Stretches of one call or prompt file. All may be in other files than the call. */
export interface PromptRanges {
  /** Undefined when every request is the same. */
  readonly boundary: CacheBoundary | undefined;
  /** Constant text behind the boundary: it would be read from the cache if it stood before. */
  readonly behind: readonly Location[];
  /** In the order of the second place. */
  readonly duplicates: readonly DuplicatedText[];
}

/** Shortest text that counts as sent twice, in UTF-16 units: two sentences, or a long one. */
const MIN_DUPLICATE = 100;

/** Shortest piece that may begin such a text: shorter ones (`- yes`, `---`) are alike everywhere. */
const MIN_PIECE = 16;

/** Pieces that are compared; what stands behind them is left out. */
const MAX_PIECES = 20_000;

/** The stretches of a call. Takes time in proportion to its text. */
export function promptRanges(call: PromptCall): PromptRanges {
  let boundary: CacheBoundary | undefined;
  const behind: Location[] = [];
  const texts: TextPart[] = [];
  for (const part of call.segments.flatMap((segment) => segment.parts)) {
    const because =
      part.kind === 'media'
        ? 'media'
        : part.certainty !== 'always'
          ? part.certainty
          : part.kind === 'hole' && !isStable(part.volatility)
            ? part.volatility
            : undefined;
    if (because !== undefined) boundary ??= { at: part.at, because, expression: part.kind === 'hole' ? part.expression : undefined };
    if (part.kind !== 'text' || part.certainty !== 'always') continue;
    texts.push(part);
    if (boundary !== undefined && part.text.trim() !== '') behind.push(part.at);
  }
  return { boundary, behind, duplicates: duplicatesIn(texts) };
}

/** A line or sentence of a text. Offsets are into the text of its part. */
interface Piece {
  readonly part: TextPart;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Text that is sent twice among some segments, whatever of it is filled in. */
export function repeatsIn(segments: readonly Segment[]): readonly DuplicatedText[] {
  const parts = segments.flatMap((segment) => segment.parts);
  return duplicatesIn(parts.filter((part): part is TextPart => part.kind === 'text' && part.certainty === 'always'));
}

function duplicatesIn(texts: readonly TextPart[]): DuplicatedText[] {
  const pieces = texts.flatMap(piecesOf).slice(0, MAX_PIECES);
  const seen = new Map<string, number>();
  const result: DuplicatedText[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at];
    if (piece === undefined) break;
    const earlier = piece.text.length < MIN_PIECE ? undefined : seen.get(piece.text);
    const run = earlier === undefined ? 0 : runLength(pieces, earlier, at);
    const again = pieces[at + run - 1];
    const first = earlier === undefined ? undefined : pieces[earlier];
    const last = earlier === undefined ? undefined : pieces[earlier + run - 1];
    const length = pieces.slice(at, at + run).reduce((sum, { text }) => sum + text.length, 0);
    if (first !== undefined && last !== undefined && again !== undefined && length >= MIN_DUPLICATE) {
      const text = piece.part.text.slice(piece.from, again.to);
      result.push({ first: locationOf(first, last), again: locationOf(piece, again), length, text });
      at += run - 1;
    } else if (!seen.has(piece.text)) seen.set(piece.text, at);
  }
  return result;
}

/** Number of equal pieces from two places on, each within one part, without overlap. */
function runLength(pieces: readonly Piece[], first: number, second: number): number {
  let length = 0;
  for (;;) {
    const a = pieces[first + length];
    const b = pieces[second + length];
    if (a === undefined || b === undefined || first + length >= second || a.text !== b.text) return length;
    if (a.part !== pieces[first]?.part || b.part !== pieces[second]?.part) return length;
    length++;
  }
}

function piecesOf(part: TextPart): Piece[] {
  const result: Piece[] = [];
  for (const match of part.text.matchAll(/[^\n]+?(?:[.!?](?=\s)|(?=\n)|$)/g)) {
    const text = match[0].trim();
    if (text === '') continue;
    const from = match.index + match[0].indexOf(text);
    result.push({ part, from, to: from + text.length, text });
  }
  return result;
}

function locationOf(first: Piece, last: Piece): Location {
  const { part } = first;
  return { uri: part.at.uri, start: toSource(part.map, first.from), end: toSource(part.map, last.to - 1) + 1 };
}
