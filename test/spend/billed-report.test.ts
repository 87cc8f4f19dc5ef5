import assert from 'node:assert/strict';
import { billedReportOf, DEMO_METRIC, type Meter } from '../../src/core/spend/index.ts';
import { meter, Registry, spendSeries, START } from '../support/spend.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The counter of LiteLLM for the requests to a model, and under one tag. */
function requests(model: string, tag?: string): string {
  const label = tag === undefined ? '' : `,tag_${tag}="true"`;
  return `litellm_proxy_total_requests_metric_total{requested_model="${model}",model="${model}"${label},status_code="200"}`;
}

/** Reads a gateway every five minutes; `perHour` says what it spends. */
function run(of: Meter, from: number, until: number, registry: Registry, usd: number, calls: number): void {
  for (let at = from; at <= until; at += HOUR / 12) {
    registry.add(spendSeries('gpt-4o', 'u'), usd / 12);
    registry.add(requests('gpt-4o'), calls / 12);
    of.readPage(registry.page(), at);
  }
}

describe('report of what was billed', () => {
  it('has today, everything that is kept, and the mean of complete days', () => {
    const one = meter({ name: 'LiteLLM at localhost:4000' });
    const registry = new Registry(START - DAY, true);
    registry.add(spendSeries('gpt-4o', 'u'), 1);
    registry.add(requests('gpt-4o'), 12);
    // From the 20th, 10:00, to the 23rd, 06:00: the 21st and the 22nd are complete.
    run(one, START, START + 2 * DAY + 20 * HOUR, registry, 1.2, 120);
    const report = billedReportOf(one, START + 2 * DAY + 20 * HOUR);
    assert.ok(report !== undefined);
    assert.equal(report.source, 'LiteLLM at localhost:4000');
    assert.equal(report.basis, 'reported');
    assert.equal(new Date(report.todayEnds).toISOString(), '2026-11-24T00:00:00.000Z');
    const [row] = report.models;
    assert.equal(row?.name, 'gpt-4o');
    assert.equal(row.requestsPerDay, 24 * 120);
    assert.ok(Math.abs((row.requestsToday ?? 0) - 6 * 120) <= 12, String(row.requestsToday));
    assert.ok(Math.abs((row.microUsdToday ?? 0) - 6 * 1_200_000) <= 120_000, String(row.microUsdToday));
    assert.ok(Math.abs((row.requests ?? 0) - 68 * 120) <= 24, String(row.requests));
    assert.ok(Math.abs((row.microUsd ?? 0) / (row.requests ?? 1) - 10_000) < 20);
  });

  it('has no mean before a day is complete', () => {
    const one = meter();
    const registry = new Registry(START - DAY, true);
    run(one, START, START + 20 * HOUR, registry, 1, 100);
    assert.equal(billedReportOf(one, START + 20 * HOUR)?.models[0]?.requestsPerDay, null);
  });

  it('says of tags what the gateway says of tags', () => {
    const one = meter();
    const registry = new Registry(START - DAY, true);
    for (let step = 0; step < 5; step++) {
      registry.add(spendSeries('gpt-4o', 'u').replace('}', ',tag_support_bot="true"}'), 0.5);
      registry.add(requests('gpt-4o', 'support_bot'), 10);
      one.readPage(registry.page(), START + step * 60_000);
    }
    const report = billedReportOf(one, START + 300_000);
    assert.deepEqual(
      report?.tags.map(({ name, requestsToday }) => [name, requestsToday]),
      [['tag=support_bot', 40]],
    );
  });

  it('does not exist before anything is read, nor for invented money', () => {
    assert.equal(billedReportOf(meter(), START), undefined);
    const demo = meter();
    demo.readPage(`${DEMO_METRIC} 1\nlitellm_spend_metric_total{model="gpt-4o"} 1\n`, START);
    assert.ok(demo.demo);
    assert.equal(billedReportOf(demo, START), undefined);
  });

  it('leaves money out where calls have no price', () => {
    const one = meter({ money: 'computed' });
    const registry = new Registry(START - DAY, true);
    for (let step = 0; step < 3; step++) {
      registry.add(requests('no-such-model'), 10);
      registry.add('litellm_input_tokens_metric_total{model="no-such-model"}', 1000);
      one.readPage(registry.page(), START + step * 60_000);
    }
    const report = billedReportOf(one, START + 180_000);
    assert.equal(report?.models[0]?.microUsdToday, null);
    assert.equal(report.models[0].requestsToday, 20);
  });
});
