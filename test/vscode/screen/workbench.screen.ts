import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';

import { useScreen } from './suite.ts';
import { themes } from '../../../scripts/vscode/settings.ts';
import type { ThemeKind } from '../../../scripts/vscode/settings.ts';

describe('the editor on a screen', function () {
  this.timeout(90_000);
  const screen = useScreen({}, (opened) => opened.openFile('ask.py'));

  it('shows the source of an opened file', async () => {
    await screen().waitForText(/client\.chat\.completions\.create/);
  });

  it('runs a command by its title', async () => {
    await screen().command('View: Toggle Word Wrap');
  });

  for (const kind of Object.keys(themes) as ThemeKind[]) {
    it(`switches to the ${kind} theme`, async () => {
      await screen().setTheme(kind);
      const picture = await screen().screenshot(`workbench-${kind}`);
      assert.ok(existsSync(picture));
    });
  }
});
