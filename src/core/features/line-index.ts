import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Span } from '../facts.ts';

/** Offsets to lines and back, with the editor's own idea of a line: `\n`, `\r\n` and a lone `\r` end one, U+2028 does not. */
export interface LineIndex {
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
  readonly lineCount: number;
}

/** The line index of a text; built when first asked. */
export function lineIndex(text: string): LineIndex {
  return linesOf(TextDocument.create('', '', 0, text));
}

/** The line index of an editor's document, which keeps its line offsets between edits. */
export function linesOf(document: TextDocument): LineIndex {
  return {
    positionAt: (offset) => document.positionAt(offset),
    offsetAt: (position) => document.offsetAt(position),
    rangeOf: (span) => ({ start: document.positionAt(span.start), end: document.positionAt(span.end) }),
    get lineCount() {
      return document.lineCount;
    },
  };
}
