/**
 * Public price lists and a gateway's own model info as price records. Data comes in as parsed JSON of unknown shape; nothing is asked for
 * here. A model whose prices cannot be said exactly in our terms is left out with a reason: no price is better than a wrong one.
 *
 * Formats: OpenRouter `GET /api/v1/models` (types of @openrouter/sdk 1.3.19), models.dev `api.json` (its schema, 2026), LiteLLM
 * `model_prices_and_context_window.json` (its JSON schema, 2026) and LiteLLM's `GET /model/info`.
 */
import { platformOf } from './platforms.ts';
import { writeLifetime } from './write-lifetime.ts';
import type { PriceRates, PriceRecord, PriceTier, PriceWindow, ServicePrice, UtcDay } from './price-record.ts';

/** The lists that can be read. */
export const PRICE_LIST_FORMATS = ['openrouter', 'models.dev', 'litellm', 'litellm-model-info'] as const;

/** One of {@link PRICE_LIST_FORMATS}. */
export type PriceListFormat = (typeof PRICE_LIST_FORMATS)[number];

/** Where a list was read, and on which day (`YYYY-MM-DD`). */
export interface ListOrigin {
  readonly source: string;
  readonly asOf: string;
}

/** What a list says. */
export interface DecodedList {
  readonly records: readonly PriceRecord[];
  /** One sentence per model that was left out although it has a price, at most a hundred; and about the list as a whole. */
  readonly problems: readonly string[];
}

/** Reads a list. Never throws: what has another form gives no records and one problem. */
export function decodePriceList(format: PriceListFormat, body: unknown, origin: ListOrigin): DecodedList {
  const found = readers[format](body);
  if (found === undefined) return { records: [], problems: [`This is no list of the form "${format}".`] };
  const records: PriceRecord[] = [];
  const problems: string[] = [];
  for (const [name, row] of found.slice(0, MAX_ROWS)) {
    if (typeof row === 'string') problems.push(`${name}: ${row}`);
    else if (row !== undefined) records.push({ ...row, source: origin.source, asOf: origin.asOf, confidence: confidenceOf(format) });
  }
  if (found.length > MAX_ROWS) problems.push(`The list has ${found.length} models; only the first ${MAX_ROWS} are read.`);
  return { records, problems: problems.slice(0, MAX_PROBLEMS) };
}

const MAX_ROWS = 20_000;
const MAX_PROBLEMS = 100;

/** A record without its origin; a text is the reason for leaving a priced model out; undefined is a model without a price per token. */
type Row = Omit<PriceRecord, 'source' | 'asOf' | 'confidence'> | string | undefined;
type Reader = (body: unknown) => readonly (readonly [name: string, row: Row])[] | undefined;

const readers: Readonly<Record<PriceListFormat, Reader>> = {
  openrouter: (body) =>
    list(fieldsOf(body)?.data)?.map((model) => [text(fieldsOf(model)?.id) ?? '?', openRouterRow(fieldsOf(model))] as const),
  'models.dev': modelsDevRows,
  litellm: (body) => {
    const entries = Object.entries(fieldsOf(body) ?? {}).filter(([id]) => id !== 'sample_spec' && id !== 'fallback_generalizations');
    const isList = entries.some(([, entry]) => fieldsOf(entry)?.litellm_provider !== undefined);
    return isList ? entries.map(([id, entry]) => [id, liteLlmRow(id, fieldsOf(entry))] as const) : undefined;
  },
  'litellm-model-info': (body) =>
    list(fieldsOf(body)?.data)?.map((model) => {
      const { model_name: name, model_info: info } = fieldsOf(model) ?? {};
      // The gateway bills whoever calls it under this name, whatever stands behind it.
      const row = liteLlmRow(text(name) ?? '', fieldsOf(info));
      return [text(name) ?? '?', typeof row === 'object' ? { ...row, provider: '*', id: text(name) ?? '' } : row] as const;
    }),
};

function confidenceOf(format: PriceListFormat): PriceRecord['confidence'] {
  return format === 'litellm-model-info' ? 'declared' : 'third-party';
}

