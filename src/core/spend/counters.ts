/**
 * Differences of counters, series by series. A counter that falls was restarted, and then its whole value is new, unless two workers
 * answer in turn: then the fall is an illusion, and adding it up would invent money. So nothing that rests on an unproven fall is
 * counted before it is confirmed, and what was counted shortly before is taken back when the gateway turns out to have several registries.
 */

/** What is known about the process behind a page of metrics. */
export interface Evidence {
  /** `process_start_time_seconds` of the page, in UTC milliseconds by the gateway's clock. */
  readonly processStart?: number | undefined;
  /** Milliseconds by which the gateway's clock is ahead of ours; 0 when not known. */
  readonly clockAhead?: number | undefined;
}

/**
 * - `baseline`: the first reading; nothing can be differenced yet. `counted`: all differences were added.
 * - `held`: counters fell without a proof of a restart; differences wait for confirmation. `refused`: several registries answer in turn;
 *   nothing is counted until they have been calm for {@link CALM_MS}.
 */
export type Verdict = 'baseline' | 'counted' | 'held' | 'refused';

/** Takes one difference: where it belongs (a number of the caller's) and by how much the counter grew. Negative takes back. */
export type DeltaSink = (slot: number, delta: number, at: number) => void;

/** The state that must survive a restart of Pennylint: one number pair per series. */
export interface SavedCounters {
  readonly at: number;
  readonly processStart: number | null;
  /** Canonical hashes and last values, in pairs. */
  readonly series: Float64Array;
  /** False when some series were left out, so that an unknown series may be an old one. */
  readonly complete: boolean;
}

/** Two falls of one series within this time are not two restarts. Also how long money stays revocable. */
export const CALM_MS = 300_000;
/** Readings without a further fall that confirm a restart which nothing proves, or that one process answers at all. */
export const CONFIRMING = 3;
/**
 * Readings without a fall that confirm a leap: most series grew at once by more than {@link LEAP}. Young counters do that, and so does a
 * second worker with higher counters; it shows itself as soon as the first one answers again.
 */
const CONFIRMING_LEAP = 8;
const LEAP = 0.01;
/** Counters beyond this cannot be differenced exactly. */
const MAX_COUNTER = 2 ** 53;
/** Slack between two clocks that count as equal, in milliseconds. */
const CLOCK_SLACK = 5_000;
/** Most series in memory. */
const MAX_SERIES = 200_000;
/** Most series in a store. */
const MAX_SAVED = 100_000;

/** Longest time for which differences are held back. */
const MAX_HOLD_MS = 120_000;

interface Entry {
  readonly at: number;
  readonly slots: readonly number[];
  readonly deltas: readonly number[];
  /** More than half of the series grew by more than {@link LEAP}. */
  readonly leap: boolean;
}

/** Differences that wait, and the reading that confirms them. */
interface Held {
  readonly entry: Entry;
  due: number;
}

/** What the process times say: one process all along, a new one since the last reading, another worker, or nothing. */
type Process = 'same' | 'restarted' | 'other' | 'unknown';

/** The counters of one source. Readings come as `begin`, any number of `sample`s, `finish`. */
export class CounterSet {
  /** Samples that were no usable number, and series that did not fit, since the beginning. */
  rejected = 0;
  overflow = 0;
  readonly #trusted: boolean;
  readonly #index = new Map<number, number>();
  #count = 0;
  #key = new Float64Array(1024);
  #last = new Float64Array(1024);
  #now = new Float64Array(1024);
  /** A value of five to ten minutes ago, the one that will follow it, and when that one was noted. */
  #low = new Float64Array(1024);
  #nextLow = new Float64Array(1024);
  #lowAt = new Float64Array(1024);
  /** When the series last fell, from which value, and when it went away together with most others. */
  #fell = new Float64Array(1024);
  #peak = new Float64Array(1024);
  #gone = new Float64Array(1024);
  /** Number of the reading in which the series was last and last but one; −1 = its first value is not new. */
  #seen = new Int32Array(1024);
  #previous = new Int32Array(1024);
  #slot = new Int32Array(1024);
  #touched: number[] = [];
  #reading = 0;
  #at = 0;
  #before = 0;
  #processStart: number | undefined;
  readonly #starts = new Set<number>();
  #complete = true;
  #goneCount = 0;
  /** Reading before which nothing that is not proven counts. */
  #calmFrom = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #held: Held[] = [];
  #journal: Entry[] = [];

