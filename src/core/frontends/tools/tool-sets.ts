/**
 * Tool definitions in data and in literals of code, in the spellings of the APIs. What is a definition is told by its shape alone; the names of
 * files and variables do not matter.
 * Sources: the APIs' references and the types of their SDKs, 2026-11-21.
 */
import type { DictExpr, Expr, Span } from '../../facts.ts';
import { keyText } from '../facts-builder.ts';

/** Spellings of a tool definition. `mcp` is that of the Model Context Protocol, which says nothing about the model. */
export type ToolSpelling = 'openai-chat' | 'openai-responses' | 'anthropic' | 'google' | 'bedrock' | 'cohere' | 'mcp';

/** Definitions that are sent together. */
export interface FoundToolSet extends Span {
  readonly spelling: ToolSpelling;
  /** The list, the mapping from names to definitions, or the only definition. */
  readonly tools: Expr;
  /** What names the set: the key above it, or its first character. */
  readonly head: Span;
  /** True when a server wrote it: the answer to `tools/list`. */
  readonly dump: boolean;
  /** True when the dump is one page of several. */
  readonly partial: boolean;
}

/** Sets in one file beyond which it is data about tools, such as a benchmark, and nothing that is sent. */
const MAX_SETS = 20;
/** Levels of the value around a set. */
const MAX_DEPTH = 6;
/** Values that are looked at. */
const MAX_VISITS = 20_000;
/** Share of the entries of a list that must be definitions. */
const MOSTLY = 0.8;

