/**
 * The measure of a long text that is being edited: kept as chunks that meet at safe boundaries, so that an edit
 * measures only the chunks it touches and the sum stays equal to the measure of the whole text.
 */
import { isSafeBoundary, nextSafeBoundary } from './boundaries.ts';
import { detached } from './run-guard.ts';
import { addMeasures, measureText, NO_TEXT, type TextMeasure } from './token-counter.ts';

/** A text with its measure, kept up to date under edits. */
export interface ChunkedCount {
  /** o200k_base tokens of the text: always what `guardedCount` gives for it. */
  readonly total: number;
  /** Measure of the text, for `countOf` with any model. */
  readonly measure: TextMeasure;
  /** Length of the text in UTF-16 units. */
  readonly length: number;
  /**
   * Replaces the units from `from` up to `to` by `insert`. Offsets are clamped to the text; `to` before `from`
   * means `from`. Takes time in proportion to `insert`, to the chunks touched (about 1,000 units each, more only
   * where a run has no safe boundary) and, with a tiny factor, to the number of chunks.
   */
  edit(from: number, to: number, insert: string): void;
  /** The text as it is now. Takes time in proportion to its length. */
  text(): string;
}

/** Measures `text` with `count`, the plain o200k_base count, and keeps the measure ready for edits. */
export function createChunkedCount(text: string, count: (text: string) => number): ChunkedCount {
  const chunks: Chunk[] = split(text, count);
  let length = text.length;
  let measure = chunks.reduce((sum, chunk) => addMeasures(sum, chunk.measure), NO_TEXT);

  function edit(from: number, to: number, insert: string): void {
    const start = clamp(from, 0, length);
    const end = clamp(to, start, length);
    const left = locate(start);
    const right = end === start ? left : locate(end);
    const head = (chunks[left.index]?.text ?? '').slice(0, start - left.start);
    const tail = (chunks[right.index]?.text ?? '').slice(end - right.start);
    let middle = head + insert + tail;
    let first = left.index;
    let last = right.index;
    // The edit may have broken the boundaries around the touched chunks; then their neighbours are touched too.
    while (first > 0 && !meets(textBefore(first), middle)) middle = (chunks[--first]?.text ?? '') + middle;
    while (last + 1 < chunks.length && !meets(textBefore(first) + middle, chunks[last + 1]?.text ?? '')) {
      middle += chunks[++last]?.text ?? '';
    }
    const fresh = split(middle, count);
    for (let i = first; i <= last; i++) measure = addMeasures(measure, chunks[i]?.measure ?? NO_TEXT, -1);
    for (const chunk of fresh) measure = addMeasures(measure, chunk.measure);
    chunks.splice(first, last - first + 1, ...fresh);
    length += insert.length - (end - start);
  }

  /** The chunk that holds offset `at`, and where it starts. */
  function locate(at: number): { readonly index: number; readonly start: number } {
    let start = 0;
    for (let index = 0; index < chunks.length; index++) {
      const size = chunks[index]?.text.length ?? 0;
      if (at < start + size || index === chunks.length - 1) return { index, start };
      start += size;
    }
    return { index: 0, start: 0 };
  }

  /** Enough of the text in front of chunk `index` to judge the boundary there. */
  function textBefore(index: number): string {
    let before = '';
    for (let i = index - 1; i >= 0 && before.length < CONTEXT; i--) before = (chunks[i]?.text ?? '').slice(-CONTEXT) + before;
    return before;
  }

  return {
    edit,
    text: () => chunks.map((chunk) => chunk.text).join(''),
    get total() {
      return measure.o200k;
    },
    get measure() {
      return measure;
    },
    get length() {
      return length;
    },
  };
}

interface Chunk {
  readonly text: string;
  readonly measure: TextMeasure;
}

/** Chunks end at the first safe boundary from this size on. */
const CHUNK = 1024;

/** Only the first chunk may be shorter than this: edits must not scatter a text, nor boundaries lie within `CONTEXT`. */
const SMALLEST = 256;

/** UTF-16 units that decide whether a place is a safe boundary, on either side: two code points. */
const CONTEXT = 4;

function split(text: string, count: (text: string) => number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 0; start < text.length;) {
    const boundary = nextSafeBoundary(text, start + CHUNK);
    const end = text.length - boundary < SMALLEST ? text.length : boundary;
    const part = detached(text, start, end);
    chunks.push({ text: part, measure: measureText(part, count) });
    start = end;
  }
  return chunks;
}

/** True when two neighbouring texts may be counted apart, and are not crumbs. */
function meets(left: string, right: string): boolean {
  if (right.length < SMALLEST) return false;
  const before = left.slice(-CONTEXT);
  return isSafeBoundary(before + right.slice(0, CONTEXT), before.length);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(Number.isFinite(value) ? Math.trunc(value) : low, low), high);
}
