/** What the cache rules share: the stable prefix of a call, the model's minimum, and what reading from the cache is worth. */
import { add, type ModelCost, type TokenRange } from '../cost/call-cost.ts';
import { isStable } from '../cost/prefix.ts';
import { DAYS_PER_MONTH } from '../cost/projection.ts';
import type { HolePart, Part, PromptCall, Segment, TextPart } from '../ir.ts';
import type { Caching } from '../ir-caching.ts';
import { costOfUsage, formatMicroUsd, platformOf, ratesFor, type TokenUsage } from '../pricing/index.ts';
import { cacheRuleFor, cachesPrefixes, type CacheRule } from '../providers/cache-rules.ts';
import type { Impact, RuleContext } from './rule.ts';

/** No tokens at all. */
export const NOTHING: TokenRange = { low: 0, tokens: 0, high: 0, basis: 'exact' };

/** A call whose caching can be judged: the rules of all models that it may use are known. */
export interface CachedCall {
  readonly caching: Caching;
  /** The model by whose price and tokens is judged. */
  readonly model: ModelCost;
  readonly rule: CacheRule;
  /** Shortest prefix that any of the models caches, in tokens. */
  readonly shortest: number;
  /** Shortest prefix that all of the models cache, in tokens. */
  readonly minimum: number;
}

/** The caching side of a call; undefined when the rules or the minimum of a model are not known: unknown is never judged. */
export function cachedCall(call: PromptCall, { cost }: Pick<RuleContext, 'cost'>): CachedCall | undefined {
  const models = servedBy(call, cost.models);
  const [model] = models;
  const rule = model?.cache.rule;
  if (call.caching === undefined || model === undefined || rule === undefined) return undefined;
  const minimums = models.map((one) => one.cache.rule?.minTokens);
  const known = minimums.filter((minimum) => minimum !== undefined);
  if (known.length < minimums.length) return undefined;
  const alike = models.every(({ cache }) => cache.rule?.explicit === rule.explicit && cache.rule.automatic === rule.automatic);
  return alike ? { caching: call.caching, model, rule, shortest: Math.min(...known), minimum: Math.max(...known) } : undefined;
}

/** Models that the provider of a call has: a program that speaks to several makers may hold models of the others in the same variable. */
export function servedBy({ provider }: PromptCall, models: readonly ModelCost[]): readonly ModelCost[] {
  return provider === 'anthropic' ? models.filter(({ model }) => /claude/i.test(model)) : models;
}

/** True where a call's prefix is cached, or is by most of the providers that the program may choose from. */
export function isCached(call: PromptCall, context: Pick<RuleContext, 'cost'>): boolean {
  return isSurelyCached(call, context) || isPerhapsCached(call, context);
}

/**
 * True when the provider does not stand in the source, and the source does not point to somebody unknown: the program chooses when it runs, and of what
 * there is to choose nearly everything caches prefixes (caching.md 2, 2026-11-21). Of models that are named, one has to be cached by its maker without
 * a marker; or each, where a marker is set.
 */
export function isPerhapsCached(call: PromptCall, { cost }: Pick<RuleContext, 'cost'>): boolean {
  if (call.provider !== undefined || call.providerElsewhere === true) return false;
  const { models } = cost;
  if (models.some(({ cache }) => cache.rule !== undefined) && (models.length === 1 || isSurelyCached(call, { cost }))) return false;
  return models.length === 0 || cachedByMaker(call, models).length > 0;
}

/** Of several models, those that their makers cache as the request is written. */
function cachedByMaker(call: PromptCall, models: readonly ModelCost[]): readonly ModelCost[] {
  const ruled = models.flatMap((model) => {
    const rule = MAKERS.map((maker) => cacheRuleFor(maker, model.model)).find((one) => one?.discount === true);
    return rule === undefined ? [] : [{ model, rule }];
  });
  const isMarked = call.caching === undefined || !missingMarkers(call, call.caching);
  const cached = ruled.filter(({ rule }) => rule.automatic || isMarked || models.length === 1);
  return cached.map(({ model }) => model);
}

