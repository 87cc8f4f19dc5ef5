/**
 * A real LiteLLM proxy from PyPI. What Pennylint counts must be what LiteLLM counts: over some minutes with restarts, and with two workers whose metrics
 * answer in turn, no money that was never spent. Needs Python 3 and the package index; run by `npm run test:real`. `PENNYLINT_REAL_MINUTES` makes the
 * long run longer than its three minutes.
 */
import assert from 'node:assert/strict';
import { createServer, request, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpSources } from '../../src/core/spend/index.ts';
import { bindKey, jsonReader, pageReader } from '../../src/gateways/index.ts';
import { booked, meter, random, snapshot } from '../support/spend.ts';
import { freePort, LiteLlmProxy } from './litellm-proxy.ts';

const MINUTES = Number(process.env.PENNYLINT_REAL_MINUTES ?? 3);

describe('a real LiteLLM proxy', function () {
  this.timeout(600_000 + MINUTES * 60_000);
  let proxy: LiteLlmProxy;

  before(async () => {
    proxy = await LiteLlmProxy.start();
  });

  after(async () => {
    await proxy.close();
  });

  it('is counted exactly, across restarts, in minutes of calls', async () => {
    const of = meter();
    const reader = pageReader({ url: proxy.url('/metrics/'), credential: proxy.credential });
    assert.equal(await reader.read(of), undefined);
    const next = random(MINUTES);
    const sum = { usd: 0, input: 0, output: 0, dear: 0, cheap: 0 };
    const end = Date.now() + MINUTES * 60_000;
    let restarts = 0;
    for (let round = 1; restarts < 3 || Date.now() < end; round++) {
      for (let i = 0; i < 8; i++) {
        const model = next() < 0.5 ? 'dear' : 'cheap';
        const one = await proxy.call(model);
        sum.usd += one.usd;
        sum.input += one.input;
        sum.output += one.output;
        sum[model]++;
      }
      // Metrics are written just after the answer.
      await sleep(3000);
      assert.equal(await reader.read(of), undefined);
      assert.ok(booked(of) <= sum.usd * 1e6 + 0.01, 'never more than was spent');
      if (round % 5 === 0 || restarts === 0) {
        // What a process counted after it was last read dies with it, so a restart comes right after a reading.
        await proxy.down(restarts % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
        assert.equal((await reader.read(of))?.kind, 'unreachable');
        await proxy.up();
        restarts++;
      }
    }
    assert.ok(Math.abs(booked(of) - sum.usd * 1e6) <= sum.usd * 1e3, `${booked(of)} of ${sum.usd * 1e6}`);
    assert.deepEqual([booked(of, 'input'), booked(of, 'output'), booked(of, 'calls')], [sum.input, sum.output, sum.dear + sum.cheap]);
    const made = snapshot(of, Date.now());
    assert.equal(made.basis, 'reported');
    assert.deepEqual(made.tables.today.model.rows.map(({ name, calls }) => [name, calls]).sort(), [
      ['gpt-4o', sum.dear],
      ['gpt-4o-mini', sum.cheap],
    ]);
    assert.deepEqual(made.warnings, []);
    process.stdout.write(
      `      ${sum.dear + sum.cheap} calls, ${restarts} restarts, $${sum.usd.toFixed(6)} by LiteLLM, $${(booked(of) / 1e6).toFixed(6)} shown\n`,
    );
  });

  it('with two workers answering in turn is not counted, and a warning says so', async () => {
    const other = await LiteLlmProxy.start();
    const front = await inTurn([proxy.port, other.port]);
    try {
      // The two have counted different amounts, as workers without shared metrics have.
      let usd = 0;
      for (let i = 0; i < 6; i++) usd += (await other.call('dear')).usd;
      await sleep(3000);
      const of = meter();
      const url = `http://127.0.0.1:${front.port}/metrics/`;
      const reader = pageReader({ url, credential: bindKey(url, 'authorization', proxy.authorization) });
      let spent = 0;
      const words = new Set<string>();
      for (let i = 0; i < 10; i++) {
        assert.equal(await reader.read(of), undefined);
        assert.ok(booked(of) >= 0 && booked(of) <= spent * 1e6 + 0.01, `phantom: ${booked(of)} of ${spent * 1e6}; ${usd} before`);
        const { connection, warnings } = snapshot(of, Date.now());
        words.add(connection.state);
        for (const warning of warnings) words.add(warning);
        spent += (await (i % 2 === 0 ? proxy : other).call('cheap')).usd;
        await sleep(1500);
      }
      assert.ok(words.has('several-workers'), [...words].join());
      assert.match([...words].join(), /several workers/);
    } finally {
      await front.close();
      await other.close();
    }
  });

  it('is told from a wrong address and a wrong key in words', async () => {
    const { credential } = proxy;
    const moved = await pageReader({ url: proxy.url('/metrics'), credential }).read(meter());
    assert.equal(moved?.kind, 'redirected');
    assert.match(moved.reason, /answers at \/metrics\/ instead of \/metrics/);
    assert.equal((await pageReader({ url: proxy.url('/metrics/') }).read(meter()))?.kind, 'unauthorized');
    const wrong = bindKey(proxy.url('/'), 'authorization', 'Bearer sk-wrong-0123456789abcdef');
    assert.equal((await pageReader({ url: proxy.url('/metrics/'), credential: wrong }).read(meter()))?.kind, 'unauthorized');
    const rest = httpSources.find(({ id }) => id === 'litellm-rest')!;
    const refused = await jsonReader(rest, { url: proxy.url(''), credential }).read(meter());
    assert.ok(refused !== undefined, 'without a database there is nothing to ask for');
    assert.match(refused.advice, /metrics page/);
  });
});

/** A load balancer: each request goes to the next port. */
async function inTurn(ports: readonly number[]): Promise<{ readonly port: number; close(): Promise<void> }> {
  let turn = 0;
  const server: Server = createServer((incoming, outgoing) => {
    const port = ports[turn++ % ports.length];
    const passed = request(
      { host: '127.0.0.1', port, path: incoming.url, headers: { ...incoming.headers, host: `127.0.0.1:${port}` } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.once('error', () => outgoing.destroy());
    passed.end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
