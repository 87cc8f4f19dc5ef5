/** JSON Schemas of Python types: what SDKs send for a function, a pydantic model, a typed dict. */
import type { Expr, Parameter, Scope } from '../facts.ts';
import { bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { ANY, schemaOf, wrap, type Json, type Schema } from './schema.ts';
import { constantText, type ClassValue, type FunctionValue, type LinkedFile, type Value } from './value.ts';

const MAX_DEPTH = 12;

/** Types by their path. Subscripts are read by {@link annotationSchema}. */
const SIMPLE: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['builtins.str', { type: 'string' }],
  ['builtins.int', { type: 'integer' }],
  ['builtins.float', { type: 'number' }],
  ['builtins.bool', { type: 'boolean' }],
  ['builtins.bytes', { type: 'string' }],
  ['builtins.dict', { type: 'object' }],
  ['builtins.list', { type: 'array', items: {} }],
  ['builtins.object', {}],
  ['typing.Any', {}],
  ['typing.Dict', { type: 'object' }],
  ['typing.List', { type: 'array', items: {} }],
  ['datetime.datetime', { type: 'string', format: 'date-time' }],
  ['datetime.date', { type: 'string', format: 'date' }],
  ['uuid.UUID', { type: 'string', format: 'uuid' }],
  ['decimal.Decimal', { type: 'number' }],
  ['pydantic.EmailStr', { type: 'string', format: 'email' }],
  ['pydantic.HttpUrl', { type: 'string', format: 'uri' }],
]);

const LISTS = /^(builtins\.(list|set|tuple|frozenset)|typing\.(List|Set|Sequence|Iterable|Tuple)|collections\.abc\.(Sequence|Iterable))$/;
const MAPPINGS = /^(builtins\.dict|typing\.(Dict|Mapping)|collections\.abc\.Mapping)$/;

/** Parameters that the framework fills in; the model never sees them. */
const INJECTED =
  /(^|\.)(RunContext|RunContextWrapper|ToolContext|CallbackContext|RunnableConfig|ToolRuntime|InjectedState|InjectedToolArg|InjectedToolCallId|Context|FunctionContext)\b/;

/** Schema of the parameters of a function that is a tool. */
export function functionSchema(evaluator: Evaluator, value: FunctionValue): Schema {
  const scope = value.file.facts.scopes[value.scope];
  if (scope === undefined) return ANY;
  const params = scope.params.filter(
    (parameter, position) =>
      (parameter.kind === 'normal' || parameter.kind === 'keyword-only') &&
      !(position === 0 && /^(self|cls|ctx|context)$/.test(parameter.name)) &&
      !isInjected(value.file, parameter),
  );
  return fields(
    params.map((parameter) => ({
      name: parameter.name,
      schema: annotationSchema(evaluator, parameter.annotation, value.file, 0),
      required: parameter.defaultValue === undefined,
    })),
  );
}

/** Schema of a class whose fields are data: pydantic models, typed dicts, dataclasses, enums. */
export function classSchema(evaluator: Evaluator, value: ClassValue, depth: number): Schema {
  const { file } = value;
  const scope = file.facts.scopes[value.scope];
  if (scope === undefined || depth > MAX_DEPTH) return ANY;
  if (scope.bases.some((base) => /(^|\.)(Str|Int)?Enum$/.test(textOf(file, base)))) return enumSchema(evaluator, file, scope);
  return evaluator.once(
    scope,
    () => ANY,
    () => {
      const inherited = scope.bases.flatMap((base): Schema[] => {
        const parent = evaluator.evaluate(base, evaluator.frameOf(file));
        return parent.kind === 'class' ? [classSchema(evaluator, parent, depth + 1)] : [];
      });
      const own = [...scope.bindings.values()].flatMap((bindings) => {
        const binding = bindings.find((candidate) => candidate.annotation !== undefined && candidate.kind !== 'function');
        if (binding?.annotation === undefined || binding.name.startsWith('_') || binding.name === 'model_config') return [];
        const { description, optional } = fieldOf(evaluator, binding.value, file);
        const type = annotationSchema(evaluator, binding.annotation, file, depth + 1);
        return [{ name: binding.name, schema: described(type, description), required: !optional }];
      });
      const doc = scope.doc?.value.trim();
      const schema = merged([...inherited, fields(own)]);
      return doc === undefined || doc === '' ? schema : described(schema, doc);
    },
  );
}

interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

function fields(all: readonly Field[]): Schema {
  const required = all.filter((field) => field.required).map((field) => field.name);
  return {
    json: {
      type: 'object',
      properties: Object.fromEntries(all.map((field) => [field.name, field.schema.json])),
      ...(required.length > 0 ? { required } : {}),
    },
    complete: all.every((field) => field.schema.complete),
  };
}

function merged(all: readonly Schema[]): Schema {
  const properties: Record<string, Json> = {};
  const required: Json[] = [];
  for (const { json } of all) {
    const object = isObject(json) ? json : {};
    if (isObject(object.properties)) Object.assign(properties, object.properties);
    if (Array.isArray(object.required)) required.push(...(object.required as readonly Json[]));
  }
  return {
    json: { type: 'object', properties, ...(required.length > 0 ? { required } : {}) },
    complete: all.every((schema) => schema.complete),
  };
}