  /** `trusted`: one ledger behind an API answers, so a fall is always a reset (a new budget period, for example). */
  constructor(trusted = false) {
    this.#trusted = trusted;
  }

  /** Number of series known. */
  get size(): number {
    return this.#count;
  }

  /** True while differences wait for confirmation: then the state must not be saved, or a crash would lose them. */
  get holding(): boolean {
    return this.#held.length > 0;
  }

  /** Time of the last reading in UTC milliseconds, 0 before the first. */
  get lastReadAt(): number {
    return this.#before;
  }

  /** Starts a reading at a time in UTC milliseconds. A clock that was set back starts the waiting times anew. */
  begin(at: number): void {
    this.#reading++;
    if (at < this.#before) {
      this.#before = Math.max(1, at);
      this.#refusedAt = Math.min(this.#refusedAt, at);
      this.#journal = [];
    }
    this.#at = at;
    this.#touched = [];
  }

  /** The series with this hash, or −1. */
  find(hash: number): number {
    return this.#index.get(hash) ?? -1;
  }

  /** Where the differences of a series go; negative before it is known. */
  slotOf(series: number): number {
    return this.#slot[series] ?? -1;
  }

  /**
   * A series under the hash of its text and the hash of its meaning (labels sorted), so that another order of labels finds the same
   * series. `slot` is where its differences belong; negative for nowhere. `known`: its value so far is not new, although the series is.
   * Returns −1 when there is no room.
   */
  add(hash: number, canonical: number, slot: number, known = false): number {
    const old = this.#index.get(canonical);
    if (old !== undefined) {
      this.#index.set(hash, old);
      this.#slot[old] = slot;
      return old;
    }
    if (this.#count >= MAX_SERIES) {
      this.overflow++;
      return -1;
    }
    const series = this.#count++;
    if (series >= this.#last.length) this.#enlarge();
    this.#index.set(canonical, series);
    this.#index.set(hash, series);
    this.#key[series] = canonical;
    this.#last[series] = Number.NaN;
    this.#low[series] = Number.NaN;
    this.#nextLow[series] = Number.NaN;
    this.#lowAt[series] = Number.NEGATIVE_INFINITY;
    this.#fell[series] = Number.NEGATIVE_INFINITY;
    this.#gone[series] = Number.NEGATIVE_INFINITY;
    this.#seen[series] = known ? -1 : 0;
    this.#slot[series] = slot;
    return series;
  }

  /** The value of a series in this reading. A second value in one reading is left out, as is what is no counter's value. */
  sample(series: number, value: number): void {
    const seen = this.#seen[series]!;
    if (seen === this.#reading) return;
    if (!(value >= 0) || value > MAX_COUNTER) {
      this.rejected++;
      // It is there, only not to be used.
      if (seen !== -1) this.#seen[series] = this.#reading;
      return;
    }
    if (seen === -1) this.#last[series] = value;
    this.#previous[series] = seen;
    this.#seen[series] = this.#reading;
    this.#now[series] = value;
    this.#touched.push(series);
  }

  /** Ends a reading: adds up what grew, or says why not. */
  finish(evidence: Evidence, sink: DeltaSink): Verdict {
    const at = this.#at;
    if (this.#before === 0) return this.#baseline(evidence);
    const process = this.#trusted ? 'unknown' : this.#process(evidence);
    this.#remember(evidence.processStart);
    const doubt = this.#trusted ? 'none' : this.#doubt(process);
    const entry = this.#differences(process);
    this.#before = at;
    if (process === 'other' || doubt === 'registries') return this.#refuse(sink);
    if (at - this.#refusedAt < CALM_MS) {
      if (doubt === 'fall') this.#refusedAt = at;
      return 'refused';
    }
    if (doubt === 'fall') {
      this.#calmFrom = this.#reading + CONFIRMING;
      for (const held of this.#held) held.due = Math.max(held.due, this.#calmFrom);
    }
    const unproven = !this.#trusted && process === 'unknown';
    const due = Math.max(doubt === 'none' && !unproven ? 0 : this.#calmFrom, unproven && entry.leap ? this.#reading + CONFIRMING_LEAP : 0);
    this.#held.push({ entry, due });
    const ready = this.#held.filter((held) => held.due <= this.#reading || at - held.entry.at > MAX_HOLD_MS);
    this.#held = this.#held.filter((held) => !ready.includes(held));
    for (const held of ready) this.#apply(held.entry, sink);
    return this.#held.length > 0 ? 'held' : 'counted';
  }

  /** What must survive a restart of Pennylint. */
  save(): SavedCounters {
    const order = Array.from({ length: this.#count }, (_, series) => series).filter((series) => !Number.isNaN(this.#last[series]));
    const complete = this.#complete && order.length <= MAX_SAVED && this.overflow === 0;
    const kept = order.length <= MAX_SAVED ? order : order.sort((a, b) => this.#seen[b]! - this.#seen[a]!).slice(0, MAX_SAVED);
    const series = new Float64Array(kept.length * 2);
    kept.forEach((at, i) => {
      series[i * 2] = this.#key[at]!;
      series[i * 2 + 1] = this.#last[at]!;
    });
    return { at: this.#before, processStart: this.#processStart ?? null, series, complete };
  }

  /** Takes up saved counters; only for a set that has read nothing yet. Pairs that are no hash and value are left out. */
  restore(saved: SavedCounters): void {
    if (!(saved.at > 0)) return;
    for (let i = 0; i + 1 < saved.series.length; i += 2) {
      const key = saved.series[i]!;
      const value = saved.series[i + 1]!;
      if (!Number.isSafeInteger(key) || !(value >= 0) || value > MAX_COUNTER || this.#index.has(key)) continue;
      const series = this.add(key, key, -1);
      if (series < 0) break;
      this.#last[series] = value;
    }
    this.#before = saved.at;
    this.#complete = saved.complete;
    if (saved.processStart !== null) this.#remember(saved.processStart);
  }

  #baseline({ processStart }: Evidence): Verdict {
    for (const series of this.#touched) this.#last[series] = this.#now[series]!;
    this.#remember(processStart);
    this.#before = this.#at;
    // Without a process time, several workers can only be told apart by watching a few readings.
    this.#calmFrom = this.#reading + CONFIRMING - 1;
    return 'baseline';
  }

  #refuse(sink: DeltaSink): Verdict {
    for (const { slots, deltas, at } of this.#journal) {
      slots.forEach((slot, i) => {
        sink(slot, -deltas[i]!, at);
      });
    }
    this.#journal = [];
    this.#held = [];
    this.#refusedAt = this.#at;
    return 'refused';
  }

  #apply(entry: Entry, sink: DeltaSink): void {
    entry.slots.forEach((slot, i) => {
      sink(slot, entry.deltas[i]!, entry.at);
    });
    if (this.#trusted) return;
    this.#journal.push(entry);
    const stale = this.#journal.findIndex(({ at }) => this.#at - at <= CALM_MS);
    if (stale > 0) this.#journal.splice(0, stale);
  }

  #remember(start: number | undefined): void {
    if (start === undefined) return;
    this.#processStart = start;
    this.#starts.add(start);
    const [oldest] = this.#starts;
    if (this.#starts.size > 64 && oldest !== undefined) this.#starts.delete(oldest);
  }

  #process({ processStart, clockAhead = 0 }: Evidence): Process {
    if (processStart === undefined || this.#processStart === undefined) return 'unknown';
    if (Math.abs(processStart - this.#processStart) < 1) return 'same';
    if (processStart < this.#processStart || this.#starts.has(processStart)) return 'other';
    return processStart - clockAhead >= this.#before - CLOCK_SLACK ? 'restarted' : 'other';
  }

  /** Signs in the values: a fall that may be a restart, or values of another registry. A proven restart explains any fall. */
  #doubt(process: Process): 'none' | 'fall' | 'registries' {
    if (process === 'restarted') return 'none';
    const at = this.#at;
    const before = this.#reading - 1;
    let present = 0;
    let falls = 0;
    let back = 0;
    let again = 0;
    let returned = 0;
    let fallen = 0;
    let leapt = 0;
    let shallow = 0;
    // After a long silence a restarted counter may have grown far.
    const soon = at - this.#before <= CALM_MS;
    for (const series of this.#touched) {
      const last = this.#last[series]!;
      const value = this.#now[series]!;
      const wentAway = at - this.#gone[series]! <= CALM_MS;
      this.#gone[series] = Number.NEGATIVE_INFINITY;
      if (wentAway && value >= last) returned++;
      if (this.#previous[series] !== before) continue;
      if (!Number.isNaN(last)) present++;
      if (at - this.#fell[series]! <= CALM_MS) {
        fallen++;
        // After a restart a counter climbs back; it does not leap.
        if (value >= this.#peak[series]! && (value - last) * 2 > this.#peak[series]!) leapt++;
      }
      if (!(value < last)) continue;
      falls++;
      // A restart begins at zero; half of the old value within a moment is another registry.
      if (soon && value * 2 > last) shallow++;
      if (at - this.#fell[series]! <= CALM_MS) again++;
      const low = Number.isNaN(this.#low[series]) ? this.#nextLow[series]! : this.#low[series]!;
      if (low > 0 && value >= low) back++;
      this.#fell[series] = at;
      this.#peak[series] = last;
    }
    const missing = process === 'same' ? [] : this.#missing(before);
    const vanished = missing.length > present;
    if (vanished) {
      this.#goneCount = missing.length;
      for (const series of missing) this.#gone[series] = at;
    }
    const most = (some: number, all: number): boolean => some > 0 && some * 2 >= all;
    if (again > 0 || most(back, falls) || most(shallow, falls) || most(returned, this.#goneCount) || most(leapt, fallen))
      return 'registries';
    return falls > 0 || vanished ? 'fall' : 'none';
  }

  /** Series of the last reading that are not in this one. */
  #missing(before: number): readonly number[] {
    const missing: number[] = [];
    for (let series = 0; series < this.#count; series++) if (this.#seen[series] === before) missing.push(series);
    return missing;
  }

  #differences(process: Process): Entry {
    const slots: number[] = [];
    const deltas: number[] = [];
    let old = 0;
    let leaps = 0;
    // All counters began anew; some may already have passed their old value.
    const anew = process === 'restarted';
    if (anew)
      for (let series = 0; series < this.#count; series++)
        if (this.#last[series]! > 0 && this.#seen[series] !== this.#reading) this.#last[series] = 0;
    for (const series of this.#touched) {
      const last = this.#last[series]!;
      const value = this.#now[series]!;
      let delta: number;
      if (Number.isNaN(last)) delta = this.#complete ? value : 0;
      else {
        delta = anew || value < last ? value : value - last;
        old++;
        if (delta > last * LEAP) leaps++;
      }
      if (delta > 0) {
        if (this.#at - this.#lowAt[series]! > CALM_MS) {
          this.#low[series] = this.#nextLow[series]!;
          this.#nextLow[series] = Number.isNaN(last) ? 0 : last;
          this.#lowAt[series] = this.#at;
        }
        const slot = this.#slot[series]!;
        if (slot >= 0) {
          slots.push(slot);
          deltas.push(delta);
        }
      }
      this.#last[series] = value;
    }
    return { at: this.#at, slots, deltas, leap: leaps * 2 > old };
  }

  #enlarge(): void {
    const size = this.#last.length * 2;
    const doubles = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(size);
      next.set(old);
      return next;
    };
    const integers = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    this.#key = doubles(this.#key);
    this.#last = doubles(this.#last);
    this.#now = doubles(this.#now);
    this.#low = doubles(this.#low);
    this.#nextLow = doubles(this.#nextLow);
    this.#lowAt = doubles(this.#lowAt);
    this.#fell = doubles(this.#fell);
    this.#gone = doubles(this.#gone);
    this.#peak = doubles(this.#peak);
    this.#seen = integers(this.#seen);
    this.#previous = integers(this.#previous);
    this.#slot = integers(this.#slot);
  }
}
