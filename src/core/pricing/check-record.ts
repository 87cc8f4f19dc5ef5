/**
 * The gate for price data. Prices come from files, settings and servers that anybody may write to, so nothing is believed:
 * a record that is wrong anywhere is refused whole, with a sentence that says where. A wrong price is worse than none.
 */
import { dayStart, minuteOf } from './calendar.ts';
import type { PriceRecord, PriceSourceKind } from './price-record.ts';

/** Either the record, ready for use, or why it was refused. */
export type CheckedRecord = { readonly record: PriceRecord } | { readonly problem: string };

/**
 * Checks one record of unknown origin. Never throws. Only users may declare a price of 0: in machine-made data 0 means
 * "not listed" or "plan", so a zero input or output price refuses the record, and a zero read or write price counts as none listed.
 */
export function checkRecord(raw: unknown, kind: PriceSourceKind): CheckedRecord {
  const fields = fieldsOf(raw);
  if (fields === undefined) return { problem: 'a price record must be an object' };
  const byHand = kind === 'user' || kind === 'workspace';
  const id = fields.get('id');
  const provider = fields.get('provider');
  if (!isName(id)) return { problem: 'a price record needs an "id": a model name of 1 to 200 characters without spaces' };
  if (!isName(provider)) return { problem: `${id}: needs a "provider"` };
  const where = `${provider}/${id}`;
  const found = problemOf(fields, { byHand, isPattern: id.includes('*') });
  if (found !== undefined) return { problem: `${where}: ${found}` };
  return { record: rebuild(fields, byHand) };
}

/** Prices above this many dollars per 1M tokens are typing errors: the dearest listed model costs 600. */
const MAX_USD_PER_MTOK = 100_000;
const MAX_FACTOR = 100;
const DAYS: readonly unknown[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const STACKINGS: readonly unknown[] = ['multiply', 'cache-wins', 'no-cache', 'larger-discount'];
const CONFIDENCES: readonly unknown[] = ['official', 'third-party', 'measured', 'guess', 'declared'];
const TTL = /^(?:any|[1-9]\d{0,4}[smhd])$/;
const WORD = /^[a-z][a-z0-9_-]{0,39}$/;

type Fields = ReadonlyMap<string, unknown>;
type Test = (value: unknown) => boolean;
interface Context {
  readonly byHand: boolean;
  readonly isPattern: boolean;
}

function fieldsOf(raw: unknown): Fields | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  return new Map(Object.entries(raw));
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 && !/[\s\u0000-\u001f\u007f]/.test(value);
}

const isText: Test = (value) => typeof value === 'string' && value.length <= 2000;
const isDay: Test = (value) => typeof value === 'string' && dayStart(value) !== undefined;
/** Less than a pico-dollar per token would count as nothing, and is a price per token written by mistake. */
const isMoney: Test = (value) => typeof value === 'number' && (value === 0 || value >= 1e-6) && value <= MAX_USD_PER_MTOK;
const isFactor: Test = (value) => typeof value === 'number' && value > 0 && value <= MAX_FACTOR;
const isCount: Test = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const isList =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length <= 1000 && value.every(test);
const isMap =
  (key: RegExp, test: Test): Test =>
  (value) => {
    const fields = fieldsOf(value);
    return fields !== undefined && fields.size <= 50 && [...fields].every(([name, item]) => key.test(name) && test(item));
  };
const oneOf =
  (list: readonly unknown[]): Test =>
  (value) =>
    list.includes(value);

const TIER_NEEDS = ['promptAbove', 'in', 'out'];
const WINDOW_NEEDS = ['utcDays', 'from', 'to', 'in', 'out'];

const RATES: ReadonlyMap<string, readonly [Test, string]> = new Map([
  ['in', [isMoney, 'must be a price in $ per 1M tokens']],
  ['out', [isMoney, 'must be a price in $ per 1M tokens']],
  ['read', [orNull(isMoney), 'must be a price in $ per 1M tokens, or null']],
  ['writes', [orNull(isMap(TTL, isMoney)), 'must map lifetimes such as "5m" to prices in $ per 1M tokens']],
]);

const TIER: ReadonlyMap<string, readonly [Test, string]> = new Map([...RATES, ['promptAbove', [isCount, 'must be a number of tokens']]]);

const WINDOW: ReadonlyMap<string, readonly [Test, string]> = new Map([
  ...RATES,
  ['utcDays', [isList(oneOf(DAYS)), 'must list days such as "mon"']],
  ['from', [isTime, 'must be a UTC time HH:MM']],
  ['to', [isTime, 'must be a UTC time HH:MM']],
  ['exceptDays', [isList(isDay), 'must list days YYYY-MM-DD']],
]);

