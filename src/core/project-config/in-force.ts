/** The calls of a document with the configuration in force: costs, findings, names of models. */
import type { Settings } from '../config.ts';
import type { BilledTraffic } from '../cost/billed.ts';
import { costOfCall, type CostInputs } from '../cost/call-cost.ts';
import type { FileFacts, Scope } from '../facts.ts';
import { compareModels, type ModelComparison } from '../features/compare-models.ts';
import { volumeSource } from '../features/billed-wording.ts';
import { runRules, type CostedCall, type Finding, type RuleInputs } from '../features/findings.ts';
import type { PromptCall } from '../ir.ts';
import type { PriceBook } from '../pricing/index.ts';
import { overBudget } from '../rules/over-budget.ts';
import type { TokenCounter } from '../tokens/index.ts';
import { assumptionsFor, completed, noAssumptions, type CallAssumptions } from './assumptions.ts';
import { fileBudgetFindings } from './budgets.ts';
import { isIgnoredPath, type ConfigInForce } from './project.ts';
import { isDefault } from './rule-settings.ts';
import type { Steps } from '../steps.ts';

/** What costing the calls of a document needs. */
export interface CostingInputs {
  readonly project: ConfigInForce | undefined;
  readonly settings: Settings;
  readonly counter: TokenCounter;
  /** Prices where the project declares none. */
  readonly prices: PriceBook;
  /** UTC ms. */
  readonly at: number;
  /** What was billed for a call, where a source of spend says so. */
  readonly billed?: (call: PromptCall) => BilledTraffic | undefined;
}

/** Calls with their costs, one call in a step; none for a document that the project takes out of what is looked at. */
export function* costCalls(facts: FileFacts, prompts: readonly PromptCall[], inputs: CostingInputs): Steps<CostedCall[]> {
  const { project, settings } = inputs;
  if (isIgnoredPath(project)) return [];
  const own = (key: 'expectedOutputTokens' | 'turnTokens'): boolean => !isDefault(settings, key);
  const namesAround = project === undefined ? () => [] : functionNames(facts);
  const costed: CostedCall[] = [];
  for (const written of prompts) {
    const functions = namesAround(written.at.start);
    const found = project === undefined ? noAssumptions : assumptionsFor(project, { path: project.path, call: written, functions });
    const { expectedOutputTokens, turnTokens, ...others } = found;
    const billed = inputs.billed?.(completed(written, found));
    // The user's own setting stands above the file.
    const assumptions: CallAssumptions = {
      ...volumeOf(billed),
      ...others,
      ...(own('expectedOutputTokens') || expectedOutputTokens === undefined ? {} : { expectedOutputTokens }),
      ...(own('turnTokens') || turnTokens === undefined ? {} : { turnTokens }),
    };
    const call = completed(written, assumptions);
    for (const { parts } of call.segments)
      for (const part of parts) if (part.kind === 'text') yield* inputs.counter.measureInSteps(part.text);
    const cost = costOfCall(call, costInputs(inputs, assumptions));
    costed.push({ call, cost, functions, assumptions, ...(billed === undefined ? {} : { billed }) });
    yield undefined;
  }
  return costed;
}

/** The same call on other models, with everything that is declared about it. */
export function comparisonOf({ call, assumptions }: CostedCall, inputs: CostingInputs): ModelComparison {
  return compareModels(call, costInputs(inputs, assumptions));
}

function costInputs({ project, settings, counter, prices, at }: CostingInputs, assumptions: CallAssumptions): CostInputs {
  return {
    counter,
    prices: project?.config.prices ?? prices,
    at,
    expectedOutput: settings.expectedOutputTokens,
    turnTokens: settings.turnTokens,
    assumptions,
    ...(project === undefined ? {} : { names: project.config.names }),
  };
}

/** The billed number of calls, where nobody declares one. */
function volumeOf(billed: BilledTraffic | undefined): Pick<CallAssumptions, 'callsPerDay'> {
  return billed?.requestsPerDay === undefined ? {} : { callsPerDay: { value: billed.requestsPerDay, from: volumeSource(billed) } };
}

/** Findings of the rules and of the file's budgets, in source order. */
export function* findingsOf(calls: readonly CostedCall[], project: ConfigInForce | undefined, inputs: RuleInputs): Steps<Finding[]> {
  const findings = yield* runRules(calls, inputs);
  const ofFile = fileBudgetFindings(project, calls, inputs.settings.rules[overBudget.id] ?? overBudget.severity);
  if (ofFile.length === 0) return findings;
  return [...findings, ...ofFile].sort((a, b) => a.at.start - b.at.start || a.rule.localeCompare(b.rule));
}

/** The call as it would be with another model. */
export function withModel(call: PromptCall, model: string): PromptCall {
  return { ...call, model: { state: 'known', candidates: [{ value: model, at: call.calleeAt }] } };
}

/** The model whose tokens count for a name. */
export function modelBehind(
  project: ConfigInForce | undefined,
  provider: string | undefined,
  model: string | undefined,
): string | undefined {
  return model === undefined ? undefined : (project?.config.names.resolve(provider, model)?.value ?? model);
}

/** Finds the names of the classes and functions around an offset, outermost first. An arrow function goes by the name that it is given to. */
function functionNames(facts: FileFacts): (offset: number) => readonly string[] {
  const byStart = [...facts.scopes].sort((a, b) => a.start - b.start || b.end - a.end);
  const byId = new Map(facts.scopes.map((scope) => [scope.id, scope]));
  return (offset) => {
    let [low, high] = [0, byStart.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((byStart[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    const names: string[] = [];
    // Scopes nest: whatever contains the offset is the last one that begins before it, or one around that.
    for (let scope = byStart[low - 1]; scope !== undefined; scope = byId.get(scope.parent)) {
      if (offset >= scope.end || scope.kind === 'module' || scope.kind === 'comprehension') continue;
      const name = scope.name === '' ? givenName(byId.get(scope.parent), scope) : scope.name;
      if (name !== undefined) names.unshift(name);
    }
    return names;
  };
}

function givenName(around: Scope | undefined, scope: Scope): string | undefined {
  for (const [name, bindings] of around?.bindings ?? []) {
    if (bindings.some(({ kind, value }) => kind === 'assign' && value?.kind === 'function' && value.scope === scope.id)) return name;
  }
  return undefined;
}
