/** OpenAI's chat format as other providers speak it: the names are the same, the conventions are not. */
import type { UsageProfile } from '../profile.ts';
import { openaiChat } from './openai.ts';

/** DeepSeek: hit + miss = prompt; `prompt_tokens_details.cached_tokens` is the same count as the hits. */
export const deepseek: UsageProfile = {
  ...openaiChat,
  id: 'deepseek',
  title: 'DeepSeek',
  providers: ['deepseek'],
  needs: [['prompt_tokens'], ['prompt_cache_hit_tokens', 'prompt_cache_miss_tokens']],
  uncached: ['prompt_cache_miss_tokens'],
  cacheRead: ['prompt_cache_hit_tokens', 'prompt_tokens_details.cached_tokens'],
  source: 'https://api-docs.deepseek.com/guides/kv_cache',
  asOf: '2026-11-15',
};

/** xAI chat: reasoning comes on top of `completion_tokens`; the modality details of the prompt overlap with the cached tokens. */
export const xai: UsageProfile = {
  ...openaiChat,
  id: 'xai',
  title: 'xAI chat completions',
  providers: ['xai'],
  models: /(^|\/)grok-/i,
  needs: [['prompt_tokens'], ['completion_tokens']],
  includesReasoning: false,
  billed: [
    ...(openaiChat.billed ?? []),
    { kind: 'search sources', paths: ['num_sources_used'] },
    { kind: 'web searches', paths: ['server_side_tool_usage_details.web_search_calls'] },
  ],
  // Ticks of a ten-billionth of a dollar.
  reportedCost: [{ paths: ['cost_in_usd_ticks'], perUsd: 1e10 }],
  source: 'https://docs.x.ai/developers/cost-tracking',
  asOf: '2026-11-21',
};

/** Gemini's OpenAI-compatible endpoint: `completion_tokens` leave thinking out, `total_tokens` do not. */
export const geminiChat: UsageProfile = {
  ...openaiChat,
  id: 'gemini-chat',
  title: 'Gemini, OpenAI-compatible',
  providers: ['gemini', 'vertex-gemini'],
  models: /(^|\/)gemini-/i,
  needs: [['prompt_tokens']],
  includesReasoning: false,
  restIsReasoning: true,
  source: 'https://github.com/mozilla-ai/any-llm/issues/1290',
  asOf: '2026-08-16',
};

/** Mistral: `num_cached_tokens` in older answers. */
export const mistral: UsageProfile = {
  ...openaiChat,
  id: 'mistral',
  title: 'Mistral',
  providers: ['mistral'],
  needs: [['prompt_tokens', 'promptTokens']],
  cacheRead: [...openaiChat.cacheRead, 'num_cached_tokens', 'numCachedTokens'],
  billed: [...(openaiChat.billed ?? []), { kind: 'audio seconds', paths: ['prompt_audio_seconds', 'promptAudioSeconds'] }],
  source: 'https://docs.mistral.ai/api',
  asOf: '2026-11-21',
};

/** Groq: chat format with times beside the counts. */
export const groq: UsageProfile = {
  ...openaiChat,
  id: 'groq',
  title: 'Groq',
  providers: ['groq'],
  needs: [['prompt_tokens'], ['prompt_time', 'completion_time', 'queue_time']],
  source: 'https://console.groq.com/docs/prompt-caching',
  asOf: '2026-11-21',
};

/** Together, Fireworks and Moonshot: `cached_tokens` at the top of the block. */
export const topLevelCached: UsageProfile = {
  ...openaiChat,
  id: 'chat-cached-tokens',
  title: 'Together, Fireworks, Moonshot',
  providers: ['together', 'fireworks', 'moonshot'],
  models: /(^|\/)(kimi|moonshot)-/i,
  needs: [['prompt_tokens']],
  cacheRead: ['cached_tokens', 'prompt_tokens_details.cached_tokens'],
  cacheWrite: ['cache_creation_input_tokens', 'prompt_tokens_details.cache_creation_tokens', 'prompt_tokens_details.cache_write_tokens'],
  cacheWriteByTtl: {},
  defaultTtl: '5m',
  source: 'https://platform.moonshot.ai/docs/api/chat',
  asOf: '2026-11-21',
};

/** Qwen on Model Studio, both formats: explicit caches live five minutes. */
export const qwen: UsageProfile = {
  ...openaiChat,
  id: 'qwen',
  title: 'Qwen (Model Studio)',
  providers: ['qwen'],
  models: /(^|\/)(qwen|qwq|qvq)/i,
  needs: [['prompt_tokens', 'input_tokens']],
  without: ['cache_read_input_tokens', 'input_tokens_details.cached_tokens'],
  input: ['prompt_tokens', 'input_tokens'],
  cacheRead: ['prompt_tokens_details.cached_tokens', 'cached_tokens'],
  cacheWrite: ['prompt_tokens_details.cache_creation_input_tokens'],
  cacheWriteByTtl: { '5m': ['prompt_tokens_details.cache_creation.ephemeral_5m_input_tokens'] },
  defaultTtl: '5m',
  output: ['completion_tokens', 'output_tokens'],
  reasoning: ['completion_tokens_details.reasoning_tokens', 'output_tokens_details.reasoning_tokens'],
  billed: [...(openaiChat.billed ?? []), { kind: 'web searches', paths: ['plugins.search.count'] }],
  source: 'https://www.alibabacloud.com/help/model-studio/context-cache',
  asOf: '2026-03-31',
};

/** Perplexity: searches, citations and a fee per request come on top; the block says what was charged. */
export const perplexity: UsageProfile = {
  ...openaiChat,
  id: 'perplexity',
  title: 'Perplexity',
  providers: ['perplexity'],
  models: /(^|\/)(sonar|r1-1776)/i,
  needs: [['prompt_tokens'], ['completion_tokens']],
  reasoning: ['reasoning_tokens'],
  // Deep research bills reasoning at a price of its own, beside the answer.
  includesReasoning: false,
  total: [],
  billed: [
    { kind: 'citation tokens', paths: ['citation_tokens'] },
    { kind: 'web searches', paths: ['num_search_queries'] },
  ],
  reportedCost: [{ paths: ['cost.total_cost'], perUsd: 1 }],
  source: 'https://docs.perplexity.ai/guides/pricing',
  asOf: '2026-11-21',
};
