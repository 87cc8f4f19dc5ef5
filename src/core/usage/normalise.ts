/**
 * From a provider's usage block to one form: every token in exactly one bucket. The profile says what the fields mean; the block's own total
 * is used to check that, and corrects it when it proves another convention. What cannot be known is said, not guessed.
 */
import { isStandardTier, UNKNOWN_TTL } from '../pricing/cost-of-usage.ts';
import { settleConventions, type Found, type UsageNote } from './conventions.ts';
import { CountReader, isObject, keysOf, textAt, valueAt, type JsonObject } from './fields.ts';
import type { BilledKind, UsageProfile } from './profile.ts';
import { recognise, type UsageHints } from './recognise.ts';

/** Something billed beside plain tokens. `within` = already part of that bucket, at another price. */
export interface BilledItem {
  readonly kind: BilledKind;
  readonly count: number;
  readonly within: 'input' | 'output' | null;
}

/** Tokens of one request (or of the requests that a block sums up), each counted once. `output` includes reasoning. */
export interface RequestUsage {
  readonly inputUncached: number;
  readonly cacheRead: number;
  /** By lifetime: `5m`, `1h`, `30m`, `12h`, or `unknown`. Only lifetimes that were written. */
  readonly cacheWrite: Readonly<Record<string, number>>;
  readonly output: number;
  /** Undefined = the block does not tell reasoning apart. */
  readonly reasoning: number | undefined;
  readonly billed: readonly BilledItem[];
  /** Model of this request where it is not that of the block, such as an advisor. */
  readonly model?: string;
}

/** One usage block, read. The counts are sums over `requests`, which are priced one by one. */
export interface NormalisedUsage extends Omit<RequestUsage, 'model'> {
  readonly state: 'read';
  /** Id and title of the profile that read the block. */
  readonly profile: string;
  readonly title: string;
  readonly requests: readonly RequestUsage[];
  /** How many requests the counts sum up, as far as the block says; else 1. */
  readonly requestCount: number;
  /** What the block itself says that it cost, in US dollars; undefined when it does not. */
  readonly reportedUsd: number | undefined;
  readonly serviceTier: string | undefined;
  readonly region: string | undefined;
  readonly notes: readonly UsageNote[];
}

/** Not a usage block, or one with impossible numbers; `problem` says which. */
export interface UnreadUsage {
  readonly state: 'unread';
  readonly problem: string;
}

/** Reads one usage block. Total: any value gives an answer, nothing throws, the order of keys does not matter. */
export function normaliseUsage(block: unknown, hints: UsageHints = {}): NormalisedUsage | UnreadUsage {
  if (!isObject(block)) return { state: 'unread', problem: 'A usage block is a JSON object.' };
  const recognised = recognise(block, hints);
  if (recognised === undefined) return { state: 'unread', problem: `No token counts found; the keys are ${keysOf(block)}.` };
  const { profile, spoken } = recognised;
  const reader = new CountReader(block);
  const notes: UsageNote[] = [];
  const main = readRequest(reader, profile, hints, notes);
  const requests =
    profile.iterations === undefined
      ? splitRequests(reader, profile, hints, main, notes)
      : withIterations(reader, profile, hints, main, notes);
  const requestCount = reader.first(profile.requests) ?? 1;
  const [problem] = reader.problems;
  if (problem !== undefined) return { state: 'unread', problem };
  const told = requests.map(({ reasoning }) => reasoning).filter((count) => count !== undefined);
  const sum = (pick: (request: RequestUsage) => number): number => requests.reduce((total, request) => total + pick(request), 0);
  const usage = {
    inputUncached: sum(({ inputUncached }) => inputUncached),
    cacheRead: sum(({ cacheRead }) => cacheRead),
    cacheWrite: addedWrites(requests),
    output: sum(({ output }) => output),
    reasoning: told.length === 0 ? undefined : told.reduce((total, count) => total + count, 0),
    billed: addedItems(requests),
  };
  const cached = usage.cacheRead + total(usage.cacheWrite);
  const everything = usage.inputUncached + cached + usage.output;
  if (!Number.isSafeInteger(everything)) return { state: 'unread', problem: 'The counts are too large to be added exactly.' };
  if (profile.id === 'unknown' && (cached > 0 || (usage.reasoning ?? 0) > 0)) {
    notes.push({ text: 'The shape of this block belongs to no known provider: it is read by common names.', weight: 'assumption' });
  } else if (
    !spoken &&
    hints.provider !== undefined &&
    profile.providers.length > 0 &&
    !profile.apis?.includes('chat') &&
    profile.includesCache !== 'unknown' &&
    cached > 0
  ) {
    notes.push({
      text: `The block has the shape of ${profile.title}, not of ${hints.provider}: it is read by its shape.`,
      weight: 'assumption',
    });
  }
  if (profile.reasoningNotReported === true && usage.reasoning === undefined && usage.output > 0) {
    notes.push({ text: 'Reasoning, if any, is part of the output; this API does not count it apart.', weight: 'information' });
  }
  return {
    state: 'read',
    profile: profile.id,
    title: profile.title,
    ...usage,
    requests,
    requestCount,
    reportedUsd: reportedCost(block, profile),
    serviceTier: tierOf(block, profile),
    region: textAt(block, profile.region ?? []),
    notes: distinct(notes),
  };
}

