/**
 * A profile says what the metrics of one gateway mean. It is data: which metric adds to which fields of the ledger, and which labels name
 * model, team and user. The same profile reads a page of metrics, answers of a Prometheus server, and OTLP points.
 */
import { isField, type Field } from '../amounts.ts';

/**
 * What kind of number a metric is. The profile decides, because gateways declare accumulated money as `gauge` (Portkey) and creation
 * times too (LiteLLM). `budget-*` are gauges about a limit, in dollars or hours.
 */
export type MetricKind = 'counter' | 'budget-max' | 'budget-remaining' | 'budget-hours';

/** One thing that a gateway tells, under one of several names. */
export interface MetricRule {
  /** Patterns of whole names, the preferred one first. Only one name is read at a time: two spellings are the same money twice. */
  readonly names: readonly string[];
  readonly kind: MetricKind;
  /** Fields that each unit adds to. Which fields a token type adds to is how the token convention of a source is written down. */
  readonly adds: readonly Field[];
  /** Only series whose labels match these patterns (whole value; a missing label is the empty text). */
  readonly where?: Readonly<Record<string, string>>;
  /** No series with a label that matches its pattern. Patterns have no look-ahead: Prometheus knows none. */
  readonly unless?: Readonly<Record<string, string>>;
  /** Factor to the ledger's unit: 1,000,000 for dollars, 10,000 for cents. Default 1. */
  readonly factor?: number;
}

/** Labels by what they name, the preferred one first. A label that is missing or says "None" gives way to the next. */
export interface LabelRules {
  readonly model?: readonly string[];
  readonly requestedModel?: readonly string[];
  readonly provider?: readonly string[];
  readonly user?: readonly string[];
  readonly team?: readonly string[];
  readonly task?: readonly string[];
  /** Labels that are tags, with the name shown. A name that ends in `*` takes all labels that begin so. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Begin of labels that are yes-or-no tags (`tag_prod="true"`). */
  readonly flags?: string;
}

/** Everything about the metrics of one gateway. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** Names of metrics that only this gateway has; patterns of whole names. */
  readonly detect: readonly string[];
  /**
   * - `reported`: the gateway counts money. `notional`: the source estimates it at list prices, and a subscription may make it free.
   * - `computed`: no money; tokens × our list price.
   */
  readonly money: 'reported' | 'notional' | 'computed';
  readonly metrics: readonly MetricRule[];
  readonly labels: LabelRules;
  /** Series to leave out: label and pattern of the whole value. */
  readonly ignore?: Readonly<Record<string, string>>;
  /** The provider where no label names one. */
  readonly provider?: string;
  /** What cannot be known from these metrics, by figure, in words. */
  readonly lacks?: Readonly<Partial<Record<'cacheHitRate' | 'failedCalls' | 'calls' | 'users' | 'tasks', string>>>;
  /** What must be said beside the figures. */
  readonly notes?: readonly string[];
  /** Where these names come from. */
  readonly source: string;
}

/** Dollars to micro-dollars, as a factor of a {@link MetricRule}. */
export const USD = 1_000_000;

/** Names of model providers in OpenTelemetry that are not platform names (semantic conventions, `gen_ai.provider.name`, read 2026-11). */
export const OTEL_PROVIDERS: Readonly<Record<string, string>> = {
  'aws.bedrock': 'bedrock',
  'azure.ai.openai': 'azure-openai',
  'azure.ai.inference': 'azure-openai',
  'gcp.gemini': 'gemini',
  'gcp.gen_ai': 'gemini',
  'gcp.vertex_ai': 'vertex-gemini',
  mistral_ai: 'mistral',
  x_ai: 'xai',
  moonshot_ai: 'moonshot',
};

/** A profile made from a user's own data, or what is wrong with it, one sentence per problem. Nothing in it is ever run. */
export function checkProfile(data: unknown): { readonly profile: Profile } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const record = objectOf(data);
  if (record === undefined) return { problems: ['A profile is an object with id, metrics and labels.'] };
  const known = ['id', 'name', 'detect', 'money', 'metrics', 'labels', 'ignore', 'provider', 'notes'];
  for (const key of Object.keys(record)) if (!known.includes(key)) problems.push(`"${key}" is not a part of a profile.`);
  const id = typeof record.id === 'string' && /^[a-z0-9][a-z0-9-]{0,40}$/.test(record.id) ? record.id : undefined;
  if (id === undefined) problems.push('"id" must be a short name of lower-case letters, digits and dashes.');
  const money = record.money ?? 'computed';
  if (money !== 'reported' && money !== 'notional' && money !== 'computed') problems.push('"money" is reported, notional or computed.');
  const metrics = Array.isArray(record.metrics) ? record.metrics.flatMap((rule: unknown, at) => checkRule(rule, at, problems)) : [];
  if (metrics.length === 0) problems.push('"metrics" must list at least one metric.');
  if (metrics.length > 100) problems.push('"metrics" may have at most 100 entries.');
  const labels = checkLabels(record.labels, problems);
  const ignore = checkPatterns(record.ignore, '"ignore"', problems);
  const detect = textList(record.detect ?? []);
  if (detect === undefined) problems.push('"detect" must be a list of names.');
  for (const pattern of detect ?? []) checkPattern(pattern, '"detect"', problems);
  const texts = ['name', 'provider'].filter((key) => record[key] !== undefined && typeof record[key] !== 'string');
  for (const key of texts) problems.push(`"${key}" must be a text.`);
  const notes = textList(record.notes ?? []);
  if (notes === undefined) problems.push('"notes" must be a list of texts.');
  if (problems.length > 0 || id === undefined) return { problems };
  return {
    profile: {
      id,
      name: typeof record.name === 'string' ? record.name : id,
      detect: detect ?? [],
      money: money as Profile['money'],
      metrics,
      labels,
      ...(ignore === undefined ? {} : { ignore }),
      ...(typeof record.provider === 'string' ? { provider: record.provider } : {}),
      notes: notes ?? [],
      source: 'your own profile',
    },
  };
}

