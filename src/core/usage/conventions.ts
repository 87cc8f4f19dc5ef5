/** Does input include the cache, does output include reasoning? The profile knows the usual answer; the numbers can prove another. */
import type { UsageProfile } from './profile.ts';
import type { UsageHints } from './recognise.ts';

/** A remark on a reading. `assumption` = a number rests on it; `unknown` = the money cannot be known because of it. */
export interface UsageNote {
  readonly text: string;
  readonly weight: 'information' | 'assumption' | 'unknown';
}

/** A count and the field that it stands in. */
export interface Found {
  readonly count: number;
  readonly path: string;
}

/** What a block says, as its fields stand there. */
export interface Counts {
  readonly input: Found;
  readonly output: Found;
  readonly read: number;
  readonly written: number;
  readonly reasoning: number;
  readonly extra: number;
  readonly reported: Found | undefined;
}

/** How the counts add up. */
export interface Conventions {
  readonly includesCache: boolean;
  readonly includesReasoning: boolean;
  /** Reads and writes are partly the same tokens. OpenRouter reports Gemini's caches so (seen 2026-08). */
  readonly overlap: boolean;
  /** Output tokens that only the total tells of. */
  readonly unexplained: number;
}

/** The profile's conventions, unless the numbers prove others. */
export function settleConventions(profile: UsageProfile, hints: UsageHints, counts: Counts, notes: UsageNote[]): Conventions {
  const { input, output, read, written, reasoning, extra, reported } = counts;
  const cached = read + written;
  const byName = `${hints.provider ?? ''} ${hints.model ?? ''}`;
  const known = profile.includesCache !== 'unknown' || cached === 0;
  const usual = profile.includesCache === 'unknown' ? profile.exclusiveModels?.test(byName) !== true : profile.includesCache;
  let includesCache = usual;
  let includesReasoning = profile.includesReasoning;
  let settled = known || byName.trim() !== '';
  let overlap = false;
  if (includesCache && cached > input.count) {
    const beside = [0, reasoning].some((more) => reported?.count === input.count + extra + cached + output.count + more);
    overlap = Math.max(read, written) <= input.count && !beside;
    includesCache = overlap;
    settled = true;
    notes.push(
      overlap
        ? {
            text: `${read} read and ${written} written tokens are more than the ${input.count} of ${input.path}: which of them are billed twice is not known.`,
            weight: 'unknown',
          }
        : {
            text: `${cached} cached tokens are more than the ${input.count} of ${input.path}, so these do not include them.`,
            weight: profile.includesCache === true && !beside ? 'assumption' : 'information',
          },
    );
  }
  if (includesReasoning && reasoning > output.count) {
    includesReasoning = false;
    notes.push({
      text: `${reasoning} reasoning tokens are more than the ${output.count} of ${output.path}, so these do not include them.`,
      weight: 'information',
    });
  }
  if (reported === undefined) {
    if (!settled) notes.push(ambiguous(input.path, cached));
    return { includesCache, includesReasoning, overlap, unexplained: 0 };
  }
  const sum = (cache: boolean, inside: boolean): number =>
    input.count + extra + (cache ? 0 : cached) + output.count + (inside ? 0 : reasoning);
  const agrees = (cache: boolean, inside: boolean): boolean => reported.count === sum(cache, inside);
  // A total that leaves the cache out proves nothing where the input does too.
  const fine = agrees(includesCache, includesReasoning) || (!includesCache && agrees(true, includesReasoning));
  if (fine && (known || !includesCache || settled)) {
    if (!settled) notes.push(ambiguous(input.path, cached));
    return { includesCache, includesReasoning, overlap, unexplained: 0 };
  }
  for (const [cache, inside] of [
    [includesCache, !includesReasoning],
    [!includesCache, includesReasoning],
    [!includesCache, !includesReasoning],
  ] as const) {
    if (fine || !agrees(cache, inside) || (cache && !includesCache && cached > input.count)) continue;
    if (inside !== includesReasoning) {
      notes.push({
        text: `${reported.path} ${reported.count} shows that ${output.path} ${inside ? 'includes' : 'does not include'} the ${reasoning} reasoning tokens.`,
        weight: 'information',
      });
    }
    if (cache !== includesCache) {
      notes.push({
        text: `${reported.path} ${reported.count} shows that ${input.path} ${cache ? 'includes' : 'does not include'} the ${cached} cached tokens.`,
        weight: 'information',
      });
    }
    return { includesCache: cache, includesReasoning: inside, overlap: false, unexplained: 0 };
  }
  if (!settled) notes.push(ambiguous(input.path, cached));
  if (fine) return { includesCache, includesReasoning, overlap, unexplained: 0 };
  const parts = sum(includesCache, includesReasoning);
  const rest = reported.count - parts;
  if (profile.restIsReasoning === true && rest > 0) {
    notes.push({
      text: `${reported.path} counts ${rest} more tokens than the rest of the block: thinking, billed as output.`,
      weight: 'information',
    });
    return { includesCache, includesReasoning, overlap, unexplained: rest };
  }
  notes.push({
    text: `${reported.path} says ${reported.count}, the parts add up to ${parts}.`,
    weight: rest > 0 ? 'unknown' : 'assumption',
  });
  return { includesCache, includesReasoning, overlap, unexplained: 0 };
}

function ambiguous(path: string, cached: number): UsageNote {
  return {
    text: `Whether ${path} includes the ${cached} cached tokens depends on the provider, which is not named. It is read as if it did.`,
    weight: 'unknown',
  };
}