/** All written tokens. */
export function total(writes: Readonly<Record<string, number>>): number {
  return Object.values(writes).reduce((sum, count) => sum + count, 0);
}

/** Makers whose cache writes have a usual lifetime, by model name; for blocks of gateways and frameworks that drop it. */
const USUAL_TTL: readonly (readonly [RegExp, string])[] = [
  [/claude|anthropic|nova|kimi|qwen|minimax/i, '5m'],
  [/(^|[/.])(gpt-|chatgpt|o\d)|openai/i, '30m'],
];

function readRequest(reader: CountReader, profile: UsageProfile, hints: UsageHints, notes: UsageNote[]): RequestUsage {
  const cacheRead = reader.first(profile.cacheRead) ?? 0;
  const cacheWrite = writesOf(reader, profile, hints, notes);
  const written = total(cacheWrite);
  const reasoning = reader.first(profile.reasoning);
  const extra = reader.first(profile.inputExtra) ?? 0;
  const reported = reader.found(profile.total);
  const uncached = reader.first(profile.uncached);
  const input = reader.found(profile.input) ?? missing('input', profile, uncached ?? reported?.count, notes);
  const output =
    reader.found(profile.output) ?? missingOutput(profile, input.count, cacheRead + written, reasoning, reported?.count, notes);
  const conventions = settleConventions(
    profile,
    hints,
    { input, output, read: cacheRead, written, reasoning: reasoning ?? 0, extra, reported },
    notes,
  );
  const outside = conventions.includesReasoning ? 0 : (reasoning ?? 0);
  const cached = conventions.overlap ? Math.max(cacheRead, written) : cacheRead + written;
  const derived = conventions.includesCache ? input.count - cached : input.count;
  if (uncached !== undefined && uncached !== derived) {
    notes.push({
      text: `The block says ${uncached} uncached input tokens, its other counts say ${derived}: the former is used.`,
      weight: 'assumption',
    });
  }
  const rest = conventions.unexplained;
  return {
    inputUncached: (uncached ?? Math.max(0, derived)) + extra,
    cacheRead,
    cacheWrite,
    output: output.count + outside + rest,
    reasoning: rest > 0 ? (reasoning ?? 0) + rest : reasoning,
    billed: (profile.billed ?? []).flatMap(({ kind, paths, within }): BilledItem[] => {
      const count = reader.first(paths) ?? 0;
      return count > 0 ? [{ kind, count, within: within ?? null }] : [];
    }),
  };
}

function missing(what: 'input' | 'output', profile: UsageProfile, known: number | undefined, notes: UsageNote[]): Found {
  if (profile.zeroOmitted !== true && (what === 'output' || known === undefined)) {
    notes.push({ text: `The block has no ${what} count: it is only a part of the usage.`, weight: 'unknown' });
  }
  return { count: 0, path: what };
}

