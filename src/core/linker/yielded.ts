/** What is handed out for a while: by context managers, by generators that a framework runs, by objects that `with` enters. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import { decoratorPath } from './attributes.ts';
import { calleeFrame } from './callee-frames.ts';
import type { Evaluator } from './evaluate.ts';
import { returnedValues } from './results.ts';
import { choice, locate, optionsOf, type Frame, type FunctionValue, type Value } from './value.ts';

/** Decorators that make a generator hand out what it yields: `contextlib.contextmanager`, fixtures of pytest. */
const HANDING = /(^|\.)((async)?contextmanager|fixture)$/;

/** What a generator hands out that is a context manager; undefined for any other function. */
export function managed(evaluator: Evaluator, scope: Scope, inner: Frame, call: CallExpr): Value | undefined {
  return scope.decorators.some((decorator) => HANDING.test(decoratorPath(decorator)))
    ? allYielded(evaluator, scope, inner, call)
    : undefined;
}

/** What a generator hands out to a framework that runs it up to its `yield`: a dependency of FastAPI. Undefined for any other function. */
export function yieldedBy(evaluator: Evaluator, callee: FunctionValue, call: CallExpr, frame: Frame): Value | undefined {
  const scope = callee.file.facts.scopes[callee.scope];
  if (scope?.generator !== true) return undefined;
  return evaluator.once(
    scope,
    () => undefined,
    () => allYielded(evaluator, scope, calleeFrame(evaluator, callee, call, frame), call),
  );
}

/** What `with … as` binds: what `__enter__` of an object of the project gives, or else the object itself. */
export function entered(evaluator: Evaluator, value: Value, whole: Expr, frame: Frame): Value {
  if (value.kind !== 'instance' || frame.depth > MAX_DEPTH) return value;
  for (const name of ['__enter__', '__aenter__']) {
    const method = optionsOf(evaluator.member(value, name, whole, frame)).find((option) => option.kind === 'function');
    if (method === undefined) continue;
    const { returns = [] } = method.file.facts.scopes[method.scope] ?? {};
    const inner: Frame = { file: method.file, args: undefined, scope: method.scope, self: value, depth: frame.depth + 1 };
    const given = returnedValues(evaluator, returns, inner);
    return given.length === 0 || given.every(({ kind }) => kind === 'unknown') ? value : choice(given, locate(frame.file, whole));
  }
  return value;
}

/** Calls within calls that are followed. */
const MAX_DEPTH = 6;

function allYielded(evaluator: Evaluator, { yields = [] }: Scope, inner: Frame, call: CallExpr): Value | undefined {
  const values = returnedValues(evaluator, yields, inner);
  return values.length === 0 ? undefined : choice(values, locate(inner.file, call));
}
