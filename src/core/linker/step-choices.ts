/** What is chosen anew for each step of an agent: what the function given as `prepareStep` returns (AI SDK 5 to 7, read 2026-11-22). */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import type { Location } from '../ir.ts';
import { argumentOf } from './turns.ts';
import { locate, type LinkedFile } from './value.ts';

const PREPARES = ['prepareStep', 'experimental_prepareStep'];
const MAX_DEPTH = 4;

/**
 * The place where steps of one run are given a different value: a return of the preparing function that names it, beside others that do not, or
 * one that is computed. Undefined where all steps have the same, or the function is not seen.
 *
 * @param names entries of what the function returns
 */
export function chosenPerStep(file: LinkedFile, call: CallExpr, names: readonly string[]): Location | undefined {
  const given = argumentOf(call, PREPARES);
  const scope = given === undefined ? undefined : functionOf(file, given);
  if (scope === undefined) return undefined;
  const [first] = scope.returns.flatMap(({ value }) => entriesOf(value, names, 0));
  if (first === undefined) return undefined;
  const always = scope.returns.length === 1 && !branches(file, scope) && !first.sometimes && isWritten(first.value);
  return always ? undefined : locate(file, first.value);
}

function functionOf({ facts }: LinkedFile, given: Expr): Scope | undefined {
  if (given.kind === 'function') return facts.scopes[given.scope];
  if (given.kind !== 'name') return undefined;
  for (let at = given.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const [binding, more] = facts.scopes[at]?.bindings.get(given.name) ?? [];
    if (binding === undefined) continue;
    const value = more === undefined ? binding.value : undefined;
    return value?.kind === 'function' ? facts.scopes[value.scope] : undefined;
  }
  return undefined;
}

/** True when a function does not do the same each time it runs. */
function branches({ facts }: LinkedFile, scope: Scope): boolean {
  return facts.blocks.some(({ kind, start, end }) => kind === 'branch' && scope.start <= start && end <= scope.end);
}

interface Entry {
  readonly value: Expr;
  /** True for an entry that stands in a condition. */
  readonly sometimes: boolean;
}

/** Entries of a returned object that have one of some names. */
function entriesOf(value: Expr, names: readonly string[], depth: number, sometimes = false): Entry[] {
  if (depth > MAX_DEPTH) return [];
  const inside = (one: Expr): Entry[] => entriesOf(one, names, depth + 1, true);
  switch (value.kind) {
    case 'dict':
      return value.entries.flatMap(({ key, value: entry }) => {
        if (key === undefined) return entriesOf(entry, names, depth + 1, sometimes);
        return key.kind === 'text' && names.includes(key.value) ? [{ value: entry, sometimes }] : [];
      });
    case 'conditional':
      return [...inside(value.then), ...inside(value.otherwise)];
    case 'operation':
      return value.operands.flatMap(inside);
    case 'fallback':
      return value.options.flatMap(inside);
    default:
      return [];
  }
}

/** True for a value that stands in the source as it is: a list of names, a constant of the program, a model that is made of a constant. */
function isWritten(value: Expr): boolean {
  if (value.kind === 'list')
    return value.items.every(({ value: item, spread }) => !spread && (item.kind === 'text' || item.kind === 'name'));
  if (value.kind === 'call') return value.args.every(({ value: argument }) => argument.kind === 'text' || argument.kind === 'dict');
  return value.kind === 'name' || value.kind === 'dict' || value.kind === 'member' || value.kind === 'text';
}
