/** Every key of pennylint.yaml, declared once. Reading, completion, hover and schemas/pennylint.schema.json follow from here. */
import { settingDeclarations } from '../config.ts';
import { rules } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { choice, either, keysOf, listOf, mapOf, number, text, whole, type Reading } from './shape.ts';

/** Names of the file, strongest first; a folder's first one counts. */
export const CONFIG_NAMES = ['pennylint.yaml', 'pennylint.yml', 'pennylint.json'] as const;

/** True for the URI or path of a pennylint.yaml under any of its names. */
export function isProjectConfig(uri: string): boolean {
  return /(^|[\\/:])pennylint\.(ya?ml|json)$/.test(uri);
}

/** Severities as words of the file. */
export const severityShape = choice('off', 'hint', 'information', 'warning', 'error');

const MAX_USD = 1_000_000_000;
const usd = number(0, MAX_USD);
const tokens = whole(0, 1_000_000_000);
const usdPerMTok = number(0, 100_000);
const patterns = listOf(text('pattern'));

const price = keysOf({
  model: {
    doc: 'The model that answers under this name, for deployments and aliases: `model: gpt-4o`. Tokens, caching rules and prices are those of that model.',
    shape: text('model'),
  },
  provider: { doc: 'Who sells it at this price, for example `azure`. Missing: whoever is called.', shape: text('provider') },
  input: { doc: 'US dollars per million input tokens.', shape: usdPerMTok },
  output: { doc: 'US dollars per million output tokens.', shape: usdPerMTok },
  cacheRead: { doc: 'US dollars per million tokens read from the cache.', shape: usdPerMTok },
  cacheWrite: { doc: 'US dollars per million tokens written to the cache, whatever the lifetime.', shape: usdPerMTok },
  cacheWrite5m: { doc: 'US dollars per million tokens written to the cache for 5 minutes.', shape: usdPerMTok },
  cacheWrite1h: { doc: 'US dollars per million tokens written to the cache for 1 hour.', shape: usdPerMTok },
  contextWindow: { doc: 'Longest request in tokens.', shape: whole(1, 1_000_000_000) },
  maxOutputTokens: { doc: 'Longest answer in tokens.', shape: whole(1, 1_000_000_000) },
  aliases: { doc: 'Other names of this model.', shape: listOf(text('other')) },
  asOf: { doc: 'Day on which the prices were read, `YYYY-MM-DD`.', shape: text('other') },
});

const assumptionKeys = {
  callsPerDay: {
    doc: 'How often a call runs per day: turns cost per call into cost per month (30 days).',
    shape: number(0, 1_000_000_000),
  },
  expectedOutputTokens: { doc: 'Output tokens of a request.', shape: tokens },
  turns: { doc: 'Requests that a call in a loop or an agent sends per run. Other calls are not changed.', shape: whole(1, 100_000) },
  turnTokens: {
    doc: "Tokens that each turn of a conversation or an agent adds besides the answer: the user's next message, the results of tools.",
    shape: tokens,
  },
  cacheReuse: { doc: 'Share of the requests that find the cache warm, 0 to 1. Missing: all are counted as cold.', shape: number(0, 1) },
} as const;

const callSite = keysOf({
  files: { doc: 'Files that the entry speaks of: `src/**/*.py`. Missing: all.', shape: patterns },
  functions: { doc: 'Functions around the call: `answer` or `Agent.run`. Missing: all.', shape: listOf(text('other')) },
  callees: { doc: 'Callees as written, `*` for any run of characters: `*.responses.create`. Missing: all.', shape: listOf(text('other')) },
  model: { doc: 'The model, where the source does not name it. A model that stands in the source stays.', shape: text('model') },
  provider: { doc: 'Who bills the call, where the source does not tell.', shape: text('provider') },
  ...assumptionKeys,
  toolTokens: { doc: 'Tokens of the tools, where they are put together at run time.', shape: tokens },
  outputP99Tokens: {
    doc: 'Output tokens that 99 of 100 billed answers do not exceed: what output limits are measured by.',
    shape: tokens,
  },
  ignore: {
    doc: 'Rules whose findings are not shown here: rule ids, or `true` for all.',
    shape: either({ kind: 'flag' }, listOf(choice(...rules.map((rule) => rule.id)))),
  },
});

