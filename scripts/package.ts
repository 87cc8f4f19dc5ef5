/** Builds `pennylint-<version>.vsix` in the repository's root. Fails when the package holds more than it should. Run by `npm run package`. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, readdirSync, statSync } from 'node:fs';

const MAX_BYTES = 5_000_000;

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
for (const name of readdirSync('.')) if (/^pennylint-.*\.vsix$/.test(name)) rmSync(name);
const file = `pennylint-${version}.vsix`;

execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
execFileSync(
  process.execPath,
  [
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
const { size } = statSync(file);
process.stdout.write(`${file}: ${(size / 1e6).toFixed(2)} MB\n`);
if (size > MAX_BYTES) {
  process.stderr.write(`The package may have ${MAX_BYTES / 1e6} MB at most. See what it holds: unzip -l ${file}\n`);
  process.exitCode = 1;
}
