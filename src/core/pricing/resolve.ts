/**
 * Merging: what several records say about one model becomes one price per stretch of time. The stronger source wins field by
 * field. Dollars per 1M tokens become integer pico-dollars per token here and nowhere else.
 */
import { DAY_MS, dayOf, dayStart, minuteOf } from './calendar.ts';
import { PRICE_SOURCE_KINDS } from './price-record.ts';
import type {
  PriceOrigin,
  PriceRates,
  PriceRecord,
  PriceSource,
  PriceSourceKind,
  ResolvedPrice,
  ResolvedRates,
  ResolvedTier,
  ResolvedWindow,
} from './price-record.ts';

/** A checked record with the source that it came from. */
export interface SourcedRecord {
  readonly record: PriceRecord;
  readonly source: Pick<PriceSource, 'kind' | 'name'>;
}

/** A price and the moment from which it holds, in UTC milliseconds. `price` is undefined while nothing prices the model. */
export interface PriceSegment {
  readonly start: number;
  readonly price: ResolvedPrice | undefined;
}

/**
 * The prices of one model over all time, ascending by start; the first segment starts at minus infinity.
 * `records` may hold patterns, in any order. A segment has a price only if input and output prices are both known then.
 */
export function resolveTimeline(provider: string, id: string, records: readonly SourcedRecord[]): readonly PriceSegment[] {
  const starts = [...new Set(records.flatMap(({ record }) => boundariesOf(record)))].sort((a, b) => a - b);
  const segments = [Number.NEGATIVE_INFINITY, ...starts].map((start) => ({ start, price: resolveAt(provider, id, records, start) }));
  return segments.map((segment, index) => {
    if (segment.price === undefined) return segment;
    const prices = pricesOf(segment.price);
    const next = segments.slice(index + 1).find((later) => pricesOf(later.price) !== prices);
    const before = segments.slice(0, index).findLastIndex((earlier) => pricesOf(earlier.price) !== prices);
    const since = before === -1 ? null : dayOf(segments[before + 1]?.start ?? Number.NaN);
    return { start: segment.start, price: { ...segment.price, since, nextChange: next === undefined ? null : dayOf(next.start) } };
  });
}

/** The text matches the pattern, in which `*` stands for any run of characters, also none. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let position = first.length;
  const end = text.length - last.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, position);
    if (found === -1 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return true;
}

/** Dollars per 1M tokens as integer pico-dollars per token. */
export function picoPerToken(usdPerMTok: number): number {
  return Math.round(usdPerMTok * 1e6);
}

const NO_RULE = 'larger-discount';

function boundariesOf({ from, until }: PriceRecord): readonly number[] {
  const start = from === undefined ? undefined : dayStart(from);
  const last = until === undefined ? undefined : dayStart(until);
  return [...(start === undefined ? [] : [start]), ...(last === undefined ? [] : [last + DAY_MS])];
}

function holdsAt({ from, until }: PriceRecord, start: number): boolean {
  const first = from === undefined ? undefined : dayStart(from);
  const last = until === undefined ? undefined : dayStart(until);
  return (first === undefined || start >= first) && (last === undefined || start < last + DAY_MS);
}

/** Token prices only: what keeping an explicit cache costs may change on another day. */
function pricesOf(price: ResolvedPrice | undefined): string {
  return price === undefined ? '' : JSON.stringify([price.rates, price.tiers, price.windows]);
}

/** Strongest first: source, then exact ids before patterns, then dated before undated records, then the later date. */
function inOrder(active: readonly SourcedRecord[]): readonly SourcedRecord[] {
  const rank = (kind: PriceSourceKind): number => PRICE_SOURCE_KINDS.indexOf(kind);
  const literal = (id: string): number => (id.includes('*') ? id.replaceAll('*', '').length : 1000);
  const dated = ({ from, until }: PriceRecord): number => (from === undefined && until === undefined ? 0 : 1);
  const newestChange = active.reduce((latest, { record: { from = '' } }) => (from > latest ? from : latest), '');
  // A download from before a dated change knows nothing of it, so the change comes first.
  const outdated = ({ record, source }: SourcedRecord): number =>
    source.kind === 'refreshed' && record.from === undefined && record.asOf < newestChange ? 1 : 0;
  return [...active].sort(
    (a, b) =>
      (outdated(a) === 1 || outdated(b) === 1 ? changedFirst(a, b, outdated) : 0) ||
      rank(a.source.kind) - rank(b.source.kind) ||
      literal(b.record.id) - literal(a.record.id) ||
      dated(b.record) - dated(a.record) ||
      compareText(b.record.from ?? '', a.record.from ?? ''),
  );
}

