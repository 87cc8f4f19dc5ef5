/**
 * Walking a JSON Schema by its keywords. Names of properties and definitions are names, not keywords: a parameter may well be called
 * `title` or `$schema`.
 */
import type { WrittenField, WrittenJson } from '../ir.ts';

/** A schema inside of a schema. */
export interface SubSchema {
  readonly schema: WrittenJson & { readonly kind: 'object' };
  /** Name of the property or definition that it describes; undefined for the root and for parts such as `items`. */
  readonly name: string | undefined;
  /** Names of the properties on the way to it, joined by dots; empty at the root. */
  readonly path: string;
  /** True below `$defs` or `definitions`. */
  readonly defined: boolean;
}

/** Keywords whose value is a map from names to schemas. */
const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords whose value is a schema, or a list of schemas. */
const PARTS: ReadonlySet<string> = new Set([
  'items',
  'prefixItems',
  'additionalProperties',
  'additionalItems',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'anyOf',
  'oneOf',
  'allOf',
]);

/** Every schema in a schema, the root first, in the order of the text. */
export function* schemasIn(root: WrittenJson): Generator<SubSchema> {
  if (root.kind === 'object') yield* walk({ schema: root, name: undefined, path: '', defined: false });
}

function* walk(sub: SubSchema): Generator<SubSchema> {
  yield sub;
  for (const { key, value } of sub.schema.fields) {
    if (MAPS.has(key) && value.kind === 'object') {
      const defined = sub.defined || isDefinitions(key);
      for (const { key: name, value: schema } of value.fields)
        if (schema.kind === 'object') yield* walk({ schema, name, path: sub.path === '' ? name : `${sub.path}.${name}`, defined });
    } else if (PARTS.has(key)) {
      for (const schema of value.kind === 'list' ? value.items : [value])
        if (schema.kind === 'object') yield* walk({ ...sub, schema, name: undefined });
    }
  }
}

function isDefinitions(key: string): boolean {
  return key === '$defs' || key === 'definitions';
}

/** Keywords by which definitions are found without their name: what is reachable cannot be told. */
const OTHER_REFERENCES = ['$dynamicRef', '$recursiveRef', '$anchor', '$dynamicAnchor', '$id'];

/**
 * Definitions of the root that no reference leads to, each with the map that it stands in. None when the schema refers in ways that names do
 * not tell. References are followed from the schema without its definitions, so definitions that only dead ones use are dead too.
 */
export function unreachableDefinitions(root: WrittenJson): { readonly map: WrittenField; readonly definition: WrittenField }[] {
  if (root.kind !== 'object') return [];
  const maps = root.fields.filter((field) => isDefinitions(field.key) && field.value.kind === 'object');
  if (maps.length === 0) return [];
  const all = maps.flatMap((map) =>
    map.value.kind === 'object' ? map.value.fields.map((definition) => ({ map, definition, name: `${map.key}/${definition.key}` })) : [],
  );
  const pending: WrittenJson[] = root.fields.filter((field) => !maps.includes(field)).map((field) => field.value);
  const reached = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'list') pending.push(...next.items);
    if (next.kind !== 'object') continue;
    for (const { key, value } of next.fields) {
      if (OTHER_REFERENCES.includes(key)) return [];
      pending.push(value);
      if (key !== '$ref' || value.kind !== 'scalar' || typeof value.value !== 'string') continue;
      const target = definitionName(value.value);
      if (target === '') continue;
      const meant = all.filter(({ name }) => name === target);
      // A name that nobody defines may be written in a way that is not understood here.
      if (meant.length === 0) return [];
      if (reached.has(target)) continue;
      reached.add(target);
      pending.push(...meant.map(({ definition }) => definition.value));
    }
  }
  if (OTHER_REFERENCES.some((key) => root.fields.some((field) => field.key === key))) return [];
  return all.filter(({ name }) => !reached.has(name)).map(({ map, definition }) => ({ map, definition }));
}

/** `#/$defs/Name/…` as `$defs/Name`; empty for other places of the same schema, a name that nothing has for places elsewhere. */
function definitionName(reference: string): string {
  if (reference !== '#' && !reference.startsWith('#/')) return 'elsewhere';
  const [map = '', name = ''] = reference.slice(2).split('/').map(decodedStep);
  return isDefinitions(map) ? `${map}/${name}` : '';
}

/** A step of a JSON pointer in a URI. */
function decodedStep(step: string): string {
  const decoded = step.replace(/%[0-9a-fA-F]{2}/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  return decoded.replaceAll('~1', '/').replaceAll('~0', '~');
}
