/** The burn rate does not depend on when one looks: a gateway that spends evenly has one rate, right before a reading and right after it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeStore, encodeStore, type Meter } from '../../src/core/spend/index.ts';
import { meter, snapshot, START } from '../support/spend.ts';

const MINUTE = 60_000;
/** Dollars per hour. */
const RATE = 36;

function page(at: number): string {
  return `process_start_time_seconds 1\nlitellm_spend_metric_total{model="gpt-4o"} ${((at - START) / 3_600_000) * RATE + 5}\n`;
}

function isRate(of: Meter, now: number): void {
  const { value } = snapshot(of, now, { pollMs: MINUTE }).burnRate;
  assert.ok(value !== null && Math.abs(value - RATE * 1e6) <= RATE * 1e4, `${value} at ${(now - START) / 1000} s`);
}

describe('burn rate', () => {
  it('is the same right before and right after a reading, however far readings lie apart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5000, max: 240_000 }),
        fc.integer({ min: 0, max: 59_999 }),
        fc.array(fc.double({ min: 0.875, max: 1.125, noNaN: true }), { minLength: 10, maxLength: 10 }),
        (pollMs, offset, spread) => {
          const of = meter();
          let last = 0;
          for (let now = START + offset, i = 0; now < START + offset + 12 * MINUTE; now += Math.round(pollMs * spread[i++ % 10]!)) {
            if (last > 0 && last - START - offset >= MINUTE + pollMs) isRate(of, now - 1);
            of.readPage(page(now), now);
            last = now;
            if (now - START - offset >= MINUTE) isRate(of, now);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is taken up again after a restart, and says nothing before a minute of readings', () => {
    const of = meter();
    of.readPage(page(START), START);
    of.readPage(page(START + 30_000), START + 30_000);
    assert.match(snapshot(of, START + 30_000).burnRate.reason ?? '', /a minute of readings/);
    for (let at = START + MINUTE; at <= START + 6 * MINUTE; at += MINUTE) of.readPage(page(at), at);
    isRate(of, START + 6 * MINUTE + 20_000);
    const again = meter();
    assert.equal(decodeStore(encodeStore(of), again).state, 'restored');
    const back = START + 8 * MINUTE + 30_000;
    again.readPage(page(back), back);
    isRate(again, back);
  });
});
