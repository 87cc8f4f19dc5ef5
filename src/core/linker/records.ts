/** Objects of a project's own record classes as mappings: `Message(role="user", content=text).model_dump()`, `asdict(message)`. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import { isRecordClass } from './attributes.ts';
import type { Evaluator } from './evaluate.ts';
import { basesOf, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import { locate, type DictEntryValue, type DictValue, type Frame, type InstanceValue, type Value } from './value.ts';

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
export function dumped(evaluator: Evaluator, object: Value, method: string, whole: Expr, frame: Frame): DictValue | undefined {
  if (object.kind !== 'instance' || !DUMPING.has(method)) return undefined;
  const own = evaluator.member(object, method, whole, frame);
  return own.kind === 'function' ? undefined : recordOf(evaluator, object, whole, frame);
}

/** What a function gives that turns a record into a mapping; undefined for any other. */
export function converted(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): DictValue | undefined {
  const given = CONVERTING.has(path) ? argumentAt(evaluator, call, 0, frame) : undefined;
  return given?.kind === 'instance' ? recordOf(evaluator, given, call, frame) : undefined;
}

/** The fields of an object of which the construction is seen. */
function recordOf(evaluator: Evaluator, object: InstanceValue, whole: Expr, frame: Frame): DictValue | undefined {
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