/** Makers whose models have names that nobody else uses, as the price book spells them. */
const MAKERS = ['openai', 'anthropic', 'gemini'];

/** To be put behind a message about a call whose provider is chosen at run time. */
export function whereCached(call: PromptCall, context: Pick<RuleContext, 'cost'>): string {
  const { models } = context.cost;
  const perhaps = isPerhapsCached(call, context);
  if (!perhaps && call.provider !== undefined) return '';
  const cached = perhaps ? cachedByMaker(call, models) : models.filter(({ cache: { rule } }) => rule?.discount === true);
  if (cached.length === models.length)
    return perhaps ? ' Which provider answers is decided at run time; nearly all of them cache prefixes.' : '';
  if (cached.length === 0) return '';
  const names = cached.map(({ model }) => model).join(' and ');
  return ` Which provider answers is decided at run time; of the models that stand in the source, ${names} ${cached.length === 1 ? 'is' : 'are'} cached.`;
}

/** The severity of a finding, a hint at most where the provider is chosen at run time. */
export function asSure<S extends string>(call: PromptCall, context: Pick<RuleContext, 'cost'>, severity: S): S | 'hint' {
  return isPerhapsCached(call, context) ? 'hint' : severity;
}

/** True when a provider is known to cache prefixes of the models that a call may use. */
function isSurelyCached(call: PromptCall, { cost }: Pick<RuleContext, 'cost'>): boolean {
  const rules = cost.models.map(({ cache }) => cache.rule);
  if (rules.some((rule) => rule !== undefined)) return rules.every((rule) => rule === undefined || rule.automatic || rule.explicit);
  return call.provider !== undefined && cachesPrefixes(platformOf(call.provider)?.key ?? call.provider);
}

/**
 * True for a value that the next request has as well. A day costs one write a day: entries live for minutes, for 24 hours at most (caching.md 2).
 */
export function isSameNext({ volatility }: HolePart): boolean {
  return isStable(volatility) || volatility === 'per-day';
}

/** True where some text is only the same for a day. */
export function changesDaily(segments: readonly Segment[]): boolean {
  return segments.some(({ parts }) => parts.some((part) => part.kind === 'hole' && part.volatility === 'per-day'));
}

/** True for a segment that is the same in the next request, and all of whose text is known, bound once or for a day. */
export function isStableSegment(segment: Segment): boolean {
  return (
    segment.certainty === 'always' &&
    segment.parts.length > 0 &&
    segment.parts.every((part) => part.kind !== 'media' && part.certainty === 'always' && (part.kind === 'text' || isSameNext(part)))
  );
}

/** Segments at the beginning of a request that are the same in every request. */
export function stableSegments(call: PromptCall): readonly Segment[] {
  const end = call.segments.findIndex((segment) => !isStableSegment(segment));
  return end < 0 ? call.segments : call.segments.slice(0, end);
}

/**
 * The texts at the beginning of the first segment that changes, up to what changes in it: they are the same in every request, but no marker can stand
 * behind them, because it stands at the end of a block.
 */
export function stableStart(call: PromptCall): readonly TextPart[] {
  const segment = call.segments.find((one) => !isStableSegment(one));
  if (segment?.certainty !== 'always') return [];
  const end = segment.parts.findIndex(
    (part) => part.kind === 'media' || part.certainty !== 'always' || (part.kind === 'hole' && !isSameNext(part)),
  );
  return segment.parts.slice(0, Math.max(end, 0)).flatMap((part) => (part.kind === 'text' ? [part] : []));
}

/** Tokens of the tools, as far as the source shows all of them; of some segments. */
export function tokensOf(
  call: PromptCall,
  segments: readonly Segment[],
  model: ModelCost,
  { count }: Pick<RuleContext, 'count'>,
): TokenRange {
  return add(toolTokens(call, model), textTokens(call, segments, model, { count }));
}