/** OpenRouter: texts in $ per token; `discount` is a fraction; `overrides` apply when all their conditions do, the last one wins. */
function openRouterRow(model: Fields | undefined): Row {
  const id = text(model?.id);
  const pricing = fieldsOf(model?.pricing);
  if (id === undefined || pricing === undefined) return undefined;
  const discount = amount(pricing.discount) ?? 0;
  if (discount < 0 || discount >= 1) return 'its discount is no fraction';
  const base = openRouterRates(id, pricing, discount);
  if (base?.in === undefined || base.out === undefined || base.in <= 0 || base.out <= 0) return undefined;
  if ((amount(pricing.request) ?? 0) > 0) return 'it has a price per request besides the one per token';
  const tiers: PriceTier[] = [];
  const windows: PriceWindow[] = [];
  for (const entry of list(pricing.overrides) ?? []) {
    const override = fieldsOf(entry) ?? {};
    const rates = { ...base, ...openRouterRates(id, override, discount) };
    const above = amount(override.min_prompt_tokens);
    const timed = ['utc_start', 'utc_end', 'utc_days'].some((key) => override[key] !== undefined && override[key] !== null);
    if (above !== undefined && timed) return 'its price depends on length and hour together';
    if (above !== undefined) tiers.push({ ...rates, promptAbove: above });
    else if (timed) {
      const window = openRouterWindow(override, rates);
      if (window === undefined) return 'the hours of its price cannot be read';
      windows.push(window);
    } else return 'a part of its price has no condition';
  }
  const { context_length: context } = model ?? {};
  return {
    provider: 'openrouter',
    id,
    ...base,
    ...(tiers.length === 0 ? {} : { tiers }),
    // Of several windows that hold at once the last one wins there, the first one here.
    ...(windows.length === 0 ? {} : { windows: windows.reverse() }),
    ...limits(context, fieldsOf(model?.top_provider)?.max_completion_tokens),
  };
}

function openRouterRates(id: string, pricing: Fields, discount: number): PriceRates | undefined {
  const price = (key: string): number | undefined => {
    const perToken = amount(pricing[key]);
    return perToken === undefined ? undefined : perMillion(perToken * (1 - discount));
  };
  const write = price('input_cache_write');
  const hour = price('input_cache_write_1h');
  const writes = {
    ...(write === undefined || write === 0 ? {} : { [writeLifetime('openrouter', id)]: write }),
    ...(hour === undefined || hour === 0 ? {} : { '1h': hour }),
  };
  return without({
    in: price('prompt'),
    out: price('completion'),
    read: price('input_cache_read') || undefined,
    writes: Object.keys(writes).length === 0 ? undefined : writes,
  });
}

const DAYS: Readonly<Record<string, UtcDay>> = {
  sunday: 'sun',
  monday: 'mon',
  tuesday: 'tue',
  wednesday: 'wed',
  thursday: 'thu',
  friday: 'fri',
  saturday: 'sat',
};

/** Times are numbers `HHMM`, half-open; days are names in lower case, all days when there are none. */
function openRouterWindow(override: Fields, rates: PriceRates): PriceWindow | undefined {
  const time = (value: unknown, otherwise: string): string | undefined => {
    if (value === undefined || value === null) return otherwise;
    const number = amount(value);
    if (number === undefined || !Number.isInteger(number) || number < 0 || number > 2400 || number % 100 > 59) return undefined;
    return `${String(Math.floor(number / 100)).padStart(2, '0')}:${String(number % 100).padStart(2, '0')}`;
  };
  const [from, to] = [time(override.utc_start, '00:00'), time(override.utc_end, '24:00')];
  const named = list(override.utc_days)?.map((day) => DAYS[text(day) ?? '']);
  const days = named ?? Object.values(DAYS);
  if (from === undefined || to === undefined || days.includes(undefined)) return undefined;
  return { ...rates, utcDays: days.filter((day) => day !== undefined), from, to };
}

/** models.dev: $ per million tokens, by provider; tiers by the size of the prompt. */
function modelsDevRows(body: unknown): readonly (readonly [string, Row])[] | undefined {
  const providers = Object.entries(fieldsOf(body) ?? {}).filter(([, provider]) => fieldsOf(fieldsOf(provider)?.models) !== undefined);
  if (providers.length === 0) return undefined;
  return providers.flatMap(([key, provider]) => {
    // Plans and resellers that we do not know by name would only fill the book.
    const platform = platformOf(key)?.key;
    if (platform === undefined) return [];
    return Object.entries(fieldsOf(fieldsOf(provider)?.models) ?? {}).map(
      ([id, model]) => [`${platform}/${id}`, modelsDevRow(platform, id, fieldsOf(model))] as const,
    );
  });
}

function modelsDevRow(provider: string, id: string, model: Fields | undefined): Row {
  const cost = fieldsOf(model?.cost);
  const rates = cost === undefined ? undefined : modelsDevRates(provider, id, cost);
  if (cost === undefined || rates?.in === undefined || rates.out === undefined || rates.in <= 0 || rates.out <= 0) return undefined;
  const reasoning = amount(cost.reasoning);
  if (reasoning !== undefined && reasoning !== rates.out) return 'reasoning has a price of its own';
  const tiers: PriceTier[] = [];
  for (const entry of list(cost.tiers) ?? []) {
    const tier = fieldsOf(entry) ?? {};
    const { type, size } = fieldsOf(tier.tier) ?? {};
    const promptAbove = amount(size);
    if ((type !== undefined && type !== 'context') || promptAbove === undefined) return 'a tier of its price cannot be read';
    // What a tier does not list it does not have: the price below would be too low.
    tiers.push({ in: rates.in, out: rates.out, ...modelsDevRates(provider, id, tier), promptAbove });
  }
  const legacy = fieldsOf(cost.context_over_200k);
  if (tiers.length === 0 && legacy !== undefined)
    tiers.push({ in: rates.in, out: rates.out, ...modelsDevRates(provider, id, legacy), promptAbove: 200_000 });
  const limit = fieldsOf(model?.limit);
  return { provider, id, ...rates, ...(tiers.length === 0 ? {} : { tiers }), ...limits(limit?.context, limit?.output) };
}

