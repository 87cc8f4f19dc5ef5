/**
 * A real LiteLLM proxy from PyPI. What Pennylint counts must be what LiteLLM counts: over readings with restarts, and with workers that share their metrics. Of
 * workers that do not, no money that was never spent. Needs Python 3 and the package index; run by `npm run test:real`. Ten minutes of readings at the usual pace
 * are forty; `PENNYLINT_REAL_READINGS` asks for more. The readings follow each other as soon as LiteLLM has counted, for its time is not what is tested.
 */
import assert from 'node:assert/strict';
import { createServer, request, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpSources } from '../../src/core/spend/index.ts';
import { bindKey, jsonReader, pageReader } from '../../src/gateways/index.ts';
import { booked, meter, random, snapshot } from '../support/spend.ts';
import { freePort, LiteLlmProxy, sharedProxy } from './litellm-proxy.ts';

const READINGS = Number(process.env.PENNYLINT_REAL_READINGS ?? 40);
/** After which readings the process that serves is ended, and how; `all` = the whole proxy, which is then away for a while. */
const RESTARTS: Readonly<Record<number, 'SIGTERM' | 'SIGKILL' | 'all'>> = { 1: 'SIGKILL', 12: 'SIGTERM', 20: 'all', 31: 'SIGKILL' };

describe('a real LiteLLM proxy', function () {
  this.timeout(600_000 + READINGS * 5_000);
  let proxy: LiteLlmProxy;
  /** With two workers, as `--num_workers 2` makes them. */
  let double: LiteLlmProxy;

  before(async () => {
    [proxy, double] = await Promise.all([sharedProxy(), LiteLlmProxy.start(2)]);
  });

  after(async () => {
    await double.close();
  });

  it('is counted exactly, across restarts, in ten minutes of readings', async () => {
    const of = meter();
    const reader = pageReader({ url: proxy.url('/metrics/'), credential: proxy.credential });
    assert.equal(await reader.read(of), undefined);
    const next = random(READINGS);
    const sum = { usd: 0, input: 0, output: 0, dear: 0, cheap: 0 };
    let restarts = 0;
    for (let reading = 1; reading <= READINGS; reading++) {
      for (let i = 0; i < 4; i++) {
        const model = next() < 0.5 ? 'dear' : 'cheap';
        const one = await proxy.call(model);
        sum.usd += one.usd;
        sum.input += one.input;
        sum.output += one.output;
        sum[model]++;
      }
      await proxy.settled();
      assert.equal(await reader.read(of), undefined);
      assert.ok(booked(of) <= sum.usd * 1e6 + 0.01, 'never more than was spent');
      const restart = RESTARTS[reading];
      if (restart === undefined) continue;
      restarts++;
      // What a process counted after it was last read dies with it, so a restart comes right after a reading.
      if (restart !== 'all') await proxy.restart(restart);
      else {
        await proxy.down();
        assert.equal((await reader.read(of))?.kind, 'unreachable');
        await proxy.up();
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
      `      ${sum.dear + sum.cheap} calls, ${READINGS} readings, ${restarts} restarts, $${sum.usd.toFixed(6)} by LiteLLM, $${(booked(of) / 1e6).toFixed(6)} shown\n`,
    );
  });

  it('is counted exactly with --num_workers 2, whose metrics are shared, also when one of them dies', async () => {
    const of = meter();
    const reader = pageReader({ url: double.url('/metrics/'), credential: double.credential });
    assert.equal(await reader.read(of), undefined);
    let usd = 0;
    for (const round of [1, 2]) {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => double.call(i % 3 === 0 ? 'dear' : 'cheap')));
      for (const one of answers) usd += one.usd;
      await double.settled();
      // Such a page has no process time: growth waits for readings that confirm that one registry answers.
      for (let reading = 0; reading < 10; reading++) {
        assert.equal(await reader.read(of), undefined);
        assert.ok(booked(of) <= usd * 1e6 + 0.01, `phantom: ${booked(of)} of ${usd * 1e6}`);
      }
      assert.ok(Math.abs(booked(of) - usd * 1e6) <= usd * 1e3, `round ${round}: ${booked(of)} of ${usd * 1e6}`);
      if (round === 1) await double.lose();
    }
    assert.deepEqual(snapshot(of, Date.now()).warnings, []);
  });

  it('with two workers that share no metrics, counts nothing that was not spent, and says so', async () => {
    await proxy.scale('SIGTTIN');
    // Each reading is a connection of its own, so either worker may answer.
    const front = await inTurn([proxy.port]);
    try {
      const of = meter();
      const url = `http://127.0.0.1:${front.port}/metrics/`;
      const reader = pageReader({ url, credential: bindKey(url, 'authorization', proxy.authorization) });
      let spent = 0;
      const words = new Set<string>();
      const workers = proxy.workers;
      assert.equal(workers.length, 2);
      for (let i = 0; i < 10; i++) {
        // The other one is held up for a moment: so they answer in turn, which is the worst case.
        const idle = workers[i % 2]!;
        process.kill(idle, 'SIGSTOP');
        try {
          assert.equal(await reader.read(of), undefined);
        } finally {
          process.kill(idle, 'SIGCONT');
        }
        assert.ok(booked(of) >= 0 && booked(of) <= spent * 1e6 + 0.01, `phantom: ${booked(of)} of ${spent * 1e6}`);
        const { connection, warnings } = snapshot(of, Date.now());
        words.add(connection.state);
        for (const warning of warnings) words.add(warning);
        spent += (await proxy.call(i % 2 === 0 ? 'dear' : 'cheap')).usd;
        await sleep(300);
      }
      assert.ok(words.has('several-workers'), [...words].join());
      assert.match([...words].join(), /several workers/);
    } finally {
      await front.close();
      await proxy.scale('SIGTTOU');
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

/** A load balancer: each request goes to the next port, on a connection of its own. */
async function inTurn(ports: readonly number[]): Promise<{ readonly port: number; close(): Promise<void> }> {
  let turn = 0;
  const server: Server = createServer((incoming, outgoing) => {
    const port = ports[turn++ % ports.length];
    const passed = request(
      {
        ...{ host: '127.0.0.1', port, path: incoming.url, agent: false },
        headers: { ...incoming.headers, connection: 'close', host: `127.0.0.1:${port}` },
      },
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
