/** Reads files out of an npm package without installing it or running anything from it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A package at one version, with the integrity (`sha512-…`, as in a lock file) that its tarball must have. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** The files of the package by path inside it (`dist/…`). Throws with a readable message when the tarball is not the pinned one. */
export function packageFiles({ name, version, integrity }: PinnedPackage): ReadonlyMap<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'price-data-'));
  try {
    execFileSync('npm', ['pack', `${name}@${version}`, '--ignore-scripts', '--silent', '--pack-destination', folder], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    const [tarball] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack ${name}@${version} left no tarball.`);
    const bytes = readFileSync(join(folder, tarball));
    const actual = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (actual !== integrity)
      throw new Error(`${name}@${version} has integrity ${actual}, expected ${integrity}. Nothing was read from it.`);
    return tarEntries(gunzipSync(bytes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Regular files of a ustar archive. Paths lose their first folder, which npm always names `package`. */
function tarEntries(archive: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + 512 <= archive.length;) {
    const header = archive.subarray(at, at + 512);
    const text = (from: number, length: number): string => header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') break;
    const size = Number.parseInt(text(124, 12).trim(), 8);
    const type = text(156, 1);
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const path = (prefix === '' ? name : `${prefix}/${name}`).replace(/^[^/]*\//, '');
    if (type === '' || type === '0') files.set(path, archive.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
