/** What code around a parameter says about it, beyond its callers: what a framework puts in, and which class it is checked for. */
import type { Parameter, Scope } from '../facts.ts';
import type { ParameterRef } from '../ir.ts';
import { annotated, namedType } from './annotations.ts';
import { evaluateCall } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import type { Frame, LinkedFile, Value } from './value.ts';
import { yieldedBy } from './yielded.ts';

/** What stands for a parameter in the values that come from it. */
export function refOf({ facts }: LinkedFile, { id }: Scope, { name, required }: Parameter): ParameterRef {
  return { uri: facts.uri, scope: id, name, ...(required === undefined ? {} : { required }) };
}

/** What FastAPI puts in for `Depends(make)`; undefined for any other default. */
export function dependency(evaluator: Evaluator, value: Value, frame: Frame): Value | undefined {
  if (value.kind !== 'external' || !/^fastapi\.(params\.)?(Depends|Security)\(\)$/.test(value.path)) return undefined;
  const made = value.calls.at(-1);
  const [first] = made?.call.args ?? [];
  if (made === undefined || first === undefined || frame.depth > 6) return undefined;
  const call = { ...made.call, callee: first.value, args: [] };
  const inner: Frame = { ...made.frame, depth: frame.depth + 1 };
  const run = evaluator.evaluate(first.value, inner);
  const handed = run.kind === 'function' ? yieldedBy(evaluator, run, call, inner) : undefined;
  const result = handed ?? evaluateCall(evaluator, call, inner);
  return result.kind === 'unknown' ? undefined : result;
}

/** What FastAPI puts in for a parameter that is declared as `Annotated[Client, Depends(make)]`, or by a name for that. */
export function annotatedDependency(evaluator: Evaluator, { annotation: written }: Parameter, frame: Frame): Value | undefined {
  const alias = written?.kind === 'name' ? namedType(evaluator, written, frame.file) : undefined;
  const { annotation, file } =
    alias === undefined ? { annotation: written, file: frame.file } : { annotation: alias.type, file: alias.file };
  if (annotation?.kind !== 'index' || annotation.index.kind !== 'list') return undefined;
  const { object, index } = annotation;
  if ((object.kind !== 'name' && object.kind !== 'member') || object.name !== 'Annotated') return undefined;
  for (const { value } of index.items.slice(1)) {
    const found = value.kind === 'call' ? dependency(evaluator, evaluator.evaluate(value, evaluator.frameOf(file)), frame) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An object of the class of the project that a function checks one of its parameters for: `isinstance(client, Client)`. */
export function checkedClass(evaluator: Evaluator, file: LinkedFile, scope: Scope, name: string): Value | undefined {
  if (file.facts.language !== 'python') return undefined;
  for (const { callee, args, scope: from } of evaluator
    .callsIn(file)
    .get('isinstance')
    ?.map(({ written }) => written) ?? []) {
    const [object, type] = args;
    if (from !== scope.id || callee.kind !== 'name' || object?.value.kind !== 'name' || object.value.name !== name || type === undefined)
      continue;
    const found = annotated(evaluator, type.value, evaluator.frameOf(file));
    if (found?.kind === 'instance') return found;
  }
  return undefined;
}
