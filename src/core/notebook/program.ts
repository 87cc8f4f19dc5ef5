import { TextDocument } from 'vscode-languageserver-textdocument';
import { parser as pythonGrammar } from '@lezer/python';
import type { Span } from '../facts.ts';
import type { FrontEnd } from '../frontends/front-end.ts';
import { javascript, typescript } from '../frontends/javascript/javascript.ts';
import { lezerParser } from '../frontends/lezer.ts';
import { piecewise } from '../frontends/piecewise.ts';
import { python } from '../frontends/python/python.ts';
import type { Piece, Program } from '../program.ts';
import { codeStart, maskMagics } from './magics.ts';

/** A cell of a notebook as an editor or a file gives it. */
export interface Cell {
  readonly uri: string;
  /** Place among all cells of the notebook, 0-based; undefined where nobody asks for it. */
  readonly index: number | undefined;
  readonly languageId: string | undefined;
  readonly version: number;
  readonly text: string;
}

/** Cells end with a blank line, so that nothing that works on the next line reaches into the next cell. */
const BETWEEN_CELLS = '\n\n';

const cellFrontEnds: readonly FrontEnd[] = [{ ...python, parser: lezerParser(pythonGrammar, maskMagics) }, typescript, javascript];

/** Languages of notebook cells that are read, by the editor's ids. */
export const notebookLanguages: readonly string[] = ['python', 'typescript', 'javascript'];

/**
 * The code of a notebook as one program: all cells in the language of the first cell that is read, in order, names known across them.
 * Cells in other languages are left out; a notebook without any cell to read is an empty program.
 *
 * @param known pieces of an earlier program whose documents are kept when nothing has changed in them
 */
export function notebookProgram(cells: readonly Cell[], known: readonly Piece[] = []): Program {
  const read = cells.filter(({ languageId }) => languageId !== undefined && notebookLanguages.includes(languageId));
  const languageId = read[0]?.languageId ?? 'python';
  const frontEnd = cellFrontEnds.find(({ languageIds }) => languageIds.includes(languageId)) ?? python;
  const before = new Map(known.map((piece) => [piece.uri, piece.document]));
  const pieces: Piece[] = [];
  const regions: Span[] = [];
  let text = '';
  for (const cell of read) {
    if (cell.languageId !== languageId) continue;
    const start = text.length;
    const same = before.get(cell.uri);
    const document =
      same?.version === cell.version && same.getText() === cell.text
        ? same
        : TextDocument.create(cell.uri, languageId, cell.version, cell.text);
    pieces.push({ uri: cell.uri, cell: cell.index, start, document });
    text += cell.text;
    const code = frontEnd.language === 'python' ? codeStart(cell.text) : 0;
    if (code !== undefined) regions.push({ start: start + code, end: text.length });
    text += BETWEEN_CELLS;
  }
  const spans = pieces.map((piece) => ({ start: piece.start, end: piece.start + piece.document.getText().length }));
  return { text, frontEnd: { ...frontEnd, parser: piecewise(frontEnd.parser, spans) }, pieces, regions: () => regions };
}
