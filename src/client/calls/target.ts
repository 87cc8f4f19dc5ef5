import * as vscode from 'vscode';
import type { CallAtMessage } from '../../shared/call-messages.ts';

/** The call that a command is about: the one that a hover's link names, else the one at the cursor. Undefined without an editor. */
export function callOf(uri?: unknown, position?: unknown): CallAtMessage | undefined {
  if (typeof uri === 'string' && isPosition(position)) return { uri, position: { line: position.line, character: position.character } };
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** Says that there is no call where one was asked about, and leads to the next one. */
export async function sayNoCall(): Promise<void> {
  const go = 'Go to Next Call';
  const choice = await vscode.window.showInformationMessage('The cursor is in no call of a language model.', go);
  if (choice === go) await vscode.commands.executeCommand('pennylint.goToCall');
}

function isPosition(value: unknown): value is { readonly line: number; readonly character: number } {
  const position = value as { readonly line?: unknown; readonly character?: unknown } | null | undefined;
  return Number.isSafeInteger(position?.line) && Number.isSafeInteger(position?.character);
}
