/** Budgets of `pennylint.yaml` for more than one call: files, workflows, months. Budgets of one call are the rule `over-budget` itself. */
import { spread } from '../cost/projection.ts';
import type { CostedCall, Finding } from '../features/findings.ts';
import type { Severity } from '../config.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { overBudget } from '../rules/over-budget.ts';
import type { CallBudgets } from '../rules/rule.ts';
import { matchesSite } from './assumptions.ts';
import { declared } from './models.ts';
import type { ConfigInForce, ProjectConfig } from './project.ts';
import type { Placed } from './shape.ts';
import { grouped } from '../grouped.ts';

/** A call of the project with the path by which the file's patterns know it. */
export interface ProjectCall {
  readonly costed: CostedCall;
  readonly path: string;
}

/** The limits for one call, in the units of the rule; undefined when there are none. */
export function callBudgets(project: ConfigInForce | undefined): CallBudgets | undefined {
  const budgets = project?.config.reading.budgets;
  if (project === undefined || budgets === undefined) return undefined;
  const { perCallUsd, perCallTokens } = budgets;
  const { label } = project.config;
  return {
    microUsd: perCallUsd === undefined ? undefined : { ...declared(perCallUsd, label), value: perCallUsd.value * 1e6 },
    tokens: perCallTokens === undefined ? undefined : declared(perCallTokens, label),
  };
}

/** What the calls of one file exceed. The finding stands at the dearest call. */
export function fileBudgetFindings(project: ConfigInForce | undefined, calls: readonly CostedCall[], severity: Severity): Finding[] {
  const budgets = project?.config.reading.budgets;
  if (project === undefined || budgets === undefined || severity === 'off') return [];
  const counted = calls.filter(isCounted);
  const sum = sumOf(counted);
  const dearest = [...counted].sort((a, b) => weightOf(b) - weightOf(a))[0];
  if (dearest === undefined) return [];
  const subject = `The ${counted.length === 1 ? 'call' : `${counted.length} calls`} of this file`;
  return exceeded(subject, sum, budgets.perFileUsd, budgets.perFileTokens, project.config).map((text) =>
    finding(text.message, undefined, severity, dearest.call.calleeAt),
  );
}

/** True for a file with budgets that are about more than one source file. */
export function hasProjectBudgets({ reading: { budgets } }: ProjectConfig): boolean {
  return budgets?.perMonthUsd !== undefined || (budgets?.workflows ?? []).length > 0;
}

/** What all calls below a configuration file exceed together: findings at the budgets' own places in that file. */
export function projectBudgetFindings(config: ProjectConfig, calls: readonly ProjectCall[], severity: Severity): Finding[] {
  const { budgets } = config.reading;
  if (budgets === undefined || severity === 'off') return [];
  const counted = calls.filter(({ costed }) => isCounted(costed));
  const findings: Finding[] = [];
  const month = (subject: string, of: readonly ProjectCall[], limit: Placed<number> | undefined): void => {
    if (limit === undefined) return;
    const money = sumOf(of.map(({ costed }) => costed)).month;
    if (money <= limit.value * 1e6) return;
    const message = `${subject}: ≈${formatMicroUsd(money)} per month; the budget is ${formatMicroUsd(limit.value * 1e6)}.${dearestOf(of)}`;
    findings.push(finding(message, money - limit.value * 1e6, severity, { uri: config.uri, ...limit.at }));
  };
  month('All calls together', counted, budgets.perMonthUsd);
  for (const { key, value } of budgets.workflows ?? []) {
    const own = counted.filter(({ costed, path }) => matchesSite(value, { path, call: costed.call, functions: costed.functions }));
    const sum = sumOf(own.map(({ costed }) => costed));
    const subject = `The ${own.length === 1 ? 'call' : `${own.length} calls`} of \`${key.value.slice(0, 60)}\``;
    for (const { message, limit } of exceeded(subject, sum, value.perRunUsd, value.perRunTokens, undefined))
      findings.push(finding(message + dearestOf(own), undefined, severity, { uri: config.uri, ...limit.at }));
    month(subject, own, value.perMonthUsd);
  }
  return findings;
}

interface Sum {
  readonly run: number;
  readonly month: number;
  readonly tokens: number;
  readonly open: boolean;
}

/** Micro-dollars and tokens of some calls; what is not priced adds nothing. */
function sumOf(calls: readonly CostedCall[]): Sum {
  let [run, month, tokens] = [0, 0, 0];
  for (const { cost } of calls) {
    run += spread(cost.projection.run)?.high ?? 0;
    month += spread(cost.projection.month)?.high ?? 0;
    tokens += cost.input.low;
  }
  return { run, month, tokens, open: calls.some(({ cost }) => cost.open) };
}

interface Exceeded {
  readonly message: string;
  readonly limit: Placed<number>;
}

/** At most one sentence: money before tokens. */
function exceeded(
  subject: string,
  sum: Sum,
  usd: Placed<number> | undefined,
  tokens: Placed<number> | undefined,
  config: ProjectConfig | undefined,
): readonly Exceeded[] {
  const more = sum.open ? '+' : '';
  const from = (limit: Placed<number>): string => (config === undefined ? '' : ` (${declared(limit, config.label).from})`);
  if (usd !== undefined && sum.run > usd.value * 1e6) {
    const budget = formatMicroUsd(usd.value * 1e6);
    const message = `${subject}: ≈${formatMicroUsd(sum.run)}${more} when each runs once; the budget is ${budget}${from(usd)}.`;
    return [{ message, limit: usd }];
  }
  if (tokens !== undefined && sum.tokens > tokens.value) {
    const count = `at least ${grouped(sum.tokens)}${more} input tokens`;
    const message = `${subject}: ${count} when each runs once; the budget is ${grouped(tokens.value)}${from(tokens)}.`;
    return [{ message, limit: tokens }];
  }
  return [];
}

/** Where the money of several calls goes, in words. */
function dearestOf(calls: readonly ProjectCall[]): string {
  const [dearest] = [...calls].sort((a, b) => weightOf(b.costed) - weightOf(a.costed));
  if (dearest === undefined || calls.length < 2) return '';
  return ` Dearest: ${dearest.costed.call.callee.replace(/\s+/g, '').slice(0, 80)} in ${dearest.path}.`;
}

function weightOf({ cost }: CostedCall): number {
  return spread(cost.projection.month)?.high ?? spread(cost.projection.run)?.high ?? cost.input.tokens / 1e9;
}

/**
 * Each request is counted once, where its prompt is written: the call inside of a wrapper is that of its callers. A call on which budgets are
 * ignored counts nowhere, and neither does one that nobody bills. Tools of a program are counted in the calls that send them.
 */
function isCounted({ call, assumptions: { ignoredRules } }: CostedCall): boolean {
  return (call.usedBy ?? 0) === 0 && !call.free && !isPartOfCalls(call) && ignoredRules !== 'all' && !ignoredRules.has(overBudget.id);
}

function isPartOfCalls(call: CostedCall['call']): boolean {
  return call.file?.format === 'tools-in-code';
}

/** `perMonth`: micro-dollars per month above the limit. */
function finding(message: string, perMonth: number | undefined, severity: Exclude<Severity, 'off'>, at: Finding['at']): Finding {
  return {
    rule: overBudget.id,
    severity,
    at,
    message,
    impact:
      perMonth === undefined
        ? undefined
        : { tokens: undefined, microUsdPerCall: undefined, microUsdPerMonth: Math.round(perMonth), basis: 'assumed' },
    fixes: [],
    related: [],
    missReason: undefined,
  };
}
