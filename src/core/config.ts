/** Every setting, declared once: the manifest and the documentation are generated from here. */

import { USER_PRICE_KEYS, userPriceProblem, type UserPrice } from './pricing/index.ts';

/** How a finding is shown; `off` hides it. */
export type Severity = 'off' | 'hint' | 'information' | 'warning' | 'error';

/** Where the cost of a call is shown. */
export type CostHints = 'codeLens' | 'endOfLine' | 'off';

/** Public price lists that can be downloaded. */
export type PriceRefresh = 'off' | 'openrouter' | 'models.dev' | 'litellm';

/** Settings as core uses them. */
export interface Settings {
  readonly costHints: CostHints;
  /** Whether long prompt texts and cache boundaries carry hints. */
  readonly promptHints: boolean;
  /** The public price list that is downloaded once a day; `off` for none. */
  readonly priceRefresh: PriceRefresh;
  /** Output tokens assumed for a request whose output nobody has measured. */
  readonly expectedOutputTokens: number;
  /** Tokens that each turn of a conversation adds besides the answer, where the source does not show them. */
  readonly turnTokens: number;
  /** US dollars per call above which a missing output limit is a warning. */
  readonly worstCaseWarningUsd: number;
  /** Severity by rule id; rules that are not named keep their own. */
  readonly rules: Readonly<Record<string, Severity>>;
  /** Whether findings are shown in test files. */
  readonly lintTests: boolean;
  /** Prices of the user's own by model id; they stand above all others. */
  readonly prices: Readonly<Record<string, UserPrice>>;
}

/** The declaration of one setting. */
export interface SettingDeclaration {
  readonly key: keyof Settings;
  /** VS Code scope. Settings that a repository may set are `resource`; none of them names a URL, a key or a program. */
  readonly scope: 'resource' | 'window' | 'machine';
  readonly type: 'string' | 'number' | 'boolean' | 'object';
  readonly default: unknown;
  readonly doc: string;
  readonly values?: readonly { readonly value: string; readonly doc: string }[];
  readonly minimum?: number;
  /** What is wrong with a value of type `object`, as half a sentence; undefined when nothing is. */
  refusal?(value: unknown): string | undefined;
  /** Form of the entries of an object, for editors that complete settings. */
  readonly entries?: Readonly<Record<string, unknown>>;
}

/** All settings in the order in which they are shown. */
export const settingDeclarations: readonly SettingDeclaration[] = [
  {
    key: 'costHints',
    scope: 'resource',
    type: 'string',
    default: 'codeLens',
    doc: 'Where the cost of a call is shown.',
    values: [
      { value: 'codeLens', doc: 'On a line of its own above the call.' },
      { value: 'endOfLine', doc: 'At the end of the line, without moving any line.' },
      { value: 'off', doc: 'Nowhere; hovers and findings stay.' },
    ],
  },
  {
    key: 'promptHints',
    scope: 'resource',
    type: 'boolean',
    default: false,
    doc: 'Show the number of tokens at the end of long prompt texts, and where the part of a prompt ends that a cache can keep.',
  },
  {
    key: 'expectedOutputTokens',
    scope: 'resource',
    type: 'number',
    default: 300,
    minimum: 0,
    doc: 'Output tokens assumed per request, where nothing better is known. Every cost that rests on it says so.',
  },
  {
    key: 'turnTokens',
    scope: 'resource',
    type: 'number',
    default: 200,
    minimum: 0,
    doc: "Tokens that each turn of a conversation or an agent adds besides the answer, where the source does not show them: the user's next message, the results of tools.",
  },
  {
    key: 'worstCaseWarningUsd',
    scope: 'resource',
    type: 'number',
    default: 0.25,
    minimum: 0,
    doc: 'A call without an output limit is a warning when answers of maximum length in a loop cost more than this many US dollars, and a hint when somebody outside asks for the answer and a single one costs more than twice as much.',
  },
  {
    key: 'rules',
    scope: 'resource',
    type: 'object',
    default: {},
    doc: 'Severity by rule id: `off`, `hint`, `information`, `warning` or `error`.',
    refusal: severityProblem,
  },
  {
    key: 'lintTests',
    scope: 'resource',
    type: 'boolean',
    default: false,
    doc: 'Show findings in test files and fixtures too, and in folders of examples also the notes about traffic. Costs are always shown.',
  },
  {
    key: 'prices',
    // Of the machine, not of a workspace: a repository declares its prices in pennylint.yaml, where everybody sees them.
    scope: 'machine',
    type: 'object',
    default: {},
    doc: 'Your own prices by model id, in US dollars per million tokens: `{"my-model": {"input": 2, "output": 8, "cacheRead": 0.2}}`. They stand above `pennylint.yaml` and every list.',
    refusal: userPriceProblem,
    entries: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        USER_PRICE_KEYS.map((key) => [key, { type: key === 'provider' || key === 'asOf' ? 'string' : 'number' }]),
      ),
    },
  },
  {
    key: 'priceRefresh',
    // Of the machine: whether anything is asked for is nothing that a repository decides.
    scope: 'machine',
    type: 'string',
    default: 'off',
    doc: 'Download a public price list once a day. Nothing is sent but the request for the list. Its prices stand below your own and those of `pennylint.yaml`, and above those that come with Pennylint.',
    values: [
      { value: 'off', doc: 'Nothing is downloaded; prices are those that come with Pennylint.' },
      { value: 'openrouter', doc: 'OpenRouter: https://openrouter.ai/api/v1/models' },
      { value: 'models.dev', doc: 'models.dev: https://models.dev/api.json' },
      { value: 'litellm', doc: 'LiteLLM: model_prices_and_context_window.json on GitHub' },
    ],
  },
];

