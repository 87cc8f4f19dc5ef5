/** What a call reads from the cache and writes to it, by the rules of its provider, and what its prefix lacks. */
import type { HolePart, PromptCall } from '../ir.ts';
import type { PricedLookup } from '../pricing/index.ts';
import { ratesFor } from '../pricing/index.ts';
import { cacheRuleFor, type CacheRule } from '../providers/cache-rules.ts';
import { isPart, type Counted, type TokenRange } from './count-tokens.ts';
import { grouped } from '../grouped.ts';

/** One thing that a prefix lacks to be read from the cache. */
export type CacheLack =
  /** No rule of this model is known, or it has run out. */
  | { readonly kind: 'rule' }
  /** The provider lists no price for reading: a hit saves nothing. */
  | { readonly kind: 'discount' }
  /** The shortest prefix that is cached is not published. */
  | { readonly kind: 'minimum' }
  | { readonly kind: 'tokens'; readonly have: number; readonly need: number; readonly missing: number }
  /** A breakpoint must be set, and none is within the stable prefix. */
  | { readonly kind: 'marker'; readonly misplaced: boolean }
  /** A part that changes stands before stable text. */
  | { readonly kind: 'changing-part'; readonly hole: HolePart | undefined; readonly behind: number }
  /** The entry covers the whole prompt, and a part of it changes: a breakpoint is needed behind the stable part. */
  | { readonly kind: 'whole-prompt'; readonly hole: HolePart | undefined };

/** The caching side of a call for one model. */
export interface CacheView {
  readonly rule: CacheRule | undefined;
  /** Stable tokens from the start of the request to the first part that changes. */
  readonly prefix: TokenRange;
  /** All stable tokens, in whatever place. */
  readonly stable: TokenRange;
  /** Tokens that a repeated request reads from the cache as the source stands now; 0 when it reads none. */
  readonly readTokens: number;
  /** Tokens that the first request writes at a price of their own, and for how long; 0 when writing costs nothing extra. */
  readonly writeTokens: number;
  readonly writeTtl: string | undefined;
  /** The written tokens in the order of the prompt, by lifetime; several where breakpoints name several. Together `writeTokens`. */
  readonly writes: readonly CacheWrite[];
  /** Lifetime of what turns of a conversation write. */
  readonly ttl: string | undefined;
  /** Why nothing is read, in words; undefined when something is. */
  readonly lacking: string | undefined;
  /** The same as data: everything that stands in the way. Empty when something is read. */
  readonly lacks: readonly CacheLack[];
}

/** Tokens that are written for one lifetime. */
export interface CacheWrite {
  readonly ttl: string;
  readonly tokens: number;
}

/** Reading begins to pay for what writing costs more than plain input. */
export interface BreakEven {
  readonly ttl: string;
  /** Price of a write as a multiple of plain input. */
  readonly writeFactor: number;
  /** Fewest requests within the lifetime, the first one included, with which caching is cheaper than none; undefined when it never is. */
  readonly requests: number | undefined;
}

/** The cache of a call whose model has no price. */
export function unknownCache({ prefix, stable }: Counted): CacheView {
  const lacking = 'the model has no price';
  const nothing = { readTokens: 0, writeTokens: 0, writeTtl: undefined, writes: [], ttl: undefined };
  return { rule: undefined, prefix, stable, ...nothing, lacking, lacks: [] };
}

/**
 * The cache of a call for a model with a price, at a moment (UTC ms): facts have dates.
 *
 * @param supposeMarked takes a breakpoint behind the stable prefix as set, as when models are compared
 */
export function cacheViewOf(call: PromptCall, lookup: PricedLookup, counted: Counted, at: number, supposeMarked = false): CacheView {
  const { prefix, stable, input } = counted;
  const rule = ruleInForce(call, cacheRuleFor(lookup.matched.provider, lookup.matched.id, at));
  const ttl = lifetimeOf(call, rule, ratesFor(lookup.record, at, input.tokens).writes);
  const marked = supposeMarked && counted.marked === undefined ? prefix : counted.marked;
  const view = (readTokens: number, lacks: readonly CacheLack[]): CacheView => ({
    rule,
    prefix,
    stable,
    readTokens,
    ...writtenBy(call, rule, counted, readTokens, ttl),
    ttl: ttl(undefined),
    lacking: lacks.length === 0 ? undefined : lacks.map((lack) => inWords(lack)).join('; '),
    lacks,
  });
  if (rule === undefined) return view(0, [{ kind: 'rule' }]);
  // A part of a longer prompt: the client sets the breakpoints, and what stands around it makes it long enough.
  if (isPart(call)) return view(stable.tokens, []);
  if (!rule.discount || ratesFor(lookup.record, at, input.tokens).read === null) return view(0, [{ kind: 'discount' }]);
  if (rule.minTokens === undefined) return view(0, [{ kind: 'minimum' }]);
  const reach = rule.automatic && (rule.fallsBack || counted.unchanging) ? (counted.unchanging ? input : prefix) : marked;
  // The low end of the band counts: a number that may be below the minimum is not shown as cached.
  if (reach !== undefined && reach.low >= rule.minTokens) return view(inSteps(rule, Math.min(reach.tokens, prefix.tokens)), []);
  return view(0, lacksOf(rule, counted, marked, call));
}

/** Tokens in whole steps of a cache. */
export function inSteps({ stepTokens }: CacheRule, tokens: number): number {
  return stepTokens === undefined ? tokens : Math.floor(tokens / stepTokens) * stepTokens;
}

