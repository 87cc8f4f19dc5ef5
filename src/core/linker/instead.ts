/** What runs instead of a function that was found: one that is handed in, or that of another class. */
import type { CallExpr, Scope } from '../facts.ts';
import { isAbstract } from './attributes.ts';
import type { Evaluator } from './evaluate.ts';
import { isBuiltOn } from './hierarchy.ts';
import { optionsOf, type FunctionValue, type Value } from './value.ts';

/** True when a function that is handed in is called (`fn(*args)`), and the caller hands in another one than the wrapper. */
export function handsInAnother(callee: CallExpr['callee'], known: Value, wanted: FunctionValue): boolean {
  if (callee.kind !== 'name') return false;
  const options = optionsOf(known);
  if (options.every((option) => option.kind === 'function')) return true;
  const wantedName = wanted.file.facts.scopes[wanted.scope]?.name ?? '';
  if (wantedName === '') return false;
  return options.every((option) => {
    if (option.kind !== 'unknown') return option.kind !== 'instance' || option.construction !== undefined;
    const { parameter, expression } = option;
    // A parameter of the caller's own may be anything, also the wrapper; a member of something is what it is called.
    const own = parameter !== undefined && !/[.[]/.test(parameter.name);
    return !own && /^[\w.]+$/.test(expression) && expression.slice(expression.lastIndexOf('.') + 1) !== wantedName;
  });
}

/**
 * The other functions that run instead where the object is known to be of a class with a method of its own by that name: `super().ask()` calls
 * what its own object has. Empty when the wanted one may run.
 */
export function othersInstead(evaluator: Evaluator, known: Value, wanted: FunctionValue): readonly FunctionValue[] {
  const own = { file: wanted.file, scope: wanted.file.facts.scopes[wanted.scope]?.parent ?? -1 };
  const options = optionsOf(known);
  const others = options.filter((option): option is FunctionValue => {
    if (option.kind !== 'function' || option.self === undefined) return false;
    return !isAbstract(option) && !isBuiltOn(evaluator, own, option.self);
  });
  return others.length === options.length ? others : [];
}

/** True for a function that sends a request itself. */
export function isAmong(senders: ReadonlySet<Scope>, { file, scope }: FunctionValue): boolean {
  const own = file.facts.scopes[scope];
  return own !== undefined && senders.has(own);
}
