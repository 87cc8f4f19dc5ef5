import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Span } from './facts.ts';
import type { FrontEnd } from './frontends/front-end.ts';

/** A stretch of a program that the world outside knows by an address of its own: a whole file, or one cell of a notebook. */
export interface Piece {
  /** Address by which an editor knows the text; for cells of a notebook on disk, that of the notebook. */
  readonly uri: string;
  /** Place among all cells of a notebook, 0-based; undefined for a file, and where an editor gives addresses instead. */
  readonly cell: number | undefined;
  /** UTF-16 offset at which the text begins in the program. */
  readonly start: number;
  /** The text with its own lines and its own version. */
  readonly document: TextDocument;
}

/** What is analysed as one file. All offsets in core are offsets into its text; the pieces say where they stand outside. */
export interface Program {
  readonly text: string;
  readonly frontEnd: FrontEnd;
  /** In ascending order; what stands between them belongs to nobody. A notebook without code has none. */
  readonly pieces: readonly Piece[];
  /** Stretches of the text that are code, in ascending order: comment lines can be put there. */
  regions(): readonly Span[];
}

/** Where a span of a program stands outside, in the terms of editors and reports. */
export interface Place {
  readonly uri: string;
  readonly version: number;
  /** Place among all cells of the notebook, 0-based; undefined outside of notebooks. */
  readonly cell: number | undefined;
  readonly range: Range;
}

/** A file that is analysed as it stands. */
export function fileProgram(frontEnd: FrontEnd, document: TextDocument): Program {
  const text = document.getText();
  return {
    text,
    frontEnd,
    pieces: [{ uri: document.uri, cell: undefined, start: 0, document }],
    regions: () => frontEnd.regions?.(text) ?? [{ start: 0, end: text.length }],
  };
}

/** The place of a span; one that reaches over the end of its piece is cut there. Undefined in a program without pieces. */
export function placeOf(program: Pick<Program, 'pieces'>, span: Span): Place | undefined {
  const piece = pieceAt(program, span.start);
  if (piece === undefined) return undefined;
  const { document, start, uri, cell } = piece;
  const range = { start: document.positionAt(span.start - start), end: document.positionAt(span.end - start) };
  return { uri, version: document.version, cell, range };
}

/** The last piece that begins at or before an offset; undefined in a program without pieces. */
export function pieceAt({ pieces }: Pick<Program, 'pieces'>, offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

/** Offset in the program of a position in one of its pieces; undefined when it has no such piece. */
export function offsetAt({ pieces }: Program, uri: string, position: Position): number | undefined {
  const piece = pieces.find((candidate) => candidate.uri === uri);
  return piece === undefined ? undefined : piece.start + piece.document.offsetAt(position);
}

/** Items of a program that stand in one of its pieces, with their place. */
export function within<T>(program: Program, uri: string, items: readonly T[], spanOf: (item: T) => Span): { item: T; place: Place }[] {
  const piece = program.pieces.find((candidate) => candidate.uri === uri);
  if (piece === undefined) return [];
  const end = piece.start + piece.document.getText().length;
  return items.flatMap((item) => {
    const span = spanOf(item);
    const place = span.start < piece.start || span.start > end ? undefined : placeOf(program, span);
    return place === undefined ? [] : [{ item, place }];
  });
}
