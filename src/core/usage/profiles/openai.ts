/** Usage blocks of OpenAI's APIs and of everything that speaks its chat format. */
import type { BilledField, UsageProfile } from '../profile.ts';

const AUDIO: readonly BilledField[] = [
  {
    kind: 'audio input tokens',
    within: 'input',
    paths: [
      'prompt_tokens_details.audio_tokens',
      'input_tokens_details.audio_tokens',
      'input_token_details.audio_tokens',
      'promptTokensDetails.audioTokens',
    ],
  },
  {
    kind: 'audio output tokens',
    within: 'output',
    paths: [
      'completion_tokens_details.audio_tokens',
      'output_tokens_details.audio_tokens',
      'output_token_details.audio_tokens',
      'completionTokensDetails.audioTokens',
    ],
  },
  {
    kind: 'image output tokens',
    within: 'output',
    paths: ['completion_tokens_details.image_tokens', 'output_tokens_details.image_tokens', 'output_token_details.image_tokens'],
  },
];

const SOURCE = { source: 'https://platform.openai.com/docs/guides/prompt-caching', asOf: '2026-11-13' };

/** Chat completions: `prompt_tokens` include cache reads and writes, `completion_tokens` include reasoning. */
export const openaiChat: UsageProfile = {
  id: 'openai-chat',
  title: 'OpenAI chat completions',
  providers: ['openai', 'azure-openai', 'cerebras', 'baseten', 'zai', 'minimax', 'meta', 'xiaomi', 'lmstudio', 'vllm', 'vercel-ai-gateway'],
  apis: ['chat', 'chat.completions', 'chat-completions', 'chat/completions', 'completions', 'embeddings'],
  needs: [['prompt_tokens', 'promptTokens']],
  input: ['prompt_tokens', 'promptTokens'],
  includesCache: true,
  cacheRead: ['prompt_tokens_details.cached_tokens', 'promptTokensDetails.cachedTokens', 'prompt_cache_hit_tokens', 'cached_tokens'],
  cacheWrite: ['prompt_tokens_details.cache_write_tokens', 'promptTokensDetails.cacheWriteTokens'],
  cacheWriteByTtl: {
    '30m': ['prompt_tokens_details.cache_write_tokens_details.ttl_30m_tokens'],
    '12h': ['prompt_tokens_details.cache_write_tokens_details.ttl_12h_tokens'],
  },
  defaultTtl: '30m',
  output: ['completion_tokens', 'completionTokens'],
  reasoning: ['completion_tokens_details.reasoning_tokens', 'completionTokensDetails.reasoningTokens', 'reasoning_tokens'],
  includesReasoning: true,
  total: ['total_tokens', 'totalTokens'],
  billed: AUDIO,
  serviceTier: ['service_tier'],
  ...SOURCE,
};

/** Responses (also image generation): as chat, under other names. */
export const openaiResponses: UsageProfile = {
  id: 'openai-responses',
  title: 'OpenAI responses',
  providers: ['openai', 'azure-openai', 'xai', 'groq', 'openrouter', 'perplexity'],
  apis: ['responses', 'response', 'openai-agents', 'agents'],
  needs: [['input_tokens'], ['input_tokens_details', 'output_tokens_details', 'total_tokens']],
  without: ['cache_read_input_tokens', 'cache_creation_input_tokens', 'input_token_details'],
  input: ['input_tokens'],
  includesCache: true,
  cacheRead: ['input_tokens_details.cached_tokens'],
  cacheWrite: ['input_tokens_details.cache_write_tokens'],
  cacheWriteByTtl: {
    '30m': ['input_tokens_details.cache_write_tokens_details.ttl_30m_tokens', 'cache_write_tokens_details.ttl_30m_tokens'],
    '12h': ['input_tokens_details.cache_write_tokens_details.ttl_12h_tokens', 'cache_write_tokens_details.ttl_12h_tokens'],
  },
  defaultTtl: '30m',
  output: ['output_tokens'],
  reasoning: ['output_tokens_details.reasoning_tokens'],
  includesReasoning: true,
  total: ['total_tokens'],
  billed: AUDIO,
  reportedCost: [
    { paths: ['cost_in_usd_ticks'], perUsd: 1e10 },
    { paths: ['cost.total_cost', 'cost'], perUsd: 1 },
  ],
  requests: ['requests'],
  entries: 'request_usage_entries',
  serviceTier: ['service_tier'],
  ...SOURCE,
};

/** Realtime and transcription: singular `…_token_details`, cached tokens split by modality. */
export const openaiRealtime: UsageProfile = {
  ...openaiResponses,
  id: 'openai-realtime',
  title: 'OpenAI realtime',
  providers: ['openai', 'azure-openai'],
  apis: ['realtime', 'audio', 'transcription'],
  needs: [
    ['input_tokens'],
    [
      'input_token_details.text_tokens',
      'input_token_details.audio_tokens',
      'input_token_details.cached_tokens',
      'output_token_details.text_tokens',
    ],
  ],
  without: ['input_token_details.cache_read', 'input_token_details.cache_creation'],
  cacheRead: ['input_token_details.cached_tokens'],
  cacheWrite: [],
  cacheWriteByTtl: {},
  reasoning: [],
  source: 'https://platform.openai.com/docs/api-reference/realtime-server-events/response/done',
  asOf: '2026-11-21',
};

