/** What a call would cost on other models: candidates from the price book, each counted and priced by its own rules. */
import { costOfCall, type CostInputs, type ModelCost } from '../cost/call-cost.ts';
import { DAYS_PER_MONTH } from '../cost/projection.ts';
import type { PromptCall } from '../ir.ts';
import { PLATFORMS, type PriceBook } from '../pricing/index.ts';
import { hasTiers } from '../providers/model-tiers.ts';
import { bareModelId } from '../tokens/index.ts';
import { grouped } from '../grouped.ts';

/** One model in a comparison. Money in micro-dollars. */
export interface ComparedModel {
  readonly provider: string;
  readonly model: string;
  /** `current`: what the call uses. `family`: other models of the same make on the same platform. `tier`: the newest of each line elsewhere. */
  readonly group: 'current' | 'family' | 'tier';
  /** Input tokens by the tokenizer of this model, and how they were counted. */
  readonly inputTokens: number;
  readonly basis: ModelCost['input']['basis'];
  readonly cold: number;
  /** A repeated request; undefined when this model would read nothing from its cache. */
  readonly cached: number | undefined;
  /** True when a cache breakpoint has to be set for `cached`, and the call sets none. */
  readonly needsMarker: boolean;
  /** 30 days at the declared or billed number of calls; undefined without one. */
  readonly month: number | undefined;
  /** True for a price that somebody declared as nothing. */
  readonly free: boolean;
  /** Where the price comes from and the day on which it was read there. */
  readonly source: string;
  readonly asOf: string;
  readonly stale: boolean;
  /** True for what somebody would look at first: the one in use, the maker's current models, and of each other maker the one nearest in cost. */
  readonly near: boolean;
}

/** A comparison of models for one call. */
export interface ModelComparison {
  /** The model that the call uses first, then by cost of a cold request; the same family before others of equal cost. */
  readonly models: readonly ComparedModel[];
  /** Output tokens that every cost assumes. */
  readonly expectedOutput: number;
  /** True when parts of the prompt are not counted: every cost is a lower bound, for all models alike. */
  readonly open: boolean;
  /** How often the call runs, and where that comes from, in words; undefined where nobody says. */
  readonly volume: string | undefined;
}

/**
 * The same call on other models. Empty for calls that are not billed or return no tokens. A model is left out when its context window cannot take
 * the prompt with its answer, or when it has no price.
 */
export function compareModels(call: PromptCall, inputs: CostInputs): ModelComparison {
  const now = costOfCall(call, inputs);
  const [used] = now.models.filter((model) => model.cold !== undefined);
  const rows = new Map<string, ComparedModel>();
  const base = { expectedOutput: now.expectedOutput, open: now.open, volume: volumeOf(inputs) };
  if (call.free || !call.answers) return { ...base, models: [] };
  const own = used?.lookup.state === 'priced' ? used.lookup.matched : undefined;
  const provider = own === undefined || own.provider === '*' ? call.provider : own.provider;
  for (const model of now.models) {
    const row = rowOf(model, 'current', inputs, provider, model.cache.readTokens > 0);
    if (row !== undefined) rows.set(`${row.provider}/${row.model}`, row);
  }
  for (const candidate of candidates(inputs.prices, inputs.at, provider, own?.id)) {
    const key = `${candidate.provider}/${candidate.model}`;
    if (rows.has(key)) continue;
    const cost = costOn(call, candidate.provider, candidate.model, inputs);
    const needed = cost === undefined ? 0 : cost.input.high + Math.max(now.expectedOutput, now.outputLimit ?? 0);
    if (cost?.lookup.state !== 'priced' || needed > (cost.lookup.record.context ?? Infinity)) continue;
    const row = rowOf(cost, candidate.group, inputs, candidate.provider, false);
    if (row !== undefined) rows.set(key, row);
  }
  const order = ['current', 'family', 'tier'];
  const near = nearOf([...rows.values()]);
  const all = [...rows.values()].map((row) => (near.has(row) ? row : { ...row, near: false }));
  const models = all.sort(
    (a, b) =>
      Number(b.group === 'current') - Number(a.group === 'current') ||
      a.cold - b.cold ||
      order.indexOf(a.group) - order.indexOf(b.group) ||
      (a.model < b.model ? -1 : 1),
  );
  return { ...base, models };
}

function volumeOf({ assumptions }: CostInputs): string | undefined {
  const perDay = assumptions?.callsPerDay;
  return perDay === undefined ? undefined : `${grouped(perDay.value)} calls/day (${perDay.from})`;
}

