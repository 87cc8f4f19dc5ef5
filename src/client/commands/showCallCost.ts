import * as vscode from 'vscode';
import { openAt } from './goToCall.ts';

/** Shows the hover of a call. Arguments come from its lens: the document's URI and an LSP position. */
export async function showCallCost(uri?: unknown, position?: unknown): Promise<void> {
  if (typeof uri !== 'string' || !isPosition(position)) return;
  const at = new vscode.Position(position.line, position.character);
  await openAt(vscode.Uri.parse(uri), new vscode.Range(at, at));
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
