/** A pretend gateway with a ledger of its own, and meters to read it, for tests of live spend. */
import { bundledPriceSources, createPriceBook } from '../../src/core/index.ts';
import { AT, createRates, Meter, snapshotOf, type MeterOptions, type SpendSnapshot } from '../../src/core/spend/index.ts';

/** 2026-11-20 10:00 UTC, a Friday. */
export const START = Date.UTC(2026, 10, 20, 10);

const rates = createRates(createPriceBook(bundledPriceSources()));

/** A meter in UTC with the bundled prices. */
export function meter(options: Partial<MeterOptions> = {}): Meter {
  return new Meter({ id: 'test', name: 'Test', rates, offset: () => 0, ...options });
}

/** The snapshot at a moment, for a source that is polled every 15 seconds. */
export function snapshot(of: Meter, now: number, options: Partial<Parameters<typeof snapshotOf>[1]> = {}): SpendSnapshot {
  return snapshotOf(of, { now, pollMs: 15_000, ...options });
}

/** Money in the ledger of a meter over all days, in micro-dollars. */
export function booked(of: Meter, field: keyof typeof AT = 'reported'): number {
  let sum = 0;
  for (const { total } of of.ledger.days.values()) sum += total[AT[field]]!;
  return sum;
}

/** A small deterministic generator of numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One registry of counters, as one worker process has it. */
export class Registry {
  readonly values = new Map<string, number>();
  startedAt: number;
  readonly showStart: boolean;

  constructor(startedAt: number, showStart: boolean) {
    this.startedAt = startedAt;
    this.showStart = showStart;
  }

  add(series: string, value: number): void {
    this.values.set(series, (this.values.get(series) ?? 0) + value);
  }

  restart(at: number): void {
    this.values.clear();
    this.startedAt = at;
  }

  page(): string {
    const lines = ['# TYPE litellm_spend_metric_total counter', 'python_info{version="3.11"} 1.0'];
    if (this.showStart) lines.push(`process_start_time_seconds ${this.startedAt / 1000}`);
    for (const [series, value] of this.values) lines.push(`${series} ${value}`);
    return `${lines.join('\n')}\n`;
  }
}

/** The spend counter of LiteLLM for a model and a user. */
export function spendSeries(model: string, user: string): string {
  return `litellm_spend_metric_total{api_provider="openai",model="${model}",team_alias="checkout",user="${user}"}`;
}
