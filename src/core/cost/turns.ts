/**
 * What a conversation or an agent costs turn by turn: each turn sends what the turns before it said, so its prompt grows. All of it follows
 * from a {@link TurnPlan}, a few numbers per model; nothing is computed before somebody asks.
 */
import type { PromptCall } from '../ir.ts';
import type { Declared } from '../project-config/models.ts';
import type { TokenUsage } from '../pricing/index.ts';
import { inSteps, type CacheView } from './caching.ts';
import type { Counted } from './count-tokens.ts';
import type { CacheRule } from '../providers/cache-rules.ts';

/** Tokens that each turn adds to the prompt, and where they come from. */
export interface Growth {
  readonly tokens: number;
  /** Text that the source shows to be appended. */
  readonly shown: number;
  /** The model's answer, assumed as long as any other; 0 when the source shows that it is not appended. */
  readonly answer: number;
  /** What else is added and not seen: the user's next message, a tool's result. 0 when the source shows everything. */
  readonly other: number;
  /** Where `other` is declared; undefined for the setting. */
  readonly otherFrom: string | undefined;
}

/** How the turns of a run use the cache. */
export type TurnCaching =
  /** Nothing is read. */
  | { readonly kind: 'none' }
  /** Each turn reads as much of the turn before it as does not change within the run: `prefix` tokens, or all of it. */
  | { readonly kind: 'previous-turn'; readonly prefix: number | undefined }
  /** Each turn reads the same marked tokens. */
  | { readonly kind: 'fixed'; readonly tokens: number };

/** Everything that the cost of any turn follows from. */
export interface TurnPlan {
  /** Tokens of the first turn's prompt. */
  readonly first: number;
  readonly growth: Growth;
  readonly caching: TurnCaching;
  readonly rule: CacheRule | undefined;
  /** Lifetime of what is written; undefined where writing has no price of its own. */
  readonly ttl: string | undefined;
  /** Output tokens of each turn. */
  readonly output: number;
  /** Longest request with its answer, in tokens; undefined when it is not known. */
  readonly context: number | undefined;
}

/** What one turn and all turns up to it cost, in micro-dollars. */
export interface TurnCost {
  readonly turn: number;
  readonly input: number;
  /** With the cache as the source stands now; equal to `uncached` when nothing is read and writing costs nothing extra. */
  readonly cached: number;
  readonly uncached: number;
  readonly totalCached: number;
  readonly totalUncached: number;
}

/** Prices a usage; undefined when it cannot be priced. */
export type PriceOf = (usage: TokenUsage) => number | undefined;

/** Turns that a table shows. */
export const SHOWN_TURNS: readonly number[] = [1, 5, 10, 50];

/** What is assumed of each turn besides the answer. */
export interface TurnAssumptions {
  readonly output: number;
  readonly other: Declared<number> | { readonly value: number; readonly from: undefined };
  readonly context: number | null;
}

/** The plan of a call that sends its history along; undefined for any other. */
export function turnPlanOf(call: PromptCall, counted: Counted, cache: CacheView, assumed: TurnAssumptions): TurnPlan | undefined {
  if (!call.repeat.growing && !call.history) return undefined;
  const { appended, first } = counted;
  const answer = (appended.unseen || appended.answer) && call.answers ? assumed.output : 0;
  const other = appended.unseen || appended.other ? assumed.other.value : 0;
  const shown = appended.text.tokens;
  return {
    first: first.tokens,
    growth: { tokens: shown + answer + other, shown, answer, other, otherFrom: assumed.other.from },
    caching: cachingOf(call, counted, cache),
    rule: cache.rule,
    ttl: cache.ttl,
    output: assumed.output,
    context: assumed.context ?? undefined,
  };
}

/** Tokens of the prompt of a turn, from 1 on. Never more than the context window has room for: beyond, a program must drop something. */
export function promptOfTurn({ first, growth, context, output }: TurnPlan, turn: number): number {
  const grown = first + (turn - 1) * growth.tokens;
  return context === undefined ? grown : Math.min(grown, Math.max(first, context - output));
}

/** The first turn whose prompt and answer no longer fit into the context window; undefined when that is not known or never happens. */
export function fullFrom({ first, growth, context, output }: TurnPlan): number | undefined {
  if (context === undefined) return undefined;
  if (first + output > context) return 1;
  return growth.tokens === 0 ? undefined : Math.floor((context - output - first) / growth.tokens) + 2;
}

