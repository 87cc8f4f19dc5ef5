/** How much is cut of a list of messages, and how often: the numbers and conditions around a cut. */
import type { Expr, Span } from '../facts.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { optionsOf, type LinkedFile } from './value.ts';
import { argumentWritten, callersHanding } from './window-callers.ts';
import { LENGTH_WORDS } from './window-shapes.ts';

/** Messages by which one turn makes a conversation longer: a question and its answer. */
export const TURN_MESSAGES = 2;

/** Functions that make a conversation short once it has become too long, or when somebody asks for it. */
const COMPACTING = /compact|summar|condens|compress|consolidat|archiv|overflow|recover|reset|undo|rewind|rollback|fork|retry/i;
/** Conditions that hold after something has failed. */
const AFTER_FAILURE = /attempt|retr(y|ies)|error|fail|overflow|exceeded|too_?long/i;

/** True for a cut that is made seldom wherever it is called from: in an error handler, or in a function that compacts a conversation. */
export function isSeldomBySpan({ facts }: LinkedFile, span: Span): boolean {
  const around = (one: Span): boolean => one.start <= span.start && span.end <= one.end;
  if (facts.blocks.some((block) => block.kind === 'handler' && around(block))) return true;
  const holder = facts.scopes
    .filter((scope) => (scope.kind === 'function' || scope.kind === 'lambda') && scope.name !== '' && around(scope))
    .at(-1);
  return holder !== undefined && COMPACTING.test(holder.name);
}

/** True where a cut stands under a condition that lets so much pass that the next cut is turns away. */
export function cutsSeldomAround(
  evaluator: Evaluator,
  where: LinkedFile,
  from: number,
  keeps: number | undefined,
  list?: Expr,
  kept?: string,
): boolean {
  const { blocks } = where.facts;
  for (let at = from; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
    const block = blocks[at];
    if (block?.kind !== 'branch' || block.header === undefined) continue;
    const text = where.text.slice(block.header.start, block.header.end);
    if (AFTER_FAILURE.test(text)) return true;
    if (kept !== undefined && mentions(text, kept)) continue;
    if (list !== undefined && !/[<>]/.test(text) && !LENGTH_WORDS.test(text)) continue;
    if (cutsSeldom(evaluator, where, block.header, keeps)) return true;
  }
  return false;
}

/** True when a text names what is kept, as a word of its own. */
function mentions(text: string, kept: string): boolean {
  const at = text.indexOf(kept);
  return at >= 0 && !/\w/.test(text[at - 1] ?? '') && !/[\w.]/.test(text[at + kept.length] ?? '');
}

/** True for a condition under which so much is cut that the next cut is turns away, and for one on something else than the number of messages. */
export function cutsSeldom(evaluator: Evaluator, where: LinkedFile, test: Expr, keeps: number | undefined): boolean {
  const text = where.text.slice(test.start, test.end);
  if (!/[<>]/.test(text) || SWITCHED_OFF.test(text)) return LENGTH_WORDS.test(text);
  if (asksForAny(text)) return false;
  const limit = limitOf(evaluator, where, test);
  return limit === undefined || keeps === undefined ? true : limit - keeps > TURN_MESSAGES;
}

/** `budget <= 0`: what is done where no limit is set. */
const SWITCHED_OFF = /(budget|limit|max|tokens)\w*\s*<=?\s*0\b/i;

/** True for a condition that only asks whether there is anything: `history and len(history) > 0`, `Array.isArray(turns) && turns.length >= 1`. */
function asksForAny(text: string): boolean {
  const comparisons = [...text.matchAll(/(?<!=)[<>](?!>)=?\s*([\w.]*)/g)];
  return comparisons.every(([, number]) => /^[01]$/.test(number ?? ''));
}

