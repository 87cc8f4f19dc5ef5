/**
 * Tool definitions as the text that reaches the model. Never throws and never hangs on hostile schemas: depth and
 * size are capped, and only own properties are read.
 */

/** One tool, in the form all providers share. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the parameters, as parsed; any value is accepted. */
  readonly parameters?: unknown;
  /** The type of a tool that the provider defines (`bash_20250124`); absent for all others. */
  readonly type?: string;
}

/**
 * How a family writes tools into the prompt: `typescript` (OpenAI), or JSON with the schema under the key that the
 * API uses.
 */
export type ToolRendering = 'typescript' | 'anthropic' | 'gemini' | 'openai-json';

/** Tools as text, and whether the caps cut something off. */
export interface ToolText {
  readonly text: string;
  readonly truncated: boolean;
}

/**
 * The rendering of a family (`families.ts`). OpenAI: third-party, reverse engineered for GPT-4o, confirmed by the
 * published counts; the others publish nothing, minified JSON is the estimate (2026-11-21).
 */
export function renderingOf(family: string): ToolRendering {
  if (family === 'o200k' || family === 'cl100k' || family === 'openai') return 'typescript';
  if (family === 'claude' || family === 'claude-new') return 'anthropic';
  return family === 'gemini' ? 'gemini' : 'openai-json';
}

/** The tools as text in the rendering of `family`; no tools give an empty text. */
export function renderTools(tools: readonly ToolDefinition[], family: string): ToolText {
  if (tools.length === 0) return { text: '', truncated: false };
  const rendering = renderingOf(family);
  if (rendering === 'typescript') return renderTypeScript(tools);
  const values = tools.map((tool) => toolObject(tool, rendering));
  return minify(rendering === 'gemini' ? [{ functionDeclarations: values }] : values);
}

/**
 * A response schema as OpenAI's models are given it: without `additionalProperties` and `required`, which strict schemas all have alike (recorded: 137
 * requests, exact to 2 % on most). Text that is no JSON stays as it is.
 */
export function sentSchema(schema: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(schema, (_, value: unknown) => {
      if (!isObject(value)) return value;
      // A property may have such a name, but then its value is a schema.
      return Object.fromEntries(
        Object.entries(value).filter(
          ([key, inner]) =>
            !(key === 'required' && Array.isArray(inner)) && !(key === 'additionalProperties' && typeof inner === 'boolean'),
        ),
      );
    });
  } catch {
    return schema;
  }
  return minify(parsed).text;
}

/**
 * A JSON value as minified JSON. What JSON cannot hold (functions, undefined, symbols, big numbers) becomes null.
 * At most `MAX_UNITS` UTF-16 units and any depth; a cyclic value ends at that size.
 */
export function minify(value: unknown): ToolText {
  const parts: string[] = [];
  let size = 0;
  // Work left to do, last first: texts to write and values to expand. An own stack, because depth is unbounded.
  const stack: (string | { readonly value: unknown })[] = [{ value }];
  while (stack.length > 0) {
    const next = stack.pop();
    if (next === undefined) break;
    if (size > MAX_UNITS || stack.length > MAX_UNITS) return { text: parts.join('').slice(0, MAX_UNITS), truncated: true };
    if (typeof next !== 'string') {
      const { value: item } = next;
      if (Array.isArray(item)) expandArray(item, stack);
      else if (typeof item === 'object' && item !== null) expandObject(item, stack);
      else stack.push(scalar(item));
      continue;
    }
    parts.push(next);
    size += next.length;
  }
  return { text: parts.join(''), truncated: false };
}

type Work = (string | { readonly value: unknown })[];

function expandArray(items: readonly unknown[], stack: Work): void {
  stack.push(']');
  for (let i = Math.min(items.length, MAX_UNITS) - 1; i >= 0; i--) {
    stack.push({ value: items[i] });
    if (i > 0) stack.push(',');
  }
  stack.push('[');
}

function expandObject(object: object, stack: Work): void {
  const entries: [string, unknown][] = Object.entries(object).filter(([, item]) => item !== undefined);
  stack.push('}');
  for (let i = entries.length - 1; i >= 0; i--) {
    const [key, item]: [string, unknown] = entries[i] ?? ['', null];
    stack.push({ value: item }, `${i > 0 ? ',' : ''}${JSON.stringify(key)}:`);
  }
  stack.push('{');
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_UNITS));
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  return typeof value === 'boolean' ? String(value) : 'null';
}

function toolObject(tool: ToolDefinition, rendering: ToolRendering): object {
  const { name, description, parameters, type } = tool;
  const named = description === undefined ? { name } : { name, description };
  const head = type === undefined ? named : { type, ...named };
  if (type !== undefined) return head;
  if (rendering === 'anthropic') return { ...head, input_schema: parameters ?? EMPTY_SCHEMA };
  const declaration = parameters === undefined ? head : { ...head, parameters };
  return rendering === 'gemini' ? declaration : { type: 'function', function: declaration };
}

/** Anthropic requires a schema; a tool without parameters is sent with this one. */
const EMPTY_SCHEMA = { type: 'object', properties: {} };

