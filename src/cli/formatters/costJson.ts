import {
  breakEvenOf,
  costOfTurn,
  exactUsd,
  fullFrom,
  priceFor,
  SHOWN_TURNS,
  spread,
  type CallCost,
  type ModelCost,
  type MoneyRange,
} from '../../core/index.ts';

/** What a call costs, in US dollars. Null where nothing has a price: an unknown amount is never 0. */
export interface CostJson {
  readonly coldUsd: readonly [number, number];
  readonly warmUsd: readonly [number, number] | null;
  readonly worstUsd: number | null;
  /** `declared`: for a model that pennylint.yaml names. */
  readonly basis: string;
  readonly expectedOutputTokens: number;
  /** Set when the prices are those of a service level other than the usual one. */
  readonly tariff?: string;
  /** Region whose factor is in all amounts. */
  readonly region?: string;
  /** What was asked for and has no price of its own, in words. */
  readonly notes?: readonly string[];
  /** Where the output is declared; missing for the setting. */
  readonly expectedOutputFrom?: string;
  /** Each model that the call may use, where there are several. */
  readonly candidates?: readonly CandidateJson[];
  /** The same request at the service's other price levels. */
  readonly levels?: Readonly<Record<string, LevelJson>>;
  readonly cache: CacheJson;
  /** For a call that sends its history along: what each turn costs. */
  readonly conversation?: ConversationJson;
  /** One run of a loop or an agent, its turns together. */
  readonly run?: { readonly usd: readonly [number, number]; readonly turns: DeclaredJson<number> };
  /** The same for all turns that the source or the framework allows, where nobody declares how many there are. */
  readonly longestRun?: { readonly usd: readonly [number, number]; readonly turns: DeclaredJson<number> };
  /** The same turns when every one answers as long as it may and nothing is read from the cache. */
  readonly worstRunUsd?: number;
  /** One month of 30 days. */
  readonly month?: {
    readonly usd: readonly [number, number];
    readonly callsPerDay: DeclaredJson<number>;
    readonly cacheReuse?: DeclaredJson<number>;
  };
}

interface DeclaredJson<T> {
  readonly value: T;
  readonly from: string;
}

interface CandidateJson {
  readonly model: string;
  /** Null for a model without a price. */
  readonly coldUsd: readonly [number, number] | null;
  readonly warmUsd: readonly [number, number] | null;
  readonly worstUsd: number | null;
}

interface LevelJson {
  readonly coldUsd: number;
  readonly warmUsd: number | null;
}

interface CacheJson {
  readonly readTokens: number;
  /** Tokens that the first request writes at a price of their own. */
  readonly writeTokens: number;
  /** Shortest prefix that is cached; null when it is not known. */
  readonly minTokens: number | null;
  /** Why nothing is read, in words; null when something is. */
  readonly lacking: string | null;
  /** The same as data. */
  readonly lacks: readonly { readonly kind: string; readonly missingTokens?: number; readonly expression?: string }[];
  /** Fewest requests within a lifetime with which writing pays; null when it never does. Empty where writing costs nothing extra. */
  readonly breakEven: readonly { readonly ttl: string; readonly requests: number | null }[];
  /** Day on which the caching rules were read; null when none are known. */
  readonly rulesAsOf: string | null;
}

interface ConversationJson {
  /** Tokens that each turn adds: shown by the source, the answer, and what comes in and is not seen. */
  readonly growth: {
    readonly tokens: number;
    readonly shown: number;
    readonly answer: number;
    readonly other: number;
    readonly basis: 'assumed';
  };
  readonly turns: readonly {
    readonly turn: number;
    readonly inputTokens: number;
    readonly usd: number;
    readonly uncachedUsd: number;
    readonly totalUsd: number;
    readonly totalUncachedUsd: number;
  }[];
  /** First turn that no longer fits into the context window; null when that is not known or never happens. */
  readonly fullFromTurn: number | null;
  /** Share of the input of the run that had been sent before; null when the number of turns is not known. */
  readonly resent: number | null;
}

