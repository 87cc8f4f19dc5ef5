/**
 * Parts of tool definitions that tell the model nothing: named, with their places, and measured in the rendering that the model is given. What
 * a rendering leaves out anyway costs nothing there and is no waste.
 */
import type { Tool, WrittenField, WrittenJson } from '../ir.ts';
import { renderingOf } from '../tokens/index.ts';
import { schemasIn, unreachableDefinitions, type SubSchema } from './schema-walk.ts';
import type { CountText } from './weights.ts';
import { fieldOf, plainJson, textOf } from './written.ts';

/** Kinds of noise, in the order in which they are told. */
export const noiseKinds = ['$schema', 'definitions', 'title', 'nullable'] as const;

/**
 * - `$schema`: names a version of JSON Schema; the model needs none.
 * - `definitions`: entries of `$defs` that nothing refers to.
 * - `title`: repeats the name of what it stands in, as generators write it.
 * - `nullable`: `anyOf` with null and `default: null` for a parameter that may be left out anyway.
 */
export type NoiseKind = (typeof noiseKinds)[number];

/** One piece of noise. */
export interface Noise {
  readonly kind: NoiseKind;
  /** The tool as sent now. */
  readonly tool: Tool;
  /** The object that the fields are of. */
  readonly owner: WrittenJson & { readonly kind: 'object' };
  /** What can go, whole fields. For `nullable` they are `anyOf` and `default`, and `type` takes their place. */
  readonly fields: readonly WrittenField[];
}

/** The noise in the schema of a tool, in the order of the text. */
export function noiseOf(tool: Tool): Noise[] {
  const { schema } = tool;
  if (schema?.kind !== 'object') return [];
  const result: Noise[] = [];
  for (const { map, definitions } of deadMaps(schema)) {
    const whole = map.value.kind === 'object' && map.value.fields.length === definitions.length;
    if (whole || map.value.kind !== 'object') result.push({ kind: 'definitions', tool, owner: schema, fields: [map] });
    else result.push({ kind: 'definitions', tool, owner: map.value, fields: definitions });
  }
  const dead = new Set(result.flatMap((noise) => noise.fields.map((field) => field.value)));
  const deadSchemas = new Set([...dead].flatMap((value) => [...schemasIn(value)].map((sub) => sub.schema)));
  for (const sub of schemasIn(schema)) {
    if (deadSchemas.has(sub.schema)) continue;
    const dialect = fieldOf(sub.schema, '$schema');
    if (dialect?.value.kind === 'scalar') result.push({ kind: '$schema', tool, owner: sub.schema, fields: [dialect] });
    const title = fieldOf(sub.schema, 'title');
    if (title !== undefined && isGeneratedTitle(sub, schema, tool))
      result.push({ kind: 'title', tool, owner: sub.schema, fields: [title] });
    if (tool.strict !== true) {
      const nullable = nullableFields(sub.schema);
      if (nullable !== undefined) result.push({ kind: 'nullable', tool, owner: sub.schema, fields: nullable });
    }
  }
  return result;
}

/** Definitions that nothing leads to, by the map that they stand in. */
function deadMaps(schema: WrittenJson): { readonly map: WrittenField; readonly definitions: readonly WrittenField[] }[] {
  const byMap = new Map<WrittenField, WrittenField[]>();
  for (const { map, definition } of unreachableDefinitions(schema)) byMap.set(map, [...(byMap.get(map) ?? []), definition]);
  return [...byMap].map(([map, definitions]) => ({ map, definitions }));
}

/** What generators add to the name of a tool when they name its schema. */
const SCHEMA_WORDS = /(?:arguments|args|params|parameters|input|inputs|schema|request|model|tool)+$/;

/** True for a title that says what the name of the property, definition or tool says already: pydantic writes `Repo Name` for `repo_name`. */
function isGeneratedTitle({ schema, name }: SubSchema, root: WrittenJson, tool: Tool): boolean {
  const title = textOf(schema, 'title');
  if (title === undefined) return false;
  const letters = squeezed(title);
  if (letters === '') return title === '';
  if (schema !== root) return name !== undefined && letters === squeezed(name);
  const own = squeezed(tool.name ?? '');
  return own !== '' && (letters === own || letters.replace(SCHEMA_WORDS, '') === own.replace(SCHEMA_WORDS, ''));
}

