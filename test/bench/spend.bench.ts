/**
 * Live spend at size: a page of 20,000 series, and a day of pages of 10,000 series. The peer is reading the same page into objects with labels, as
 * parsers of the format do; the sums are checked against what the pages were made from.
 */
import { bundledPriceSources, createPriceBook } from '../../src/core/index.ts';
import { createRates, encodeStore, MAX_STORE, Meter, readExposition, snapshotOf } from '../../src/core/spend/index.ts';
import type { BenchRow } from './tokens.bench.ts';

const START = Date.UTC(2026, 10, 20);
const MINUTE = 60_000;

/** Rows of the table. Throws when money is lost or doubled, or a limit is passed. */
export function run(): Promise<BenchRow[]> {
  const page = new Page(20_000);
  const meter = make();
  meter.readPage(page.text(), START);
  const ours: number[] = [];
  const peers: number[] = [];
  for (let i = 1; i <= 9; i++) {
    page.grow(i, 2000);
    const text = page.text();
    ours.push(cpuTime(() => meter.readPage(text, START + i * MINUTE)));
    peers.push(cpuTime(() => readExposition(text)));
  }
  check('20,000 series', meter, page);
  const page20 = row('page of 20,000 series, differenced and booked', median(ours), median(peers), 'all samples as objects');
  if (page20.ours > 150) throw new Error(`20,000 series take ${page20.ours.toFixed(0)} ms; 150 is the limit`);
  return Promise.resolve([page20, day()]);
}

/** A day of pages every minute, 10,000 series each: memory, store and drift. */
function day(): BenchRow {
  const page = new Page(10_000);
  const meter = make();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  meter.readPage(page.text(), START);
  for (let minute = 1; minute <= 1440; minute++) {
    // What a process counted after the last reading dies with it, so a restart comes right after one.
    if (minute % 360 === 0) page.restart(START + (minute - 1) * MINUTE + 1);
    page.grow(minute, 1000);
    meter.readPage(page.text(), START + minute * MINUTE);
  }
  const took = performance.now() - start;
  check('24 h × 10,000 series', meter, page);
  const store = encodeStore(meter).length;
  globalThis.gc?.();
  const memory = process.memoryUsage().heapUsed - before;
  console.log(
    `24 h × 10,000 series: heap ${(memory / 1e6).toFixed(0)} MB${globalThis.gc === undefined ? ' (not collected)' : ''}, store ${(store / 1e6).toFixed(2)} MB`,
  );
  if (store > MAX_STORE || memory > 150e6) throw new Error('The limits of memory or store are passed.');
  const at = performance.now();
  snapshotOf(meter, { now: START + 1440 * MINUTE, pollMs: MINUTE });
  return row('one page of a day of 10,000 series; peer: one snapshot', took / 1441, performance.now() - at, 'snapshot');
}

/** Pages that grow, and what they hold in sum. */
class Page {
  total = 0;
  readonly #labels: string[];
  readonly #values: number[];
  readonly #lines: string[];
  #started = START - 1000;

  constructor(series: number) {
    this.#labels = Array.from(
      { length: series },
      (_, i) =>
        `litellm_spend_metric_total{api_key_alias="key-${i % 97}",api_provider="openai",client_ip="10.0.${i % 250}.${i % 199}",end_user="None",hashed_api_key="${(i * 2654435761).toString(16).padStart(64, '0')}",model="model-${i % 23}",model_id="${(i * 40503).toString(16).padStart(40, '0')}",requested_model="model-${i % 23}",team="team-${i % 31}",team_alias="team-${i % 31}",user="user-${i % 1500}",user_agent="python-httpx/0.28.${i}",user_email="None"}`,
    );
    this.#values = this.#labels.map(() => 0);
    this.#lines = this.#labels.map((label) => `${label} 0`);
  }

  grow(round: number, changed: number): void {
    for (let i = 0; i < changed; i++) {
      const at = (round * 7919 + i * 31) % this.#values.length;
      const value = ((round * 13 + i * 7) % 100) / 1e5;
      this.#values[at]! += value;
      this.total += value * 1e6;
      this.#lines[at] = `${this.#labels[at]!} ${this.#values[at]!}`;
    }
  }

  restart(at: number): void {
    this.#started = at;
    this.#values.fill(0);
    this.#labels.forEach((label, i) => (this.#lines[i] = `${label} 0`));
  }

  text(): string {
    return `process_start_time_seconds ${this.#started / 1000}\n# TYPE litellm_spend_metric_total counter\n${this.#lines.join('\n')}\n`;
  }
}

function make(): Meter {
  return new Meter({ id: 'bench', name: 'bench', rates: createRates(createPriceBook(bundledPriceSources())), offset: () => 0 });
}

function check(name: string, meter: Meter, page: Page): void {
  let sum = 0;
  for (const { total } of meter.ledger.days.values()) sum += total[0]!;
  if (Math.abs(sum - page.total) > page.total * 1e-9) throw new Error(`${name}: ${sum} is not ${page.total}`);
}

function row(name: string, ours: number, peer: number, peerName: string): BenchRow {
  return { name, ours, peer, unit: 'ms', ratio: peer / ours, peerName };
}

/** Milliseconds of the processor, not of the clock: others may use the machine too. */
function cpuTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
