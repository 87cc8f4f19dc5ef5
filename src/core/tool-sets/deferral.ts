/** Ways to send fewer tool definitions, per provider. Data: sources and dates in the comments. */
import type { PromptCall, Tool } from '../ir.ts';
import { renderTools } from '../tokens/index.ts';
import { definitionOf, type CountText } from './weights.ts';

/** What a provider offers so that not every definition is sent with every request. */
export interface Deferral {
  /** The advice, as the end of a sentence. */
  readonly advice: string;
  /** Share of the tokens that it usually removes, as the provider says; undefined when it is counted, or unknown. */
  readonly usualShare: number | undefined;
  /** True when names and descriptions are sent all the same, so that the saving can be counted. */
  readonly keepsDescriptions: boolean;
}

const NONE = { usualShare: undefined, keepsDescriptions: false } as const;

/** Anthropic, tool search tool, 2026-11-21: "usually more than 85 %". */
const ANTHROPIC: Deferral = {
  advice: 'let Claude load them on demand: a tool search tool, and `defer_loading: true` on the tools that not every request needs',
  usualShare: 0.85,
  keepsDescriptions: false,
};
/** OpenAI, guide to tool search, 2026-11-21: gpt-5.4 and later, Responses API. */
const OPENAI: Deferral = {
  advice: 'load their parameters on demand: `tool_search` and `defer_loading: true` in the Responses API (gpt-5.4 and later)',
  usualShare: undefined,
  keepsDescriptions: true,
};
/** Anthropic's reference: tool search works on Bedrock through InvokeModel, not through Converse (older page version). */
const BEDROCK: Deferral = { ...NONE, advice: 'send only the tools that a request needs: the Converse API loads none on demand' };
/** Claude Code's changelog, 2.1.7: tools of MCP servers are deferred from 10 % of the context window on. */
const PROTOCOL: Deferral = {
  ...NONE,
  advice:
    'allow only the tools that are needed, by the client or the server; clients such as Claude Code load tools on demand by themselves, plain API clients send all',
};
const OTHERS: Deferral = { ...NONE, advice: 'send only the tools that a request needs' };

/** What the provider of a call offers. */
export function deferralOf(call: PromptCall, family: string): Deferral {
  if (call.api.startsWith('bedrock-converse') || call.provider === 'bedrock') return BEDROCK;
  if (family === 'claude' || family === 'claude-new') return ANTHROPIC;
  if (family === 'o200k' || family === 'cl100k' || family === 'openai') return OPENAI;
  return family === 'plain' ? PROTOCOL : OTHERS;
}

/**
 * Tokens that deferring the tools saves per request; undefined where nobody says.
 *
 * @param tokens weight of the tools
 */
export function deferralSaving(
  deferral: Deferral,
  tools: readonly Tool[],
  tokens: number,
  family: string,
  count: CountText,
): number | undefined {
  if (deferral.usualShare !== undefined) return Math.round(tokens * deferral.usualShare);
  if (!deferral.keepsDescriptions) return undefined;
  const kept = tools.map(definitionOf).map(({ name, description }) => (description === undefined ? { name } : { name, description }));
  return Math.max(0, tokens - count(renderTools(kept, family).text));
}
