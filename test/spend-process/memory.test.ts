/** An hour of the real process with 10,000 changing series, by a clock that goes faster; the whole day is `npm run bench:spend-day`. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { spendDay } from '../support/spend-day.ts';
import { meter, START } from '../support/spend.ts';

describe('memory of live spend', function () {
  this.timeout(120_000);

  it('stays below 150 MB in the real process, with a small store and the gateway’s own sum', async function () {
    if (!existsSync(path.resolve(import.meta.dirname, '../../dist/spend.mjs')) || process.platform !== 'linux') this.skip();
    const { peakMb, storeMb, spent, counted, polls, restarts } = await spendDay({
      hours: 1,
      speed: 400,
      series: 10_000,
      pollSeconds: 60,
      churnPerHour: 0.05,
    });
    assert.ok(peakMb <= 150, `${peakMb.toFixed(0)} MB`);
    assert.ok(storeMb <= 5, `${storeMb.toFixed(1)} MB`);
    assert.ok(polls > 2 && restarts > 0, `${polls} readings, ${restarts} restarts`);
    assert.ok(spent > 0 && Math.abs(spent - counted) <= spent * 1e-9, `${counted} of ${spent}`);
  });

  it('does not grow from day to day while the same series are read', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = (): number => {
      collect();
      return getHeapStatistics().used_heap_size;
    };
    const of = meter();
    const lines = Array.from({ length: 30 }, (_, i) => `litellm_spend_metric_total{model="model-${i % 9}",user="u${i}"} `);
    const day = (number: number): void => {
      for (let minute = 0; minute < 1440; minute++) {
        const at = (number * 1440 + minute) * 60_000;
        const page = lines.map((line, i) => `${line}${(number * 1440 + minute) * (i + 1) * 1e-5}\n`).join('');
        of.readPage(`process_start_time_seconds 1\n${page}`, START + at);
      }
    };
    // After the first day the minutes are full; an hour's bucket more is a few hundred bytes.
    day(0);
    const before = used();
    day(1);
    const grown = (used() - before) / 1e6;
    assert.ok(grown < 0.5, `${grown.toFixed(2)} MB more after another day`);
  });
});
