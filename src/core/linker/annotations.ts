import type { Expr, Span } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { hasTypes, isClientObject, isClientType } from './foreign-names.ts';
import { unknown, type Frame, type LinkedFile, type UnknownValue, type Value } from './value.ts';

/** Types around a type that say nothing about what the value can do: `Optional[…]`, `Promise<…>`, `Readonly<…>`. */
const WRAPPING: ReadonlySet<string> = new Set([
  ...['Optional', 'Annotated', 'Final', 'ClassVar', 'Awaitable', 'Mapped', 'InstanceOf', 'SkipValidation'],
  ...['Promise', 'PromiseLike', 'Awaited', 'Partial', 'Required', 'Readonly', 'NonNullable', 'Omit', 'Pick', 'Ref'],
]);

/** Types of which values make objects when they are called: a class, a function with its result. */
const MAKING: ReadonlySet<string> = new Set(['type', 'Type', 'partial', 'Callable']);

/** Types of which values hold many others; the last type argument is that of an element. */
const CONTAINERS: ReadonlySet<string> = new Set([
  ...['list', 'List', 'set', 'Set', 'tuple', 'Tuple', 'deque', 'Sequence', 'Iterable', 'Iterator', 'Collection', 'frozenset'],
  ...['dict', 'Dict', 'Mapping', 'MutableMapping', 'defaultdict', 'OrderedDict', 'Generator'],
  ...['Array', 'ReadonlyArray', 'Record', 'Map', 'ReadonlyMap', 'WeakMap', 'AsyncIterable', 'AsyncGenerator'],
]);

/** Types that stand for other types are followed this far. */
const MAX_TYPES = 6;

/**
 * What an annotation says about a value: an object of the class that it names; for an interface or a container, an unknown value with its
 * type or the type of its elements. `Optional[…]`, quotes and the like are removed; undefined for anything else.
 */
export function annotated(evaluator: Evaluator, annotation: Expr | undefined, frame: Frame): Value | undefined {
  if (annotation === undefined) return undefined;
  if (annotation.kind === 'text') return annotated(evaluator, quoted(annotation.value, annotation), frame);
  if (annotation.kind === 'index') return ofGeneric(evaluator, annotation, frame);
  if (annotation.kind === 'operation') {
    if (annotation.operator === '[]') return holding(annotated(evaluator, annotation.operands[0], frame), annotation, frame);
    return !/^[|&]$/.test(annotation.operator)
      ? undefined
      : best(annotation.operands.map((operand) => annotated(evaluator, operand, frame)));
  }
  if (annotation.kind !== 'name' && annotation.kind !== 'member') return undefined;
  const alias = annotation.kind === 'name' && frame.depth <= MAX_TYPES ? namedType(evaluator, annotation, frame.file) : undefined;
  const named = alias && annotated(evaluator, alias.type, { ...evaluator.frameOf(alias.file), depth: frame.depth + 1 });
  // Of data, where it comes from says more than one of the forms that it may have.
  if (named !== undefined && isClientObject(named)) return named;
  const value = evaluator.evaluate(annotation, frame);
  if (value.kind === 'class') {
    if (value.file.facts.scopes[value.scope]?.typeOnly === true) return unknown(frame.file, annotation, 'declared only', { type: value });
    return { kind: 'instance', file: value.file, scope: value.scope, construction: undefined, at: value.at };
  }
  const bound = value.kind === 'external' && /^typing(_extensions)?\.TypeVar\(\)$/.test(value.path) ? value.calls.at(-1) : undefined;
  if (bound !== undefined) {
    const type = bound.call.args.find((argument) => argument.name === 'bound')?.value;
    return type === undefined || frame.depth > MAX_TYPES
      ? undefined
      : annotated(evaluator, type, { ...bound.frame, depth: frame.depth + 1 });
  }
  if (value.kind !== 'external' || /^(builtins|typing|collections|types)\b/.test(value.path) || value.path.endsWith('()')) return undefined;
  // Where every parameter has a type, only those of clients say more than the callers do.
  if (hasTypes(value.path) && !isClientType(value.path)) return undefined;
  return { kind: 'external', path: `${value.path}()`, calls: [], at: value.at };
}