/** Tokens of the texts of some segments. */
export function textTokens(
  call: PromptCall,
  segments: readonly Segment[],
  model: ModelCost,
  { count }: Pick<RuleContext, 'count'>,
): TokenRange {
  return partTokens(
    call,
    segments.flatMap((segment) => segment.parts),
    model,
    { count },
  );
}

/** Tokens of the texts among some parts. */
export function partTokens(call: PromptCall, parts: readonly Part[], model: ModelCost, { count }: Pick<RuleContext, 'count'>): TokenRange {
  const target = { provider: call.provider, model: model.standsFor?.value ?? model.model };
  return parts.reduce((sum, part) => (part.kind === 'text' ? add(sum, count(part.text, target)) : sum), NOTHING);
}

/** Tokens of the tools; nothing where the source does not show them. */
export function toolTokens(call: PromptCall, model: ModelCost): TokenRange {
  const shown = call.tools.state === 'present' && call.tools.complete;
  return shown ? (model.roles.find(({ role }) => role === 'tools')?.tokens ?? NOTHING) : NOTHING;
}

/** True when it is known that the request is repeated: by the source, or by declared calls per day that come within the lifetime of an entry. */
export function isReused(caching: Caching, { cost }: Pick<RuleContext, 'cost'>): boolean {
  return caching.reuse.length > 0 || (cost.projection.callsPerDay?.value ?? 0) >= CALLS_WITHIN_LIFETIME;
}

/** Calls per day at which the next one comes within five minutes, the shortest lifetime of an entry, in an even day. */
const CALLS_WITHIN_LIFETIME = 288;

/** True when markers can be written for the API, and none is. */
export function missingMarkers(call: PromptCall, caching: Caching): boolean {
  return (
    caching.spelling !== undefined &&
    caching.byFramework === undefined &&
    caching.markersUnseen === 'none' &&
    caching.automatic === undefined &&
    caching.toolMarkers.length === 0 &&
    !call.segments.some((segment) => segment.breakpoint !== undefined)
  );
}

/** True where nothing is cached but what is marked, and nothing is: there is nothing to lose yet, as `uncached-prefix` says. */
export function isUnmarked(call: PromptCall, { cost }: Pick<RuleContext, 'cost'>): boolean {
  if (call.caching === undefined) return false;
  const rules = cost.models.flatMap(({ cache }) => cache.rule ?? []);
  const onlyMarked = rules.length > 0 ? rules.every(({ explicit, automatic }) => explicit && !automatic) : call.provider === 'anthropic';
  return onlyMarked && missingMarkers(call, call.caching);
}

/** Why it is repeated, in words. */
export function reuseOf(caching: Caching, { cost }: Pick<RuleContext, 'cost'>): string {
  return caching.reuse[0]?.why ?? `${(cost.projection.callsPerDay?.value ?? 0).toLocaleString('en-US')} calls per day`;
}

/** Micro-dollars by which a request becomes cheaper when some of its tokens are used in another way; undefined when a price is not known. */
export function savingOf(model: ModelCost, before: Partial<TokenUsage>, after: Partial<TokenUsage>): number | undefined {
  const [now, then] = [before, after].map((usage) => microUsd(model, usage));
  return now === undefined || then === undefined ? undefined : Math.round(now - then);
}

function microUsd(model: ModelCost, usage: Partial<TokenUsage>): number | undefined {
  if (model.lookup.state !== 'priced') return undefined;
  const bill = costOfUsage(
    model.lookup,
    { inputUncached: 0, cacheRead: 0, cacheWrite: {}, output: 0, ...usage },
    { at: model.pricedAt, serviceTier: model.tariff },
  );
  return bill.state === 'priced' ? bill.microUsd : undefined;
}