/** The defaults of all settings. */
export const defaultSettings: Settings = Object.freeze(
  Object.fromEntries(settingDeclarations.map(({ key, default: value }) => [key, value])),
) as unknown as Settings;

const severities: readonly string[] = ['off', 'hint', 'information', 'warning', 'error'];

/** Checked settings and what was wrong with the given ones. */
export interface CheckedSettings {
  readonly settings: Settings;
  /** One sentence per value that was refused; its default is used instead. */
  readonly problems: readonly string[];
}

/** Reads settings from untrusted input: every value that has the wrong form is replaced by its default and reported. */
export function checkSettings(input: unknown): CheckedSettings {
  const given = isRecord(input) ? input : {};
  const problems: string[] = [];
  const result: Record<string, unknown> = {};
  for (const declaration of settingDeclarations) {
    const value = Object.hasOwn(given, declaration.key) ? given[declaration.key] : undefined;
    const reason = value === undefined || value === null ? undefined : refusal(declaration, value);
    if (reason !== undefined)
      problems.push(`Setting pennylint.${declaration.key} ${reason}; ${JSON.stringify(declaration.default)} is used.`);
    result[declaration.key] = value === undefined || value === null || reason !== undefined ? declaration.default : value;
  }
  return { settings: result as unknown as Settings, problems };
}

function refusal(declaration: SettingDeclaration, value: unknown): string | undefined {
  switch (declaration.type) {
    case 'string': {
      const allowed = declaration.values?.map((entry) => entry.value) ?? [];
      return typeof value === 'string' && allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;
    }
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && value >= (declaration.minimum ?? -Infinity)
        ? undefined
        : `must be a number of at least ${declaration.minimum ?? 0}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'object':
      return declaration.refusal === undefined && !isRecord(value) ? 'must be an object' : declaration.refusal?.(value);
  }
}

function severityProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'must be an object of rule ids and severities';
  const wrong = Object.entries(value).find(([, severity]) => typeof severity !== 'string' || !severities.includes(severity));
  return wrong === undefined ? undefined : `has no severity ${JSON.stringify(wrong[1])} (for ${wrong[0]})`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a path belongs to tests, fixtures or examples of tests, by the usual names. */
export function isTestPath(path: string): boolean {
  return /(^|\/)(tests?|__tests__|testing|fixtures?|spec|specs|testdata)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest|tests)\.py$|\.(test|spec)\.[cm]?[jt]sx?$/i.test(
    path,
  );
}

/** Folders of examples, lessons or measurements, also with words before them (`agent_tutorials`, `voice-memory-demo`). */
const EXAMPLES =
  /(^|\/)(?:(?:[^/]*[-_. ])?(?:examples|samples|demos?|tutorials?|cookbooks?|lessons|workshops?|notebooks|evals|benchmarks|contributions)|examples?|samples?|lessons?|courses?|playgrounds?|evals?|benchmarks?)\//i;

/** Whether a path belongs to examples, lessons or measurements, which run a few times at most, by the usual names of folders. */
export function isExamplePath(path: string): boolean {
  return EXAMPLES.test(path);
}
