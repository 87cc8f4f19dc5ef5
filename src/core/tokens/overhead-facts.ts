/**
 * Published and measured constants of requests, as data (2026-11-22). What is called recorded was measured on 1,500 requests with the counts that the
 * providers answered, in the recorded conversations of the public test suites of pydantic-ai, ruby_llm, crewAI, langchaingo, fantasy, openinference,
 * llm-anthropic and Braintrust (2024 to August 2026). How the bands hold on other suites: `docs/tokens.md`.
 */
import { bareModelId } from './families.ts';
import type { TokenBasis } from './token-counter.ts';

/** A constant with the room below and above it. */
export interface ConstantTokens {
  readonly tokens: number;
  /** Tokens by which the ends of the band differ: `[low, high]`, `low` ≤ 0 ≤ `high`. */
  readonly band: readonly [low: number, high: number];
  readonly basis: TokenBasis;
  readonly source: string;
}

/**
 * Tokens that Anthropic adds once as soon as a request has a tool: `auto` for tool_choice auto and none, `any` for
 * forced use. Unknown Claude models get the value of Opus 5, as an assumption.
 */
export function hiddenToolPrompt(model: string, choice: 'auto' | 'any'): ConstantTokens {
  const id = bareModelId(model);
  const row = HIDDEN_TOOL_PROMPTS.find((candidate) => candidate.models.test(id));
  if (row !== undefined) return { tokens: row[choice], band: [0, 0], basis: 'calibrated', source: TOOL_USE_PAGE };
  return {
    tokens: choice === 'auto' ? 286 : 406,
    band: [-30, 400],
    basis: 'assumed',
    source: 'not published for this model; value of Opus 5',
  };
}

/** Tokens around the text of a request with one message. */
export function messageFrame(model: string): ConstantTokens {
  const id = bareModelId(model);
  const row = MESSAGE_FRAMES.find((candidate) => candidate.models.test(id));
  if (row !== undefined) return { tokens: row.tokens, band: [-1, 2], basis: 'calibrated', source: row.source };
  return { tokens: 7, band: [-2, 6], basis: 'assumed', source: 'not measured for this model' };
}

/** The published table. Source: Anthropic's tool-use pages, 2026. */
export const HIDDEN_TOOL_PROMPTS: readonly { readonly models: RegExp; readonly auto: number; readonly any: number }[] = [
  { models: /claude-opus-5(?![-.]?\d(?!\d))/, auto: 286, any: 406 },
  { models: /claude-sonnet-5(?![-.]?\d(?!\d))/, auto: 354, any: 474 },
  { models: /claude-opus-4[-.]8(?!\d)/, auto: 290, any: 410 },
  { models: /claude-opus-4[-.]7(?!\d)/, auto: 675, any: 804 },
  { models: /claude-(?:opus|sonnet)-4[-.]6(?!\d)/, auto: 497, any: 589 },
  { models: /claude-(?:opus|sonnet|haiku)-4[-.]5(?!\d)/, auto: 496, any: 588 },
  // Pages of 2025 for the older ones.
  { models: /claude-3[-.]5-haiku|claude-haiku-3[-.]5/, auto: 264, any: 355 },
  { models: /claude-3-haiku/, auto: 264, any: 340 },
  { models: /claude-3-opus/, auto: 530, any: 281 },
  { models: /claude-3-sonnet/, auto: 159, any: 235 },
  { models: /claude-3[-.][57]-sonnet/, auto: 346, any: 313 },
  { models: /claude-(?:opus-4[-.]1(?!\d)|(?:opus|sonnet)-4(?:[-.]0(?!\d)|(?![-.]?\d(?!\d))))/, auto: 313, any: 315 },
];

const TOOL_USE_PAGE = 'Anthropic, tool-use pages (2026)';
const RECONSTRUCTION = 'offline reconstruction from recorded counts of one-message requests (2026)';

const MESSAGE_FRAMES: readonly { readonly models: RegExp; readonly tokens: number; readonly source: string }[] = [
  { models: /claude-opus-5[-.]5(?!\d)/, tokens: 8, source: RECONSTRUCTION },
  { models: /claude-(?:opus|sonnet)-5(?![-.]?\d(?!\d))|claude-opus-4[-.]8(?!\d)/, tokens: 6, source: RECONSTRUCTION },
  { models: /claude-opus-4[-.]7(?!\d)/, tokens: 11, source: RECONSTRUCTION },
  { models: /claude-(?:instant|v\d|(?:[a-z]+-)?(?:[123]|4(?![-.](?:[7-9]|1\d)(?!\d)))(?!\d))/, tokens: 7, source: RECONSTRUCTION },
];

/** Source of what was measured on recorded requests. */
export const RECORDED = 'recorded requests of public test suites (2025-2026)';

/** True for OpenAI models since o1 that reason: their frame is a token shorter (recorded for o3-mini, gpt-5, gpt-5-mini, gpt-5.4-mini, gpt-5.6-sol). */
export function isReasoning(model: string | undefined): boolean {
  return /(?:^|\/)(?:o[134](?![a-z\d])|gpt-[56](?![a-z\d])|codex)/i.test(model ?? '');
}

