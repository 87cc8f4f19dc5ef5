import * as assert from 'node:assert/strict';
import { join } from 'node:path';

import * as vscode from 'vscode';

import { closeEditors, codeActions, diagnostics, lenses, waitFor, workspacePath } from './support.ts';

let opened = 0;

/** Opens a copy of the notebook of the workspace in an editor: the editor saves notebooks by itself. */
async function openNotebook(): Promise<vscode.NotebookDocument> {
  const copy = vscode.Uri.file(join(workspacePath(), `cells-${++opened}.ipynb`));
  await vscode.workspace.fs.copy(vscode.Uri.file(join(workspacePath(), 'cells.ipynb')), copy);
  const notebook = await vscode.workspace.openNotebookDocument(copy);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

async function replaceInCell(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Title of the only lens of a cell, once it is as expected. */
async function lensOf(document: vscode.TextDocument, expected: RegExp): Promise<vscode.CodeLens> {
  let title: string | undefined;
  return waitFor(
    async () => {
      const [lens, ...more] = await lenses(document.uri);
      title = lens?.command?.title;
      return more.length === 0 && title !== undefined && expected.test(title) ? lens : undefined;
    },
    { message: `a lens ${expected}` },
  ).catch((error: unknown) => {
    throw new Error(`${(error as Error).message} The last one is ${title ?? 'missing'}.`, { cause: error });
  });
}

describe('a notebook', () => {
  afterEach(async () => {
    if (vscode.window.activeNotebookEditor?.notebook.isDirty === true) await vscode.commands.executeCommand('workbench.action.files.save');
    await closeEditors();
  });

  it('shows lens, underline and fix at the cell of the call', async () => {
    const notebook = await openNotebook();
    const [, setup, call, shell] = notebook.getCells().map((cell) => cell.document);
    assert.ok(setup !== undefined && call !== undefined && shell !== undefined);
    const lens = await lensOf(call, /no output limit · gpt-6\.1-terra$/);
    assert.equal(lens.range.start.line, 0);
    assert.deepEqual(await lenses(setup.uri), []);
    assert.deepEqual(await lenses(shell.uri), []);
    const [found] = await waitFor(() => (diagnostics(call.uri).length === 1 ? diagnostics(call.uri) : undefined));
    assert.equal(call.getText(found?.range), 'client.responses.create');
    assert.deepEqual([...diagnostics(setup.uri), ...diagnostics(shell.uri)], []);
    const fix = (await codeActions(call.uri, found?.range)).find(({ title }) => title.startsWith('Limit the output'));
    assert.ok(fix?.edit !== undefined && (await vscode.workspace.applyEdit(fix.edit)));
    assert.match(call.getText(), /max_output_tokens=5000,\n\)$/);
    await lensOf(call, /≤5,000 out/);
    await waitFor(() => diagnostics(call.uri).length === 0);
  });

  it('follows edits, new cells and cells that become another language', async () => {
    const notebook = await openNotebook();
    const [, setup, call] = notebook.getCells().map((cell) => cell.document);
    assert.ok(setup !== undefined && call !== undefined);
    await lensOf(call, /gpt-6\.1-terra$/);
    await replaceInCell(call, '"gpt-6.1-terra"', 'MODEL');
    await replaceInCell(setup, 'client =', 'MODEL = "gpt-4o"\nclient =');
    await lensOf(call, /gpt-4o$/);
    const added = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      'client.responses.create(model=MODEL, input="More", max_output_tokens=5)',
      'python',
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(2, [added])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const fresh = notebook.cellAt(2).document;
    await lensOf(fresh, /≤5 out · gpt-4o$/);
    const changed = await vscode.languages.setTextDocumentLanguage(fresh, 'ruby');
    await waitFor(async () => (await lenses(changed.uri)).length === 0, { message: 'no lens in a Ruby cell' });
    await lensOf(call, /gpt-4o$/);
  });

  it('goes to the cell of the next call, and shows its cost', async () => {
    const notebook = await openNotebook();
    const call = notebook.cellAt(2).document;
    const lens = await lensOf(call, /gpt-6\.1-terra$/);
    await vscode.commands.executeCommand('pennylint.goToCall');
    await waitFor(() => vscode.window.activeTextEditor?.document.uri.toString() === call.uri.toString(), {
      message: 'the cell of the call',
    });
    assert.equal(vscode.window.activeNotebookEditor?.selection.start, 2);
    assert.ok(lens.command !== undefined);
    await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), call.uri.toString());
    assert.equal(vscode.window.activeNotebookEditor.notebook.uri.toString(), notebook.uri.toString());
  });

  it('is left alone where it is an old version in the source control view', async () => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(join(workspacePath(), 'cells.ipynb')));
    const provider = vscode.workspace.registerFileSystemProvider('past', filesOf(bytes), { isReadonly: true });
    try {
      const past = await vscode.workspace.openNotebookDocument(vscode.Uri.parse('past:/cells.ipynb'));
      await vscode.window.showNotebookDocument(past);
      const present = await openNotebook();
      await lensOf(present.cellAt(2).document, /gpt-6\.1-terra$/);
      const [, , old] = past.getCells().map((cell) => cell.document);
      assert.ok(old?.getText().includes('responses.create') === true);
      assert.deepEqual(await lenses(old.uri), []);
      assert.deepEqual(diagnostics(old.uri), []);
    } finally {
      provider.dispose();
    }
  });
});

/** A file system in which every path is the same file. */
function filesOf(bytes: Uint8Array): vscode.FileSystemProvider {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length }),
    readFile: () => bytes,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
