import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

describe('Restricted Mode', () => {
  it('opens the folder untrusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('keeps Pennylint enabled', () => {
    assert.ok(vscode.extensions.getExtension('pennylint.pennylint'), 'pennylint.pennylint is disabled or not installed');
  });
});
