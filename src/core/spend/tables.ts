/** Tables and charts of a meter: rows by model, team and so on, bars by time. */
import { addAmounts, AT, noAmounts, NOTHING, tokensOf, type Amounts } from './amounts.ts';
import { DAY, DIMENSIONS, HOUR, MINUTE, OTHER, UNNAMED, type Dimension, type TimeBucket } from './ledger.ts';
import type { Meter } from './meter.ts';
import type { Sums } from './figures.ts';
import type { SpendChart, SpendRow, SpendTable, SpendTables } from './snapshot.ts';

/** Rows shown per table, before "other". */
const SHOWN_ROWS = 12;
/** Models shown per chart, before "other". */
const SHOWN_MODELS = 6;

/** The tables of today and of the month. */
export function tablesOf(meter: Meter, sums: Sums): { readonly today: SpendTables; readonly month: SpendTables } {
  const { ledger } = meter;
  const days = sums.utcOnly ? ledger.utcDays : ledger.days;
  const month = (sums.utcOnly ? new Date(sums.now).toISOString() : ledger.dayOf(sums.now)).slice(0, 7);
  const today = sums.todayBucket?.by;
  const make = (rowsOf: (dimension: Dimension) => ReadonlyMap<string, Amounts>): SpendTables =>
    Object.fromEntries(
      DIMENSIONS.map((dimension) => [dimension, table(meter, sums, dimension, rowsOf(dimension))]),
    ) as unknown as SpendTables;
  return {
    today: make((dimension) => today?.[dimension] ?? new Map()),
    month: make((dimension) => {
      const rows = new Map<string, Amounts>();
      for (const [day, bucket] of days)
        if (day.startsWith(month)) for (const [name, amounts] of bucket.by[dimension]) add(rows, name, amounts);
      return rows;
    }),
  };
}

/** Charts of the last hour, day, week and month. */
export function chartsOf(meter: Meter, sums: Sums): Readonly<Record<'hour' | 'day' | 'week' | 'month', SpendChart>> {
  const { ledger } = meter;
  const { now } = sums;
  const minutes = (step: number, bars: number): SpendChart => chart(meter, sums, ledger.minutes, MINUTE, step, bars, now);
  const start = sums.startOfDay - 30 * DAY;
  const daily = new Map<number, TimeBucket>();
  const source = sums.utcOnly ? ledger.utcDays : ledger.days;
  for (const [day, bucket] of source) {
    // Days by number, whatever the zone: a day of 23 or 25 hours is one bar like the others.
    const key = Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
    daily.set(key, { total: bucket.total, models: bucket.by.model, tasked: bucket.tasked, tasks: bucket.tasks });
  }
  const today = sums.utcOnly ? now : Date.parse(`${ledger.dayOf(now)}T12:00:00Z`);
  return {
    hour: minutes(MINUTE, 60),
    day: minutes(15 * MINUTE, 96),
    week: chart(meter, sums, ledger.hours, HOUR, HOUR, 168, now),
    month: { ...chart(meter, sums, daily, DAY, DAY, 31, today), start },
  };
}

function table(meter: Meter, sums: Sums, dimension: Dimension, rows: ReadonlyMap<string, Amounts>): SpendTable {
  const money = AT[sums.basis];
  const named = [...rows.keys()].some((name) => name !== OTHER && name !== UNNAMED);
  if (!named) return { rows: [], reason: rows.size > 0 || meter.lastReadAt > 0 ? missing(meter, dimension) : 'Nothing has been read yet.' };
  const total = noAmounts();
  for (const amounts of rows.values()) addAmounts(total, amounts);
  const measure =
    total[money]! > 0 ? (amounts: Amounts) => amounts[money]! : tokensOf(total) > 0 ? tokensOf : (amounts: Amounts) => amounts[AT.calls]!;
  const whole = measure(total);
  const sorted = [...rows]
    .filter(([name]) => name !== OTHER && name !== UNNAMED)
    .sort((a, b) => measure(b[1]) - measure(a[1]) || (a[0] < b[0] ? -1 : 1));
  // A row below zero is money taken back from a name that has since been folded into "other".
  const shown = sorted.slice(0, SHOWN_ROWS).filter(([, amounts]) => measure(amounts) >= 0 && amounts.some((value) => value !== 0));
  const rest = noAmounts();
  for (const [name, amounts] of sorted) if (!shown.some(([kept]) => kept === name)) addAmounts(rest, amounts);
  addAmounts(rest, rows.get(OTHER) ?? noAmounts());
  const make = (name: string, kind: SpendRow['kind'], amounts: Amounts): SpendRow =>
    rowOf(meter, sums, name, kind, amounts, whole, measure);
  const result = shown.map(([name, amounts]) => make(name, 'named', amounts));
  if (rest.some((value) => value !== 0)) result.push(make('other', 'other', rest));
  const unnamed = rows.get(UNNAMED);
  if (unnamed?.some((value) => value !== 0) === true) result.push(make(NAMELESS[dimension], 'unnamed', unnamed));
  return { rows: result, reason: null };
}

