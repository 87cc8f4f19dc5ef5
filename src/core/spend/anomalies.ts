/** What is out of the ordinary now, against the source's own past. */
import { AT, tokensOf, type Amounts } from './amounts.ts';
import { DAY, HOUR, MINUTE, type TimeBucket } from './ledger.ts';
import type { Meter } from './meter.ts';
import type { Sums } from './figures.ts';
import type { Anomaly } from './snapshot.ts';

/** When a difference counts. Shares are fractions of 1. */
export interface AnomalySettings {
  /** Spend of an hour above the baseline, as a share, and the least spend worth a word, in micro-dollars. */
  readonly costRise: number;
  readonly costFloor: number;
  readonly tokensPerTaskRise: number;
  /** Least number of tasks, in the window and in each hour of the baseline. */
  readonly minimumTasks: number;
  /** Relative to the baseline: 0.1 = from 50 % to under 45 %. */
  readonly cacheDrop: number;
  /** Least number of input tokens, in the window and in each hour of the baseline. */
  readonly minimumTokens: number;
  /** Rise of the share of dear models, in points, and what dear means: list price per million output tokens in micro-dollars. */
  readonly dearRise: number;
  readonly dearOutput: number;
}

/** Cost +50 %, tokens per task +20 %, cache hit rate −10 %, dear models +15 points. */
export const DEFAULT_ANOMALY_SETTINGS: AnomalySettings = {
  costRise: 0.5,
  costFloor: 100_000,
  tokensPerTaskRise: 0.2,
  minimumTasks: 5,
  cacheDrop: 0.1,
  minimumTokens: 10_000,
  dearRise: 0.15,
  dearOutput: 10_000_000,
};

/** Hours a baseline needs. */
const BASELINE_HOURS = 5;
/** Steps by which the begin is looked for. */
const STEP = 5 * MINUTE;

/** The anomalies of this moment. Without enough past there are none. */
export function anomaliesOf(meter: Meter, sums: Sums, settings: AnomalySettings): readonly Anomaly[] {
  const { now, basis, knownFrom } = sums;
  // The first hour of a source is not full, and silence is no anomaly but a connection state.
  if (meter.verdict === 'refused' || knownFrom === 0 || now - knownFrom < HOUR || now - meter.lastReadAt > STEP) return [];
  const past = baselineHours(meter, now, knownFrom);
  if (past === undefined) return [];
  const money = AT[basis];
  const window = windowOf(meter, now - HOUR, now);
  const found: Anomaly[] = [];

  const usual = median(past.hours.map(({ total }) => total[money]!));
  const spent = window.total[money]!;
  if (usual > 0 && spent > usual * (1 + settings.costRise) && spent - usual > settings.costFloor) {
    const limit = (usual * (1 + settings.costRise) * STEP) / HOUR;
    found.push({
      kind: 'cost',
      words: `Spend of the last hour is ${percent(spent / usual - 1)} above the usual.`,
      value: Math.round(spent),
      baseline: Math.round(usual),
      unit: 'microUsd',
      formula: `spend of the last 60 minutes against ${past.words}`,
      startedAt: beganAt(meter, now, ({ total }) => total[money]! > limit),
    });
  }

  const rates = past.hours
    .filter(({ total }) => total[AT.input]! >= settings.minimumTokens)
    .map(({ total }) => total[AT.cacheRead]! / total[AT.input]!);
  const hit = window.total[AT.cacheRead]! / window.total[AT.input]!;
  const usualHit = median(rates);
  if (
    meter.knows('cacheRead') &&
    rates.length >= BASELINE_HOURS &&
    window.total[AT.input]! >= settings.minimumTokens &&
    usualHit > 0.05 &&
    hit < usualHit * (1 - settings.cacheDrop)
  ) {
    found.push({
      kind: 'cache-hit-rate',
      words: `The cache hit rate fell from ${percent(usualHit)} to ${percent(hit)}.`,
      value: hit,
      baseline: usualHit,
      unit: 'ratio',
      formula: `cache reads ÷ input tokens of the last 60 minutes against ${past.words}`,
      startedAt: beganAt(
        meter,
        now,
        ({ total }) => total[AT.input]! > 0 && total[AT.cacheRead]! / total[AT.input]! < usualHit * (1 - settings.cacheDrop),
      ),
    });
  }

  const dear = (bucket: Pick<TimeBucket, 'models'>): number => dearShare(meter, bucket, now, settings.dearOutput);
  const shares = past.hours.filter(({ total }) => tokensOf(total) >= settings.minimumTokens).map(dear);
  const usualShare = median(shares);
  const share = dear(window);
  if (shares.length >= BASELINE_HOURS && tokensOf(window.total) >= settings.minimumTokens && share - usualShare >= settings.dearRise) {
    found.push({
      kind: 'dear-models',
      words: `Dear models take ${percent(share)} of the tokens; the usual is ${percent(usualShare)}.`,
      value: share,
      baseline: usualShare,
      unit: 'ratio',
      formula: `share of tokens of models that cost $${settings.dearOutput / 1e6} or more per million output tokens, last 60 minutes against ${past.words}`,
      startedAt: beganAt(meter, now, (bucket) => tokensOf(bucket.total) > 0 && dear(bucket) - usualShare >= settings.dearRise),
    });
  }

  const tasks = tokensPerTask(meter, now, past, settings);
  if (tasks !== undefined) found.push(tasks);
  return found;
}

