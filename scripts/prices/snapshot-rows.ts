/** From the model data of the price package to rows of snapshot.json: which platforms, which entries, and what a 0 means. */

import { writeLifetime } from '../../src/core/pricing/write-lifetime.ts';

/** Writes by lifetime in $ per 1M tokens. */
export type Writes = Readonly<Record<string, number>> | null;
/** `[promptAbove, in, out, read, writes]` */
export type TierRow = readonly [number, number, number, number | null, Writes];
/** `[in, out, read, writes, context, maxOutput, tiers?]` */
export type Row = readonly [number, number, number | null, Writes, number | null, number | null, (readonly TierRow[])?];
/** Rows by platform key and model id. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Rows, and remarks on what was left out. `unexpected` entries should stop a build until a person has looked. */
export interface Extract {
  readonly rows: Rows;
  readonly dropped: readonly string[];
  readonly unexpected: readonly string[];
}

/** Data file of the package → platform key. Plans, resellers without own prices and yuan price lists are left out on purpose. */
const PLATFORM_FILES: readonly (readonly [string, string])[] = [
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google', 'gemini'],
  ['google-vertex', 'vertex-gemini'],
  ['amazon-bedrock', 'bedrock'],
  ['azure', 'azure-openai'],
  ['deepseek', 'deepseek'],
  ['xai', 'xai'],
  ['mistral', 'mistral'],
  ['groq', 'groq'],
  ['together', 'together'],
  ['fireworks', 'fireworks'],
  ['moonshotai', 'moonshot'],
  ['minimax', 'minimax'],
  ['zai', 'zai'],
  ['cerebras', 'cerebras'],
  ['meta', 'meta'],
  ['xiaomi', 'xiaomi'],
  ['baseten', 'baseten'],
  ['openrouter', 'openrouter'],
  ['vercel-ai-gateway', 'vercel-ai-gateway'],
];

/**
 * Entries known to carry no price: free, preview, or a router that picks a model. They stay out of the snapshot, so that they
 * show as unpriced. `:free` ids of OpenRouter need no entry here. Anything else with a price of 0 stops the build.
 */
const NO_PRICE: readonly string[] = [
  'gemini/gemma-4-26b-a4b-it',
  'gemini/gemma-4-31b-it',
  'mistral/labs-devstral-small-2512',
  'mistral/labs-leanstral-1-5-1',
  'zai/glm-5.2-highspeed',
  'zai/glm-5.3-highspeed',
  'openrouter/auto',
  'openrouter/openrouter/auto',
  'openrouter/openrouter/auto-beta',
  'openrouter/openrouter/auto-code',
  'openrouter/openrouter/free',
  'openrouter/openrouter/fusion',
  'openrouter/openrouter/pareto-code',
  'openrouter/typesafe/jev-router',
  'vercel-ai-gateway/humansand/ampersand-v0.1',
  'vercel-ai-gateway/nvidia/nemotron-3.5-lightning-free',
  'vercel-ai-gateway/reflection/beam',
  'vercel-ai-gateway/reflection/beam-free',
  'vercel-ai-gateway/spacexai/grok-voice-3.0',
  'vercel-ai-gateway/stealth/glyph-cluster',
];

/** Reads every platform file. `read` returns the text of `<name>.json`, or undefined when the package has no such file. */
export function extractRows(read: (name: string) => string | undefined): Extract {
  const dropped: string[] = [];
  const unexpected: string[] = [];
  const rows = new Map<string, ReadonlyMap<string, Row>>();
  for (const [file, platform] of PLATFORM_FILES) {
    const text = read(file);
    if (text === undefined) {
      unexpected.push(`${file}.json is missing from the package`);
      continue;
    }
    rows.set(platform, platformRows(platform, JSON.parse(text), dropped, unexpected));
  }
  return { rows, dropped, unexpected };
}

function platformRows(platform: string, data: unknown, dropped: string[], unexpected: string[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const [, models] of entriesOf(data)) {
    for (const [key, model] of entriesOf(models)) {
      // "classifier:" and "image:" entries repeat chat ids at other prices.
      if (!key.startsWith('chat:')) continue;
      const id = key.slice('chat:'.length);
      const name = `${platform}/${id}`;
      const entry = new Map(entriesOf(model));
      if (entry.get('id') !== id) unexpected.push(`${name}: key and id differ`);
      const cost = new Map(entriesOf(entry.get('cost')));
      const [input, output] = [money(cost.get('input')), money(cost.get('output'))];
      if (input === null || output === null) {
        if (NO_PRICE.includes(name) || id.endsWith(':free')) dropped.push(`${name}: no price`);
        else unexpected.push(`${name}: input or output price is 0 or not a price`);
        continue;
      }
      const reading = money(cost.get('cacheRead'));
      if (isMixture(platform, input, output, reading)) {
        dropped.push(`${name}: ${String(input)} in, ${String(output)} out and ${String(reading)} read cannot belong to one seller`);
        continue;
      }
      if (rows.has(id)) unexpected.push(`${name}: listed twice`);
      const tiers = (cost.get('tiers') as readonly unknown[] | undefined)?.map((tier) => tierRow(platform, id, tier, unexpected)) ?? [];
      const writes = writesOf(platform, id, cost, input, dropped);
      const common: Row = [input, output, reading, writes, count(entry.get('contextWindow')), count(entry.get('maxTokens'))];
      rows.set(id, tiers.length === 0 ? common : ([...common, tiers.sort((a, b) => a[0] - b[0])] as unknown as Row));
    }
  }
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tierRow(platform: string, id: string, tier: unknown, unexpected: string[]): TierRow {
  const cost = new Map(entriesOf(tier));
  const [above, input, output] = [count(cost.get('inputTokensAbove')), money(cost.get('input')), money(cost.get('output'))];
  if (above === null || input === null || output === null) unexpected.push(`${platform}/${id}: a tier without threshold or price`);
  return [above ?? 0, input ?? 0, output ?? 0, money(cost.get('cacheRead')), writesOf(platform, id, cost, input ?? 0, [])];
}

/** In this data 0 means "none listed". A price that is no finite positive number is treated alike, and stops the build for in and out. */
function money(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/**
 * Resellers list several sellers per model, and some rows of the data combine the lowest figure of each: z-ai/glm-5.2 at 0.0062 in and
 * 6.8 out. The mark of such a row is a cache read price just under an input price that is far too low. A request priced so
 * would come out up to 200 times too cheap, so the row is left out.
 */
function isMixture(platform: string, input: number, output: number, read: number | null): boolean {
  if (read === null || (platform !== 'openrouter' && platform !== 'vercel-ai-gateway')) return false;
  return (read / input > 0.75 && read < input) || (read / input > 0.5 && output / input > 12);
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/**
 * A write stores tokens that were also processed, so it cannot cost less than input. Where the data says so (OpenRouter's
 * Gemini rows hold the storage part only, MiniMax highspeed rows repeat the price of the slow model) the figure is left out
 * and writes count as plain input.
 */
function writesOf(platform: string, id: string, cost: ReadonlyMap<string, unknown>, input: number, dropped: string[]): Writes {
  const price = money(cost.get('cacheWrite'));
  if (price === null) return null;
  if (price < input) {
    dropped.push(`${platform}/${id}: write price ${String(price)} is below the input price ${String(input)}`);
    return null;
  }
  return { [writeLifetime(platform, id)]: price };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