/** The models next to the one in use by cost: at most `count` on each side, cheapest first. Same price is no neighbour. */
export function neighbours({ models }: ModelComparison, count: number): readonly ComparedModel[] {
  const current = models.find((model) => model.group === 'current');
  if (current === undefined) return [];
  // A list price that nobody has confirmed for a month is in the table, but no advice.
  const usable = models.filter((model) => model.group !== 'current' && !model.stale && shown(model.cold) !== shown(current.cold));
  const first = usable.filter(({ near }) => near);
  const others = distinctCosts(first.length === 0 ? usable : first);
  const cheaper = others.filter((model) => model.cold < current.cold).slice(-count);
  const dearer = others.filter((model) => model.cold > current.cold).slice(0, count);
  return [...cheaper, ...dearer];
}

/** One model per cost, the family's before others: a list of five names at the same price tells nothing. */
function distinctCosts(models: readonly ComparedModel[]): readonly ComparedModel[] {
  const seen = new Set<number>();
  return models.filter(({ cold }) => {
    if (seen.has(shown(cold))) return false;
    seen.add(shown(cold));
    return true;
  });
}

/** Micro-dollars as precise as they are shown. */
function shown(microUsd: number): number {
  return Number(microUsd.toPrecision(3));
}

function costOn(call: PromptCall, provider: string, model: string, inputs: CostInputs): ModelCost | undefined {
  const other: PromptCall = {
    ...call,
    provider,
    providerByModel: false,
    model: { state: 'known', candidates: [{ value: model, at: call.calleeAt }] },
  };
  return costOfCall(other, { ...inputs, supposeMarked: true }).models[0];
}

function rowOf(
  cost: ModelCost,
  group: ComparedModel['group'],
  { assumptions }: CostInputs,
  provider: string | undefined,
  marked: boolean,
): ComparedModel | undefined {
  const { cold, warm, lookup, input, cache } = cost;
  if (cold === undefined || lookup.state !== 'priced') return undefined;
  const { callsPerDay, cacheReuse } = assumptions ?? {};
  const reuse = warm === undefined ? 0 : (cacheReuse?.value ?? 0);
  const each = cold.mid - reuse * (cold.mid - (warm?.mid ?? cold.mid));
  return {
    provider: lookup.matched.provider === '*' ? (provider ?? '*') : lookup.matched.provider,
    model: group === 'current' ? cost.model : lookup.matched.id,
    group,
    inputTokens: input.tokens,
    basis: input.basis,
    cold: cold.mid,
    cached: warm?.mid,
    needsMarker: warm !== undefined && !marked && cache.rule !== undefined && !(cache.rule.automatic && cache.rule.fallsBack),
    month: callsPerDay === undefined ? undefined : Math.round(each * callsPerDay.value * DAYS_PER_MONTH),
    free: lookup.record.rates.in === 0 && lookup.record.rates.out === 0,
    source: lookup.source.kind === 'workspace' || lookup.source.kind === 'user' ? lookup.source.source : lookup.source.name,
    asOf: lookup.asOf,
    stale: lookup.stale,
    near: true,
  };
}

/** Models of one maker that are shown first, and of all others together. */
const NEAR_MODELS = 8;
/** Another maker's model is of the same class when it costs at most so many times as much, or as little. */
const SAME_CLASS = 2.5;

/** The rows to look at first. Without a model in use: the newest lines of the makers whose ladders are known. */
function nearOf(rows: readonly ComparedModel[]): ReadonlySet<ComparedModel> {
  const current = rows.filter(({ group }) => group === 'current');
  const [used] = current;
  if (used === undefined) return new Set(rows.filter(({ provider }) => hasTiers(provider)).slice(0, 3 * NEAR_MODELS));
  const distance = ({ cold }: ComparedModel): number => Math.abs(Math.log(Math.max(1, cold) / Math.max(1, used.cold)));
  const nearest = (some: readonly ComparedModel[]): ComparedModel[] =>
    [...some].sort((a, b) => distance(a) - distance(b)).slice(0, NEAR_MODELS);
  const family = rows.filter(({ group, stale }) => group === 'family' && !stale);
  const lines = new Set(newestOfLines(family.map(({ model }) => model)));
  const majorOf = (model: string): number => nameOf(model).version[0] ?? 0;
  // Makers that number their lines one by one have some of them a version behind.
  const newest = Math.max(...family.map(({ model }) => majorOf(model)));
  const siblings = family.filter(({ model }) => lines.has(model) && majorOf(model) >= newest - 1);
  const others = new Map<string, ComparedModel>();
  for (const row of rows) {
    if (row.group !== 'tier' || row.stale || distance(row) > Math.log(SAME_CLASS)) continue;
    const known = others.get(row.provider);
    if (known === undefined || distance(row) < distance(known)) others.set(row.provider, row);
  }
  return new Set([...current, ...nearest(siblings), ...nearest([...others.values()])]);
}

