import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromSpendProcess, Picture, SourceOrder, ToSpendProcess } from '../../src/shared/spend-messages.ts';
import { checkSources } from '../../src/shared/spend-settings.ts';
import { sourceKindIds } from '../../src/shared/spend-kinds.ts';
import { SpendService } from '../../src/spend/service.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const KEY = 'sk-secret-0123456789';
const BUNDLE = path.resolve(import.meta.dirname, '../../dist/spend.mjs');

function order(written: Readonly<Record<string, unknown>>, key?: { origin: string; key: string }): SourceOrder {
  const [settings] = checkSources([{ pollSeconds: 1, ...written }], sourceKindIds).sources;
  assert.ok(settings !== undefined);
  return { settings, key };
}

/** Waits until a probe gives something. */
async function until<T>(probe: () => T | undefined | false, what: string, ms = 15_000): Promise<T> {
  for (const end = Date.now() + ms; ;) {
    const found = probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await sleep(20);
  }
}

describe('process of live spend', function () {
  this.timeout(40_000);
  let folder: string;
  let gateway: TestGateway;
  const others: TestGateway[] = [];
  let service: SpendService | undefined;
  let messages: FromSpendProcess[];

  const take = (...orders: readonly ToSpendProcess[]): void => {
    for (const message of orders) service?.take(message);
  };
  const pictures = (): readonly Picture[] => messages.filter((message) => message.type === 'picture');
  const money = (): number => pictures().at(-1)?.snapshot?.today.value ?? 0;
  const configure = (...sources: readonly SourceOrder[]): ToSpendProcess => ({ type: 'configure', folder, sources, budgets: [] });

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-spend-'));
    gateway = await startTestGateway();
    messages = [];
    service = new SpendService((message) => messages.push(message));
  });

  afterEach(async () => {
    await service?.stop();
    await gateway.close();
    for (const other of others.splice(0)) await other.close();
    rmSync(folder, { recursive: true });
  });

  it('asks nobody before somebody looks, and stops when nobody looks', async () => {
    take(configure(order({ kind: 'metrics', url: gateway.url })));
    await sleep(300);
    assert.equal(gateway.asked.length, 0);
    take({ type: 'watch', watch: 'shown', selected: null });
    await until(() => money() > 0, 'money');
    take({ type: 'watch', watch: 'off', selected: null });
    await sleep(200);
    const asked = gateway.asked.length;
    const sent = pictures().length;
    await sleep(2500);
    assert.equal(gateway.asked.length, asked);
    assert.equal(pictures().length, sent);
    const status = messages.findLast((message) => message.type === 'status');
    assert.match(status?.text ?? '', /^\$[\d.]+ today \(\d\d:\d\d\)$/);
  });

  it('frees memory after readings, not with each of them, and not while nothing is read', async () => {
    await service?.stop();
    const collected: number[] = [];
    service = new SpendService(
      (message) => messages.push(message),
      () => collected.push(gateway.asked.length),
    );
    take(configure(), { type: 'watch', watch: 'shown', selected: null });
    await until(() => pictures().length > 0, 'a picture of nothing');
    assert.deepEqual(collected, []);
    take(configure(order({ kind: 'metrics', url: gateway.url })));
    await until(() => gateway.asked.length >= 4, 'readings');
    assert.equal(collected.length, 1);
    assert.ok(collected[0]! >= 1);
  });

  it('tells what was billed by model: at once, then once a minute at most, and that nothing is known any more', async () => {
    take(configure(order({ kind: 'metrics', url: gateway.url })), { type: 'watch', watch: 'shown', selected: null });
    const told = (): readonly FromSpendProcess[] => messages.filter(({ type }) => type === 'billed');
    const first = await until(() => told()[0], 'a report');
    assert.ok(first.type === 'billed' && first.report !== null);
    assert.deepEqual(first.report.models.map(({ name }) => name).sort(), ['claude-sonnet-4-5', 'gpt-4o']);
    assert.equal(first.report.basis, 'reported');
    await until(() => gateway.asked.length >= 4, 'more readings');
    assert.equal(told().length, 1);
    take(configure());
    const last = await until(() => told()[1], 'the end');
    assert.deepEqual(last, { type: 'billed', report: null });
  });

  it('sends at most ten pictures a second, each whole', async () => {
    take(configure(order({ kind: 'metrics', url: gateway.url })), { type: 'watch', watch: 'shown', selected: null });
    await until(() => pictures().length > 0, 'a picture');
    const before = pictures().length;
    for (let i = 0; i < 50; i++) {
      take({ type: 'watch', watch: 'shown', selected: null });
      await sleep(10);
    }
    await sleep(120);
    assert.ok(pictures().length - before <= 14, `${pictures().length - before} pictures in about 0.7 s`);
    for (const { snapshot } of pictures()) assert.equal(snapshot?.schemaVersion, 1);
  });

  it('sends a key to its origin only: not to another port, not along a redirect', async () => {
    const locked = await startTestGateway({ key: KEY });
    const redirecting = await startTestGateway({ redirect: `${gateway.origin}/stolen` });
    others.push(locked, redirecting);
    take(
      configure(
        order({ kind: 'metrics', url: locked.url }, { origin: locked.origin, key: KEY }),
        order({ kind: 'metrics', url: redirecting.url }, { origin: redirecting.origin, key: KEY }),
        // The key of another source: the setting was changed, the key was not.
        order({ kind: 'metrics', url: gateway.url }, { origin: locked.origin, key: KEY }),
      ),
      { type: 'watch', watch: 'shown', selected: null },
    );
    await until(() => locked.asked.length > 1 && redirecting.asked.length > 0 && gateway.asked.length > 1, 'three sources');
    assert.ok(locked.asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
    for (const { headers, path: asked } of gateway.asked) {
      assert.equal(headers.authorization, undefined);
      assert.equal(asked, '/metrics/');
    }
    assert.doesNotMatch(JSON.stringify(messages), new RegExp(KEY));
    await service?.stop();
    service = undefined;
    for (const file of readdirSync(folder)) assert.ok(!readFileSync(path.join(folder, file), 'utf8').includes(KEY), file);
  });

  it('shows several sources beside each other and adds nothing', async () => {
    const second = await startTestGateway({ growth: 3 });
    others.push(second);
    take(configure(order({ kind: 'metrics', url: gateway.url }), { ...order({ kind: 'metrics', url: second.url }), key: undefined }), {
      type: 'watch',
      watch: 'shown',
      selected: null,
    });
    const picture = await until(
      () => pictures().findLast(({ sources }) => sources.length === 2 && sources.every(({ today }) => (today.value ?? 0) > 0)),
      'both',
    );
    assert.equal(picture.snapshot?.today.value, picture.sources[0]?.today.value);
    take({ type: 'watch', watch: 'shown', selected: picture.sources[1]!.id });
    await until(() => pictures().at(-1)?.selected === picture.sources[1]!.id, 'the other source');
  });

  it('tells the same in every window: whoever begins to look goes on with what the others have saved', async () => {
    const theirs: FromSpendProcess[] = [];
    const other = new SpendService((message) => theirs.push(message));
    const seen = (): number => theirs.findLast((message) => message.type === 'picture')?.snapshot?.today.value ?? 0;
    const source = configure(order({ kind: 'metrics', url: gateway.url }));
    const watch = (shown: boolean): ToSpendProcess => ({ type: 'watch', watch: shown ? 'shown' : 'off', selected: null });
    try {
      other.take(source);
      take(source, watch(true));
      await until(() => money() >= 1_000_000, 'money');
      // The gateway is restarted while only the first window looks: what it counted before is on no page any more.
      const { port } = new URL(gateway.origin);
      await gateway.close();
      gateway = await startTestGateway({ port: Number(port), from: 0, started: Date.now() });
      const before = money();
      take({ type: 'retry' });
      await until(() => money() > before, 'more');
      other.take(watch(true));
      await until(() => JSON.stringify(theirs).includes('Another window keeps the history'), 'words about the other window');
      take(watch(false));
      await until(() => readdirSync(folder).every((file) => !file.endsWith('.lock')), 'the store to be given back');
      const last = money();
      other.take(watch(false));
      other.take(watch(true));
      await until(() => seen() >= last && seen(), `as much as the other window showed, ${last}`);
      assert.ok(seen() <= last + 4 * 375_000, `${seen()} is what the other window showed, and a few readings`);
      await until(
        () => theirs.findLast((message) => message.type === 'picture')?.problems.length === 0,
        'the words about the other window to go',
      );
    } finally {
      await other.stop();
    }
  });

  it('says in words what a test request found', async () => {
    const locked = await startTestGateway({ key: KEY });
    const moved = await startTestGateway({ redirect: '/metrics/' });
    others.push(locked, moved);
    const ask = async (request: number, source: SourceOrder): Promise<Extract<FromSpendProcess, { type: 'tested' }>['result']> => {
      take({ type: 'test', request, source });
      return until(
        () => messages.flatMap((message) => (message.type === 'tested' && message.request === request ? message.result : []))[0],
        'a result',
      );
    };
    assert.deepEqual((await ask(1, order({ kind: 'metrics', url: gateway.url }))).words, 'LiteLLM answers. It counts money.');
    assert.equal((await ask(2, order({ kind: 'metrics', url: locked.url }))).kind, 'unauthorized');
    assert.match(
      (await ask(3, order({ kind: 'metrics', url: locked.url }, { origin: locked.origin, key: 'wrong' }))).words,
      /does not accept the key/,
    );
    assert.equal((await ask(4, order({ kind: 'metrics', url: `${moved.origin}/metrics` }))).better, `${moved.origin}/metrics/`);
    assert.equal((await ask(5, order({ kind: 'metrics', url: 'http://gateway.example/' }))).ok, false);
    // The address of a gateway without the path of its metrics.
    for (const [request, path] of [
      [6, '/metrics'],
      [7, '/metrics/'],
    ] as const) {
      const whole = await startTestGateway({ path, key: KEY });
      others.push(whole);
      for (const key of [KEY, 'wrong']) {
        const found = await ask(request * 10 + key.length, order({ kind: 'metrics', url: whole.origin }, { origin: whole.origin, key }));
        assert.deepEqual(
          key === KEY ? [found.words, found.better] : [found.kind],
          key === KEY
            ? [`${whole.origin} is the address of the gateway; its metrics are at ${path}.`, `${whole.origin}${path}`]
            : ['unauthorized'],
        );
      }
    }
    const bare = await startTestGateway({ path: '/elsewhere' });
    others.push(bare);
    assert.match(
      (await ask(8, order({ kind: 'metrics', url: `${bare.origin}/` }))).words,
      /no page of metrics at http:.*, nor at \/metrics\/ or \/metrics/,
    );
    assert.equal(readdirSync(folder).length, 0, 'nothing is kept of a test');
  });

  it('receives OpenTelemetry on this machine, and shows it at once', async () => {
    const port = 20_000 + (process.pid % 20_000);
    take(configure(order({ kind: 'otlp', port })), { type: 'watch', watch: 'shown', selected: null });
    await until(() => pictures().at(-1)?.snapshot?.connection.words.startsWith('Waiting for telemetry') === true, 'the receiver');
    const point = (value: number, at: number): unknown => ({
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
                        asDouble: value,
                        startTimeUnixNano: `${(at - 1000) * 1e6}`,
                        timeUnixNano: `${at * 1e6}`,
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
    const times: number[] = [];
    for (let round = 1; round <= 6; round++) {
      const sent = Date.now();
      const response = await fetch(`http://127.0.0.1:${port}/v1/metrics`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(point(0.5, Date.now())),
      });
      assert.equal(response.status, 200);
      await until(() => money() === round * 500_000, 'half a dollar more');
      times.push(Date.now() - sent);
    }
    assert.ok(Math.min(...times) < 300, `${times.join(', ')} ms from the event to the picture`);
  });

  it('announces each part of a budget once, and asks once a minute for it', async () => {
    take({
      type: 'configure',
      folder,
      sources: [order({ kind: 'metrics', url: gateway.url, pollSeconds: 1 })],
      budgets: [{ period: 'day', limit: 1 }],
    });
    take({ type: 'watch', watch: 'shown', selected: null });
    await until(() => messages.some(({ type }) => type === 'alert'), 'an alert');
    take({ type: 'watch', watch: 'budget', selected: null });
    await sleep(100);
    const asked = gateway.asked.length;
    await sleep(3000);
    assert.ok(gateway.asked.length <= asked + 1);
    assert.equal(messages.filter(({ type }) => type === 'alert').length, 1);
  });

  it('loses nothing that was saved when it is killed at any moment', async function () {
    if (!existsSync(BUNDLE)) this.skip();
    const run = (): { readonly child: ChildProcess; readonly seen: FromSpendProcess[] } => {
      const child = fork(BUNDLE, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const seen: FromSpendProcess[] = [];
      child.on('message', (message) => seen.push(message as FromSpendProcess));
      child.send(configure(order({ kind: 'metrics', url: gateway.url })));
      child.send({ type: 'watch', watch: 'shown', selected: null } satisfies ToSpendProcess);
      return { child, seen };
    };
    const shown = (seen: readonly FromSpendProcess[]): number =>
      seen.flatMap((message) => (message.type === 'picture' ? (message.snapshot?.today.value ?? []) : [])).at(-1) ?? 0;
    const first = run();
    await until(() => shown(first.seen) > 500_000, 'money');
    const ended = new Promise((resolve) => first.child.once('exit', resolve));
    first.child.kill('SIGKILL');
    await ended;
    const before = shown(first.seen);
    const second = run();
    // Counters go on, so what was spent meanwhile is counted with the first reading.
    const after = await until(() => shown(second.seen) >= before && shown(second.seen), 'as much as before');
    assert.ok(after <= (gateway.usd() - 10) * 1.5e6 + 1, `${after} is not more than the gateway counted`);
    const gone = new Promise((resolve) => second.child.once('exit', resolve));
    second.child.disconnect();
    await gone;
    assert.ok(
      readdirSync(folder).every((file) => !file.endsWith('.lock')),
      'the lock is given back',
    );
  });
});
