import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { openScreen, screenTestsImpossible, type Screen } from '../../../scripts/vscode/screen.ts';

describe('the example workspace on a screen', function () {
  this.timeout(90_000);
  let screen: Screen | undefined;

  before(async function () {
    const reason = screenTestsImpossible();
    if (reason !== undefined) {
      console.log(`screen tests: skipped, because ${reason}.`);
      this.skip();
    }
    screen = await openScreen({ folder: join(repositoryRoot, 'examples', 'workspace'), width: 1280, height: 800 });
    await screen.openFile('help_desk.py');
  });

  after(async () => {
    await screen?.close();
  });

  it('shows a cost lens and a status item', async () => {
    await screen?.goTo(88, 1);
    await screen?.waitForText(/≈\$0\.\d+\+\/call/, 20_000);
    await screen?.waitForText(/4 LLM calls/, 20_000);
    const picture = await screen?.screenshot('lens');
    assert.ok(picture !== undefined && existsSync(picture));
  });

  it('explains a call in the hover', async () => {
    await screen?.goTo(103, 31);
    const text = await screen?.hoverAt(103, 31);
    assert.match(text ?? '', /Price per million tokens/);
    await screen?.screenshot('hover');
  });
});
