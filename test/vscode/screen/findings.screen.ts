import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { useScreen } from './suite.ts';

describe('the list of findings on a screen', function () {
  this.timeout(90_000);
  const screen = useScreen({ folder: join(repositoryRoot, 'examples', 'workspace'), width: 1280, height: 800 });

  it('lists every finding of the workspace, by rule and by what it saves', async () => {
    await screen().command('Pennylint: Focus on Findings by Rule View');
    await screen().waitForText(/\d+ findings? in \d+ files?/, 40_000);
    await screen().waitForText(/unbounded-output/, 20_000);
    const byRule = await screen().screenshot('findings');
    await screen().command('Pennylint: Top Savings in This Workspace');
    await screen().waitForText(/per 1,000 calls|\/month/, 20_000);
    const byMoney = await screen().screenshot('top-savings');
    assert.ok(existsSync(byRule) && existsSync(byMoney));
  });
});
