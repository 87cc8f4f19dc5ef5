import { modelIdCandidates } from '../pricing/model-id.ts';
import data from './data/cache-rules.json' with { type: 'json' };

/** How a provider caches prompts of some models. Data with source and date in `data/cache-rules.json`. */
export interface CacheRule {
  readonly id: string;
  readonly provider: string;
  /** True when nothing has to be marked for the cache to be used. */
  readonly automatic: boolean;
  /** True when the request can or must mark breakpoints. */
  readonly explicit: boolean;
  /** Shortest prefix that is cached, in tokens; undefined when the provider does not say. */
  readonly minTokens: number | undefined;
  /** Lifetime of an entry when the request does not choose one, for example `5m`. */
  readonly defaultTtl: string | undefined;
  /** Lifetimes that a request can choose; empty when it cannot. */
  readonly ttls: readonly string[];
  /** True when writing to the cache costs more than plain input. */
  readonly writeSurcharge: boolean;
  readonly maxBreakpoints: number | undefined;
  readonly source: string;
  /** Day on which the facts were read, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/**
 * The caching rule for a model id on a platform (both as the price book spells them); undefined when nothing is known: never a neighbour's rule.
 * Dates, regions and revisions of an id (`us.anthropic.claude-opus-4-6-v1`) are taken off as for prices; a point release never is.
 */
export function cacheRuleFor(provider: string, id: string): CacheRule | undefined {
  const candidates = rulesByProvider.get(provider) ?? [];
  const ids = [id, ...modelIdCandidates(provider, id).flatMap((one) => (one.provider === provider ? [one.id] : []))];
  const exact = ids.map((one) => candidates.find((rule) => rule.match.includes(one))).find((rule) => rule !== undefined);
  return (exact ?? candidates.find((rule) => rule.match.some((pattern) => pattern.includes('*') && matches(pattern, id))))?.rule;
}

/** True when something of a provider's models is cached by prefix, whatever the model. */
export function cachesPrefixes(provider: string): boolean {
  return (rulesByProvider.get(provider) ?? []).some(({ rule }) => rule.automatic || rule.explicit);
}

interface Entry {
  readonly match: readonly string[];
  readonly rule: CacheRule;
}

const rulesByProvider: ReadonlyMap<string, readonly Entry[]> = group();

function group(): ReadonlyMap<string, readonly Entry[]> {
  const result = new Map<string, Entry[]>();
  for (const row of data.rules) {
    const cached = !row.mode.includes('none-priced');
    const rule: CacheRule = {
      id: row.id,
      provider: row.provider,
      automatic: cached && row.mode.some((mode) => mode === 'automatic' || mode === 'implicit'),
      explicit: row.mode.some((mode) => mode === 'explicit'),
      minTokens: cached ? (row.minTokens ?? undefined) : undefined,
      defaultTtl: row.ttlDefault ?? undefined,
      ttls: row.writes.filter((ttl) => ttl !== 'any'),
      writeSurcharge: row.writeSurcharge,
      maxBreakpoints: row.maxBreakpoints ?? undefined,
      source: row.source[0] ?? '',
      asOf: row.asOf,
    };
    const list = result.get(row.provider);
    if (list === undefined) result.set(row.provider, [{ match: row.match, rule }]);
    else list.push({ match: row.match, rule });
  }
  return result;
}

/** `*` stands for any text. The patterns are our own data. */
function matches(pattern: string, id: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (!id.startsWith(head)) return false;
  let at = head.length;
  for (const [index, piece] of rest.entries()) {
    if (index === rest.length - 1) return piece === '' || (id.endsWith(piece) && id.length - piece.length >= at);
    const found = id.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}
