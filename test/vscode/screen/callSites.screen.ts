import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { openScreen, screenTestsImpossible, type Screen } from '../../../scripts/vscode/screen.ts';

describe('the list of call sites on a screen', function () {
  this.timeout(90_000);
  let screen: Screen | undefined;

  before(async function () {
    const reason = screenTestsImpossible();
    if (reason !== undefined) {
      console.log(`screen tests: skipped, because ${reason}.`);
      this.skip();
    }
    screen = await openScreen({ folder: join(repositoryRoot, 'examples', 'workspace'), width: 1280, height: 800 });
  });

  after(async () => {
    await screen?.close();
  });

  it('lists every call of the workspace, by file and by cost', async () => {
    await screen?.command('Pennylint: Focus on Call Sites View');
    await screen?.waitForText(/help_desk\.py/, 30_000);
    await screen?.command('Pennylint: Sort by Cost');
    await screen?.waitForText(/≈\$0\.\d+[^·]*messages\.create/, 20_000);
    const picture = await screen?.screenshot('call-sites');
    assert.ok(picture !== undefined && existsSync(picture));
  });
});
