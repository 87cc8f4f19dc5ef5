/** Objects of a project's own record classes as mappings: `Message(role="user", content=text).model_dump()`, `asdict(message)`. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import { isRecordClass } from './attributes.ts';
import type { Evaluator } from './evaluate.ts';
import { basesOf, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import { locate, unknown, type DictEntryValue, type DictValue, type Frame, type InstanceValue, type Value } from './value.ts';

/** Methods that give the fields of a record of pydantic (1 and 2), msgspec or a named tuple. */
const DUMPING: ReadonlySet<string> = new Set(['model_dump', 'dict', '_asdict']);

/** Functions that give the fields of the record that they are given. */
const CONVERTING: ReadonlySet<string> = new Set([
  'dataclasses.asdict()',
  'attr.asdict()',
  'attrs.asdict()',
  'msgspec.to_builtins()',
  'builtins.vars()',
]);

/** Fields of one record that are read. */
const MAX_FIELDS = 24;

/** What a method gives that turns a record into a mapping; undefined for any other, and where the class has one of its own. */
export function dumped(evaluator: Evaluator, object: Value, method: string, whole: Expr, frame: Frame): Value | undefined {
  if (object.kind !== 'instance' || !DUMPING.has(method)) return undefined;
  const own = evaluator.member(object, method, whole, frame);
  if (own.kind === 'function') return undefined;
  const isElement = object.construction === undefined && object.parameter?.name.endsWith('[]') === true;
  return isElement
    ? ofElement(object, unknown(frame.file, whole, 'an element in another form', { source: 'call' }))
    : recordOf(evaluator, object, whole, frame);
}

/** What a function gives that turns a record into a mapping; undefined for any other. */
export function converted(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): DictValue | undefined {
  const given = CONVERTING.has(path) ? argumentAt(evaluator, call, 0, frame) : undefined;
  return given?.kind === 'instance' ? recordOf(evaluator, given, call, frame) : undefined;
}

/** What a method gives of an element of a list that a caller hands in: it comes from there, in another form (`message.model_dump()`). */
export function ofElement(object: Value, result: Value): Value {
  const given = object.kind === 'instance' && object.construction === undefined ? object.parameter : undefined;
  if (given?.name.endsWith('[]') !== true) return result;
  const from = { ...given, name: given.name.slice(0, -2) };
  const mark = (value: Value): Value => {
    if (value.kind !== 'unknown' || value.converted !== undefined) return value;
    const { parameter, ...rest } = value;
    // Who made the element is not the one who hands in the list.
    return parameter?.scope === given.scope && parameter.uri === given.uri ? { ...value, converted: from } : { ...rest, converted: from };
  };
  if (result.kind !== 'dict') return mark(result);
  return { ...result, entries: new Map([...result.entries].map(([key, entry]) => [key, { ...entry, value: mark(entry.value) }])) };
}

/** The fields of an object of which the construction is seen. */
export function recordOf(evaluator: Evaluator, object: InstanceValue, whole: Expr, frame: Frame): DictValue | undefined {
  if (object.construction === undefined || object.file.facts.language !== 'python') return undefined;
  const scope = object.file.facts.scopes[object.scope];
  if (scope === undefined || !isRecordClass(evaluator, object.file, scope)) return undefined;
  const at = locate(frame.file, whole);
  const entries = new Map<string, DictEntryValue>();
  for (const name of fieldsOf(evaluator, object, 0).slice(0, MAX_FIELDS)) {
    const value = evaluator.member(object, name, whole, frame);
    if (value.kind !== 'null') entries.set(name, { value, keyAt: value.at, certainty: 'always' });
  }
  return entries.size === 0 ? undefined : { kind: 'dict', entries, open: false, at };
}

/** Names of the fields of a class, those of its bases first. */
function fieldsOf(evaluator: Evaluator, own: LinkedClass, depth: number): readonly string[] {
  const scope: Scope | undefined = own.file.facts.scopes[own.scope];
  if (scope === undefined || depth > MAX_BASES) return [];
  const inherited = basesOf(evaluator, own).flatMap((base) => (base.kind === 'class' ? fieldsOf(evaluator, base, depth + 1) : []));
  const written = [...scope.bindings].flatMap(([name, all]) =>
    all.some(({ annotation, kind }) => annotation !== undefined && kind !== 'function') ? [name] : [],
  );
  return [...new Set([...inherited, ...written])];
}
