import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { atExit } from './cleanup.ts';
import { repositoryRoot } from './paths.ts';

/** The compiled tests together with the extension that runs them. */
export interface TestBundle {
  /** Folder of the test-only extension. */
  readonly extension: string;
  /** The module whose `run` function runs all tests, without ".js". */
  readonly entry: string;
  /** Deletes the compiled files. */
  remove(): void;
}

/** Tests named `*.untrusted.test.ts` run in a folder that the user does not trust, all others in a trusted one. */
export type TestKind = 'trusted' | 'untrusted';

const source = join(repositoryRoot, 'test', 'vscode');

/** Names of the test files of one kind. */
export function testFiles(kind: TestKind): readonly string[] {
  return readdirSync(source).filter((name) => name.endsWith('.test.ts') && name.endsWith('.untrusted.test.ts') === (kind === 'untrusted'));
}

/**
 * Compiles the tests of one kind in `test/vscode` and the test runner to CommonJS, the form that the extension host loads.
 * Each process has its own folder below `out/`, so that runs may overlap. Throws esbuild's error when something does not compile.
 */
export async function bundleTests(kind: TestKind): Promise<TestBundle> {
  // Below the repository, because "mocha" stays outside of the bundles and is looked up from here.
  const extension = join(repositoryRoot, 'out', 'vscode-tests', String(process.pid));
  const remove = (): void => {
    rmSync(extension, { recursive: true, force: true });
  };
  const forget = atExit(remove);
  remove();
  mkdirSync(extension, { recursive: true });
  await build({
    entryPoints: [join(source, 'runner', 'run.ts'), ...testFiles(kind).map((name) => join(source, name))],
    entryNames: '[name]',
    outdir: extension,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
  });
  // It is no package.json in the sources, where it would make the compiler take the runner for CommonJS.
  copyFileSync(join(source, 'runner', 'manifest.json'), join(extension, 'package.json'));
  return {
    extension,
    entry: join(extension, 'run'),
    remove: () => {
      remove();
      forget();
    },
  };
}
