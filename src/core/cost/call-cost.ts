import type { Found, Location, PromptCall, Role } from '../ir.ts';
import { costOfUsage, type PriceBook, type PricedLookup, type PriceLookup, type TokenUsage } from '../pricing/index.ts';
import { cacheRuleFor, type CacheRule } from '../providers/cache-rules.ts';
import { overheadOf, type Overhead, type TokenCounter, type ToolDefinition } from '../tokens/index.ts';
import { noAssumptions, type CallAssumptions } from '../project-config/assumptions.ts';
import type { Declared, ModelNames } from '../project-config/models.ts';
import { projectionOf, type Projection } from './projection.ts';
import { stretchesOf, type Stretch } from './prefix.ts';

/** How a number came about: see the glossary in `docs/architecture.md`. */
export type Basis = 'exact' | 'calibrated' | 'assumed';

/** A token count with its band. `low <= tokens <= high`. */
export interface TokenRange {
  readonly low: number;
  readonly tokens: number;
  readonly high: number;
  readonly basis: Basis;
}

/** Tokens of one role of a call. */
export interface RoleTokens {
  readonly role: Role | 'tools' | 'overhead';
  readonly tokens: TokenRange;
  /** Tokens of text that is the same for every request and stands before the first part that is not. */
  readonly cacheable: number;
  /** True when holes or unseen turns add to the count at run time. */
  readonly open: boolean;
}

/** The caching side of a call for one model. */
export interface CacheView {
  readonly rule: CacheRule | undefined;
  /** Stable tokens from the start of the request to the first part that changes. */
  readonly prefix: TokenRange;
  /** All stable tokens, in whatever place. */
  readonly stable: TokenRange;
  /** Tokens that a repeated request reads from the cache as the source stands now; 0 when it reads none. */
  readonly readTokens: number;
  /** Why nothing is read, in words; undefined when something is. */
  readonly lacking: string | undefined;
}

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
  /** Things that were assumed, in words. */
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
  const neutral = models[0] ?? countTokens(call, stretches, undefined, inputs);
  const toolsOpen = (call.tools.state === 'runtime' || !call.tools.complete) && assumptions.toolTokens === undefined;
  const open = call.history || stretches.some((stretch) => !stretch.stable) || toolsOpen;
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
  };
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
  const { input, roles, prefix, stable } = countTokens(call, stretches, id, inputs);
  const notes = [`${expectedOutput} output tokens assumed`];
  if (lookup.state === 'unpriced') {
    const cache: CacheView = { rule: undefined, prefix, stable, readTokens: 0, lacking: 'the model has no price' };
    return {
      model: model.value,
      standsFor,
      at: model.at,
      lookup,
      pricedAt: at,
      input,
      roles,
      cache,
      cold: undefined,
      warm: undefined,
      worst: undefined,
      worstOutput: outputLimit,
      tariff: undefined,
      notes,
    };
  }
  const cache = cacheView(call, lookup, prefix, stable);
  const writes = writtenTokens(call, cache, input.tokens);
  const { serviceTier } = call;
  const tariff = serviceTier !== undefined && Object.hasOwn(lookup.record.service, serviceTier) ? serviceTier : undefined;
  if (serviceTier !== undefined && tariff === undefined) notes.push(`no ${serviceTier} price is listed: the list price is used`);
  const price = (usage: TokenUsage): number | undefined => {
    const bill = costOfUsage(lookup, usage, { at, serviceTier: tariff });
    return bill.state === 'priced' ? bill.microUsd : undefined;
  };
  const coldAt = (tokens: number): number | undefined => {
    const written = Math.min(writes.tokens, tokens);
    const ttl = writes.ttl;
    return price({
      inputUncached: tokens - written,
      cacheRead: 0,
      cacheWrite: ttl === undefined ? {} : { [ttl]: written },
      output: expectedOutput,
    });
  };
  const warmAt = (tokens: number): number | undefined => {
    const read = Math.min(cache.readTokens, tokens);
    return read === 0 ? undefined : price({ inputUncached: tokens - read, cacheRead: read, cacheWrite: {}, output: expectedOutput });
  };
  const worstOutput = call.answers ? (outputLimit ?? lookup.record.maxOutput ?? undefined) : 0;
  const worst =
    worstOutput === undefined ? undefined : price({ inputUncached: input.high, cacheRead: 0, cacheWrite: {}, output: worstOutput });
  return {
    model: model.value,
    standsFor,
    at: model.at,
    lookup,
    pricedAt: at,
    input,
    roles,
    cache,
    cold: range(input, coldAt),
    warm: range(input, warmAt),
    worst,
    worstOutput,
    tariff,
    notes,
  };
}

