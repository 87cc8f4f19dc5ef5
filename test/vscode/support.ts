// Helpers for tests that run inside the editor. Everything waits by asking again; nothing sleeps for a fixed time.
import { join } from 'node:path';

import * as vscode from 'vscode';

/** How long to wait (milliseconds, default 10,000) and what was expected, for the error. */
export interface WaitOptions {
  readonly timeout?: number;
  readonly message?: string;
}

/**
 * Calls `probe` until it returns something other than `undefined` or `false`, and returns that.
 * Throws after `timeout`, with `message` and the last error of the probe.
 */
export async function waitFor<T>(probe: () => T | Promise<T>, options: WaitOptions = {}): Promise<Exclude<T, undefined | false>> {
  const timeout = options.timeout ?? 10_000;
  const deadline = Date.now() + timeout;
  let last: Error | undefined;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
      last = undefined;
    } catch (error) {
      last = error instanceof Error ? error : new Error(String(error));
    }
    if (Date.now() > deadline) {
      const reason = last === undefined ? '' : ` Last error: ${last.message}`;
      throw new Error(`Waited ${timeout / 1000} s in vain for ${options.message ?? 'a condition'}.${reason}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Absolute path of the workspace folder: a fresh copy of `test/vscode/workspace` that tests may change. */
export function workspacePath(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('The tests run without a workspace folder.');
  return folder.uri.fsPath;
}

/** Opens a file of the workspace in an editor. Throws when it does not exist. */
export async function openDocument(relativePath: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(workspacePath(), relativePath)));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Replaces the whole text of a document, unsaved. Throws when the editor refuses the change. */
export async function setText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`The text of ${document.uri.fsPath} could not be replaced.`);
}

/** Drops all unsaved changes and closes all editors: for `afterEach`. */
export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // Other documents, such as the editor's own settings, are not the tests' to revert.
    if (!document.isDirty || document.isClosed || !document.uri.fsPath.startsWith(workspacePath())) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** CodeLenses of a file, resolved, in the order of their lines. */
export async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[] | undefined>('vscode.executeCodeLensProvider', uri, 1000);
  return (found ?? []).sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Pennylint's diagnostics of a file, in the order of their positions. */
export function diagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source?.toLowerCase() === 'pennylint')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Code actions for a range of a file (default: the whole file), with their edits. */
export async function codeActions(uri: vscode.Uri, range?: vscode.Range): Promise<vscode.CodeAction[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const where = range ?? new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  const found = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[] | undefined>(
    'vscode.executeCodeActionProvider',
    uri,
    where,
    undefined,
    100,
  );
  return (found ?? []).filter((action): action is vscode.CodeAction => typeof action.command !== 'string');
}

/**
 * Waits for the first code action of the active editor whose title matches, applies its edit, runs its command, and returns it.
 * Throws with the titles on offer when none matches within 10 s.
 */
export async function applyCodeAction(title: RegExp, range?: vscode.Range): Promise<vscode.CodeAction> {
  const uri = activeDocument().uri;
  let offered: string[] = [];
  const action = await waitFor(
    async () => {
      const actions = await codeActions(uri, range);
      offered = actions.map((candidate) => candidate.title);
      return actions.find((candidate) => title.test(candidate.title));
    },
    { message: `a code action ${title}` },
  ).catch((error: unknown) => {
    throw new Error(`${(error as Error).message} On offer: ${offered.join(' | ') || 'none'}.`, { cause: error });
  });
  if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit))) {
    throw new Error(`The edit of the code action "${action.title}" was refused.`);
  }
  if (action.command !== undefined) {
    await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
  }
  return action;
}

/** Texts of all hovers at a position of the active editor, as Markdown. */
export async function hovers(position: vscode.Position): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.Hover[] | undefined>(
    'vscode.executeHoverProvider',
    activeDocument().uri,
    position,
  );
  // VS Code turns every kind of hover text into Markdown before it hands it out.
  const contents = (found ?? []).flatMap((hover) => hover.contents);
  return contents.filter((content) => content instanceof vscode.MarkdownString).map((content) => content.value);
}

/** Position of the first occurrence of `text` in a document, moved right by `offset` UTF-16 units. Throws when it does not occur. */
export function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const index = document.getText().indexOf(text);
  if (index === -1) throw new Error(`"${text}" does not occur in ${document.uri.fsPath}.`);
  return document.positionAt(index + offset);
}

function activeDocument(): vscode.TextDocument {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error('No editor is active. Call openDocument first.');
  return editor.document;
}