/** Embeddings have no output, which shows by the total; a stream's first event has none yet. */
function missingOutput(
  profile: UsageProfile,
  input: number,
  cached: number,
  reasoning: number | undefined,
  reported: number | undefined,
  notes: UsageNote[],
): Found {
  if (profile.output.length === 0 || (reported !== undefined && (reported === input || reported === input + cached)))
    return { count: 0, path: 'output' };
  if (reasoning !== undefined && profile.zeroOmitted === true) return { count: 0, path: 'output' };
  return missing('output', profile, undefined, notes);
}

function writesOf(reader: CountReader, profile: UsageProfile, hints: UsageHints, notes: UsageNote[]): Readonly<Record<string, number>> {
  const split = Object.entries(profile.cacheWriteByTtl ?? {}).flatMap(([ttl, paths]): [string, number][] => {
    const count = reader.first(paths) ?? 0;
    return count > 0 ? [[ttl, count]] : [];
  });
  const writes: Record<string, number> = Object.fromEntries(split);
  const parts = total(writes);
  const whole = reader.first(profile.cacheWrite) ?? parts;
  if (whole < parts) {
    notes.push({ text: `${parts} cache writes by lifetime are more than the ${whole} in all: the former are used.`, weight: 'assumption' });
  }
  if (whole <= parts) return writes;
  const ttl = profile.defaultTtl === 'by-model' ? usualTtl(hints) : (profile.defaultTtl ?? UNKNOWN_TTL);
  writes[ttl] = (writes[ttl] ?? 0) + whole - parts;
  notes.push(
    ttl === UNKNOWN_TTL
      ? { text: 'The block does not say how long the written tokens are cached.', weight: 'assumption' }
      : {
          text: `The block does not say how long the written tokens are cached: counted as ${ttl}, the usual lifetime.`,
          weight: 'information',
        },
  );
  return writes;
}

