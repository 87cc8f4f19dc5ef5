import * as vscode from 'vscode';
import type { UserBudget } from '../../shared/spend-messages.ts';
import { sourceKindIds } from '../../shared/spend-kinds.ts';
import { checkSources, type CheckedSources } from '../../shared/spend-settings.ts';
import type { ProxySettings } from './proxy.ts';

/** An entry of `pennylint.spend.sources` as it is written. */
export type WrittenSource = Readonly<Record<string, unknown>>;

/**
 * A setting as the user wrote it. What a workspace says is not looked at, whatever the editor makes of the scope `machine`: an address from a repository
 * must never be asked.
 */
function userValue(key: string, section = 'pennylint'): unknown {
  const found = vscode.workspace.getConfiguration(section).inspect(key);
  return found?.globalValue ?? found?.defaultValue;
}

/** The sources that the user connected. */
export function readSources(): CheckedSources {
  return checkSources(userValue('spend.sources'), sourceKindIds);
}

/** The list as it is written, wrong entries included. */
export function writtenSources(): readonly WrittenSource[] {
  const value = userValue('spend.sources');
  return Array.isArray(value) ? value.filter((entry): entry is WrittenSource => typeof entry === 'object' && entry !== null) : [];
}

/** Writes the list into the user's settings. */
export async function writeSources(sources: readonly WrittenSource[]): Promise<void> {
  await vscode.workspace.getConfiguration('pennylint').update('spend.sources', sources, vscode.ConfigurationTarget.Global);
}

/** The user's budgets, in micro-dollars. */
export function readBudgets(): readonly UserBudget[] {
  return (['day', 'month'] as const).flatMap((period): UserBudget[] => {
    const usd = userValue(period === 'day' ? 'spend.budgetPerDayUsd' : 'spend.budgetPerMonthUsd');
    return typeof usd === 'number' && usd > 0 && Number.isFinite(usd) ? [{ period, limit: Math.round(usd * 1e6) }] : [];
  });
}

/** Whether budgets may be announced. */
export function mayNotify(): boolean {
  return userValue('spend.budgetNotifications') !== false;
}

/** The editor's own settings about proxies. */
export function readProxy(): ProxySettings {
  const proxy = userValue('proxy', 'http');
  const except = userValue('noProxy', 'http');
  return {
    proxy: typeof proxy === 'string' ? proxy.trim() : '',
    off: userValue('proxySupport', 'http') === 'off',
    except: Array.isArray(except) ? except.filter((each): each is string => typeof each === 'string') : [],
  };
}
