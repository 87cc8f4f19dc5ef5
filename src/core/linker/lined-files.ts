import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Piece, Program } from '../program.ts';

/** Files of which places were asked, with their lines: each is counted once per text. */
export class LinedFiles {
  private readonly known = new Map<string, Piece>();

  /** A file as one piece of a program, so that offsets into its text have lines. */
  of(uri: string, text: string): Pick<Program, 'pieces'> {
    let piece = this.known.get(uri);
    if (piece?.document.getText() !== text) {
      piece = { uri, cell: undefined, start: 0, document: TextDocument.create(uri, '', 1, text) };
      this.known.set(uri, piece);
    }
    return { pieces: [piece] };
  }
}
