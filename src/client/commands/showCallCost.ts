import * as vscode from 'vscode';

/** Shows the hover of a call. Arguments come from its lens: the document's URI and an LSP position. */
export async function showCallCost(uri?: unknown, position?: unknown): Promise<void> {
  if (typeof uri !== 'string' || !isPosition(position)) return;
  const at = new vscode.Position(position.line, position.character);
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at) });
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('editor.action.showHover');
}

function isPosition(value: unknown): value is { readonly line: number; readonly character: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    'character' in value &&
    typeof value.line === 'number' &&
    typeof value.character === 'number'
  );
}
