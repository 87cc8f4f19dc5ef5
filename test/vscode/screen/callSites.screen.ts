import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { useScreen } from './suite.ts';

describe('the list of call sites on a screen', function () {
  this.timeout(90_000);
  const screen = useScreen({ folder: join(repositoryRoot, 'examples', 'workspace'), width: 1280, height: 800 });

  it('lists every call of the workspace, by file and by cost', async () => {
    await screen().command('Pennylint: Focus on Call Sites View');
    await screen().waitForText(/help_desk\.py/, 30_000);
    await screen().command('Pennylint: Sort by Cost');
    await screen().waitForText(/≈\$0\.\d+[^·]*messages\.create/, 20_000);
    const picture = await screen().screenshot('call-sites');
    assert.ok(existsSync(picture));
  });
});