const NAMELESS: Readonly<Record<Dimension, string>> = {
  model: 'model not named',
  provider: 'provider not named',
  team: 'no team',
  user: 'no user',
  tag: 'no tag',
  task: 'no session',
};

function missing(meter: Meter, dimension: Dimension): string {
  const lacks = meter.profile?.lacks ?? meter.options.lacks;
  if (dimension === 'task') return `Not available from this source: ${lacks?.tasks ?? 'it names no session or task.'}`;
  if (dimension === 'user' && lacks?.users !== undefined) return `Not available from this source: ${lacks.users}`;
  return `The source has named no ${dimension} in this period.`;
}

function rowOf(
  meter: Meter,
  { basis }: Sums,
  name: string,
  kind: SpendRow['kind'],
  amounts: Amounts,
  whole: number,
  measure: (amounts: Amounts) => number,
): SpendRow {
  const told = (field: 'calls' | 'failed' | 'input' | 'output' | 'cacheRead'): number | null =>
    meter.knows(field) ? Math.round(amounts[AT[field]]!) : null;
  const money = amounts[AT[basis]]!;
  const unpriced = money === 0 && (amounts[AT.unpricedTokens]! > 0 || amounts[AT.unpricedCalls]! > 0);
  const hit = meter.knows('cacheRead') && amounts[AT.input]! > 0 && amounts[AT.cacheRead]! <= amounts[AT.input]!;
  return {
    name,
    kind,
    microUsd: unpriced || (basis === 'computed' && money === 0 && tokensOf(amounts) === 0) ? null : Math.round(money),
    share: whole > 0 ? measure(amounts) / whole : 0,
    calls: told('calls'),
    failed: told('failed'),
    inputTokens: told('input'),
    outputTokens: told('output'),
    cacheReadTokens: told('cacheRead'),
    cacheHitRate: hit ? amounts[AT.cacheRead]! / amounts[AT.input]! : null,
  };
}

function chart(
  meter: Meter,
  { basis, knownFrom }: Sums,
  buckets: ReadonlyMap<number, TimeBucket>,
  size: number,
  step: number,
  bars: number,
  now: number,
): SpendChart {
  const start = (Math.floor(now / step) - bars + 1) * step;
  // Money, tokens and calls of each bar, one after the other, and behind the last bar those of all: whole records of amounts would be thousands per picture.
  const rows = new Map<string, Float64Array>();
  const total = [0, 0, 0];
  for (const [key, bucket] of buckets) {
    const bar = Math.floor((key * size - start) / step);
    if (bar < 0 || bar >= bars) continue;
    for (const [name, amounts] of bucket.models) {
      let values = rows.get(name);
      if (values === undefined) rows.set(name, (values = new Float64Array((bars + 1) * 3)));
      for (const [i, value] of [amounts[AT[basis]]!, tokensOf(amounts), amounts[AT.calls]!].entries()) {
        values[bar * 3 + i]! += value;
        values[bars * 3 + i]! += value;
        total[i]! += value;
      }
    }
  }
  const [money = 0, tokens = 0, calls = 0] = total;
  const unit = money > 0 || meter.money !== 'computed' ? 'microUsd' : tokens > 0 ? 'tokens' : calls > 0 ? 'calls' : 'microUsd';
  const measure = { microUsd: 0, tokens: 1, calls: 2 }[unit];
  const sum = (name: string): number => {
    const value = rows.get(name)![bars * 3 + measure]!;
    return Math.abs(value) < NOTHING ? 0 : value;
  };
  const sorted = [...rows.keys()].filter((name) => name !== OTHER && sum(name) > 0).sort((a, b) => sum(b) - sum(a));
  const shown = sorted.slice(0, SHOWN_MODELS);
  const values = (names: readonly string[]): readonly number[] =>
    Array.from({ length: bars }, (_, bar) =>
      Math.max(0, Math.round(names.reduce((all, name) => all + rows.get(name)![bar * 3 + measure]!, 0))),
    );
  const series: SpendChart['series'][number][] = shown.map((name) => ({
    name: name === UNNAMED ? NAMELESS.model : name,
    kind: name === UNNAMED ? 'unnamed' : 'named',
    values: values([name]),
  }));
  const others = [...rows.keys()].filter((name) => !shown.includes(name));
  if (others.some((name) => sum(name) > 0)) series.push({ name: 'other', kind: 'other', values: values(others) });
  return { unit, start, stepMs: step, series, knownFrom: knownFrom === 0 ? null : knownFrom };
}

function add(rows: Map<string, Amounts>, name: string, amounts: Amounts): void {
  let sum = rows.get(name);
  if (sum === undefined) rows.set(name, (sum = noAmounts()));
  addAmounts(sum, amounts);
}
