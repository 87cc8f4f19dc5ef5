/** BAML as text: what is string or comment, and where a brace closes. */
import type { Span } from '../../facts.ts';

/** A text of BAML with what in it is no code. */
export interface MaskedText {
  /** The text without its strings and comments, of the same length. */
  readonly masked: string;
  /** The content of each string by the offset at which it begins. */
  readonly strings: ReadonlyMap<number, Span>;
  /** Comments, marks included. */
  readonly comments: readonly Span[];
}

/** Tells strings and comments from code. Takes time in proportion to the text. */
export function mask(text: string): MaskedText {
  const comments: Span[] = [];
  const strings = new Map<number, Span>();
  const pieces: string[] = [];
  let done = 0;
  const begin = /\/\/|\/\*|#{1,8}"|"/g;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const from = found.index + found[0].length;
    let close: number;
    let end: number;
    if (found[0] === '//' || found[0] === '/*') {
      close = found[0] === '//' ? text.indexOf('\n', from) : text.indexOf('*/', from);
      end = close < 0 ? text.length : close;
      comments.push({ start: found.index, end });
      pieces.push(text.slice(done, found.index), ' '.repeat(end - found.index));
    } else {
      const mark = `"${found[0].slice(0, -1)}`;
      close = mark === '"' ? endOfQuoted(text, from) : text.indexOf(mark, from);
      const until = close < 0 ? text.length : close;
      end = Math.min(text.length, until + mark.length);
      strings.set(found.index, { start: from, end: until });
      pieces.push(text.slice(done, from), ' '.repeat(until - from), text.slice(until, end));
    }
    done = end;
    begin.lastIndex = end;
  }
  pieces.push(text.slice(done));
  return { masked: pieces.join(''), strings, comments };
}

/** The quote that ends a string of one line. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === '\\') at++;
    else if (unit === '"') return at;
    else if (unit === '\n') return at;
  }
  return -1;
}

/** Offsets behind the braces that close those which open, by the offset of the opening one. One that nothing closes ends with the text. */
export function closings(masked: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < masked.length; at++) {
    const unit = masked.charCodeAt(at);
    if (unit === 0x7b) open.push(at);
    else if (unit === 0x7d) {
      const begin = open.pop();
      if (begin !== undefined) ends.set(begin, at + 1);
    }
  }
  for (const begin of open) ends.set(begin, masked.length);
  return ends;
}
