/** Figures of a meter at a moment: formulas over the ledger. */
import { addAmounts, AT, noAmounts, tokensOf, type Amounts, type Field } from './amounts.ts';
import { DAY, HOUR, MINUTE, utcDay, type DayBucket } from './ledger.ts';
import type { Meter } from './meter.ts';
import type { Figure, FigureUnit, MoneyBasis } from './snapshot.ts';

/** Width of the window of the burn rate. */
const BURN_WINDOW = 5 * MINUTE;
/** Readings needed before the month can be projected. */
const PROJECTION_MINIMUM = HOUR;

/** Sums that several figures share. */
export interface Sums {
  readonly now: number;
  readonly basis: MoneyBasis;
  readonly today: Amounts;
  readonly todayBucket: DayBucket | undefined;
  readonly utcToday: Amounts;
  readonly month: Amounts;
  /** True when the source tells whole UTC days, so that the user's own day cannot be cut out. */
  readonly utcOnly: boolean;
  /** First moment for which the ledger is complete; 0 = nothing read. */
  readonly knownFrom: number;
  readonly startOfDay: number;
}

/** The sums of a meter at a moment. */
export function sumsOf(meter: Meter, now: number): Sums {
  const { ledger } = meter;
  const day = ledger.dayOf(now);
  const todayBucket = ledger.days.get(day);
  const utcBucket = ledger.utcDays.get(utcDay(now));
  const rowsOfDays = [...meter.windows.values()].some(({ from, to }) => to - from > HOUR);
  const month = noAmounts();
  const monthOf = rowsOfDays ? utcDay(now) : day;
  for (const [key, bucket] of rowsOfDays ? ledger.utcDays : ledger.days) {
    if (key.slice(0, 7) === monthOf.slice(0, 7)) addAmounts(month, bucket.total);
  }
  let earliest = meter.since;
  for (const hour of ledger.hours.keys()) if (meter.windows.size > 0) earliest = Math.min(earliest, hour * HOUR);
  return {
    now,
    basis: meter.money,
    today: (rowsOfDays ? utcBucket : todayBucket)?.total ?? noAmounts(),
    todayBucket: rowsOfDays ? utcBucket : todayBucket,
    utcToday: utcBucket?.total ?? noAmounts(),
    month,
    utcOnly: rowsOfDays,
    knownFrom: earliest,
    startOfDay: ledger.startOfDay(now),
  };
}

