import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const line = (model: string, i = 0): string =>
  `${JSON.stringify({ custom_id: `r${i}`, method: 'POST', url: '/v1/chat/completions', body: { model, max_tokens: 100, messages: [{ role: 'user', content: `Say ${i % 7}` }] } })}\n`;

interface Inspected {
  readonly calls: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly kind: string;
    readonly callee: string;
    readonly sdk: string;
    readonly provider: string | null;
    readonly tools: unknown;
    readonly cost: { readonly coldUsd: readonly number[]; readonly tariff?: string } | null;
  }[];
  readonly batches?: readonly {
    readonly file: string;
    readonly requests: number;
    readonly read: number;
    readonly totalUsd: readonly [number, number] | null;
    readonly tariff: string | null;
  }[];
  readonly problems: readonly unknown[];
}

describe('command line on requests as data', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-requests-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string | Buffer): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }

  function inspect(args: readonly string[] = []): Inspected {
    const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'inspect', '--format', 'json', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    assert.equal(status, 0);
    return JSON.parse(stdout) as Inspected;
  }

  it('finds requests in every kind of file, and keeps the keys of addresses to itself', () => {
    const body =
      '{"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}], "tools": [{"type": "function", "function": {"name": "f"}}]}';
    write('a.http', `\nPOST https://user:hunter2@api.openai.com/v1/chat/completions?api-key=hunter2\n\n${body}\n`);
    write('b.sh', `x=$(curl -d '${body}' https://api.openai.com/v1/chat/completions)\n`);
    write('c.json', body);
    write('node_modules/d.json', body);
    const { calls, problems } = inspect();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      calls.map(({ file, line, column, kind, callee, sdk, provider }) => [file, line, column, kind, callee, sdk, provider]),
      [
        ['a.http', 2, 1, 'request', 'POST https://api.openai.com/v1/chat/completions', 'openai-chat', 'openai'],
        ['b.sh', 1, 5, 'request', 'POST https://api.openai.com/v1/chat/completions', 'openai-chat', 'openai'],
        ['c.json', 1, 1, 'request', 'openai-chat request', 'openai-chat', 'openai'],
      ],
    );
    for (const call of calls)
      assert.deepEqual(call.tools, { state: 'present', count: 1, tokens: (calls[0]?.tools as { tokens: number }).tokens });
    assert.doesNotMatch(JSON.stringify(calls), /hunter2/);
  });

  it('says nothing about data that is not for it, however large or broken', () => {
    write('large.json', `[${'{"a": "b"}, '.repeat(800_000)}]`);
    write('binary.json', Buffer.from([0, 1, 2, 3]));
    write('binary.sh', Buffer.from([0, 1, 2, 3]));
    write('train.jsonl', '{"messages": [{"role": "user", "content": "x"}]}\n'.repeat(3));
    write('package.json', '{"messages": [], "model": "x"}');
    write('run.sh', 'echo hello\n');
    assert.deepEqual(inspect(), { ...inspect(), calls: [], problems: [] });
  });

  it('sums a long batch file up in bounded memory, at the batch price', () => {
    let text = '';
    for (let i = 0; i < 12_000; i++) text += line('gpt-4o-mini', i);
    write('batch.jsonl', text);
    for (let i = 0; i < 8; i++) appendFileSync(path.join(folder, 'batch.jsonl'), text);
    const { calls, batches } = inspect();
    assert.equal(calls.length, 20);
    assert.equal(calls[0]?.cost?.tariff, 'batch');
    const [batch] = batches ?? [];
    assert.deepEqual([batch?.file, batch?.requests, batch?.read, batch?.tariff], ['batch.jsonl', 108_000, 20, 'batch']);
    write('single.json', JSON.stringify((JSON.parse(line('gpt-4o-mini')) as { body: unknown }).body));
    const [single] = inspect(['single.json']).calls;
    const [usual = 0] = single?.cost?.coldUsd ?? [];
    const [half = 0] = calls[0].cost.coldUsd;
    assert.ok(Math.abs(half - usual / 2) < 1e-6, `${half} is half of ${usual}`);
    const total = batches?.[0]?.totalUsd?.[0] ?? 0;
    assert.ok(Math.abs(total - half * 108_000) < 0.2 * half * 108_000);
  });

  it('knows no batch price where none is listed, and counts a single line', () => {
    write('batch.jsonl', line('no-such-model').trimEnd());
    const { calls, batches } = inspect();
    assert.equal(calls[0]?.cost, null);
    assert.deepEqual(
      batches?.map(({ requests, totalUsd, tariff }) => [requests, totalUsd, tariff]),
      [[1, null, null]],
    );
  });
});
