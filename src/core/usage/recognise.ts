/** Which profile reads a block: the named provider and API decide among the shapes that fit; without them the shape itself. */
import { platformKey } from '../pricing/platforms.ts';
import { countOf, hasAny, valueAt, type JsonObject } from './fields.ts';
import type { UsageProfile } from './profile.ts';
import { needsName, unknownBlock, USAGE_PROFILES } from './profiles/index.ts';

/** What is known about a block beside its fields; all from its surroundings or the caller. */
export interface UsageHints {
  /** Any spelling of a platform (pricing/platforms.ts) or client library. */
  readonly provider?: string | undefined;
  /** API or client: `chat.completions`, `responses`, `messages`, `converse`, `langchain`, … */
  readonly api?: string | undefined;
  readonly model?: string | undefined;
}

/** A profile for a block. `spoken` = a provider, API or model name speaks for it, not only the shape. */
export interface Recognised {
  readonly profile: UsageProfile;
  readonly spoken: boolean;
}

/** The profile that reads this block, or undefined when it holds no token counts that any profile knows. */
export function recognise(block: JsonObject, hints: UsageHints): Recognised | undefined {
  const fitting = USAGE_PROFILES.filter((profile) => fits(profile, block));
  const provider = hints.provider === undefined ? undefined : platformKey(hints.provider);
  const api = hints.api?.trim().toLowerCase();
  const byApi = (profile: UsageProfile): boolean => api !== undefined && profile.apis?.includes(api) === true;
  const byProvider = (profile: UsageProfile): boolean => provider !== undefined && profile.providers.includes(provider);
  const byClient = (profile: UsageProfile): boolean => provider !== undefined && profile.apis?.includes(provider) === true;
  const byModel = (profile: UsageProfile): boolean =>
    provider === undefined && hints.model !== undefined && profile.models?.test(hints.model) === true;
  for (const speaks of [
    (profile: UsageProfile) => byProvider(profile) && byApi(profile),
    byProvider,
    byClient,
    (profile: UsageProfile) => byApi(profile) && !needsName(profile),
  ]) {
    const profile = fitting.find(speaks);
    if (profile !== undefined) return { profile, spoken: true };
  }
  const own = fitting.find((profile) => !needsName(profile));
  const dialect = fitting.find((profile) => needsName(profile) && byModel(profile));
  // A dialect is a reading of the plain chat format; a block with fields of its own is read by those.
  if (dialect !== undefined && (own === undefined || own.id === 'openai-chat' || own === unknownBlock))
    return { profile: dialect, spoken: true };
  return own === undefined ? undefined : { profile: own, spoken: byModel(own) };
}

/** Whether a JSON object looks like a usage block at all. */
export function looksLikeUsage(value: JsonObject): boolean {
  return USAGE_PROFILES.some((profile) => fits(profile, value));
}

/** The fields of each profile that hold counts. */
const COUNT_PATHS: ReadonlyMap<UsageProfile, readonly string[]> = new Map(
  USAGE_PROFILES.map((profile) => {
    const { input, output, reasoning, total = [], billed = [] } = profile;
    return [profile, [...input, ...output, ...reasoning, ...total, ...billed.flatMap(({ paths }) => paths)]];
  }),
);

const NO_PATHS: readonly string[] = [];

function fits(profile: UsageProfile, block: JsonObject): boolean {
  for (const group of profile.needs) if (!hasAny(block, group)) return false;
  if (hasAny(block, profile.without ?? NO_PATHS)) return false;
  return (COUNT_PATHS.get(profile) ?? NO_PATHS).some((path) => {
    const value = valueAt(block, path);
    return typeof value === 'number' || countOf(value) !== undefined;
  });
}
