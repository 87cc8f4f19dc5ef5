/**
 * The meter of one source: takes pages and readings, keeps the ledger, knows how the connection is. Pure: time comes in with every call,
 * prices and the user's time zone are handed in once.
 */
import { AT, noAmounts, toAmounts, tokensOf, type Amounts, type Field, type PartialAmounts } from './amounts.ts';
import { CounterSet, type Evidence, type Verdict } from './counters.ts';
import { hashText, type PageText } from './exposition.ts';
import type { Dims } from './labels.ts';
import { DAY, HOUR, Ledger, MINUTE, type Dating, type ZoneOffset } from './ledger.ts';
import { PageReader, type PageResult } from './page-reader.ts';
import type { Profile } from './profiles/index.ts';
import type { Rates } from './rates.ts';
import type { BudgetReading, CounterReading, Reading, Refusal, TotalReading, WindowReading } from './reading.ts';

/** What a meter is made of. */
export interface MeterOptions {
  /** Name of the source for people, for example `LiteLLM at localhost:4000`. */
  readonly name: string;
  /** Stands for the source in the store. */
  readonly id: string;
  readonly rates: Rates;
  readonly offset: ZoneOffset;
  /** Profile of pages of metrics; without one the first page decides. */
  readonly profile?: Profile | undefined;
  /** Which money the readings of a source without a profile hold. */
  readonly money?: Profile['money'] | undefined;
  /** What cannot be known from a source without a profile, in words. */
  readonly lacks?: Profile['lacks'];
  readonly notes?: readonly string[] | undefined;
}

/** An amount shown by the source for a window, as last seen. */
export interface SeenWindow {
  readonly from: number;
  readonly to: number;
  readonly amounts: Amounts;
}

/** The source's own sums by period, and when they were read. */
export interface SeenTotal {
  readonly microUsd: number;
  readonly at: number;
}

/** Readings further apart than this do not say when the money was spent; they stay out of charts and rates. */
export const LATE_MS = 10 * MINUTE;
/** Windows are open to correction for this long: those of up to an hour, and longer ones. Sources ask back no further than that. */
const REVISABLE = { short: 26 * HOUR, long: 3 * DAY } as const;
/** Longer than the window of the burn rate and the minute in which it begins. */
const KEPT_READINGS_MS = 7 * MINUTE;
const MAX_WINDOWS = 20_000;
const MAX_IDS = 20_000;

/** One source's figures in the making. Public members are for figures and store, not for changing. */
export class Meter {
  readonly options: MeterOptions;
  readonly ledger: Ledger;
  readonly pages: PageReader;
  readonly totals = new Map<TotalReading['period'], SeenTotal>();
  readonly windows = new Map<string, SeenWindow>();
  readonly ids = new Set<number>();
  /** Fields that readings (not pages) have told. */
  readonly told = new Set<Field>();
  /** Budget levels already announced, as `period|name|level`. */
  readonly announced = new Set<string>();
  /** What readers remember between polls and runs, by name (cursor of a log, for example). */
  readonly memory = new Map<string, string>();
  /**
   * When pages were read: the last one before the minutes of the burn rate, and those since; ascending. A page tells what was spent since the one before it,
   * so a rate must be taken from reading to reading. Empty for sources that say themselves when something was spent.
   */
  readonly readTimes: number[] = [];
  counters = new CounterSet(true);
  budgets: readonly BudgetReading[] = [];
  notes: readonly string[] = [];
  /** First and last successful reading, and the last attempt; 0 = none. */
  since = 0;
  lastReadAt = 0;
  lastTriedAt = 0;
  failure: Refusal | undefined;
  /** Profile that a reader of something else than pages found (a Prometheus server, OTLP). */
  adopted: Profile | undefined;
  verdict: Verdict | undefined;
  /** When several registries were last seen to answer in turn; 0 = never. */
  refusedAt = 0;
  #closed: Record<WindowLength, number> = { short: 0, long: 0 };

  constructor(options: MeterOptions) {
    this.options = options;
    this.ledger = new Ledger(options.offset);
    this.pages = new PageReader(options.profile);
  }

  /** Profile in use: given, found on the first page, or found by the reader. */
  get profile(): Profile | undefined {
    return this.pages.profile ?? this.adopted;
  }

  /** True for figures of the demo gateway. */
  get demo(): boolean {
    return this.pages.demo;
  }

  /** True while differences wait for confirmation; then a save would lose them in a crash. */
  get holding(): boolean {
    return this.pages.counters.holding;
  }

