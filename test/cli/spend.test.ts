import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDemoGateway, type DemoGateway } from '../../src/gateways/index.ts';
import type { SpendSnapshot } from '../../src/core/spend/index.ts';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const KEY = 'sk-never-to-be-seen-0123456789';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('pennylint spend', () => {
  let folder: string;
  let gateway: DemoGateway;
  let clock: number;
  let servers: Server[];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-spend-'));
    clock = Date.now();
    gateway = await startDemoGateway({ now: () => clock });
    servers = [];
  });

  afterEach(async () => {
    await gateway.close();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true });
  });

  /** Not synchronous: the gateway runs in this process. */
  function run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    stopAfter?: (out: string, err: string) => boolean,
  ): Promise<Run> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [cli, 'spend', ...args], {
        cwd: folder,
        env: { ...process.env, HOME: folder, LOCALAPPDATA: folder, XDG_STATE_HOME: path.join(folder, 'state'), ...env },
      });
      let out = '';
      let err = '';
      const look = (): void => {
        // Once: a second signal ends the process at once, as it should.
        if (!child.killed && stopAfter?.(out, err) === true) child.kill('SIGTERM');
      };
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
        look();
      });
      child.stderr.on('data', (data: Buffer) => {
        err += data.toString();
        look();
      });
      child.on('close', (code) => {
        resolve({ code, out, err });
      });
    });
  }

  async function serve(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(status, headers);
      response.end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics/`;
  }

  const json = (run: Run): SpendSnapshot => JSON.parse(run.out) as SpendSnapshot;

  it('shows what was spent between runs, equal to the gateway’s ledger, across a restart of the gateway', async () => {
    const args = ['--source', gateway.url, '--store', folder, '--format', 'json', '--interval', '1'];
    const first = await run(args);
    assert.equal(first.code, 0, first.err);
    assert.equal(json(first).schemaVersion, 1);
    assert.ok(json(first).demo);
    const base = gateway.workload.ledger;
    clock += 300_000;
    const second = json(await run(args));
    assert.ok(Math.abs((second.utcToday.value ?? 0) + (second.month.value ?? 0) - 2 * (gateway.workload.ledger - base)) <= 2);
    clock += 60_000;
    await run(args);
    // The clock of the machine is behind that of the demo, so the restart is dated by the machine.
    clock = Date.now() + 1;
    gateway.restart();
    const before = gateway.workload.ledger;
    clock += 600_000;
    const third = json(await run(args));
    assert.ok(
      Math.abs((third.month.value ?? 0) - (gateway.workload.ledger - base)) <= 2,
      `${third.month.value} of ${gateway.workload.ledger - base} (${before})`,
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.lock')),
      [],
    );
  });

  it('prints text without decoration when piped, with DEMO at every figure', async () => {
    const { code, out } = await run(['--source', 'demo', '--interval', '2']);
    assert.equal(code, 0);
    assert.match(out, /^DEMO metrics at 127\.0\.0\.1:\d+ \(LiteLLM\)\n/);
    for (const line of out.split('\n'))
      if (/\$\d/.test(line) && !line.startsWith('  ') && !line.startsWith('!')) assert.match(line, /^DEMO /);
    assert.doesNotMatch(out, /\u001b/);
  });

  it('watches until it is stopped, one line or object at a time', async () => {
    const lines = await run(['--source', gateway.url, '--no-store', '--watch', '--interval', '1'], {}, (out) => out.split('\n').length > 3);
    assert.equal(lines.code, 0, lines.err);
    assert.match(lines.out, /^DEMO \$0 today/);
    const objects = await run(
      ['--source', gateway.url, '--no-store', '--watch', '--interval', '1', '--format', 'json'],
      {},
      (out) => out.split('\n').length > 2,
    );
    for (const line of objects.out.trim().split('\n')) assert.equal((JSON.parse(line) as SpendSnapshot).schemaVersion, 1);
  });

  it('ends with 1 when a budget is used up', async () => {
    const args = ['--source', gateway.url, '--store', folder, '--budget', '0.01/day', '--budget', '1000/month', '--interval', '1'];
    assert.equal((await run(args)).code, 0);
    clock += 300_000;
    const { code, out } = await run(args);
    assert.equal(code, 1);
    assert.match(out, /Your budget per day: \$[\d.]+ \/ \$0\.01/);
  });

  it('receives telemetry, and says which environment makes an agent send it', async () => {
    const body = JSON.stringify({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'claude_code.cost.usage',
                  sum: {
                    aggregationTemporality: 1,
                    isMonotonic: true,
                    dataPoints: [
                      {
                        asDouble: 0.5,
                        timeUnixNano: `${Date.now()}000000`,
                        attributes: [{ key: 'model', value: { stringValue: 'claude-sonnet-4-5' } }],
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    let sent = false;
    const { out, err, code } = await run(
      ['--source', 'otlp', '--set', 'port=0', '--watch', '--interval', '1', '--format', 'json'],
      {},
      (shown, said) => {
        const port = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (port !== undefined && !sent) {
          sent = true;
          void fetch(`http://127.0.0.1:${port}/v1/metrics`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        }
        return shown.includes('\n');
      },
    );
    assert.equal(code, 0, err);
    assert.match(err, /OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/127\.0\.0\.1:\d+/);
    const [line = ''] = out.split('\n');
    const made = JSON.parse(line) as SpendSnapshot;
    assert.deepEqual([made.today.value, made.today.basis], [500_000, 'notional']);
    assert.equal(readdirSync(path.join(folder, 'state', 'pennylint', 'spend')).length, 1, 'the history is kept, the lock given back');
  });

  it('says what is wrong, never with the key in it', async () => {
    const forbidden = await serve(401, '{"error":"no"}', { 'content-type': 'application/json' });
    const page = await serve(200, '<html>login', { 'content-type': 'text/html' });
    const redirect = await serve(307, '', { location: '/elsewhere/' });
    for (const [args, code, words] of [
      [['--source', forbidden, '--key-env', 'MY_KEY'], 3, /does not accept the key/],
      [['--source', page], 3, /web page/],
      [['--source', redirect], 3, /answers at \/elsewhere\//],
      [['--source', 'http://127.0.0.1:1/metrics'], 3, /cannot be reached/],
      [[], 2, /needs --source/],
      [['--source', 'nonsense'], 2, /is no address/],
      [['--source', 'http://gateway.example/metrics', '--key-env', 'MY_KEY'], 2, /https only/],
      [['--source', 'http://gateway.example/metrics'], 2, /not encrypted/],
      [['--source', 'https://user:pw@gateway.example/'], 2, /user name or password/],
      [['--source', forbidden, '--key-env', 'NOT_THERE'], 2, /has no NOT_THERE/],
      [['--source', forbidden, '--key-env', 'BAD_KEY'], 2, /cannot be sent/],
      [['--source', forbidden, '--kind', 'abacus'], 2, /--kind is abacus/],
      [['--source', forbidden, '--budget', 'lots'], 2, /50\/month/],
      [['--source', forbidden, '--interval', '0'], 2, /--interval/],
      [['--source', forbidden, '--profile', 'nobody'], 2, /neither one of/],
      [['--source', 'otlp'], 2, /--watch/],
      [['a.py'], 2, /takes no paths/],
    ] as const) {
      const result = await run([...args, '--no-store', '--interval', '1'].slice(0, args.includes('--interval' as never) ? -2 : undefined), {
        MY_KEY: KEY,
        BAD_KEY: `${KEY}\u00e9`,
      });
      assert.equal(result.code, code, `${args.join(' ')}\n${result.out}${result.err}`);
      assert.match(result.out + result.err, words);
      assert.doesNotMatch(result.out + result.err, /never-to-be-seen|at .*\.mjs:/);
    }
  });

  it('takes a profile of the user for metrics that nobody knows', async () => {
    const source = await serve(200, 'process_start_time_seconds 1\nmy_tokens_total{m="gpt-4o"} 5\n', { 'content-type': 'text/plain' });
    assert.match((await run(['--source', source, '--no-store'])).out, /of no gateway that Pennylint knows/);
    writeFileSync(
      path.join(folder, 'mine.json'),
      JSON.stringify({ id: 'mine', name: 'Mine', metrics: [{ names: ['my_tokens_total'], adds: ['input'] }], labels: { model: ['m'] } }),
    );
    const { code, out } = await run(['--source', source, '--no-store', '--profile', 'mine.json', '--interval', '1', '--format', 'json']);
    assert.equal(code, 0, out);
    assert.equal(json({ code, out, err: '' }).source.gateway, 'Mine');
  });
});
