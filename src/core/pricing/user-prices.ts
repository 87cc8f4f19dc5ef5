/** Prices that people write in their own settings, with the same words as in pennylint.yaml. */
import { dayStart } from './calendar.ts';
import { checkRecord } from './check-record.ts';
import { declaredPriceSource } from './declared.ts';
import type { PriceSource } from './price-record.ts';

/** The price of one model in the setting `pennylint.prices`; US dollars per million tokens. */
export interface UserPrice {
  readonly provider?: string;
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
  readonly asOf?: string;
}

/** Keys of a {@link UserPrice} and what they are called in a price record. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['provider', 'provider'],
  ['input', 'in'],
  ['output', 'out'],
  ['cacheRead', 'read'],
  ['contextWindow', 'context'],
  ['maxOutputTokens', 'maxOutput'],
  ['asOf', 'asOf'],
]);

const WRITES: ReadonlyMap<string, string> = new Map([
  ['cacheWrite', 'any'],
  ['cacheWrite5m', '5m'],
  ['cacheWrite1h', '1h'],
]);

/** The keys of a {@link UserPrice}. */
export const USER_PRICE_KEYS: readonly string[] = [...FIELDS.keys(), ...WRITES.keys()];

/** The setting as a price source; undefined when it is empty. Entries that are wrong were refused by {@link userPriceProblem}. */
export function userPriceSource(prices: Readonly<Record<string, UserPrice>>, today: string): PriceSource | undefined {
  const rows = Object.entries(prices).map(([id, price]) => rowOf(id, price));
  return rows.length === 0 ? undefined : declaredPriceSource('user', SETTING, today, rows);
}

/** What is wrong with the setting, as half a sentence; undefined when nothing is. */
export function userPriceProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object of model ids and prices';
  for (const [id, price] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (typeof price !== 'object' || price === null || Array.isArray(price))
      return `has no prices for ${JSON.stringify(id)}: an object is needed`;
    const unknown = Object.keys(price).find((key) => !USER_PRICE_KEYS.includes(key));
    if (unknown !== undefined)
      return `has an unknown key ${JSON.stringify(unknown.slice(0, 40))} (for ${JSON.stringify(id)}); known are ${USER_PRICE_KEYS.join(', ')}`;
    const { asOf } = price as { readonly asOf?: unknown };
    if (asOf !== undefined && (typeof asOf !== 'string' || dayStart(asOf) === undefined))
      return `has no day in "asOf" (for ${JSON.stringify(id)}): YYYY-MM-DD`;
    const [row] = declaredPriceSource('user', SETTING, '1970-01-01', [rowOf(id, price)]).records;
    const checked = checkRecord(row, 'user');
    if ('problem' in checked) return `is wrong: ${checked.problem}`;
    if (id.includes('*')) return `has a pattern (${JSON.stringify(id)}); a price belongs to one model`;
  }
  return undefined;
}

const SETTING = 'setting `pennylint.prices`';

function rowOf(id: string, price: object): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = { id };
  const writes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(price) as [string, unknown][]) {
    const [field, ttl] = [FIELDS.get(key), WRITES.get(key)];
    if (field !== undefined) row[field] = value;
    if (ttl !== undefined) writes[ttl] = value;
  }
  return Object.keys(writes).length === 0 ? row : { ...row, writes };
}
