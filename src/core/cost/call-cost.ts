import type { Found, Location, PromptCall } from '../ir.ts';
import { costOfUsage, type PriceBook, type PriceLookup, type TokenUsage } from '../pricing/index.ts';
import type { TokenCounter } from '../tokens/index.ts';
import { noAssumptions, type CallAssumptions } from '../project-config/assumptions.ts';
import type { Declared, ModelNames } from '../project-config/models.ts';
import { cacheViewOf, unknownCache, type CacheView } from './caching.ts';
import { countCall, type RoleTokens, type TokenRange } from './count-tokens.ts';
import { projectionOf, type Projection } from './projection.ts';
import { stretchesOf, type Stretch } from './prefix.ts';
import { toolSetCost, type ToolSetCost } from './tool-set.ts';
import { turnPlanOf, type TurnPlan } from './turns.ts';

export { breakEvenOf, inWords, type BreakEven, type CacheLack, type CacheView } from './caching.ts';
export { add, refOf, type Basis, type RoleTokens, type TokenRange } from './count-tokens.ts';

/** The cost of a call for one candidate model, in micro-dollars. */
export interface ModelCost {
  /** The name that the call uses. */
  readonly model: string;
  /** The model behind that name, where pennylint.yaml declares one: tokens, caching rules and price are those of this model. */
  readonly standsFor: Declared<string> | undefined;
  readonly at: Location | undefined;
  readonly lookup: PriceLookup;
  /** Moment for which the price was looked up, UTC ms. */
  readonly pricedAt: number;
  /** Tokens of the whole request, holes counted as nothing. */
  readonly input: TokenRange;
  readonly roles: readonly RoleTokens[];
  readonly cache: CacheView;
  /** What the first request and a repeated one use, by the middle of the token band: whoever asks for another price level starts here. */
  readonly coldUsage: TokenUsage;
  readonly warmUsage: TokenUsage | undefined;
  /** For a call that sends its history along: what its turns cost follows from here. */
  readonly turns: TurnPlan | undefined;
  /** First request: nothing in the cache. Undefined when unpriced. */
  readonly cold: MoneyRange | undefined;
  /** Repeated request within the lifetime of the cache; undefined when nothing is read or unpriced. */
  readonly warm: MoneyRange | undefined;
  /** Input as counted, output up to its limit or the model's maximum; undefined when neither is known or unpriced. */
  readonly worst: number | undefined;
  /** Output tokens that `worst` takes: the limit, or the model's maximum. */
  readonly worstOutput: number | undefined;
  /** Price level that all money here is of; undefined for the usual one. */
  readonly tariff: string | undefined;
  /** Region whose factor is in all money here; undefined for the list price. */
  readonly region: string | undefined;
  /** What was asked for and has no price of its own, in words. */
  readonly notes: readonly string[];
}