function range(input: TokenRange, price: (tokens: number) => number | undefined): MoneyRange | undefined {
  const [low, mid, high] = [price(input.low), price(input.tokens), price(input.high)];
  return low === undefined || mid === undefined || high === undefined ? undefined : { low, mid, high };
}

interface Counted {
  readonly input: TokenRange;
  readonly roles: readonly RoleTokens[];
  readonly prefix: TokenRange;
  readonly stable: TokenRange;
}

function countTokens(call: PromptCall, stretches: readonly Stretch[], model: string | undefined, inputs: CostInputs): Counted {
  const target = refOf(call.provider, model);
  const zero: TokenRange = { low: 0, tokens: 0, high: 0, basis: 'exact' };
  const roles = new Map<RoleTokens['role'], { tokens: TokenRange; cacheable: number; open: boolean }>();
  let input = zero;
  let prefix = zero;
  let stable = zero;
  let inPrefix = true;
  const note = (role: RoleTokens['role'], tokens: TokenRange, isStable: boolean, open: boolean): void => {
    input = add(input, tokens);
    if (isStable) stable = add(stable, tokens);
    if (isStable && inPrefix) prefix = add(prefix, tokens);
    const known = roles.get(role) ?? { tokens: zero, cacheable: 0, open: false };
    roles.set(role, {
      tokens: add(known.tokens, tokens),
      cacheable: known.cacheable + (isStable && inPrefix ? tokens.tokens : 0),
      open: known.open || open,
    });
  };
  const overhead = overheadsOf(call, model, inputs.counter);
  const toolsStable = call.tools.state !== 'runtime' && call.tools.complete;
  const declaredTools = toolsStable ? undefined : inputs.assumptions?.toolTokens?.value;
  if (declaredTools !== undefined) note('tools', declaredCount(declaredTools), false, false);
  else if (call.tools.state !== 'absent') note('tools', overhead.tools, toolsStable, !toolsStable);
  if (!toolsStable) inPrefix = false;
  for (const stretch of stretches) {
    if (stretch.text === '') {
      note(stretch.segment.role, zero, false, !stretch.stable);
      if (!stretch.stable) inPrefix = false;
      continue;
    }
    note(stretch.segment.role, inputs.counter.count(stretch.text, target), stretch.stable, false);
    if (!stretch.stable) inPrefix = false;
  }
  note('overhead', overhead.messages, false, false);
  return { input, roles: [...roles].map(([role, counts]) => ({ role, ...counts })), prefix, stable };
}

/** Tokens that somebody declared. */
function declaredCount(tokens: number): TokenRange {
  return { low: tokens, tokens, high: tokens, basis: 'assumed' };
}

/** A model reference without empty fields. */
export function refOf(provider: string | undefined, model: string | undefined): { readonly provider?: string; readonly model?: string } {
  return { ...(provider === undefined ? {} : { provider }), ...(model === undefined ? {} : { model }) };
}

const noTokens: TokenRange = { low: 0, tokens: 0, high: 0, basis: 'exact' };

/** Tokens of the message frames, and of the tools with what the provider adds for them. */
function overheadsOf(
  call: PromptCall,
  model: string | undefined,
  counter: TokenCounter,
): { readonly messages: TokenRange; readonly tools: TokenRange } {
  const target = {
    ...(call.provider === undefined ? {} : { provider: call.provider }),
    ...(model === undefined ? {} : { model }),
    api: call.api,
  };
  const messages = call.segments
    .filter((segment) => !segment.continues)
    .map((segment) => ({
      role: segment.role === 'other' ? 'user' : segment.role,
      content: segment.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    }));
  if (isPart(call)) return { messages: noTokens, tools: noTokens };
  const without = overheadOf({ ...target, messages }, counter);
  const tools = call.tools.tools.map((tool) => definitionOf(tool.json, tool.name));
  if (tools.length === 0) return { messages: without, tools: { low: 0, tokens: 0, high: 0, basis: 'exact' } };
  return { messages: without, tools: difference(overheadOf({ ...target, messages, tools }, counter), without) };
}