/** The cost of a call; null when no model of it has a price. */
export function costJson(cost: CallCost, isDeclared: boolean): CostJson | null {
  const { models, projection } = cost;
  const run = spread(projection.run);
  const longest = spread(projection.longest?.run ?? []);
  const month = spread(projection.month);
  const colds = models.flatMap((model) => (model.cold === undefined ? [] : [model.cold]));
  const [first] = models.filter((model) => model.cold !== undefined);
  if (first === undefined) return null;
  const warms = models.flatMap((model) => (model.warm === undefined ? [] : [model.warm]));
  const worsts = models.flatMap((model) => (model.worst === undefined ? [] : [model.worst]));
  const worstRuns = (projection.worstRun ?? []).filter((worst) => worst !== undefined);
  return {
    coldUsd: span(colds),
    warmUsd: warms.length === 0 ? null : span(warms),
    worstUsd: worsts.length === 0 ? null : usd(Math.max(...worsts)),
    // Output is assumed, whatever the basis of the input is.
    basis: isDeclared ? 'declared' : 'assumed',
    expectedOutputTokens: cost.expectedOutput,
    ...(cost.expectedOutputFrom === undefined ? {} : { expectedOutputFrom: cost.expectedOutputFrom }),
    ...(first.tariff === undefined ? {} : { tariff: first.tariff }),
    ...(first.region === undefined ? {} : { region: first.region }),
    ...(first.notes.length === 0 ? {} : { notes: first.notes }),
    ...(models.length < 2 ? {} : { candidates: models.map(candidateJson) }),
    ...levelsJson(first),
    cache: cacheJson(first),
    ...conversationJson(cost, first),
    ...(projection.turns === undefined || run === undefined ? {} : { run: { usd: bounds(run), turns: projection.turns } }),
    ...(longest === undefined || projection.longest === undefined
      ? {}
      : { longestRun: { usd: bounds(longest), turns: projection.longest.turns } }),
    ...(worstRuns.length === 0 ? {} : { worstRunUsd: usd(Math.max(...worstRuns)) }),
    ...(projection.callsPerDay === undefined || month === undefined
      ? {}
      : {
          month: {
            usd: bounds(month),
            callsPerDay: projection.callsPerDay,
            ...(projection.cacheReuse === undefined ? {} : { cacheReuse: projection.cacheReuse }),
          },
        }),
  };
}

function candidateJson({ model, cold, warm, worst }: ModelCost): CandidateJson {
  return {
    model,
    coldUsd: cold === undefined ? null : bounds(cold),
    warmUsd: warm === undefined ? null : bounds(warm),
    worstUsd: worst === undefined ? null : usd(worst),
  };
}

function levelsJson(model: ModelCost): Pick<CostJson, 'levels'> {
  const { lookup, coldUsage, warmUsage, tariff } = model;
  if (lookup.state !== 'priced') return {};
  const levels = Object.keys(lookup.record.service).flatMap((level): [string, LevelJson][] => {
    const cold = level === tariff ? undefined : priceFor(model, coldUsage, level);
    const warm = warmUsage === undefined ? undefined : priceFor(model, warmUsage, level);
    return cold === undefined ? [] : [[level, { coldUsd: usd(cold), warmUsd: warm === undefined ? null : usd(warm) }]];
  });
  return levels.length === 0 ? {} : { levels: Object.fromEntries(levels) };
}

function cacheJson({ cache, lookup, pricedAt, input }: ModelCost): CacheJson {
  const even = lookup.state === 'priced' ? breakEvenOf(lookup, pricedAt, input.tokens) : [];
  return {
    readTokens: cache.readTokens,
    writeTokens: cache.writeTokens,
    minTokens: cache.rule?.minTokens ?? null,
    lacking: cache.lacking ?? null,
    lacks: cache.lacks.map((lack) => ({
      kind: lack.kind,
      ...(lack.kind === 'tokens' ? { missingTokens: lack.missing } : {}),
      ...('hole' in lack && lack.hole !== undefined ? { expression: lack.hole.expression } : {}),
    })),
    breakEven: even.map(({ ttl, requests }) => ({ ttl, requests: requests ?? null })),
    rulesAsOf: cache.rule?.asOf ?? null,
  };
}

function conversationJson({ projection }: CallCost, model: ModelCost): Pick<CostJson, 'conversation'> {
  const { turns: plan } = model;
  if (plan === undefined) return {};
  const { tokens, shown, answer, other } = plan.growth;
  const turns = SHOWN_TURNS.flatMap((turn) => {
    const cost = costOfTurn(plan, turn, (usage) => priceFor(model, usage));
    if (cost === undefined) return [];
    return [
      {
        turn,
        inputTokens: cost.input,
        usd: usd(cost.cached),
        uncachedUsd: usd(cost.uncached),
        totalUsd: usd(cost.totalCached),
        totalUncachedUsd: usd(cost.totalUncached),
      },
    ];
  });
  const growth = { tokens, shown, answer, other, basis: 'assumed' as const };
  const resent = projection.resent === undefined ? null : Number(projection.resent.toFixed(4));
  return { conversation: { growth, turns, fullFromTurn: fullFrom(plan) ?? null, resent } };
}

function span(ranges: readonly MoneyRange[]): readonly [number, number] {
  return [usd(Math.min(...ranges.map((range) => range.low))), usd(Math.max(...ranges.map((range) => range.high)))];
}

function bounds({ low, high }: Pick<MoneyRange, 'low' | 'high'>): readonly [number, number] {
  return [usd(low), usd(high)];
}

/** Micro-dollars as dollars: exact as long as they are safe integers, rounded beyond. */
export function usd(microUsd: number): number {
  return Number.isSafeInteger(microUsd) ? Number(exactUsd(microUsd)) : microUsd / 1e6;
}