/** All single figures of the snapshot. */
export function figuresOf(meter: Meter, sums: Sums) {
  const { basis, today, now } = sums;
  const money = AT[basis];
  const name = meter.profile?.name ?? meter.options.name;
  const lacks = meter.profile?.lacks ?? meter.options.lacks ?? {};
  const bucket = sums.todayBucket;
  const read = meter.lastReadAt > 0;
  const none = (unit: FigureUnit, formula: string, reason: string, kind: MoneyBasis | null = null): Figure => ({
    value: null,
    unit,
    basis: kind,
    formula,
    reason,
    notes: [],
  });
  const some = (
    value: number,
    unit: FigureUnit,
    formula: string,
    kind: MoneyBasis | null = null,
    notes: readonly string[] = [],
  ): Figure => ({
    value: unit === 'ratio' ? value : Math.round(value),
    unit,
    basis: kind,
    formula,
    reason: null,
    notes,
  });
  const notRead = `Nothing has been read from ${name} yet.`;
  const unavailable = (what: string): string => `Not available from this source: ${what}`;

  const spend = (amounts: Amounts, formula: string, from: number, extra: readonly string[] = []): Figure => {
    const full = `${formula}, ${MONEY_WORDS[basis]}`;
    if (!read) return none('microUsd', full, notRead, basis);
    const unpriced = amounts[AT.unpricedTokens]! > 0 || amounts[AT.unpricedCalls]! > 0;
    if (unpriced && amounts[money] === 0) return none('microUsd', full, 'All calls are of models without a price.', basis);
    if (basis === 'computed' && amounts[money] === 0 && !meter.knows('input')) {
      return none('microUsd', full, unavailable('it counts neither money nor tokens.'), basis);
    }
    const notes = [...extra, ...coverage(sums, from), ...gapNotes(meter, from, money)];
    if (unpriced) notes.push('Calls of models without a price are not in it.');
    return some(amounts[money]!, 'microUsd', full, basis, notes);
  };
  const total = (period: 'day' | 'month', amounts: Amounts, formula: string, from: number): Figure => {
    const told = meter.totals.get(period);
    const start = period === 'day' ? utcDay(now) : utcDay(now).slice(0, 7);
    if (told === undefined || !utcDay(told.at).startsWith(start)) return spend(amounts, formula, from, sums.utcOnly ? [UTC_NOTE] : []);
    return some(told.microUsd, 'microUsd', `the gateway’s own sum of the ${period}`, 'reported', [UTC_NOTE]);
  };
  const startOfMonth = meter.ledger.startOfDay(Date.parse(`${meter.ledger.dayOf(now).slice(0, 7)}-01T12:00:00Z`));
  const todayFigure = total('day', today, 'sum of what was spent since midnight', sums.startOfDay);
  const monthFigure = total('month', sums.month, 'sum of what was spent since the first of the month', startOfMonth);

  const counted = (field: Field, unit: FigureUnit, formula: string, reason: string): Figure =>
    !read
      ? none(unit, formula, notRead)
      : meter.knows(field)
        ? some(today[AT[field]]!, unit, formula)
        : none(unit, formula, unavailable(reason));
  const ratio = (top: number, bottom: number, formula: string, empty: string, kind: MoneyBasis | null = null): Figure =>
    bottom > 0 ? some(top / bottom, 'ratio', formula, kind) : none('ratio', formula, read ? empty : notRead, kind);
  const each = (top: number, bottom: number, unit: FigureUnit, formula: string, empty: string, kind: MoneyBasis | null): Figure =>
    bottom > 0 ? some(top / bottom, unit, formula, kind) : none(unit, formula, read ? empty : notRead, kind);

  const cacheFormula = 'input tokens read from the prompt cache ÷ all input tokens, today';
  const cacheMissing = unavailable(lacks.cacheHitRate ?? 'it has no count of tokens read from the prompt cache.');
  const knowsCache = meter.knows('cacheRead') && lacks.cacheHitRate === undefined;
  const odd = today[AT.cacheRead]! > today[AT.input]!;
  const cacheHitRate = !knowsCache
    ? none('ratio', cacheFormula, read ? cacheMissing : notRead)
    : odd
      ? none('ratio', cacheFormula, 'More tokens were read from the cache than were sent: the source counts input in another way.')
      : ratio(today[AT.cacheRead]!, today[AT.input]!, cacheFormula, 'No input tokens today.');
  const savedFormula =
    'tokens read from the cache × (input price − read price) − tokens written × (write price − input price), at list prices, today';
  const savedByCache = !knowsCache
    ? none('microUsd', savedFormula, read ? cacheMissing : notRead, 'computed')
    : today[AT.cacheRead]! > 0 && today[AT.computed] === 0
      ? none('microUsd', savedFormula, 'No list price is known for the models that were called.', 'computed')
      : some(today[AT.saved]!, 'microUsd', savedFormula, 'computed');

  const moneyToday = today[money]!;
  const hasMoney = todayFigure.value !== null && moneyToday > 0;
  const tasked = bucket?.tasked ?? noAmounts();
  const taskReason = unavailable(lacks.tasks ?? 'it names no session or task.');
  const tasksSeen = (bucket?.tasks ?? 0) > 0;
  const noTask = meter.knows('completed') || tasksSeen ? 'No task today.' : taskReason;

  return {
    today: todayFigure,
    utcToday: spend(sums.utcToday, 'sum of what was spent since 00:00 UTC', Date.parse(`${utcDay(now)}T00:00:00Z`)),
    month: monthFigure,
    burnRate: burnRate(meter, sums, none, some),
    projectedMonth: projection(meter, sums, monthFigure, none, some),
    cacheHitRate,
    savedByCache,
    wasteRatio: waste(meter, today, money, lacks.failedCalls, ratio, none, read ? undefined : notRead),
    failedMoney: meter.knows('failedMoney')
      ? some(today[AT.failedMoney]!, 'microUsd', 'sum of the money of failed calls, today', basis)
      : none(
          'microUsd',
          'sum of the money of failed calls, today',
          read ? unavailable('it does not say what failed calls cost.') : notRead,
          basis,
        ),
    costPerCall: each(
      moneyToday,
      hasMoney ? today[AT.calls]! : 0,
      'microUsd',
      `spend ÷ calls, failed ones included, today, ${MONEY_WORDS[basis]}`,
      hasMoney ? unavailable('it does not count calls.') : 'No money today.',
      basis,
    ),
    costPerCompletedTask: each(
      moneyToday,
      hasMoney ? today[AT.completed]! : 0,
      'microUsd',
      `spend, that of failed tasks included ÷ completed tasks, today, ${MONEY_WORDS[basis]}`,
      meter.knows('completed') ? 'No task was completed today.' : unavailable('it does not say which tasks were completed.'),
      basis,
    ),
    costPerTask: each(
      tasked[money]!,
      bucket?.tasks ?? 0,
      'microUsd',
      `spend of sessions ÷ sessions, today, ${MONEY_WORDS[basis]}`,
      noTask,
      basis,
    ),
    tokensPerTask: each(
      tokensOf(tasked),
      bucket?.tasks ?? 0,
      'tokens',
      'input and output tokens of sessions ÷ sessions, today',
      noTask,
      null,
    ),
    calls: counted('calls', 'calls', 'calls today', lacks.calls ?? 'it does not count calls.'),
    inputTokens: counted('input', 'tokens', 'input tokens today, those from the cache included', 'it does not count tokens.'),
    outputTokens: counted('output', 'tokens', 'output tokens today, reasoning included', 'it does not count tokens.'),
    unpricedCalls:
      meter.knows('unpricedCalls') || (basis === 'computed' && meter.knows('calls'))
        ? some(today[AT.unpricedCalls]!, 'calls', 'calls today of models without a price')
        : none(
            'calls',
            'calls today of models without a price',
            read ? unavailable('it does not say for which calls it had no price.') : notRead,
          ),
    unpricedTokens: read
      ? some(today[AT.unpricedTokens]!, 'tokens', 'tokens today of models in no price list')
      : none('tokens', 'tokens today of models in no price list', notRead),
  };
}

