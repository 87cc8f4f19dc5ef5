/** Prices of what providers bill by use beside tokens: searches, containers. Data, with the day on which it was read. */
import { matchesPattern } from './resolve.ts';

/** The price of one use of a tool that the provider runs. */
export interface PerUsePrice {
  /** What is counted: `search`, `grounded prompt`, `container session of 20 minutes`. */
  readonly unit: string;
  /** US dollars per unit; 0 where only tokens are billed. */
  readonly usd: number;
  /** What comes free of charge, or what else is billed, in words. */
  readonly note?: string;
  readonly source: string;
  readonly asOf: string;
}

interface Row extends PerUsePrice {
  readonly provider: string;
  /** Kinds of tools as {@link hostedToolOf} names them. */
  readonly tools: readonly string[];
  /** Patterns of model ids; missing: every model. The first row that fits counts. */
  readonly models?: readonly string[];
}

const OPENAI = { source: 'OpenAI pricing page, read by a third party', asOf: '2026-03-20' };
const ANTHROPIC = { source: 'Anthropic pricing page, read by a third party', asOf: '2026-02-07' };
const GOOGLE = { source: 'Gemini API pricing page, read by a third party', asOf: '2026-09-20' };
const XAI = { source: 'xAI models and pricing page, read by a third party', asOf: '2026-05-06' };

const rows: readonly Row[] = [
  { provider: 'openai', tools: ['web_search'], unit: 'search', usd: 0.01, note: 'what is found is billed as input tokens', ...OPENAI },
  {
    provider: 'openai',
    tools: ['web_search_preview'],
    models: ['gpt-4o*', 'gpt-4.1*'],
    unit: 'search',
    usd: 0.025,
    note: 'what is found is free of charge',
    ...OPENAI,
  },
  {
    provider: 'openai',
    tools: ['web_search_preview'],
    unit: 'search',
    usd: 0.01,
    note: 'what is found is billed as input tokens',
    ...OPENAI,
  },
  {
    provider: 'openai',
    tools: ['file_search'],
    unit: 'search',
    usd: 0.0025,
    note: 'keeping the files is billed per GB and day',
    ...OPENAI,
  },
  {
    provider: 'openai',
    tools: ['code_interpreter', 'shell'],
    unit: 'container session of 20 minutes',
    usd: 0.03,
    note: 'for 1 GB of memory; larger containers cost more',
    ...OPENAI,
  },
  {
    provider: 'anthropic',
    tools: ['web_search'],
    unit: 'search',
    usd: 0.01,
    note: 'what is found is billed as input tokens',
    ...ANTHROPIC,
  },
  { provider: 'anthropic', tools: ['web_fetch'], unit: 'fetch', usd: 0, note: 'what is fetched is billed as input tokens', ...ANTHROPIC },
  {
    provider: 'anthropic',
    tools: ['code_execution'],
    unit: 'container hour',
    usd: 0.05,
    note: '1,550 hours a month are free of charge',
    ...ANTHROPIC,
  },
  {
    provider: 'gemini',
    tools: ['google_search'],
    models: ['gemini-1*', 'gemini-2*'],
    unit: 'grounded prompt',
    usd: 0.035,
    note: '1,500 a day are free of charge',
    ...GOOGLE,
  },
  {
    provider: 'gemini',
    tools: ['google_search'],
    models: ['gemini-3*'],
    unit: 'search',
    usd: 0.014,
    note: '5,000 a month are free of charge',
    ...GOOGLE,
  },
  { provider: 'xai', tools: ['web_search', 'x_search', 'code_interpreter'], unit: 'call', usd: 0.005, ...XAI },
  { provider: 'xai', tools: ['file_search'], unit: 'call', usd: 0.0025, ...XAI },
];

/** The price of one use of a kind of tool; undefined when none is known: then nothing is said, for it may cost something. */
export function perUsePrice(provider: string, model: string, tool: string): PerUsePrice | undefined {
  return rows.find(
    (row) =>
      row.provider === provider && row.tools.includes(tool) && (row.models?.some((pattern) => matchesPattern(pattern, model)) ?? true),
  );
}

/** Kinds of tools that providers run, by the `type` or the only key of their definition, without version and spelling. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^web_?search_?preview/, 'web_search_preview'],
  [/^web_?search/, 'web_search'],
  [/^web_?fetch/, 'web_fetch'],
  [/^x_?search/, 'x_search'],
  [/^(?:google_?search|google_?search_?retrieval)$/, 'google_search'],
  [/^(?:file_?search|collections_?search)/, 'file_search'],
  [/^(?:code_?interpreter)/, 'code_interpreter'],
  [/^code_?execution/, 'code_execution'],
  [/^shell$/, 'shell'],
];

/** The kind of a tool that a provider runs, from its definition as JSON; undefined for tools that the program runs. */
export function hostedToolOf(json: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Definitions that code makes are no JSON; none of them is run by a provider.
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { type, function: own, input_schema: schema } = value as Readonly<Record<string, unknown>>;
  if (own !== undefined || schema !== undefined) return undefined;
  const keys = Object.keys(value);
  const name = typeof type === 'string' ? type : keys.length === 1 ? keys[0] : undefined;
  return name === undefined ? undefined : KINDS.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1];
}
