/** Finds what was billed for the calls of the code: by a tag that a call sends, else by its model. Nothing is split between calls. */
import type { Host } from '../host.ts';
import type { PromptCall } from '../ir.ts';
import { modelIdCandidates } from '../pricing/model-id.ts';
import type { BilledReport, BilledRow, BilledTraffic } from './billed.ts';

/** Joins calls with a report. */
export interface BilledJoin {
  /** What was billed that has to do with a call; undefined when nothing is known. */
  readonly of: (call: PromptCall) => BilledTraffic | undefined;
  /** Takes all calls of the code, by file: from then on it can be said how many share a model. */
  readonly know: (calls: ReadonlyMap<string, readonly PromptCall[]>) => void;
}

/**
 * A join over the host's newest report, which may be another one at every question; the same object is looked through once.
 */
export function createBilledJoin(host: Pick<Host, 'billed' | 'now'>): BilledJoin {
  let known: ReadonlyMap<string, readonly PromptCall[]> | undefined;
  let counted: { readonly report: BilledReport; readonly users: ReadonlyMap<BilledRow, number>; readonly unsure: number } | undefined;
  const usersOf = (current: BilledReport): NonNullable<typeof counted> => {
    if (counted?.report !== current) counted = { report: current, ...countUsers(current, known ?? new Map()) };
    return counted;
  };
  return {
    of(call) {
      const current = host.billed?.();
      if (current === undefined || call.free || call.kind === 'tool-set' || call.file !== undefined) return undefined;
      const { by, rows } = rowsFor(call, current);
      if (rows.length === 0) return undefined;
      const { users, unsure } = usersOf(current);
      // A call whose model is decided elsewhere may share any bill.
      const sharedBy =
        known === undefined || (by === 'model' && unsure > 0) ? undefined : Math.max(1, ...rows.map((row) => users.get(row) ?? 0));
      const today = host.now() < current.todayEnds;
      const requests = sum(rows.map((row) => row.requests));
      const microUsd = sum(rows.map((row) => row.microUsd));
      const perDay = sum(rows.map((row) => row.requestsPerDay));
      return {
        by,
        names: rows.map(({ name }) => name),
        basis: current.basis,
        requestsToday: today ? sum(rows.map((row) => row.requestsToday)) : undefined,
        microUsdToday: today ? sum(rows.map((row) => row.microUsdToday)) : undefined,
        averageMicroUsd: requests === undefined || microUsd === undefined || requests === 0 ? undefined : microUsd / requests,
        requestsPerDay: sharedBy === 1 && perDay !== undefined ? Math.round(perDay) : undefined,
        sharedBy,
        source: current.source,
        asOf: current.asOf,
      };
    },
    know(calls) {
      known = calls;
      counted = undefined;
    },
  };
}

function rowsFor(call: PromptCall, { tags, models }: BilledReport): Pick<BilledTraffic, 'by'> & { readonly rows: readonly BilledRow[] } {
  const sent = (call.billing?.tags ?? []).map(plainTag);
  const tagged = tags.filter(({ name }) => sent.includes(plainTag(name)));
  if (tagged.length > 0) return { by: 'tag', rows: tagged };
  const names = call.model.state === 'missing' ? [] : call.model.candidates.map(({ value }) => value);
  return { by: 'model', rows: models.filter(({ name }) => names.some((model) => isSameModel(call.provider, model, name))) };
}

/** Names of metrics can hold letters, digits and `_` only, so gateways write tags with those: `support-bot` comes back as `support_bot`. */
function plainTag(tag: string): string {
  return tag.replace(/[^\p{L}\p{N}=]+/gu, '_');
}

/** How many calls share each row. What a wrapper sends is counted at its callers. */
function countUsers(report: BilledReport, calls: ReadonlyMap<string, readonly PromptCall[]>) {
  const users = new Map<BilledRow, number>();
  let unsure = 0;
  for (const call of [...calls.values()].flat()) {
    if (call.free || call.kind === 'tool-set' || call.file !== undefined || (call.usedBy ?? 0) > 0) continue;
    if (call.model.state !== 'known') unsure++;
    for (const row of rowsFor(call, report).rows) users.set(row, (users.get(row) ?? 0) + 1);
  }
  return { users, unsure };
}

/** The sum of amounts; undefined when one of them is not known. */
function sum(amounts: readonly (number | null)[]): number | undefined {
  let all = 0;
  for (const amount of amounts) {
    if (amount === null) return undefined;
    all += amount;
  }
  return all;
}

/** Whether the name in the code and the gateway's name are one model: the same but for prefixes of providers and dates. Versions are never mixed. */
function isSameModel(provider: string | undefined, model: string, billed: string): boolean {
  const mine = modelIdCandidates(provider, model).map(({ id }) => id);
  const [plain] = mine;
  const theirs = modelIdCandidates(undefined, billed);
  // A date on both sides must be the same date.
  const dated = (steps: readonly string[]): boolean => steps.includes('date suffix removed');
  const bothDated = modelIdCandidates(provider, model).some(({ steps }) => dated(steps)) && theirs.some(({ steps }) => dated(steps));
  return plain !== undefined && theirs.some(({ id, steps }) => mine.includes(id) && !(bothDated && dated(steps)));
}
