/**
 * The price book: which price a model has at a given moment, from which source, and by which reading of its name. It answers
 * "unpriced" with a reason rather than borrowing the price of a similar model.
 */
import { DAY_MS, dayStart } from './calendar.ts';
import { checkRecord } from './check-record.ts';
import { ID_STEPS, modelIdCandidates } from './model-id.ts';
import type { ModelCandidate } from './model-id.ts';
import { PLATFORMS, platformKey, platformOf } from './platforms.ts';
import { PRICE_SOURCE_KINDS } from './price-record.ts';
import type { PriceOrigin, PriceSource, ResolvedPrice } from './price-record.ts';
import { matchesPattern, resolveTimeline } from './resolve.ts';
import type { PriceSegment, SourcedRecord } from './resolve.ts';
import { similarNames } from './similar-names.ts';

/** What to price. `at` is the time of the request in UTC milliseconds; dated prices depend on it. */
export interface PriceQuery {
  readonly provider: string | undefined;
  readonly model: string;
  readonly at: number;
}

/** A price, and how it was found. */
export interface PricedLookup {
  readonly state: 'priced';
  readonly record: ResolvedPrice;
  /** The id that was found and what was done to the given name to get there. */
  readonly matched: { readonly provider: string; readonly id: string; readonly steps: readonly string[] };
  /** Where the input price comes from, and the day on which it was read there. */
  readonly source: PriceOrigin;
  readonly asOf: string;
  /** Whole days from `asOf` to the moment asked for; 0 for moments before it. Stale = {@link STALE_AFTER_DAYS} or older. */
  readonly ageDays: number;
  readonly stale: boolean;
  readonly notes: readonly string[];
}

/**
 * Why there is no price:
 * - `invalid-model`: not a model id at all. `opaque-id`: an ARN or a router's private alias, which names no model.
 * - `local-model`: runs on own machines, has no price list. `unknown-model`: in no list.
 * - `ambiguous`: several platforms sell the id at different prices and none of them makes it.
 * - `not-at-that-time`: priced, but not at the moment asked for.
 */
export type UnpricedReason = 'invalid-model' | 'opaque-id' | 'local-model' | 'unknown-model' | 'ambiguous' | 'not-at-that-time';

