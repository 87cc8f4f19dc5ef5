import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const source = `import os
from openai import OpenAI
client = OpenAI()

def answer(question):
    return client.responses.create(model=os.environ["MODEL"], max_output_tokens=500, input=question)

client.responses.create(model="gpt-4.1", input="x")
`;

interface Diagnostic {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly impact: { readonly usdPerCall: number | null; readonly usdPerMonth: number | null } | null;
}

interface Call {
  readonly file: string;
  readonly model: Record<string, unknown>;
  readonly cost: Record<string, unknown> | null;
}

describe('command line with pennylint.yaml', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-config-'));
    write('src/a.py', source);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(args: readonly string[], cwd = folder): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  }

  function write(name: string, content: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }

  const calls = (args: readonly string[] = [], cwd = folder): readonly Call[] =>
    (JSON.parse(run(['inspect', '--format', 'json', ...args], cwd).out) as { calls: Call[] }).calls;
  const diagnostics = (args: readonly string[] = []): readonly Diagnostic[] =>
    (JSON.parse(run(['check', '--format', 'json', ...args]).out) as { diagnostics: Diagnostic[] }).diagnostics;

  it('fills in, projects, and says where each number comes from', () => {
    write(
      'pennylint.yaml',
      'defaults:\n  callsPerDay: 100\ncallSites:\n  - functions: answer\n    model: gpt-4.1\n    expectedOutputTokens: 200\n',
    );
    const [first, second] = calls();
    assert.deepEqual(first?.model.state, 'runtime');
    assert.deepEqual(first.model.values, []);
    assert.deepEqual(first.model.declared, { value: 'gpt-4.1', from: 'pennylint.yaml line 5' });
    assert.equal(first.cost?.basis, 'declared');
    assert.equal(first.cost.expectedOutputFrom, 'pennylint.yaml line 6');
    assert.deepEqual((first.cost.month as { callsPerDay: unknown }).callsPerDay, { value: 100, from: 'pennylint.yaml line 2' });
    assert.equal(second?.cost?.basis, 'assumed');
    assert.match(run(['inspect']).out, /≈\$\d+(\.\d+)?\+?\/month at 100 calls\/day/);
  });

  it('knows the impact per month when the calls per day are declared', () => {
    const rules = 'rules: { unbounded-output: hint }\n';
    write('pennylint.yaml', rules);
    assert.deepEqual(
      diagnostics().map(({ impact }) => impact?.usdPerMonth),
      [null],
    );
    write('pennylint.yaml', `defaults: { callsPerDay: 10 }\n${rules}`);
    const [impact] = diagnostics().map((diagnostic) => diagnostic.impact);
    const { usdPerCall, usdPerMonth } = impact ?? { usdPerCall: null, usdPerMonth: null };
    assert.ok(usdPerCall !== null && usdPerMonth !== null);
    assert.ok(Math.abs(usdPerMonth - usdPerCall * 300) < 1e-6);
  });

  it('lets budgets decide the exit code, wherever they stand', () => {
    assert.equal(run(['check']).code, 0);
    write('pennylint.yaml', 'budgets:\n  perCallUsd: 0.001\n');
    assert.equal(run(['check']).code, 1);
    write('pennylint.yaml', 'defaults: { callsPerDay: 100 }\nbudgets:\n  perMonthUsd: 1\n');
    const { code, out } = run(['check']);
    assert.equal(code, 1);
    assert.match(out, /^pennylint\.yaml:3:16 error All calls together: ≈\$7\.\d+ per month; the budget is \$1\..* \[over-budget\]$/m);
    assert.deepEqual(
      diagnostics()
        .filter(({ rule }) => rule === 'over-budget')
        .map(({ file, line, column, impact }) => [file, line, column, (impact?.usdPerMonth ?? 0) > 6]),
      [['pennylint.yaml', 3, 16, true]],
    );
    write('pennylint.yaml', 'defaults: { callsPerDay: 100 }\nbudgets:\n  perMonthUsd: 1\nrules: { over-budget: hint }\n');
    assert.equal(run(['check']).code, 0);
  });

  it('prints what is wrong with the file, keeps the rest in force, and exits with 3', () => {
    write('pennylint.yaml', 'version: 1\nbugdets: 1\nrules:\n  unbounded-output: error\n');
    const { code, out, err } = run(['check']);
    assert.equal(code, 3);
    assert.match(out, /src\/a\.py:8:1 error No output limit/);
    assert.equal(err, 'pennylint.yaml:2:1: Unknown key `bugdets`; did you mean `budgets`?\n');
    const { problems } = JSON.parse(run(['inspect', '--format', 'json']).out) as { problems: unknown[] };
    assert.deepEqual(problems, [{ file: 'pennylint.yaml', line: 2, column: 1, message: 'Unknown key `bugdets`; did you mean `budgets`?' }]);
    write('pennylint.yaml', 'rules: [\n');
    // What the broken file says of rules is not in force, and the call is found by what is on by default.
    write('src/a.py', source.replace('gpt-4.1', 'gpt-4-32k'));
    const broken = run(['check']);
    assert.equal(broken.code, 3);
    assert.match(broken.out, /1 finding/);
    assert.match(broken.err, /^pennylint\.yaml:\d+:\d+: /);
  });

  it('takes the nearest file alone, up to the root of the repository', () => {
    write('pennylint.yaml', 'defaults: { callsPerDay: 1 }\n');
    write('packages/b/pennylint.yml', 'callSites: [{ functions: answer, model: gpt-4.1 }]\n');
    write('packages/b/src/b.py', source);
    const facts = (list: readonly Call[]): unknown[] =>
      list.map(({ file, model, cost }) => [file, model.declared === undefined, cost?.month === undefined]);
    const expected = [
      ['packages/b/src/b.py', false, true],
      ['packages/b/src/b.py', true, true],
      ['src/a.py', true, true],
      ['src/a.py', true, false],
    ];
    assert.deepEqual(facts(calls()), expected);
    // From below, files above count only within a repository.
    assert.equal(calls([], path.join(folder, 'src'))[1]?.cost?.month, undefined);
    mkdirSync(path.join(folder, '.git'));
    assert.notEqual(calls([], path.join(folder, 'src'))[1]?.cost?.month, undefined);
    assert.deepEqual(facts(calls()), expected);
  });

  it('takes a file that is named, or none', () => {
    write('pennylint.yaml', 'rules: { unbounded-output: error }\n');
    write('ci/strict.yaml', 'rules: { unbounded-output: { paths: { "src/": off } } }\n');
    assert.deepEqual(
      [[], ['--no-config'], ['--config', 'ci/strict.yaml']].map((args) => diagnostics(args).map(({ severity }) => severity)),
      [['error'], [], []],
    );
    assert.match(run(['check', '--config', 'missing.yaml']).err, /There is no file missing\.yaml\./);
    assert.equal(run(['check', '--config', 'missing.yaml']).code, 2);
    assert.equal(run(['check', '--config', 'ci/strict.yaml', '--no-config']).code, 2);
  });

  it('leaves ignored files out, but not their names', () => {
    write(
      'lib/llm.py',
      'from openai import OpenAI\nclient = OpenAI()\ndef ask(text):\n    return client.responses.create(model="gpt-4.1", input=text)\n',
    );
    write('src/c.py', 'from lib.llm import ask\nask("Hello")\n');
    write('pennylint.yaml', 'ignore: lib/\n');
    assert.deepEqual([...new Set(calls().map(({ file }) => file))], ['src/a.py']);
    write('pennylint.yaml', 'include: [src/c.py, lib/]\n');
    assert.deepEqual([...new Set(calls().map(({ file }) => file))], ['lib/llm.py', 'src/c.py']);
  });

  it('holds for notebooks and for files of requests', () => {
    write('src/a.py', '');
    write('src/call.http', 'POST https://api.openai.com/v1/responses\n\n{ "model": "gpt-4.1", "input": "x" }\n');
    const notebook = {
      cells: [
        { cell_type: 'markdown', source: '' },
        { cell_type: 'code', source },
      ],
      metadata: {},
      nbformat: 4,
    };
    write('src/n.ipynb', JSON.stringify(notebook));
    write('pennylint.yaml', 'defaults: { callsPerDay: 10 }\ncallSites:\n  - { files: "*.ipynb", model: gpt-4.1 }\nignore: other/\n');
    const found = calls().map(({ file, model, cost }) => [
      file,
      model.declared ?? model.values,
      (cost?.month as { usd?: unknown }).usd !== undefined,
    ]);
    assert.deepEqual(found, [
      ['src/call.http', ['gpt-4.1'], true],
      ['src/n.ipynb', { value: 'gpt-4.1', from: 'pennylint.yaml line 3' }, true],
      ['src/n.ipynb', ['gpt-4.1'], true],
    ]);
    write('pennylint.yaml', 'ignore: ["*.ipynb", "*.http"]\n');
    assert.deepEqual(calls(), []);
  });

  it('does not read what is no file', () => {
    mkdirSync(path.join(folder, 'pennylint.yaml'));
    const { code, err } = run(['check']);
    assert.equal(code, 3);
    assert.equal(err, 'pennylint.yaml:1:1: This is not a file.\n');
  });
});
