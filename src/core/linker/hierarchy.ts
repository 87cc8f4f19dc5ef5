/** Classes and what is built on them: subclasses, implementations of interfaces, objects that fit a protocol. */
import type { Expr, Scope } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { optionsOf, type ClassValue, type LinkedFile, type Value } from './value.ts';

/** A class or interface of a linked file. */
export type LinkedClass = Pick<ClassValue, 'file' | 'scope'>;

/** Classes that are followed from one to its base; a class may name itself as its base. */
export const MAX_BASES = 6;

/** Classes below another one that are looked at. */
const MAX_DESCENDANTS = 24;

/** The scope of a class. */
function scopeOf({ file, scope }: LinkedClass): Scope | undefined {
  return file.facts.scopes[scope];
}

function same(a: LinkedClass, b: LinkedClass): boolean {
  return a.file === b.file && a.scope === b.scope;
}

/** The classes and interfaces that a class names as its bases, one level up. */
export function basesOf(evaluator: Evaluator, { file, scope }: LinkedClass): readonly Value[] {
  const own = file.facts.scopes[scope];
  if (own === undefined) return [];
  const frame = evaluator.frameOf(file);
  return [...own.bases, ...(own.interfaces ?? [])].map((base) => evaluator.evaluate(base, frame));
}

/** True when a class is another one or is built on it. */
export function isBuiltOn(evaluator: Evaluator, own: LinkedClass, wanted: LinkedClass, depth = 0): boolean {
  if (same(own, wanted)) return true;
  if (depth >= MAX_BASES) return false;
  return basesOf(evaluator, own).some((base) => base.kind === 'class' && isBuiltOn(evaluator, base, wanted, depth + 1));
}

/** Classes of the project that are built on a class or implement an interface, nearest first. */
export function descendantsOf(evaluator: Evaluator, root: LinkedClass): readonly ClassValue[] {
  const result: ClassValue[] = [];
  const queue: LinkedClass[] = [root];
  for (let next = queue.shift(); next !== undefined && result.length < MAX_DESCENDANTS; next = queue.shift()) {
    const parent = next;
    const name = scopeOf(parent)?.name ?? '';
    if (name === '') continue;
    for (const file of evaluator.modules.heirs?.(parent.file, name) ?? [parent.file]) {
      for (const scope of file.facts.scopes) {
        if (scope.kind !== 'class' || (scope.bases.length === 0 && scope.interfaces === undefined)) continue;
        const own: ClassValue = { kind: 'class', file, scope: scope.id, at: { uri: file.facts.uri, start: scope.start, end: scope.end } };
        if (same(own, root) || result.some((other) => same(other, own)) || !mentions(scope, name, file)) continue;
        if (!basesOf(evaluator, own).some((base) => base.kind === 'class' && same(base, parent))) continue;
        result.push(own);
        queue.push(own);
      }
    }
  }
  return result;
}

/** A cheap first look: a base is spelt with the class's name, or with one that is imported for it. */
function mentions(scope: Scope, name: string, file: LinkedFile): boolean {
  return [...scope.bases, ...(scope.interfaces ?? [])].some((base) => {
    const last = lastName(base);
    if (last === name) return true;
    return file.facts.scopes[0]?.bindings.get(last)?.some((binding) => binding.import !== undefined) === true;
  });
}

function lastName(expr: Expr): string {
  if (expr.kind === 'index') return lastName(expr.object);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** Names of the methods that a class or interface declares itself. */
export function methodsOf(own: LinkedClass): readonly string[] {
  const bindings = scopeOf(own)?.bindings;
  return bindings === undefined ? [] : [...bindings].flatMap(([name, all]) => (all.some((one) => one.kind === 'function') ? [name] : []));
}

/** True for an interface, or a protocol of Python: what has its methods fits it, and need not name it. */
export function isStructural(evaluator: Evaluator, own: LinkedClass): boolean {
  if (scopeOf(own)?.typeOnly === true) return true;
  return basesOf(evaluator, own).some((base) => base.kind === 'external' && /^typing(_extensions)?\.Protocol(\[\])?$/.test(base.path));
}

/** True when a class has a method, itself or from its bases. */
function hasMethod(evaluator: Evaluator, own: LinkedClass, name: string, depth = 0): boolean {
  if (
    scopeOf(own)
      ?.bindings.get(name)
      ?.some((binding) => binding.kind === 'function') === true
  )
    return true;
  if (depth >= MAX_BASES) return false;
  return basesOf(evaluator, own).some((base) => base.kind === 'class' && hasMethod(evaluator, base, name, depth + 1));
}

/**
 * True when an object that is declared as `declared` may be one of the class `own`: that is built on it, or fits it where it is an
 * interface that no class names.
 */
export function mayBe(evaluator: Evaluator, declared: LinkedClass, own: LinkedClass): boolean {
  if (isBuiltOn(evaluator, own, declared)) return true;
  if (!isStructural(evaluator, declared)) return false;
  const methods = methodsOf(declared);
  if (methods.length === 0 || !methods.every((name) => hasMethod(evaluator, own, name))) return false;
  return descendantsOf(evaluator, declared).length === 0;
}

/** The classes and interfaces that a value is declared to be an object of; none for one whose construction is seen. */
export function declaredClasses(value: Value): readonly LinkedClass[] {
  return optionsOf(value).flatMap((option): LinkedClass[] => {
    if (option.kind === 'instance') return option.construction === undefined ? [option] : [];
    return option.kind === 'unknown' && option.type !== undefined ? [option.type] : [];
  });
}

/** The types under which an object literal that holds a function is declared: by a variable, or as the result of a function. */
export function literalTypes(evaluator: Evaluator, file: LinkedFile, functionScope: number): readonly LinkedClass[] {
  const holds = (expr: Expr | undefined): boolean =>
    expr?.kind === 'dict' && expr.entries.some(({ value }) => value.kind === 'function' && value.scope === functionScope);
  const types: Expr[] = [];
  for (const scope of file.facts.scopes) {
    for (const bindings of scope.bindings.values())
      for (const { value, annotation } of bindings) if (annotation !== undefined && holds(value)) types.push(annotation);
    if (scope.returnAnnotation !== undefined && scope.returns.some(({ value }) => holds(value))) types.push(scope.returnAnnotation);
  }
  return types.flatMap((type) => {
    const inner = type.kind === 'index' && lastName(type) === 'Promise' ? type.index : type;
    const value = evaluator.evaluate(inner.kind === 'index' ? inner.object : inner, evaluator.frameOf(file));
    return value.kind === 'class' ? [value] : [];
  });
}
