import type { CallExpr, Effect, Expr } from '../../facts.ts';
import type { FactsBuilder } from '../facts-builder.ts';

/** Names of methods that change what they are called on, by what they do. */
export interface ChangeNames {
  /** Add items at the end; two arguments of which the first is a number are a position and an item. */
  readonly append: readonly string[];
  /** Add the items of another list. */
  readonly extend: readonly string[];
  /** Put an item in front, or at the position that the first of two arguments gives. */
  readonly prepend: readonly string[];
  /** Write an entry: key, value. */
  readonly set: readonly string[];
  /** Add the entries of another mapping. */
  readonly merge: readonly string[];
}

/** Methods of lists that take the first items away, in whichever of the languages they exist. */
const TAKING = /^(removeFirst|RemoveFirst|RemoveAt|removeAt|RemoveRange|shift|pop_front|popFirst|pollFirst|Dequeue|drain)$/;
/** Methods that do so when they are given a position. */
const TAKING_AT = /^(remove|delete_at)$/;

/** `xs.add(y)` and its kind change the object that a name refers to. */
export function recordChange(out: FactsBuilder, call: CallExpr, names: ChangeNames): void {
  if (call.callee.kind !== 'member') return;
  const { object, name } = call.callee;
  const [first, second] = call.args;
  const add = (kind: Effect['kind'], value: Expr, key?: Expr): void => {
    const { scope, block, start, end } = call;
    out.scopes[scope]?.effects.push({ kind, target: object, key, value, scope, block, start, end });
  };
  if (TAKING.test(name) || (TAKING_AT.test(name) && first?.value.kind === 'number')) {
    add('other', call);
    return;
  }
  if (first?.kind !== 'positional') return;
  if (names.append.includes(name)) {
    // `xs.add(0, y)` puts an item at a position.
    if (second !== undefined && first.value.kind === 'number') add('prepend', second.value, first.value);
    else for (const argument of call.args) add(argument.kind === 'spread' ? 'extend' : 'append', argument.value);
  } else if (names.extend.includes(name)) add('extend', first.value);
  else if (names.prepend.includes(name)) {
    if (second === undefined) add('prepend', first.value, { kind: 'number', value: 0, start: call.start, end: call.start });
    else add('prepend', second.value, first.value);
  } else if (names.set.includes(name) && second !== undefined) add('set', second.value, first.value);
  else if (names.merge.includes(name)) add('merge', first.value);
}
