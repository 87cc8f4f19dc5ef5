/** JSON Schemas as SDKs make them from what developers write: objects, zod builders, Python types. */
import { bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { classSchema } from './python-schema.ts';
import { constantKey } from './evaluate.ts';
import { typedObject, typeName } from './typed-objects.ts';
import { constantText, optionsOf, type DictValue, type ExternalValue, type Value } from './value.ts';

/** JSON as TypeScript sees it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A schema as far as the source tells it; `complete` is false when something had to be left out. */
export interface Schema {
  readonly json: Json;
  readonly complete: boolean;
}

/** What an incomplete schema says about a type that is not known: nothing. */
export const ANY: Schema = { json: {}, complete: false };

const MAX_DEPTH = 12;

/** The schema that a value stands for: a JSON Schema as an object, a zod schema, a pydantic class. */
export function schemaOf(evaluator: Evaluator, value: Value | undefined, depth = 0): Schema {
  if (value === undefined || depth > MAX_DEPTH) return ANY;
  switch (value.kind) {
    case 'dict':
      return objectOf(value, (entry) => schemaOf(evaluator, entry, depth + 1));
    case 'text': {
      const text = constantText(value);
      return text === undefined ? { json: '', complete: false } : { json: text, complete: true };
    }
    case 'number':
    case 'boolean':
    case 'null':
      return { json: value.value, complete: true };
    case 'list':
      return listOf(
        value.items.filter((item) => !item.spread).map((item) => schemaOf(evaluator, item.value, depth + 1)),
        value.items.every((item) => !item.spread) && !value.growing,
      );
    case 'class':
      return classSchema(evaluator, value, depth + 1);
    case 'external':
      return builderSchema(evaluator, value, depth);
    case 'choice': {
      const [first] = optionsOf(value);
      return { json: schemaOf(evaluator, first, depth + 1).json, complete: false };
    }
    default:
      return ANY;
  }
}

function objectOf(value: DictValue, read: (entry: Value) => Schema): Schema {
  let complete = !value.open;
  const json: Record<string, Json> = {};
  for (const [key, entry] of value.entries) {
    const inner = read(entry.value);
    complete &&= inner.complete && entry.certainty === 'always';
    json[key] = inner.json;
  }
  return { json, complete };
}

function listOf(items: readonly Schema[], whole: boolean): Schema {
  return { json: items.map((item) => item.json), complete: whole && items.every((item) => item.complete) };
}

/** Calls that hand a schema on: `jsonSchema({…})`, `zodToJsonSchema(schema)`. */
const carriers = /(^|\.)(jsonSchema|zodSchema|zodToJsonSchema|toJSONSchema|asSchema)\(\)$/;

/** A schema builder chain, `z.object({…}).describe("…")`, read from its first call to its last. Zod 3 and 4 (2026-11). */
function builderSchema(evaluator: Evaluator, value: ExternalValue, depth: number): Schema {
  const argument = (position: number, callIndex: number): Value | undefined => {
    const bound = value.calls[callIndex];
    return bound === undefined ? undefined : bindArguments(evaluator, bound.call, bound.frame).positional[position];
  };
  const typed = typedObject(evaluator, value);
  if (typed !== undefined) return schemaOf(evaluator, typed, depth + 1);
  const named = typeName(value);
  if (named !== undefined) return { json: named, complete: true };
  if (carriers.test(value.path)) return schemaOf(evaluator, argument(0, value.calls.length - 1), depth + 1);
  if (!/^npm:(zod\b|@hono\/zod-openapi|genkit\b|astro\/zod)/.test(value.path)) return ANY;
  // `npm:zod.z.string().describe()` → `string`, `describe`: one name per call.
  const steps = value.path
    .split('()')
    .slice(0, -1)
    .map((step) => step.slice(step.lastIndexOf('.') + 1));
  if (steps.length !== value.calls.length) return ANY;
  let schema: Schema = ANY;
  for (const [index, step] of steps.entries()) {
    const given = (position: number): Value | undefined => argument(position, index);
    const started = index === 0 || step === 'coerce' ? zodType(evaluator, step, given, depth) : undefined;
    schema = started ?? refined(schema, step, given);
  }
  return schema;
}

function zodType(evaluator: Evaluator, name: string, argument: (position: number) => Value | undefined, depth: number): Schema | undefined {
  const inner = (position: number): Schema => schemaOf(evaluator, argument(position), depth + 1);
  const simple = ZOD_TYPES.get(name);
  if (simple !== undefined) return { json: simple, complete: true };
  switch (name) {
    case 'object':
    case 'strictObject':
    case 'looseObject':
      return zodObject(evaluator, argument(0), name === 'looseObject', depth);
    case 'array':
    case 'set':
      return wrap(inner(0), (items) => ({ type: 'array', items }));
    case 'record': {
      const values = argument(1) === undefined ? inner(0) : inner(1);
      return wrap(values, (additionalProperties) => ({ type: 'object', additionalProperties }));
    }
    case 'enum':
    case 'nativeEnum': {
      const values = argument(0);
      const list =
        values?.kind === 'dict'
          ? listOf(
              [...values.entries.values()].map((entry) => schemaOf(evaluator, entry.value)),
              !values.open,
            )
          : inner(0);
      return Array.isArray(list.json) ? { json: { type: 'string', enum: list.json }, complete: list.complete } : ANY;
    }
    case 'literal':
      return wrap(inner(0), (value) => ({ const: value }));
    case 'union':
    case 'discriminatedUnion':
      return wrap(inner(name === 'union' ? 0 : 1), (anyOf) => ({ anyOf }));
    case 'tuple':
      return wrap(inner(0), (prefixItems) => ({ type: 'array', prefixItems }));
    case 'optional':
    case 'nullable':
    case 'lazy':
      return argument(0) === undefined ? undefined : inner(0);
    default:
      return undefined;
  }
}

const ZOD_TYPES: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['string', { type: 'string' }],
  ['number', { type: 'number' }],
  ['int', { type: 'integer' }],
  ['boolean', { type: 'boolean' }],
  ['date', { type: 'string', format: 'date-time' }],
  ['email', { type: 'string', format: 'email' }],
  ['url', { type: 'string', format: 'uri' }],
  ['uuid', { type: 'string', format: 'uuid' }],
  ['any', {}],
  ['unknown', {}],
  ['null', { type: 'null' }],
]);

