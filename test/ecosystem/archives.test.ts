import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fetchArchives, mismatch, unpack } from './archives.ts';
import type { PinnedPackage } from './packages.ts';
import { block, blocksOf } from './report.ts';

describe('archives of packages', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-archives-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes an archive with one file of any name. */
  const archive = (kind: 'zip' | 'tar', name: string): string => {
    const file = path.join(folder, kind === 'zip' ? 'a-1.whl' : 'a-1.tgz');
    const write =
      kind === 'zip'
        ? 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr(sys.argv[2], "x")'
        : 'import sys, tarfile, io; i = tarfile.TarInfo(sys.argv[2]); i.size = 1; tarfile.open(sys.argv[1], "w:gz").addfile(i, io.BytesIO(b"x"))';
    execFileSync('python3', ['-c', write, file, name]);
    return file;
  };
  const target = (): string => {
    const into = path.join(folder, 'inner', 'target');
    rmSync(path.dirname(into), { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    return into;
  };

  it('are unpacked where they should be', async () => {
    for (const kind of ['zip', 'tar'] as const) {
      const into = target();
      await unpack(archive(kind, 'package/a.py'), into);
      assert.equal(readFileSync(path.join(into, 'package/a.py'), 'utf8'), 'x');
    }
  });

  it('write nothing outside of the folder', async () => {
    await assert.rejects(unpack(archive('tar', '../escaped.py'), target()), /a-1\.tgz could not be unpacked: .*outside the destination/);
    await unpack(archive('zip', '../escaped.py'), target());
    assert.ok(!existsSync(path.join(folder, 'inner/escaped.py')));
    assert.ok(existsSync(path.join(folder, 'inner/target/escaped.py')), 'the path is cleaned');
  });

  it('are refused when their content is another', () => {
    const file = path.join(folder, 'b.tgz');
    writeFileSync(file, 'abc');
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    assert.equal(mismatch({ archive: 'b.tgz', sha256 }, file), undefined);
    assert.match(mismatch({ archive: 'b.tgz', sha256: '00' }, file) ?? '', /^b\.tgz has the SHA-256 ba78.*, pinned is 00$/);
    assert.match(mismatch({ archive: 'c.tgz', sha256 }, path.join(folder, 'c.tgz')) ?? '', /saved no file c\.tgz/);
  });

  it('that exist nowhere are named, and do not keep the others away', async function () {
    this.timeout(300_000);
    const pinned = (version: string, sha256: string): PinnedPackage => ({
      ...{ registry: 'npm', name: 'express', version, archive: `express-${version}.tgz`, sha256, license: 'MIT', why: 'a test' },
    });
    const good = pinned('5.3.0', '62450d99e36dc393295f1ddd93cb9291e658c169f3b700b0110c1ae8fa799930');
    const failures = await fetchArchives([pinned('0.0.0-none', '00'), good], path.join(folder, 'cache'));
    assert.deepEqual([...failures.keys()], ['npm express 0.0.0-none']);
    assert.ok(existsSync(path.join(folder, 'cache', good.archive)));
  });

  it('the snapshot is read as it was written', () => {
    const empty = { files: 1, calls: [], findings: [], problems: [{ file: 'a.py', message: 'the file is binary' }] };
    const first = block('npm a 1', 'MIT', empty);
    const second = block('pypi b 2', 'MIT', { ...empty, problems: [] });
    assert.deepEqual(
      [...blocksOf(`${first}\n${second}`)],
      [
        ['npm a 1', first],
        ['pypi b 2', second],
      ],
    );
  });
});