function checkRule(data: unknown, at: number, problems: string[]): MetricRule[] {
  const place = `metrics[${at}]`;
  const rule = objectOf(data);
  if (rule === undefined) {
    problems.push(`${place} must be an object.`);
    return [];
  }
  const before = problems.length;
  const names = textList(rule.names);
  if (names === undefined || names.length === 0) problems.push(`${place}.names must be a list of names.`);
  for (const pattern of names ?? []) checkPattern(pattern, `${place}.names`, problems);
  const kind = rule.kind ?? 'counter';
  if (!(typeof kind === 'string' && ['counter', 'budget-max', 'budget-remaining', 'budget-hours'].includes(kind))) {
    problems.push(`${place}.kind is counter, budget-max, budget-remaining or budget-hours.`);
  }
  const adds = textList(rule.adds ?? []) ?? [];
  for (const field of adds) if (!isField(field)) problems.push(`${place}.adds: there is no field ${field}.`);
  const factor = rule.factor ?? 1;
  if (typeof factor !== 'number' || !Number.isFinite(factor) || factor <= 0) problems.push(`${place}.factor must be a number over 0.`);
  const where = checkPatterns(rule.where, `${place}.where`, problems);
  const unless = checkPatterns(rule.unless, `${place}.unless`, problems);
  if (problems.length > before) return [];
  return [
    {
      names: names ?? [],
      kind: kind as MetricKind,
      adds: adds.filter(isField),
      factor: factor as number,
      ...(where === undefined ? {} : { where }),
      ...(unless === undefined ? {} : { unless }),
    },
  ];
}

function checkLabels(data: unknown, problems: string[]): LabelRules {
  const record = objectOf(data ?? {});
  if (record === undefined) {
    problems.push('"labels" must be an object.');
    return {};
  }
  const lists: Record<string, readonly string[]> = {};
  for (const [key, value] of Object.entries(record)) {
    if (key === 'tags' || key === 'flags') continue;
    const list = textList(value);
    if (!['model', 'requestedModel', 'provider', 'user', 'team', 'task'].includes(key) || list === undefined) {
      problems.push(`labels.${key} must be a list of label names of model, requestedModel, provider, user, team or task.`);
    } else lists[key] = list;
  }
  const tags = objectOf(record.tags ?? {});
  if (tags === undefined || Object.values(tags).some((value) => typeof value !== 'string'))
    problems.push('labels.tags must map labels to names.');
  return { ...lists, ...(tags === undefined ? {} : { tags: tags as Readonly<Record<string, string>> }) };
}

function checkPatterns(data: unknown, place: string, problems: string[]): Readonly<Record<string, string>> | undefined {
  if (data === undefined) return undefined;
  const record = objectOf(data);
  if (record === undefined || Object.values(record).some((value) => typeof value !== 'string')) {
    problems.push(`${place} must map labels to patterns.`);
    return undefined;
  }
  for (const pattern of Object.values(record)) checkPattern(String(pattern), place, problems);
  return record as Readonly<Record<string, string>>;
}

/** Only what cannot run away: letters, digits, the usual marks, `.*` at most twice, groups of alternatives without repetition. */
function checkPattern(pattern: string, place: string, problems: string[]): void {
  const harmless = pattern.length <= 200 && /^[\w:. \-/@|()?*[\]^]*$/.test(pattern) && !/[)\]][*?]|\*\*|\*\?/.test(pattern);
  if (!harmless || (pattern.match(/\*/g) ?? []).length > 2) {
    problems.push(`${place}: "${pattern.slice(0, 60)}" is not a simple pattern (names, .* at most twice, and alternatives).`);
    return;
  }
  try {
    new RegExp(pattern);
  } catch (error) {
    problems.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function objectOf(data: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Readonly<Record<string, unknown>>) : undefined;
}

function textList(data: unknown): readonly string[] | undefined {
  return Array.isArray(data) && data.length <= 50 && data.every((entry): entry is string => typeof entry === 'string') ? data : undefined;
}
