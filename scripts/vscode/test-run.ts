import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { temporaryDirectory } from './cleanup.ts';
import { fixtureWorkspace, repositoryRoot } from './paths.ts';
import { buildVsix, vsixUnderTest } from './vsix.ts';

/** What the command lines of the in-editor tests have in common. */
export interface TestArguments {
  /** Absolute path of the packaged extension under test. */
  readonly vsix: string;
  /** Runs only tests whose full title matches this regular expression. */
  readonly grep: string | undefined;
  /** Longest time for the tests of one window, in milliseconds. */
  readonly timeoutMs: number;
  /** VS Code version for the desktop run: "stable", "insiders", "minimum" or a number. */
  readonly version: string;
}

/** How many tests passed and failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** Begins every line that the test runner prints inside the editor; the runner learns it from its environment. */
export const linePrefix = '[pennylint-tests] ';

const usage = `Usage: run-tests.ts | run-electron.ts [options]
  --vsix FILE          extension to test (default: $PENNYLINT_VSIX, else the newest pennylint-*.vsix here or in dist/)
  --build              build and package the extension first, and test that
  --grep REGEX         only tests whose title matches
  --timeout SECONDS    longest time for the tests of one window (default 180)
  --vscode VERSION     run-electron.ts only: stable (default), insiders, minimum, or a version such as 1.100.0`;

/** Reads the command line; packages the extension when asked to. Throws an error with the usage when it is wrong. */
export async function readTestArguments(argv: readonly string[] = process.argv.slice(2)): Promise<TestArguments> {
  const options = {
    vsix: { type: 'string' },
    build: { type: 'boolean' },
    grep: { type: 'string' },
    timeout: { type: 'string', default: '180' },
    vscode: { type: 'string', default: process.env.PENNYLINT_VSCODE_VERSION ?? 'stable' },
  } as const;
  const { values } = parse(() => parseArgs({ args: [...argv], options }));
  const seconds = Number(values.timeout);
  if (!(seconds > 0)) throw new Error(`--timeout needs a number of seconds, not "${values.timeout}".\n${usage}`);
  return {
    vsix: values.build ? await buildVsix() : vsixUnderTest(values.vsix),
    grep: values.grep,
    timeoutMs: seconds * 1000,
    version: values.vscode,
  };
}

/** The environment that the tests inside the extension host find, besides what the editor inherits. */
export function testEnvironment(args: TestArguments, extensionsDirectory: string): Record<string, string> {
  return {
    PENNYLINT_TEST_LINE_PREFIX: linePrefix,
    PENNYLINT_TEST_COLOR: process.stdout.isTTY && process.env.NO_COLOR === undefined ? '1' : '0',
    PENNYLINT_TEST_EXTENSIONS: extensionsDirectory,
    PENNYLINT_TEST_REPOSITORY: repositoryRoot,
    ...(args.grep === undefined ? {} : { PENNYLINT_TEST_GREP: args.grep }),
    PENNYLINT_TEST_FORBID_ONLY: inCi() ? '1' : '0',
  };
}

/** Reads the test runner's lines: shows those for people, keeps the counts of the last one. */
export class TestOutput {
  counts: TestCounts | undefined;

  /** Takes one line without its line end; true when it came from the test runner. */
  take(line: string): boolean {
    const start = line.indexOf(linePrefix);
    if (start === -1) return false;
    const text = line.slice(start + linePrefix.length);
    const result = /^result: (\d+) passed, (\d+) failed$/.exec(text);
    if (result === null) console.log(text);
    else this.counts = { passed: Number(result[1]), failed: Number(result[2]) };
    return true;
  }

  /** The counts. Throws when the runner reported none. */
  complete(): TestCounts {
    if (this.counts !== undefined) return this.counts;
    throw new Error('The tests ended without a result. The test runner inside the editor did not finish.');
  }
}

/** Prints the last line of a run, which programs can read, and returns the exit code: 0 when at least one test ran and none failed. */
export function reportTotal({ passed, failed }: TestCounts): number {
  console.log(`vscode tests: ${passed} passed, ${failed} failed`);
  if (passed + failed === 0) throw new Error('No test ran, which counts as a failure. Is --grep too narrow?');
  return failed === 0 ? 0 : 1;
}

/** Copies the fixture workspace to a temporary folder, which tests may change. */
export function copyWorkspace(): { readonly path: string; remove(): void } {
  const directory = temporaryDirectory('workspace');
  const path = join(directory.path, 'workspace');
  cpSync(fixtureWorkspace, path, { recursive: true });
  return {
    path,
    remove: () => {
      directory.remove();
    },
  };
}

/** Whether this runs in continuous integration, where a test that cannot run is a failure. */
export function inCi(env: NodeJS.ProcessEnv = process.env): boolean {
  return !['', '0', 'false'].includes(env.CI ?? '');
}

/** Rejects with `message` after `ms` milliseconds; `cancel` ends the wait. */
export function timeLimit(ms: number, message: string): { readonly over: Promise<never>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(message));
    }, ms);
  });
  return {
    over,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

/** Runs a program's main function; prints an error in words (its stack only when it is a defect) and sets the exit code. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const defect = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
    console.error(error instanceof Error ? (defect ? error.stack : error.message) : String(error));
    process.exitCode = 1;
  }
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`, { cause: error });
  }
}