/** No price. `suggestions` are names of similar models for a "did you mean"; they are never used as prices. */
export interface UnpricedLookup {
  readonly state: 'unpriced';
  readonly reason: UnpricedReason;
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** Answer of {@link PriceBook.lookup}. */
export type PriceLookup = PricedLookup | UnpricedLookup;

/** A set of price sources, ready for questions. */
export interface PriceBook {
  /** Never throws. Repeated questions are answered from memory. */
  lookup(query: PriceQuery): PriceLookup;
  /** Ids priced on a platform, sorted; empty for an unknown platform. For completion and tables. */
  models(provider: string): readonly string[];
  /** One sentence per refused record or source. */
  readonly problems: readonly string[];
}

/** Prices of this age in days and older are shown as possibly out of date: providers changed a price about once a month in 2026. */
export const STALE_AFTER_DAYS = 30;

/**
 * A book over the given sources. Precedence is by kind (see {@link PRICE_SOURCE_KINDS}), per model and per field; among
 * sources of one kind the earlier one wins. Nothing is read before the first question, and a record is
 * checked when its model is first asked for; bad ones are left out. Reading `problems` checks everything.
 */
export function createPriceBook(sources: readonly PriceSource[]): PriceBook {
  let made: Index | undefined;
  const index = (): Index => (made ??= indexOf(sources));
  const answers = new Map<string, Map<string, Answer>>();
  let remembered = 0;
  let problems: readonly string[] | undefined;
  return {
    lookup({ provider, model, at }) {
      let answer = answers.get(provider ?? '')?.get(model);
      if (answer === undefined) {
        // Half-typed names arrive from editors all day; forgetting everything now and then keeps memory flat.
        if (++remembered > MAX_ANSWERS) {
          answers.clear();
          remembered = 1;
        }
        answer = answerFor(index(), provider, model);
        childOf(answers, provider ?? '').set(model, answer);
      }
      return 'unpriced' in answer ? answer.unpriced : priceAt(answer, model, at);
    },
    models(provider) {
      const key = platformKey(provider);
      return [...(index().byProvider.get(key)?.keys() ?? [])].filter((id) => isPriced(index(), key, id)).sort();
    },
    get problems() {
      return (problems ??= problemsOf(sources, index()));
    },
  };
}

const MAX_ANSWERS = 4096;
const ANY = '*';

/** A record as it came, not yet checked: only its ids have been looked at. */
interface RawEntry {
  readonly raw: unknown;
  readonly source: PriceSource;
}

interface Index {
  readonly byProvider: ReadonlyMap<string, ReadonlyMap<string, readonly RawEntry[]>>;
  readonly patterns: ReadonlyMap<string, readonly RawEntry[]>;
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Every record once, for the list of problems. */
  readonly all: readonly RawEntry[];
  /** Filled as models are asked for: checking a record costs far more than filing it, and few models are ever asked for. */
  readonly timelines: Map<string, readonly PriceSegment[]>;
}

interface Found {
  readonly provider: string;
  readonly id: string;
  readonly steps: readonly string[];
  readonly notes: readonly string[];
  readonly timeline: readonly PriceSegment[];
}

type Answer = Found | { readonly unpriced: UnpricedLookup };

function indexOf(sources: readonly PriceSource[]): Index {
  const exact = new Map<string, Map<string, RawEntry[]>>();
  const patterns = new Map<string, RawEntry[]>();
  const aliases = new Map<string, Map<string, string>>();
  const all: RawEntry[] = [];
  const usable = sources.filter(isSource).sort((a, b) => PRICE_SOURCE_KINDS.indexOf(a.kind) - PRICE_SOURCE_KINDS.indexOf(b.kind));
  for (const source of usable) {
    for (const raw of source.records as readonly unknown[]) {
      const entry = { raw, source };
      all.push(entry);
      const names = namesOf(raw);
      if (names === undefined) continue;
      const key = platformKey(names.provider);
      if (names.id.includes('*')) pushTo(patterns, key, entry);
      else pushTo(childOf(exact, key), names.id, entry);
      for (const alias of names.aliases) {
        const known = childOf(aliases, key);
        if (!known.has(alias)) known.set(alias, names.id);
      }
    }
  }
  return { byProvider: exact, patterns, aliases, all, timelines: new Map() };
}

function isSource(source: unknown): source is PriceSource {
  if (typeof source !== 'object' || source === null) return false;
  const fields = new Map<string, unknown>(Object.entries(source));
  const kinds: readonly unknown[] = PRICE_SOURCE_KINDS;
  return kinds.includes(fields.get('kind')) && typeof fields.get('name') === 'string' && Array.isArray(fields.get('records'));
}

function namesOf(raw: unknown): { readonly provider: string; readonly id: string; readonly aliases: readonly string[] } | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { provider, id, aliases } = raw as Readonly<Record<string, unknown>>;
  if (typeof provider !== 'string' || typeof id !== 'string') return undefined;
  return { provider, id, aliases: Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : [] };
}

function problemsOf(sources: readonly PriceSource[], { all }: Index): readonly string[] {
  const problems: string[] = [];
  for (const source of sources) if (!isSource(source)) problems.push('A price source needs a known kind, a name and a list of records.');
  for (const { raw, source } of all) {
    const checked = checkRecord(raw, source.kind);
    if ('problem' in checked) problems.push(`${source.name}: ${checked.problem}`);
  }
  return problems;
}

function checkedRecords(entries: readonly RawEntry[]): readonly SourcedRecord[] {
  return entries.flatMap(({ raw, source }) => {
    const checked = checkRecord(raw, source.kind);
    return 'record' in checked ? [{ record: checked.record, source: { kind: source.kind, name: source.name } }] : [];
  });
}

