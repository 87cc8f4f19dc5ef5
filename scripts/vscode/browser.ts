import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { format } from 'node:util';

import { chromium } from 'playwright-core';
import type { Browser, Frame, Page } from 'playwright-core';

/** One line that the editor or an extension logged, with `type` such as "info", "warn" or "error". */
export interface LogLine {
  readonly type: string;
  readonly text: string;
}

/** A page that shows the workbench. */
export interface Workbench {
  readonly page: Page;
  /** Settles when the extension tests named in the payload have ended: 0 when they passed. Rejects when the page dies. */
  readonly testsEnded: Promise<number>;
}

/** How to show the workbench. */
export interface WorkbenchOptions {
  readonly url: string;
  /** Size of the page in CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Receives every line that the workbench and the extension host log. */
  readonly onLog?: (line: LogLine) => void;
}

/**
 * Path of a Chromium, Chrome or Edge: `$CHROMIUM` when set, else the usual places of this platform. `undefined` when there is none.
 * Throws when `$CHROMIUM` names a file that does not exist.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM) {
    if (existsSync(env.CHROMIUM)) return env.CHROMIUM;
    throw new Error(`The environment variable CHROMIUM names ${env.CHROMIUM}, which does not exist. Correct or unset it.`);
  }
  return candidates(env).find((path) => existsSync(path));
}

/** Says why there is no browser and what to do; for messages. */
export const noChromium =
  'no Chromium or Chrome was found. Install one (on Debian and Ubuntu: apt-get install chromium), or name it in the environment variable CHROMIUM';

/** Starts a headless browser. It ends with `close()`, and with this process. Throws when it does not start within 30 s. */
export async function launchBrowser(executable: string): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    headless: true,
    timeout: 30_000,
    // Signals are treated in one place (cleanup.ts); the browser is ended from the exit of this process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      // Chromium's sandbox does not work for root, which is the usual user in containers. Only our own local pages are opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens the workbench in a new, clean browser profile. Throws when the server does not answer. */
export async function openWorkbench(browser: Browser, options: WorkbenchOptions): Promise<Workbench> {
  const page = await browser.newPage({ viewport: { width: options.width ?? 1400, height: options.height ?? 900 } });
  let end: (code: number) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const testsEnded = new Promise<number>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // Callers that only look at the screen never await this promise.
  testsEnded.catch(() => undefined);
  page.on('crash', () => {
    fail(new Error('The browser page that shows VS Code crashed.'));
  });
  page.on('close', () => {
    fail(new Error('The browser page that shows VS Code was closed before the tests ended.'));
  });
  // The workbench calls both functions; they must exist before it loads.
  await page.exposeFunction('codeAutomationLog', (type: unknown, parts: unknown) => {
    const text = Array.isArray(parts) ? format(...(parts as unknown[])) : format(parts);
    options.onLog?.({ type: String(type), text });
  });
  await page.exposeFunction('codeAutomationExit', (code: unknown) => {
    end(Number(code));
  });
  await page.goto(options.url, { waitUntil: 'domcontentloaded' });
  return { page, testsEnded };
}

/** The text that a user sees on a page, webviews included. Runs of spaces are given as one. */
export async function visibleText(page: Page): Promise<string> {
  const texts = await Promise.all(page.frames().map(frameText));
  return texts.join('\n').replace(/[ \u00a0]+/g, ' ');
}

/** The visible text of one frame; nothing when it, or a frame around it, is hidden or goes away while it is read. */
async function frameText(frame: Frame): Promise<string> {
  try {
    for (let inner = frame; ;) {
      const outer = inner.parentFrame();
      if (outer === null) break;
      if (!(await (await inner.frameElement()).isVisible())) return '';
      inner = outer;
    }
    const text: unknown = await frame.evaluate("document.body ? document.body.innerText : ''");
    return String(text);
  } catch (error) {
    if (frame.isDetached() || /detached|navigat|destroyed/i.test(String(error))) return '';
    throw error;
  }
}

function candidates(env: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const places = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return places.flatMap((place) => roots.map((root) => join(root, place)));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')];
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}
