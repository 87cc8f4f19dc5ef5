/** Who hands a conversation to a function: callers by its name, and those that know only its interface or the object that its module gives. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import type { CallPlace, Evaluator } from './evaluate.ts';
import { callerParameters } from './calls.ts';
import { callersOf } from './reuse.ts';
import { optionsOf, type LinkedFile } from './value.ts';

/** Callers of one function that are asked what they give. */
const MAX_CALLERS = 6;
/** Calls of a method's name that are asked what they mean. */
const MAX_ASKED = 12;

/** What a caller hands in. */
export interface Given {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly value: Expr;
}

/**
 * Callers of a function. For a method also callers that import an interface or base of its class, and where no other file names the class, those
 * that import the object which its module exports as its default.
 */
export function callersHanding(evaluator: Evaluator, file: LinkedFile, scope: Scope): readonly CallPlace[] {
  // A method may hand on to one of the same name.
  const own = callersOf(evaluator, file, scope).filter(
    (place) => place.file !== file || !isInside(file, place.call, scope) || mayMean(evaluator, file, place.call.callee, file, scope),
  );
  const holder = classAround(file, scope);
  if (holder === undefined) return own;
  const known = new Set(own.map(({ call }) => call));
  const byType = [...holder.bases, ...(holder.interfaces ?? [])]
    .flatMap(namesIn)
    .flatMap((name) => evaluator.modules.callsWhere?.(scope.name, name) ?? [])
    .filter(({ file: from, written }) => from !== file && mayMean(evaluator, from, written.callee, file, scope));
  const byDefault =
    own.every((place) => place.file === file) && file.facts.exports?.has('default') === true
      ? (evaluator.modules.callsWhere?.(scope.name, 'default') ?? [])
      : [];
  const proven = byDefault
    .slice(0, MAX_ASKED)
    .filter(({ file: from, written }) => from !== file && means(evaluator, from, written.callee, file, scope));
  const others = new Map(
    [...byType, ...proven].filter(({ written }) => !known.has(written)).map((one) => [one.written, { file: one.file, call: one.written }]),
  );
  return [...own, ...others.values()];
}

/** What the callers of a function hand in as one of its parameters. */
export function givenFor(evaluator: Evaluator, where: LinkedFile, scope: Scope, name: string): readonly Given[] {
  if (scope.kind !== 'function' && scope.kind !== 'lambda') return [];
  const position = callerParameters(where, scope.id).findIndex((one) => one.name === name);
  return callersHanding(evaluator, where, scope)
    .slice(0, MAX_CALLERS)
    .flatMap(({ file, call }) => {
      const given = argumentWritten(call, name, position);
      return given === undefined ? [] : [{ file, call, value: given }];
    });
}

/** What a call gives for a parameter, by its name or else by its place; undefined when it says nothing. */
export function argumentWritten({ args }: CallExpr, name: string, position: number): Expr | undefined {
  const named = args.find((argument) => argument.kind === 'keyword' && argument.name === name);
  return (named ?? args.filter(({ kind }) => kind === 'positional')[position])?.value;
}

/** The class whose method a function is, or whose field holds it: `request = async (params) => …`. */
function classAround({ facts }: LinkedFile, { parent, kind }: Scope): Scope | undefined {
  const holder = facts.scopes[parent];
  if (holder?.kind === 'class') return holder;
  const outer = kind === 'lambda' && holder?.kind === 'lambda' ? facts.scopes[holder.parent] : undefined;
  return outer?.kind === 'class' ? outer : undefined;
}

/** True for a call that stands in a function. */
function isInside({ facts }: LinkedFile, { scope: from }: CallExpr, { id }: Scope): boolean {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) if (at === id) return true;
  return false;
}

/** True for a callee that is surely this function. */
export function means(evaluator: Evaluator, from: LinkedFile, callee: Expr, file: LinkedFile, scope: Scope): boolean {
  return functionsOf(evaluator, from, callee).some((one) => one.file === file && one.scope === scope.id);
}

/** True for a callee that may be this function: it is, or it is not known whose method it is. */
function mayMean(evaluator: Evaluator, from: LinkedFile, callee: Expr, file: LinkedFile, scope: Scope): boolean {
  return functionsOf(evaluator, from, callee).length === 0 || means(evaluator, from, callee, file, scope);
}

function functionsOf(evaluator: Evaluator, from: LinkedFile, callee: Expr) {
  return optionsOf(evaluator.evaluate(callee, evaluator.frameOf(from))).filter((one) => one.kind === 'function');
}

/** The names of a base as it is written: `Client`, `clients.Client`, `Client[Answer]`. */
function namesIn(base: Expr): string[] {
  if (base.kind === 'name' || base.kind === 'member') return [base.name];
  return base.kind === 'index' ? namesIn(base.object) : [];
}
