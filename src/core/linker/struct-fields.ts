import type { Scope } from '../facts.ts';
import { bindArguments } from './arguments.ts';
import { unknown, choice, type ClassValue, type InstanceValue, type Value } from './value.ts';
import type { Evaluator } from './evaluate.ts';

/** Languages whose objects are written as literals with their fields (`Bot{client: c}`). */
const withLiterals: ReadonlySet<string> = new Set(['go', 'rust']);

/** Literals of one type that are looked at. */
const MAX_LITERALS = 4;

/** The value of a field by the literals that make objects of its type in its file; undefined when none sets it. */
export function fieldOfLiterals(evaluator: Evaluator, object: InstanceValue | ClassValue, scope: Scope, name: string): Value | undefined {
  const { file } = object;
  if (!withLiterals.has(file.facts.language) || scope.bindings.get(name)?.some((binding) => binding.kind === 'function') === true)
    return undefined;
  if (object.kind === 'instance' && object.construction !== undefined) {
    const { call, frame } = object.construction;
    return bindArguments(evaluator, call, frame).named.get(name)?.value;
  }
  const values: Value[] = [];
  for (const call of file.facts.calls) {
    const made = call.callee.kind === 'name' && (call.callee.name === scope.name || call.callee.name === 'Self');
    const argument = made ? call.args.find((candidate) => candidate.name === name) : undefined;
    if (argument === undefined) continue;
    values.push(
      evaluator.once(
        argument,
        () => unknown(file, argument, 'depends on itself'),
        () => evaluator.evaluate(argument.value, evaluator.frameOf(file)),
      ),
    );
    if (values.length >= MAX_LITERALS) break;
  }
  const known = values.filter((value) => value.kind !== 'unknown');
  // A field that some literal takes from elsewhere is not known by the others.
  return known.length === 0 || known.length < values.length ? undefined : choice(known, known[0]!.at);
}

/** The same type in the other files that declare parts of it. */
export function otherParts(evaluator: Evaluator, object: InstanceValue | ClassValue, name: string): (InstanceValue | ClassValue)[] {
  if (name === '') return [];
  return (evaluator.modules.siblings?.(object.file.facts, name) ?? []).flatMap((file): (InstanceValue | ClassValue)[] => {
    const scope = file.facts.scopes[0]?.bindings.get(name)?.find((binding) => binding.kind === 'class')?.defines;
    return scope === undefined ? [] : [{ ...object, file, scope }];
  });
}
