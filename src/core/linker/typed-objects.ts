/** Objects of Google's SDKs for Python, whose fields are those of the request's JSON, as mappings. */
import { boundOf } from './builder-chains.ts';
import type { Evaluator } from './evaluate.ts';
import type { DictEntryValue, DictValue, ExternalValue, ListItemValue, Value } from './value.ts';

/** Modules whose classes have the fields of the API (python-genai, google-generativeai, vertexai; references of 2026-11-21). */
const MODULES =
  /^(?:google\.genai\.types|google\.generativeai\.(?:protos|types)|google\.ai\.generativelanguage|vertexai(?:\.preview)?\.generative_models)\./;

/** Makers that are no constructors: the key that they set, and the fields that they take in order. */
const MAKERS: Readonly<Record<string, readonly [key: string, ...fields: string[]]>> = {
  'Part.from_text': ['text'],
  'Part.from_function_call': ['function_call', 'name', 'args'],
  'Part.from_function_response': ['function_response', 'name', 'response'],
  'Part.from_uri': ['file_data', 'file_uri', 'mime_type'],
  'Part.from_bytes': ['inline_data', 'data', 'mime_type'],
  'Part.from_data': ['inline_data', 'data', 'mime_type'],
};

/** Contents whose role is in their name. */
const ROLES: Readonly<Record<string, string>> = { UserContent: 'user', ModelContent: 'model' };

const MAX_DEPTH = 12;

/** The object as a mapping, with all objects in it; undefined when it is none of Google's. */
export function typedObject(evaluator: Evaluator, value: ExternalValue, depth = 0): DictValue | undefined {
  if (depth > MAX_DEPTH || !value.path.endsWith('()') || !MODULES.test(value.path)) return undefined;
  const bound = value.calls.at(-1);
  if (bound === undefined) return undefined;
  const path = value.path.slice(0, -2).replace(MODULES, '');
  const { named, positional } = boundOf(evaluator, bound);
  const entry = (inner: Value): DictEntryValue => ({ value: plain(evaluator, inner, depth + 1), keyAt: inner.at, certainty: 'always' });
  const given = new Map<string, DictEntryValue>([...named].map(([name, argument]) => [name, entry(argument.value)]));
  const mapping = (entries: ReadonlyMap<string, DictEntryValue>): DictValue => ({ kind: 'dict', entries, open: false, at: value.at });
  const maker = MAKERS[path];
  if (maker !== undefined) {
    const [key, ...fields] = maker;
    (fields.length === 0 ? [key] : fields).forEach((field, index) => {
      const argument = positional[index];
      if (argument !== undefined && !given.has(field)) given.set(field, entry(argument));
    });
    return mapping(fields.length === 0 ? given : new Map([[key, { value: mapping(given), keyAt: value.at, certainty: 'always' }]]));
  }
  const role = ROLES[path];
  if (role !== undefined) {
    const parts = given.get('parts') ?? (positional[0] === undefined ? undefined : entry(positional[0]));
    if (parts === undefined) return undefined;
    return mapping(
      new Map([
        ['role', entry(text(role, value))],
        ['parts', parts],
      ]),
    );
  }
  return path.includes('.') ? undefined : mapping(given);
}

/** The name of a type in a schema (`types.Type.STRING`); undefined for all else. */
export function typeName(value: ExternalValue): string | undefined {
  return MODULES.test(value.path) ? /\.Type\.([A-Z]+)$/.exec(value.path)?.[1] : undefined;
}

function plain(evaluator: Evaluator, value: Value, depth: number): Value {
  if (value.kind === 'external') {
    const type = typeName(value);
    return type === undefined ? (typedObject(evaluator, value, depth) ?? value) : text(type, value);
  }
  if (value.kind === 'list') {
    const items = value.items.map((item): ListItemValue => ({ ...item, value: plain(evaluator, item.value, depth) }));
    return items.every((item, index) => item.value === value.items[index]?.value) ? value : { ...value, items };
  }
  if (value.kind !== 'dict') return value;
  const entries = [...value.entries].map(([key, one]) => [key, { ...one, value: plain(evaluator, one.value, depth) }] as const);
  return entries.every(([key, one]) => one.value === value.entries.get(key)?.value) ? value : { ...value, entries: new Map(entries) };
}

function text(content: string, { at }: Value): Value {
  return { kind: 'text', parts: [{ kind: 'text', text: content, at, map: [0, at.start], certainty: 'always' }], at };
}
