import assert from 'node:assert/strict';
import { AT, decodeStore, encodeStore, takeAlerts, type Meter } from '../../src/core/spend/index.ts';
import { DemoWorkload } from '../../src/gateways/index.ts';
import { booked, meter, snapshot, START } from '../support/spend.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Adds a call of a model at a moment. */
function call(
  of: Meter,
  at: number,
  more: { usd?: number; input?: number; output?: number; read?: number; model?: string; task?: string; failed?: number; now?: number } = {},
): void {
  const { usd, input = 1000, output = 100, read = 0, model = 'gpt-4o', task, failed = 0, now = at } = more;
  of.take(
    [
      {
        kind: 'delta',
        at,
        dims: { model, ...(task === undefined ? {} : { task }) },
        amounts: { input, output, cacheRead: read, calls: 1, failed, ...(usd === undefined ? {} : { reported: usd * 1e6 }) },
      },
    ],
    now,
  );
}

describe('figures', () => {
  it('today is the day of the user: east, west, and when clocks change', () => {
    for (const [minutes, at, same] of [
      [480, Date.UTC(2026, 10, 20, 15, 59), Date.UTC(2026, 10, 20, 16, 1)],
      [-480, Date.UTC(2026, 10, 20, 7, 59), Date.UTC(2026, 10, 20, 8, 1)],
      [345, Date.UTC(2026, 10, 20, 18, 14), Date.UTC(2026, 10, 20, 18, 16)],
    ] as const) {
      const of = meter({ money: 'reported', offset: () => minutes });
      call(of, at, { usd: 1 });
      assert.equal(snapshot(of, at).today.value, 1_000_000);
      call(of, same, { usd: 0.25 });
      const made = snapshot(of, same);
      assert.equal(made.today.value, 250_000, String(minutes));
      assert.equal(made.month.value, 1_250_000);
      assert.equal(made.utcToday.value, 1_250_000);
    }
    // New York, 1 November 2026: the clock goes back at 06:00 UTC, so the day has 25 hours.
    const offset = (at: number): number => (at < Date.UTC(2026, 10, 1, 6) ? -240 : -300);
    const of = meter({ money: 'reported', offset });
    for (const hour of [4, 5, 6, 28]) call(of, Date.UTC(2026, 10, 1, hour, 30), { usd: 1 });
    assert.equal(snapshot(of, Date.UTC(2026, 10, 2, 4, 45)).today.value, 4_000_000);
    assert.equal(of.ledger.startOfDay(Date.UTC(2026, 10, 2, 4, 45)), Date.UTC(2026, 10, 1, 4));
    call(of, Date.UTC(2026, 10, 2, 5, 30), { usd: 1 });
    assert.equal(snapshot(of, Date.UTC(2026, 10, 2, 5, 30)).today.value, 1_000_000);
  });

  it('are not there before anything was read, each with its reason', () => {
    const made = snapshot(meter(), START);
    assert.equal(made.connection.state, 'connecting');
    for (const figure of [made.today, made.month, made.burnRate, made.cacheHitRate, made.wasteRatio, made.costPerCall]) {
      assert.equal(figure.value, null);
      assert.match(figure.reason ?? '', /read/);
    }
  });

  it('price tokens by the list where the source has no money, and never call the unpriced $0', () => {
    const of = meter();
    call(of, START, { input: 1_000_000, output: 100_000, read: 400_000, model: 'gpt-4o' });
    let made = snapshot(of, START);
    // gpt-4o: 2.5 / 10 / 1.25 dollars per million.
    assert.equal(made.today.value, 600_000 * 2.5 + 400_000 * 1.25 + 100_000 * 10);
    assert.equal(made.today.basis, 'computed');
    assert.equal(made.savedByCache.value, 400_000 * 1.25);
    assert.equal(made.cacheHitRate.value, 0.4);
    call(of, START, { model: 'in-house-7b' });
    made = snapshot(of, START);
    assert.equal(made.unpricedCalls.value, 1);
    assert.equal(made.unpricedTokens.value, 1100);
    assert.match(made.today.notes.join(), /without a price are not in it/);
    assert.equal(made.tables.today.model.rows.find(({ name }) => name === 'in-house-7b')?.microUsd, null);
    const only = meter();
    call(only, START, { model: 'in-house-7b' });
    assert.equal(snapshot(only, START).today.value, null);
  });

  it('check the gateway’s money against list prices', () => {
    const right = meter({ money: 'reported' });
    call(right, START, { usd: 0.0035 });
    assert.deepEqual(snapshot(right, START).warnings, []);
    const wrong = meter({ money: 'reported' });
    call(wrong, START, { usd: 0.001 });
    assert.match(snapshot(wrong, START).warnings.join(), /71 % less than list prices/);
    const nothing = meter({ money: 'reported' });
    call(nothing, START, { usd: 0 });
    assert.match(snapshot(nothing, START).warnings.join(), /tokens but no money/);
  });

  it('refuse a hit rate that cannot be', () => {
    const of = meter();
    call(of, START, { input: 8, read: 118_243 });
    assert.match(snapshot(of, START).cacheHitRate.reason ?? '', /another way/);
  });

  it('tell cost and tokens per session, failed ones included', () => {
    const of = meter({ money: 'reported' });
    for (const [task, usd] of [
      ['a', 1],
      ['a', 2],
      ['b', 3],
    ] as const) {
      call(of, START, { usd, task });
    }
    call(of, START, { usd: 10 });
    const made = snapshot(of, START);
    assert.equal(made.costPerTask.value, 3_000_000);
    assert.equal(made.tokensPerTask.value, 1650);
    assert.match(made.costPerCompletedTask.reason ?? '', /does not say which tasks were completed/);
    of.take([{ kind: 'delta', at: START, dims: {}, amounts: { completed: 2 } }], START);
    assert.equal(snapshot(of, START).costPerCompletedTask.value, 8_000_000);
  });

  it('say what was spent while nothing was read, apart from charts and rates', () => {
    const of = meter();
    const page = (value: number): string => `process_start_time_seconds 1\nlitellm_spend_metric_total{model="gpt-4o"} ${value}\n`;
    of.readPage(page(1), START - 20 * HOUR);
    of.readPage(page(3), START);
    const made = snapshot(of, START);
    assert.equal(made.today.value, 2_000_000);
    assert.match(made.today.notes.join(), /\$2\.00 of it was spent between .*Part of it may belong to an earlier day/);
    assert.match(made.burnRate.reason ?? '', /a minute of readings/);
    assert.ok(made.charts.hour.series.every(({ values }) => values.every((value) => value === 0)));
  });

  it('go from live to stale to error, with the last figures kept', () => {
    const of = meter({ money: 'reported' });
    call(of, START, { usd: 1 });
    assert.equal(snapshot(of, START).connection.state, 'live');
    const stale = snapshot(of, START + HOUR);
    assert.equal(stale.connection.state, 'stale');
    assert.equal(stale.today.value, 1_000_000);
    assert.match(stale.burnRate.reason ?? '', /silent/);
    of.failed({ state: 'refused', kind: 'unauthorized', reason: 'No.', advice: 'Do.' }, START + HOUR);
    const failed = snapshot(of, START + HOUR);
    assert.deepEqual(
      [failed.connection.state, failed.connection.words, failed.connection.advice, failed.connection.error],
      ['error', 'No.', 'Do.', 'unauthorized'],
    );
  });

  it('keep sums complete when there are more names than are kept', () => {
    const of = meter({ money: 'reported' });
    for (let i = 0; i < 500; i++) call(of, START, { usd: 0.001 * (i + 1), model: `m${i}` });
    const made = snapshot(of, START);
    const rows = made.tables.today.model.rows;
    assert.ok(rows.length <= 13);
    assert.equal(rows.at(-1)?.kind, 'other');
    const sum = rows.reduce((total, { microUsd }) => total + (microUsd ?? 0), 0);
    assert.ok(Math.abs(sum - (made.today.value ?? 0)) <= rows.length);
    assert.ok(Math.abs(rows.reduce((total, { share }) => total + share, 0) - 1) < 1e-9);
    const chart = made.charts.hour.series.reduce((total, { values }) => total + values.reduce((a, b) => a + b, 0), 0);
    assert.ok(Math.abs(chart - (made.today.value ?? 0)) <= 10);
  });

  it('announce each level of a budget once, also after a restart', () => {
    let of = meter({ money: 'reported' });
    const budgets = [{ limit: 10_000_000, period: 'month' }] as const;
    const spent: string[] = [];
    for (let i = 0; i < 12; i++) {
      call(of, START + i * MINUTE, { usd: 1 });
      const made = snapshot(of, START + i * MINUTE, { budgets });
      for (const { words } of takeAlerts(of, made.budgets, made.at)) spent.push(words);
      if (i === 6) {
        const again = meter({ money: 'reported' });
        decodeStore(encodeStore(of), again);
        of = again;
      }
    }
    assert.deepEqual(spent, [
      'Your budget per month: 50 % used.',
      'Your budget per month: 80 % used.',
      'Your budget per month: 100 % used.',
    ]);
    const next = START + 15 * 24 * HOUR;
    call(of, next, { usd: 6 });
    assert.equal(takeAlerts(of, snapshot(of, next, { budgets }).budgets, next).length, 1);
    assert.equal(snapshot(of, next, { budgets }).budgets[0]?.resetsAt, Date.UTC(2027, 0, 1));
  });

  it('project the month from the last day', () => {
    const of = meter({ money: 'reported' });
    const noon = Date.UTC(2026, 10, 20);
    for (let hour = 0; hour < 48; hour++) call(of, noon + hour * HOUR, { usd: 1 });
    const now = noon + 48 * HOUR;
    const { month, projectedMonth } = snapshot(of, now);
    assert.equal(month.value, 48_000_000);
    // 24 dollars a day, nine days left.
    assert.equal(projectedMonth.value, 48_000_000 + 9 * 24_000_000);
  });

  it('find the four anomalies, with baseline and begin, and none in steady traffic', () => {
    const steady = (of: Meter, from: number, to: number): void => {
      for (let at = from; at < to; at += MINUTE) {
        call(of, at, { usd: 0.01, input: 2000, read: 1200, task: `t${Math.floor(at / (5 * MINUTE))}`, model: 'gpt-4o-mini' });
      }
    };
    const start = START - 10 * HOUR;
    const quiet = meter({ money: 'reported' });
    steady(quiet, start, START);
    assert.deepEqual(snapshot(quiet, START).anomalies, []);

    const loud = meter({ money: 'reported' });
    steady(loud, start, START);
    for (let at = START; at < START + HOUR; at += MINUTE) {
      call(loud, at, { usd: 0.05, input: 9000, read: 500, task: `t${Math.floor(at / (5 * MINUTE))}`, model: 'gpt-4o' });
    }
    const now = START + HOUR - 1;
    const found = snapshot(loud, now).anomalies;
    assert.deepEqual(found.map(({ kind }) => kind).sort(), ['cache-hit-rate', 'cost', 'dear-models', 'tokens-per-task']);
    for (const anomaly of found) {
      assert.ok(
        Math.abs(anomaly.startedAt - START) <= 10 * MINUTE,
        `${anomaly.kind} began ${(anomaly.startedAt - START) / MINUTE} minutes off`,
      );
      assert.match(anomaly.formula, /against the median of the/);
    }
    const cost = found.find(({ kind }) => kind === 'cost')!;
    assert.ok(Math.abs(cost.baseline - 600_000) < 20_000 && Math.abs(cost.value - 3_000_000) < 60_000);
  });
});

