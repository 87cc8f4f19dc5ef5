/**
 * Token counting: exact for o200k_base, estimated with a band for everything else. The vocabulary itself is bytes that shells read; they make the
 * count of it (`createO200kCount`) and pass that in.
 */
export { guardedBlocks, guardedCount, BLOCK, LONGEST_STRETCH, type Block, type GuardedCount } from './run-guard.ts';
export { isSafeBoundary, nextSafeBoundary } from './boundaries.ts';
export {
  addMeasures,
  countOf,
  createTokenCounter,
  measureText,
  NO_TEXT,
  type ModelRef,
  type TextMeasure,
  type TokenBasis,
  type TokenCount,
  type TokenCounter,
  type TokenCounterOptions,
} from './token-counter.ts';
export { bareModelId, FAMILIES, familyOf, type Band, type Family, type Rule, type Weights } from './families.ts';
export { contentClassOf, contentMix, type ContentClass, type ContentShare } from './content-class.ts';
export { addTraits, NO_TRAITS, traitsOf, TRAITS, type TextTraits } from './traits.ts';
export { createSegmentCache, type SegmentCache } from './segment-cache.ts';
export { createChunkedCount, type ChunkedCount } from './chunked-count.ts';
export { cookbookToolTokens, overheadOf, type MessageShape, type Overhead, type OverheadPart, type OverheadRequest } from './overhead.ts';
export { HIDDEN_TOOL_PROMPTS, hiddenToolPrompt, messageFrame, type ConstantTokens } from './overhead-facts.ts';
export { mediumOf, mediumTokens, type Medium, type MediumTokens } from './media.ts';
export { exchangeTokens, type ExchangeShape } from './exchanges.ts';
export { minify, renderingOf, renderTools, sentSchema, type ToolDefinition, type ToolRendering, type ToolText } from './tool-text.ts';
