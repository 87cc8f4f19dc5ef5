/**
 * What a source billed for the calls in the code. A tag that names a call joins them exactly; a model joins all calls that send to it. Nothing is split between
 * calls: what several share is shown as shared.
 */
import { modelIdCandidates } from '../pricing/model-id.ts';
import { formatMicroUsd } from '../pricing/format.ts';
import type { MoneyBasis, SpendRow, SpendTables } from './snapshot.ts';

/** A call as far as spend can be joined to it. */
export interface JoinableCall {
  /** Stands for the call in the answer. */
  readonly key: string;
  /** Models that it may send to; empty when the source does not say. */
  readonly models: readonly { readonly provider: string | undefined; readonly model: string }[];
  /** Tags that the call itself sends to the gateway. */
  readonly tags: readonly string[];
}

/** What was billed, and to how many calls of the code it belongs together. */
export interface BilledCall {
  readonly by: 'tag' | 'model';
  readonly microUsd: number;
  /** Requests; null when the source does not count them. */
  readonly requests: number | null;
  /** Micro-dollars per request; null without requests. */
  readonly averageMicroUsd: number | null;
  /** Calls of the code that share these amounts, this one included. */
  readonly sharedBy: number;
  /** For a lens or a list: `billed $0.0045 avg · 1,284 calls today · $5.78`. */
  readonly words: string;
}

const VERB: Readonly<Record<MoneyBasis, string>> = { reported: 'billed', notional: 'estimated', computed: 'at list price' };

/** Joins calls with the tables of today. A call that nothing can be said about is not in the answer; neither is money that nobody knows. */
export function joinBilled(calls: readonly JoinableCall[], tables: SpendTables, basis: MoneyBasis): ReadonlyMap<string, BilledCall> {
  const named = ({ kind, microUsd }: SpendRow): boolean => kind === 'named' && microUsd !== null;
  const tags = tables.tag.rows.filter(named);
  const models = tables.model.rows.filter(named);
  const found = calls.map((call) => {
    const tagged = tags.filter(({ name }) => call.tags.includes(name));
    return tagged.length > 0
      ? { call, by: 'tag' as const, rows: tagged }
      : { call, by: 'model' as const, rows: models.filter(({ name }) => call.models.some((model) => isSameModel(model, name))) };
  });
  const users = new Map<SpendRow, number>();
  for (const { rows } of found) for (const row of rows) users.set(row, (users.get(row) ?? 0) + 1);
  const billed = new Map<string, BilledCall>();
  for (const { call, by, rows } of found) {
    if (rows.length === 0) continue;
    const microUsd = rows.reduce((sum, row) => sum + (row.microUsd ?? 0), 0);
    const requests = rows.every((row) => row.calls !== null) ? rows.reduce((sum, row) => sum + (row.calls ?? 0), 0) : null;
    const averageMicroUsd = requests === null || requests === 0 ? null : microUsd / requests;
    const sharedBy = Math.max(...rows.map((row) => users.get(row) ?? 1));
    const words = [
      averageMicroUsd === null ? VERB[basis] : `${VERB[basis]} ${formatMicroUsd(averageMicroUsd)} avg`,
      ...(requests === null ? [] : [`${requests.toLocaleString('en-US')} calls today`]),
      `${formatMicroUsd(microUsd)}${by === 'model' ? ` for ${rows.map(({ name }) => name).join(', ')}` : ''}`,
      ...(sharedBy > 1 ? [`shared by ${sharedBy} calls in the code`] : []),
    ].join(' · ');
    billed.set(call.key, { by, microUsd, requests, averageMicroUsd, sharedBy, words });
  }
  return billed;
}

/** Whether the name in the code and the gateway's name are one model: the same but for prefixes of providers and dates. Versions are never mixed. */
function isSameModel({ provider, model }: JoinableCall['models'][number], billed: string): boolean {
  const mine = modelIdCandidates(provider, model).map(({ id }) => id);
  const [plain] = mine;
  const theirs = modelIdCandidates(undefined, billed);
  // A date on both sides must be the same date.
  const dated = (steps: readonly string[]): boolean => steps.includes('date suffix removed');
  const bothDated = modelIdCandidates(provider, model).some(({ steps }) => dated(steps)) && theirs.some(({ steps }) => dated(steps));
  return plain !== undefined && theirs.some(({ id, steps }) => mine.includes(id) && !(bothDated && dated(steps)));
}
