import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProjectConfigs } from '../../src/files/projectConfigs.ts';
import { TODAY } from '../support/service.ts';

describe('which pennylint.yaml holds', () => {
  let folder: string;
  const open = new Map<string, string>();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-files-'));
    mkdirSync(path.join(folder, 'a/b'), { recursive: true });
    writeFileSync(path.join(folder, 'pennylint.yaml'), 'version: 1\n');
    writeFileSync(path.join(folder, 'a/pennylint.yml'), 'version: 1\n');
    writeFileSync(path.join(folder, 'a/pennylint.json'), '{}');
  });

  afterEach(() => {
    open.clear();
    rmSync(folder, { recursive: true });
  });

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const configs = (root: string): ProjectConfigs =>
    new ProjectConfigs({ roots: [path.join(folder, root)], prices: () => [], openText: (uri) => open.get(uri), now: () => TODAY });
  const answer = (one: ProjectConfigs, uri: string): string => {
    const found = one.of(uri);
    return found === undefined ? 'none' : `${found.config.label} for ${found.path}`;
  };

  it('is the nearest one, by the order of the names, no further up than the folder that is open', () => {
    const one = configs('.');
    assert.equal(answer(one, uriOf('main.py')), 'pennylint.yaml for main.py');
    assert.equal(answer(one, uriOf('a/b/c.py')), 'a/pennylint.yml for b/c.py');
    assert.equal(answer(configs('a/b'), uriOf('a/b/c.py')), 'none');
  });

  it('is none for what has no place on disk', () => {
    const one = configs('.');
    for (const uri of ['untitled:Untitled-1', 'vscode-vfs://github/a/b.py', 'file://host/%zz', '']) assert.equal(answer(one, uri), 'none');
  });

  it('is the last good version while the text is broken, and the text of the editor before that on disk', () => {
    const one = configs('.');
    const uri = uriOf('pennylint.yaml');
    open.set(uri, 'ignore: main.py\n');
    assert.equal(one.of(uriOf('main.py'))?.config.reading.ignore?.length, 1);
    open.set(uri, 'ignore: [main.py\n');
    one.changed(uri);
    assert.equal(one.of(uriOf('main.py'))?.config.reading.ignore?.length, 1);
    assert.deepEqual(
      one.files.map(({ label, isCurrent, problems }) => [label, isCurrent, problems.length]),
      [['pennylint.yaml', false, 1]],
    );
    open.delete(uri);
    one.changed(uri);
    assert.equal(one.of(uriOf('main.py'))?.config.reading.ignore, undefined);
    rmSync(path.join(folder, 'pennylint.yaml'));
    one.changed(uri);
    assert.equal(answer(one, uriOf('main.py')), 'none');
  });
});
