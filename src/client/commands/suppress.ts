import * as vscode from 'vscode';

/** What the language server hands to the command; see `SuppressionOrder` in core. */
interface Order {
  readonly uri: string;
  readonly version: number;
  readonly position: { readonly line: number; readonly character: number };
  readonly before: string;
  readonly after: string;
  readonly rule: string;
}

/** Asks why a finding is ignored and writes the comment. Escape leaves everything as it is; a document that has changed meanwhile, too. */
export async function suppress(given?: unknown): Promise<void> {
  if (!isOrder(given)) return;
  const { uri, version, position, before, after, rule } = given;
  const reason = await vscode.window.showInputBox({
    title: `Ignore ${rule}`,
    prompt: 'Why is this ignored? Add “until: 2027-01-31” to be asked again after that day. It may stay empty.',
    placeHolder: 'answers are one word',
  });
  if (reason === undefined) return;
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === vscode.Uri.parse(uri).toString());
  if (document?.version !== version) {
    void vscode.window.showInformationMessage('The file has changed meanwhile: nothing was written. Ask for the quick fix again.');
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(position.line, position.character), commentText(before, reason, after));
  await vscode.workspace.applyEdit(edit);
}

/** The comment with a reason on one line, in which nothing ends the comment. */
function commentText(before: string, reason: string, after: string): string {
  const words = reason
    .replace(/\s+/g, ' ')
    .replace(/-->|\*\//g, ' ')
    .trim();
  return `${before}${words}`.trimEnd() + after;
}

function isOrder(given: unknown): given is Order {
  if (typeof given !== 'object' || given === null) return false;
  const { uri, version, position, before, after, rule } = given as Partial<Record<keyof Order, unknown>>;
  const texts = [uri, before, after, rule].every((text) => typeof text === 'string');
  return texts && typeof version === 'number' && typeof position === 'object' && position !== null;
}