/** What reading some tokens from the cache instead of paying for them as input is worth. */
export function readingImpact(model: ModelCost, tokens: TokenRange): Impact {
  const known = model.lookup.state === 'priced' && ratesFor(model.lookup.record, model.pricedAt, model.input.tokens).read !== null;
  const microUsdPerCall = known ? savingOf(model, { inputUncached: tokens.tokens }, { cacheRead: tokens.tokens }) : undefined;
  return { tokens: tokens.tokens, microUsdPerCall, basis: tokens.basis };
}

/** What sending everything that the source shows again, instead of reading it from the cache, costs per request. */
export function wholeImpact(model: ModelCost | undefined): Impact {
  return model === undefined ? { tokens: undefined, microUsdPerCall: undefined, basis: 'assumed' } : readingImpact(model, model.input);
}

/** Turns of the conversation by which its loss is judged: an assumption. */
const JUDGED_TURN = 10;

/**
 * What sending the earlier turns again, instead of reading them from the cache, costs: at the tenth turn, or where so many messages are kept.
 *
 * @param keeps messages of a window over the conversation
 */
export function historyImpact({ cost, settings }: Pick<RuleContext, 'cost' | 'settings'>, keeps?: number): Impact {
  const [model] = cost.models;
  const perTurn = model?.turns?.growth.tokens ?? cost.expectedOutput + settings.turnTokens;
  const tokens = keeps === undefined ? (JUDGED_TURN - 1) * perTurn : Math.round((keeps * perTurn) / 2);
  const lost: TokenRange = { low: tokens, tokens, high: tokens, basis: 'assumed' };
  return model === undefined ? { tokens, microUsdPerCall: undefined, basis: 'assumed' } : readingImpact(model, lost);
}

/** The end of a title: ` – saves ≈$118.00/month` when calls per day are declared, per call otherwise, tokens where there is no price. */
export function savingText(impact: Impact | undefined, { cost }: Pick<RuleContext, 'cost'>): string {
  if (impact === undefined) return '';
  const { microUsdPerCall: perCall, tokens } = impact;
  const perDay = cost.projection.callsPerDay?.value;
  if (perCall !== undefined && perCall > 0)
    return perDay === undefined
      ? ` – saves ≈${formatMicroUsd(perCall)} per call`
      : ` – saves ≈${formatMicroUsd(perCall * perDay * DAYS_PER_MONTH)}/month`;
  return tokens === undefined || perCall !== undefined ? '' : ` – ${tokens.toLocaleString('en-US')} tokens per call`;
}

/** The provider's own name for a miss, where it has one. */
export type MissCause = 'system' | 'messages' | 'tools' | 'model' | 'parameter';

/** The reason that the provider gives for a miss of some cause (facts of `caching.md` 3 and 4.4); undefined where it gives none. */
export function missReasonOf(call: PromptCall, cause: MissCause, parameter = ''): { readonly missReason: string } | Record<string, never> {
  const reason =
    call.provider === 'anthropic'
      ? anthropicReason(cause)
      : call.provider === 'openai' || call.provider === 'azure'
        ? openaiReason(cause, parameter)
        : undefined;
  return reason === undefined ? {} : { missReason: reason };
}

function anthropicReason(cause: MissCause): string {
  return cause === 'parameter' ? 'unavailable' : `${cause}_changed`;
}

const OPENAI_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['model', 'model_changed'],
  ['reasoning', 'reasoning_effort_changed'],
  ['reasoning_effort', 'reasoning_effort_changed'],
  ['verbosity', 'verbosity_changed'],
  ['text', 'text_format_changed'],
  ['text_format', 'text_format_changed'],
  ['response_format', 'text_format_changed'],
  ['service_tier', 'service_tier_changed'],
  ['prompt_cache_key', 'prompt_cache_key_changed'],
  ['parallel_tool_calls', 'tools_changed'],
]);

function openaiReason(cause: MissCause, parameter: string): string | undefined {
  if (cause === 'tools' || cause === 'model') return `${cause}_changed`;
  return cause === 'parameter' ? OPENAI_PARAMETERS.get(parameter) : 'input_changed';
}
