/** What the panel and the status bar show, from the readings of all sources. One source is the ledger; nothing is added across sources. */
import { formatMicroUsd } from '../core/pricing/format.ts';
import { snapshotOf, spendLine, type SpendSnapshot, type UserBudget } from '../core/spend/index.ts';
import type { Picture, SourceLine, SpendStatus } from '../shared/spend-messages.ts';
import type { Reading, RunningSource } from './running-source.ts';

/** A reading with its role. */
export interface RoledReading extends Reading {
  readonly ledger: boolean;
}

/** A reading and its snapshot. */
export interface ShownReading {
  readonly reading: RoledReading;
  readonly snapshot: SpendSnapshot;
}

/** All readings; the first one of the ledger's source is the ledger. */
export function readingsOf(sources: readonly RunningSource[]): readonly RoledReading[] {
  return sources.flatMap((source) =>
    source.readings().map((reading, index) => ({ ...reading, ledger: source.settings.ledger && index === 0 })),
  );
}

/** The snapshot of a reading. Budgets are the user's, and only the ledger is measured by them. */
export function snapshotFor(reading: RoledReading, budgets: readonly UserBudget[], now: number): SpendSnapshot {
  const snapshot = snapshotOf(reading.meter, { now, pollMs: reading.pollMs, budgets: reading.ledger ? budgets : [] });
  if (reading.waiting === undefined || snapshot.connection.state !== 'connecting') return snapshot;
  return { ...snapshot, connection: { ...snapshot.connection, ...reading.waiting } };
}

/** The picture with one source in full: the selected one, else the ledger. */
export function pictureOf(snapshots: readonly ShownReading[], selected: string | null, problems: readonly string[]): Picture {
  const readings = snapshots.map(({ reading }) => reading);
  const shown = readings.find(({ id }) => id === selected) ?? readings.find(({ ledger }) => ledger) ?? readings[0];
  return {
    type: 'picture',
    sources: snapshots.map(({ reading, snapshot }): SourceLine => ({
      id: reading.id,
      name: snapshot.source.name,
      ledger: reading.ledger,
      demo: snapshot.demo,
      state: snapshot.connection.state,
      today: snapshot.today,
      burnRate: snapshot.burnRate,
    })),
    selected: shown?.id ?? null,
    snapshot: snapshots.find(({ reading }) => reading === shown)?.snapshot ?? null,
    problems,
  };
}

/** The status bar: the ledger alone. `paused` = nobody asks at the moment, so the figures say of when they are. */
export function statusOf(ledger: SpendSnapshot | undefined, paused: boolean): SpendStatus {
  if (ledger === undefined) return NOTHING;
  const { connection, today, source, budgets, demo } = ledger;
  const mine = budgets.filter(({ watchedBy }) => watchedBy === 'pennylint');
  const over = mine.find(({ level }) => level >= 1);
  const since = connection.lastReadAt === null ? undefined : clock(connection.lastReadAt);
  const old = paused && since !== undefined;
  if (connection.state === 'connecting') return NOTHING;
  // Of an earlier day nothing can be said about today.
  if (paused && (connection.lastReadAt === null || new Date(connection.lastReadAt).toDateString() !== new Date(ledger.at).toDateString()))
    return NOTHING;
  const short: SpendSnapshot['connection'] = { ...connection, words: SHORT[connection.state] ?? connection.words };
  // A rate of some time ago says nothing of now.
  const text =
    since === undefined
      ? `Spend: ${short.words}`
      : old
        ? `${demo ? 'DEMO ' : ''}${today.value === null ? 'today unknown' : `${formatMicroUsd(today.value)} today`} (${since})`
        : spendLine({ ...ledger, connection: short });
  const lines = [
    `${demo ? 'DEMO: ' : ''}${source.name}`,
    today.value === null ? `Today: ${today.reason ?? 'not known'}` : `Today: ${today.formula}`,
    ...mine.map(({ name, spent, limit, ratio }) =>
      spent === null || ratio === null
        ? `${name}: not known`
        : `${name}: ${formatMicroUsd(spent)} of ${formatMicroUsd(limit)} (${Math.floor(ratio * 100)} %)`,
    ),
    ...(connection.state === 'live' ? [] : [connection.words, connection.advice ?? '']),
    ...(old ? [`As of ${since}; it is read again when the panel is shown.`] : []),
  ].filter((line) => line !== '');
  return { type: 'status', text, tooltip: lines.join('\n'), overBudget: over !== undefined, label: `Pennylint spend: ${text}` };
}

const NOTHING: SpendStatus = { type: 'status', text: '', tooltip: '', label: '', overBudget: false };

const SHORT: Readonly<Partial<Record<SpendSnapshot['connection']['state'], string>>> = {
  connecting: 'connecting',
  stale: 'silent',
  error: 'not reachable',
  'several-workers': 'several workers',
  confirming: 'checking',
};

function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 5);
}
