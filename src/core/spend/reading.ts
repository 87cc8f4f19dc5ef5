/** What decoders make of an answer: readings in one form for all sources, or a reason in words. */
import type { PartialAmounts } from './amounts.ts';
import type { Dims } from './labels.ts';

/** A value that only grows, as the source shows it now. Pennylint takes the difference to the reading before. */
export interface CounterReading {
  readonly kind: 'counter';
  /** Stands for this series and nothing else of this source. */
  readonly series: string;
  readonly dims: Dims;
  readonly amounts: PartialAmounts;
  /** The series began after Pennylint started to listen, so its first value is new. */
  readonly fresh?: boolean;
}

/** An amount that is new. */
export interface DeltaReading {
  readonly kind: 'delta';
  /** UTC milliseconds. */
  readonly at: number;
  readonly dims: Dims;
  readonly amounts: PartialAmounts;
  /** Makes the reading count once however often it is told (row of a log). */
  readonly id?: string;
}

/** What a source counts for a window of time. Told again, the new value takes the place of the old one. */
export interface WindowReading {
  readonly kind: 'window';
  /** Half-open, UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly dims: Dims;
  readonly amounts: PartialAmounts;
  /** Tells windows of different questions apart. */
  readonly series: string;
}

/** A budget that the source itself watches. Money in micro-dollars. */
export interface BudgetReading {
  readonly kind: 'budget';
  readonly name: string;
  readonly limit: number;
  readonly spent: number;
  /** UTC milliseconds, or undefined when the source does not say. */
  readonly resetsAt?: number;
}

/** The source's own sum of a UTC period, complete whatever Pennylint has seen. Money in micro-dollars. */
export interface TotalReading {
  readonly kind: 'total';
  readonly period: 'day' | 'week' | 'month' | 'ever';
  readonly microUsd: number;
}

/** Something to say beside the figures. */
export interface NoteReading {
  readonly kind: 'note';
  readonly words: string;
}

/** One piece of an answer. */
export type Reading = CounterReading | DeltaReading | WindowReading | BudgetReading | TotalReading | NoteReading;

/** Why there is no answer: what happened, and what the user can do about it. */
export interface Refusal {
  readonly state: 'refused';
  /**
   * - `unreachable`: nothing answers. `unauthorized`, `forbidden`, `missing`: HTTP 401, 403, 404. `limited`: too many requests, or a quota.
   * - `redirected`: it answers elsewhere. `not-data`: the answer is something else. `too-large`, `too-slow`. `unsafe`: the address may not be
   *   asked. `failed`: the source reports an error of its own.
   */
  readonly kind:
    | 'unreachable'
    | 'unauthorized'
    | 'forbidden'
    | 'missing'
    | 'limited'
    | 'redirected'
    | 'not-data'
    | 'too-large'
    | 'too-slow'
    | 'unsafe'
    | 'failed';
  readonly reason: string;
  readonly advice: string;
  /** Milliseconds to wait, when the source asked for it. */
  readonly retryAfter?: number;
}

/** Readings, or why there are none. */
export type Decoded = { readonly state: 'read'; readonly readings: readonly Reading[] } | Refusal;

/** A refusal in one call. */
export function refuse(kind: Refusal['kind'], reason: string, advice: string): Refusal {
  return { state: 'refused', kind, reason, advice };
}