/** Rows of the organisation's usage API: sums over many requests. */
export const openaiOrganization: UsageProfile = {
  ...openaiChat,
  id: 'openai-organization-usage',
  title: 'OpenAI organization usage',
  providers: ['openai'],
  apis: ['organization.usage', 'usage'],
  needs: [['num_model_requests'], ['input_tokens']],
  input: ['input_tokens'],
  cacheRead: ['input_cached_tokens'],
  cacheWrite: ['input_cache_write_tokens'],
  cacheWriteByTtl: {},
  output: ['output_tokens'],
  reasoning: [],
  total: [],
  billed: [
    { kind: 'audio input tokens', within: 'input', paths: ['input_audio_tokens'] },
    { kind: 'audio output tokens', within: 'output', paths: ['output_audio_tokens'] },
  ],
  requests: ['num_model_requests'],
  source: 'https://platform.openai.com/docs/api-reference/usage',
  asOf: '2026-11-21',
};

/** Codex sessions: `input` includes `cached_input`, `output` includes reasoning. */
export const codex: UsageProfile = {
  id: 'codex',
  title: 'Codex',
  providers: ['openai'],
  apis: ['codex'],
  needs: [
    ['input_tokens', 'input_token_count'],
    ['cached_input_tokens', 'cached_token_count', 'reasoning_output_tokens'],
  ],
  input: ['input_tokens', 'input_token_count'],
  includesCache: true,
  cacheRead: ['cached_input_tokens', 'cached_token_count'],
  cacheWrite: ['cache_write_input_tokens'],
  defaultTtl: '30m',
  output: ['output_tokens', 'output_token_count'],
  reasoning: ['reasoning_output_tokens', 'reasoning_token_count'],
  includesReasoning: true,
  total: ['total_tokens'],
  source: 'https://github.com/openai/codex (codex-rs/otel)',
  asOf: '2026-11-21',
};

/** LiteLLM: chat format plus Anthropic's cache fields; both are parts of `prompt_tokens` (BerriAI/litellm#9812). */
export const litellm: UsageProfile = {
  ...openaiChat,
  id: 'litellm',
  title: 'LiteLLM',
  providers: ['litellm', 'gateway'],
  needs: [['prompt_tokens'], ['cache_read_input_tokens', 'cache_creation_input_tokens', 'prompt_tokens_details.cache_creation_tokens']],
  // Both names of one count: never add them.
  cacheRead: ['cache_read_input_tokens', 'prompt_tokens_details.cached_tokens'],
  cacheWrite: ['cache_creation_input_tokens', 'prompt_tokens_details.cache_creation_tokens', 'prompt_tokens_details.cache_write_tokens'],
  cacheWriteByTtl: {
    ...openaiChat.cacheWriteByTtl,
    '5m': [
      'prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens',
      'cache_creation_token_details.ephemeral_5m_input_tokens',
      'cache_creation.ephemeral_5m_input_tokens',
    ],
    '1h': [
      'prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens',
      'cache_creation_token_details.ephemeral_1h_input_tokens',
      'cache_creation.ephemeral_1h_input_tokens',
    ],
  },
  defaultTtl: 'by-model',
  billed: [...AUDIO, { kind: 'web searches', paths: ['server_tool_use.web_search_requests', 'prompt_tokens_details.web_search_requests'] }],
  reportedCost: [{ paths: ['cost', 'response_cost'], perUsd: 1 }],
  source: 'https://docs.litellm.ai/docs/completion/prompt_caching',
  asOf: '2026-11-21',
};

/** OpenRouter: chat format with what it charged. */
export const openrouter: UsageProfile = {
  ...openaiChat,
  id: 'openrouter',
  title: 'OpenRouter',
  providers: ['openrouter'],
  needs: [
    ['prompt_tokens', 'promptTokens'],
    ['cost_details', 'is_byok', 'cost', 'costDetails'],
  ],
  without: ['cost.total_cost', 'cost_in_usd_ticks', 'search_context_size'],
  cacheWriteByTtl: {
    ...openaiChat.cacheWriteByTtl,
    '1h': ['prompt_tokens_details.cache_write_1h_tokens'],
  },
  defaultTtl: 'by-model',
  billed: [...AUDIO, { kind: 'web searches', paths: ['server_tool_use.web_search_requests'] }],
  reportedCost: [{ paths: ['cost'], perUsd: 1 }],
  source: 'https://openrouter.ai/docs/use-cases/usage-accounting',
  asOf: '2026-11-21',
};

/** OpenRouter's record of one generation; the native counts are the billed ones. */
export const openrouterGeneration: UsageProfile = {
  id: 'openrouter-generation',
  title: 'OpenRouter generation',
  providers: ['openrouter'],
  needs: [['native_tokens_prompt'], ['native_tokens_completion']],
  input: ['native_tokens_prompt'],
  includesCache: true,
  cacheRead: ['native_tokens_cached'],
  output: ['native_tokens_completion'],
  reasoning: ['native_tokens_reasoning'],
  includesReasoning: true,
  billed: [{ kind: 'web searches', paths: ['num_search_results'] }],
  reportedCost: [{ paths: ['total_cost'], perUsd: 1 }],
  source: 'https://openrouter.ai/docs/api-reference/get-a-generation',
  asOf: '2026-11-21',
};