/** Ends of formulas. */
export const MONEY_WORDS: Readonly<Record<MoneyBasis, string>> = {
  reported: 'as the gateway counts it',
  notional: 'as the source estimates it at list prices',
  computed: 'tokens × list price',
};

const UTC_NOTE = 'The source counts UTC days.';

type None = (unit: FigureUnit, formula: string, reason: string, kind?: MoneyBasis | null) => Figure;
type Some = (value: number, unit: FigureUnit, formula: string, kind?: MoneyBasis | null, notes?: readonly string[]) => Figure;

function burnRate(meter: Meter, { now, basis, knownFrom }: Sums, none: None, some: Some): Figure {
  const formula = `spend of the last ${BURN_WINDOW / MINUTE} minutes × ${HOUR / BURN_WINDOW}, ${MONEY_WORDS[basis]}`;
  const unit = 'microUsdPerHour';
  if (meter.lastReadAt === 0) return none(unit, formula, 'Nothing has been read yet.', basis);
  if (meter.verdict === 'refused') return none(unit, formula, 'Several workers answer in turn; nothing is counted.', basis);
  if (now - meter.lastReadAt > BURN_WINDOW) return none(unit, formula, 'The source has been silent for longer than the window.', basis);
  if (now - knownFrom < MINUTE) return none(unit, formula, 'It takes a minute of readings to tell.', basis);
  const read = meter.readTimes.at(-1);
  const end = read ?? now;
  const last = Math.floor(end / MINUTE);
  const first = Math.max(last - BURN_WINDOW / MINUTE + 1, Math.floor(knownFrom / MINUTE));
  let sum = 0;
  for (let minute = first; minute <= last; minute++) sum += meter.ledger.minutes.get(minute)?.total[AT[basis]] ?? 0;
  // What the first reading of the window tells was spent since the one before it. Without readings, the current minute is as long as has passed of it.
  const begin = read === undefined ? first * MINUTE : (meter.readTimes.findLast((at) => at < first * MINUTE) ?? meter.readTimes[0] ?? read);
  if (read !== undefined && end - begin < MINUTE) return none(unit, formula, 'It takes a minute of readings to tell.', basis);
  return some((sum * HOUR) / Math.max(end - begin, MINUTE), unit, formula, basis);
}

