import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentEdit } from 'vscode-languageserver-types';

/** The text after LSP edits. */
export function applyLspEdits(text: string, edits: TextDocumentEdit['edits']): string {
  const document = TextDocument.create('file:///x', 'x', 1, text);
  return TextDocument.applyEdits(
    document,
    edits.filter((edit) => 'newText' in edit),
  );
}
