/** Members that a method asks of the classes which its own is built on: `super().ask(prompt)`, `super.ask(prompt)`. */
import type { Expr, NameExpr } from '../facts.ts';
import { resolveAttribute } from './attributes.ts';
import type { Evaluator } from './evaluate.ts';
import { basesOf } from './hierarchy.ts';
import { locate, type Frame, type InstanceValue, type LinkedFile, type Value } from './value.ts';

/**
 * What `super` has under a name, for the object whose method runs; undefined for an expression that is something else, and where no base is
 * known.
 */
export function superMember(evaluator: Evaluator, object: Expr, name: string, whole: Expr, frame: Frame): Value | undefined {
  const { file } = frame;
  const asked = superIn(object, file);
  const own = asked === undefined ? undefined : classAround(frame, asked.scope);
  if (own === undefined) return undefined;
  const owner = frame.self ?? { kind: 'instance', file, scope: own, construction: undefined, at: locate(file, whole) };
  for (const base of basesOf(evaluator, { file, scope: own })) {
    if (base.kind === 'external') return { kind: 'external', path: `${base.path}().${name}`, calls: [], at: locate(file, whole) };
    if (base.kind !== 'class') continue;
    const parent: InstanceValue = { ...owner, file: base.file, scope: base.scope };
    const value = resolveAttribute(evaluator, parent, name, whole, frame, 1, owner);
    if (value.kind !== 'unknown') return value;
  }
  return undefined;
}

/** True for a method that is asked of the classes which the own one is built on. */
export function asksSuper(callee: Expr, file: LinkedFile): boolean {
  return callee.kind === 'member' && superIn(callee.object, file) !== undefined;
}

/** The word `super` of an expression that is nothing else: a call in Python, the plain word in scripts. */
function superIn(object: Expr, { facts }: LinkedFile): NameExpr | undefined {
  const asked = object.kind === 'call' && object.args.length === 0 ? object.callee : object;
  if (asked.kind !== 'name' || asked.name !== 'super') return undefined;
  return (facts.language === 'python') === (object.kind === 'call') ? asked : undefined;
}

function classAround({ file }: Frame, scope: number): number | undefined {
  const { scopes } = file.facts;
  for (let at = scope; at >= 0; at = scopes[at]?.parent ?? -1) if (scopes[at]?.kind === 'class') return at;
  return undefined;
}