/** Letters and digits only, in lower case: what is left when case and word marks do not count. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** `anyOf: [X, {"type": "null"}], default: null`, where X can stand in its place; undefined for anything else. */
function nullableFields(schema: WrittenJson & { readonly kind: 'object' }): readonly WrittenField[] | undefined {
  const anyOf = fieldOf(schema, 'anyOf');
  const byDefault = fieldOf(schema, 'default');
  if (anyOf?.value.kind !== 'list' || byDefault?.value.kind !== 'scalar' || byDefault.value.value !== null) return undefined;
  const inner = nonNullBranch(anyOf.value.items);
  if (inner === undefined || inner.fields.length === 0) return undefined;
  const taken = new Set(schema.fields.filter((field) => field !== anyOf && field !== byDefault).map((field) => field.key));
  return inner.fields.some((field) => taken.has(field.key)) ? undefined : [anyOf, byDefault];
}

/** The one branch that is not null, of two. */
export function nonNullBranch(branches: readonly WrittenJson[]): (WrittenJson & { readonly kind: 'object' }) | undefined {
  const others = branches.filter(
    (branch) => !(branch.kind === 'object' && branch.fields.length === 1 && textOf(branch, 'type') === 'null'),
  );
  const [only] = others;
  return branches.length === 2 && others.length === 1 && only?.kind === 'object' ? only : undefined;
}

/**
 * Tokens that some noise costs with every request that sends the tools. 0 for OpenAI's rendering, which leaves all of it out; everywhere else
 * the schema is handed to the model as it is.
 *
 * @param family tokenizer family of the model, see `tokens/families.ts`
 */
export function noiseTokens(noise: readonly Noise[], family: string, count: CountText): number {
  if (renderingOf(family) === 'typescript') return 0;
  const written = ({ key, value }: WrittenField): number => count(`${JSON.stringify(key)}:${JSON.stringify(plainJson(value))},`);
  return noise.reduce((sum, one) => {
    const tokens = one.fields.reduce((all, field) => all + written(field), 0);
    return sum + Math.max(0, one.kind === 'nullable' ? tokens - branchTokens(one, count) : tokens);
  }, 0);
}

function branchTokens({ fields }: Noise, count: CountText): number {
  const anyOf = fields[0]?.value;
  const inner = anyOf?.kind === 'list' ? nonNullBranch(anyOf.items) : undefined;
  return inner === undefined ? 0 : count(JSON.stringify(plainJson(inner)).slice(1, -1));
}

/** The same description of parameters in several tools. */
export interface RepeatedText {
  readonly text: string;
  /** Tokens of one copy. */
  readonly tokens: number;
  /** Tools that have it, once each, in the order in which they are sent, with the place of their first copy. */
  readonly copies: readonly { readonly tool: Tool; readonly at: WrittenJson['at']; readonly parameter: string }[];
}

/**
 * Descriptions of parameters that stand word for word in several tools; costliest first.
 *
 * @param shortest tokens below which a text does not count
 * @param fewest number of tools from which on it counts
 */
export function repeatedTexts(tools: readonly Tool[], shortest: number, fewest: number, count: CountText): RepeatedText[] {
  const byText = new Map<string, RepeatedText['copies'][number][]>();
  for (const tool of tools) {
    if (tool.schema === undefined) continue;
    const own = new Set<string>();
    for (const { schema, name, path } of schemasIn(tool.schema)) {
      if (name === undefined) continue;
      const field = fieldOf(schema, 'description');
      const text = textOf(schema, 'description');
      if (field === undefined || text === undefined || own.has(text)) continue;
      own.add(text);
      const copies = byText.get(text) ?? [];
      copies.push({ tool, at: field.value.at, parameter: path });
      byText.set(text, copies);
    }
  }
  return [...byText]
    .filter(([, copies]) => copies.length >= fewest)
    .map(([text, copies]) => ({ text, tokens: count(text), copies }))
    .filter(({ tokens }) => tokens >= shortest)
    .sort((a, b) => b.tokens * (b.copies.length - 1) - a.tokens * (a.copies.length - 1));
}
