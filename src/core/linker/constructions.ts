/** Which arguments a constructor gets: those of the call that makes the object, or of `super()` in the constructors between. */
import type { CallExpr, Expr } from '../facts.ts';
import { bindParameters } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { basesOf, isBuiltOn, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import type { BoundCall, InstanceValue, LinkedFile, Value } from './value.ts';

/** Names of constructors. */
export const CONSTRUCTORS: readonly string[] = ['__init__', 'constructor'];

/**
 * The call that gives the constructor of a class its arguments, for an object of a class built on it: the object's construction, or the call
 * of `super()` in the constructors between. Undefined when it is not known.
 */
export function constructedBy(evaluator: Evaluator, owner: InstanceValue, wanted: InstanceValue, depth: number): BoundCall | undefined {
  let made = owner.construction;
  let at: LinkedClass = owner;
  for (let level = 0; level < MAX_BASES; level++) {
    if (at.file === wanted.file && at.scope === wanted.scope) return made;
    const handing = handedUp(evaluator, owner, at, made, depth, wanted);
    if (handing === undefined) return undefined;
    made = handing.made;
    const next: Value | undefined = basesOf(evaluator, at).find((base) => base.kind === 'class' && isBuiltOn(evaluator, base, wanted));
    if (next?.kind !== 'class') return undefined;
    at = next;
  }
  return undefined;
}

/** The call that makes the part of an object which belongs to a foreign class: one that a class of the project is built on. */
export function baseConstruction(evaluator: Evaluator, owner: InstanceValue, heir: LinkedClass, depth: number): BoundCall | undefined {
  const wanted: InstanceValue = { ...owner, file: heir.file, scope: heir.scope };
  return handedUp(evaluator, owner, heir, constructedBy(evaluator, owner, wanted, depth), depth)?.made;
}

/** What the base of a class is made with: what its constructor hands on, or, without a constructor, what the class itself is made with. */
function handedUp(
  evaluator: Evaluator,
  owner: InstanceValue,
  { file, scope }: LinkedClass,
  made: BoundCall | undefined,
  depth: number,
  wanted?: LinkedClass,
): { readonly made: BoundCall | undefined } | undefined {
  const own = ownConstructor({ file, scope });
  const method = own === undefined ? undefined : file.facts.scopes[own];
  if (method === undefined) return { made };
  const inside = file.facts.calls.filter((call) => call.scope === method.id);
  const handing = inside.find((call) => isSuper(call.callee)) ?? namedBase(evaluator, inside, { file, scope }, wanted);
  if (handing === undefined) return undefined;
  const params = file.facts.language === 'python' ? method.params.slice(1) : method.params;
  const args = made === undefined ? undefined : bindParameters(evaluator, params, made.call, made.frame);
  return { made: { call: handing, frame: { file, args, scope: method.id, self: owner, depth } } };
}

/** The constructor that a class has itself; undefined for one that is made like its base. */
export function ownConstructor({ file, scope }: LinkedClass): number | undefined {
  const bindings = file.facts.scopes[scope]?.bindings;
  return CONSTRUCTORS.flatMap((name) => bindings?.get(name)?.at(-1)?.defines ?? [])[0];
}

/** The older spelling, `Base.__init__(self, …)`, without the object: the call for the base that leads to the wanted class. */
function namedBase(evaluator: Evaluator, calls: readonly CallExpr[], { file }: LinkedClass, wanted?: LinkedClass): CallExpr | undefined {
  for (const call of calls) {
    const { callee, args } = call;
    if (callee.kind !== 'member' || callee.name !== '__init__' || args[0]?.value.kind !== 'self') continue;
    const base = evaluator.evaluate(callee.object, evaluator.frameOf(file));
    const leads = wanted === undefined ? base.kind === 'external' : base.kind === 'class' && isBuiltOn(evaluator, base, wanted);
    if (leads) return { ...call, args: args.slice(1) };
  }
  return undefined;
}

/** How many arguments stand in front of those of a constructor: the object in `Base.__init__(self, …)`. */
export function selfGiven({ callee, args }: CallExpr): number {
  return callee.kind === 'member' && callee.name === '__init__' && args[0]?.value.kind === 'self' ? 1 : 0;
}

/** True for a callee that is the constructor of the base: `super().__init__` and `super`. */
export function isSuper(callee: Expr): boolean {
  if (callee.kind === 'name') return callee.name === 'super';
  return callee.kind === 'member' && callee.name === '__init__' && callee.object.kind === 'call' && isSuper(callee.object.callee);
}

/** The class that a scope stands in; undefined outside of any. */
export function classAround({ facts: { scopes } }: LinkedFile, scope: number): number | undefined {
  for (let at = scope; at >= 0; at = scopes[at]?.parent ?? -1) if (scopes[at]?.kind === 'class') return at;
  return undefined;
}