/** What a turn sends, reads and writes. */
export function usageOfTurn(plan: TurnPlan, turn: number, cached: boolean): TokenUsage {
  const { rule, output, ttl } = plan;
  const prompt = promptOfTurn(plan, turn);
  const plain = { inputUncached: prompt, cacheRead: 0, cacheWrite: {}, output };
  if (!cached || rule?.minTokens === undefined) return plain;
  const cacheRead = turn === 1 ? 0 : readBy(plan, rule, turn);
  const writes = rule.writeSurcharge && ttl !== undefined ? writtenUpTo(plan, rule, prompt) - cacheRead : 0;
  if (writes <= 0 || ttl === undefined) return { ...plain, inputUncached: prompt - cacheRead, cacheRead };
  return { inputUncached: prompt - cacheRead - writes, cacheRead, cacheWrite: { [ttl]: writes }, output };
}

/** One turn and the sum up to it; undefined when a price is missing. */
export function costOfTurn(plan: TurnPlan, turn: number, price: PriceOf): TurnCost | undefined {
  const cached = price(usageOfTurn(plan, turn, true));
  const uncached = price(usageOfTurn(plan, turn, false));
  const totalCached = costOfRun(plan, turn, price, true);
  const totalUncached = costOfRun(plan, turn, price, false);
  if (cached === undefined || uncached === undefined || totalCached === undefined || totalUncached === undefined) return undefined;
  return { turn, input: promptOfTurn(plan, turn), cached, uncached, totalCached, totalUncached };
}

/** The sum of turns 1 to `turns`, in micro-dollars; undefined when one of them cannot be priced. */
export function costOfRun(plan: TurnPlan, turns: number, price: PriceOf, cached: boolean, from = 1): number | undefined {
  // An amount that is missing makes the whole sum none.
  const at = (turn: number): number => price(usageOfTurn(plan, turn, cached)) ?? Number.NaN;
  // The first turn finds nothing in the cache and stands for no other.
  const sum = turns < from ? 0 : at(from) + sumOf(at, from + 1, turns);
  return Number.isNaN(sum) ? undefined : Math.round(sum);
}

/** The share of all input tokens of a run that had been sent in an earlier turn of it, 0 to 1. */
export function resentShare(plan: TurnPlan, turns: number): number {
  const at = (turn: number): number => promptOfTurn(plan, turn);
  const all = sumOf(at, 1, turns);
  return all === 0 ? 0 : sumOf(at, 1, turns - 1) / all;
}

function cachingOf(call: PromptCall, counted: Counted, cache: CacheView): TurnCaching {
  const { rule } = cache;
  if (rule?.minTokens === undefined || !rule.discount) return { kind: 'none' };
  const marked = counted.marked !== undefined && counted.marked.low >= rule.minTokens ? counted.marked.tokens : undefined;
  const last = call.segments.at(-1);
  const moves = counted.movingMarker || last?.breakpoint !== undefined;
  if (counted.runStable && (rule.automatic || moves)) return { kind: 'previous-turn', prefix: undefined };
  // What changes in each turn ends what can be read, unless the entry covers the whole prompt.
  if (rule.automatic && rule.fallsBack) return { kind: 'previous-turn', prefix: counted.runPrefix.tokens };
  return marked === undefined ? { kind: 'none' } : { kind: 'fixed', tokens: marked };
}

function readBy(plan: TurnPlan, rule: CacheRule, turn: number): number {
  const { caching } = plan;
  if (caching.kind === 'none') return 0;
  const before = promptOfTurn(plan, turn - 1);
  const reach = caching.kind === 'fixed' ? caching.tokens : Math.min(before, caching.prefix ?? before);
  return reach < (rule.minTokens ?? Infinity) ? 0 : inSteps(rule, reach);
}

/** How far an entry reaches that a turn leaves in the cache. */
function writtenUpTo({ caching }: TurnPlan, rule: CacheRule, prompt: number): number {
  if (prompt < (rule.minTokens ?? Infinity)) return 0;
  // Without a marker the entry ends with the prompt, whether it is ever read or not.
  if (rule.automatic) return prompt;
  if (caching.kind === 'none') return 0;
  return caching.kind === 'fixed' ? caching.tokens : prompt;
}

/** So many turns are looked at one by one; of longer runs, one of each block. */
const LOOKED_AT = 500;

/** The golden ratio's fraction: multiples of it, without their whole part, lie evenly and follow no step of any cache. */
const SPREAD = 0.6180339887498949;

/**
 * The sum of a function over whole numbers, exact for as many as {@link LOOKED_AT}. Longer runs are an estimate anyway: of each block one turn
 * stands for all, never at the same place of its block as in the one before, so that the steps of a cache do not add up to an error.
 */
function sumOf(at: (turn: number) => number, from: number, to: number): number {
  const turns = to - from + 1;
  const blocks = Math.min(turns, LOOKED_AT);
  let sum = 0;
  let start = from;
  for (let block = 0; block < blocks; block++) {
    const next = from + Math.floor(((block + 1) * turns) / blocks);
    const size = next - start;
    sum += at(start + Math.floor(((block * SPREAD) % 1) * size)) * size;
    start = next;
  }
  return sum;
}
