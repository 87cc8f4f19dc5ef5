import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { repositoryRoot } from './paths.ts';
import { runCommand } from './processes.ts';

/**
 * Absolute path of the packaged extension to test: `given` (relative to the working directory), else `$PENNYLINT_VSIX`, else the
 * newest `pennylint-*.vsix` in the repository root. Throws when none is named and there is none, or it is older than what was built since.
 */
export function vsixUnderTest(given: string | undefined = process.env.PENNYLINT_VSIX): string {
  if (given !== undefined) return resolve(given);
  const found = vsixFiles(repositoryRoot);
  const [newest] = found.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (newest !== undefined) {
    refuseOutdated(newest);
    return newest;
  }
  throw new Error(
    `There is no pennylint-*.vsix in ${repositoryRoot}. Package the extension first (run-tests.ts does it with ` +
      '--build), or name a file in the environment variable PENNYLINT_VSIX.',
  );
}

/** Throws for a package that does not hold what was built last: its tests would speak of another program. */
function refuseOutdated(vsix: string): void {
  const built = statSync(join(repositoryRoot, 'dist', 'cli.mjs'), { throwIfNoEntry: false });
  if (built !== undefined && built.mtimeMs > statSync(vsix).mtimeMs)
    throw new Error(`${vsix} is older than dist: package what was built last (npm run package), or name a file in PENNYLINT_VSIX.`);
}

/** Largest package that is published, in bytes. */
const MAX_BYTES = 5_000_000;

/**
 * Builds and packages the extension as it would be published, and removes earlier packages. Returns the path
 * `pennylint-<version>.vsix` in the repository's root. Throws with the output of the build or of the packager when one of them fails,
 * and when the package is larger than it may be.
 */
export async function buildVsix(): Promise<string> {
  const manifest: unknown = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const { name, version } = manifest as { name: string; version: string };
  const vsix = join(repositoryRoot, `${name}-${version}.vsix`);
  for (const old of vsixFiles(repositoryRoot)) rmSync(old);
  const options = { cwd: repositoryRoot, timeoutMs: 300_000 };
  await runCommand(process.execPath, ['esbuild.mjs'], options);
  const vsce = join(repositoryRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await runCommand(process.execPath, [vsce, 'package', ...flags, '--out', vsix], options);
  const { size } = statSync(vsix);
  if (size > MAX_BYTES)
    throw new Error(`${vsix} has ${(size / 1e6).toFixed(2)} MB; ${MAX_BYTES / 1e6} MB are allowed. See what it holds: unzip -l ${vsix}`);
  return vsix;
}

function vsixFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^pennylint-.*\.vsix$/.test(name))
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
