/** The head of a Markdown file between two lines of `---`. */
import type { Span } from '../../facts.ts';

/** A text with its head cut off. */
export interface FrontMatter {
  /** What stands between the two delimiters; undefined for a text without a head. */
  readonly head: Span | undefined;
  /** Where the text behind it begins. */
  readonly body: Span;
  /** Offset behind a byte order mark. */
  readonly start: number;
  /** True for a head that nothing closes: the whole text is body then, as the clients take it. */
  readonly unclosed: boolean;
}

/** Splits a text. A head begins on the very first line (a byte order mark may stand before it) and ends with the next line of `---`. */
export function splitFrontMatter(text: string): FrontMatter {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const whole = { head: undefined, body: { start, end: text.length }, start };
  const open = /^---[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(start, start + 200));
  if (open === null) return { ...whole, unclosed: false };
  const from = start + open[0].length;
  const delimiter = /^---[ \t]*(?:\r\n|\r|\n|$)/gm;
  delimiter.lastIndex = from;
  for (let close = delimiter.exec(text); close !== null; close = delimiter.exec(text)) {
    if (close.index < from) continue;
    return {
      head: { start: from, end: close.index },
      body: { start: close.index + close[0].length, end: text.length },
      start,
      unclosed: false,
    };
  }
  return { ...whole, unclosed: true };
}
