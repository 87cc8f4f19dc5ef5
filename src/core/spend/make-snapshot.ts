/** The snapshot of a meter: figures, tables, charts, budgets, anomalies and what must be said beside them. */
import { AT } from './amounts.ts';
import { anomaliesOf, DEFAULT_ANOMALY_SETTINGS, type AnomalySettings } from './anomalies.ts';
import { budgetsOf, type UserBudget } from './budgets.ts';
import { CALM_MS } from './counters.ts';
import { figuresOf, sumsOf, type Sums } from './figures.ts';
import { MINUTE } from './ledger.ts';
import type { Meter } from './meter.ts';
import { STALE_WORDS, type ConnectionState, type SpendSnapshot } from './snapshot.ts';
import { chartsOf, tablesOf } from './tables.ts';

/** What a snapshot depends on beside the meter. */
export interface SnapshotOptions {
  /** UTC milliseconds. */
  readonly now: number;
  /** Time between two polls in milliseconds; three without an answer are silence. */
  readonly pollMs: number;
  readonly budgets?: readonly UserBudget[];
  readonly anomalies?: AnomalySettings;
}

/** The gateway’s money and ours differ by more than this: something is priced wrongly. */
const CHECK_SHARE = 0.2;

/** The whole picture at one moment. Changes nothing. */
export function snapshotOf(
  meter: Meter,
  { now, pollMs, budgets = [], anomalies = DEFAULT_ANOMALY_SETTINGS }: SnapshotOptions,
): SpendSnapshot {
  const sums = sumsOf(meter, now);
  const figures = figuresOf(meter, sums);
  const profile = meter.profile;
  return {
    schemaVersion: 1,
    at: now,
    source: { id: meter.options.id, name: meter.options.name, gateway: profile?.name ?? null },
    demo: meter.demo,
    connection: connectionOf(meter, now, pollMs),
    basis: sums.basis,
    ...figures,
    budgets: budgetsOf(meter, figures, budgets, now),
    charts: chartsOf(meter, sums),
    tables: tablesOf(meter, sums),
    anomalies: anomaliesOf(meter, sums, anomalies),
    warnings: warningsOf(meter, sums),
    notes: [...new Set([...(profile?.notes ?? []), ...(meter.options.notes ?? []), ...meter.notes, ...priceNotes(meter, sums)])],
  };
}

/** What is wrong when several workers without shared metrics answer in turn. */
export const SEVERAL_WORKERS = 'This gateway runs several workers without shared metrics: their counters answer in turn.';

/** An answer may take fifteen seconds; less than this is no silence, however often is asked. */
const LEAST_STALE_MS = 20_000;

function connectionOf(meter: Meter, now: number, pollMs: number): ConnectionState {
  const { failure, lastReadAt, verdict } = meter;
  const age = lastReadAt === 0 ? null : Math.max(0, now - lastReadAt);
  const staleAfterMs = Math.max(3 * pollMs, LEAST_STALE_MS);
  const base = { lastReadAt: lastReadAt === 0 ? null : lastReadAt, ageMs: age, staleAfterMs };
  if (failure !== undefined) return { ...base, state: 'error', words: failure.reason, advice: failure.advice, error: failure.kind };
  const said = { ...base, error: null, advice: null };
  if (age === null) return { ...said, state: 'connecting', words: 'Connecting.' };
  if (age > staleAfterMs) return { ...said, state: 'stale', words: STALE_WORDS };
  if (verdict === 'refused') {
    return {
      ...said,
      state: 'several-workers',
      words: `${SEVERAL_WORKERS} Nothing is counted until they have been calm for ${CALM_MS / MINUTE} minutes.`,
      advice: 'Let the workers share their metrics. For LiteLLM: set PROMETHEUS_MULTIPROC_DIR to a directory that only this proxy uses.',
    };
  }
  if (verdict === 'held') {
    return { ...said, state: 'confirming', words: 'Watching the counters for some readings, to be sure that one process answers.' };
  }
  if (verdict === 'baseline') return { ...said, state: 'live', words: 'Connected. What is spent from now on is counted.' };
  return { ...said, state: 'live', words: 'Live.' };
}

function warningsOf(meter: Meter, { today, basis, now }: Sums): readonly string[] {
  const warnings: string[] = [];
  if (meter.refusedAt > 0 && meter.ledger.dayOf(meter.refusedAt) === meter.ledger.dayOf(now)) {
    warnings.push(`${SEVERAL_WORKERS} Some of today’s spend could not be counted.`);
  }
  const reported = today[AT.reported]!;
  const computed = comparable(meter, now);
  if (basis === 'reported' && computed.listed > 0) {
    if (reported === 0) warnings.push('The gateway counts tokens but no money for them: it may lack a price for these models.');
    else if (Math.abs(computed.reported - computed.listed) / Math.max(computed.reported, 1) > CHECK_SHARE) {
      const share = Math.round((computed.reported / computed.listed - 1) * 100);
      warnings.push(`The gateway counts ${share > 0 ? `${share} % more` : `${-share} % less`} than list prices for the same tokens.`);
    }
  }
  const { counters } = meter.pages;
  if (counters.overflow > 0) warnings.push('The source has more series than are kept; what lies beyond is not counted.');
  if (counters.rejected > 0) warnings.push(`${counters.rejected.toLocaleString('en-US')} values were no usable numbers and were left out.`);
  return warnings;
}

/** Money of the models that have a list price: the gateway's and ours. */
function comparable(meter: Meter, now: number): { readonly reported: number; readonly listed: number } {
  let reported = 0;
  let listed = 0;
  for (const amounts of meter.ledger.days.get(meter.ledger.dayOf(now))?.by.model.values() ?? []) {
    if (!(amounts[AT.computed]! > 0)) continue;
    reported += amounts[AT.reported]!;
    listed += amounts[AT.computed]!;
  }
  return { reported, listed };
}

/** Where computed money comes from. */
function priceNotes(meter: Meter, { basis, now, todayBucket }: Sums): readonly string[] {
  if (basis !== 'computed' || todayBucket === undefined) return [];
  const notes = new Set<string>();
  for (const [model, amounts] of todayBucket.by.model) {
    if (amounts[AT.computed] === 0) continue;
    const rates = meter.options.rates.find(undefined, model, now);
    if (rates === undefined) continue;
    notes.add(`List prices as of ${rates.asOf}.`);
    for (const note of rates.notes) notes.add(note);
  }
  return [...notes].slice(0, 8);
}
