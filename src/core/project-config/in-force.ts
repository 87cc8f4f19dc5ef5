/** The calls of a document with the configuration in force: costs, findings, names of models. */
import type { Settings } from '../config.ts';
import { costOfCall } from '../cost/call-cost.ts';
import type { FileFacts, Scope } from '../facts.ts';
import { runRules, type CostedCall, type Finding, type RuleInputs } from '../features/findings.ts';
import type { PromptCall } from '../ir.ts';
import type { PriceBook } from '../pricing/index.ts';
import { overBudget } from '../rules/over-budget.ts';
import type { TokenCounter } from '../tokens/index.ts';
import { assumptionsFor, completed, noAssumptions } from './assumptions.ts';
import { fileBudgetFindings } from './budgets.ts';
import { isIgnoredPath, type ConfigInForce } from './project.ts';
import { isDefault } from './rule-settings.ts';

/** What costing the calls of a document needs. */
export interface CostingInputs {
  readonly project: ConfigInForce | undefined;
  readonly settings: Settings;
  readonly counter: TokenCounter;
  /** Prices where the project declares none. */
  readonly prices: PriceBook;
  /** UTC ms. */
  readonly at: number;
}

/** Calls with their costs; none for a document that the project takes out of what is looked at. */
export function costCalls(facts: FileFacts, prompts: readonly PromptCall[], inputs: CostingInputs): CostedCall[] {
  const { project, settings, counter, at } = inputs;
  if (isIgnoredPath(project)) return [];
  const prices = project?.config.prices ?? inputs.prices;
  const ownOutput = !isDefault(settings, 'expectedOutputTokens');
  const namesAround = project === undefined ? () => [] : functionNames(facts);
  return prompts.map((written): CostedCall => {
    const functions = namesAround(written.at.start);
    const found = project === undefined ? noAssumptions : assumptionsFor(project, { path: project.path, call: written, functions });
    const { expectedOutputTokens: _set, ...others } = found;
    // The user's own setting stands above the file.
    const assumptions = ownOutput ? others : found;
    const call = completed(written, assumptions);
    const cost = costOfCall(call, {
      counter,
      prices,
      at,
      expectedOutput: settings.expectedOutputTokens,
      assumptions,
      ...(project === undefined ? {} : { names: project.config.names }),
    });
    return { call, cost, functions, assumptions };
  });
}

/** Findings of the rules and of the file's budgets, in source order. */
export function findingsOf(calls: readonly CostedCall[], project: ConfigInForce | undefined, inputs: RuleInputs): Finding[] {
  const findings = runRules(calls, inputs);
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