function modelsDevRates(provider: string, id: string, cost: Fields): PriceRates {
  const write = amount(cost.cache_write);
  return without({
    in: amount(cost.input),
    out: amount(cost.output),
    read: amount(cost.cache_read) || undefined,
    writes: write === undefined || write === 0 ? undefined : { [writeLifetime(provider, id)]: write },
  });
}

/** LiteLLM: $ per token, one flat key per price: `input_cost_per_token_above_200k_tokens_priority`. */
function liteLlmRow(name: string, entry: Fields | undefined): Row {
  if (entry === undefined) return undefined;
  const { mode } = entry;
  if (mode !== undefined && mode !== null && mode !== 'chat' && mode !== 'responses' && mode !== 'completion') return undefined;
  const slug = text(entry.litellm_provider) ?? '';
  const platform = platformOf(slug)?.key ?? (slug === '' ? '*' : slug);
  const id = name.startsWith(`${slug}/`) ? name.slice(slug.length + 1) : name;
  const base = liteLlmRates(platform, id, entry, '');
  if (base.in === undefined || base.out === undefined || base.in <= 0 || base.out <= 0) return undefined;
  const thresholds = new Set(Object.keys(entry).flatMap((key) => /^input_cost_per_token_above_(\d+)k_tokens$/.exec(key)?.[1] ?? []));
  const tiers = [...thresholds].map((thousands): PriceTier => {
    const suffix = `_above_${thousands}k_tokens`;
    return { in: base.in, out: base.out, ...liteLlmRates(platform, id, entry, suffix), promptAbove: Number(thousands) * 1000 };
  });
  const service: Record<string, ServicePrice> = {};
  for (const [tier, suffix] of SERVICES) {
    const [input, output] = [amount(entry[`input_cost_per_token${suffix}`]), amount(entry[`output_cost_per_token${suffix}`])];
    if (input === undefined || output === undefined || input <= 0 || output <= 0) continue;
    const [factor, outFactor] = [ratio(perMillion(input), base.in), ratio(perMillion(output), base.out)];
    service[tier] = { factor, ...(outFactor === factor ? {} : { outFactor }) };
  }
  const { max_input_tokens: context, max_output_tokens: output } = entry;
  return {
    provider: platform,
    id,
    ...base,
    ...(tiers.length === 0 ? {} : { tiers }),
    ...(Object.keys(service).length === 0 ? {} : { service }),
    ...limits(context, output),
  };
}

/** Service tiers of the list, and how its keys end for them. */
const SERVICES: readonly (readonly [string, string])[] = [
  ['batch', '_batches'],
  ['flex', '_flex'],
  ['priority', '_priority'],
];

function liteLlmRates(platform: string, id: string, entry: Fields, suffix: string): PriceRates {
  const price = (key: string): number | undefined => {
    const value = amount(entry[`${key}${suffix}`]);
    return value === undefined ? undefined : perMillion(value);
  };
  const write = price('cache_creation_input_token_cost');
  const hour = price('cache_creation_input_token_cost_above_1hr');
  // The list has one price for the usual lifetime and one for an hour.
  const writes = {
    ...(write === undefined || write === 0 ? {} : { [writeLifetime(platform, id)]: write }),
    ...(hour === undefined || hour === 0 ? {} : { '1h': hour }),
  };
  return without({
    in: price('input_cost_per_token'),
    out: price('output_cost_per_token'),
    read: (price('cache_read_input_token_cost') ?? price('input_cost_per_token_cache_hit')) || undefined,
    writes: Object.keys(writes).length === 0 ? undefined : writes,
  });
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number of 0 or more, written as one or as a text. */
function amount(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** $ per token as $ per million, without the last digits that binary fractions leave behind. */
function perMillion(perToken: number): number {
  return Number((perToken * 1e6).toPrecision(12));
}

function ratio(part: number, whole: number): number {
  return Number((part / whole).toPrecision(9));
}

function limits(context: unknown, output: unknown): Pick<PriceRecord, 'context' | 'maxOutput'> {
  const whole = (value: unknown): number | undefined => {
    const number = amount(value);
    return number !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
  };
  const [window, longest] = [whole(context), whole(output)];
  return { ...(window === undefined ? {} : { context: window }), ...(longest === undefined ? {} : { maxOutput: longest }) };
}

/** The fields that have a value. */
function without<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
