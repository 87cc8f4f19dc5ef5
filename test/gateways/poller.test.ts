import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { httpSources } from '../../src/core/spend/index.ts';
import { jsonReader, pageReader, Poller, StoreFile } from '../../src/gateways/index.ts';
import { booked, meter } from '../support/spend.ts';

describe('poller', () => {
  let folder: string;
  let server: Server;
  let base: string;
  let answers: (() => { readonly status: number; readonly body: string })[];
  let asked: string[];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-poller-'));
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const { status, body } = answers[Math.min(asked.length, answers.length) - 1]!();
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const page = (value: number) => () => ({
    status: 200,
    body: `process_start_time_seconds 1\nlitellm_spend_metric_total{model="m"} ${value}\n`,
  });

  it('keeps the last figures through failures, and what it saved through a restart', async () => {
    answers = [page(1), page(2), () => ({ status: 500, body: '' }), () => ({ status: 200, body: '<html>' }), page(5)];
    const of = meter();
    const store = new StoreFile(folder, 'test');
    store.open();
    const poller = new Poller(of, pageReader({ url: base }), { store, pollMs: 1000 });
    for (const expected of [undefined, undefined, 'failed', 'not-data', undefined]) {
      assert.equal((await poller.once())?.kind, expected);
      assert.equal(of.failure?.kind, expected);
    }
    assert.equal(booked(of), 4_000_000);
    await poller.stop();
    answers = [page(5.5)];
    const again = meter();
    const reopened = new StoreFile(folder, 'test');
    assert.ok(reopened.open(), 'the lock was given back');
    assert.equal(reopened.load(again).state, 'restored');
    await new Poller(again, pageReader({ url: base }), {}).once();
    assert.equal(booked(again), 4_500_000);
    reopened.close();
  });

  it('goes on until it is stopped, with one question at a time', async () => {
    answers = [page(1)];
    let open = 0;
    const of = meter();
    const reader = pageReader({ url: base });
    const poller = new Poller(
      of,
      {
        ...reader,
        leastMs: 1,
        async read(into, signal) {
          assert.equal(open++, 0);
          const result = await reader.read(into, signal);
          open--;
          return result;
        },
      },
      { pollMs: 5 },
    );
    poller.start();
    poller.start();
    while (asked.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    await poller.stop();
    const count = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(asked.length, count);
  });

  it('asks again from the same place after a failure', async () => {
    const source = httpSources.find(({ id }) => id === 'bifrost-logs')!;
    answers = [
      () => ({ status: 200, body: '{"logs":[]}' }),
      () => ({ status: 500, body: '' }),
      () => ({ status: 200, body: 'no json' }),
      () => ({ status: 200, body: '{"logs":null}' }),
    ];
    const of = meter({ money: 'reported' });
    const reader = jsonReader(source, { url: `${base}/` });
    await reader.read(of);
    const from = of.memory.get('from');
    assert.ok(from !== undefined);
    assert.equal((await reader.read(of))?.kind, 'failed');
    assert.equal((await reader.read(of))?.kind, 'not-data');
    assert.equal(of.memory.get('from'), from);
    assert.equal(await reader.read(of), undefined);
    assert.ok(Number(of.memory.get('from')) >= Number(from));
    for (const url of asked) assert.match(url, /^\/api\/logs\?start_time=/);
  });

  it('does not ask a source without what it needs', async () => {
    answers = [page(1)];
    const source = httpSources.find(({ id }) => id === 'cloudflare')!;
    const refusal = await jsonReader(source, { url: base }).read(meter());
    assert.equal(refusal?.reason, 'Cloudflare AI Gateway needs the account id.');
    assert.equal(asked.length, 0);
  });
});
