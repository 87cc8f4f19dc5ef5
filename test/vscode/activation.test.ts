import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

// Runs before any other test opens a document: the file's name comes first.
describe('activation', () => {
  it('waits for a supported document, and is quick then', async function () {
    const extension = vscode.extensions.getExtension('pennylint.pennylint');
    assert.equal(extension?.isActive, false, 'nothing has asked for the extension yet');
    const started = performance.now();
    await extension.activate();
    const elapsed = performance.now() - started;
    if (this.test !== undefined) this.test.title += ` (activated in ${elapsed.toFixed(0)} ms)`;
    assert.equal(extension.isActive, true);
  });
});
