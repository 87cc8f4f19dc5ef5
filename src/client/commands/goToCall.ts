import * as vscode from 'vscode';

/** Goes to the next call below the cursor, in a notebook through all its cells, or to the first one. */
export async function goToCall(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor;
  const editor = vscode.window.activeTextEditor;
  if (notebook !== undefined) await goToCallInNotebook(notebook, editor);
  else if (editor !== undefined) {
    const lenses = await callsOf(editor.document.uri);
    const next = lenses.find((lens) => lens.range.start.isAfter(editor.selection.active)) ?? lenses[0];
    if (next !== undefined) reveal(editor, next.range);
  }
}

async function goToCallInNotebook({ notebook, selection }: vscode.NotebookEditor, editor: vscode.TextEditor | undefined): Promise<void> {
  const cells = notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
  const lenses = await Promise.all(
    cells.map(async (cell) => (await callsOf(cell.document.uri)).map((lens) => ({ cell, range: lens.range }))),
  );
  const calls = lenses.flat();
  const cursor = editor === undefined ? undefined : { document: editor.document, at: editor.selection.active };
  const next =
    calls.find(({ cell, range }) => (cell.document === cursor?.document ? range.start.isAfter(cursor.at) : cell.index > selection.start)) ??
    calls[0];
  if (next !== undefined) await openAt(next.cell.document.uri, next.range);
}

async function callsOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[] | undefined>('vscode.executeCodeLensProvider', uri);
  return (lenses ?? [])
    .filter((lens) => lens.command?.command === 'pennylint.showCallCost')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Puts the cursor at the start of a range of a document or of a notebook's cell. */
export async function openAt(uri: vscode.Uri, range: vscode.Range): Promise<void> {
  const selection = new vscode.Range(range.start, range.start);
  // Shown by the editor of its notebook: a cell has no text editor of its own to be shown in.
  if (uri.scheme === 'vscode-notebook-cell') await vscode.commands.executeCommand('vscode.open', uri, { selection });
  else reveal(await vscode.window.showTextDocument(uri, { selection }), selection);
}

function reveal(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
