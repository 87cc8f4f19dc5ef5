import type { Expr, Span } from '../../facts.ts';
import { toSource } from '../source-map.ts';

/** A stretch of a text that stands for a value which is only known when the request is sent: `{{name}}`, `$NAME`, `$(date)`. */
export interface TextHole {
  /** Offsets into the text that holds it. */
  readonly from: number;
  readonly to: number;
  /** What is filled in; its span is in the source. */
  readonly value: Expr;
}

/**
 * Text as the program sees it, which need not be what stands in the file: a quoted word of a shell without its quotes, a block of YAML
 * without its indentation. `map` leads back to the source.
 */
export interface MappedText {
  readonly text: string;
  /** Pairs of text offset and source offset, see `SourceMap`. */
  readonly map: readonly number[];
  /** In ascending order, without overlap. */
  readonly holes: readonly TextHole[];
}

/** A stretch of a source file that stands for itself. */
export function verbatimText(source: string, start: number, end: number, holes: readonly TextHole[] = []): MappedText {
  return { text: source.slice(start, end), map: [0, start], holes };
}

/** Source span of a stretch of mapped text. */
export function sourceSpan(source: MappedText, from: number, to: number): Span {
  const start = toSource(source.map, from);
  // The end is that of the last unit, so that what follows in the source (a quote, an escape) is not taken in.
  const end = to === from ? start : toSource(source.map, to - 1) + 1;
  return { start, end: Math.max(start, end) };
}

/** Adds the pairs that lead from `decoded` offsets (where the stretch `[from, to)` begins at `at`) to the source. */
export function appendMap(map: number[], source: MappedText, from: number, to: number, at: number): void {
  push(map, at, toSource(source.map, from));
  if (source.map.length <= 2) return;
  for (let i = pairBehind(source.map, from); i < source.map.length && (source.map[i] ?? 0) < to; i += 2)
    push(map, at + (source.map[i] ?? 0) - from, source.map[i + 1] ?? 0);
}

/** Index of the first pair whose text offset is greater than `offset`. */
function pairBehind(map: readonly number[], offset: number): number {
  let low = 0;
  let high = map.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((map[middle * 2] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

function push(map: number[], decoded: number, source: number): void {
  const last = map.length - 2;
  if (last >= 0 && map[last] === decoded) map[last + 1] = source;
  else map.push(decoded, source);
}

/** Mapped text put together piece by piece. */
export class MappedTextBuilder {
  private text = '';
  private readonly map: number[] = [];
  private readonly holes: TextHole[] = [];

  get length(): number {
    return this.text.length;
  }

  /** Adds text that begins at a source offset and runs in step with it. */
  add(text: string, start: number): void {
    if (text === '') return;
    const last = this.map.length - 2;
    const inStep = last >= 0 && (this.map[last + 1] ?? 0) + this.text.length - (this.map[last] ?? 0) === start;
    if (!inStep) push(this.map, this.text.length, start);
    this.text += text;
  }

  /** Adds a value that is filled in; its stretch of text is its source. */
  hole(written: string, value: Expr): void {
    const from = this.text.length;
    this.add(written, value.start);
    this.holes.push({ from, to: this.text.length, value });
  }

  /** @param start source offset for text that turns out to be empty */
  finish(start: number): MappedText {
    if (this.map.length === 0) this.map.push(0, start);
    return { text: this.text, map: this.map, holes: this.holes };
  }
}
