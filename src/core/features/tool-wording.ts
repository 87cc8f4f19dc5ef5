/** Words for tool sets: the line above them, and the table of what each tool weighs for whom. */
import type { CallCost } from '../cost/call-cost.ts';
import type { PromptCall, Tool } from '../ir.ts';
import type { McpServer } from '../ir-files.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { familyOf, type TokenCounter } from '../tokens/index.ts';
import { deferralOf } from '../tool-sets/deferral.ts';
import { noiseKinds, noiseOf, noiseTokens, repeatedTexts } from '../tool-sets/waste.ts';
import { weighTools, type CountText } from '../tool-sets/weights.ts';
import { ageParts } from './price-age.ts';
import { modelLabel } from './wording.ts';
import { grouped } from '../grouped.ts';

/** Tools that a table shows; the others are summed up. */
const MAX_ROWS = 25;

/** Models whose renderings stand beside each other where no model is known. */
const RENDERINGS: readonly { readonly title: string; readonly model: string; readonly provider: string }[] = [
  { title: 'GPT', model: 'gpt-4o', provider: 'openai' },
  { title: 'Claude 4.7+', model: 'claude-opus-5', provider: 'anthropic' },
  { title: 'Gemini', model: 'gemini-2.5-pro', provider: 'google' },
];

/** How the numbers of a family come about, in words. */
const BASES: Readonly<Record<string, string>> = {
  plain: 'o200k tokens of the definitions as minified JSON; which model is given them is not known here',
  openai: 'as the TypeScript types that OpenAI makes of them (reverse-engineered rendering)',
  o200k: 'as the TypeScript types that OpenAI makes of them (reverse-engineered rendering)',
  cl100k: 'as the TypeScript types that OpenAI makes of them (reverse-engineered rendering)',
  claude: 'as minified JSON; Anthropic publishes neither tokenizer nor rendering',
  'claude-new': 'as minified JSON; Anthropic publishes neither tokenizer nor rendering',
};

/** True for tools that stand apart from a call. */
export function isToolSet(call: PromptCall): boolean {
  return call.kind === 'tool-set';
}

/** The one line above a tool set: `12 tools · ≈4,310 tokens · heaviest: search_issues 812`. */
export function toolSetLine(call: PromptCall, cost: CallCost): string {
  const { toolSet } = cost;
  const servers = call.file?.servers;
  const parts = servers === undefined ? [] : serverParts(servers);
  if (toolSet !== undefined) {
    const held = call.tools.tools.filter((tool) => tool.deferred === true).length;
    const [first] = toolSet.tools;
    const more = call.tools.complete ? '' : '+';
    parts.push(`${counted(call.tools.tools.length, 'tool')}${held === 0 ? '' : `, ${held} loaded on demand`}`);
    parts.push(`≈${grouped(toolSet.tokens)}${more} tokens`);
    if (first !== undefined && toolSet.tools.length > 1) parts.push(`heaviest: ${nameOf(first.tool)} ${grouped(first.tokens)}`);
    const model = cost.models.find((one) => one.cold !== undefined);
    if (model?.cold !== undefined) {
      const warm = model.warm === undefined ? '' : ` → ${formatMicroUsd(model.warm.mid)} cached`;
      parts.push(`≈${formatMicroUsd(model.cold.mid)}${more} per request${warm}`, ...ageParts([model]), modelLabel(call));
    }
  } else if (servers === undefined) parts.push('tools known at run time');
  if (call.file?.name !== undefined) parts.push(call.file.name);
  return parts.join(' · ');
}

function serverParts(servers: readonly McpServer[]): string[] {
  const on = servers.filter((server) => !server.off);
  const unlisted = on.filter((server) => server.listing === undefined);
  const names = unlisted.slice(0, 4).map((server) => server.name);
  const more = unlisted.length > names.length ? ` and ${unlisted.length - names.length} more` : '';
  return [
    `${counted(on.length, 'MCP server')}${on.length === servers.length ? '' : ` (${servers.length - on.length} off)`}`,
    ...(unlisted.length === 0 ? [] : [`tools of ${names.join(', ')}${more}: tokens unknown until they are listed`]),
  ];
}

/**
 * The hover of a tool set as Markdown: each tool in each provider's rendering, what of it tells the model nothing, and how less can be sent.
 *
 * @param counter counts the renderings of providers that the file does not name
 */
export function toolSetHover(call: PromptCall, cost: CallCost, counter: TokenCounter): string {
  const lines = [`**${toolSetLine(call, cost)}**`, ''];
  const { tools } = call.tools;
  if (call.file?.servers !== undefined) lines.push(...serverLines(call.file.servers));
  if (call.file?.note !== undefined) lines.push(`${sentence(call.file.note)}.`, '');
  if (cost.toolSet === undefined) return lines.join('\n');
  lines.push(...(cost.models.length > 0 ? toolTable(cost) : renderingTable(tools, cost, counter)));
  lines.push(...wasteLines(call, cost, counter));
  const { family } = cost.toolSet;
  lines.push(`Counted ${BASES[family] ?? 'as minified JSON; the rendering is not published'}.`, '');
  if (cost.toolSet.tokens >= 2_000) lines.push(`To send less: ${deferralOf(call, family).advice}.`, '');
  return lines.join('\n');
}

