// Runs the tests of test/vscode inside the desktop VS Code, which is downloaded once: npm run test:electron
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests, TestRunFailedError } from '@vscode/test-electron';

import { temporaryDirectory } from './cleanup.ts';
import { cacheDirectory, repositoryRoot } from './paths.ts';
import { lastLines } from './processes.ts';
import { bundleTests } from './test-bundle.ts';
import { copyWorkspace, readTestArguments, reportTotal, runMain, testEnvironment, TestOutput } from './test-run.ts';
import type { TestArguments, TestCounts } from './test-run.ts';

await runMain(async () => {
  const args = await readTestArguments();
  const executable = await download(args.version);
  return reportTotal(await runDesktop(executable, args));
});

/** Downloads VS Code into the cache unless it is there, and returns the path of its executable. */
async function download(wanted: string): Promise<string> {
  const version = wanted === 'minimum' ? minimumVersion() : wanted;
  const cachePath = join(cacheDirectory(), 'electron');
  try {
    return await downloadAndUnzipVSCode({ version, cachePath });
  } catch (error) {
    throw new Error(
      `VS Code ${version} could not be downloaded: ${error instanceof Error ? error.message : String(error)}\n` +
        'The desktop tests download it from Microsoft once. Connect to the internet, or name a version with --vscode that is already in ' +
        `${cachePath}. The same tests run without that download with "npm run test:vscode".`,
      { cause: error },
    );
  }
}

/** The oldest VS Code that the extension's manifest allows. */
function minimumVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  return (manifest as { engines: { vscode: string } }).engines.vscode.replace(/^\D*/, '');
}

async function runDesktop(executable: string, args: TestArguments): Promise<TestCounts> {
  const profile = temporaryDirectory('desktop');
  const workspace = copyWorkspace();
  // The desktop runs only the trusted tests: @vscode/test-electron always switches workspace trust off.
  const bundle = await bundleTests('trusted');
  const extensionsDirectory = join(profile.path, 'extensions');
  const profileArguments = [`--extensions-dir=${extensionsDirectory}`, `--user-data-dir=${join(profile.path, 'user')}`];
  const output = new TestOutput();
  // The test runner stops VS Code on SIGINT and then ends this process; let SIGTERM do the same.
  process.once('SIGTERM', () => process.emit('SIGINT'));
  try {
    installExtension(executable, profileArguments, args.vsix);
    const tests = runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: bundle.extension,
      extensionTestsPath: bundle.entry,
      extensionTestsEnv: testEnvironment(args, extensionsDirectory),
      launchArgs: [workspace.path, ...profileArguments, '--disable-telemetry'],
      stdout: lineReader((line) => {
        if (!output.take(line)) console.log(line);
      }),
    });
    const late = setTimeout(() => {
      console.error(`The tests did not end within ${args.timeoutMs / 1000} s.`);
      process.emit('SIGINT');
    }, args.timeoutMs);
    try {
      await tests;
    } catch (error) {
      // With failed tests the counts say more than the exit code.
      if (!(error instanceof TestRunFailedError) || (output.counts?.failed ?? 0) === 0) throw error;
    } finally {
      clearTimeout(late);
    }
    return output.complete();
  } finally {
    profile.remove();
    workspace.remove();
    bundle.remove();
  }
}

function installExtension(executable: string, profileArguments: readonly string[], vsix: string): void {
  const [cli = executable, ...first] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const shell = process.platform === 'win32';
  const quote = (text: string): string => (shell ? `"${text}"` : text);
  const args = [...first, ...profileArguments, `--install-extension=${vsix}`, '--force'].map(quote);
  const { status, stdout, stderr, error } = spawnSync(quote(cli), args, { encoding: 'utf8', shell, timeout: 120_000 });
  if (error !== undefined) throw new Error(`VS Code's command line ${cli} could not be started: ${error.message}`, { cause: error });
  if (status === 0 && stdout.includes('was successfully installed')) return;
  throw new Error(`VS Code did not install ${vsix} (exit code ${status}). It said:\n${lastLines(stdout + stderr, 10)}`);
}

/** A stream that hands over complete lines. */
function lineReader(take: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: Buffer | string, _encoding, done) {
      const lines = (rest + chunk.toString()).split(/\r?\n/);
      rest = lines.pop() ?? '';
      lines.forEach(take);
      done();
    },
  });
}