  /** Which money is shown. A gateway that should count money but shows no such metric is computed. */
  get money(): Profile['money'] {
    const declared = this.profile?.money ?? this.options.money ?? 'computed';
    if (declared === 'computed' || this.profile === undefined) return declared;
    return this.pages.known.has(declared) || this.told.has(declared) ? declared : 'computed';
  }

  /** True when the source can tell a field, be it 0. */
  knows(field: Field): boolean {
    return this.pages.known.has(field) || this.told.has(field);
  }

  /** Takes a page of metrics. */
  readPage(page: PageText, at: number, evidence: Evidence = {}): PageResult | Refusal {
    const now = this.#clock(at);
    const before = this.pages.counters.lastReadAt;
    const result = this.pages.read(page, now, evidence);
    if (result.state === 'refused') {
      this.failed(result, at);
      return result;
    }
    const late = before > 0 && now - before > LATE_MS;
    for (const { at: when, dims, amounts } of result.amounts) {
      this.#book(Math.min(when, now), dims, amounts, late && when === now ? { kind: 'late', since: before } : NOW);
    }
    if (result.verdict === 'refused') this.refusedAt = now;
    this.verdict = result.verdict;
    this.budgets = result.budgets;
    this.#noteReading(now, late ? 0 : before);
    this.#succeeded(now);
    return result;
  }

  /** Takes readings of any other source. */
  take(readings: readonly Reading[], at: number): void {
    const now = this.#clock(at);
    const counters: CounterReading[] = [];
    const windows: WindowReading[] = [];
    const budgets: BudgetReading[] = [];
    const notes: string[] = [];
    for (const reading of readings) {
      if (reading.kind === 'counter') counters.push(reading);
      else if (reading.kind === 'window') windows.push(reading);
      else if (reading.kind === 'budget') budgets.push(reading);
      else if (reading.kind === 'note') notes.push(reading.words);
      else if (reading.kind === 'total') this.totals.set(reading.period, { microUsd: reading.microUsd, at: now });
      else if (this.#isNew(reading.id)) {
        this.#tell(reading.amounts);
        const when = Math.min(now, Math.max(reading.at, now - 42 * DAY));
        this.#book(when, reading.dims, toAmounts(reading.amounts), NOW);
      }
    }
    if (counters.length > 0) this.#takeCounters(counters, now);
    if (windows.length > 0) this.#takeWindows(windows, now);
    if (budgets.length > 0) this.budgets = budgets;
    this.notes = notes;
    this.#succeeded(now);
  }

  /** Notes that an attempt failed; what is known stays. */
  failed(refusal: Refusal, at: number): void {
    this.failure = refusal;
    this.lastTriedAt = at;
  }

  /** Windows that ended until then are closed: what is told of them now is old. UTC milliseconds, by length. */
  get closed(): Readonly<Record<WindowLength, number>> {
    return this.#closed;
  }

  /** Takes up {@link closed} of a store. */
  restoreClosed(closed: Readonly<Record<WindowLength, number>>): void {
    this.#closed = { short: closed.short, long: closed.long };
  }

