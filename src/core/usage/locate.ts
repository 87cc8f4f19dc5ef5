/** Finding the usage block in what surrounds it (a response body, an event, an envelope), and what the surroundings say: model, time, tier. */
import { countOf, isObject, textAt, valueAt, type JsonObject } from './fields.ts';
import type { BilledItem } from './normalise.ts';
import { looksLikeUsage, type UsageHints } from './recognise.ts';
import { momentOf } from './moment.ts';

/** What the surroundings of a block say. Times in UTC milliseconds. */
export interface UsageContext extends UsageHints {
  readonly at?: number | undefined;
  /** Why the time cannot be used, if one is given. */
  readonly timeProblem?: string | undefined;
  /** The tier that was used: that of the response, but `batch` wherever it stands, because responses inside a batch do not know of it. */
  readonly serviceTier?: string | undefined;
  /** Another tier that is named too, such as the one asked for. */
  readonly otherTier?: string | undefined;
  readonly region?: string | undefined;
  /** Billed things that only the body shows, such as tool calls in its output. */
  readonly billed?: readonly BilledItem[];
  /** In US dollars. */
  readonly reportedUsd?: number | undefined;
  /** Id of the response, to tell repetitions. */
  readonly id?: string | undefined;
  /** The block stands in an envelope that a person or program wrote around it (`{"provider", "model", "usage"}`). */
  readonly envelope?: boolean;
}

/** A usage block and its context. */
export interface LocatedUsage {
  readonly block: JsonObject;
  readonly context: UsageContext;
}

/** The usage block in a JSON value: the value itself, or where the known APIs and SDKs put it. Undefined when there is none. */
export function locateUsage(value: unknown): LocatedUsage | undefined {
  const trail = isObject(value) ? trailTo(value, 0) : undefined;
  const block = trail?.at(-1);
  if (trail === undefined || block === undefined) return undefined;
  return { block: withMetadata(block, trail), context: contextOf(trail) };
}

/** What a value says beside usage counts, for chunks of a stream that hold none. */
export function surroundings(value: JsonObject): UsageContext {
  const inner = ['message', 'response', 'interaction'].flatMap((key) => {
    const found = valueAt(value, key);
    return isObject(found) ? [found] : [];
  });
  return contextOf([value, ...inner, {}]);
}

/** Where usage blocks stand, most telling first. `totalUsage` sums the steps of an AI SDK answer, `usage` is the last step there. */
const USAGE_PATHS: readonly string[] = [
  'totalUsage',
  'usage',
  'usageMetadata',
  'usage_metadata',
  'x_groq.usage',
  'metadata.usage',
  'choices[index=0].usage',
  'response_metadata.token_usage',
  'response_metadata.usage',
  'kwargs.usage_metadata',
  'llmOutput.tokenUsage',
  'llm_output.token_usage',
  'info.last_token_usage',
  'amazon-bedrock-invocationMetrics',
  'meta',
];

/** Objects around a body: events, batch results, envelopes, serialised messages. */
const CONTAINERS: readonly string[] = [
  'usage',
  'message',
  'response',
  'body',
  'result',
  'data',
  'payload',
  'delta',
  'kwargs',
  'attributes',
  'chunk',
  'interaction',
];

const MAX_DEPTH = 6;

/** The objects from the outermost to the block, all that dotted paths pass included. */
function trailTo(value: JsonObject, depth: number): readonly JsonObject[] | undefined {
  for (const path of USAGE_PATHS) {
    const found = valueAt(value, path);
    if (!isObject(found) || !looksLikeUsage(found)) continue;
    const dot = path.lastIndexOf('.');
    const between = dot === -1 ? undefined : valueAt(value, path.slice(0, dot));
    return isObject(between) ? [value, between, found] : [value, found];
  }
  if (looksLikeUsage(value)) return [value];
  if (depth >= MAX_DEPTH) return undefined;
  for (const key of CONTAINERS) {
    const inner = valueAt(value, key);
    const trail = isObject(inner) ? trailTo(inner, depth + 1) : undefined;
    if (trail !== undefined) return [value, ...trail];
  }
  return undefined;
}

const MODEL = [
  'model',
  'modelVersion',
  'model_version',
  'modelId',
  'model_id',
  'response.modelId',
  'response_metadata.model_name',
  'response_metadata.model',
  'kwargs.response_metadata.model_name',
  'gen_ai.response.model',
  'gen_ai.request.model',
];
const PROVIDER = ['provider', 'gen_ai.provider.name', 'gen_ai.system', 'custom_llm_provider', 'response_metadata.model_provider'];
const TIME = ['timestamp', 'created', 'created_at', 'createdAt', 'createTime', 'create_time', 'response.timestamp'];
const TIER = ['serviceTier', 'service_tier', 'serviceTier.type', 'response_metadata.service_tier'];
const COST = ['_hidden_params.response_cost', 'response_cost', 'total_cost_usd', 'providerMetadata.gateway.cost'];
const ENVELOPE_KEYS: readonly string[] = ['provider', 'api', 'model', 'timestamp', 'serviceTier', 'region', 'usage'];

