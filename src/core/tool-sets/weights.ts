/** What tools weigh, one by one and together, in the form in which a provider hands them to its model. */
import type { Location, Tool } from '../ir.ts';
import { renderTools, type ToolDefinition } from '../tokens/index.ts';
import { fieldOf, type PlainJson } from './written.ts';

/** Counts a text in tokens. */
export type CountText = (text: string) => number;

/** One tool and its tokens. */
export interface ToolWeight {
  readonly tool: Tool;
  readonly tokens: number;
}

/** Tools and their tokens in one rendering. The sum of the tools differs from `tokens` by what stands around and between them, and is held back. */
export interface SetWeight {
  /** Of what is sent with a first request: without what is held back for tool search. */
  readonly tokens: number;
  /** Each whole. Heaviest first; equal ones in the order in which they are sent. */
  readonly tools: readonly ToolWeight[];
}

/** One part of a tool and its tokens. */
export interface FieldWeight {
  /** `description` for the tool's own, `parameters.<name>` for a parameter. */
  readonly path: string;
  readonly tokens: number;
  readonly at: Location | undefined;
}

/** A tool of the IR as name, description and schema, in whatever provider's spelling it is written. */
export function definitionOf({ json, name, description }: Tool): ToolDefinition {
  const parsed = JSON.parse(json) as PlainJson;
  const outer = isRecord(parsed) ? parsed : {};
  const inner = isRecord(outer.function) ? outer.function : outer;
  const about = description ?? inner.description;
  const parameters =
    inner.parameters ?? inner.input_schema ?? inner.inputSchema ?? inner.parametersJsonSchema ?? inner.parameters_json_schema;
  const { type } = outer;
  // Kinds of tools that are written out; every other type names a tool that the provider defines.
  const defined = typeof type === 'string' && parameters === undefined && type !== 'function' && type !== 'custom';
  return {
    name: name ?? 'tool',
    ...(defined ? { type } : {}),
    ...(typeof about === 'string' ? { description: about } : {}),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/**
 * Definitions as they are sent with a first request: what `defer_loading` holds back is left out. Anthropic sends nothing of such a tool; OpenAI
 * still sends name and description (both: references on tool search, 2026-11-21).
 *
 * @param family tokenizer family of the model, see `tokens/families.ts`
 */
export function sentDefinitions(tools: readonly Tool[], family: string): ToolDefinition[] {
  return tools.flatMap((tool): ToolDefinition[] => {
    const definition = definitionOf(tool);
    if (tool.deferred !== true) return [definition];
    if (family === 'claude' || family === 'claude-new') return [];
    const { name, description } = definition;
    return [description === undefined ? { name } : { name, description }];
  });
}

/** The weight of a set of tools in the rendering of a tokenizer family. */
export function weighTools(tools: readonly Tool[], family: string, count: CountText): SetWeight {
  const definitions = tools.map(definitionOf);
  // What stands around the tools however many there are: two empty ones hold it once, two times one hold it twice.
  const empty: ToolDefinition = { name: '' };
  const around = Math.max(0, 2 * count(renderTools([empty], family).text) - count(renderTools([empty, empty], family).text));
  const each = tools.map((tool, index) => {
    const definition = definitions[index];
    return { tool, tokens: definition === undefined ? 0 : Math.max(0, count(renderTools([definition], family).text) - around) };
  });
  return { tokens: count(renderTools(sentDefinitions(tools, family), family).text), tools: each.sort((a, b) => b.tokens - a.tokens) };
}

/** The parts of a tool that weigh most, heaviest first: its description and its parameters, each with all that stands below it. */
export function heaviestFields(tool: Tool, family: string, count: CountText): FieldWeight[] {
  const { name, description, parameters } = definitionOf(tool);
  const render = (part: Omit<ToolDefinition, 'name'>): number => count(renderTools([{ name, ...part }], family).text);
  const bare = render({});
  const fields: FieldWeight[] = [];
  const add = (path: string, tokens: number, at: Location | undefined): void => {
    if (tokens > 0) fields.push({ path, tokens, at });
  };
  if (description !== undefined) add('description', render({ description }) - bare, tool.descriptionAt);
  const schema = parameters as PlainJson | undefined;
  if (!isRecord(schema)) return fields;
  const { properties, ...rest } = schema;
  const written = fieldOf(tool.schema, 'properties')?.value;
  if (isRecord(properties)) {
    const none = render({ parameters: { type: 'object', properties: {} } });
    for (const [key, value] of Object.entries(properties))
      add(
        `parameters.${key}`,
        render({ parameters: { type: 'object', properties: { [key]: value } } }) - none,
        fieldOf(written, key)?.keyAt,
      );
  }
  for (const key of ['$defs', 'definitions']) {
    const value = rest[key];
    if (value !== undefined) add(key, render({ parameters: { [key]: value } }) - bare, fieldOf(tool.schema, key)?.keyAt);
  }
  return fields.sort((a, b) => b.tokens - a.tokens);
}

function isRecord(value: PlainJson | undefined): value is Readonly<Record<string, PlainJson>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