function changedFirst(a: SourcedRecord, b: SourcedRecord, outdated: (entry: SourcedRecord) => number): number {
  const changes = ({ record, source }: SourcedRecord): boolean => source.kind === 'overlay' && record.from !== undefined;
  if (outdated(a) === 1 && changes(b)) return 1;
  if (outdated(b) === 1 && changes(a)) return -1;
  return 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Collects fields, remembering where each came from. The first value given for a name stays. */
class Origins {
  readonly found: Record<string, PriceOrigin> = {};
  take(name: string, { record, source }: SourcedRecord): boolean {
    if (Object.hasOwn(this.found, name)) return false;
    this.found[name] = { kind: source.kind, name: source.name, source: record.source, asOf: record.asOf, confidence: record.confidence };
    return true;
  }
}

function resolveAt(provider: string, id: string, records: readonly SourcedRecord[], start: number): ResolvedPrice | undefined {
  const active = inOrder(records.filter(({ record }) => holdsAt(record, start)));
  const origins = new Origins();
  const notes: string[] = [];
  const first = <K extends keyof PriceRecord>(name: K): PriceRecord[K] | undefined => {
    const entry = active.find(({ record }) => record[name] !== undefined);
    if (entry !== undefined) origins.take(name, entry);
    return entry?.record[name];
  };
  const input = first('in');
  const output = first('out');
  if (input === undefined || output === undefined) return undefined;
  const writes = mergeMaps(active, 'writes', origins);
  const factors = mergeMaps(active, 'writeFactors', new Origins());
  for (const ttl of Object.keys(factors)) {
    const entry = active.find(({ record }) => record.writeFactors !== undefined && Object.hasOwn(record.writeFactors, ttl));
    if (entry !== undefined) origins.take(`writes.${ttl}`, entry);
  }
  const base: PriceRates = { in: input, out: output, read: first('read') ?? null, writes };
  const [tiers, windows] = [first('tiers') ?? [], first('windows') ?? []];
  // Absolute list prices above a threshold or inside a window must not undo the input price that a user set for this model.
  const own = isOwn(origins.found.in) || isOwn(origins.found.out);
  const keepTiers = !own || isOwn(origins.found.tiers);
  const keepWindows = !own || isOwn(origins.found.windows);
  if (!keepTiers && tiers.length > 0) notes.push('Your price replaces the list price for prompts of every length.');
  if (!keepWindows && windows.length > 0) notes.push('Your price replaces the list price at every hour.');
  if (own && origins.found.read !== undefined && !isOwn(origins.found.read) && base.read !== null) {
    notes.push('Input and output prices are yours; the cache read price is the list price.');
  }
  for (const note of new Set(active.map(({ record }) => record.note))) if (note !== undefined) notes.push(note);
  const storage = first('storagePerMTokHour') ?? null;
  return {
    provider,
    id,
    rates: ratesOf(base, factors),
    tiers: (keepTiers ? tiers : [])
      .map((tier): ResolvedTier => ({ promptAbove: tier.promptAbove, rates: ratesOf(tier, factors) }))
      .sort((a, b) => a.promptAbove - b.promptAbove),
    windows: keepWindows
      ? windows.map((window): ResolvedWindow => ({
          utcDays: window.utcDays.map((day) => ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(day)),
          fromMinute: minuteOf(window.from) ?? 0,
          toMinute: minuteOf(window.to) ?? 0,
          exceptDays: window.exceptDays ?? [],
          rates: ratesOf(window, factors),
        }))
      : [],
    service: mergeMaps(active, 'service', origins),
    region: mergeMaps(active, 'region', origins),
    stacking: first('stacking') ?? NO_RULE,
    maxOutput: first('maxOutput') ?? null,
    context: first('context') ?? null,
    storage: storage === null ? null : picoPerToken(storage),
    since: null,
    nextChange: null,
    origins: origins.found,
    notes,
  };
}

function isOwn(origin: PriceOrigin | undefined): boolean {
  return origin !== undefined && (origin.kind === 'user' || origin.kind === 'workspace' || origin.kind === 'gateway');
}

/** Merges a map field key by key. `writes: null` ends the search: a source that says "no write price" hides weaker ones. */
function mergeMaps<K extends 'writes' | 'writeFactors' | 'service' | 'region'>(
  active: readonly SourcedRecord[],
  name: K,
  origins: Origins,
): Readonly<Record<string, NonNullable<PriceRecord[K]>[string]>> {
  const merged: Record<string, NonNullable<PriceRecord[K]>[string]> = {};
  for (const entry of active) {
    const map = entry.record[name] as Readonly<Record<string, unknown>> | null | undefined;
    if (map === undefined) continue;
    if (map === null) break;
    for (const [key, value] of Object.entries(map) as [string, NonNullable<PriceRecord[K]>[string]][]) {
      if (origins.take(`${name}.${key}`, entry)) merged[key] = value;
    }
  }
  return merged;
}

/** A tier or window that lists no read price of its own has none: the base price would be too low there. */
function ratesOf(rates: PriceRates, factors: Readonly<Record<string, number>>): ResolvedRates {
  const input = rates.in ?? 0;
  const writes: Record<string, number> = {};
  for (const [ttl, factor] of Object.entries(factors)) writes[ttl] = picoPerToken(input * factor);
  for (const [ttl, price] of Object.entries(rates.writes ?? {})) writes[ttl] = picoPerToken(price);
  const read = rates.read ?? null;
  return { in: picoPerToken(input), out: picoPerToken(rates.out ?? 0), read: read === null ? null : picoPerToken(read), writes };
}
