/**
 * A source that is asked over HTTP: which questions, and what the answers mean. Pure but for `ask`, which the shell hands in and which
 * alone knows addresses, credentials and limits.
 */
import type { Decoded, Refusal } from '../reading.ts';

/** One question. The path begins after the base address of the source. */
export interface Question {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as a JSON body; then the method is POST. */
  readonly body?: unknown;
  /** Further headers without secrets, for example a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer: a JSON value, or why there is none. */
export type JsonAnswer = { readonly state: 'json'; readonly value: unknown } | Refusal;

/** What a poll may use. */
export interface PollContext {
  readonly ask: (question: Question) => Promise<JsonAnswer>;
  /** UTC milliseconds. */
  readonly now: number;
  /** Begin of the user's day and month, in UTC milliseconds. */
  readonly startOfDay: number;
  /** What the source remembers from poll to poll, kept in the store. */
  readonly memory: Map<string, string>;
  /** Settings of this source that are no secrets: account, project, profile. */
  readonly settings: Readonly<Record<string, string>>;
}

/** How the key of a source is sent. */
export type KeyPlace = { readonly header: string; readonly prefix: string } | 'basic' | 'none';

/** A source. */
export interface HttpSource {
  readonly id: string;
  readonly name: string;
  /** Address when the source is one service on the net; undefined when the user says it. */
  readonly home?: string;
  readonly key: KeyPlace;
  /** Milliseconds between polls, and the least that the source bears. */
  readonly pollMs: number;
  readonly leastMs: number;
  readonly money: 'reported' | 'notional' | 'computed';
  readonly lacks?: Readonly<Partial<Record<'cacheHitRate' | 'failedCalls' | 'calls' | 'users' | 'tasks', string>>>;
  readonly notes?: readonly string[];
  /** Settings that must be there, with what they mean. */
  readonly needs?: Readonly<Record<string, string>>;
  readonly poll: (context: PollContext) => Promise<Decoded>;
}

/** `Authorization: Bearer …`. */
export const BEARER: KeyPlace = { header: 'authorization', prefix: 'Bearer ' };

/** A member of a JSON object, or undefined when it is no object or has no such member of its own. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** The elements of a JSON array, at most `most`; an empty list for anything else. */
export function list(value: unknown, most = 20_000): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

/** A finite number, also one written as text (Langfuse, Vercel and LangSmith do that); undefined otherwise. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value.trim())) return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Dollars as micro-dollars; undefined for what is no number. */
export function usd(value: unknown): number | undefined {
  const dollars = number(value);
  return dollars === undefined ? undefined : dollars * 1e6;
}

/** A time in UTC milliseconds: ISO text (without a zone it is UTC) or seconds or milliseconds; undefined otherwise. */
export function time(value: unknown): number | undefined {
  if (typeof value === 'number' && value > 0) return value < 1e11 ? value * 1000 : value;
  if (typeof value !== 'string') return undefined;
  const text = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(value) ? `${value.replace(' ', 'T')}Z` : value;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Leaves out what is undefined, so that "not told" stays not told. */
export function told<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}