function answerFor(index: Index, provider: string | undefined, model: string): Answer {
  const candidates = modelIdCandidates(provider, model);
  const name = model.trim();
  if (candidates.length === 0) return unpriced('invalid-model', 'This is not a model id.', []);
  for (const candidate of candidates) {
    const found = find(index, candidate);
    if (found !== undefined) return found;
  }
  const hosts = candidates.filter((candidate) => candidate.provider === undefined).map((candidate) => findAtHosts(index, candidate));
  const host = hosts.find((answer) => answer !== undefined);
  if (host !== undefined) return host;
  return explainMissing(index, candidates, name, provider);
}

/** On the named platform; without one, at the vendor that lists the id. */
function find(index: Index, { provider, id, steps }: ModelCandidate): Found | undefined {
  if (provider !== undefined) return findOn(index, provider, id, steps);
  const vendors = PLATFORMS.filter(({ role }) => role === 'vendor').map(({ key }) => key);
  const sellers = sellersOf(index, id);
  const makers = vendors.filter((key) => sellers.includes(key));
  const [maker] = makers;
  if (makers.length === 1 && maker !== undefined) {
    const found = findOn(index, maker, id, steps);
    const elsewhere = sellers.filter((key) => key !== maker && priceText(index, key, id) !== priceText(index, maker, id));
    if (found === undefined || elsewhere.length === 0) return found;
    const note = `Assumes that ${maker} is called; ${elsewhere.join(', ')} sells this id at another price.`;
    return { ...found, notes: [...found.notes, note] };
  }
  if (makers.length > 1) return undefined;
  return idOn(index, ANY, id) === undefined ? undefined : findOn(index, ANY, id, steps);
}

/** The id under which a platform prices this name: itself or what it is a declared alias of. */
function idOn(index: Index, provider: string, name: string): string | undefined {
  const has = (id: string): boolean => isPriced(index, provider, id);
  if (has(name)) return name;
  const alias = index.aliases.get(provider)?.get(name) ?? index.aliases.get(ANY)?.get(name);
  return alias !== undefined && has(alias) ? alias : undefined;
}

/** Some ids are only mentioned, by a row that adds a field or by one that was refused; those are not priced and must not be found. */
function isPriced(index: Index, provider: string, id: string): boolean {
  if (![provider, ANY].some((key) => index.byProvider.get(key)?.has(id) === true)) return false;
  return timelineOf(index, provider, id).some(({ price }) => price !== undefined);
}

function findOn(index: Index, provider: string, name: string, given: readonly string[]): Found | undefined {
  const id = idOn(index, provider, name);
  if (id === undefined) return undefined;
  const steps = id === name ? given : [...given, `declared alias of ${id}`];
  const notes: string[] = [];
  if (steps.includes(ID_STEPS.region)) {
    notes.push('Regional id not listed: priced as the id without region; regional prices are often 10 % higher.');
  }
  if (steps.includes(ID_STEPS.vertexDate) && provider !== 'vertex-gemini') notes.push(`Spelt as on Vertex AI, priced as at ${provider}.`);
  if (steps.includes(ID_STEPS.router)) notes.push('Called through a router, which may charge another price.');
  return { provider, id, steps, notes, timeline: timelineOf(index, provider, id) };
}

/** Without a platform and without a maker in the list: the hosts, if they agree. */
function findAtHosts(index: Index, { id, steps }: ModelCandidate): Answer | undefined {
  const sellers = sellersOf(index, id);
  const [first, ...others] = sellers;
  if (first === undefined) return undefined;
  const price = priceText(index, first, id);
  if (others.some((key) => priceText(index, key, id) !== price)) {
    const message = `${sellers.join(', ')} sell "${id}" at different prices. Say which of them is called.`;
    return unpriced(
      'ambiguous',
      message,
      sellers.map((key) => `${key}/${id}`),
    );
  }
  const found = findOn(index, first, id, steps);
  const note = others.length === 0 ? `Only ${first} lists this id.` : `Same price at ${sellers.join(', ')}.`;
  return found === undefined ? undefined : { ...found, notes: [...found.notes, note] };
}

