/** POML as marks and text: tags with their attributes, comments, and what stands between. Tolerant of text that is being typed. */
import type { Span } from '../../facts.ts';

/** One attribute; the span is that of its value, without quotes. */
export interface Attribute extends Span {
  /** In lower case, without hyphens: POML takes `max-tokens` and `maxTokens` for one. */
  readonly name: string;
}

/** A tag, or a stretch of text. Comments are left out. Offsets are into the file. */
export type Markup =
  | (Span & { readonly kind: 'text' })
  | (Span & { readonly kind: 'open'; readonly name: string; readonly attributes: readonly Attribute[]; readonly closed: boolean })
  | (Span & { readonly kind: 'close'; readonly name: string });

/** Longest tag that is read, in UTF-16 units: tables may be written in attributes. */
const MAX_TAG = 100_000;

/** Cuts a text into tags and what stands between them, no more of them than `most`. Takes time in proportion to the text. */
export function markupOf(text: string, most: number): Markup[] {
  const marks: Markup[] = [];
  let done = text.startsWith('\uFEFF') ? 1 : 0;
  const begin = /<!--|<\/?[A-Za-z]/g;
  begin.lastIndex = done;
  const flush = (end: number): void => {
    if (end > done) marks.push({ kind: 'text', start: done, end });
  };
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    if (marks.length >= most) return marks.slice(0, most);
    const start = found.index;
    if (found[0] === '<!--') {
      flush(start);
      const close = text.indexOf('-->', start);
      done = close < 0 ? text.length : close + 3;
    } else {
      const tag = tagAt(text, start);
      if (tag === undefined) continue;
      flush(start);
      marks.push(tag);
      done = tag.end;
    }
    begin.lastIndex = done;
  }
  flush(text.length);
  return marks;
}

/** Names of tags and attributes mean the same in every spelling: `HumanMessage`, `human-message`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}

const attribute = /[ \t\r\n]+([A-Za-z][\w.:-]*)(?:[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)'))?|[ \t\r\n]*(\/?>)/y;

/** The tag at an offset; undefined for one that nothing ends, which is text then. */
function tagAt(text: string, start: number): Markup | undefined {
  const isClose = text[start + 1] === '/';
  const name = /[A-Za-z][\w.-]{0,100}/y;
  name.lastIndex = start + (isClose ? 2 : 1);
  const word = name.exec(text)?.[0] ?? '';
  const attributes: Attribute[] = [];
  attribute.lastIndex = name.lastIndex;
  for (let found = attribute.exec(text); found !== null; found = attribute.exec(text)) {
    const end = found.index + found[0].length;
    if (end - start > MAX_TAG) return undefined;
    if (found[4] !== undefined) {
      const plain = plainName(word);
      return isClose
        ? { kind: 'close', name: plain, start, end }
        : { kind: 'open', name: plain, attributes, closed: found[4] === '/>', start, end };
    }
    const value = found[2] ?? found[3];
    if (value !== undefined) attributes.push({ name: plainName(found[1] ?? ''), start: end - 1 - value.length, end: end - 1 });
  }
  return undefined;
}