const workflow = keysOf({
  files: { doc: 'Files whose calls belong to the workflow. Missing: all.', shape: patterns },
  functions: { doc: 'Functions whose calls belong to the workflow. Missing: all.', shape: listOf(text('other')) },
  perRunUsd: { doc: 'Most US dollars that the calls may cost when each runs once.', shape: usd },
  perRunTokens: { doc: 'Most input tokens that the calls may send when each runs once.', shape: tokens },
  perMonthUsd: { doc: 'Most US dollars per month, by `callsPerDay`.', shape: usd },
});

const budgets = keysOf({
  perCallUsd: { doc: 'Most US dollars that one call may cost, all its turns together.', shape: usd },
  perCallTokens: { doc: 'Most input tokens that one request may have.', shape: tokens },
  perFileUsd: { doc: 'Most US dollars that the calls of one file may cost when each runs once.', shape: usd },
  perFileTokens: { doc: 'Most input tokens that the calls of one file may send when each runs once.', shape: tokens },
  perMonthUsd: { doc: 'Most US dollars per month for all calls below this file, by `callsPerDay`.', shape: usd },
  workflows: { doc: 'Budgets of calls that belong together, by a name of yours.', shape: mapOf('other', workflow) },
});

/** What a rule can be told besides its severity: the settings that it reads. */
function optionsOf(names: readonly string[]) {
  const numbers = settingDeclarations.filter((setting) => names.includes(setting.key) && setting.type === 'number');
  return keysOf(Object.fromEntries(numbers.map(({ key, doc, minimum }) => [key, { doc, shape: number(minimum ?? 0, MAX_USD) }])));
}

function ruleShape(rule: Rule) {
  const values = {
    severity: { doc: 'How findings are shown; `off` hides them.', shape: severityShape },
    options: { doc: `Options of \`${rule.id}\`: the settings of the same names.`, shape: optionsOf(rule.options ?? []) },
  };
  const byPath = mapOf('pattern', either(severityShape, keysOf(values)));
  const paths = { doc: 'Other values for some files, by pattern; later entries win.', shape: byPath };
  return { doc: rule.summary, shape: either(severityShape, keysOf({ ...values, paths })) };
}

const ruleKeys = Object.fromEntries(rules.map((rule) => [rule.id, ruleShape(rule)]));

/** The whole file. */
export const configShape = keysOf({
  version: { doc: 'Version of the form of this file: 1.', shape: whole(1, 1) },
  models: {
    doc: 'Prices and names of models, by the name that the code uses. A string is the model behind the name: `my-deployment: gpt-4o`.',
    shape: mapOf('model', either(text('model'), price)),
  },
  defaults: { doc: 'What is assumed of every call, where nothing better is known.', shape: keysOf(assumptionKeys) },
  callSites: {
    doc: 'What is known about some calls. Later entries win over earlier ones, key by key.',
    shape: { kind: 'list', of: callSite, alone: false },
  },
  budgets: { doc: 'Limits. What is above one is a finding of the rule `over-budget`.', shape: budgets },
  rules: { doc: 'Severity and options of rules: `volatile-prefix: error`.', shape: keysOf(ruleKeys) },
  ignore: {
    doc: 'Files that are not looked at. `legacy/` is a folder at any depth, `src/old/**` a path below this file.',
    shape: patterns,
  },
  include: { doc: 'The only files that are looked at. Missing: all.', shape: patterns },
});

/** What reading a file gives; keys that are missing or wrong are undefined. */
export type ConfigReading = Reading<typeof configShape>;
