import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');

interface Call {
  readonly file: string;
  readonly model: { readonly values: readonly string[] };
  readonly system: { readonly state: string; readonly staticChars: number };
}

describe('files outside of the folder that is analysed', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-outside-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }

  function inspect(): readonly Call[] {
    const { stdout, stderr } = spawnSync(process.execPath, [cli, 'inspect', '--format', 'json'], {
      cwd: path.join(folder, 'inner'),
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    return (JSON.parse(stdout) as { readonly calls: readonly Call[] }).calls;
  }

  for (const name of ['secret.txt', 'package.json', 'tsconfig.json', '.env'])
    it(`are no prompts: ../${name}`, () => {
      write(name, '{ "name": "of somebody else" }');
      const content = `open("../${name}").read()`;
      write(
        'inner/app.py',
        `from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o", instructions=${content}, input="Hello")\n`,
      );
      assert.deepEqual(
        inspect().map(({ system: { state, staticChars } }) => ({ state, staticChars })),
        [{ state: 'runtime', staticChars: 0 }],
      );
    });

  it('say what imports mean, where they are configurations', () => {
    write('tsconfig.base.json', '{ "compilerOptions": { "paths": { "~models": ["./inner/lib/models.ts"] } } }');
    write('inner/tsconfig.json', '{ "extends": "../tsconfig.base.json" }');
    write('inner/lib/models.ts', "export const model = 'gpt-5-mini';\n");
    write(
      'inner/src/main.ts',
      "import OpenAI from 'openai';\nimport { model } from '~models';\nawait new OpenAI().responses.create({ model, input: 'Hello' });\n",
    );
    assert.deepEqual(
      inspect().map((call) => call.model.values),
      [['gpt-5-mini']],
    );
  });
});
