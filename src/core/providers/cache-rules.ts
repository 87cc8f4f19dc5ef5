import { DAY_MS, dayStart } from '../pricing/calendar.ts';
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
  /** True when a marker on the request as a whole makes its entry end with the prompt (Anthropic's automatic caching). */
  readonly byRequest: boolean;
  /** Shortest prefix that is cached, in tokens; undefined when the provider does not say. */
  readonly minTokens: number | undefined;
  /** Entries end at multiples of this many tokens; undefined when they end anywhere, or when the provider does not say. */
  readonly stepTokens: number | undefined;
  /** False when an entry without a marker covers the whole prompt, so that a prompt with another end finds nothing. */
  readonly fallsBack: boolean;
  /** False when cached input costs as much as any other. */
  readonly discount: boolean;
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
 *
 * @param at moment of the request, UTC ms: a rule that does not hold then is not known
 */
export function cacheRuleFor(provider: string, id: string, at?: number): CacheRule | undefined {
  return findRule(rulesByProvider, provider, id, at);
}

/** True when something of a provider's models is cached by prefix, whatever the model. */
export function cachesPrefixes(provider: string): boolean {
  return (rulesByProvider.get(provider) ?? []).some(({ rule }) => rule.automatic || rule.explicit);
}

/** The shortest prefix, in tokens, that any model of those providers caches that take markers on blocks. */
export function shortestMarkedPrefix(): number {
  const marked = [...rulesByProvider.values()].flat().filter(({ rule }) => rule.explicit && (rule.maxBreakpoints ?? 0) > 0);
  return Math.min(...marked.flatMap(({ rule }) => rule.minTokens ?? []));
}

/** The same over rules of one's own making: how data with dates is read. */
export function cacheRulesOf(rows: readonly CacheRuleRow[]): (provider: string, id: string, at?: number) => CacheRule | undefined {
  const rules = group(rows);
  return (provider, id, at) => findRule(rules, provider, id, at);
}

function findRule(
  rules: ReadonlyMap<string, readonly Entry[]>,
  provider: string,
  id: string,
  at: number | undefined,
): CacheRule | undefined {
  const candidates = (rules.get(provider) ?? []).filter((entry) => at === undefined || (entry.from <= at && at < entry.until));
  const ids = [id, ...modelIdCandidates(provider, id).flatMap((one) => (one.provider === provider ? [one.id] : []))];
  const exact = ids.map((one) => candidates.find((rule) => rule.match.includes(one))).find((rule) => rule !== undefined);
  return (exact ?? candidates.find((rule) => rule.match.some((pattern) => pattern.includes('*') && matches(pattern, id))))?.rule;
}

/** A rule as the data file holds it. */
export interface CacheRuleRow {
  readonly id: string;
  readonly provider: string;
  readonly match: readonly string[];
  readonly mode: readonly string[];
  readonly minTokens: number | null;
  /** Upper end, where the provider names a range. */
  readonly minTokensMax?: number;
  readonly stepTokens?: number;
  readonly fallsBack?: boolean;
  readonly ttlDefault: string | null;
  readonly writes: readonly string[];
  readonly writeSurcharge: boolean;
  readonly maxBreakpoints: number | null;
  readonly source: readonly string[];
  readonly asOf: string;
  /** First and last UTC day (`YYYY-MM-DD`, inclusive) on which the rule holds. */
  readonly from?: string;
  readonly until?: string;
}

interface Entry {
  readonly match: readonly string[];
  /** UTC ms; half-open. */
  readonly from: number;
  readonly until: number;
  readonly rule: CacheRule;
}

const rulesByProvider: ReadonlyMap<string, readonly Entry[]> = group(data.rules);

function group(rows: readonly CacheRuleRow[]): ReadonlyMap<string, readonly Entry[]> {
  const result = new Map<string, Entry[]>();
  for (const row of rows) {
    const cached = !row.mode.includes('none-priced');
    const rule: CacheRule = {
      id: row.id,
      provider: row.provider,
      automatic: cached && row.mode.some((mode) => mode === 'automatic' || mode === 'implicit'),
      explicit: row.mode.some((mode) => mode === 'explicit'),
      byRequest: row.mode.includes('automatic-toplevel'),
      // A range is read as its upper end: what may be too short is not called cached.
      minTokens: cached ? (row.minTokensMax ?? row.minTokens ?? undefined) : undefined,
      stepTokens: row.stepTokens,
      fallsBack: row.fallsBack ?? true,
      discount: cached,
      defaultTtl: row.ttlDefault ?? undefined,
      ttls: row.writes.filter((ttl) => ttl !== 'any'),
      writeSurcharge: row.writeSurcharge,
      maxBreakpoints: row.maxBreakpoints ?? undefined,
      source: row.source[0] ?? '',
      asOf: row.asOf,
    };
    const from = row.from === undefined ? -Infinity : (dayStart(row.from) ?? Infinity);
    const until = row.until === undefined ? Infinity : (dayStart(row.until) ?? -Infinity) + DAY_MS;
    const entry: Entry = { match: row.match, from, until, rule };
    const list = result.get(row.provider);
    if (list === undefined) result.set(row.provider, [entry]);
    else list.push(entry);
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