/** The type that a name of a Python module stands for (`Client = OpenAI | AzureOpenAI`), also where it is imported; undefined for any other name. */
export function namedType(
  evaluator: Evaluator,
  { name }: Expr & { readonly kind: 'name' },
  file: LinkedFile,
  imports = 1,
): { readonly type: Expr; readonly file: LinkedFile } | undefined {
  if (file.facts.language !== 'python') return undefined;
  const all = file.facts.scopes[0]?.bindings.get(name);
  const binding = all?.length === 1 ? all[0] : undefined;
  if (binding?.import !== undefined) {
    const from =
      binding.import.name === undefined || imports === 0 ? undefined : evaluator.modules.resolve(file.facts, binding.import.module);
    return from === undefined ? undefined : namedType(evaluator, nameExpr(binding.import.name ?? name, binding), from, imports - 1);
  }
  const type = binding?.kind === 'assign' ? binding.value : undefined;
  if (type?.kind === 'operation') return type.operator === '|' ? { type, file } : undefined;
  const isGeneric = type?.kind === 'index' && (type.object.kind === 'name' || type.object.kind === 'member');
  return isGeneric && TYPE_FORMS.has(type.object.name) ? { type, file } : undefined;
}

/** Generic forms that types are written with which have a name of their own. */
const TYPE_FORMS: ReadonlySet<string> = new Set([...WRAPPING, ...MAKING, ...CONTAINERS, 'Union']);

function nameExpr(name: string, { start, end }: Span): Expr & { readonly kind: 'name' } {
  return { kind: 'name', name, scope: 0, block: 0, start, end };
}

/** Of several types the first that says what the value is, and not only what it holds or makes. */
function best(values: readonly (Value | undefined)[]): Value | undefined {
  return values.find((value) => value !== undefined && value.kind !== 'unknown') ?? values.find((value) => value !== undefined);
}

/** A type that is written as a text (`'OpenAI'`, `'llm.Base | None'`); undefined for more than names. */
function quoted(text: string, { start, end }: Expr): Expr | undefined {
  const [first] = text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== 'None');
  if (first === undefined || !/^[A-Za-z_][\w.]*$/.test(first)) return undefined;
  const [head, ...rest] = first.split('.');
  const name: Expr = { kind: 'name', name: head ?? '', scope: 0, block: 0, start, end };
  return rest.reduce<Expr>((object, member) => ({ kind: 'member', object, name: member, start, end }), name);
}

function ofGeneric(evaluator: Evaluator, annotation: Expr & { readonly kind: 'index' }, frame: Frame): Value | undefined {
  const { object, index } = annotation;
  const name = object.kind === 'name' || object.kind === 'member' ? object.name : '';
  const args = index.kind === 'list' ? index.items.map((item) => item.value) : [index];
  const outer = evaluator.evaluate(object, frame);
  if (outer.kind === 'class') return annotated(evaluator, object, frame);
  if (WRAPPING.has(name)) return annotated(evaluator, args[0], frame);
  if (name === 'Union') return best(args.map((arg) => annotated(evaluator, arg, frame)));
  if (MAKING.has(name)) {
    const result = annotated(evaluator, args.at(name === 'Callable' ? -1 : 0), frame);
    return result === undefined ? undefined : unknown(frame.file, annotation, 'declared only', { result });
  }
  if (CONTAINERS.has(name)) {
    // `tuple[LLM, ...]`
    const last = args.findLast((arg) => arg.kind !== 'unknown') ?? args[0];
    return holding(annotated(evaluator, last, frame), annotation, frame);
  }
  return undefined;
}

function holding(element: Value | undefined, annotation: Expr, frame: Frame): Value | undefined {
  return element === undefined ? undefined : unknown(frame.file, annotation, 'declared only', { element });
}

/** An unknown value with what its declaration says about it: the class of an object, its interface, or that of its elements. */
export function declaredAs(value: UnknownValue, typed: Value | undefined): Value {
  if (typed === undefined) return value;
  const { parameter } = value;
  if (typed.kind === 'external' || typed.kind === 'instance') return parameter === undefined ? typed : { ...typed, parameter };
  if (typed.kind !== 'unknown') return value;
  return {
    ...value,
    ...(typed.type === undefined ? {} : { type: typed.type }),
    ...(typed.element === undefined ? {} : { element: typed.element }),
    ...(typed.result === undefined ? {} : { result: typed.result }),
  };
}