const SERVICE: ReadonlyMap<string, readonly [Test, string]> = new Map([
  ['factor', [isFactor, 'must be a factor above 0']],
  ['outFactor', [isFactor, 'must be a factor above 0']],
  ['stacking', [oneOf(STACKINGS), 'is not a known stacking rule']],
  ['confidence', [oneOf(CONFIDENCES), 'is not a known confidence']],
]);

const RECORD: ReadonlyMap<string, readonly [Test, string]> = new Map([
  ...RATES,
  ['provider', [isName, 'must be a name']],
  ['id', [isName, 'must be a name']],
  ['aliases', [isList(isName), 'must list names']],
  ['writeFactors', [isMap(TTL, isFactor), 'must map lifetimes such as "1h" to factors']],
  ['tiers', [isList((tier) => fits(tier, TIER, TIER_NEEDS)), `has an entry without ${TIER_NEEDS.join(', ')} or with a wrong value`]],
  [
    'windows',
    [isList((window) => fits(window, WINDOW, WINDOW_NEEDS)), `has an entry without ${WINDOW_NEEDS.join(', ')} or with a wrong value`],
  ],
  ['from', [isDay, 'must be a day YYYY-MM-DD']],
  ['until', [isDay, 'must be a day YYYY-MM-DD']],
  ['service', [isMap(WORD, (entry) => fits(entry, SERVICE, ['factor'])), 'must map service tiers to { factor }']],
  ['region', [isMap(WORD, isFactor), 'must map regions to factors']],
  ['stacking', [oneOf(STACKINGS), 'is not a known stacking rule']],
  ['maxOutput', [orNull(isCount), 'must be a number of tokens']],
  ['context', [orNull(isCount), 'must be a number of tokens']],
  ['storagePerMTokHour', [orNull(isMoney), 'must be a price in $ per 1M tokens and hour']],
  ['source', [isText, 'must be a text']],
  ['asOf', [isDay, 'must be a day YYYY-MM-DD']],
  ['confidence', [oneOf(CONFIDENCES), 'is not a known confidence']],
  ['note', [isText, 'must be a text']],
]);

function isTime(value: unknown): boolean {
  return typeof value === 'string' && minuteOf(value) !== undefined;
}

/** Unknown keys are refused too: a misspelt `reed` would otherwise silently leave the list price in force. */
function fits(raw: unknown, shape: typeof RECORD, needed: readonly string[]): boolean {
  const fields = fieldsOf(raw);
  if (fields === undefined || needed.some((name) => !fields.has(name))) return false;
  return [...fields].every(([name, value]) => shape.get(name)?.[0](value) === true);
}

function problemOf(fields: Fields, { byHand, isPattern }: Context): string | undefined {
  for (const [name, value] of fields) {
    const rule = RECORD.get(name);
    if (rule === undefined) return `has an unknown key "${name.slice(0, 40)}"`;
    if (!rule[0](value)) return `"${name}" ${rule[1]}`;
  }
  for (const name of ['source', 'asOf', 'confidence']) if (!fields.has(name)) return `needs "${name}"`;
  if (isPattern && ['in', 'out', 'tiers', 'windows', 'aliases'].some((name) => fields.has(name))) {
    return 'a pattern must not set prices: every price belongs to one exact model id';
  }
  if (!byHand && (fields.get('in') === 0 || fields.get('out') === 0)) return 'a price of 0 is not a price';
  const [from, until] = [fields.get('from'), fields.get('until')];
  if (typeof from === 'string' && typeof until === 'string' && from > until) return '"from" is after "until"';
  return undefined;
}

/** A copy in which zeros that only mean "not listed" are gone. */
function rebuild(fields: Fields, byHand: boolean): PriceRecord {
  const copy = byHand ? Object.fromEntries(fields) : withoutZeros(fields);
  // Every field was tested against RECORD above, which the type system cannot follow.
  return copy as unknown as PriceRecord;
}

function withoutZeros(fields: Fields): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = Object.fromEntries(fields);
  if (copy.read === 0) copy.read = null;
  const writes = fieldsOf(copy.writes);
  if (writes !== undefined) copy.writes = Object.fromEntries([...writes].filter(([, price]) => price !== 0));
  for (const name of ['tiers', 'windows']) {
    const list: unknown = copy[name];
    if (Array.isArray(list)) copy[name] = list.map((entry) => withoutZeros(fieldsOf(entry) ?? new Map()));
  }
  return copy;
}