/** The number that a condition compares with; undefined when there is none or more than one. */
export function limitOf(evaluator: Evaluator, where: LinkedFile, header: Expr | undefined): number | undefined {
  if (header?.kind !== 'operation' || !/^[<>]=?$/.test(header.operator)) return undefined;
  const numbers = header.operands.flatMap((operand) => numberOf(evaluator, where, operand) ?? []);
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** The number that an expression gives, or that is its default. */
export function numberOf(evaluator: Evaluator, where: LinkedFile, expr: Expr): number | undefined {
  const value = evaluator.evaluate(expr, evaluator.frameOf(where));
  const number = optionsOf(value.kind === 'unknown' && value.fallback !== undefined ? value.fallback : value)[0];
  return number?.kind === 'number' ? Number(number.value) : undefined;
}

/** The number that is written, or that a name stands for (see {@link numberNamed}). */
export function numberWritten(where: LinkedFile, written: string): number | undefined {
  return /^[\d_]+$/.test(written) ? Number(written.replaceAll('_', '')) : numberNamed(where, written);
}

/** The number that a name of the file stands for, an attribute is set to, or a parameter has as its default. */
export function numberNamed(where: LinkedFile, written: string): number | undefined {
  const name = written.slice(written.lastIndexOf('.') + 1);
  const { scopes } = where.facts;
  const bound = scopes.flatMap((scope) => scope.bindings.get(name) ?? []).map(({ value }) => value);
  const set = scopes.flatMap(({ effects }) =>
    effects.filter(({ kind, key }) => kind === 'set' && key?.kind === 'text' && key.value === name),
  );
  const defaults = scopes.flatMap(({ params }) => params.filter((one) => one.name === name)).map(({ defaultValue }) => defaultValue);
  const values = bound.length > 0 ? bound : set.some(({ value }) => value.kind === 'number') ? set.map(({ value }) => value) : defaults;
  const numbers = new Set(values.map((value) => (value?.kind === 'number' ? value.value : undefined)));
  return numbers.size === 1 ? [...numbers][0] : undefined;
}

/** Tokens from which on a limit is close to what models take: few conversations reach it. */
const NEAR_CONTEXT_WINDOW = 60_000;

/** What stays below the limit of a condition: so many messages, or an unknown number of them; undefined for a limit that few conversations reach. */
export function leftBelow(evaluator: Evaluator, where: LinkedFile, header: Expr): { readonly keeps: number | undefined } | undefined {
  const counts = /\blen\(|\.(length|size|count|len)\b/i.test(where.text.slice(header.start, header.end));
  const limit = limitOf(evaluator, where, header);
  return counts || limit === undefined || limit < NEAR_CONTEXT_WINDOW ? { keeps: counts ? limit : undefined } : undefined;
}

/** Functions that hand the same number on, one to the next. */
const MAX_HANDED_ON = 3;

/**
 * The number that is written at a place, or that stands behind its name; for a parameter the largest that any caller of its function gives, where
 * all of them give one.
 */
export function numberAt(evaluator: Evaluator, where: LinkedFile, span: Span, written: string, handedOn = 0): number | undefined {
  const number = numberWritten(where, written);
  if (number !== undefined || !/^\w+$/.test(written) || handedOn > MAX_HANDED_ON) return number;
  const scope = where.facts.scopes.findLast(
    ({ kind, start, end }) => (kind === 'function' || kind === 'lambda') && start <= span.start && span.end <= end,
  );
  const position = scope === undefined ? -1 : callerParameters(where, scope.id).findIndex(({ name }) => name === written);
  if (scope === undefined || position < 0) return undefined;
  const given = callersHanding(evaluator, where, scope).map(({ file, call }) => {
    const value = argumentWritten(call, written, position);
    return value === undefined ? undefined : numberAt(evaluator, file, value, file.text.slice(value.start, value.end), handedOn + 1);
  });
  const known = given.filter((one) => one !== undefined);
  return known.length > 0 && known.length === given.length ? Math.max(...known) : undefined;
}
