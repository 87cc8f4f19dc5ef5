import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const SOURCE = `from openai import OpenAI
OpenAI().responses.create(model="gpt-4o", max_output_tokens=1000, input="x")
`;

describe('pennylint … --billed FILE', function () {
  this.timeout(30_000);
  let folder: string;
  let gateway: TestGateway;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-billed-'));
    writeFileSync(path.join(folder, 'main.py'), SOURCE);
    gateway = await startTestGateway();
  });

  afterEach(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  const run = (...args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });

  /** Not synchronous: the gateway runs in this process. */
  const spend = (): Promise<string> =>
    new Promise((resolve) => {
      const args = ['spend', '--source', gateway.url, '--no-store', '--format', 'json', '--interval', '1'];
      const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
      let out = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
      });
      child.on('close', () => {
        resolve(out);
      });
    });

  it('takes what spend has written, and says so beside the prediction', async () => {
    writeFileSync(path.join(folder, 'spend.json'), await spend());
    const text = run('inspect', '--billed', 'spend.json').stdout;
    assert.match(text, /≈\$[\d.]+\/call · all of gpt-4o billed \$[\d.]+ avg, \d+ calls today, \$[\d.]+ · /);
    const [call] = (JSON.parse(run('inspect', '--billed', 'spend.json', '--format', 'json').stdout) as Inspected).calls;
    assert.equal(call?.billed?.by, 'model');
    assert.match(call.billed.asOf, /^\d{4}-\d\d-\d\dT/);
    assert.doesNotMatch(run('inspect').stdout, /billed/);
  });

  it('gives a month by the billed volume, with its source, to findings and comparisons', () => {
    const row = { name: 'gpt-4o', requestsToday: 5, microUsdToday: 900, requests: 5, microUsd: 900, requestsPerDay: 1000 };
    const report = { schemaVersion: 1, source: 'LiteLLM', basis: 'reported', asOf: 1, todayEnds: 2, models: [row], tags: [] };
    writeFileSync(path.join(folder, 'billed.json'), JSON.stringify(report));
    const compared = run('compare', 'main.py:2', '--billed', 'billed.json').stdout;
    assert.match(compared, /\$ per month/);
    assert.match(compared, /at 1,000 calls\/day \(the only call here that sends to it: LiteLLM, model gpt-4o, read 1970-01-01/);
    const source = SOURCE.replace('max_output_tokens=1000, ', '');
    writeFileSync(path.join(folder, 'main.py'), source);
    writeFileSync(
      path.join(folder, 'pennylint.yaml'),
      'rules: { unbounded-output: { severity: hint, options: { worstCaseWarningUsd: 0.1 } } }\n',
    );
    const checked = JSON.parse(run('check', '--billed', 'billed.json', '--format', 'json').stdout) as Checked;
    const volumes = checked.diagnostics.flatMap(({ impact }) => impact?.volume ?? []);
    assert.ok(volumes.length > 0);
    for (const { callsPerDay, from } of volumes) {
      assert.equal(callsPerDay, 1000);
      assert.match(from, /LiteLLM, model gpt-4o/);
    }
  });

  it('refuses files that hold nothing of the kind', () => {
    writeFileSync(path.join(folder, 'bad.json'), '{"billed": null}');
    for (const file of ['bad.json', 'missing.json']) {
      const { status, stderr } = run('inspect', '--billed', file);
      assert.equal(status, 2);
      assert.match(stderr, /--billed .*(?:cannot be read|holds nothing that was billed)/);
    }
  });
});

interface Inspected {
  readonly calls: readonly { readonly billed?: { readonly by: string; readonly asOf: string } }[];
}

interface Checked {
  readonly diagnostics: readonly {
    readonly impact: { readonly volume?: { readonly callsPerDay: number; readonly from: string } } | null;
  }[];
}