/** From how many requests on each lifetime pays. Empty for a model whose writes cost no more than input. */
export function breakEvenOf(lookup: PricedLookup, at: number, promptTokens: number): readonly BreakEven[] {
  const { in: input, read, writes } = ratesFor(lookup.record, at, promptTokens);
  if (read === null || input <= 0) return [];
  return Object.entries(writes)
    .map(([ttl, write]): BreakEven => {
      const [w, r] = [write / input, read / input];
      // n requests cost w + (n − 1) r with the cache and n without it.
      const requests = r >= 1 ? undefined : Math.max(2, Math.floor((w - r) / (1 - r) + 1e-9) + 1);
      return { ttl, writeFactor: w, requests };
    })
    .filter(({ writeFactor }) => writeFactor > 1)
    .sort((a, b) => a.writeFactor - b.writeFactor);
}

/** Something that is lacking, as half a sentence. */
export function inWords(lack: CacheLack): string {
  switch (lack.kind) {
    case 'rule':
      return 'the caching rules of this model are not known';
    case 'discount':
      return 'no price for cached input is listed, so a hit saves nothing';
    case 'minimum':
      return 'the shortest prefix that is cached is not published';
    case 'tokens':
      return `the stable prefix has ${grouped(lack.have)} ${lack.have === 1 ? 'token' : 'tokens'}, ${grouped(lack.need)} are needed`;
    case 'marker':
      return lack.misplaced ? 'the cache breakpoint stands behind a part that changes' : 'no cache breakpoint is set';
    case 'changing-part':
      return `${nameOf(lack.hole)} changes and stands before ${grouped(lack.behind)} stable tokens`;
    case 'whole-prompt':
      return `without a breakpoint the whole prompt is one entry, and ${nameOf(lack.hole)} in it changes: every request writes and none reads`;
  }
}

function lacksOf(rule: CacheRule, counted: Counted, marked: TokenRange | undefined, call: PromptCall): CacheLack[] {
  const { prefix, stable, firstChange: hole } = counted;
  const lacks: CacheLack[] = [];
  const behind = stable.tokens - prefix.tokens;
  const need = rule.minTokens ?? 0;
  const have = marked === undefined ? prefix : marked;
  if (have.low < need) lacks.push({ kind: 'tokens', have: have.tokens, need, missing: Math.max(1, need - have.tokens) });
  if (prefix.low < need && behind > 0 && stable.low >= need) lacks.push({ kind: 'changing-part', hole, behind });
  if (rule.automatic && !rule.fallsBack && prefix.low >= need && marked === undefined) lacks.push({ kind: 'whole-prompt', hole });
  if (!rule.automatic && marked === undefined) {
    lacks.push({ kind: 'marker', misplaced: call.segments.some((segment) => segment.breakpoint !== undefined) });
  }
  return lacks;
}

/** The provider's rule as this request uses it: APIs let a request switch automatic entries on, or off. */
function ruleInForce(call: PromptCall, rule: CacheRule | undefined): CacheRule | undefined {
  const { automatic, mode } = call.caching ?? {};
  // Its entry ends with the last block and moves along with it; there is none for a shorter prefix.
  if (rule?.byRequest === true && automatic?.certainty === 'always') return { ...rule, automatic: true, fallsBack: false };
  return rule?.automatic === true && rule.explicit && mode === 'explicit' ? { ...rule, automatic: false } : rule;
}

/** The lifetime that an entry gets: the marker's, else the request's, else the usual one. One without a price is taken for the usual one. */
function lifetimeOf(
  call: PromptCall,
  rule: CacheRule | undefined,
  prices: Readonly<Record<string, number>>,
): (marked: string | undefined) => string | undefined {
  const request = rule?.byRequest === true ? call.caching?.automatic?.ttl : call.billing?.cacheTtl?.value;
  const priced = (ttl: string | undefined): ttl is string => ttl !== undefined && Object.hasOwn(prices, ttl);
  return (marked) => [marked, request].find(priced) ?? rule?.defaultTtl;
}

/** What the first request writes at a price of its own. */
function writtenBy(
  call: PromptCall,
  rule: CacheRule | undefined,
  { input, marks }: Counted,
  readTokens: number,
  ttlOf: (marked: string | undefined) => string | undefined,
): Pick<CacheView, 'writeTokens' | 'writeTtl' | 'writes'> {
  const nothing = { writeTokens: 0, writeTtl: undefined, writes: [] };
  if (rule === undefined || !rule.writeSurcharge || rule.minTokens === undefined) return nothing;
  // Without a marker the entry ends with the prompt.
  const end = isPart(call) || !rule.automatic ? readTokens : input.tokens < rule.minTokens ? 0 : input.tokens;
  const writes: CacheWrite[] = [];
  let from = 0;
  for (const { tokens, ttl } of [...(rule.explicit ? marks : []), { tokens: end, ttl: undefined }]) {
    const to = Math.min(tokens, end);
    const lifetime = ttlOf(ttl);
    if (to > from && lifetime !== undefined) writes.push({ ttl: lifetime, tokens: to - from });
    from = Math.max(from, to);
  }
  return writes.length === 0 ? nothing : { writeTokens: end, writeTtl: writes.at(-1)?.ttl, writes };
}

function nameOf(hole: HolePart | undefined): string {
  return hole === undefined ? 'a part of it' : `\`${hole.expression}\``;
}