function zodObject(evaluator: Evaluator, shape: Value | undefined, loose: boolean, depth: number): Schema {
  if (shape === undefined) return { json: { type: 'object', properties: {}, additionalProperties: loose }, complete: true };
  if (shape.kind !== 'dict') return { json: { type: 'object' }, complete: false };
  const properties = objectOf(shape, (entry) => schemaOf(evaluator, entry, depth + 1));
  const required = [...shape.entries].filter(([, { value }]) => !isOptional(value)).map(([key]) => key);
  return {
    json: { type: 'object', properties: properties.json, ...(required.length > 0 ? { required } : {}), additionalProperties: loose },
    complete: properties.complete,
  };
}

function isOptional(value: Value): boolean {
  return value.kind === 'external' && /\.(optional|default|nullish|catch)\(\)/.test(value.path);
}

/** Limits by the name of their check, per type. */
const ZOD_LIMITS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  string: { min: 'minLength', max: 'maxLength' },
  number: { min: 'minimum', max: 'maximum', gte: 'minimum', lte: 'maximum', gt: 'exclusiveMinimum', lt: 'exclusiveMaximum' },
  array: { min: 'minItems', max: 'maxItems' },
};
const limitsOf = (type: Json | undefined): Readonly<Record<string, string>> =>
  ZOD_LIMITS[type === 'integer' ? 'number' : typeof type === 'string' ? type : ''] ?? {};

function refined(schema: Schema, step: string, argument: (position: number) => Value | undefined): Schema {
  const { json } = schema;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return schema;
  const object = json as Readonly<Record<string, Json>>;
  const given = argument(0);
  const text = given === undefined ? undefined : constantText(given);
  const number = given?.kind === 'number' ? Number(given.value) : undefined;
  const limit = limitsOf(object.type)[step];
  if (limit !== undefined && number !== undefined) return { ...schema, json: { ...object, [limit]: number } };
  switch (step) {
    case 'describe':
      return text === undefined ? { ...schema, complete: false } : { ...schema, json: { ...object, description: text } };
    case 'int':
      return { ...schema, json: { ...object, type: 'integer' } };
    case 'email':
    case 'uuid':
    case 'datetime':
    case 'url':
      return { ...schema, json: { ...object, format: step === 'url' ? 'uri' : step === 'datetime' ? 'date-time' : step } };
    case 'default': {
      const key = given === undefined ? undefined : constantKey(given);
      return key === undefined ? schema : { ...schema, json: { ...object, default: given?.kind === 'number' ? Number(key) : key } };
    }
    case 'array':
      return { ...schema, json: { type: 'array', items: json } };
    case 'nullable':
    case 'nullish':
      return { ...schema, json: { anyOf: [json, { type: 'null' }] } };
    case 'extend':
    case 'merge':
    case 'pick':
    case 'omit':
    case 'partial':
    case 'and':
    case 'or':
      return { ...schema, complete: false };
    default:
      // Checks that run on the client only (`refine`, `transform`, `strict`) send nothing.
      return schema;
  }
}

/** A schema built around another. */
export function wrap(inner: Schema, make: (json: Json) => Json): Schema {
  return { json: make(inner.json), complete: inner.complete };
}