describe('the demo gateway', () => {
  it('is the same for the same seed, and agrees with its own ledger across restarts', () => {
    const one = new DemoWorkload(7);
    const two = new DemoWorkload(7);
    one.advance(600);
    for (let i = 0; i < 60; i++) two.advance(10);
    assert.deepEqual([...one.series], [...two.series]);
    const workload = new DemoWorkload(3);
    let started = START - 1000;
    const of = meter();
    const page = (): string =>
      `pennylint_demo_gateway 1\nprocess_start_time_seconds ${started / 1000}\n# TYPE litellm_spend_metric_total counter\n${[...workload.series].map(([key, value]) => `${key} ${value}\n`).join('')}`;
    of.readPage(page(), START);
    for (let i = 1; i <= 480; i++) {
      workload.advance(15);
      of.readPage(page(), START + i * 15_000);
      if (i % 90 === 0) {
        workload.restart();
        started = START + i * 15_000 + 1;
      }
    }
    assert.ok(Math.abs(booked(of) / workload.ledger - 1) < 1e-6, `${booked(of)} of ${workload.ledger}`);
    const made = snapshot(of, START + 480 * 15_000);
    assert.ok(made.demo);
    assert.equal(made.calls.value, workload.calls);
    assert.ok((made.cacheHitRate.value ?? 0) > 0.3);
    assert.ok((made.wasteRatio.value ?? 0) > 0.02);
    assert.ok(of.ledger.minutes.size > 100 && AT.reported === 0);
  });
});
