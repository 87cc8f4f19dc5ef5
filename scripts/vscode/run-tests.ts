// Runs the tests of test/vscode inside VS Code, shown in a headless Chromium: npm run test:vscode
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { findChromium, launchBrowser, noChromium, openWorkbench } from './browser.ts';
import type { LogLine } from './browser.ts';
import { ensureVsCode } from './install-vscode.ts';
import type { VsCodeInstall } from './install-vscode.ts';
import { artifactsDirectory } from './paths.ts';
import { startServer } from './server.ts';
import type { VsCodeServer } from './server.ts';
import { quietSettings } from './settings.ts';
import { bundleTests, testFiles } from './test-bundle.ts';
import type { TestKind } from './test-bundle.ts';
import { copyWorkspace, inCi, readTestArguments, reportTotal, runMain, testEnvironment, TestOutput, timeLimit } from './test-run.ts';
import type { TestArguments, TestCounts } from './test-run.ts';

await runMain(async () => {
  const chromium = findChromium();
  if (chromium === undefined) {
    if (inCi()) throw new Error(`The in-editor tests cannot run: ${noChromium}.`);
    console.log(`vscode tests: skipped, because ${noChromium}.`);
    return 0;
  }
  const args = await readTestArguments();
  const install = await ensureVsCode();
  console.log(`Testing ${args.vsix} in VS Code ${install.version}`);
  let passed = 0;
  let failed = 0;
  for (const kind of ['trusted', 'untrusted'] as const) {
    if (testFiles(kind).length === 0) continue;
    const counts = await runWindow(kind, chromium, install, args);
    passed += counts.passed;
    failed += counts.failed;
  }
  return reportTotal({ passed, failed });
});

/** Runs the tests of one kind in a window of its own, with a server, an installed extension and a workspace of its own. */
async function runWindow(kind: TestKind, chromium: string, install: VsCodeInstall, args: TestArguments): Promise<TestCounts> {
  const bundle = await bundleTests(kind);
  const workspace = copyWorkspace();
  const output = new TestOutput();
  const log: LogLine[] = [];
  let server: VsCodeServer | undefined;
  let page: Page | undefined;
  const limit = timeLimit(args.timeoutMs, `The tests in the ${kind} window did not end within ${args.timeoutMs / 1000} s.`);
  limit.over.catch(() => undefined);
  const browser = await launchBrowser(chromium);
  try {
    server = await startServer({ install, vsix: args.vsix, settings: quietSettings, trusted: kind === 'trusted', acceptTests: true });
    const environment = JSON.stringify(testEnvironment(args, server.extensionsDirectory));
    const url = server.url(workspace.path, [
      ['extensionDevelopmentPath', server.remoteUri(bundle.extension)],
      ['extensionTestsPath', server.remoteUri(bundle.entry)],
      ['extensionEnvironment', environment],
      ['skipWelcome', 'true'],
    ]);
    const workbench = await openWorkbench(browser, {
      url,
      onLog: (line) => {
        if (!output.take(line.text)) log.push(line);
      },
    });
    page = workbench.page;
    const died = server.ended.then((end) => Promise.reject(new Error(`VS Code's server ended during the tests (${end}).`)));
    const code = await Promise.race([workbench.testsEnded, died, limit.over]);
    const counts = output.complete();
    if (args.grep === undefined && counts.passed + counts.failed === 0) throw new Error(`No test ran in the ${kind} window.`);
    if (code !== 0 && counts.failed === 0) throw new Error(`VS Code reported exit code ${code} although no test failed.`);
    if (counts.failed > 0) await keepEvidence(kind, server, page, log);
    return counts;
  } catch (error) {
    if (server !== undefined) await keepEvidence(kind, server, page, log);
    throw error;
  } finally {
    limit.cancel();
    await browser.close();
    await server?.stop();
    workspace.remove();
    bundle.remove();
  }
}

/** Saves what helps to understand a failed run, before the window is closed. */
async function keepEvidence(kind: TestKind, server: VsCodeServer, page: Page | undefined, log: readonly LogLine[]): Promise<void> {
  mkdirSync(artifactsDirectory, { recursive: true });
  const name = `vscode-tests-${kind}`;
  const editorLog = join(artifactsDirectory, `${name}-editor.log`);
  writeFileSync(editorLog, log.map(({ type, text }) => `[${type}] ${text}\n`).join(''));
  const saved = [server.saveLog(`${name}-server`), editorLog];
  if (page !== undefined && !page.isClosed()) {
    const picture = join(artifactsDirectory, `${name}.png`);
    await page.screenshot({ path: picture }).then(
      () => saved.push(picture),
      (error: unknown) => {
        console.error(`No screenshot could be taken: ${String(error)}`);
      },
    );
  }
  console.error(`For the cause see:\n${saved.map((path) => `  ${path}`).join('\n')}`);
}