/** What each tool of a call weighs for its model, heaviest first. */
export function toolTable({ toolSet }: CallCost): string[] {
  if (toolSet === undefined) return [];
  const rows = toolSet.tools.slice(0, MAX_ROWS).map(({ tool, tokens }) => `| ${cell(tool)} | ${grouped(tokens)} |`);
  const rest = toolSet.tools.slice(MAX_ROWS);
  const others = rest.length === 0 ? [] : [`| ${rest.length} more | ${grouped(rest.reduce((sum, one) => sum + one.tokens, 0))} |`];
  return ['| tool | tokens |', '|---|---:|', ...rows, ...others, `| **sent** | **${grouped(toolSet.tokens)}** |`, ''];
}

function renderingTable(tools: readonly Tool[], { toolSet }: CallCost, counter: TokenCounter): string[] {
  if (toolSet === undefined) return [];
  const columns = RENDERINGS.map(({ title, ...ref }) => {
    const weight = weighTools(tools, familyOf(ref).id, (text) => counter.count(text, ref).tokens);
    return { title, total: weight.tokens, byTool: new Map(weight.tools.map((one) => [one.tool, one.tokens])) };
  });
  const row = (title: string, values: readonly number[]): string => `| ${title} | ${values.map((value) => grouped(value)).join(' | ')} |`;
  const shown = toolSet.tools.slice(0, MAX_ROWS);
  const rest = toolSet.tools.slice(MAX_ROWS);
  const of = (byTool: ReadonlyMap<Tool, number>, some: typeof shown): number =>
    some.reduce((sum, { tool }) => sum + (byTool.get(tool) ?? 0), 0);
  return [
    `| tool | ${columns.map(({ title }) => `≈ ${title}`).join(' | ')} |`,
    `|---|${columns.map(() => '---:|').join('')}`,
    ...shown.map((one) =>
      row(
        cell(one.tool),
        columns.map(({ byTool }) => of(byTool, [one])),
      ),
    ),
    ...(rest.length === 0
      ? []
      : [
          row(
            `${rest.length} more`,
            columns.map(({ byTool }) => of(byTool, rest)),
          ),
        ]),
    row(
      '**sent**',
      columns.map(({ total }) => total),
    ),
    '',
  ];
}

/** What of the definitions tells the model nothing, by class, as far as it costs anything in this rendering. */
function wasteLines(call: PromptCall, cost: CallCost, counter: TokenCounter): string[] {
  const { toolSet } = cost;
  if (toolSet === undefined) return [];
  const { tools } = call.tools;
  const [model] = cost.models;
  const ref = {
    ...(call.provider === undefined ? {} : { provider: call.provider }),
    ...(model === undefined ? {} : { model: model.model }),
  };
  const plain = toolSet.family === 'plain';
  const count: CountText = plain ? (text) => counter.measure(text).o200k : (text) => counter.count(text, ref).tokens;
  const noise = tools.flatMap(noiseOf);
  const names = { $schema: '`$schema`', definitions: 'unused definitions', title: 'generated titles', nullable: 'nullable types' } as const;
  const classes = noiseKinds.map((kind) => {
    const some = noise.filter((one) => one.kind === kind);
    return { name: names[kind], tokens: some.length === 0 ? 0 : noiseTokens(some, plain ? 'claude' : toolSet.family, count) };
  });
  const repeated = repeatedTexts(tools, 15, 3, count).reduce((sum, { tokens, copies }) => sum + tokens * (copies.length - 1), 0);
  const found = [...classes, { name: 'repeated descriptions', tokens: repeated }].filter(({ tokens }) => tokens > 0);
  if (found.length === 0) return [];
  return [`Says nothing new: ${found.map(({ name, tokens }) => `${name} ${grouped(tokens)}`).join(', ')} tokens.`, ''];
}

function serverLines(servers: readonly McpServer[]): string[] {
  const rows = servers.slice(0, MAX_ROWS).map(({ name, off, tools }) => {
    const state = off ? 'off' : tools === undefined ? 'not listed' : counted(tools, 'tool');
    return `| ${plainText(name)} | ${state} |`;
  });
  return [
    '| server | tools |',
    '|---|---|',
    ...rows,
    '',
    'A configuration does not say which tools a server has, and Pennylint starts none. Save the answer of a server to `tools/list` beside this file as `<server>.tools.json`, and it is counted.',
    '',
  ];
}

function cell(tool: Tool): string {
  return `${plainText(nameOf(tool))}${tool.deferred === true ? ' (on demand)' : ''}`;
}

function nameOf(tool: Tool): string {
  const name = tool.name ?? 'tool';
  return tool.namespace === undefined ? name : `${tool.namespace}.${name}`;
}

/** Source text must not become Markdown, a link or a table cell border. */
function plainText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, (unit) => `\\${unit}`).replace(/\s+/g, ' ');
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
