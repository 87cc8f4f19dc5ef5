/** The tools of a call: definitions as objects, functions and classes that SDKs turn into definitions, and what wraps them. */
import type { CallExpr, FileFacts, Scope } from '../facts.ts';
import type { Tool, ToolSet } from '../ir.ts';
import { bindArguments } from './arguments.ts';
import { resolveAttribute } from './attributes.ts';
import type { Evaluator } from './evaluate.ts';
import { toJson } from './json.ts';
import { plainJson } from '../tool-sets/written.ts';
import { functionSchema } from './python-schema.ts';
import { property } from './request.ts';
import { schemaOf, type Json, type Schema } from './schema.ts';
import {
  constantText,
  locate,
  optionsOf,
  type DictEntryValue,
  type DictValue,
  type ExternalValue,
  type FunctionValue,
  type InstanceValue,
  type LinkedFile,
  type Value,
} from './value.ts';
import { writtenJson } from './written-json.ts';

/** A tool as far as the source tells it. */
interface ReadTool {
  readonly tool: Tool;
  /** False when a part of the definition is only known at run time. */
  readonly complete: boolean;
}

/** Reads the tools of a call: a list, an object with a key per tool, or what the SDK makes of either. */
export function readTools(evaluator: Evaluator, value: Value | undefined): ToolSet {
  if (value === undefined || value.kind === 'null') return { state: 'absent', tools: [], complete: true, at: undefined };
  const options = optionsOf(value).filter((option) => option.kind !== 'null');
  const keyed = options.find((candidate): candidate is DictValue => candidate.kind === 'dict');
  if (keyed !== undefined) return bedrockTools(evaluator, keyed) ?? keyedTools(evaluator, keyed);
  const found = options.find((candidate) => candidate.kind === 'list');
  // A mark for the provider's cache stands among tools, but is none.
  const list = found === undefined ? undefined : { ...found, items: found.items.filter(({ value: item }) => !isCachePoint(item)) };
  if (list === undefined) return { state: 'runtime', tools: [], complete: false, at: value.at };
  // What a loop adds is as long as its data.
  const read = list.items.filter((item) => !item.spread && item.certainty !== 'repeated').map((item) => toolsOf(evaluator, item.value));
  const tools = read.flat();
  const complete =
    list.items.every((item) => !item.spread && item.certainty === 'always') &&
    !list.growing &&
    options.length === 1 &&
    read.every((group) => group.length > 0) &&
    tools.every((tool) => tool.complete);
  if (tools.length === 0 && list.items.length > 0) return { state: 'runtime', tools: [], complete: false, at: list.at };
  return { state: tools.length === 0 ? 'absent' : 'present', tools: tools.map(({ tool }) => tool), complete, at: list.at };
}

function isCachePoint(value: Value): boolean {
  return value.kind === 'dict' && value.entries.has('cachePoint') && !value.entries.has('toolSpec');
}

/** Functions that are registered as tools of an agent by a decorator of it: `@agent.tool`. */
export function decoratedTools(evaluator: Evaluator, file: LinkedFile, call: CallExpr, names: readonly string[]): Tool[] {
  return decoratedFunctions(evaluator, file, call, names).map((scope) => {
    const value: FunctionValue = { kind: 'function', file, scope: scope.id, self: undefined, at: locate(file, scope) };
    return functionTool(evaluator, value).tool;
  });
}

/**
 * Functions of a file that are decorated by a member of the object that a call makes.
 *
 * @param names the decorators' names
 */
export function decoratedFunctions(evaluator: Evaluator, file: LinkedFile, call: CallExpr, names: readonly string[]): Scope[] {
  if (names.length === 0) return [];
  return scopesWithDecorators(file.facts).filter((scope) =>
    scope.decorators.some((decorator) => {
      const target = decorator.kind === 'call' ? decorator.callee : decorator;
      if (target.kind !== 'member' || !names.includes(target.name)) return false;
      const object = evaluator.evaluate(target.object, evaluator.frameOf(file));
      return object.kind === 'external' && object.calls.at(-1)?.call === call;
    }),
  );
}

/** Decorated scopes of each file: every agent of a file asks for them. */
const decorated = new WeakMap<FileFacts, readonly Scope[]>();

function scopesWithDecorators(facts: FileFacts): readonly Scope[] {
  const known = decorated.get(facts) ?? facts.scopes.filter(({ decorators }) => decorators.length > 0);
  decorated.set(facts, known);
  return known;
}

