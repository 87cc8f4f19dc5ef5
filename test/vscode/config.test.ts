import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { closeEditors, diagnostics, lenses, openDocument, positionOf, setText, waitFor, workspacePath } from './support.ts';

describe('pennylint.yaml', () => {
  afterEach(closeEditors);

  it('is made by a command, completed, checked, and holds at once, unsaved', async () => {
    await vscode.commands.executeCommand('pennylint.createConfig');
    const draft = vscode.window.activeTextEditor?.document;
    assert.ok(draft !== undefined);
    assert.match(draft.getText(), /^# What Pennylint cannot know/);
    assert.match(draft.uri.path, /\/pennylint\.yaml$/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    const uri = vscode.Uri.joinPath(vscode.Uri.file(workspacePath()), 'pennylint.yaml');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('version: 1\n'));
    try {
      const code = await openDocument('ask.py');
      await waitFor(async () => (await lenses(code.uri)).length > 0, { message: 'a lens' });
      const config = await openDocument('pennylint.yaml');
      await setText(config, 'bugdets: 1\ndefaults: { callsPerDay: 1000 }\nrules:\n  unbounded-output: \n');
      const [problem] = await waitFor(
        () => {
          const found = diagnostics(uri);
          return found.some(({ message }) => message.includes('did you mean `budgets`')) && found;
        },
        { message: 'the problem' },
      );
      assert.equal(problem?.range.start.line, 0);
      const items = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        positionOf(config, 'unbounded-output: ', 'unbounded-output: '.length),
      );
      const labels = items.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('information'), labels.join(', '));
      await waitFor(async () => (await lenses(code.uri)).some((lens) => lens.command?.title.includes('/month at 1,000 calls/day')), {
        message: 'a lens with the cost per month',
      });
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(uri);
    }
  });
});
