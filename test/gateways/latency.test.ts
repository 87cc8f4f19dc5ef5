/** From an event to the figure: at most one interval of polling and a second, with a gateway of its own and real clocks. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageReader, Poller } from '../../src/gateways/index.ts';
import { meter, snapshot } from '../support/spend.ts';

const POLL_MS = 1000;

describe('from an event to the figure', () => {
  it('takes no longer than an interval of polling and a second', async function () {
    this.timeout(30_000);
    let usd = 1;
    const begun = Date.now() / 1000 - 60;
    const server = createServer((_request, response) => {
      response.end(`process_start_time_seconds ${begun}\nlitellm_spend_metric_total{model="gpt-4o"} ${usd}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const of = meter();
    let changed = (): void => undefined;
    const reader = pageReader({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics/` });
    const poller = new Poller(of, reader, {
      pollMs: POLL_MS,
      changed: () => {
        changed();
      },
    });
    const shown = (): number => Math.round(snapshot(of, Date.now()).today.value ?? 0);
    poller.start();
    try {
      const times: number[] = [];
      for (let round = 1; round <= 5; round++) {
        const target = round * 250_000;
        // At different moments between two polls.
        await new Promise((resolve) => setTimeout(resolve, round * 170));
        if (round === 1) while (of.lastReadAt === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        usd += 0.25;
        const at = Date.now();
        await new Promise<void>((resolve) => {
          changed = () => {
            if (shown() >= target) resolve();
          };
        });
        times.push(Date.now() - at);
        assert.equal(shown(), target);
      }
      // The spread of polling times is an eighth.
      assert.ok(Math.max(...times) <= POLL_MS * 1.125 + 1000, `${times.join(', ')} ms from the event to the figure`);
    } finally {
      await poller.stop();
      server.close();
      server.closeAllConnections();
    }
  });
});
