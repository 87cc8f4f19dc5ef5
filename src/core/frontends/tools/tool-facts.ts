/** Tool sets and configurations of MCP servers in files of data, as facts. */
import type { DictExpr, Expr, PromptFact } from '../../facts.ts';
import { keyText } from '../facts-builder.ts';
import { mcpServersIn, mayBeMcpConfig, type McpServers } from './mcp-config.ts';
import { mayHoldTools, toolSetsIn, type FoundToolSet, type ToolSpelling } from './tool-sets.ts';

/** Who is sent definitions in a spelling; undefined where every model may be. */
const PROVIDERS: Readonly<Record<ToolSpelling, string | undefined>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  anthropic: 'anthropic',
  google: 'google',
  bedrock: 'bedrock',
  cohere: 'cohere',
  mcp: undefined,
};

/** True for a text that may hold tools or servers of tools. A few searches, no parsing. */
export function mayConcernTools(uri: string, text: string): boolean {
  return mayHoldTools(text) || mayBeMcpConfig(uri, text);
}

/** The same for YAML, where the schemas of most files are no tools: properties must be named too. */
export function mayBeToolYaml(text: string): boolean {
  return (
    mayHoldTools(text) &&
    /^\s*(?:["']?properties["']?\s*:|-?\s*\{.*properties|["']?(?:input_schema|inputSchema|parameters)["']?\s*:\s*\{)/m.test(text)
  );
}

/** The tool sets and the servers that a file of data holds. */
export function toolFacts(uri: string, text: string, value: Expr | undefined): PromptFact[] {
  const servers = mayBeMcpConfig(uri, text) ? mcpServersIn(value) : undefined;
  if (servers !== undefined) return [serversFact(servers)];
  return mayHoldTools(text) ? toolSetsIn(value).map((set) => toolSetFact(set, uri)) : [];
}

/**
 * A tool set as a fact.
 *
 * @param uri of the file: definitions among documentation are written for people, those in an archive for nobody
 * @param format `tools-in-code` for a literal in a program
 */
export function toolSetFact(set: FoundToolSet, uri: string, format?: string): PromptFact {
  const { spelling, tools, head, dump, partial, start, end } = set;
  const provider = PROVIDERS[spelling];
  const list: Expr = spellsOneTool(tools) ? { kind: 'list', form: 'list', items: [{ value: tools, spread: false }], start, end } : tools;
  return {
    kind: 'tool-set',
    format: format ?? (dump ? 'mcp-listing' : 'tool-definitions'),
    piece: 'body',
    head,
    api: 'tools',
    ...(provider === undefined ? {} : { provider }),
    body: bodyOf(list),
    ...(UNSENT.test(uri)
      ? { sent: 'never' as const, note: 'a copy among documentation or in an archive, which no program sends' }
      : { sent: 'per-call' as const }),
    ...(partial ? { note: 'this is one page of the list: the server has more tools' } : {}),
    includes: [],
    scope: 0,
    block: 0,
    start: Math.min(head.start, start),
    end,
  };
}

/** Folders of documentation and of what is kept, but no longer used. */
const UNSENT = /\/(?:docs?|documentation|_?archives?|_?archived)\//i;

/** True for a single definition, which stands for a list of one. */
function spellsOneTool(tools: Expr): boolean {
  return (
    tools.kind === 'dict' && tools.entries.some(({ key, value }) => key?.kind === 'text' && NAMING.has(key.value) && value.kind !== 'dict')
  );
}

/** Keys of a definition whose value no mapping from names to definitions has. */
const NAMING: ReadonlySet<string> = new Set(['name', 'type', 'functionDeclarations', 'function_declarations']);

function bodyOf(tools: Expr): DictExpr {
  const { start, end } = tools;
  return { kind: 'dict', entries: [{ key: keyText('tools', start), value: tools }], start, end };
}

/** The servers of a configuration; which tools they offer is not in it. */
function serversFact({ servers, head, at }: McpServers): PromptFact {
  return {
    kind: 'tool-set',
    format: 'mcp-config',
    piece: 'body',
    head,
    api: 'tools',
    body: bodyOf({ kind: 'unknown', reason: 'the servers say at run time which tools they have', ...at }),
    sent: 'every-turn',
    note: 'how many tokens their tools take is known once they are listed',
    includes: [],
    servers,
    scope: 0,
    block: 0,
    start: at.start,
    end: at.end,
  };
}