/** What `Field(…)` or a plain default says about a field. */
function fieldOf(
  evaluator: Evaluator,
  value: Expr | undefined,
  file: LinkedFile,
): { readonly description?: string; readonly optional: boolean } {
  if (value === undefined) return { optional: false };
  if (value.kind !== 'call' || !/(^|\.)Field$/.test(textOf(file, value.callee))) return { optional: true };
  const { named, positional } = bindArguments(evaluator, value, evaluator.frameOf(file));
  const description = textArgument(named.get('description')?.value);
  const first = value.args[0];
  const ellipsis = first?.kind === 'positional' && file.text.slice(first.start, first.end) === '...';
  const optional = named.has('default') || named.has('default_factory') || (positional.length > 0 && !ellipsis);
  return description === undefined ? { optional } : { description, optional };
}

function enumSchema(evaluator: Evaluator, file: LinkedFile, scope: Scope): Schema {
  const values = [...scope.bindings.values()].flatMap((bindings) =>
    bindings.filter((binding) => binding.kind === 'assign' && binding.value !== undefined),
  );
  const schemas = values.map((binding) => schemaOf(evaluator, evaluator.evaluate(binding.value!, evaluator.frameOf(file))));
  return { json: { type: 'string', enum: schemas.map((schema) => schema.json) }, complete: schemas.every((schema) => schema.complete) };
}

/** The schema of a type annotation; without one the type is unknown. */
function annotationSchema(evaluator: Evaluator, annotation: Expr | undefined, file: LinkedFile, depth: number): Schema {
  if (annotation === undefined || depth > MAX_DEPTH) return ANY;
  const inner = (expr: Expr | undefined): Schema => annotationSchema(evaluator, expr, file, depth + 1);
  if (annotation.kind === 'null') return { json: { type: 'null' }, complete: true };
  if (annotation.kind === 'text') {
    const named: Expr = { kind: 'name', name: annotation.value, scope: 0, block: 0, start: annotation.start, end: annotation.end };
    return /^\w+$/.test(annotation.value) ? inner(named) : ANY;
  }
  if (annotation.kind === 'operation' && annotation.operator === '|') return union(annotation.operands.map(inner));
  if (annotation.kind === 'index') {
    const path = pathOf(evaluator, annotation.object, file);
    const given = annotation.index.kind === 'list' ? annotation.index.items.map((item) => item.value) : [annotation.index];
    if (LISTS.test(path)) return wrap(inner(given[0]), (items) => ({ type: 'array', items }));
    if (MAPPINGS.test(path)) return wrap(inner(given[1]), (additionalProperties) => ({ type: 'object', additionalProperties }));
    if (/(^|\.)Optional$/.test(path)) return union([inner(given[0]), { json: { type: 'null' }, complete: true }]);
    if (/(^|\.)Union$/.test(path)) return union(given.map(inner));
    if (/(^|\.)Literal$/.test(path)) {
      const values = given.map((expr) => schemaOf(evaluator, evaluator.evaluate(expr, evaluator.frameOf(file))));
      return { json: { type: 'string', enum: values.map((value) => value.json) }, complete: values.every((value) => value.complete) };
    }
    if (/(^|\.)Annotated$/.test(path)) return described(inner(given[0]), annotatedText(evaluator, given.slice(1), file));
    return ANY;
  }
  const value = evaluator.evaluate(annotation, evaluator.frameOf(file));
  if (value.kind === 'class') return classSchema(evaluator, value, depth + 1);
  const simple = value.kind === 'external' ? SIMPLE.get(value.path) : undefined;
  return simple === undefined ? ANY : { json: simple, complete: true };
}

/** The description in `Annotated[str, "…"]` or `Annotated[str, Field(description="…")]`. */
function annotatedText(evaluator: Evaluator, extras: readonly Expr[], file: LinkedFile): string | undefined {
  for (const extra of extras) {
    const text =
      extra.kind === 'call'
        ? fieldOf(evaluator, extra, file).description
        : textArgument(evaluator.evaluate(extra, evaluator.frameOf(file)));
    if (text !== undefined) return text;
  }
  return undefined;
}

function union(all: readonly Schema[]): Schema {
  return { json: { anyOf: all.map((schema) => schema.json) }, complete: all.every((schema) => schema.complete) };
}

function described(schema: Schema, description: string | undefined): Schema {
  if (description === undefined || !isObject(schema.json)) return schema;
  return { ...schema, json: { ...schema.json, description } };
}

function isInjected(file: LinkedFile, parameter: Parameter): boolean {
  return parameter.annotation !== undefined && INJECTED.test(textOf(file, parameter.annotation));
}

function pathOf(evaluator: Evaluator, expr: Expr, file: LinkedFile): string {
  const value = evaluator.evaluate(expr, evaluator.frameOf(file));
  return value.kind === 'external' ? value.path : '';
}

function textArgument(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : constantText(value);
}

function textOf(file: LinkedFile, expr: Expr): string {
  return file.text.slice(expr.start, expr.end);
}

function isObject(json: Json | undefined): json is Readonly<Record<string, Json>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