/** Tokens that GPT-5 is sent beside tools in Chat Completions: 78 to 85 in 40 recorded requests with 1 to 3 tools; o3-mini and o4-mini are sent none. */
const GPT5_TOOL_PROMPT = 80;

/**
 * What stands around the rendered tools of OpenAI, with its band. Chat: 9 (published). Responses: 2 or 3 for GPT-4o and GPT-4.1, 5 for o4-mini, 8 for
 * GPT-5, without a prompt of their own (50 recorded requests).
 */
export function openAiToolFrame(model: string | undefined, responses: boolean): ConstantTokens {
  const of = (tokens: number, low: number, high: number, basis: TokenBasis): ConstantTokens => ({
    tokens,
    band: [low, high],
    basis,
    source: RECORDED,
  });
  if (!isReasoning(model)) return responses ? of(2, -1, 2, 'calibrated') : of(9, -1, 1, 'calibrated');
  const small = /(?:^|\/)o\d/i.test(model ?? '');
  if (responses) return small ? of(5, -2, 2, 'assumed') : of(8, -2, recordedTools(model) ? 3 : GPT5_TOOL_PROMPT, 'assumed');
  return small ? of(10, -2, 3, 'assumed') : of(9 + GPT5_TOOL_PROMPT, recordedTools(model) ? -4 : -GPT5_TOOL_PROMPT, 8, 'assumed');
}

/** True for models of OpenAI whose tools were recorded to be written as TypeScript; later ones may be given plain JSON. */
export function recordedTools(model: string | undefined): boolean {
  return /(?:^|\/)(?:ft:)?(?:gpt-3|gpt-4|gpt-5|chatgpt|o\d)/i.test(model ?? '');
}

/** What a schema is called and what stands around it at OpenAI, beside its text (`sentSchema`): 137 recorded requests. */
export function openAiSchemaFrame(responses: boolean, system: boolean): ConstantTokens {
  const tokens = responses ? 10 : system ? 13 : 17;
  return { tokens, band: [-5, 8], basis: 'assumed', source: RECORDED };
}

/** Tokens that Anthropic adds around a response schema (14 recorded requests to Sonnet 4.5 and Haiku 4.5); other models are not recorded. */
export function hiddenSchemaPrompt(model: string): ConstantTokens {
  const known = /claude-(?:sonnet|haiku)-4[-.]5(?!\d)/.test(bareModelId(model));
  return { tokens: 125, band: known ? [-16, 40] : [-125, 80], basis: 'assumed', source: RECORDED };
}

/** Tokens that Anthropic adds when a request switches thinking on (9 recorded requests to Claude 4.5 and 4.6); later models are not recorded. */
export function thinkingPrompt(model: string, kind: 'enabled' | 'adaptive'): ConstantTokens {
  const known = /claude-(?:sonnet|haiku|opus)-4[-.][56](?!\d)/.test(bareModelId(model));
  if (kind === 'adaptive') {
    // Recorded: 16 on Opus 4.6, none on Opus 4.7, 4.8 and 5.
    const adds = /claude-\w+-4[-.]6(?!\d)/.test(bareModelId(model));
    return { tokens: adds ? 16 : 0, band: adds ? [-2, 2] : [0, 16], basis: 'assumed', source: RECORDED };
  }
  return { tokens: 28, band: known ? [-1, 2] : [-28, 4], basis: known ? 'calibrated' : 'assumed', source: RECORDED };
}

/** What a number is as a multiple of an o200k_base count, with a band. */
export interface Multiple {
  readonly factor: number;
  readonly band: readonly [low: number, high: number];
  readonly source: string;
}

/** Tokens of a response schema at Gemini: none up to 2.5 (26 recorded requests); with Gemini 3 none or twice its JSON (4 recorded requests). */
export function geminiSchema(model: string): Multiple {
  return /gemini-(?:1|2)/.test(bareModelId(model))
    ? { factor: 0, band: [0, 0.1], source: RECORDED }
    : { factor: 1, band: [0, 2.1], source: RECORDED };
}

/**
 * Tokens of Gemini's tools as multiples of the o200k_base count of their minified JSON, with a band. Recorded for Gemini 2.5 and 3 on the Gemini API 0.83
 * to 1.1, once 1.38; on Vertex AI, and for Gemini 2.0 and older, mostly 0.28 to 0.52, but up to 1.1. What a schema
 * refers to is written out where it is used: once 2.5.
 */
export function geminiTools(provider: string | undefined, model: string, references: boolean): Multiple {
  const small = (provider ?? '').includes('vertex') || /gemini-(?:1|2[-.]0)/.test(bareModelId(model));
  return small
    ? { factor: 0.4, band: [0.22, 1.1], source: RECORDED }
    : { factor: 0.98, band: [0.78, references ? 2.6 : 1.4], source: RECORDED };
}