/** Ten times the largest of the tool sets that were measured (117 tools, 25,000 tokens). */
const MAX_UNITS = 1_000_000;

/** Schemas nest a few levels; what lies deeper is rendered as `any`. */
const MAX_DEPTH = 64;

/** State of one rendering: lines are dropped from the size cap on. */
interface Sink {
  size: number;
  truncated: boolean;
  /** The schema that references are looked up in. */
  readonly root: unknown;
  /** References on the way to where the rendering stands: a schema within itself ends there. */
  readonly within: Set<string>;
}

function renderTypeScript(tools: readonly ToolDefinition[]): ToolText {
  let [size, truncated] = [0, false];
  const lines = ['namespace functions {', ''];
  for (const tool of tools) {
    if (size > MAX_UNITS) break;
    const sink: Sink = { size, truncated, root: tool.parameters, within: new Set() };
    if (isText(tool.description)) lines.push(`// ${take(tool.description, sink)}`);
    const title = own(tool.parameters, 'title');
    if (isText(title)) lines.push(`// ${take(title, sink)}`);
    const properties = propertyLines(tool.parameters, 0, 0, sink);
    if (properties.length === 0) lines.push(`type ${tool.name} = () => any;`);
    else lines.push(`type ${tool.name} = (_: {`, properties.join('\n'), '}) => any;');
    lines.push('');
    ({ size, truncated } = sink);
  }
  lines.push('} // namespace functions');
  return { text: lines.join('\n'), truncated };
}

/** One line per property of an object schema, below its title and its description, with its default behind it. */
function propertyLines(schema: unknown, indent: number, depth: number, sink: Sink): string[] {
  const properties = own(schema, 'properties');
  if (!isObject(properties)) return [];
  const required = own(schema, 'required');
  const needed = new Set(Array.isArray(required) ? required : []);
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  for (const [name, property] of Object.entries(properties)) {
    if (sink.size > MAX_UNITS) {
      sink.truncated = true;
      break;
    }
    for (const about of [own(property, 'title'), own(property, 'description')])
      if (isText(about)) lines.push(`${margin}// ${take(about, sink)}`);
    const type = `${take(name, sink)}${needed.has(name) ? '' : '?'}: ${typeText(property, indent, depth, sink)},`;
    const standard = own(property, 'default');
    lines.push(`${margin}${type}${standard === undefined ? '' : ` // default: ${take(minify(standard).text, sink)}`}`);
  }
  return lines;
}

function typeText(schema: unknown, indent: number, depth: number, sink: Sink): string {
  if (depth > MAX_DEPTH || sink.size > MAX_UNITS) {
    sink.truncated = true;
    return 'any';
  }
  const reference = own(schema, '$ref');
  if (isText(reference)) {
    const found = sink.within.has(reference) ? undefined : referenced(sink.root, reference);
    sink.size += reference.length;
    if (found === undefined) return 'any';
    sink.within.add(reference);
    const text = typeText(found, indent, depth + 1, sink);
    sink.within.delete(reference);
    return text;
  }
  const options = own(schema, 'anyOf') ?? own(schema, 'oneOf');
  if (Array.isArray(options)) return options.map((option) => typeText(option, indent, depth + 1, sink)).join(' | ') || 'any';
  const values = own(schema, 'enum');
  const type = own(schema, 'type');
  if (Array.isArray(type)) {
    const types = type.map((name: unknown) => typeText(isObject(schema) ? { ...schema, type: name } : {}, indent, depth + 1, sink));
    return types.join(' | ') || 'any';
  }
  switch (type) {
    case 'string':
      return Array.isArray(values) ? union(values, (value) => scalar(value), sink) : 'string';
    case 'integer':
    case 'number':
      return Array.isArray(values) ? union(values, (value) => (isText(value) ? value : scalar(value)), sink) : 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array': {
      const items = own(schema, 'items');
      return items === undefined ? 'any[]' : `${typeText(items, indent, depth + 1, sink)}[]`;
    }
    case 'object':
      return `{\n${propertyLines(schema, indent + 2, depth + 1, sink).join('\n')}\n${' '.repeat(indent)}}`;
    default:
      return 'any';
  }
}

/** What `#/$defs/Name` leads to within a schema; undefined for addresses elsewhere and for what is not there. */
function referenced(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => own(at, key.replaceAll('~1', '/').replaceAll('~0', '~')), root);
}

function union(values: readonly unknown[], write: (value: unknown) => string, sink: Sink): string {
  const texts: string[] = [];
  for (const value of values) {
    if (sink.size > MAX_UNITS) {
      sink.truncated = true;
      break;
    }
    texts.push(take(write(value), sink));
  }
  return texts.join(' | ');
}

/** Charges a text to the size cap. */
function take(text: string, sink: Sink): string {
  sink.size += text.length;
  if (sink.size > MAX_UNITS) sink.truncated = true;
  return text.length > MAX_UNITS ? text.slice(0, MAX_UNITS) : text;
}

/** An own property, so that a `__proto__` key in a parsed file cannot smuggle values in. */
function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
