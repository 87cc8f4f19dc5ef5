import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { WorkspaceIndex } from '../../src/server/workspaceIndex.ts';

describe('index of a workspace', () => {
  it('is built anew for programs and for data that a program asks for, not for other data', async () => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pennylint-index-')));
    try {
      for (const name of ['main.py', 'prompts.json', 'rows.json']) writeFileSync(path.join(folder, name), '{}');
      const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
      const index = new WorkspaceIndex([folder], () => undefined);
      const { files } = await index.load(() => Promise.resolve());
      assert.equal(files.read(uriOf('prompts.json')), '{}');
      assert.equal(files.read(uriOf('later.json')), undefined);
      assert.deepEqual(
        ['main.py', 'prompts.json', 'later.json', 'rows.json'].map((name) => index.update(uriOf(name))),
        [true, true, true, false],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
