/** What compression works with: texts, rewrites, and which of their kinds are safe. Pure text in, offsets out. */
import type { Span } from '../facts.ts';

/** Stands for a stretch of a prompt that is filled in when it is sent: no rewrite touches it. */
export const HOLE = '\uFFFC';

/** `safe`: the model reads the same. `review`: wording, layout or data change, and a person should look. */
export type CompressionPart = 'safe' | 'review';

/** A kind of rewrite. */
export type RewriteClass =
  | 'invisible'
  | 'trailing-space'
  | 'blank-lines'
  | 'table-padding'
  | 'long-rules'
  | 'json-layout'
  | 'fenced-json'
  | 'decoration'
  | 'comment'
  | 'filler'
  | 'records'
  | 'example'
  | 'duplicate';

/** Every kind with its part and its name for people, in the order in which they are tried: what takes most away comes first. */
export const rewriteClasses: readonly { readonly id: RewriteClass; readonly part: CompressionPart; readonly title: string }[] = [
  { id: 'duplicate', part: 'review', title: 'repeated instructions' },
  { id: 'example', part: 'review', title: 'repeated examples' },
  { id: 'comment', part: 'review', title: 'HTML comments' },
  { id: 'records', part: 'review', title: 'records as CSV' },
  { id: 'fenced-json', part: 'review', title: 'layout of JSON in code fences' },
  { id: 'decoration', part: 'review', title: 'decorative lines' },
  { id: 'filler', part: 'review', title: 'filler phrases' },
  { id: 'json-layout', part: 'safe', title: 'layout of JSON data' },
  { id: 'table-padding', part: 'safe', title: 'padding of tables' },
  { id: 'long-rules', part: 'safe', title: 'long rules' },
  { id: 'invisible', part: 'safe', title: 'invisible characters' },
  { id: 'blank-lines', part: 'safe', title: 'blank lines' },
  { id: 'trailing-space', part: 'safe', title: 'white space at line ends' },
];

/** A stretch of a text and what stands there instead. */
export interface Change extends Span {
  readonly newText: string;
}

/** Changes of one kind that belong together: all of them are made, or none. In order, without overlap. */
export interface Rewrite {
  readonly class: RewriteClass;
  readonly changes: readonly Change[];
}

/** A text as the finders see it. */
export interface Scan {
  readonly text: string;
  /** Fenced code with its fences. */
  readonly fences: readonly Span[];
  /** Stretches that no rewrite may touch: placeholders of all template syntaxes, inline code, fenced code. In order. */
  readonly guarded: readonly Span[];
}

/** Makes changes in a text. They are in order and do not overlap. */
export function changed(text: string, changes: readonly Change[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of changes) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** True when a span overlaps one of some ordered spans. */
export function touches(spans: readonly Span[], { start, end }: Span): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const next = spans[low];
  return next !== undefined && next.start < end;
}

/** The kinds of some parts. */
export function classesOf(parts: readonly CompressionPart[]): ReadonlySet<RewriteClass> {
  return new Set(rewriteClasses.filter(({ part }) => parts.includes(part)).map(({ id }) => id));
}