function difference(all: Overhead, without: Overhead): TokenRange {
  const tokens = Math.max(0, all.tokens - without.tokens);
  return {
    low: Math.max(0, Math.min(tokens, all.low - without.low)),
    tokens,
    high: Math.max(tokens, all.high - without.high),
    basis: all.basis,
  };
}

/** A tool in any provider's spelling as name, description and schema. */
function definitionOf(json: string, name: string | undefined): ToolDefinition {
  const parsed: unknown = JSON.parse(json);
  const outer = isRecord(parsed) ? parsed : {};
  const inner = isRecord(outer.function) ? outer.function : outer;
  const description = inner.description;
  const parameters = inner.parameters ?? inner.input_schema ?? inner.inputSchema;
  return {
    name: name ?? 'tool',
    ...(typeof description === 'string' ? { description } : {}),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const bases: readonly Basis[] = ['exact', 'calibrated', 'assumed'];

/** The sum of two counts; its basis is the weaker one. */
export function add(a: TokenRange, b: TokenRange): TokenRange {
  const basis =
    b.tokens === 0 && b.high === 0
      ? a.basis
      : a.tokens === 0 && a.high === 0
        ? b.basis
        : bases.indexOf(a.basis) > bases.indexOf(b.basis)
          ? a.basis
          : b.basis;
  return { low: a.low + b.low, tokens: a.tokens + b.tokens, high: a.high + b.high, basis };
}

function cacheView(call: PromptCall, lookup: PricedLookup, prefix: TokenRange, stable: TokenRange): CacheView {
  const rule = cacheRuleFor(lookup.matched.provider, lookup.matched.id);
  const view = (readTokens: number, lacking: string | undefined): CacheView => ({ rule, prefix, stable, readTokens, lacking });
  // A part of a longer prompt: the client sets the breakpoints, and what stands around it makes it long enough.
  if (isPart(call) && rule !== undefined) return view(stable.tokens, undefined);
  if (rule === undefined) return view(0, 'the caching rules of this model are not known');
  if (rule.minTokens === undefined) return view(0, 'the shortest prefix that is cached is not published');
  const marked = call.segments.some((segment) => segment.breakpoint !== undefined);
  // The low end of the band counts: a number that may be below the minimum is not shown as cached.
  if (prefix.low < rule.minTokens) return view(0, `the stable prefix has ${prefix.tokens} tokens, ${rule.minTokens} are needed`);
  if (!rule.automatic && !marked) return view(0, 'no cache breakpoint is set');
  return view(prefix.tokens, undefined);
}

interface Written {
  readonly tokens: number;
  readonly ttl: string | undefined;
}

/** True for text that a client puts into requests of its own: it has no frame, and is cached with what stands around it. */
function isPart(call: PromptCall): boolean {
  return call.file !== undefined && call.api === 'text';
}

/** What the first request writes at a price of its own. */
function writtenTokens(call: PromptCall, cache: CacheView, inputTokens: number): Written {
  const { rule } = cache;
  if (rule === undefined || !rule.writeSurcharge || rule.minTokens === undefined) return { tokens: 0, ttl: undefined };
  if (isPart(call)) return { tokens: cache.readTokens, ttl: rule.defaultTtl };
  const marked = call.segments.some((segment) => segment.breakpoint !== undefined);
  if (rule.automatic) return inputTokens < rule.minTokens ? { tokens: 0, ttl: undefined } : { tokens: inputTokens, ttl: rule.defaultTtl };
  return marked && cache.readTokens > 0 ? { tokens: cache.readTokens, ttl: rule.defaultTtl } : { tokens: 0, ttl: undefined };
}
