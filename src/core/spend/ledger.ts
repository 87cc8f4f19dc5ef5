/**
 * What was spent, in buckets: minutes of the last day, hours of the last weeks, days of the user's calendar and of UTC. Every bucket holds
 * a sum and the largest names of a few dimensions; the rest is one row "other", so sums are always complete.
 */
import { addAmounts, AT, noAmounts, tokensOf, type Amounts } from './amounts.ts';
import type { Dims } from './labels.ts';

/** Names by which amounts are listed. */
export const DIMENSIONS = ['model', 'provider', 'team', 'user', 'tag', 'task'] as const;

/** One of {@link DIMENSIONS}. */
export type Dimension = (typeof DIMENSIONS)[number];

/** Key of the row that holds everything beyond the largest names, and of amounts without a name. No clean label can be one of them. */
export const OTHER = '\u0000other';
/** See {@link OTHER}. */
export const UNNAMED = '\u0000none';

/** Sum and models of a minute or an hour. */
export interface TimeBucket {
  readonly total: Amounts;
  readonly models: Map<string, Amounts>;
  /** Amounts that name a task, and how many tasks they name. */
  readonly tasked: Amounts;
  tasks: number;
}

/** Sum and tables of a day. */
export interface DayBucket {
  readonly total: Amounts;
  readonly tasked: Amounts;
  tasks: number;
  readonly by: Readonly<Record<Dimension, Map<string, Amounts>>>;
}

/** Money that was spent between two readings that lie far apart: the sum is right, the time is not known better. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly amounts: Amounts;
}

/** How an amount is dated. `day` = only the UTC day is known (rows of a daily report); `late` = it happened some time since `since`. */
export type Dating = { readonly kind: 'now' } | { readonly kind: 'day' } | { readonly kind: 'late'; readonly since: number };

/** Hours ahead of UTC are a matter of place and season, so the ledger is told: minutes to add to UTC at a moment. */
export type ZoneOffset = (at: number) => number;

/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** How much is kept. */
export const LIMITS = {
  minutes: 1440,
  hours: 24 * 42,
  days: 42,
  oldDays: 400,
  names: 24,
  models: 10,
  gaps: 20,
  tasksPerDay: 5000,
} as const;

/** All buckets of one source. */
export class Ledger {
  readonly minutes = new Map<number, TimeBucket>();
  readonly hours = new Map<number, TimeBucket>();
  /** By day `YYYY-MM-DD`, of the user and of UTC. */
  readonly days = new Map<string, DayBucket>();
  readonly utcDays = new Map<string, DayBucket>();
  readonly gaps: Gap[] = [];
  /** Tasks counted in the current hour and the current days, so that none counts twice. */
  readonly #seen = new Map<string, Set<string>>();
  readonly #offset: ZoneOffset;

  constructor(offset: ZoneOffset) {
    this.#offset = offset;
  }

  /** Day of the user's calendar. */
  dayOf(at: number): string {
    return utcDay(at + this.#offset(at) * MINUTE);
  }

  /** Begin of the user's day, in UTC milliseconds; right also on days on which clocks change. */
  startOfDay(at: number): number {
    const day = this.dayOf(at);
    const guess = Date.parse(`${day}T00:00:00Z`) - this.#offset(at) * MINUTE;
    return Date.parse(`${day}T00:00:00Z`) - this.#offset(guess) * MINUTE;
  }

  /** Adds an amount (or takes one back, when negative). */
  add(at: number, dims: Dims, amounts: Amounts, dating: Dating = { kind: 'now' }): void {
    if (dating.kind === 'now') {
      this.#addTime(this.minutes, Math.floor(at / MINUTE), 'm', dims, amounts);
      this.#addTime(this.hours, Math.floor(at / HOUR), 'h', dims, amounts);
    }
    if (dating.kind === 'late') this.#addGap(dating.since, at, amounts);
    if (dating.kind !== 'day') this.#addDay(this.days, this.dayOf(at), 'd', dims, amounts);
    this.#addDay(this.utcDays, utcDay(at), 'u', dims, amounts);
  }

  /** Drops what is older than {@link LIMITS}; of days beyond the limit only the sum stays. */
  trim(now: number): void {
    dropBefore(this.minutes, Math.floor(now / MINUTE) - LIMITS.minutes);
    dropBefore(this.hours, Math.floor(now / HOUR) - LIMITS.hours);
    for (const days of [this.days, this.utcDays]) {
      const detailed = utcDay(now - LIMITS.days * DAY);
      const last = utcDay(now - LIMITS.oldDays * DAY);
      for (const [day, bucket] of days) {
        if (day < last) days.delete(day);
        else if (day < detailed) for (const rows of Object.values(bucket.by)) rows.clear();
      }
    }
    while (this.gaps.length > LIMITS.gaps) this.gaps.shift();
    const current = new Set([`m${Math.floor(now / MINUTE)}`, `h${Math.floor(now / HOUR)}`, `d${this.dayOf(now)}`, `u${utcDay(now)}`]);
    for (const key of this.#seen.keys()) if (!current.has(key)) this.#seen.delete(key);
  }

  /** Moves what lies in the future to now: the clock was wrong and has been set back. */
  redate(now: number): void {
    for (const [buckets, size] of [
      [this.minutes, MINUTE],
      [this.hours, HOUR],
    ] as const) {
      const current = Math.floor(now / size);
      for (const [key, bucket] of [...buckets]) {
        if (key <= current) continue;
        buckets.delete(key);
        mergeTime(timeBucket(buckets, current), bucket);
      }
    }
    for (const [days, today] of [
      [this.days, this.dayOf(now)],
      [this.utcDays, utcDay(now)],
    ] as const) {
      for (const [key, bucket] of [...days]) {
        if (key <= today) continue;
        days.delete(key);
        mergeDay(dayBucket(days, today), bucket);
      }
    }
  }

  /** Tasks already counted today, for the store. */
  get seenTasks(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#seen;
  }

  /** Takes up {@link seenTasks} of a store. */
  restoreSeen(key: string, tasks: readonly string[]): void {
    this.#seen.set(key, new Set(tasks));
  }

  #addTime(buckets: Map<number, TimeBucket>, key: number, kind: string, dims: Dims, amounts: Amounts): void {
    const bucket = timeBucket(buckets, key);
    addAmounts(bucket.total, amounts);
    addAmounts(row(bucket.models, dims.model ?? UNNAMED, LIMITS.models), amounts);
    this.#addTask(bucket, `${kind}${key}`, dims, amounts);
  }

  #addDay(days: Map<string, DayBucket>, day: string, kind: string, dims: Dims, amounts: Amounts): void {
    const bucket = dayBucket(days, day);
    addAmounts(bucket.total, amounts);
    for (const dimension of ['model', 'provider', 'team', 'user'] as const) {
      addAmounts(row(bucket.by[dimension], dims[dimension] ?? UNNAMED, LIMITS.names), amounts);
    }
    for (const tag of dims.tags ?? []) addAmounts(row(bucket.by.tag, tag, LIMITS.names), amounts);
    if (dims.task !== undefined) addAmounts(row(bucket.by.task, dims.task, LIMITS.names), amounts);
    this.#addTask(bucket, `${kind}${day}`, dims, amounts);
  }

