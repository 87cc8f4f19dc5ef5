import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { repositoryRoot } from '../../../scripts/vscode/paths.ts';
import { openScreen, type Screen } from '../../../scripts/vscode/screen.ts';
import { unlessImpossible } from './suite.ts';
import { themes, type ThemeKind } from '../../../scripts/vscode/settings.ts';
import { copyWorkspace } from '../../../scripts/vscode/test-run.ts';

/** Decorated stretches of text in view, by what the editor writes into their style. */
async function marked(screen: Screen): Promise<number> {
  return screen.page.locator('.monaco-editor .view-lines [class*="ced-"]').count();
}

/** Runs in the page: collects, frame by frame, where one line below the typing is painted. */
const WATCH = `
  const seen = new Set();
  const look = () => {
    for (const line of document.querySelectorAll('.monaco-editor .view-line'))
      if (line.textContent.includes('Nothing\\u00a0ends\\u00a0an\\u00a0answer')) seen.add(line.style.top);
    window.pennylintSeen = [...seen];
    requestAnimationFrame(look);
  };
  look();
`;

describe('what surrounds a call, on a screen', function () {
  this.timeout(120_000);
  let screen: Screen | undefined;
  let remove: (() => void) | undefined;

  before(async function () {
    unlessImpossible(this);
    // A copy: this editor types, and one in a browser saves by itself.
    const workspace = copyWorkspace();
    remove = () => {
      workspace.remove();
    };
    cpSync(join(repositoryRoot, 'examples', 'workspace', 'help_desk.py'), join(workspace.path, 'help_desk.py'));
    screen = await openScreen({ folder: workspace.path, width: 1280, height: 800, settings: { 'files.autoSave': 'off' } });
    await screen.openFile('help_desk.py');
    await screen.goTo(88, 1);
    await screen.waitForText(/≈\$0\.\d+\+\/call/, 40_000);
  });

  after(async () => {
    await screen?.close();
    remove?.();
  });

  it('compares models in a list that says what each amount assumes', async () => {
    if (screen === undefined) return;
    await screen.goTo(93, 20);
    await screen.command('Pennylint: Compare Models for This Call');
    await screen.waitForText(/Compare models for openai_client\.chat\.completions\.create/);
    await screen.waitForText(/gpt-6\.1-terra\s*≈\$0\.\d+\+\/call/);
    await screen.waitForText(/input tokens, (?:exact|calibrated|assumed) · .*20\d\d-\d\d-\d\d/);
    await screen.screenshot('compare-models');
    await screen.page.keyboard.press('Escape');
  });

  it('says before counting what would be sent where, and sends nothing when the user leaves', async () => {
    if (screen === undefined) return;
    await screen.goTo(93, 20);
    await screen.command('Pennylint: Count Exactly with the Provider');
    await screen.waitForText(/Count this prompt with OpenAI\?/);
    await screen.waitForText(/Sent to: https:\/\/api\.openai\.com, and nowhere else/);
    await screen.screenshot('count-consent');
    await screen.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Cancel' }).click();
    assert.doesNotMatch(await screen.text(), /Key of OpenAI/);
  });

  it('lists findings by rule', async () => {
    if (screen === undefined) return;
    await screen.command('Pennylint: Focus on Findings by Rule View');
    await screen.waitForText(/volatile-prefix/, 20_000);
    await screen.screenshot('findings');
    await screen.command('View: Close Primary Side Bar');
  });

  it('marks the cache boundary in every theme, and takes the marks away', async () => {
    if (screen === undefined) return;
    await screen.goTo(90, 1);
    const before = await marked(screen);
    await screen.command('Pennylint: Show Cache Boundary');
    // The text of the boundary is drawn by the style sheet and is no text of the page.
    await screen.page
      .locator('.monaco-editor .view-lines [class*="ced-"]')
      .nth(before + 3)
      .waitFor();
    for (const kind of Object.keys(themes) as ThemeKind[]) {
      await screen.setTheme(kind);
      await screen.screenshot(`cache-boundary-${kind}`);
    }
    await screen.setTheme('dark');
    await screen.command('Pennylint: Hide Cache Boundary');
    await screen.page.waitForTimeout(300);
    assert.equal(await marked(screen), before);
  });

  it('keeps every line where it was painted while somebody types', async () => {
    if (screen === undefined) return;
    // The mark of a line further down, and the number of lenses in view, at every frame.
    await screen.goTo(91, 1);
    await screen.page.evaluate(WATCH);
    await screen.goTo(87, 1);
    await screen.page.keyboard.press('End');
    await screen.page.waitForTimeout(500);
    const before = await seenTops(screen);
    assert.equal(before.length, 1, before.join());
    await screen.typeText(' Be brief, name "sources" ({question!r}) and (never [guess.');
    for (let i = 0; i < 40; i++) await screen.page.keyboard.press('Backspace');
    await screen.page.waitForTimeout(1500);
    assert.deepEqual(await seenTops(screen), before);
    await screen.command('File: Revert File');
  });
});

async function seenTops(screen: Screen): Promise<readonly string[]> {
  return screen.page.evaluate<readonly string[]>('window.pennylintSeen');
}

describe('costs at the end of lines and prompt files, on a screen', function () {
  this.timeout(120_000);
  let screen: Screen | undefined;
  let remove: (() => void) | undefined;

  before(async function () {
    unlessImpossible(this);
    const workspace = copyWorkspace();
    remove = () => {
      workspace.remove();
    };
    writeFileSync(join(workspace.path, 'AGENTS.md'), `# Rules\n\n${'Keep functions short and name what they do. '.repeat(40)}\n`);
    screen = await openScreen({
      folder: workspace.path,
      width: 1280,
      height: 800,
      settings: { 'pennylint.costHints': 'endOfLine', 'pennylint.promptHints': true },
    });
  });

  after(async () => {
    await screen?.close();
    remove?.();
  });

  it('shows costs and hints without a line of their own', async () => {
    if (screen === undefined) return;
    await screen.openFile('wasteful.py');
    await screen.waitForText(/return openai_client\.responses\.create\(\s*≈\$0\.\d+\+\/call/, 40_000);
    await screen.waitForText(/cache ends/);
    assert.deepEqual(await screen.lenses(), []);
    await screen.screenshot('end-of-line');
  });

  it('says in the status bar what a prompt file weighs', async () => {
    if (screen === undefined) return;
    await screen.openFile('AGENTS.md');
    await screen.waitForText(/≈?[\d,]+ tokens/, 40_000);
    const item = screen.page.locator('.statusbar-item[id*="pennylint"]');
    await item.getByText(/tokens/).waitFor();
    assert.match((await item.locator('a').getAttribute('aria-label')) ?? '', /^Pennylint: this prompt has ≈?[\d,]+ tokens/);
    await screen.screenshot('status-prompt');
  });
});
