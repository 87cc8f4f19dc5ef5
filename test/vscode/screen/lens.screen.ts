import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { useScreen } from './suite.ts';

describe('the example workspace on a screen', function () {
  this.timeout(90_000);
  const screen = useScreen({ folder: join(repositoryRoot, 'examples', 'workspace'), width: 1280, height: 800 }, (opened) =>
    opened.openFile('help_desk.py'),
  );

  it('shows a cost lens and a status item', async () => {
    await screen().goTo(88, 1);
    await screen().waitForText(/≈\$0\.\d+\+\/call/, 20_000);
    await screen().waitForText(/4 LLM calls/, 20_000);
    const picture = await screen().screenshot('lens');
    assert.ok(existsSync(picture));
  });

  it('explains a call in the hover', async () => {
    await screen().goTo(103, 31);
    const text = await screen().hoverAt(103, 31);
    assert.match(text, /Price per million tokens/);
    await screen().screenshot('hover');
  });
});
