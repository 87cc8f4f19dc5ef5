import * as vscode from 'vscode';

/** Goes to the next call of the active document below the cursor, or to the first one. */
export async function goToCall(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[] | undefined>('vscode.executeCodeLensProvider', editor.document.uri);
  const own = (lenses ?? [])
    .filter((lens) => lens.command?.command === 'pennylint.showCallCost')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
  const next = own.find((lens) => lens.range.start.isAfter(editor.selection.active)) ?? own[0];
  if (next === undefined) return;
  editor.selection = new vscode.Selection(next.range.start, next.range.start);
  editor.revealRange(next.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
