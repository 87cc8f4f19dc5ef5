import type { Span } from '../facts.ts';
import type { Change } from './rewrite.ts';

type Piece = { readonly from: number; readonly to: number } | { readonly text: string };

/** A text that is changed again and again, and still knows which of its stretches stand in the original. */
export class EditedText {
  private readonly original: string;
  private pieces: readonly Piece[];
  /** The text as it is now. */
  text: string;

  constructor(original: string) {
    this.original = original;
    this.text = original;
    this.pieces = [{ from: 0, to: original.length }];
  }

  /** Where a stretch of the text stands in the original, with what has been taken out of it; undefined where something was put in. */
  origin({ start, end }: Span): Span | undefined {
    let at = 0;
    let from: number | undefined;
    let to: number | undefined;
    for (const piece of this.pieces) {
      const length = 'text' in piece ? piece.text.length : piece.to - piece.from;
      if (at < end && at + length > start) {
        if ('text' in piece) return undefined;
        from ??= piece.from + Math.max(0, start - at);
        to = piece.from + Math.min(length, end - at);
      }
      at += length;
      if (at >= end) break;
    }
    return from === undefined || to === undefined ? undefined : { start: from, end: to };
  }

  /** Makes changes, given in order and without overlap. */
  apply(changes: readonly Change[]): void {
    const pieces: Piece[] = [];
    let at = 0;
    let next = 0;
    for (const piece of this.pieces) {
      const length = 'text' in piece ? piece.text.length : piece.to - piece.from;
      const end = at + length;
      let cursor = at;
      while (next < changes.length && (changes[next]?.start ?? Infinity) < end) {
        const change = changes[next];
        if (change === undefined) break;
        if (change.start > cursor) pieces.push(slice(piece, cursor - at, change.start - at));
        if (change.start >= at && change.newText !== '') pieces.push({ text: change.newText });
        cursor = Math.max(cursor, Math.min(change.end, end));
        if (change.end > end) break;
        next++;
      }
      if (cursor < end) pieces.push(slice(piece, cursor - at, length));
      at = end;
    }
    this.pieces = pieces;
    this.text = pieces.map((piece) => ('text' in piece ? piece.text : this.original.slice(piece.from, piece.to))).join('');
  }

  /** What has become of the original, as changes of it in order. */
  changes(): Change[] {
    const result: Change[] = [];
    let at = 0;
    let put = '';
    const close = (until: number): void => {
      if (until > at || put !== '') result.push({ start: at, end: until, newText: put });
      put = '';
    };
    for (const piece of this.pieces) {
      if ('text' in piece) put += piece.text;
      else {
        close(piece.from);
        at = piece.to;
      }
    }
    close(this.original.length);
    return result;
  }
}

function slice(piece: Piece, from: number, to: number): Piece {
  return 'text' in piece ? { text: piece.text.slice(from, to) } : { from: piece.from + from, to: piece.from + to };
}
