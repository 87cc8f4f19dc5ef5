import * as assert from 'node:assert/strict';
import { readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import * as vscode from 'vscode';

import { closeEditors, openDocument, setText, workspacePath } from './support.ts';

describe(`VS Code ${vscode.version} (${vscode.env.appName}, extension host on Node ${process.versions.node})`, () => {
  afterEach(closeEditors);

  it('is at least the version that the extension asks for', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major > 1 || (major === 1 && minor >= 100), `this is ${vscode.version}`);
  });

  it('runs Pennylint from an installed VSIX, not from the repository', () => {
    const extension = vscode.extensions.getExtension('pennylint.pennylint');
    assert.ok(extension, 'pennylint.pennylint is not installed');
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    const directory = realpathSync(requiredVariable('PENNYLINT_TEST_EXTENSIONS'));
    const place = realpathSync(extension.extensionPath);
    assert.ok(inside(directory, place), `${place} is not inside ${directory}`);
    assert.ok(!inside(realpathSync(requiredVariable('PENNYLINT_TEST_REPOSITORY')), place), `${place} is inside the repository`);
    assert.match(readFileSync(join(directory, 'extensions.json'), 'utf8'), /"source":"vsix"/);
  });

  it('opens a trusted copy of the fixture workspace', async () => {
    assert.equal(vscode.workspace.isTrusted, true);
    assert.ok(!inside(requiredVariable('PENNYLINT_TEST_REPOSITORY'), workspacePath()));
    const files = await vscode.workspace.findFiles('**/*.py');
    assert.ok(files.length > 0, 'the workspace holds no Python file');
  });

  it('lets a test change an open document', async () => {
    const document = await openDocument('ask.py');
    assert.equal(document.languageId, 'python');
    await setText(document, "print('changed')\n");
    assert.equal(document.getText(), "print('changed')\n");
    assert.equal(document.isDirty, true);
  });
});

function requiredVariable(name: string): string {
  const value = process.env[name];
  assert.ok(value, `the environment variable ${name} is not set`);
  return value;
}

function inside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
}
