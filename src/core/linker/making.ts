/** Who runs a constructor: calls that make objects of its class or of one built on it, and `super()` in the constructors of those. */
import type { CallExpr } from '../facts.ts';
import { classAround, isSuper, ownConstructor } from './constructions.ts';
import type { Evaluator } from './evaluate.ts';
import { basesOf, descendantsOf, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import { locate, optionsOf, type Frame, type FunctionValue, type LinkedFile, type Value } from './value.ts';

/** The class that a function is the constructor of; undefined for any other function. */
export function classMadeBy(file: LinkedFile, scope: number): LinkedClass | undefined {
  const own = { file, scope: file.facts.scopes[scope]?.parent ?? -1 };
  return file.facts.scopes[own.scope]?.kind === 'class' && ownConstructor(own) === scope ? own : undefined;
}

/** A name that a call of a constructor ends in, and the file that alone is meant. */
export interface MakingName {
  readonly name: string;
  readonly only: LinkedFile | undefined;
}

/** The names by which a constructor may be called: those of its class and of classes that inherit it, and `super` where one is built on it. */
export function namesOfMaking(evaluator: Evaluator, own: LinkedClass): readonly MakingName[] {
  const nameOf = ({ file, scope }: LinkedClass): string => file.facts.scopes[scope]?.name ?? '';
  const heirs = descendantsOf(evaluator, own).map((heir): MakingName =>
    ownConstructor(heir) === undefined
      ? { name: nameOf(heir), only: undefined }
      : { name: heir.file.facts.language === 'python' ? '__init__' : 'super', only: heir.file },
  );
  return [{ name: nameOf(own), only: undefined }, ...heirs].filter(({ name }) => name !== '');
}

/**
 * The constructor of a scope as a call runs it, with the object that is made; undefined when the call runs another one.
 *
 * @param called what the callee is evaluated to
 */
export function constructorAmong(
  evaluator: Evaluator,
  called: Value,
  call: CallExpr,
  frame: Frame,
  file: LinkedFile,
  scope: number,
): FunctionValue | undefined {
  if (classMadeBy(file, scope) === undefined) return undefined;
  const at = locate(frame.file, call);
  const heir = isSuper(call.callee) ? classAround(frame.file, call.scope) : undefined;
  const made = heir === undefined ? optionsOf(called) : basesOf(evaluator, { file: frame.file, scope: heir });
  for (const one of made) {
    const runs = one.kind === 'class' ? constructorOf(evaluator, one) : undefined;
    if (one.kind !== 'class' || runs?.file !== file || ownConstructor(runs) !== scope) continue;
    const self: FunctionValue['self'] =
      heir === undefined
        ? { kind: 'instance', file: one.file, scope: one.scope, construction: { call, frame }, at }
        : (frame.self ?? { kind: 'instance', file: frame.file, scope: heir, construction: undefined, at });
    return { kind: 'function', file, scope, self, at };
  }
  return undefined;
}

/** The class whose constructor runs for an object of a class: its own or the nearest above it that has one. */
function constructorOf(evaluator: Evaluator, own: LinkedClass, depth = 0): LinkedClass | undefined {
  if (ownConstructor(own) !== undefined) return own;
  if (depth >= MAX_BASES) return undefined;
  for (const base of basesOf(evaluator, own)) {
    const found = base.kind === 'class' ? constructorOf(evaluator, base, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
