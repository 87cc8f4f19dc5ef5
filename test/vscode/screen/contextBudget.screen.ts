import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { useScreen } from './suite.ts';

describe('the context budget on a screen', function () {
  this.timeout(120_000);
  const screen = useScreen({ folder: join(repositoryRoot, 'test', 'frontends', 'prompts'), width: 1280, height: 800 });

  it('shows what each coding agent loads, with its cost', async () => {
    await screen().openFile('CLAUDE.md');
    await screen().waitForText(/tokens on every turn · ≈\$/, 60_000);
    await screen().command('Pennylint: Focus on Context Budget View');
    await screen().waitForText(/Claude Code/, 30_000);
    await screen().waitForText(/On every turn/, 30_000);
    const picture = await screen().screenshot('context-budget');
    assert.ok(existsSync(picture));
  });
});
