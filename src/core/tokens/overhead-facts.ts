/** Published and measured constants of Claude requests, as data (2026-11-21). */
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