interface Candidate {
  readonly provider: string;
  readonly model: string;
  readonly group: 'family' | 'tier';
}

/** The family of a model on its platform with every version, and of every maker of models the newest model of each line. */
function candidates(prices: PriceBook, at: number, provider: string | undefined, id: string | undefined): Candidate[] {
  const family = id === undefined ? undefined : makeOf(id);
  const makers = PLATFORMS.filter(({ role }) => role === 'vendor').map(({ key }) => key);
  const usual = wordsOf(id ?? '');
  const fits = (model: string): boolean => wordsOf(model).every((word) => !SPECIAL.has(word) || usual.includes(word));
  const platforms = provider === undefined || makers.includes(provider) ? makers : [provider, ...makers];
  return platforms.flatMap((key) => {
    const listed = prices.models(key).filter((model) => fits(model) && prices.lookup({ provider: key, model, at }).state === 'priced');
    const same = key === provider ? listed.filter((model) => makeOf(model) === family) : [];
    const newest = newestOfLines(listed.filter((model) => !same.includes(model)));
    return [
      ...withoutDates(same).map((model): Candidate => ({ provider: key, model, group: 'family' })),
      ...newest.map((model): Candidate => ({ provider: key, model, group: 'tier' })),
    ];
  });
}

/** `claude`, `gpt`, `gemini`: the first word of an id, without the names of regions and sellers before it. */
function makeOf(id: string): string {
  return /^[a-z]+/.exec(bareModelId(id))?.[0] ?? id;
}

/**
 * Words of models that are made or sold for one purpose: nobody moves an ordinary prompt to one of them. They are compared only with a call
 * that uses one itself.
 */
const SPECIAL: ReadonlySet<string> = new Set(
  'audio realtime image imagen tts stt transcribe embedding embed moderation guard safeguard search research computer codex devstral codestral robotics ocr vision live translate classifier cyber daybreak chat'.split(
    ' ',
  ),
);

/** Words that name a state of a model, not a line of models. */
const STATES: ReadonlySet<string> = new Set(['preview', 'latest', 'exp', 'beta', 'v']);

function wordsOf(id: string): readonly string[] {
  return bareModelId(id).match(/[a-z]+/g) ?? [];
}

interface Name {
  /** The words of an id without its numbers, in the order of the alphabet: `claude-3-5-haiku` and `claude-haiku-4-5` are one line. */
  readonly line: string;
  readonly version: readonly number[];
  readonly date: number;
}

function nameOf(id: string): Name {
  const words: string[] = [];
  const version: number[] = [];
  let date = 0;
  for (const part of bareModelId(id).split(/[^a-z0-9]+/)) {
    for (const piece of part.match(/\d+|[a-z]+/g) ?? []) {
      if (/^\d{4,}$/.test(piece)) date = Math.max(date, Number(piece));
      else if (/^\d/.test(piece)) version.push(Number(piece));
      else if (!STATES.has(piece)) words.push(piece);
    }
  }
  return { line: words.sort().join(' '), version, date };
}

function newestOfLines(ids: readonly string[]): string[] {
  const best = new Map<string, { readonly id: string; readonly name: Name }>();
  for (const id of ids) {
    const name = nameOf(id);
    const known = best.get(name.line);
    if (known === undefined || compareNames(name, known.name) > 0) best.set(name.line, { id, name });
  }
  return [...best.values()].map(({ id }) => id);
}

/** Ids that are another one with a date behind it say nothing new. */
function withoutDates(ids: readonly string[]): string[] {
  const known = new Set(ids);
  return ids.filter((id) => {
    const short = id.replace(/[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|\d{4})$/, '');
    return short === id || !known.has(short);
  });
}

/** A version without a number is older than any with one; of equal versions the later date is newer. */
function compareNames(a: Name, b: Name): number {
  for (let index = 0; index < Math.max(a.version.length, b.version.length); index++) {
    const difference = (a.version[index] ?? -1) - (b.version[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return a.date - b.date;
}
