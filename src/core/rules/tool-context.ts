/** What the rules about tools share: which tools to speak about, how to count them, what their tokens cost. */
import { PLAIN_RENDERING, renderingFamily } from '../cost/tool-set.ts';
import type { PromptCall, Tool } from '../ir.ts';
import { formatMicroUsd, ratesFor } from '../pricing/index.ts';
import { renderTools } from '../tokens/index.ts';
import { definitionOf, type CountText } from '../tool-sets/weights.ts';
import { pricedModel, type Impact, type RuleContext } from './rule.ts';

/** The tools of a call and how they are counted. */
export interface ToolContext {
  /** Tools that are defined in the file of the call: what is wrong with others is said in their own file. */
  readonly own: readonly Tool[];
  /** Family by which `renderTools` knows the rendering. */
  readonly family: string;
  /** Counts a text for the model of the call. */
  readonly count: CountText;
  /** Size of a tool in its rendering, in tokens of o200k_base: comparable between models. */
  readonly size: (tool: Tool) => number;
  /** Definitions that a server wrote: they cannot be mended where they stand. */
  readonly generated: boolean;
  /** True when the definitions stand in a file of data, so that nothing else can depend on them. */
  readonly data: boolean;
}

/** The tools of a call; undefined without any, and for definitions that nobody sends. */
export function toolContext(call: PromptCall, { cost, count }: RuleContext): ToolContext | undefined {
  const { toolSet } = cost;
  if (toolSet === undefined || call.file?.sent === 'never') return undefined;
  const [model] = cost.models;
  const family = renderingFamily(toolSet);
  const target =
    toolSet.family === 'plain'
      ? { provider: undefined, model: PLAIN_MODEL }
      : { provider: call.provider, model: model?.standsFor?.value ?? model?.model };
  return {
    own: call.tools.tools.filter((tool) => tool.at.uri === call.uri),
    family: toolSet.family === 'plain' ? PLAIN_RENDERING : family,
    count: (text) => count(text, target).tokens,
    size: (tool) => count(renderTools([definitionOf(tool)], family).text, { provider: undefined, model: PLAIN_MODEL }).tokens,
    generated: call.file?.format === 'mcp-listing',
    data: call.kind === 'request' || (call.kind === 'tool-set' && call.file !== undefined && call.file.format !== 'tools-in-code'),
  };
}

/** A model whose tokens are those of o200k_base, by which definitions without a model are counted. */
const PLAIN_MODEL = 'gpt-4o';

/** What some tokens of the tools cost with every request. Tools come first in a request: when its prefix is read from the cache, so are they. */
export function toolImpact(tokens: number, { cost }: RuleContext): Impact {
  const money = moneyOf(tokens, cost);
  const cached = pricedModel(cost)?.warm !== undefined;
  return { tokens, microUsdPerCall: cached ? (money?.cached ?? money?.uncached) : money?.uncached, basis: 'assumed' };
}

/** ` (≈$0.0123 per call, ≈$0.0012 read from the cache)`; empty when nobody knows the price. */
export function moneyWords(tokens: number, { cost }: RuleContext): string {
  const money = moneyOf(tokens, cost);
  if (money === undefined) return '';
  const cached = money.cached === undefined ? '' : `, ≈${formatMicroUsd(money.cached)} when read from the cache`;
  return ` (≈${formatMicroUsd(money.uncached)} per request${cached})`;
}

function moneyOf(
  tokens: number,
  cost: RuleContext['cost'],
): { readonly uncached: number; readonly cached: number | undefined } | undefined {
  const model = pricedModel(cost);
  if (model?.lookup.state !== 'priced') return undefined;
  const rates = ratesFor(model.lookup.record, model.pricedAt, model.input.tokens);
  const micro = (rate: number): number => Math.round((tokens * rate) / 1e6);
  return { uncached: micro(rates.in), cached: rates.read === null ? undefined : micro(rates.read) };
}

/** A whole number for people. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}
