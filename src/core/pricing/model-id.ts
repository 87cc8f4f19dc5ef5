/**
 * From the model name in somebody's code to the ids that a price list may know it by. Only the steps below exist, each is
 * reported by name, and none of them ever changes a version: `claude-opus-5-6` never becomes `claude-opus-5`.
 */
import { platformKey, platformOf } from './platforms.ts';

/** The name-changing steps, in the words shown to people. */
export const ID_STEPS = {
  router: 'router prefix removed',
  colon: '"provider:" prefix removed',
  slash: '"provider/" prefix removed',
  models: '"models/" prefix removed',
  bedrock: 'recognised as an Amazon Bedrock id',
  region: 'Bedrock region prefix removed',
  revision: 'Bedrock revision suffix removed',
  version: 'Bedrock version suffix removed',
  vertexDate: '"@" before the date read as "-"',
  date: 'date suffix removed',
} as const;

/** One of the texts of {@link ID_STEPS}. */
export type IdStep = (typeof ID_STEPS)[keyof typeof ID_STEPS];

/** An id to look for. `provider` is undefined when nothing says which platform is called. */
export interface ModelCandidate {
  readonly provider: string | undefined;
  readonly id: string;
  /** What was done to the given name to arrive at this id; empty for the name as it stands. */
  readonly steps: readonly IdStep[];
}

/**
 * Ids to look for, in order: the first that a price list knows is the answer. The name as given always comes first, then names
 * with ever more removed. Returns an empty list for a name that cannot be a model id (empty, very long, or with spaces).
 *
 * A `provider/` or `provider:` prefix is taken off when no platform is given, when the given one is a router, or when the
 * prefix repeats the given platform. Hosts such as OpenRouter or Groq have slashes in their own ids, which stay.
 */
export function modelIdCandidates(provider: string | undefined, model: string): readonly ModelCandidate[] {
  const id = model.trim();
  if (id === '' || id.length > 200 || /[\s\u0000-\u001f\u007f]/.test(id)) return [];
  const given = provider === undefined || provider.trim() === '' ? undefined : platformKey(provider);
  const platform = given !== undefined && platformOf(given)?.role === 'router' ? undefined : given;
  const starts = withoutPrefixes({ provider: platform, id, steps: [] });
  const found: ModelCandidate[] = [];
  for (const start of starts) {
    for (const candidate of withoutSuffixes(start)) {
      if (!found.some((other) => other.provider === candidate.provider && other.id === candidate.id)) found.push(candidate);
    }
  }
  return found;
}

/** Prefixes of cross-region inference profiles: docs.aws.amazon.com/bedrock, "Supported Regions and models for inference profiles". */
const BEDROCK_REGION = /^(?:us-gov|us|eu|apac|au|ca|global|in|jp)\./;
/** A vendor name and a dot, which only Bedrock ids begin with. */
const BEDROCK_VENDOR =
  /^(?:amazon|anthropic|ai21|cohere|deepseek|google|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|writer|xai|zai)\.[a-z]/;
const REVISION = /:\d+$/;
const VERSION = /-v\d+$/;
/** `-20251001`, `@20251001` or `-2024-08-06`; days that cannot exist do not count, so build numbers stay. */
const DATE = /[-@](20\d\d)(-?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])$/;

function withoutPrefixes(start: ModelCandidate): readonly ModelCandidate[] {
  const list = [start];
  for (let last = start; list.length < 5;) {
    const next = withoutOnePrefix(last);
    if (next === undefined) break;
    list.push(next);
    last = next;
  }
  return list;
}

function withoutOnePrefix({ provider, id, steps }: ModelCandidate): ModelCandidate | undefined {
  if (id.startsWith('arn:')) return undefined;
  const mark = /^([A-Za-z][A-Za-z0-9._-]*)([:/])(.+)$/.exec(id);
  if (mark !== null) {
    const [, left = '', sign, rest = ''] = mark;
    if (left === 'models' && sign === '/' && (provider === undefined || provider === 'gemini' || provider === 'vertex-gemini')) {
      return { provider, id: rest, steps: [...steps, ID_STEPS.models] };
    }
    const named = platformOf(left);
    // A router in front of a plain name hides a private alias; only "router/provider:model" still names the seller.
    if (named?.role === 'router') {
      const namesSeller = provider === undefined && /^[A-Za-z0-9._-]+:/.test(rest);
      return namesSeller ? { provider, id: rest, steps: [...steps, ID_STEPS.router] } : undefined;
    }
    if (named !== undefined && (provider === undefined || provider === named.key)) {
      return { provider: named.key, id: rest, steps: [...steps, sign === ':' ? ID_STEPS.colon : ID_STEPS.slash] };
    }
    return undefined;
  }
  if (provider === undefined && BEDROCK_VENDOR.test(id.replace(BEDROCK_REGION, ''))) {
    return { provider: 'bedrock', id, steps: [...steps, ID_STEPS.bedrock] };
  }
  return undefined;
}

function withoutSuffixes(start: ModelCandidate): readonly ModelCandidate[] {
  const list = [start];
  const bedrock = start.provider === 'bedrock';
  if (bedrock) {
    // The region stays on as long as possible, because it changes the price.
    list.push(...bedrockEndings(start));
    const bare = cut(start, BEDROCK_REGION, ID_STEPS.region);
    if (bare !== undefined) list.push(bare, ...bedrockEndings(bare));
    return list;
  }
  const dashed = /@(?=\d{8}$)/.test(start.id)
    ? { ...start, id: start.id.replace('@', '-'), steps: [...start.steps, ID_STEPS.vertexDate] }
    : undefined;
  if (dashed !== undefined) list.push(dashed);
  const undated = cut(start, DATE, ID_STEPS.date);
  if (undated !== undefined) list.push(undated);
  return list;
}

function bedrockEndings(start: ModelCandidate): readonly ModelCandidate[] {
  const list: ModelCandidate[] = [];
  let last = start;
  for (const [pattern, step] of [
    [REVISION, ID_STEPS.revision],
    [VERSION, ID_STEPS.version],
    [DATE, ID_STEPS.date],
  ] as const) {
    const next = cut(last, pattern, step);
    if (next === undefined) continue;
    list.push(next);
    last = next;
  }
  return list;
}

function cut(from: ModelCandidate, pattern: RegExp, step: IdStep): ModelCandidate | undefined {
  const id = from.id.replace(pattern, '');
  return id === from.id || id === '' ? undefined : { provider: from.provider, id, steps: [...from.steps, step] };
}
