import * as vscode from 'vscode';
import type { CompressChoice } from '../../shared/messages.ts';
import type { RunningClient } from '../languageClient.ts';

/** Scheme of the right side of the comparison: a text that stands nowhere yet. */
const SCHEME = 'pennylint-compressed';

/** Shows what can be taken out of the prompt at the cursor, as a comparison, and makes the edits when told to. */
export class CompressPrompt implements vscode.TextDocumentContentProvider {
  private readonly client: () => Promise<RunningClient>;
  private readonly texts = new Map<string, string>();

  constructor(client: () => Promise<RunningClient>) {
    this.client = client;
  }

  /** Registers the texts that it compares with. */
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** The command. */
  async run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      void vscode.window.showInformationMessage('Open a prompt first: a prompt file, or code that calls a model.');
      return;
    }
    const { document, selection } = editor;
    const { line, character } = selection.active;
    const { choices, reason } = await (await this.client()).compressPrompt({ uri: document.uri.toString(), position: { line, character } });
    if (choices.length === 0) {
      void vscode.window.showInformationMessage(reason);
      return;
    }
    const items = choices.map((choice) => ({
      label: choice.title,
      description: choice.summary,
      detail: choice.details.join(' · '),
      choice,
    }));
    const picked =
      items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: 'Compress this prompt', matchOnDescription: true });
    if (picked !== undefined) await this.compare(document, picked.choice);
  }

  private async compare(document: vscode.TextDocument, choice: CompressChoice): Promise<void> {
    if (document.version !== choice.version) {
      void vscode.window.showInformationMessage('The document has changed in the meantime. Please run the command again.');
      return;
    }
    const preview = document.uri.with({ scheme: SCHEME, query: String(Date.now()) });
    this.texts.set(preview.toString(), textAfter(document, choice));
    await vscode.commands.executeCommand('vscode.diff', document.uri, preview, `Compress: ${choice.summary}`);
    const answer = await vscode.window.showInformationMessage(`${choice.summary}. ${choice.details.join('; ')}.`, 'Apply');
    if (answer !== 'Apply') return;
    if (document.version !== choice.version) {
      void vscode.window.showWarningMessage('The document has changed in the meantime; nothing was edited.');
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, textEdits(choice));
    await vscode.workspace.applyEdit(edit);
  }
}

function textEdits({ edits }: CompressChoice): vscode.TextEdit[] {
  return edits.map(
    ({ range: { start, end }, newText }) =>
      new vscode.TextEdit(new vscode.Range(start.line, start.character, end.line, end.character), newText),
  );
}

function textAfter(document: vscode.TextDocument, choice: CompressChoice): string {
  let text = document.getText();
  for (const { range, newText } of textEdits(choice).reverse())
    text = text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  return text;
}
