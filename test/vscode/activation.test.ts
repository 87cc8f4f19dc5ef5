import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import * as vscode from 'vscode';

import { closeEditors } from './support.ts';

/** Process ids of the language servers that this extension host has started. */
function servers(): readonly string[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', 'server.mjs'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}

// Runs before any other test opens a document: the file's name comes first.
describe('activation', () => {
  afterEach(closeEditors);

  it('is quick, and starts no server before a document concerns it', async function () {
    if (process.platform === 'win32') this.skip();
    const extension = vscode.extensions.getExtension('pennylint.pennylint');
    assert.ok(extension !== undefined);
    // VS Code opens JSON of its own when a window begins, and that may have woken the extension; what costs something must not be there yet.
    const wasActive = extension.isActive;
    const started = performance.now();
    await extension.activate();
    const elapsed = performance.now() - started;
    if (this.test !== undefined && !wasActive) this.test.title += ` (activated in ${elapsed.toFixed(0)} ms)`;
    assert.deepEqual(servers(), []);
    for (const language of ['json', 'jsonc', 'yaml', 'shellscript']) {
      const document = await vscode.workspace.openTextDocument({ language, content: '{ "name": "x" }\n' });
      await vscode.window.showTextDocument(document);
    }
    assert.deepEqual(servers(), []);
    await vscode.workspace.openTextDocument({ language: 'json', content: '{ "model": "gpt-4o", "messages": [] }\n' });
    for (let i = 0; i < 100 && servers().length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(servers().length, 1);
  });
});
