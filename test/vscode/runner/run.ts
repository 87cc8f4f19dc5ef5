import { readdirSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { join } from 'node:path';
import { format } from 'node:util';

import Mocha from 'mocha';

/**
 * Runs every bundled test beside this file inside the extension host. VS Code calls it.
 * Rejects when a test failed, which makes the run fail.
 */
export async function run(): Promise<void> {
  // Makes Node read the bundles' source maps while it loads them; see `sourceStack`.
  process.setSourceMapsEnabled(true);
  const prefix = process.env.PENNYLINT_TEST_LINE_PREFIX ?? '';
  const print = (...values: unknown[]): void => {
    // The prefix tells our lines from everything else that the editor logs.
    for (const line of format(...values).split('\n')) console.log(prefix + line);
  };
  // Mocha's reporters print through this field. It is not part of the published types.
  (Mocha.reporters.Base as unknown as { consoleLog: typeof print }).consoleLog = print;

  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    color: process.env.PENNYLINT_TEST_COLOR === '1',
    forbidOnly: process.env.PENNYLINT_TEST_FORBID_ONLY === '1',
    timeout: 20_000,
    slow: 2_000,
  });
  const pattern = process.env.PENNYLINT_TEST_GREP;
  if (pattern !== undefined) mocha.grep(new RegExp(pattern));
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  for (const name of files.sort()) mocha.addFile(join(__dirname, name));

  const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats === undefined) reject(new Error('Mocha gave no statistics.'));
      else resolve(runner.stats);
    });
    runner.on('fail', (_test, error: unknown) => {
      if (error instanceof Error && error.stack !== undefined) error.stack = sourceStack(error.stack);
    });
  });
  print(`result: ${passes} passed, ${failures} failed`);
  if (failures > 0) throw new Error(`${failures} of ${passes + failures} tests failed.`);
}

/** A stack trace with places in the bundles replaced by those in the TypeScript sources. The editor switches Node's own mapping off. */
function sourceStack(stack: string): string {
  return stack.replace(/([^\s(]+\.js):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const origin = findSourceMap(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return place;
    return `${origin.fileName.replace(/^file:\/\//, '')}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}