/** Money from the low end of the token band to the high end, in micro-dollars. */
export interface MoneyRange {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** What a call costs, per candidate model. */
export interface CallCost {
  /** One entry per model that the source names; empty when it names none. */
  readonly models: readonly ModelCost[];
  /** Input tokens of the first candidate, or counted for no model in particular. */
  readonly input: TokenRange;
  readonly roles: readonly RoleTokens[];
  /** True when parts are sent whose size the source does not tell: the counts are lower bounds. */
  readonly open: boolean;
  /** Output tokens that `cold` and `warm` assume. */
  readonly expectedOutput: number;
  /** Where that assumption comes from, in words; undefined for the setting. */
  readonly expectedOutputFrom: string | undefined;
  readonly outputLimit: number | undefined;
  /** Runs and months, by what is declared about the call. */
  readonly projection: Projection;
  /** The tools one by one; undefined without tools. */
  readonly toolSet: ToolSetCost | undefined;
}

/** What cost needs from outside. */
export interface CostInputs {
  readonly counter: TokenCounter;
  readonly prices: PriceBook;
  /** UTC milliseconds: dated prices depend on it. */
  readonly at: number;
  /** Output tokens of a request, where nothing better is known. */
  readonly expectedOutput: number;
  /** What is declared about the call. */
  readonly assumptions?: CallAssumptions;
  /** Declared names of models. */
  readonly names?: ModelNames;
  /** Tokens that each turn of a conversation adds besides the answer, where nothing better is known. */
  readonly turnTokens: number;
  /** Takes a cache breakpoint behind the stable prefix as set: what would be, not what is. */
  readonly supposeMarked?: boolean;
}

/** The cost of a call. Pure; unknown models and prices stay unknown. */
export function costOfCall(call: PromptCall, inputs: CostInputs): CallCost {
  const stretches = stretchesOf(call);
  const limits = call.maxTokens.state === 'missing' ? [] : call.maxTokens.candidates.map((candidate) => candidate.value);
  const outputLimit = limits.length === 0 ? undefined : Math.max(...limits);
  const assumptions = inputs.assumptions ?? noAssumptions;
  const wanted = assumptions.expectedOutputTokens?.value ?? inputs.expectedOutput;
  const expectedOutput = call.answers ? Math.max(0, Math.min(wanted, outputLimit ?? wanted)) : 0;
  const candidates: readonly (Found<string> | undefined)[] = call.model.state === 'missing' || call.free ? [] : call.model.candidates;
  const models = candidates
    .filter((candidate) => candidate !== undefined)
    .map((candidate) => modelCost(call, stretches, candidate, expectedOutput, outputLimit, inputs));
  const neutral = models[0] ?? countCall(call, stretches, undefined, inputs.counter, assumptions.toolTokens?.value);
  const toolsOpen = (call.tools.state === 'runtime' || !call.tools.complete) && assumptions.toolTokens === undefined;
  // Every request says something: what an agent is asked comes with its run, and a framework adds words of its own.
  const silent =
    call.answers && call.file === undefined && call.messages === 'absent' && (call.makesAgent === true || call.segments.length === 0);
  const open = call.history || silent || stretches.some((stretch) => isUnsized(stretch)) || toolsOpen;
  return {
    models,
    input: neutral.input,
    roles: neutral.roles,
    open,
    expectedOutput,
    expectedOutputFrom:
      outputLimit !== undefined && outputLimit < wanted ? "the call's output limit" : assumptions.expectedOutputTokens?.from,
    outputLimit,
    projection: projectionOf(call, models, assumptions),
    toolSet: toolSetCost(call, models[0]?.standsFor?.value ?? models[0]?.model, inputs.counter),
  };
}

/** True for what may be longer than it was counted: text that may be missing or repeated, and every value that is not seen, however seldom it changes. */
function isUnsized({ hole, stable, text }: Stretch): boolean {
  return hole === undefined ? !stable : text === '' && hole.oneOf?.open !== false;
}

function modelCost(
  call: PromptCall,
  stretches: readonly Stretch[],
  model: Found<string>,
  expectedOutput: number,
  outputLimit: number | undefined,
  inputs: CostInputs,
): ModelCost {
  const { at } = inputs;
  // Without a provider the price book may still know who makes the model; a provider that the source hides must not be guessed, though.
  const standsFor = inputs.names?.resolve(call.provider, model.value);
  const id = standsFor?.value ?? model.value;
  const lookup: PriceLookup =
    call.provider === undefined && !call.providerByModel && inputs.names?.prices(id) !== true
      ? { state: 'unpriced', reason: 'ambiguous', message: `Who bills this call is not known: ${call.providerReason}.`, suggestions: [] }
      : inputs.prices.lookup({ provider: call.provider, model: id, at });
  const counted = countCall(call, stretches, id, inputs.counter, inputs.assumptions?.toolTokens?.value);
  const { input, roles } = counted;
  const assumed = { standsFor, at: model.at, model: model.value, lookup, pricedAt: at, input, roles };
  const notes: string[] = [];
  if (lookup.state === 'unpriced') {
    return {
      ...assumed,
      cache: unknownCache(counted),
      coldUsage: { inputUncached: input.tokens, cacheRead: 0, cacheWrite: {}, output: expectedOutput },
      warmUsage: undefined,
      turns: undefined,
      cold: undefined,
      warm: undefined,
      worst: undefined,
      worstOutput: outputLimit,
      tariff: undefined,
      region: undefined,
      notes,
    };
  }
  const chosen = call.billing?.cacheTtl?.value;
  const cache = cacheViewOf(call, lookup, counted, at, inputs.supposeMarked);
  const { serviceTier } = call;
  const tariff = serviceTier !== undefined && Object.hasOwn(lookup.record.service, serviceTier) ? serviceTier : undefined;
  if (serviceTier !== undefined && tariff === undefined) notes.push(`no ${serviceTier} price is listed: the list price is used`);
  const pinned = call.billing?.region;
  const region = pinned !== undefined && Object.hasOwn(lookup.record.region, pinned.value) ? pinned.value : undefined;
  if (pinned !== undefined && region === undefined && pinned.value !== 'global')
    notes.push(`no price for the region "${pinned.value}" is listed: the list price is used`);
  if (chosen !== undefined && cache.writeTokens > 0 && cache.ttl !== chosen)
    notes.push(`no price for cache writes of ${chosen} is listed: that of ${cache.ttl ?? 'plain input'} is used`);
  const price = (usage: TokenUsage): number | undefined => {
    // Of a model that is only offered no request is seen, so none is priced.
    if (call.kind === 'route') return undefined;
    const bill = costOfUsage(lookup, usage, { at, serviceTier: tariff, region });
    return bill.state === 'priced' ? bill.microUsd : undefined;
  };
  const cold = (tokens: number): TokenUsage => {
    const cacheWrite: Record<string, number> = {};
    let left = tokens;
    for (const write of cache.writes) {
      const written = Math.min(write.tokens, left);
      cacheWrite[write.ttl] = (cacheWrite[write.ttl] ?? 0) + written;
      left -= written;
    }
    return { inputUncached: left, cacheRead: 0, cacheWrite, output: expectedOutput };
  };
  const warm = (tokens: number): TokenUsage | undefined => {
    const read = Math.min(cache.readTokens, tokens);
    if (read === 0) return undefined;
    const rest = tokens - read;
    // Where the provider sets a breakpoint at the end by itself, what follows the read part is written anew.
    const ttl = cache.rule?.automatic === true && cache.writeTokens > 0 ? cache.ttl : undefined;
    return {
      inputUncached: ttl === undefined ? rest : 0,
      cacheRead: read,
      cacheWrite: ttl === undefined ? {} : { [ttl]: rest },
      output: expectedOutput,
    };
  };
  const worstOutput = call.answers ? (outputLimit ?? lookup.record.maxOutput ?? undefined) : 0;
  const worst = worstOutput === undefined ? undefined : price({ ...cold(input.high), output: worstOutput });
  const other = inputs.assumptions?.turnTokens ?? { value: inputs.turnTokens, from: undefined };
  const priced = (usage: TokenUsage | undefined): number | undefined => (usage === undefined ? undefined : price(usage));
  return {
    ...assumed,
    cache,
    coldUsage: cold(input.tokens),
    warmUsage: warm(input.tokens),
    turns: turnPlanOf(call, counted, cache, { output: expectedOutput, other, context: lookup.record.context }),
    cold: range(input, (tokens) => price(cold(tokens))),
    warm: range(input, (tokens) => priced(warm(tokens))),
    worst,
    worstOutput,
    tariff,
    region,
    notes,
  };
}

/**
 * What a usage costs for a candidate model, in micro-dollars, at a price level of the service or at the one that the call asks for. Undefined
 * when there is no such price.
 */
export function priceFor(
  { lookup, pricedAt, tariff, region }: ModelCost,
  usage: TokenUsage,
  level: string | undefined = tariff,
): number | undefined {
  const bill = costOfUsage(lookup, usage, { at: pricedAt, serviceTier: level, region });
  return bill.state === 'priced' ? bill.microUsd : undefined;
}

function range(input: TokenRange, price: (tokens: number) => number | undefined): MoneyRange | undefined {
  const [low, mid, high] = [price(input.low), price(input.tokens), price(input.high)];
  return low === undefined || mid === undefined || high === undefined ? undefined : { low, mid, high };
}