/** A set with more tools added to it. */
export function withTools(set: ToolSet, more: readonly Tool[]): ToolSet {
  if (more.length === 0) return set;
  return { ...set, state: 'present', tools: [...set.tools, ...more], at: set.at ?? more[0]?.at };
}

/** Amazon Bedrock: `{ tools: [{ toolSpec: { name, description, inputSchema: { json } } }] }`. */
function bedrockTools(evaluator: Evaluator, value: DictValue): ToolSet | undefined {
  const list = value.entries.get('tools')?.value;
  return list?.kind === 'list' && value.entries.size <= 3 ? readTools(evaluator, list) : undefined;
}

/** Tools as an object with a key per tool; each is a definition, or a call that wraps one (`tool({…})`). */
function keyedTools(evaluator: Evaluator, value: DictValue): ToolSet {
  const read = [...value.entries].map(([name, entry]): ReadTool => {
    const [found] = toolsOf(evaluator, entry.value, name);
    if (found === undefined)
      return { tool: { name, description: undefined, json: JSON.stringify({ name }), at: entry.keyAt }, complete: false };
    return { tool: { ...found.tool, at: entry.keyAt }, complete: found.complete && entry.certainty === 'always' };
  });
  const complete = !value.open && read.every((tool) => tool.complete);
  return {
    state: read.length > 0 ? 'present' : value.open ? 'runtime' : 'absent',
    tools: read.map(({ tool }) => tool),
    complete,
    at: value.at,
  };
}

/**
 * The tools that one element of a list stands for; none when it is only known at run time.
 *
 * @param key name that the place of the tool gives it; it counts more than its own
 */
function toolsOf(evaluator: Evaluator, value: Value, key?: string): ReadTool[] {
  switch (value.kind) {
    case 'dict':
      return definitionTools(evaluator, value, key);
    case 'function':
      return [functionTool(evaluator, value, key)];
    case 'class':
    case 'instance':
      return [classTool(evaluator, value)];
    case 'external':
      return wrappedTools(evaluator, value, key);
    case 'choice': {
      const first = value.options.map((option) => toolsOf(evaluator, option, key)).find((tools) => tools.length > 0) ?? [];
      return first.map((tool) => ({ ...tool, complete: false }));
    }
    default:
      return [];
  }
}

/** A definition as an object, in any provider's spelling; Google puts several into one, OpenAI's namespaces too. */
function definitionTools(evaluator: Evaluator, value: DictValue, key?: string): ReadTool[] {
  const { entries } = value;
  const declarations = (entries.get('function_declarations') ?? entries.get('functionDeclarations'))?.value;
  if (declarations?.kind === 'list') return declarations.items.flatMap((item) => toolsOf(evaluator, item.value));
  const spec = entries.get('toolSpec')?.value;
  if (spec?.kind === 'dict') return definitionTools(evaluator, spec);
  const type = text(entries.get('type')?.value);
  const members = entries.get('tools')?.value;
  if ((type === 'namespace' || type === 'mcp_toolset') && members?.kind === 'list') {
    const namespace = text((entries.get('name') ?? entries.get('mcp_server_name'))?.value);
    const read = members.items.flatMap((item) => toolsOf(evaluator, item.value));
    return namespace === undefined ? read : read.map((one) => ({ ...one, tool: { ...one.tool, namespace } }));
  }
  const inner = entries.get('function')?.value;
  const source = inner?.kind === 'dict' ? inner : value;
  const nameEntry = source.entries.get('name');
  const descriptionEntry = source.entries.get('description');
  const name = key ?? text(nameEntry?.value);
  const description = text(descriptionEntry?.value);
  const places = {
    ...(key === undefined && name !== undefined && nameEntry !== undefined ? { nameAt: nameEntry.value.at } : {}),
    ...(description === undefined || descriptionEntry === undefined ? {} : { descriptionAt: descriptionEntry.value.at }),
    ...(isTrue(source.entries.get('strict')?.value) || isTrue(entries.get('strict')?.value) ? { strict: true } : {}),
    ...(isTrue(entries.get('defer_loading')?.value) ? { deferred: true } : {}),
  };
  const schemaEntry = SCHEMA_KEYS.map((one) => source.entries.get(one)?.value).find(
    (entry) => entry !== undefined && entry.kind !== 'null',
  );
  if (schemaEntry === undefined) {
    const { json, complete } = toJson(value);
    // What a server of the Model Context Protocol offers is not written here.
    const listed = type !== 'mcp' && type !== 'mcp_toolset';
    // Tools that the provider runs are known by their type, or by the only key they have.
    const named = name ?? type ?? (entries.size === 1 ? [...entries.keys()][0] : undefined);
    return [{ tool: { name: named, description, json, at: value.at, ...places }, complete: complete && listed }];
  }
  const unwrappedSchema = unwrapped(schemaEntry);
  const written = writtenJson(unwrappedSchema);
  const schema = written === undefined ? schemaOf(evaluator, unwrappedSchema) : { json: plainJson(written), complete: true };
  const known = (entry: DictEntryValue | undefined): boolean => entry === undefined || text(entry.value) !== undefined;
  const complete = schema.complete && !source.open && known(nameEntry) && known(descriptionEntry);
  const read = made(name, description, schema, value.at, complete);
  const tool = { ...read.tool, ...places, ...(written?.kind === 'object' ? { schema: written } : {}) };
  return [{ ...read, tool }];
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'boolean' && value.value === true;
}

