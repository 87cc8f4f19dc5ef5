/**
 * What Markdown instructions say besides their text: mentions of files that are loaded with them, and comments that are taken out before they
 * are sent. Code in fences and in backquotes says neither.
 */
import type { IncludeFact, Span } from '../../facts.ts';

/** Stretches of code: fences with their content, and spans in backquotes. In ascending order. */
export function codeSpans(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  let at = start;
  let fence: { readonly mark: string; readonly start: number } | undefined;
  let prose = start;
  while (at < end) {
    const found = text.indexOf('\n', at);
    const next = found < 0 || found >= end ? end : found + 1;
    const line = /^[ \t>]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)/.exec(text.slice(at, Math.min(next, at + 2000)));
    const mark = line?.[1];
    if (fence === undefined) {
      // A fence of backquotes has none behind it on its line.
      if (mark !== undefined && !(mark.startsWith('`') && (line?.[2] ?? '').includes('`'))) {
        inlineCode(text, prose, at, spans);
        fence = { mark, start: at };
      }
    } else if (mark !== undefined && mark.startsWith(fence.mark) && (line?.[2] ?? '').trim() === '') {
      spans.push({ start: fence.start, end: next });
      fence = undefined;
      prose = next;
    }
    at = next;
  }
  if (fence === undefined) inlineCode(text, prose, end, spans);
  else spans.push({ start: fence.start, end });
  return spans;
}

/** Longest code in backquotes, in UTF-16 units: without a bound, text full of single marks would be searched again and again. */
const MAX_INLINE = 2000;

/** A run of backquotes ends with the next run of the same length in the same paragraph; without one it is text. */
function inlineCode(text: string, start: number, end: number, spans: Span[]): void {
  const run = /`+/g;
  run.lastIndex = start;
  for (let open = run.exec(text); open !== null && open.index < end; open = run.exec(text)) {
    const from = run.lastIndex;
    const paragraph = /\r?\n[ \t]*\r?\n/.exec(text.slice(from, Math.min(end, from + MAX_INLINE)));
    const limit = paragraph === null ? Math.min(end, from + MAX_INLINE) : from + paragraph.index;
    for (let close = run.exec(text); ; close = run.exec(text)) {
      if (close === null || run.lastIndex > limit) {
        run.lastIndex = from;
        break;
      }
      if (close[0].length !== open[0].length) continue;
      spans.push({ start: open.index, end: run.lastIndex });
      break;
    }
  }
}

/** True for an offset in one of some spans, which are in ascending order. */
export function isInside(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start <= offset;
}

/** Files that are mentioned by `@path` outside of code and comments. Names that are no paths (`@someone`) are among them: only the disk tells. */
export function importsOf(text: string, body: Span, hidden: readonly Span[]): IncludeFact[] {
  const result: IncludeFact[] = [];
  const mention = /(^|\s)@((?:[^\s\\@`]|\\ )[^\s\\`]*(?:\\ [^\s\\`]*)*)/g;
  mention.lastIndex = body.start;
  for (let match = mention.exec(text); match !== null && match.index < body.end; match = mention.exec(text)) {
    const start = match.index + (match[1] ?? '').length;
    if (isInside(hidden, start)) continue;
    const path = (match[2] ?? '').replaceAll('\\ ', ' ').replace(/#.*$/, '');
    if (/^(?:[\w.-]|~\/|\/)/.test(path)) result.push({ path, start, end: match.index + match[0].length });
  }
  return result;
}

/** HTML comments that stand outside of code. One that is not closed is text. */
export function commentSpans(text: string, body: Span, code: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (let at = text.indexOf('<!--', body.start); at >= 0 && at < body.end;) {
    if (isInside(code, at)) {
      at = text.indexOf('<!--', at + 4);
      continue;
    }
    const close = text.indexOf('-->', at + 4);
    if (close < 0 || close >= body.end) break;
    result.push({ start: at, end: close + 3 });
    at = text.indexOf('<!--', close + 3);
  }
  return result;
}