interface Past {
  readonly hours: readonly TimeBucket[];
  readonly words: string;
}

/** The most alike hours of which there are enough: the same hour of the week, of the day, or all of the last day. */
function baselineHours(meter: Meter, now: number, knownFrom: number): Past | undefined {
  const hour = Math.floor(now / HOUR);
  // The hour in which reading began is not full, and the last hour is the one that is judged.
  const full = [...meter.ledger.hours].filter(([key]) => key < hour - 1 && key * HOUR >= knownFrom);
  for (const [words, period, reach] of [
    ['the median of the same hour of the week', 168, 42 * 24],
    ['the median of the same hour of the last days', 24, 14 * 24],
    ['the median of the hours of the last day in which there was traffic', 1, 25],
  ] as const) {
    const alike = full.filter(
      ([key, { total }]) => (hour - key) % period === 0 && hour - key <= reach && total.some((value) => value !== 0),
    );
    if (alike.length >= BASELINE_HOURS) return { hours: alike.map(([, bucket]) => bucket), words: `${words} (${alike.length})` };
  }
  return undefined;
}

function tokensPerTask(meter: Meter, now: number, past: Past, settings: AnomalySettings): Anomaly | undefined {
  const enough = ({ tasks }: TimeBucket): boolean => tasks >= settings.minimumTasks;
  const usual = past.hours.filter(enough).map((bucket) => tokensOf(bucket.tasked) / bucket.tasks);
  if (usual.length < BASELINE_HOURS) return undefined;
  const baseline = median(usual);
  const limit = baseline * (1 + settings.tokensPerTaskRise);
  let hour = Math.floor(now / HOUR);
  const current = meter.ledger.hours.get(hour);
  if (current === undefined || !enough(current)) hour--;
  const bucket = meter.ledger.hours.get(hour);
  if (bucket === undefined || !enough(bucket) || !(tokensOf(bucket.tasked) / bucket.tasks > limit)) return undefined;
  const value = tokensOf(bucket.tasked) / bucket.tasks;
  let began = hour;
  for (let at = hour - 1; ; at--) {
    const earlier = meter.ledger.hours.get(at);
    if (earlier === undefined || !enough(earlier) || !(tokensOf(earlier.tasked) / earlier.tasks > limit)) break;
    began = at;
  }
  return {
    kind: 'tokens-per-task',
    words: `A session takes ${percent(value / baseline - 1)} more tokens than usual.`,
    value: Math.round(value),
    baseline: Math.round(baseline),
    unit: 'tokens',
    formula: `tokens of sessions ÷ sessions of the hour against ${past.words}`,
    startedAt: began * HOUR,
  };
}

/** Part of the tokens that went to dear models; models without a list price count as not dear. */
function dearShare(meter: Meter, { models }: Pick<TimeBucket, 'models'>, now: number, dearOutput: number): number {
  let all = 0;
  let dear = 0;
  for (const [model, amounts] of models) {
    const tokens = tokensOf(amounts);
    all += tokens;
    const rates = meter.options.rates.find(undefined, model, now);
    if (rates !== undefined && rates.output * 1e6 >= dearOutput) dear += tokens;
  }
  return all > 0 ? dear / all : 0;
}

/** Sum of the minutes of a window. */
function windowOf(meter: Meter, from: number, to: number): { readonly total: Amounts; readonly models: Map<string, Amounts> } {
  const total = new Float64Array(Object.keys(AT).length);
  const models = new Map<string, Amounts>();
  for (let minute = Math.floor(from / MINUTE) + 1; minute <= Math.floor(to / MINUTE); minute++) {
    const bucket = meter.ledger.minutes.get(minute);
    if (bucket === undefined) continue;
    bucket.total.forEach((value, i) => (total[i]! += value));
    for (const [name, amounts] of bucket.models) {
      const sum = models.get(name) ?? new Float64Array(amounts.length);
      amounts.forEach((value, i) => (sum[i]! += value));
      models.set(name, sum);
    }
  }
  return { total, models };
}

/** Begin of the stretch in which something holds, looked for backwards in steps; one step in which it does not hold is let pass. */
function beganAt(meter: Meter, now: number, holds: (bucket: ReturnType<typeof windowOf>) => boolean): number {
  let began: number | undefined;
  let misses = 0;
  for (let end = now; end > now - DAY; end -= STEP) {
    if (holds(windowOf(meter, end - STEP, end))) {
      began = end - STEP;
      misses = 0;
    } else if (began !== undefined && ++misses > 1) break;
  }
  return began ?? now - HOUR;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