/** What a schema is written under. */
const schemaKeys =
  /["']?(?:parameters|input_schema|inputSchema|parametersJsonSchema|parameters_json_schema|parameter_definitions)["']?\s*:/;

/** True for a text that may hold tool definitions. Two searches, no parsing. */
export function mayHoldTools(text: string): boolean {
  return (
    schemaKeys.test(text) &&
    /["']?(?:name|description)["']?\s*:/.test(text) &&
    /["']?(?:type|properties|parameter_definitions|\$schema)["']?\s*:/.test(text)
  );
}

/**
 * The sets in a value, in source order; none when there are so many that the file is data. A request with a prompt is not looked into.
 *
 * @param inCode true for a literal of a program, where a single definition is one of many that stand apart
 */
export function toolSetsIn(value: Expr | undefined, inCode = false): FoundToolSet[] {
  if (value === undefined) return [];
  const found: FoundToolSet[] = [];
  let visits = 0;
  const visit = (expr: Expr, head: Span | undefined, around: DictExpr | undefined, depth: number): void => {
    if (found.length > MAX_SETS || depth > MAX_DEPTH || ++visits > MAX_VISITS) return;
    const spelling = spellingOfSet(expr) ?? (depth === 0 && !inCode ? spellingOf(expr) : undefined);
    if (spelling !== undefined) {
      const { start, end } = expr;
      const cursor = around === undefined ? undefined : entryOf(around, 'nextCursor');
      const partial = cursor?.kind === 'text' && cursor.value !== '';
      const dump = spelling === 'mcp' && (cursor !== undefined || isAnswer(value));
      found.push({ spelling, tools: expr, head: head ?? { start, end: start + 1 }, dump, partial, start, end });
      return;
    }
    if (expr.kind === 'list') {
      for (const item of expr.items) visit(item.value, undefined, undefined, depth + 1);
    } else if (expr.kind === 'dict' && !isRequest(expr)) {
      for (const { key, value: inner } of expr.entries)
        if (inner.kind === 'list' || inner.kind === 'dict')
          visit(inner, key === undefined ? undefined : { start: key.start, end: key.end }, expr, depth + 1);
    }
  };
  visit(value, undefined, undefined, 0);
  return found.length > MAX_SETS ? [] : found;
}

/** The spelling of most definitions of a list, or of a mapping from names to definitions; undefined for anything else. */
export function spellingOfSet(expr: Expr): ToolSpelling | undefined {
  if (expr.kind === 'list') {
    const items = expr.items.map((item) => item.value).filter((item) => !isNoDefinition(item));
    const spellings = items.map(spellingOf).filter((spelling) => spelling !== undefined);
    return spellings.length > 0 && spellings.length >= items.length * MOSTLY ? spellings[0] : undefined;
  }
  if (expr.kind !== 'dict' || expr.entries.length < 2) return undefined;
  const spellings = expr.entries.map(({ key, value }) => {
    if (key?.kind !== 'text' || value.kind !== 'dict') return undefined;
    const own = entryOf(value, 'name');
    if (own !== undefined && !(own.kind === 'text' && own.value === key.value)) return undefined;
    return own === undefined && entryOf(value, 'description')?.kind !== 'text' ? undefined : spellingOfDefinition(value);
  });
  return spellings.every((spelling) => spelling !== undefined) ? spellings[0] : undefined;
}

/** The spelling of one definition; undefined for anything else. */
export function spellingOf(given: Expr): ToolSpelling | undefined {
  const expr = asMapping(given);
  if (expr === undefined) return undefined;
  // Manifests of packages and extensions have names and parameters too.
  if (has(expr, 'version') || has(expr, 'dependencies')) return undefined;
  const declarations = entryOf(expr, 'functionDeclarations') ?? entryOf(expr, 'function_declarations');
  if (declarations?.kind === 'list') return declarations.items.some((item) => isNamed(item.value)) ? 'google' : undefined;
  const spec = entryOf(expr, 'toolSpec');
  if (spec?.kind === 'dict') return isNamed(spec) ? 'bedrock' : undefined;
  if (isText(expr, 'type', 'namespace')) {
    const members = entryOf(expr, 'tools');
    return members !== undefined && spellingOfSet(members) !== undefined ? 'openai-responses' : undefined;
  }
  const inner = entryOf(expr, 'function');
  if (inner?.kind === 'dict' && isText(expr, 'type', 'function')) {
    const parameters = entryOf(inner, 'parameters');
    return isNamed(inner) && (parameters === undefined ? has(inner, 'description') : parameters.kind !== 'list')
      ? 'openai-chat'
      : undefined;
  }
  if (!isNamed(expr)) return undefined;
  const spelling = spellingOfDefinition(expr);
  // Classes of frameworks name their fields as they like; only Google's is known to be one of an API.
  if (given.kind !== 'call' || spelling === undefined) return spelling;
  return given.callee.kind === 'member' && given.callee.name === 'FunctionDeclaration' ? 'google' : 'mcp';
}

/** A definition as a mapping: itself, or the named arguments of a class that SDKs have for it (`types.Tool(name=…, inputSchema=…)`). */
function asMapping(expr: Expr): DictExpr | undefined {
  if (expr.kind === 'dict') return expr;
  if (expr.kind !== 'call') return undefined;
  const { callee, args, start, end } = expr;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  if (!/^(?:Tool|FunctionDeclaration|FunctionDefinition)$/.test(name)) return undefined;
  const entries = args.flatMap((argument) =>
    argument.kind === 'keyword' && argument.name !== undefined
      ? [{ key: keyText(argument.name, argument.start), value: argument.value }]
      : [],
  );
  return { kind: 'dict', entries, start, end };
}

/** The spelling of a definition by the key of its schema; undefined without a schema. */
function spellingOfDefinition(expr: DictExpr): ToolSpelling | undefined {
  if (isSchema(entryOf(expr, 'input_schema'))) return 'anthropic';
  if (isSchema(entryOf(expr, 'inputSchema'))) return 'mcp';
  if (isSchema(entryOf(expr, 'parametersJsonSchema') ?? entryOf(expr, 'parameters_json_schema'))) return 'google';
  if (entryOf(expr, 'parameter_definitions')?.kind === 'dict' && has(expr, 'description')) return 'cohere';
  const parameters = entryOf(expr, 'parameters');
  if (isText(expr, 'type', 'function'))
    return parameters === undefined || parameters.kind === 'null' || isSchema(parameters) ? 'openai-responses' : undefined;
  if (parameters?.kind !== 'dict' || !isSchema(parameters) || !has(expr, 'description')) return undefined;
  const type = entryOf(parameters, 'type');
  if (type?.kind === 'text' && type.value === 'OBJECT') return 'google';
  // The older `functions` of OpenAI; an object that is described so is hardly anything else.
  return has(parameters, 'properties') && type?.kind === 'text' ? 'openai-chat' : undefined;
}

/** True for a mapping that can be the schema of parameters. */
function isSchema(expr: Expr | undefined): boolean {
  if (expr?.kind !== 'dict') return false;
  if (expr.entries.length === 0) return true;
  const type = entryOf(expr, 'type');
  return (
    (type?.kind === 'text' && /^object$/i.test(type.value)) ||
    entryOf(expr, 'properties')?.kind === 'dict' ||
    ['$schema', '$ref', 'anyOf', 'oneOf', 'allOf'].some((key) => has(expr, key))
  );
}

/** Entries of tool lists that are no definitions: tools that the provider runs itself, marks for its cache. */
function isNoDefinition(expr: Expr): boolean {
  if (expr.kind !== 'dict') return false;
  const type = entryOf(expr, 'type');
  return (
    (type?.kind === 'text' &&
      type.value !== 'function' &&
      type.value !== 'custom' &&
      type.value !== 'namespace' &&
      !has(expr, 'description')) ||
    ['cachePoint', 'systemTool', 'googleSearch', 'google_search', 'codeExecution', 'code_execution', 'urlContext'].some((key) =>
      has(expr, key),
    )
  );
}

/** A mapping that carries a prompt of its own: its tools are those of a request. */
function isRequest(dict: DictExpr): boolean {
  return ['messages', 'contents', 'input', 'prompt', 'conversation', 'conversations'].some((key) => has(dict, key));
}

/** An answer of JSON-RPC. */
function isAnswer(value: Expr): boolean {
  return value.kind === 'dict' && has(value, 'jsonrpc');
}

function isNamed(expr: Expr): boolean {
  const mapping = asMapping(expr);
  const name = mapping === undefined ? undefined : entryOf(mapping, 'name');
  // An API takes 64 to 128 characters. Code that puts even the name together is no definition but makes some.
  return name?.kind === 'text' && /^[\w.:/-]{1,128}$/.test(name.value);
}

function isText(dict: DictExpr, name: string, text: string): boolean {
  const value = entryOf(dict, name);
  return value?.kind === 'text' && value.value === text;
}

function has(dict: DictExpr, name: string): boolean {
  return entryOf(dict, name) !== undefined;
}

/** The last value of a key. */
function entryOf(dict: DictExpr, name: string): Expr | undefined {
  return dict.entries.findLast(({ key }) => key?.kind === 'text' && key.value === name)?.value;
}
