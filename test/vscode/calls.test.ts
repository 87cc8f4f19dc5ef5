import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { closeEditors, hovers, openDocument, positionOf, waitFor } from './support.ts';

describe('commands about a call', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await closeEditors();
  });

  it('are linked in the hover of the call', async () => {
    const document = await openDocument('wasteful.py');
    const text = await waitFor(async () => {
      const all = (await hovers(positionOf(document, 'messages.create', 3))).join('\n');
      return all.includes('Price per million') ? all : undefined;
    });
    assert.match(text, /\[Compare models\]\(command:pennylint\.compareModels\?/);
    assert.match(text, /\[Count exactly\]\(command:pennylint\.countExactly\?/);
  });

  it('mark the cache boundary and take the marks away', async () => {
    const document = await openDocument('wasteful.py');
    await vscode.commands.executeCommand('pennylint.showCacheBoundary', document.uri.toString());
    await vscode.commands.executeCommand('pennylint.hideCacheBoundary', document.uri.toString());
  });

  it('are all registered', async () => {
    const all = await vscode.commands.getCommands(true);
    for (const name of ['compareModels', 'countExactly', 'forgetCountingKeys', 'showCacheBoundary', 'hideCacheBoundary', 'refreshPrices'])
      assert.ok(all.includes(`pennylint.${name}`), name);
  });

  it('download no price list unless somebody switches it on', () => {
    assert.equal(vscode.workspace.getConfiguration('pennylint').get('priceRefresh'), 'off');
  });
});