function projection(meter: Meter, { now, basis, knownFrom }: Sums, month: Figure, none: None, some: Some): Figure {
  const formula = `spend of the month so far + average of the last 24 hours × hours left, ${MONEY_WORDS[basis]}`;
  if (month.value === null || knownFrom === 0) return none('microUsd', formula, month.reason ?? 'Nothing has been read yet.', basis);
  const window = Math.min(DAY, now - knownFrom);
  if (window < PROJECTION_MINIMUM) return none('microUsd', formula, 'It takes an hour of readings to tell.', basis);
  let sum = 0;
  for (const [hour, bucket] of meter.ledger.hours) if (hour * HOUR >= now - window && hour * HOUR <= now) sum += bucket.total[AT[basis]]!;
  return some(month.value + (sum / window) * hoursLeft(meter, now), 'microUsd', formula, basis);
}

/** Milliseconds to the end of the user's month. */
export function hoursLeft(meter: Meter, now: number): number {
  const [year = '1970', month = '01'] = meter.ledger.dayOf(now).split('-');
  const next = Date.UTC(Number(year), Number(month), 1, 12);
  return Math.max(0, meter.ledger.startOfDay(next) - now);
}

function waste(
  meter: Meter,
  today: Amounts,
  money: number,
  lack: string | undefined,
  ratio: (top: number, bottom: number, formula: string, empty: string) => Figure,
  none: None,
  notRead: string | undefined,
): Figure {
  if (notRead !== undefined) return none('ratio', 'failed ÷ all', notRead);
  if (meter.knows('failedMoney'))
    return ratio(today[AT.failedMoney]!, today[money]!, 'money of failed and retried calls ÷ all money, today', 'No money today.');
  if (meter.knows('failedAttempts') && today[AT.attempts]! > 0) {
    return ratio(
      today[AT.failedAttempts]!,
      today[AT.attempts]!,
      'failed and retried attempts ÷ all attempts, by number and not by money, today',
      'No calls today.',
    );
  }
  if (meter.knows('failed'))
    return ratio(today[AT.failed]!, today[AT.calls]!, 'failed calls ÷ all calls, by number and not by money, today', 'No calls today.');
  return none('ratio', 'failed ÷ all', `Not available from this source: ${lack ?? 'it does not count failed calls.'}`);
}

function coverage({ knownFrom, utcOnly, now }: Sums, from: number): readonly string[] {
  if (utcOnly || knownFrom === 0 || knownFrom <= from) return [];
  return [`Counted since ${clockTime(knownFrom, now)}, when Pennylint began to read this source.`];
}

function gapNotes(meter: Meter, from: number, money: number): readonly string[] {
  return meter.ledger.gaps
    .filter(({ to, amounts }) => to >= from && amounts[money]! > 0)
    .map(({ from: start, to, amounts }) => {
      const usd = `$${(amounts[money]! / 1e6).toFixed(amounts[money]! < 1e4 ? 4 : 2)}`;
      const before = start < from ? ' Part of it may belong to an earlier day.' : '';
      return `${usd} of it was spent between ${clockTime(start, to)} and ${clockTime(to, to)}, while nothing was read; it is not on the chart.${before}`;
    });
}

function clockTime(at: number, now: number): string {
  const text = new Date(at).toISOString();
  return now - at < DAY ? `${text.slice(11, 16)} UTC` : `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
