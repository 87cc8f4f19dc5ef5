/** Ten minutes of a gateway in simulated time, with restarts at any moment: what is shown against the gateway's own ledger. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DemoWorkload } from '../../src/gateways/index.ts';
import { booked, meter, START } from '../support/spend.ts';

const POLL_S = 10;
const RUN_S = 600;

describe('ten minutes with restarts', () => {
  for (const showStart of [true, false]) {
    it(`${showStart ? 'with' : 'without'} a process time on the page: all that a reading could see, and never more than the ledger`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 5000 }),
          // Restarts without a proof must lie apart, or they cannot be told from several workers.
          fc.uniqueArray(fc.integer({ min: 1, max: RUN_S - 120 }), {
            minLength: 0,
            maxLength: showStart ? 6 : 1,
            comparator: (a, b) => Math.abs(a - b) < 2 * POLL_S,
          }),
          (seed, restarts) => {
            const workload = new DemoWorkload(seed);
            workload.advance(3600);
            const base = workload.ledger;
            let started = START - 3_600_000;
            const of = meter();
            const page = (): string =>
              `${showStart ? `process_start_time_seconds ${started / 1000}\n` : ''}# TYPE litellm_spend_metric_total counter\n${[...workload.series].map(([key, value]) => `${key} ${value}\n`).join('')}x 1\n`;
            of.readPage(page(), START);
            let read = workload.ledger;
            /** What a process counted after it was last read died with it: no reader of its page can know it. */
            let died = 0;
            const end = RUN_S + 200;
            for (let second = 1; second <= end; second++) {
              if (second <= RUN_S) workload.advance(1);
              const now = START + second * 1000;
              if (restarts.includes(second)) {
                died += workload.ledger - read;
                read = workload.ledger;
                workload.restart();
                started = now;
              }
              if (second % POLL_S !== 0) continue;
              of.readPage(page(), now);
              read = workload.ledger;
              const shown = booked(of);
              assert.ok(shown >= 0 && shown <= workload.ledger - base + 1e-3, `phantom: ${shown} of ${workload.ledger - base}`);
              assert.notEqual(of.verdict, 'refused');
            }
            const visible = workload.ledger - base - died;
            assert.ok(Math.abs(booked(of) - visible) <= visible * 0.001, `${booked(of)} of ${visible}, restarts at ${restarts.join()}`);
          },
        ),
        { numRuns: 12 },
      );
    });
  }
});
