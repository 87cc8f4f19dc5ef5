// Looks at the editor as a user does: for tests that run in plain Node and for pictures.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { errors } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';

import { findChromium, launchBrowser, noChromium, openWorkbench, visibleText } from './browser.ts';
import type { LogLine } from './browser.ts';
import { ensureVsCode } from './install-vscode.ts';
import { artifactsDirectory } from './paths.ts';
import { startServer } from './server.ts';
import type { VsCodeServer } from './server.ts';
import { quietSettings, themes } from './settings.ts';
import type { Settings, ThemeKind } from './settings.ts';
import { copyWorkspace, inCi } from './test-run.ts';
import { vsixUnderTest } from './vsix.ts';

/** What to show. Everything may be left out. */
export interface ScreenOptions {
  /** Packaged extension to install (default: `$PENNYLINT_VSIX`, else the newest); `false` for an editor without it. */
  readonly vsix?: string | false;
  /** Folder to open (absolute). Default: a temporary copy of the fixture workspace, removed by `close`. */
  readonly folder?: string;
  /** User settings besides the quiet ones. */
  readonly settings?: Settings;
  /** User settings of scope `machine`. */
  readonly machineSettings?: Settings;
  /** Default: true. */
  readonly trusted?: boolean;
  /** Default: "dark". */
  readonly theme?: ThemeKind;
  /** Size of the window in CSS pixels (default 1400 × 900). */
  readonly width?: number;
  readonly height?: number;
}

/** Longest time to wait for something that the editor does at once when idle, in milliseconds. */
const promptly = 30_000;

/**
 * Why screen tests cannot run here, or `undefined` when they can. Without a browser they are skipped on a developer's machine;
 * in CI this throws instead, because a test that silently does not run proves nothing.
 */
export function screenTestsImpossible(): string | undefined {
  if (findChromium() !== undefined) return undefined;
  if (inCi()) throw new Error(`The screen tests cannot run: ${noChromium}.`);
  return noChromium;
}

/** Starts an editor and shows a folder. Takes 5–15 s. Throws when a part is missing or the workbench does not appear. */
export async function openScreen(options: ScreenOptions = {}): Promise<Screen> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(`The editor cannot be shown: ${noChromium}.`);
  const install = await ensureVsCode();
  const vsix = options.vsix === false ? undefined : vsixUnderTest(options.vsix);
  const settings = { ...quietSettings, 'workbench.colorTheme': themes[options.theme ?? 'dark'].id, ...options.settings };
  const workspace = options.folder === undefined ? copyWorkspace() : undefined;
  const folder = options.folder ?? workspace?.path ?? '';
  let server: VsCodeServer | undefined;
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser(chromium);
    server = await startServer({
      install,
      settings,
      trusted: options.trusted ?? true,
      acceptTests: true,
      ...(options.machineSettings === undefined ? {} : { machineSettings: options.machineSettings }),
      ...(vsix === undefined ? {} : { vsix }),
    });
    const log: LogLine[] = [];
    const { page } = await openWorkbench(browser, {
      url: server.url(folder),
      onLog: (line) => log.push(line),
      ...(options.width === undefined ? {} : { width: options.width }),
      ...(options.height === undefined ? {} : { height: options.height }),
    });
    const screen = new Screen({ page, browser, server, log, folder, removeFolder: () => workspace?.remove() });
    await screen.themeShown(options.theme ?? 'dark');
    return screen;
  } catch (error) {
    await browser?.close();
    await server?.stop();
    workspace?.remove();
    throw error;
  }
}

interface Parts {
  readonly page: Page;
  readonly browser: Browser;
  readonly server: VsCodeServer;
  readonly log: readonly LogLine[];
  readonly folder: string;
  readonly removeFolder: () => void;
}

/** A shown editor. Every method throws when what it waits for does not appear. */
export class Screen {
  /** Playwright's page, for what this class does not offer. */
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  /** Every line that the workbench logged. */
  readonly log: readonly LogLine[];
  readonly #browser: Browser;
  readonly #server: VsCodeServer;
  readonly #removeFolder: () => void;