function usualTtl({ provider, model }: UsageHints): string {
  const names = [model ?? '', provider ?? ''];
  for (const name of names) {
    const found = USUAL_TTL.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return UNKNOWN_TTL;
}

/** At most this many entries of a list inside one block are read. */
const MAX_ENTRIES = 1000;

/** The block as its own requests, if it lists them and they add up to it; else the block as one request. */
function splitRequests(
  reader: CountReader,
  profile: UsageProfile,
  hints: UsageHints,
  main: RequestUsage,
  notes: UsageNote[],
): readonly RequestUsage[] {
  const { block, problems } = reader;
  const entries = profile.entries === undefined ? undefined : entriesAt(block, profile.entries);
  if (entries === undefined || entries.length === 0) return [main];
  const ignored: UsageNote[] = [];
  const requests = entries.map((entry) => readRequest(new CountReader(entry, problems), profile, hints, ignored));
  const same = (pick: (request: RequestUsage) => number): boolean =>
    requests.reduce((sum, request) => sum + pick(request), 0) === pick(main);
  const whole = same(({ inputUncached }) => inputUncached) && same(({ cacheRead }) => cacheRead) && same(({ output }) => output);
  if (whole) return requests;
  notes.push({
    text: `The entries of ${profile.entries ?? ''} do not add up to the block, which is read as one request.`,
    weight: 'assumption',
  });
  return [main];
}

/**
 * The block and the passes that its counts leave out, such as compaction, advisors and models that gave up; each is a request of its own, with
 * its own prompt and model. Which passes the counts sum up shows by the numbers: the messages, or all, or the passes of one other type.
 */
function withIterations(
  reader: CountReader,
  profile: UsageProfile,
  hints: UsageHints,
  main: RequestUsage,
  notes: UsageNote[],
): readonly RequestUsage[] {
  const { block, problems } = reader;
  const entries = profile.iterations === undefined ? undefined : entriesAt(block, profile.iterations);
  if (entries === undefined || entries.length === 0) return [main];
  const passes = entries.map((entry) => {
    const type = textAt(entry, ['type'])?.slice(0, 40) ?? MESSAGE;
    const model = textAt(entry, ['model']);
    const request = readRequest(new CountReader(entry, problems), profile, hints, []);
    return { type, request: model === undefined ? request : { ...request, model } };
  });
  const types = [...new Set([MESSAGE, ...passes.map(({ type }) => type)])];
  const choices = [(type: string) => type === MESSAGE, () => true, ...types.map((one) => (type: string) => type === one)];
  const counted = choices.find((choice) => sumOf(passes.filter(({ type }) => choice(type))) === main.inputUncached + main.output);
  const inside = counted ?? ((type: string) => type === MESSAGE);
  const others = passes.filter(({ type }) => !inside(type));
  const models = new Set(passes.filter(({ type }) => inside(type)).map(({ request }) => request.model));
  const [model] = models;
  const whole = models.size === 1 && model !== undefined ? { ...main, model } : main;
  if (others.length === 0) {
    const extra = types.filter((type) => type !== MESSAGE);
    if (extra.length > 0) notes.push({ text: `The counts of the block already include ${extra.join(', ')}.`, weight: 'information' });
    return [whole];
  }
  const names = [...new Set(others.map(({ type, request }) => (type === MESSAGE ? `the ${request.model ?? 'first'} pass` : type)))].join(
    ', ',
  );
  notes.push({
    text: `The block counts ${names} only under ${profile.iterations ?? ''}; it is added here.`,
    // That all passes are billed is documented for compaction and advisors, not for a model that handed over to another.
    weight: counted === undefined || others.some(({ type }) => type === MESSAGE) ? 'assumption' : 'information',
  });
  return [whole, ...others.map(({ request }) => request)];
}

const MESSAGE = 'message';

function sumOf(passes: readonly { readonly request: RequestUsage }[]): number {
  return passes.reduce((sum, { request }) => sum + request.inputUncached + request.output, 0);
}

function entriesAt(block: JsonObject, path: string): readonly JsonObject[] | undefined {
  const list = valueAt(block, path);
  return Array.isArray(list) ? list.filter(isObject).slice(0, MAX_ENTRIES) : undefined;
}

function addedWrites(requests: readonly RequestUsage[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { cacheWrite } of requests) for (const [ttl, count] of Object.entries(cacheWrite)) sums.set(ttl, (sums.get(ttl) ?? 0) + count);
  return Object.fromEntries(sums);
}

function addedItems(requests: readonly RequestUsage[]): readonly BilledItem[] {
  const sums = new Map<string, BilledItem>();
  for (const { billed } of requests) {
    for (const item of billed) sums.set(item.kind, { ...item, count: item.count + (sums.get(item.kind)?.count ?? 0) });
  }
  return [...sums.values()];
}

function reportedCost(block: JsonObject, profile: UsageProfile): number | undefined {
  for (const { paths, perUsd } of profile.reportedCost ?? []) {
    for (const path of paths) {
      const value = valueAt(block, path);
      const amount = typeof value === 'string' && /^\d+(\.\d+)?(e-?\d+)?$/i.test(value) ? Number(value) : value;
      if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return amount / perUsd;
    }
  }
  return undefined;
}

/** The first special tier among the fields; else the standard one that they name. */
function tierOf(block: JsonObject, profile: UsageProfile): string | undefined {
  const tiers = (profile.serviceTier ?? []).flatMap((path) => {
    const tier = textAt(block, [path])?.toLowerCase();
    if (tier === undefined) return [];
    return [profile.tierNames !== undefined && Object.hasOwn(profile.tierNames, tier) ? (profile.tierNames[tier] ?? tier) : tier];
  });
  return tiers.find((tier) => !isStandardTier(tier)) ?? tiers[0];
}

function distinct(notes: readonly UsageNote[]): readonly UsageNote[] {
  return notes.filter((note, index) => notes.findIndex(({ text }) => text === note.text) === index);
}