function contextOf(trail: readonly JsonObject[]): UsageContext {
  const [outer = {}] = trail;
  const inward = trail;
  const outward = [...trail].reverse();
  // A response knows the model that answered better than whoever asked for it.
  const model = firstOf(outward, (level) => textAt(level, MODEL));
  const time = firstOf(inward, (level) => TIME.map((path) => valueAt(level, path)).find((value) => value !== undefined && value !== 0));
  const moment = time === undefined ? undefined : momentOf(time);
  const reported = firstOf(inward, (level) =>
    COST.map((path) => Number(valueAt(level, path) ?? Number.NaN)).find((usd) => usd >= 0 && Number.isFinite(usd)),
  );
  const tiers = outward.slice(1).flatMap((level) => textAt(level, TIER) ?? []);
  const serviceTier = isBatch(inward) || tiers.some((tier) => tier.toLowerCase() === 'batch') ? 'batch' : tiers[0];
  return {
    provider: firstOf(inward, providerOf),
    api: textAt(outer, ['api']),
    model,
    at: moment,
    timeProblem: time !== undefined && moment === undefined ? `The time ${JSON.stringify(time).slice(0, 60)} cannot be read.` : undefined,
    serviceTier,
    otherTier: tiers.find((tier) => tier !== serviceTier),
    region: firstOf(inward.slice(0, -1), (level) => textAt(level, ['region', 'inference_geo'])),
    billed: inward.slice(0, -1).flatMap(toolCalls),
    reportedUsd: reported,
    id: firstOf(outward.slice(1), (level) => textAt(level, ['id', 'responseId', 'response_id'])),
    envelope: valueAt(outer, 'usage') !== undefined && Object.keys(outer).every((key) => ENVELOPE_KEYS.includes(key)),
  };
}

function firstOf<T>(levels: readonly JsonObject[], pick: (level: JsonObject) => T | undefined): T | undefined {
  for (const level of levels) {
    const value = pick(level);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Fields that only one provider puts around its usage. */
const SIGNS: readonly (readonly [provider: string, paths: readonly string[]])[] = [
  ['groq', ['x_groq']],
  ['cerebras', ['time_info']],
  ['bedrock', ['output.message', 'stopReason']],
];

/** In a chat answer `provider` is whom OpenRouter asked, not who bills; its ids begin with `gen-`. */
function providerOf(level: JsonObject): string | undefined {
  const sign = SIGNS.find(([, paths]) => paths.every((path) => valueAt(level, path) !== undefined));
  if (sign !== undefined) return sign[0];
  if (textAt(level, ['id'])?.startsWith('gen-') === true) return 'openrouter';
  const answers = valueAt(level, 'choices') !== undefined || valueAt(level, 'object') !== undefined;
  return answers ? undefined : textAt(level, PROVIDER);
}

/** A line of a batch's results: OpenAI wraps the body in `response`, Anthropic the message in `result`. */
function isBatch(levels: readonly JsonObject[]): boolean {
  return levels.some(
    (level) =>
      valueAt(level, 'custom_id') !== undefined && (valueAt(level, 'response.body') ?? valueAt(level, 'result.message')) !== undefined,
  );
}

/** Tools of OpenAI's responses that are billed per call, and the searches that ground an answer of Gemini. */
function toolCalls(level: JsonObject): readonly BilledItem[] {
  const output = listAt(level, 'output');
  const calls = (type: string): number => output.filter((item) => valueAt(item, 'type') === type && isSearch(item)).length;
  const queries = listAt(level, 'candidates').reduce((sum, candidate) => {
    const list = valueAt(candidate, 'groundingMetadata.webSearchQueries') ?? valueAt(candidate, 'grounding_metadata.web_search_queries');
    return sum + (Array.isArray(list) ? list.length : 0);
  }, 0);
  const items: readonly BilledItem[] = [
    { kind: 'web searches', count: calls('web_search_call') + queries, within: null },
    { kind: 'file searches', count: calls('file_search_call'), within: null },
    { kind: 'code sessions', count: calls('code_interpreter_call'), within: null },
  ];
  return items.filter(({ count }) => count > 0);
}

/** Opening a page that a search found is not billed again. */
function isSearch(item: JsonObject): boolean {
  const action = textAt(item, ['action.type']);
  return action === undefined || action === 'search';
}

function listAt(level: JsonObject, key: string): readonly JsonObject[] {
  const list = valueAt(level, key);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** AI SDK 4 and 5 keep Anthropic's cache counts beside the block, and later ones its whole block. Sums over several steps have neither. */
function withMetadata(block: JsonObject, trail: readonly JsonObject[]): JsonObject {
  const body = trail.at(-2);
  if (body === undefined || valueAt(body, 'totalUsage') === block) return block;
  const metadata = valueAt(body, 'providerMetadata.anthropic') ?? valueAt(body, 'experimental_providerMetadata.anthropic');
  if (!isObject(metadata)) return block;
  const raw = valueAt(metadata, 'usage');
  if (isObject(raw) && looksLikeUsage(raw)) return raw;
  const extra = ['cacheReadInputTokens', 'cacheCreationInputTokens'].flatMap((key): [string, number][] => {
    const count = countOf(valueAt(metadata, key));
    return count === undefined || valueAt(block, key) !== undefined || valueAt(block, 'inputTokenDetails') !== undefined
      ? []
      : [[key, count]];
  });
  return extra.length === 0 ? block : { ...block, ...Object.fromEntries(extra) };
}
