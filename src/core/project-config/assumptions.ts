/** What pennylint.yaml says about one call, and the call with what the source leaves open filled in. */
import type { Known, PromptCall } from '../ir.ts';
import { platformKey } from '../pricing/index.ts';
import { matchesPath, matchesText } from './glob.ts';
import { declared, type Declared } from './models.ts';
import type { ConfigInForce, Site } from './project.ts';
import type { Placed } from './shape.ts';

/** What is declared about a call; undefined fields are not. */
export interface CallAssumptions {
  readonly expectedOutputTokens?: Declared<number>;
  readonly callsPerDay?: Declared<number>;
  readonly turns?: Declared<number>;
  readonly cacheReuse?: Declared<number>;
  /** Tokens that each turn of a conversation adds besides the answer. */
  readonly turnTokens?: Declared<number>;
  readonly toolTokens?: Declared<number>;
  readonly outputP99Tokens?: Declared<number>;
  readonly model?: Declared<string>;
  readonly provider?: Declared<string>;
  /** Rules whose findings are not shown on this call. */
  readonly ignoredRules: ReadonlySet<string> | 'all';
}

/** Nothing declared. */
export const noAssumptions: CallAssumptions = { ignoredRules: new Set() };

type Field = Exclude<keyof CallAssumptions, 'ignoredRules'>;

/** What holds for a call: the defaults of the file, then every entry that matches, later ones winning key by key. */
export function assumptionsFor(project: ConfigInForce, site: Site): CallAssumptions {
  const { reading, label } = project.config;
  const found: Partial<Record<Field, Declared<never>>> = {};
  const take = (name: Field, placed: Placed<unknown> | undefined): void => {
    if (placed !== undefined) found[name] = declared(placed, label) as Declared<never>;
  };
  const { defaults } = reading;
  take('expectedOutputTokens', defaults?.expectedOutputTokens);
  take('callsPerDay', defaults?.callsPerDay);
  take('turns', defaults?.turns);
  take('cacheReuse', defaults?.cacheReuse);
  take('turnTokens', defaults?.turnTokens);
  const ignored = new Set<string>();
  let all = false;
  for (const entry of reading.callSites ?? []) {
    if (!matchesSite(entry, site)) continue;
    take('expectedOutputTokens', entry.expectedOutputTokens);
    take('callsPerDay', entry.callsPerDay);
    take('turns', entry.turns);
    take('cacheReuse', entry.cacheReuse);
    take('turnTokens', entry.turnTokens);
    take('toolTokens', entry.toolTokens);
    take('outputP99Tokens', entry.outputP99Tokens);
    take('model', entry.model);
    take('provider', entry.provider);
    if (entry.ignore === undefined) continue;
    if ('short' in entry.ignore) all = entry.ignore.short.value;
    else for (const rule of entry.ignore.full) ignored.add(rule.value);
  }
  return { ...(found as Partial<CallAssumptions>), ignoredRules: all ? 'all' : ignored };
}

/** Which calls an entry speaks of. */
export interface SitePatterns {
  readonly files?: readonly Placed<string>[];
  readonly functions?: readonly Placed<string>[];
  readonly callees?: readonly Placed<string>[];
}

/** Whether an entry speaks of a call: every key that it gives must match. */
export function matchesSite({ files, functions, callees }: SitePatterns, site: Site): boolean {
  if (files !== undefined && !files.some(({ value }) => matchesPath(value, site.path))) return false;
  if (callees !== undefined && !callees.some(({ value }) => matchesText(value, site.call.callee.replace(/\s+/g, '')))) return false;
  return functions === undefined || functions.some(({ value }) => isAround(value.split('.'), site.functions));
}

/** `run` and `Agent.run` match a call in the method `run` of `Agent`, and so does `Agent`. */
function isAround(wanted: readonly string[], names: readonly string[]): boolean {
  return names.some((_, start) => wanted.every((name, index) => matchesText(name, names[start + index] ?? '')));
}

/** The call with the declared model and provider where its source leaves them open. What the source says outright stays. */
export function completed(call: PromptCall, { model, provider }: CallAssumptions): PromptCall {
  const byConfig = provider !== undefined && call.provider === undefined;
  const billed = byConfig
    ? { provider: platformKey(provider.value), providerReason: provider.from, providerByModel: false }
    : { provider: call.provider, providerReason: call.providerReason, providerByModel: call.providerByModel };
  if (model === undefined || call.model.state === 'known') return byConfig ? { ...call, ...billed } : call;
  const filled: Known<string> = {
    state: 'computed',
    candidates: [{ value: model.value, at: call.model.state === 'computed' ? call.model.at : call.calleeAt }],
    expression: call.model.state === 'computed' ? call.model.expression : '',
    reason: `declared in ${model.from}`,
    at: call.model.state === 'computed' ? call.model.at : call.calleeAt,
    declared: { from: model.from, source: call.model },
  };
  return { ...call, ...billed, model: filled };
}