/** Keys of the schema of a tool's arguments, over all SDKs (tool-definition types of the SDKs, 2026-11-21). */
const SCHEMA_KEYS: readonly string[] = [
  'parameters',
  'input_schema',
  'inputSchema',
  'schema',
  'args_schema',
  'parameters_json_schema',
  'parametersJsonSchema',
  'params_json_schema',
  'parameter_definitions',
];

/** Bedrock wraps the schema: `{ json: {…} }`. */
function unwrapped(value: Value): Value {
  const inner = value.kind === 'dict' && value.entries.size === 1 ? value.entries.get('json')?.value : undefined;
  return inner ?? value;
}

/** A Python function as a tool: its name, its documentation and its parameters. */
function functionTool(evaluator: Evaluator, value: FunctionValue, key?: string): ReadTool {
  const scope = value.file.facts.scopes[value.scope];
  const named = decoratorArguments(evaluator, value.file, scope);
  const name = key ?? named.name ?? (scope?.name === '' ? undefined : scope?.name);
  const schema = functionSchema(evaluator, value);
  return made(name, named.description ?? docOf(scope), schema, value.at, schema.complete && value.file.facts.language === 'python');
}

/** `@tool("name", description="…")`, `@function_tool(name_override="…")`: what a decorator says about the tool. */
function decoratorArguments(
  evaluator: Evaluator,
  file: LinkedFile,
  scope: Scope | undefined,
): { readonly name?: string | undefined; readonly description?: string | undefined } {
  const call = scope?.decorators.find((decorator): decorator is CallExpr => decorator.kind === 'call');
  if (call === undefined) return {};
  const { named, positional } = bindArguments(evaluator, call, evaluator.frameOf(file));
  return {
    name: text(named.get('name_override')?.value ?? named.get('name')?.value ?? positional[0]),
    description: text(named.get('description_override')?.value ?? named.get('description')?.value),
  };
}

/** A class as a tool: a data class whose fields are the arguments, or an object with a name and a description. */
function classTool(evaluator: Evaluator, value: InstanceValue | (Value & { readonly kind: 'class' })): ReadTool {
  const scope = value.file.facts.scopes[value.scope];
  const frame = evaluator.frameOf(value.file);
  const attribute = (name: string): Value | undefined => {
    const found =
      scope === undefined
        ? undefined
        : resolveAttribute(evaluator, value, name, { kind: 'null', start: scope.start, end: scope.start }, frame);
    return found?.kind === 'unknown' ? found.fallback : found;
  };
  if (value.kind === 'class') {
    const schema = schemaOf(evaluator, value);
    return made(scope?.name, docOf(scope), schema, value.at, schema.complete);
  }
  // A class of data has what its construction hands in.
  const { construction } = value;
  const handed = construction === undefined ? undefined : bindArguments(evaluator, construction.call, construction.frame).named;
  const read = (field: string): Value | undefined => handed?.get(field)?.value ?? attribute(field);
  const name = text(read('name'));
  const description = text(read('description'));
  const given = SCHEMA_KEYS.map(read).find((found) => found !== undefined && found.kind !== 'null');
  const schema = schemaOf(evaluator, given);
  return made(name ?? scope?.name, description ?? docOf(scope), schema, value.at, schema.complete && name !== undefined);
}

