/** Branches that a call stands in: which of them arguments rule out, and which parameter chooses the model by choosing the branch. */
import type { Block, CallExpr, Expr } from '../facts.ts';
import type { ParameterRef } from '../ir.ts';
import type { Evaluator } from './evaluate.ts';
import { wholeOf } from './feeds.ts';
import { constantText, optionsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/** Parts of one condition, and branches around one call, that are looked at. */
const MAX_PARTS = 12;
const MAX_BRANCHES = 6;

/** True when a call is not reached with the arguments of a frame: a condition around it says otherwise, or that of a branch before it holds. */
export function isRuledOut(evaluator: Evaluator, file: LinkedFile, call: CallExpr, frame: Frame): boolean {
  return frame.args !== undefined && frame.file === file && isReached(evaluator, file, call.block, frame) === false;
}

/** Whether a block runs with the arguments of a frame, as far as the branches around it say; undefined when that is decided at run time. */
export function isReached(evaluator: Evaluator, file: LinkedFile, block: number, frame: Frame): boolean | undefined {
  let sure = true;
  for (const { header, group, start } of branchesAround(file, block)) {
    const own = header === undefined ? true : holds(evaluator, header, frame);
    const before = file.facts.blocks
      .filter((other) => other.kind === 'branch' && other.group === group && other.start < start)
      .map((other) => (other.header === undefined ? undefined : holds(evaluator, other.header, frame)));
    if (own === false || before.includes(true)) return false;
    sure &&= own === true && before.every((one) => one === false);
  }
  return sure ? true : undefined;
}

/** Parameters that are compared with a model's name around the call that sends that model: `if name == "gpt-4o": … model="gpt-4o-2024-08-06"`. */
export function choosingParameters(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  frame: Frame,
  models: readonly string[],
): ParameterRef[] {
  const ids = models.map((id) => id.toLowerCase());
  if (ids.length === 0) return [];
  const isOne = (name: string): boolean => name.length >= MIN_NAME && ids.some((id) => id.startsWith(name) || name.startsWith(id));
  return branchesAround(file, call.block).flatMap(({ header }) => {
    const parts = header === undefined ? [] : comparisons(header, 0);
    return parts.flatMap(({ operands }) => {
      const [name, ...others] = operands;
      const wanted = others.flatMap((other) => (other.kind === 'list' ? other.items.map((item) => item.value) : [other]));
      if (name?.kind !== 'name' || !wanted.some((text) => text.kind === 'text' && isOne(text.value.toLowerCase()))) return [];
      const given = optionsOf(evaluator.evaluate(name, frame)).flatMap((option) => wholeOf(option) ?? []);
      return given.slice(0, 1);
    });
  });
}

/** Shorter names are not those of models: `if kind == "o"`. */
const MIN_NAME = 4;

function branchesAround(file: LinkedFile, block: number): readonly Block[] {
  const { blocks } = file.facts;
  const result: Block[] = [];
  for (let at = blocks[block]; at !== undefined && result.length < MAX_BRANCHES; at = blocks[at.parent]) {
    if (at.kind === 'branch') result.push(at);
    // What stands around the function was decided when it was made.
    if (at.kind === 'body') break;
  }
  return result;
}

/** Comparisons for equality that a condition consists of: alone, or joined by `or`. */
function comparisons(condition: Expr, depth: number): (Expr & { readonly kind: 'operation' })[] {
  if (depth > MAX_PARTS) return [];
  if (condition.kind === 'fallback') return condition.options.slice(0, MAX_PARTS).flatMap((option) => comparisons(option, depth + 1));
  return condition.kind === 'operation' && /^(===?|in)$/.test(condition.operator) ? [condition] : [];
}

/** Whether a condition holds; undefined when that is decided at run time. */
export function holds(evaluator: Evaluator, condition: Expr, frame: Frame, depth = 0): boolean | undefined {
  if (depth > MAX_PARTS) return undefined;
  const each = (parts: readonly Expr[]): (boolean | undefined)[] =>
    parts.slice(0, MAX_PARTS).map((part) => holds(evaluator, part, frame, depth + 1));
  if (condition.kind === 'fallback') {
    const found = each(condition.options);
    return found.includes(true) ? true : found.every((one) => one === false) ? false : undefined;
  }
  if (condition.kind === 'name' || condition.kind === 'boolean') return truth(evaluator.evaluate(condition, frame));
  if (condition.kind !== 'operation') return undefined;
  const { operator, operands } = condition;
  if (operator === 'and') {
    const found = each(operands);
    return found.includes(false) ? false : found.every((one) => one === true) ? true : undefined;
  }
  const [left, right] = operands;
  if (left === undefined) return undefined;
  if (operator === 'not' || operator === '!') {
    const found = holds(evaluator, left, frame, depth + 1);
    return found === undefined ? undefined : !found;
  }
  if (right === undefined) return undefined;
  if (/^(===?|is)$/.test(operator)) return isEqual(evaluator.evaluate(left, frame), evaluator.evaluate(right, frame));
  if (/^(!==?|is not)$/.test(operator)) {
    const found = isEqual(evaluator.evaluate(left, frame), evaluator.evaluate(right, frame));
    return found === undefined ? undefined : !found;
  }
  if (operator !== 'in') return undefined;
  const list = evaluator.evaluate(right, frame);
  if (list.kind !== 'list' || list.growing || list.items.some((item) => item.spread || item.certainty !== 'always')) return undefined;
  const wanted = evaluator.evaluate(left, frame);
  const found = list.items.map((item) => isEqual(wanted, item.value));
  return found.includes(true) ? true : found.every((one) => one === false) ? false : undefined;
}

/** Only what is written out as true, false or nothing: any other value may be empty. */
function truth(value: Value): boolean | undefined {
  return value.kind === 'boolean' ? value.value === true : value.kind === 'null' ? false : undefined;
}

function isEqual(a: Value, b: Value): boolean | undefined {
  const [one, other] = [constantOf(a), constantOf(b)];
  return one === undefined || other === undefined ? undefined : one === other;
}

/** A constant with its kind, so that texts are never equal to numbers. */
function constantOf(value: Value): string | undefined {
  if (value.kind === 'number' || value.kind === 'boolean' || value.kind === 'null') return `${value.kind} ${String(value.value)}`;
  const text = constantText(value);
  return text === undefined ? undefined : `text ${text}`;
}
