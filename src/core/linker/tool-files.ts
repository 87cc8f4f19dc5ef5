/** Tools that stand apart from calls: in files of data, in literals of code, and behind the servers that a configuration names. */
import type { Expr, PromptFact, Span } from '../facts.ts';
import type { ServerFact } from '../frontends/tools/mcp-config.ts';
import { toolSetFact } from '../frontends/tools/tool-facts.ts';
import { mayHoldTools, toolSetsIn } from '../frontends/tools/tool-sets.ts';
import type { PromptCall, ToolSet } from '../ir.ts';
import type { McpServer } from '../ir-files.ts';
import type { CallSite } from './call-sites.ts';
import type { Evaluator } from './evaluate.ts';
import { readTools } from './tools.ts';
import { locate, type LinkedFile } from './value.ts';

/** Sets in one program beyond which it is a test or a benchmark. */
const MAX_SETS = 20;

/** The literals of a program that are sets of tool definitions, as facts; files of data have said so themselves. */
export function toolSetsInCode(file: LinkedFile): PromptFact[] {
  const { facts, text } = file;
  if (DATA.has(facts.language) || !mayHoldTools(text)) return [];
  const found: PromptFact[] = [];
  const seen = new Set<number>();
  const add = (value: Expr | undefined, scope: number, block: number, head: Span): void => {
    if (value?.kind !== 'list' && value?.kind !== 'dict') return;
    for (const set of toolSetsIn(value, true)) {
      if (seen.has(set.start)) continue;
      seen.add(set.start);
      found.push({ ...toolSetFact(set.start === value.start ? { ...set, head } : set, facts.uri, 'tools-in-code'), scope, block });
    }
  };
  for (const scope of facts.scopes) {
    for (const bindings of scope.bindings.values())
      for (const { kind, value, block, start, end } of bindings) if (kind === 'assign') add(value, scope.id, block, { start, end });
    for (const { value, block } of scope.returns) add(value, scope.id, block, { start: value.start, end: value.start + 1 });
  }
  return found.length > MAX_SETS ? [] : found.sort((a, b) => a.start - b.start);
}

const DATA: ReadonlySet<string> = new Set(['http', 'shell', 'json', 'jsonl', 'yaml', 'toml', 'prompt', 'baml']);

/** Tool sets with the model of the first call that sends them: what they weigh depends on it. */
export function withModels(sets: readonly CallSite[], calls: readonly CallSite[]): CallSite[] {
  return sets.map((site) => {
    const { at } = site.prompt.tools;
    const sender = calls.find(({ prompt: { tools } }) => at !== undefined && tools.at?.uri === at.uri && tools.at.start === at.start);
    if (site.prompt.kind !== 'tool-set' || sender === undefined) return site;
    const { provider, providerReason, providerByModel, model, api } = sender.prompt;
    return { ...site, prompt: { ...site.prompt, provider, providerReason, providerByModel, model, api } };
  });
}

/** The servers of a configuration with the tools that listings beside it tell of, in a prompt made of it. */
export function withListings(evaluator: Evaluator, file: LinkedFile, servers: readonly ServerFact[], prompt: PromptCall): PromptCall {
  const told: McpServer[] = [];
  const tools: ToolSet['tools'][number][] = [];
  for (const server of servers) {
    const { name, off } = server;
    const listing = off ? undefined : listingOf(evaluator, file, name);
    told.push({ name, off, at: locate(file, server), listing: listing?.uri, tools: listing?.set.tools.length });
    if (listing !== undefined) tools.push(...listing.set.tools);
  }
  const complete = told.every(({ off, listing }) => off || listing !== undefined);
  const state = tools.length > 0 ? 'present' : complete ? 'absent' : 'runtime';
  const set: ToolSet = { state, tools, complete, at: prompt.tools.at };
  return { ...prompt, tools: set, ...(prompt.file === undefined ? {} : { file: { ...prompt.file, servers: told } }) };
}

/** Names of files, beside a configuration, in which the tools of a server may be listed. */
const LISTINGS: readonly ((server: string) => string)[] = [
  (server) => `${server}.tools.json`,
  (server) => `mcp-tools/${server}.json`,
  (server) => `tools/${server}.json`,
];

function listingOf(evaluator: Evaluator, file: LinkedFile, server: string): { readonly uri: string; readonly set: ToolSet } | undefined {
  for (const nameOf of LISTINGS) {
    const data = evaluator.modules.data?.(file.facts, nameOf(server));
    const content = data?.facts.scopes[0]?.bindings.get('default')?.[0]?.value;
    const [found] = toolSetsIn(content);
    if (data === undefined || found === undefined) continue;
    const set = readTools(evaluator, evaluator.evaluate(found.tools, evaluator.frameOf(data)));
    if (set.tools.length > 0) return { uri: data.facts.uri, set: { ...set, complete: set.complete && !found.partial } };
  }
  return undefined;
}

/** Fewest files that make a set of a folder. */
const MIN_FILES = 2;

/**
 * The snapshots of a folder as one set: a server keeps one file for each of its tools, and hands them out together. The set stands in the first
 * file of its folder; undefined in all others, and for what is no snapshot.
 */
export function folderSet(evaluator: Evaluator, file: LinkedFile, own: PromptCall): PromptCall | undefined {
  if (!SNAPSHOT.test(file.facts.uri)) return undefined;
  const files = evaluator.modules.alike?.(file.facts) ?? [];
  if (files.length < MIN_FILES || files[0]?.facts.uri !== file.facts.uri) return undefined;
  const sets = files.flatMap((one) =>
    one.facts.prompts
      .filter(({ kind }) => kind === 'tool-set')
      .flatMap(({ body }) => {
        const tools = body.kind === 'dict' ? body.entries[0]?.value : undefined;
        return tools === undefined ? [] : [readTools(evaluator, evaluator.evaluate(tools, evaluator.frameOf(one)))];
      }),
  );
  if (sets.length < MIN_FILES) return undefined;
  const tools: ToolSet = {
    state: 'present',
    tools: sets.flatMap((set) => set.tools),
    complete: sets.every(({ complete }) => complete),
    at: own.tools.at,
  };
  const name = `the ${sets.length} files of this folder together`;
  const { file: record } = own;
  return { ...own, tools, ...(record === undefined ? {} : { file: { ...record, format: 'tool-folder', name } }) };
}

/** Files with one tool each, as servers of tools keep them for their tests. */
const SNAPSHOT = /\/__toolsnaps__\/[^/]+\.snap$/;