/** Arguments by which wrappers name the function they make a tool of. */
const FUNCTION_ARGUMENTS: readonly string[] = ['func', 'fn', 'function', 'coroutine', 'async_fn', 'callable', 'execute', '0'];

/** Classes of frameworks that stand for as many tools as a server or a document has: `OpenAPIToolset`, `MCPToolset`, `SlackToolkit`. */
const MANY = /tool(?:set|kit)$/i;

/** A call that makes a tool: `tool({…})`, `FunctionTool.from_defaults(fn=f)`, `types.Tool(function_declarations=[…])`. */
function wrappedTools(evaluator: Evaluator, value: ExternalValue, key?: string): ReadTool[] {
  if (!value.path.endsWith('()')) return [];
  const read = (name: string): Value | undefined => property(evaluator, value, name);
  const declarations = read('function_declarations') ?? read('functionDeclarations');
  if (declarations?.kind === 'list') return declarations.items.flatMap((item) => toolsOf(evaluator, item.value));
  const name = key ?? text(read('name') ?? read('id'));
  const description = text(read('description'));
  const given = SCHEMA_KEYS.map(read).find((found) => found !== undefined && found.kind !== 'null');
  const wrapped = FUNCTION_ARGUMENTS.map(read).find((found) => found?.kind === 'function' || found?.kind === 'class');
  const [inner] = wrapped === undefined ? [] : toolsOf(evaluator, wrapped);
  if (given === undefined && inner !== undefined) {
    const tool = { ...inner.tool, name: name ?? inner.tool.name, description: description ?? inner.tool.description };
    return [{ tool: { ...tool, json: renamed(tool) }, complete: inner.complete }];
  }
  if (given === undefined) {
    // A ready-made tool of a framework: it is sent, but its definition is in the framework's code.
    const last = /([A-Za-z_]\w*)\(\)$/.exec(value.path)?.[1];
    if (last !== undefined && MANY.test(last)) return [];
    const ready = made(name ?? last, description, undefined, value.at, false);
    return [name === undefined ? { ...ready, tool: { ...ready.tool, namedByMaker: true } } : ready];
  }
  const schema = schemaOf(evaluator, given);
  const result = made(
    name ?? (wrapped?.kind === 'class' ? inner?.tool.name : pythonName(inner, wrapped)),
    description ?? inner?.tool.description,
    schema,
    value.at,
    schema.complete,
  );
  const written = given.kind !== 'dict' ? undefined : writtenJson(unwrapped(given));
  const [nameAt, descriptionAt] = [read('name')?.at, read('description')?.at];
  const tool = {
    ...result.tool,
    ...(key === undefined && name !== undefined && nameAt !== undefined ? { nameAt } : {}),
    ...(description === undefined || descriptionAt === undefined ? {} : { descriptionAt }),
    ...(written?.kind === 'object' ? { schema: written } : {}),
  };
  return [{ ...result, tool }];
}

/** SDKs take the name of a Python function; scripts name their tools themselves. */
function pythonName(inner: ReadTool | undefined, wrapped: Value | undefined): string | undefined {
  return wrapped?.kind === 'function' && wrapped.file.facts.language === 'python' ? inner?.tool.name : undefined;
}

function renamed(tool: Tool): string {
  const before = JSON.parse(tool.json) as Readonly<Record<string, Json>>;
  return JSON.stringify({
    ...before,
    ...(tool.name === undefined ? {} : { name: tool.name }),
    ...(tool.description === undefined ? {} : { description: tool.description }),
  });
}

function made(
  name: string | undefined,
  description: string | undefined,
  schema: Schema | undefined,
  at: Tool['at'],
  complete: boolean,
): ReadTool {
  const json = JSON.stringify({
    name: name ?? 'tool',
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { parameters: schema.json }),
  });
  return { tool: { name, description, json, at }, complete: complete && name !== undefined };
}

/** Documentation with its indentation taken off, as frameworks send it. */
function docOf(scope: Scope | undefined): string | undefined {
  const lines = scope?.doc?.value.split('\n');
  if (lines === undefined) return undefined;
  const indents = lines.slice(1).flatMap((line) => (line.trim() === '' ? [] : [line.length - line.trimStart().length]));
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return [lines[0]?.trim() ?? '', ...lines.slice(1).map((line) => line.slice(common).trimEnd())].join('\n').trim();
}

function text(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : constantText(value);
}