  #addTask(bucket: { readonly tasked: Amounts; tasks: number }, key: string, { task }: Dims, amounts: Amounts): void {
    if (task === undefined) return;
    addAmounts(bucket.tasked, amounts);
    let seen = this.#seen.get(key);
    if (seen === undefined) this.#seen.set(key, (seen = new Set()));
    if (seen.has(task) || seen.size >= LIMITS.tasksPerDay) return;
    seen.add(task);
    bucket.tasks++;
  }

  #addGap(from: number, to: number, amounts: Amounts): void {
    const last = this.gaps.at(-1);
    if (last !== undefined && last.from === from && last.to === to) addAmounts(last.amounts, amounts);
    else this.gaps.push({ from, to, amounts: Float64Array.from(amounts) });
  }
}

/** Day of UTC, `YYYY-MM-DD`. A time that no calendar has gives the first day of 1970. */
export function utcDay(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '1970-01-01' : date.toISOString().slice(0, 10);
}

/** The bucket of a minute or hour, made when missing. */
export function timeBucket(buckets: Map<number, TimeBucket>, key: number): TimeBucket {
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    bucket = { total: noAmounts(), models: new Map(), tasked: noAmounts(), tasks: 0 };
    buckets.set(key, bucket);
  }
  return bucket;
}

/** The bucket of a day, made when missing. */
export function dayBucket(days: Map<string, DayBucket>, day: string): DayBucket {
  let bucket = days.get(day);
  if (bucket === undefined) {
    const by = { model: new Map(), provider: new Map(), team: new Map(), user: new Map(), tag: new Map(), task: new Map() };
    bucket = { total: noAmounts(), tasked: noAmounts(), tasks: 0, by };
    days.set(day, bucket);
  }
  return bucket;
}

/** Folds the smallest rows into "other" until `keep` named rows are left. Sums stay the same. */
export function foldRows(rows: Map<string, Amounts>, keep: number): void {
  const named = [...rows].filter(([name]) => name !== OTHER && name !== UNNAMED).sort((a, b) => weight(b[1]) - weight(a[1]));
  const beyond = named.slice(keep);
  if (beyond.length === 0) return;
  let other = rows.get(OTHER);
  if (other === undefined) rows.set(OTHER, (other = noAmounts()));
  for (const [name, amounts] of beyond) {
    addAmounts(other, amounts);
    rows.delete(name);
  }
}

/** The row of a name; when there are twice as many as are kept, the smallest make room. */
function row(rows: Map<string, Amounts>, name: string, keep: number): Amounts {
  let amounts = rows.get(name);
  if (amounts === undefined) {
    if (rows.size >= keep * 2) foldRows(rows, keep);
    rows.set(name, (amounts = noAmounts()));
  }
  return amounts;
}

/** Money first; where there is none, tokens, then calls. */
function weight(amounts: Amounts): number {
  const money = Math.max(amounts[AT.reported]!, amounts[AT.notional]!, amounts[AT.computed]!);
  return money * 1e9 + tokensOf(amounts) * 1e3 + amounts[AT.calls]!;
}

function mergeTime(into: TimeBucket, from: TimeBucket): void {
  addAmounts(into.total, from.total);
  addAmounts(into.tasked, from.tasked);
  into.tasks += from.tasks;
  for (const [name, amounts] of from.models) addAmounts(row(into.models, name, LIMITS.models), amounts);
}

function mergeDay(into: DayBucket, from: DayBucket): void {
  addAmounts(into.total, from.total);
  addAmounts(into.tasked, from.tasked);
  into.tasks += from.tasks;
  for (const dimension of DIMENSIONS) {
    for (const [name, amounts] of from.by[dimension]) addAmounts(row(into.by[dimension], name, LIMITS.names), amounts);
  }
}

function dropBefore(buckets: Map<number, unknown>, first: number): void {
  for (const key of buckets.keys()) if (key < first) buckets.delete(key);
}