  constructor(parts: Parts) {
    this.page = parts.page;
    this.folder = parts.folder;
    this.log = parts.log;
    this.#browser = parts.browser;
    this.#server = parts.server;
    this.#removeFolder = parts.removeFolder;
  }

  /** Folder of the installed extensions of this editor; tells its processes from those of others. */
  get extensionsDirectory(): string {
    return this.#server.extensionsDirectory;
  }

  /** Opens a file, named by its path inside the folder, through Quick Open. */
  async openFile(path: string): Promise<void> {
    await this.#openQuickInput('ControlOrMeta+KeyP');
    await this.#choose(path, basename(path));
    await this.#quickInputGone();
    await this.page.locator(`.tab.active[data-resource-name=${JSON.stringify(basename(path))}]`).waitFor({ timeout: promptly });
    await this.page.locator('.editor-instance .view-line').first().waitFor({ timeout: promptly });
  }

  /**
   * Waits until the visible text of the page, webviews included, matches, and returns the match. Runs of spaces count as one.
   * Throws after `timeoutMs` milliseconds with the text that was there instead.
   */
  async waitForText(pattern: RegExp, timeoutMs = promptly): Promise<RegExpExecArray> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const text = await this.text();
      const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(text);
      if (match !== null) return match;
      if (Date.now() > deadline) throw new Error(`${pattern} did not appear within ${timeoutMs / 1000} s. Visible text:\n${text}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** The visible text of the page and of all webviews in it. */
  async text(): Promise<string> {
    return visibleText(this.page);
  }

  /** The texts of all CodeLenses in view, top to bottom. */
  async lenses(): Promise<string[]> {
    const texts = await this.page.locator('.codelens-decoration').allInnerTexts();
    return texts.map((text) => text.replace(/\u00a0/g, ' ').trim()).filter((text) => text !== '');
  }

  /** Types into whatever has the focus. The editor closes brackets and quotes by itself, as for a user. */
  async typeText(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  /**
   * Runs a command through the Command Palette, by its title ("View: Toggle Word Wrap") or, for commands of installed extensions,
   * by its id. Throws when the palette does not offer exactly that title.
   */
  async command(idOrTitle: string): Promise<void> {
    const title = this.#titleOf(idOrTitle);
    await this.#openQuickInput('F1');
    await this.#choose(`>${title}`, title);
  }

  /** Moves the cursor to a line (and column; both 1-based) of the active editor and brings it into view. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#openQuickInput('Control+KeyG');
    await this.#quickInput.locator('input[type=text]').first().fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.#quickInputGone();
  }

  /** Shows the hover at a place (1-based) of the active editor, and returns its text. */
  async hoverAt(line: number, column = 1): Promise<string> {
    await this.goTo(line, column);
    await this.page.keyboard.press('ControlOrMeta+KeyK');
    await this.page.keyboard.press('ControlOrMeta+KeyI');
    const parts = this.page.locator('.monaco-editor .monaco-hover:not(.hidden) .hover-contents');
    await parts.first().waitFor({ timeout: promptly });
    // Parts from different sources arrive one after the other: it is complete when nothing has come for a while.
    let text = '';
    for (let unchanged = 0; unchanged < 4;) {
      await this.page.waitForTimeout(100);
      const now = (await parts.allInnerTexts()).join('\n').replace(/\u00a0/g, ' ');
      unchanged = now === text && !/^Loading\.\.\.$/m.test(now) ? unchanged + 1 : 0;
      text = now;
    }
    return text;
  }

  /** Changes user settings and reloads the window, which opens the same files again but loses what is not saved. */
  async changeSettings(changes: Settings): Promise<void> {
    const file = this.#server.settingsFile;
    const before: unknown = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, `${JSON.stringify({ ...(before as Settings), ...changes }, undefined, 2)}\n`);
    // The workbench does not notice changes that it did not write itself.
    await this.page.reload({ waitUntil: 'domcontentloaded' });
    await this.#workbenchShown('.monaco-workbench');
  }

  /** Switches the colour theme of the running window and waits until it is shown. */
  async setTheme(kind: ThemeKind): Promise<void> {
    const { label } = themes[kind];
    await this.#openQuickInput('F1');
    await this.#choose('>Preferences: Color Theme', 'Preferences: Color Theme');
    await this.page.locator('.quick-input-widget').getByText('Dark Modern', { exact: true }).waitFor({ timeout: promptly });
    await this.#choose(label, label);
    await this.themeShown(kind);
  }

  /** Waits until the workbench is there and shows a theme of this kind. */
  async themeShown(kind: ThemeKind): Promise<void> {
    await this.#workbenchShown(`.monaco-workbench.${themes[kind].workbenchClass}`);
  }

  /** Saves a picture of the whole page as `artifacts/<name>.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(artifactsDirectory, { recursive: true });
    const path = join(artifactsDirectory, `${name}.png`);
    // Finishes transitions at once, such as the change of colours after a new theme.
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Ends browser and server, and removes their files. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    this.#removeFolder();
  }