function sellersOf(index: Index, id: string): readonly string[] {
  const known = PLATFORMS.map(({ key }) => key);
  const others = [...index.byProvider.keys()].filter((key) => key !== ANY && !known.includes(key)).sort();
  return [...known, ...others].filter((key) => listsOnItsOwn(index, key, id));
}

/** A price that a user declared for every platform does not make every platform a seller. */
function listsOnItsOwn(index: Index, provider: string, name: string): boolean {
  const own = index.byProvider.get(provider);
  const id = own?.has(name) === true ? name : index.aliases.get(provider)?.get(name);
  return id !== undefined && own?.has(id) === true && isPriced(index, provider, id);
}

function priceText(index: Index, provider: string, name: string): string {
  const id = idOn(index, provider, name) ?? name;
  return JSON.stringify(timelineOf(index, provider, id).map(({ start, price }) => [start, price?.rates, price?.tiers, price?.windows]));
}

function timelineOf(index: Index, provider: string, id: string): readonly PriceSegment[] {
  const key = `${provider}\n${id}`;
  const known = index.timelines.get(key);
  if (known !== undefined) return known;
  const records = checkedRecords([
    ...(index.byProvider.get(provider)?.get(id) ?? []),
    ...(provider === ANY ? [] : (index.byProvider.get(ANY)?.get(id) ?? [])),
    ...(index.patterns.get(provider) ?? []).filter(({ raw }) => matchesPattern(namesOf(raw)?.id ?? '', id)),
  ]);
  const timeline = resolveTimeline(provider, id, records);
  index.timelines.set(key, timeline);
  return timeline;
}

function priceAt(found: Found, model: string, at: number): PriceLookup {
  const { provider, id, steps, timeline } = found;
  let price: ResolvedPrice | undefined;
  for (const segment of timeline) if (segment.start <= at) price = segment.price;
  const origin = price?.origins.in;
  if (price === undefined || origin === undefined) {
    return unpriced('not-at-that-time', `No price of "${model}" is known for that day.`, []).unpriced;
  }
  const ageDays = Math.max(0, Math.floor((at - (dayStart(origin.asOf) ?? at)) / DAY_MS));
  return {
    state: 'priced',
    record: price,
    matched: { provider, id, steps },
    source: origin,
    asOf: origin.asOf,
    ageDays,
    stale: ageDays >= STALE_AFTER_DAYS,
    notes: found.notes.length === 0 ? price.notes : [...found.notes, ...price.notes],
  };
}

function explainMissing(index: Index, candidates: readonly ModelCandidate[], model: string, provider: string | undefined): Answer {
  const given = provider === undefined ? undefined : platformOf(provider);
  const prefix = platformOf(model.split('/')[0] ?? '');
  if (given?.role === 'local' || (prefix?.role === 'local' && model.includes('/'))) {
    return unpriced('local-model', `"${model}" runs on your own machines and has no price list.`, []);
  }
  if (model.startsWith('arn:') || (prefix?.role === 'router' && model.includes('/'))) {
    return unpriced('opaque-id', `"${model}" does not say which model answers. Map it to a model or a price.`, []);
  }
  const platforms = [...new Set(candidates.map((candidate) => candidate.provider).filter((key) => key !== undefined))];
  const last = candidates.at(-1)?.id ?? model;
  const pool = platforms.length > 0 ? platforms : PLATFORMS.filter(({ role }) => role === 'vendor').map(({ key }) => key);
  const names = pool.flatMap((key) => [...(index.byProvider.get(key)?.keys() ?? [])]);
  const similar = similarNames(last, names).filter((id) => pool.some((key) => isPriced(index, key, id)));
  const place = platforms.length > 0 ? ` on ${platforms.join(', ')}` : '';
  return unpriced('unknown-model', `No price is known for "${model}"${place}.`, similar);
}

function unpriced(reason: UnpricedReason, message: string, suggestions: readonly string[]): { readonly unpriced: UnpricedLookup } {
  return { unpriced: { state: 'unpriced', reason, message, suggestions } };
}

function pushTo<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

function childOf<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = map.get(key) ?? new Map<string, T>();
  map.set(key, known);
  return known;
}