  #succeeded(now: number): void {
    this.failure = undefined;
    if (this.since === 0) this.since = now;
    this.lastReadAt = now;
    this.lastTriedAt = now;
    this.ledger.trim(now);
  }

  /** A clock that was set back: what lies in the future is dated anew. */
  #clock(at: number): number {
    if (at < this.lastReadAt - MINUTE) {
      this.ledger.redate(at);
      if (this.since > at) this.since = at;
      this.lastReadAt = at;
      this.readTimes.length = 0;
    }
    return at;
  }

  /** `before`: the reading from which this one's differences are; 0 = there is none, or they are not in the minutes. */
  #noteReading(now: number, before: number): void {
    const times = this.readTimes;
    if (before === 0) times.length = 0;
    else if (times.length === 0 && before <= now) times.push(before);
    times.push(now);
    while (times.length > 2 && times[1]! < now - KEPT_READINGS_MS) times.shift();
  }

  #book(at: number, dims: Dims, amounts: Amounts, dating: Dating): void {
    this.options.rates.price(amounts, dims.provider, dims.model, at);
    if (this.money !== 'computed') {
      // The gateway has its own price; that we have none matters only for the check of one against the other.
      amounts[AT.unpricedTokens] = 0;
    } else if (amounts[AT.calls] !== 0 && this.options.rates.find(dims.provider, dims.model, at) === undefined) {
      amounts[AT.unpricedCalls] = amounts[AT.calls]!;
    }
    this.ledger.add(at, dims, amounts, dating);
  }

  /** A window says nothing about its minutes, so each gets an equal part. Beyond the reach of minutes one entry does. */
  #spread(from: number, to: number, now: number, dims: Dims, amounts: Amounts): void {
    const parts = from < now - DAY ? 1 : Math.max(1, Math.ceil((to - from) / MINUTE));
    const part = amounts.map((value) => value / parts);
    for (let i = 0; i < parts; i++) this.#book(from + i * MINUTE, dims, Float64Array.from(part), NOW);
  }

  #tell(amounts: PartialAmounts): void {
    for (const field of Object.keys(amounts)) this.told.add(field as Field);
  }

  #isNew(id: string | undefined): boolean {
    if (id === undefined) return true;
    const hash = hashText(id);
    if (this.ids.has(hash)) return false;
    this.ids.add(hash);
    const [oldest] = this.ids;
    if (this.ids.size > MAX_IDS && oldest !== undefined) this.ids.delete(oldest);
    return true;
  }

  #takeCounters(readings: readonly CounterReading[], now: number): void {
    const { counters } = this;
    const before = counters.lastReadAt;
    const slots: { readonly dims: Dims; readonly field: Field }[] = [];
    counters.begin(now);
    for (const { series, dims, amounts, fresh } of readings) {
      this.#tell(amounts);
      for (const [field, value] of Object.entries(amounts)) {
        const hash = hashText(`${field} ${series}`);
        const slot = slots.push({ dims, field: field as Field }) - 1;
        // The first value of a ledger behind an API is its whole past, unless it began while we listened.
        const index = counters.add(hash, hash, slot, fresh !== true);
        if (index >= 0) counters.sample(index, value);
      }
    }
    const sums = new Map<Dims, Amounts>();
    const verdict = counters.finish({}, (slot, delta) => {
      const { dims, field } = slots[slot]!;
      let sum = sums.get(dims);
      if (sum === undefined) sums.set(dims, (sum = noAmounts()));
      sum[AT[field]]! += delta;
    });
    // Also a set that has never been read has new series when they began while we listened.
    if (verdict === 'baseline') {
      for (const { dims, amounts, fresh } of readings) if (fresh === true) this.#book(now, dims, toAmounts(amounts), NOW);
      return;
    }
    const late = now - before > LATE_MS && !readings.every(({ fresh }) => fresh === true);
    for (const [dims, sum] of sums) this.#book(now, dims, sum, late ? { kind: 'late', since: before } : NOW);
  }

  #takeWindows(readings: readonly WindowReading[], now: number): void {
    const before = this.lastReadAt;
    const first = before === 0;
    for (const { from, to, dims, amounts, series } of readings) {
      if (!(to > from) || from > now + DAY) continue;
      const key = `${hashText(`${series}\n${JSON.stringify(dims)}`)} ${from}`;
      const seen = this.windows.get(key);
      if (seen === undefined && to <= this.#closed[lengthOf(from, to)]) continue;
      this.#tell(amounts);
      const value = toAmounts(amounts);
      const change = Float64Array.from(value);
      if (seen !== undefined) for (let i = 0; i < change.length; i++) change[i]! -= seen.amounts[i]!;
      this.windows.set(key, { from, to, amounts: value });
      if (change.every((delta) => delta === 0)) continue;
      const short = lengthOf(from, to) === 'short';
      // What a day's row gains between two readings happened between them; what it held before, and corrections, belong to the day alone.
      const grows = tokensOf(change) >= 0 && change[AT.reported]! >= 0;
      const live = !first && grows && now < to + LATE_MS && now >= from;
      if (short) this.#spread(from, Math.min(to, now), now, dims, change);
      else if (!live) this.#book(from, dims, change, { kind: 'day' });
      else this.#book(now, dims, change, now - before > LATE_MS ? { kind: 'late', since: before } : NOW);
    }
    this.#close(now);
  }

  /** Forgets windows that nobody tells of any more. What is forgotten is closed, or it would count twice when told again. */
  #close(now: number): void {
    for (const length of ['short', 'long'] as const) this.#closed[length] = Math.max(this.#closed[length], now - REVISABLE[length]);
    const beyond = this.windows.size - MAX_WINDOWS;
    const oldest = beyond > 0 ? [...this.windows.values()].sort((a, b) => a.to - b.to).slice(0, beyond) : [];
    for (const { from, to } of oldest) this.#closed[lengthOf(from, to)] = Math.max(this.#closed[lengthOf(from, to)], to);
    for (const [key, { from, to }] of this.windows) if (to <= this.#closed[lengthOf(from, to)]) this.windows.delete(key);
  }
}

const NOW: Dating = { kind: 'now' };

/** Windows of up to an hour, and longer ones. */
type WindowLength = 'short' | 'long';

function lengthOf(from: number, to: number): WindowLength {
  return to - from <= HOUR ? 'short' : 'long';
}
