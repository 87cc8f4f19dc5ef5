/**
 * Everything a panel, a status bar or a terminal shows about one source, as plain JSON. Whoever draws needs no other knowledge: each figure
 * carries its formula and, when there is none, the reason in words. Money is in whole micro-dollars, times in UTC milliseconds, ratios
 * are fractions of 1.
 */
import type { Refusal } from './reading.ts';

/** Where a figure of money comes from: the gateway's own count, the source's estimate at list prices, or our list prices × its tokens. */
export type MoneyBasis = 'reported' | 'notional' | 'computed';

/** What a value is counted in. */
export type FigureUnit = 'microUsd' | 'microUsdPerHour' | 'ratio' | 'tokens' | 'calls' | 'tasks';

/** One number, or the reason why there is none. */
export interface Figure {
  readonly value: number | null;
  readonly unit: FigureUnit;
  /** Only for money, and what rests on money. */
  readonly basis: MoneyBasis | null;
  /** How the value came about, in words. */
  readonly formula: string;
  /** Why there is no value; null when there is one. */
  readonly reason: string | null;
  /** What must be known to read the value rightly. */
  readonly notes: readonly string[];
}

/** One row of a table. `null` = the source does not tell it, or it is unpriced. */
export interface SpendRow {
  readonly name: string;
  /** `other` = everything beyond the largest names; `unnamed` = amounts for which the source names nobody. */
  readonly kind: 'named' | 'other' | 'unnamed';
  readonly microUsd: number | null;
  /** Part of the sum of the table: of the money, or of the tokens when there is no money, or of the calls. */
  readonly share: number;
  readonly calls: number | null;
  readonly failed: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheHitRate: number | null;
}

/** Rows of one dimension, largest first, or why there are none. */
export interface SpendTable {
  readonly rows: readonly SpendRow[];
  readonly reason: string | null;
}

/** The tables of a period. `task` rows are sessions. */
export interface SpendTables {
  readonly model: SpendTable;
  readonly provider: SpendTable;
  readonly team: SpendTable;
  readonly user: SpendTable;
  readonly tag: SpendTable;
  readonly task: SpendTable;
}

/** Bars of equal width, stacked by model. */
export interface SpendChart {
  readonly unit: 'microUsd' | 'tokens' | 'calls';
  /** Begin of the first bar and width of each. */
  readonly start: number;
  readonly stepMs: number;
  readonly series: readonly { readonly name: string; readonly kind: SpendRow['kind']; readonly values: readonly number[] }[];
  /** First moment that the source was read; bars before it are unknown, not zero. Null when nothing was read. */
  readonly knownFrom: number | null;
}

/** A limit and how far it is used up. */
export interface BudgetState {
  readonly name: string;
  /** Who watches it: the user through Pennylint, or the gateway itself. */
  readonly watchedBy: 'pennylint' | 'gateway';
  readonly period: 'day' | 'month' | null;
  readonly limit: number;
  readonly spent: number | null;
  readonly ratio: number | null;
  /** Highest of 0, 0.5, 0.8 and 1 that is reached. */
  readonly level: number;
  /** Expected spend at the end of the period; null = not known. */
  readonly projected: number | null;
  readonly resetsAt: number | null;
  readonly formula: string;
  readonly reason: string | null;
}

/** Something out of the ordinary. */
export interface Anomaly {
  readonly kind: 'cost' | 'tokens-per-task' | 'cache-hit-rate' | 'dear-models';
  readonly words: string;
  readonly value: number;
  readonly baseline: number;
  readonly unit: FigureUnit;
  /** What the baseline is, in words. */
  readonly formula: string;
  readonly startedAt: number;
}

/** What is said of figures that are old. */
export const STALE_WORDS = 'The source has been silent; these are the last known figures.';

/** How it stands with the source. */
export interface ConnectionState {
  /**
   * - `connecting`: not read yet. `live`. `stale`: silent for longer than three polls. `error`: the last attempt failed.
   * - `several-workers`: several registries answer in turn, and nothing is counted. `confirming`: counters fell; waiting to see whether it was a
   *   restart.
   */
  readonly state: 'connecting' | 'live' | 'stale' | 'error' | 'several-workers' | 'confirming';
  readonly words: string;
  /** What to do, or null. */
  readonly advice: string | null;
  readonly error: Refusal['kind'] | null;
  readonly lastReadAt: number | null;
  readonly ageMs: number | null;
  /** Figures of an older reading than this are old. Whoever shows a snapshot for longer watches the clock with it. */
  readonly staleAfterMs: number;
}

/** The whole picture of one source at one moment. */
export interface SpendSnapshot {
  readonly schemaVersion: 1;
  readonly at: number;
  readonly source: { readonly id: string; readonly name: string; readonly gateway: string | null };
  /** Figures of the demo gateway; must be said at every figure. */
  readonly demo: boolean;
  readonly connection: ConnectionState;
  readonly basis: MoneyBasis;
  readonly today: Figure;
  readonly utcToday: Figure;
  readonly month: Figure;
  readonly burnRate: Figure;
  readonly projectedMonth: Figure;
  readonly cacheHitRate: Figure;
  readonly savedByCache: Figure;
  readonly wasteRatio: Figure;
  readonly failedMoney: Figure;
  readonly costPerCall: Figure;
  readonly costPerCompletedTask: Figure;
  readonly costPerTask: Figure;
  readonly tokensPerTask: Figure;
  readonly calls: Figure;
  readonly inputTokens: Figure;
  readonly outputTokens: Figure;
  /** Calls and tokens of today without a price; they are in no sum of money. */
  readonly unpricedCalls: Figure;
  readonly unpricedTokens: Figure;
  readonly budgets: readonly BudgetState[];
  readonly charts: { readonly hour: SpendChart; readonly day: SpendChart; readonly week: SpendChart; readonly month: SpendChart };
  readonly tables: { readonly today: SpendTables; readonly month: SpendTables };
  readonly anomalies: readonly Anomaly[];
  /** What must be said beside the figures, most important first. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}
