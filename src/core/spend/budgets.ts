/** Budgets: the user's own and those that the gateway watches, and which alerts are due. */
import type { Figure } from './snapshot.ts';
import type { BudgetState } from './snapshot.ts';
import type { Meter } from './meter.ts';
import { DAY } from './ledger.ts';

/** A budget that the user set. */
export interface UserBudget {
  readonly limit: number;
  readonly period: 'day' | 'month';
}

/** Parts of a budget at which something is said. */
export const LEVELS: readonly number[] = [0.5, 0.8, 1];

/** An alert that has not been given yet. */
export interface Alert {
  readonly key: string;
  readonly budget: BudgetState;
  readonly words: string;
}

/** How far the budgets are used up. */
export function budgetsOf(
  meter: Meter,
  figures: { readonly today: Figure; readonly month: Figure; readonly projectedMonth: Figure; readonly burnRate: Figure },
  own: readonly UserBudget[],
  now: number,
): readonly BudgetState[] {
  const mine = own.map(({ limit, period }): BudgetState => {
    const spent = period === 'day' ? figures.today : figures.month;
    const day = meter.ledger.dayOf(now);
    const nextMonth = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1, 12);
    return {
      name: period === 'day' ? 'Your budget per day' : 'Your budget per month',
      watchedBy: 'pennylint',
      period,
      limit,
      spent: spent.value,
      projected: period === 'month' ? figures.projectedMonth.value : null,
      resetsAt:
        period === 'day' ? meter.ledger.startOfDay(meter.ledger.startOfDay(now) + DAY + DAY / 2) : meter.ledger.startOfDay(nextMonth),
      formula: `${spent.formula} ÷ the budget you set`,
      reason: spent.reason,
      ...used(spent.value, limit),
    };
  });
  const gateways = meter.budgets.map(({ name, limit, spent, resetsAt }): BudgetState => ({
    name,
    watchedBy: 'gateway',
    period: null,
    limit: Math.round(limit),
    spent: Math.round(spent),
    projected: null,
    resetsAt: resetsAt ?? null,
    formula: 'as the gateway counts it',
    reason: null,
    ...used(spent, limit),
  }));
  return [...mine, ...gateways];
}

/**
 * Alerts that are due and have not been given, at most one per budget and period: the highest level reached. They are remembered as given
 * (and kept in the store), so that each comes once, also across restarts.
 */
export function takeAlerts(meter: Meter, budgets: readonly BudgetState[], now: number): readonly Alert[] {
  const alerts: Alert[] = [];
  for (const budget of budgets) {
    if (budget.ratio === null || budget.level === 0) continue;
    const period = budget.period === 'day' ? meter.ledger.dayOf(now) : meter.ledger.dayOf(now).slice(0, 7);
    const reached = LEVELS.filter((level) => level <= budget.level).map((level) => `${period}|${budget.name}|${level}`);
    const due = reached.filter((key) => !meter.announced.has(key));
    for (const key of due) meter.announced.add(key);
    const key = due.at(-1);
    if (key === reached.at(-1) && key !== undefined) {
      alerts.push({ key, budget, words: `${budget.name}: ${Math.floor(budget.ratio * 100)} % used.` });
    }
  }
  // Only the current periods matter.
  const month = meter.ledger.dayOf(now).slice(0, 7);
  for (const key of meter.announced) if (!key.startsWith(month)) meter.announced.delete(key);
  return alerts;
}

function used(spent: number | null, limit: number): { readonly ratio: number | null; readonly level: number } {
  if (spent === null || !(limit > 0)) return { ratio: null, level: 0 };
  const ratio = spent / limit;
  return { ratio, level: LEVELS.findLast((level) => ratio >= level) ?? 0 };
}
