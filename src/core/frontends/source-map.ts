import type { SourceMap, TextExpr } from '../facts.ts';

/** Source offset of an offset into decoded text. Offsets beyond the end map behind the last known place. */
export function toSource(map: SourceMap, decodedOffset: number): number {
  let low = 0;
  let high = map.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle * 2] ?? 0) <= decodedOffset) low = middle;
    else high = middle - 1;
  }
  return (map[low * 2 + 1] ?? 0) + (decodedOffset - (map[low * 2] ?? 0));
}

/** Collects decoded text together with the map back to its source. */
export class TextBuilder {
  private value = '';
  private readonly map: number[] = [];
  private readonly contentStart: number;

  /** @param contentStart source offset of the first character behind the opening quote. */
  constructor(contentStart: number) {
    this.contentStart = contentStart;
    this.map.push(0, contentStart);
  }

  /** Adds source text that decodes to itself. */
  verbatim(text: string): void {
    this.value += text;
  }

  /** Adds decoded text that stands for something else in the source, which ends at `sourceEnd`. */
  decoded(text: string, sourceEnd: number): void {
    this.value += text;
    this.map.push(this.value.length, sourceEnd);
  }

  /** The finished literal; its span is that of the content, without quotes. */
  finish(contentEnd: number): TextExpr {
    return { kind: 'text', value: this.value, map: this.map, start: this.contentStart, end: contentEnd };
  }
}
