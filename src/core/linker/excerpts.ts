/** Excerpts of source, by which values that are not known are named. */
import type { Span } from '../facts.ts';
import type { LinkedFile } from './value.ts';

/** The source of an expression on one line, cut after 60 units. */
export function excerpt(file: LinkedFile, span: Span): string {
  const known = excerpts.get(span);
  if (known !== undefined) return known;
  const cut = cutExcerpt(file, span);
  excerpts.set(span, cut);
  return cut;
}

/** Excerpts by their expressions: an unknown value is made of one again and again. */
const excerpts = new WeakMap<Span, string>();

function cutExcerpt(file: LinkedFile, span: Span): string {
  const source = file.text
    .slice(span.start, Math.min(span.end, span.start + 200))
    .replace(/\s+/g, ' ')
    .trim();
  return source.length > 60 ? `${source.slice(0, 59)}…` : source;
}
