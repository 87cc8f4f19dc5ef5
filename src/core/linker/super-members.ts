/** Members that a method asks of the classes which its own is built on: `super().ask(prompt)`, `super.ask(prompt)`. */
import type { CallExpr, Expr, NameExpr } from '../facts.ts';
import type { Location } from '../ir.ts';
import { resolveAttribute } from './attributes.ts';
import { baseConstruction, classAround, ownConstructor } from './constructions.ts';
import type { Evaluator } from './evaluate.ts';
import { basesOf, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import {
  locate,
  optionsOf,
  type ExternalValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  type LinkedFile,
  type Value,
} from './value.ts';

/**
 * What `super` has under a name, for the object whose method runs; undefined for an expression that is something else, and where no base is
 * known.
 */
export function superMember(evaluator: Evaluator, object: Expr, name: string, whole: Expr, frame: Frame): Value | undefined {
  const { file } = frame;
  const asked = superIn(object, file);
  const own = asked === undefined ? undefined : classAround(frame.file, asked.scope);
  if (own === undefined) return undefined;
  const owner: InstanceValue = frame.self ?? { kind: 'instance', file, scope: own, construction: undefined, at: locate(file, whole) };
  for (const base of basesOf(evaluator, { file, scope: own })) {
    if (base.kind === 'external') return memberOfForeign(evaluator, owner, { file, scope: own }, base.path, name, locate(file, whole));
    if (base.kind !== 'class') continue;
    const parent: InstanceValue = { ...owner, file: base.file, scope: base.scope };
    const value = resolveAttribute(evaluator, parent, name, whole, frame, 1, owner);
    if (value.kind !== 'unknown') return value;
  }
  return undefined;
}

/** A member of the foreign class that a class of an object is built on. */
function memberOfForeign(
  evaluator: Evaluator,
  owner: InstanceValue,
  heir: LinkedClass,
  path: string,
  name: string,
  at: Location,
): ExternalValue {
  const made = baseConstruction(evaluator, owner, heir, 1);
  return { kind: 'external', path: `${path}().${name}`, calls: made === undefined ? [] : [made], at };
}

/**
 * The method of a foreign class that a method takes the place of and hands on to (`super().invoke(…)` in `invoke`): who calls it calls that one.
 * Undefined for any other function.
 */
export function overridden(evaluator: Evaluator, { file, scope, self, at }: FunctionValue): ExternalValue | undefined {
  const { scopes, calls } = file.facts;
  const name = scopes[scope]?.name ?? '';
  const own = scopes[scope]?.parent ?? -1;
  if (self === undefined || scopes[own]?.kind !== 'class' || scopes[own].bases.length === 0) return undefined;
  const handsOn = calls.some(
    ({ callee, scope: from }) =>
      from === scope && callee.kind === 'member' && callee.name === name && superIn(callee.object, file) !== undefined,
  );
  const base = handsOn ? foreignBase(evaluator, { file, scope: own }) : undefined;
  return base === undefined ? undefined : memberOfForeign(evaluator, self, base.heir, base.path, name, at);
}

/** The object of a foreign class that an object of the project's own stands for; undefined where its class is built on none. */
export function asForeign(evaluator: Evaluator, object: InstanceValue): ExternalValue | undefined {
  const base = foreignBase(evaluator, object);
  if (base === undefined) return undefined;
  const made = baseConstruction(evaluator, object, base.heir, 1);
  const { parameter, at } = object;
  return {
    kind: 'external',
    path: `${base.path}()`,
    calls: made === undefined ? [] : [made],
    ...(parameter === undefined ? {} : { parameter }),
    at,
  };
}

/** The foreign class that a class is built on, and the class of the project that names it as its base. */
function foreignBase(evaluator: Evaluator, own: LinkedClass, depth = 0): { readonly heir: LinkedClass; readonly path: string } | undefined {
  for (const base of basesOf(evaluator, own)) {
    if (base.kind === 'external') return { heir: own, path: base.path };
    const found = base.kind === 'class' && depth < MAX_BASES ? foreignBase(evaluator, base, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The foreign class whose constructor a call runs: `super(…)` and `super().__init__(…)` of a class built on it, `Base.__init__(self, …)`, and
 * `Heir(…)` of a class without a constructor of its own. Undefined where the project has a constructor between, and for any other call.
 *
 * @param called what the callee is evaluated to
 */
export function constructedBase(evaluator: Evaluator, callee: Expr, called: readonly Value[], frame: Frame): ExternalValue | undefined {
  const at = locate(frame.file, callee);
  const isInit = callee.kind === 'member' && callee.name === '__init__';
  const asked = superIn(isInit ? callee.object : callee, frame.file);
  if (asked !== undefined) {
    const own = isInit || callee.kind === 'name' ? classAround(frame.file, asked.scope) : undefined;
    return own === undefined ? undefined : foreignConstructor(evaluator, basesOf(evaluator, { file: frame.file, scope: own }), at);
  }
  if (isInit) return foreignConstructor(evaluator, optionsOf(evaluator.evaluate(callee.object, frame)), at);
  return foreignConstructor(
    evaluator,
    called.filter(({ kind }) => kind === 'class'),
    at,
  );
}

/** The foreign class whose constructor runs for the first of some classes that has none in the project. */
export function foreignConstructor(evaluator: Evaluator, classes: readonly Value[], at: Location, depth = 0): ExternalValue | undefined {
  for (const one of classes) {
    if (one.kind === 'external') return { kind: 'external', path: one.path, calls: [], at };
    if (one.kind !== 'class' || depth >= MAX_BASES || ownConstructor(one) !== undefined) continue;
    const found = foreignConstructor(evaluator, basesOf(evaluator, one), at, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True for a method that is asked of the classes which the own one is built on. */
export function asksSuper(callee: Expr, file: LinkedFile): boolean {
  return callee.kind === 'member' && superIn(callee.object, file) !== undefined;
}

/**
 * True for a method that takes the place of one and hands everything on as it came: `super().ask(question, **options)` in `ask`. Who calls it
 * calls the one that it hands on to.
 */
export function handsOnToSuper({ callee, args, scope }: CallExpr, file: LinkedFile): boolean {
  if (callee.kind !== 'member' || !asksSuper(callee, file)) return false;
  const method = file.facts.scopes[scope];
  return (
    method?.kind === 'function' &&
    method.name === callee.name &&
    args.length > 0 &&
    args.every(
      ({ value }) => value.kind === 'name' && method.params.some(({ name }) => name === value.name) && !method.bindings.has(value.name),
    )
  );
}

/** The word `super` of an expression that is nothing else: a call in Python, the plain word in scripts. */
function superIn(object: Expr, { facts }: LinkedFile): NameExpr | undefined {
  const asked = object.kind === 'call' && object.args.length === 0 ? object.callee : object;
  if (asked.kind !== 'name' || asked.name !== 'super') return undefined;
  return (facts.language === 'python') === (object.kind === 'call') ? asked : undefined;
}