  async #workbenchShown(selector: string): Promise<void> {
    await this.page.locator(`${selector} .part.statusbar`).waitFor({ timeout: 60_000 });
  }

  /** Shows the quick input by pressing `key`. */
  async #openQuickInput(key: string): Promise<void> {
    const input = this.#quickInput.locator('input[type=text]').first();
    const deadline = Date.now() + promptly;
    // One that is just closing still looks open for a moment.
    if (await this.#quickInput.isVisible()) {
      await this.page.keyboard.press('Escape');
      await this.#quickInputGone();
    }
    // Shortcuts have no effect before the workbench has taken over the keyboard, so press again until the input shows.
    while (!(await input.isVisible())) {
      if (Date.now() > deadline) throw new Error(`The quick input did not open on ${key}.`);
      await this.page.keyboard.press(key);
      await input.waitFor({ timeout: 2000 }).catch(ignoreTimeout);
    }
  }

  /** Enters `value` into the open quick input and takes the entry labelled `label`. */
  async #choose(value: string, label: string): Promise<void> {
    await this.#quickInput.locator('input[type=text]').first().fill(value);
    const entry = this.#quickInput.locator('.monaco-list-row', { has: this.page.getByText(label, { exact: true }) }).first();
    try {
      await entry.click({ timeout: promptly });
      // What the entry does may show the next quick input at once; only this list is certain to go.
      await entry.waitFor({ state: 'hidden', timeout: promptly });
    } catch (error) {
      const shown = (await this.#quickInput.innerText()).replace(/\s+/g, ' ');
      throw new Error(`"${value}" does not offer "${label}". Shown: ${shown}`, { cause: error });
    }
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  async #quickInputGone(): Promise<void> {
    await this.#quickInput.waitFor({ state: 'hidden', timeout: promptly });
  }

  #titleOf(idOrTitle: string): string {
    if (!/^[\w-]+(\.[\w-]+)+$/.test(idOrTitle)) return idOrTitle;
    for (const name of readdirSync(this.#server.extensionsDirectory)) {
      if (name === 'extensions.json' || name.startsWith('.')) continue;
      const manifest: unknown = JSON.parse(readFileSync(join(this.#server.extensionsDirectory, name, 'package.json'), 'utf8'));
      const { contributes } = manifest as { contributes?: { commands?: { command: string; title: string; category?: string }[] } };
      const found = contributes?.commands?.find(({ command }) => command === idOrTitle);
      if (found !== undefined) return found.category === undefined ? found.title : `${found.category}: ${found.title}`;
    }
    throw new Error(`No installed extension contributes the command ${idOrTitle}. Built-in commands must be named by their title.`);
  }
}

function ignoreTimeout(error: unknown): void {
  if (!(error instanceof errors.TimeoutError)) throw error;
}
