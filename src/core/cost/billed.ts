/**
 * What a source of spend has billed, as data that is handed in: core asks nobody. A tag that the call itself sends names its own traffic; the bill of
 * a model is the bill of everybody who sends to that model, and is never called the bill of one call.
 */

/** Whose money it is: the gateway's own count, the source's estimate at list prices, or our list prices × its tokens. */
export type BilledBasis = 'reported' | 'notional' | 'computed';

/** Traffic under one name. `null` = the source does not say. Money in micro-dollars. */
export interface BilledRow {
  /** The model or the tag, as the source names it. */
  readonly name: string;
  readonly requestsToday: number | null;
  readonly microUsdToday: number | null;
  /** All that is kept of it, today included. */
  readonly requests: number | null;
  readonly microUsd: number | null;
  /** Mean of the complete days that are known; null while there is none. */
  readonly requestsPerDay: number | null;
}

/** What one source has billed, by model and by tag. Plain JSON. */
export interface BilledReport {
  readonly schemaVersion: 1;
  /** The source in words: `LiteLLM at localhost:4000`. */
  readonly source: string;
  readonly basis: BilledBasis;
  /** When the source last answered, UTC ms. */
  readonly asOf: number;
  /** When the day of {@link BilledRow.requestsToday} ends, UTC ms: from then on nothing is known of today. */
  readonly todayEnds: number;
  readonly models: readonly BilledRow[];
  readonly tags: readonly BilledRow[];
}

/** What was billed that has to do with one call. Undefined = not known. Money in micro-dollars. */
export interface BilledTraffic {
  /** `tag`: the call's own traffic. `model`: that of everybody who sends to the same model. */
  readonly by: 'tag' | 'model';
  /** Names of those models or tags at the source. */
  readonly names: readonly string[];
  readonly basis: BilledBasis;
  /** Undefined when the source has not answered today, too. */
  readonly requestsToday: number | undefined;
  readonly microUsdToday: number | undefined;
  /** Mean cost of one request over the time that the source knows. */
  readonly averageMicroUsd: number | undefined;
  /**
   * Mean number of requests per day; stands for the declared number where none is. Undefined where it cannot be said to be this call's: several calls
   * of the code share it, or not all calls of the code are known.
   */
  readonly requestsPerDay: number | undefined;
  /** Calls of the code that share the traffic, this one included; undefined while not all of the code is known. */
  readonly sharedBy: number | undefined;
  readonly source: string;
  /** When the source last answered, UTC ms. */
  readonly asOf: number;
}

/** Says whether a value of another process has the shape of a {@link BilledReport}; what comes from a file may be anything. */
export function isBilledReport(value: unknown): value is BilledReport {
  if (typeof value !== 'object' || value === null) return false;
  const { schemaVersion, source, basis, asOf, todayEnds, models, tags } = value as Readonly<Record<string, unknown>>;
  const known = basis === 'reported' || basis === 'notional' || basis === 'computed';
  if (schemaVersion !== 1 || typeof source !== 'string' || !known || !Number.isFinite(asOf) || !Number.isFinite(todayEnds)) return false;
  return [models, tags].every((rows) => Array.isArray(rows) && rows.every(isRow));
}

function isRow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Readonly<Record<string, unknown>>;
  const amounts = ['requestsToday', 'microUsdToday', 'requests', 'microUsd', 'requestsPerDay'].map((key) => row[key]);
  return typeof row.name === 'string' && amounts.every((amount) => amount === null || (typeof amount === 'number' && amount >= 0));
}
