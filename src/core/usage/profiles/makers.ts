/** Usage blocks in the makers' own formats: Anthropic, Google, Amazon, Cohere, Ollama. */
import type { BilledField, UsageProfile } from '../profile.ts';

/** Anthropic messages: `input_tokens` are only what was neither read nor written; thinking is part of `output_tokens`. */
export const anthropic: UsageProfile = {
  id: 'anthropic',
  title: 'Anthropic messages',
  providers: ['anthropic', 'bedrock', 'vertex-gemini', 'azure-openai', 'minimax', 'moonshot', 'zai', 'deepseek', 'openrouter', 'litellm'],
  apis: ['messages', 'anthropic', 'claude-code', 'invoke', 'invoke_model'],
  models: /(^|[./])claude-/i,
  needs: [['input_tokens', 'output_tokens']],
  without: ['input_tokens_details', 'output_tokens_details.reasoning_tokens', 'input_token_details', 'prompt_tokens', 'total_tokens'],
  input: ['input_tokens'],
  includesCache: false,
  cacheRead: ['cache_read_input_tokens'],
  cacheWrite: ['cache_creation_input_tokens'],
  cacheWriteByTtl: { '5m': ['cache_creation.ephemeral_5m_input_tokens'], '1h': ['cache_creation.ephemeral_1h_input_tokens'] },
  defaultTtl: '5m',
  output: ['output_tokens'],
  reasoning: ['output_tokens_details.thinking_tokens'],
  includesReasoning: true,
  reasoningNotReported: true,
  billed: [{ kind: 'web searches', paths: ['server_tool_use.web_search_requests'] }],
  reportedCost: [{ paths: ['cost'], perUsd: 1 }],
  iterations: 'iterations',
  serviceTier: ['speed', 'service_tier'],
  region: ['inference_geo'],
  source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
  asOf: '2026-10-30',
};

/**
 * Claude Code's telemetry events, the totals by model of the Agent SDK, and the AI SDK 4 and 5 with Anthropic's metadata: as messages, under
 * other names.
 */
export const claudeCode: UsageProfile = {
  id: 'claude-code',
  title: 'Claude Code',
  providers: ['anthropic'],
  apis: ['claude-code', 'claude-agent-sdk'],
  needs: [
    ['input_tokens', 'inputTokens', 'promptTokens'],
    ['cache_creation_tokens', 'cacheCreationInputTokens'],
  ],
  input: ['input_tokens', 'inputTokens', 'promptTokens'],
  includesCache: false,
  cacheRead: ['cache_read_tokens', 'cacheReadInputTokens', 'cachedInputTokens'],
  cacheWrite: ['cache_creation_tokens', 'cacheCreationInputTokens'],
  defaultTtl: '5m',
  output: ['output_tokens', 'outputTokens', 'completionTokens'],
  reasoning: [],
  includesReasoning: true,
  reasoningNotReported: true,
  billed: [{ kind: 'web searches', paths: ['webSearchRequests'] }],
  reportedCost: [{ paths: ['cost_usd', 'costUSD'], perUsd: 1 }],
  source: 'https://code.claude.com/docs/en/monitoring-usage',
  asOf: '2026-11-21',
};

function modalities(kind: BilledField['kind'], within: 'input' | 'output', modality: string, lists: readonly string[]): BilledField {
  const paths = lists.flatMap((list) => [`${list}[modality=${modality}].tokenCount`, `${list}[modality=${modality}].token_count`]);
  return { kind, within, paths };
}

const PROMPT = ['promptTokensDetails', 'prompt_tokens_details'];
const ANSWER = ['candidatesTokensDetails', 'candidates_tokens_details', 'responseTokensDetails', 'response_tokens_details'];

/**
 * Gemini `usageMetadata`: the prompt includes what came from the cache; thoughts are beside the candidates; the prompts of built-in tools
 * are beside the prompt. Zeros are left out.
 */
export const gemini: UsageProfile = {
  id: 'gemini',
  title: 'Gemini generateContent',
  providers: ['gemini', 'vertex-gemini'],
  apis: ['generatecontent', 'generate_content', 'streamgeneratecontent', 'live', 'bidigeneratecontent'],
  needs: [
    [
      'promptTokenCount',
      'prompt_token_count',
      'candidatesTokenCount',
      'candidates_token_count',
      'thoughtsTokenCount',
      'thoughts_token_count',
      'totalTokenCount',
      'total_token_count',
    ],
  ],
  without: ['generation_token_count', 'inputTokenCount', 'input_token_count'],
  input: ['promptTokenCount', 'prompt_token_count'],
  inputExtra: ['toolUsePromptTokenCount', 'tool_use_prompt_token_count'],
  includesCache: true,
  cacheRead: ['cachedContentTokenCount', 'cached_content_token_count'],
  output: ['candidatesTokenCount', 'candidates_token_count', 'responseTokenCount', 'response_token_count'],
  reasoning: ['thoughtsTokenCount', 'thoughts_token_count'],
  includesReasoning: false,
  total: ['totalTokenCount', 'total_token_count'],
  zeroOmitted: true,
  billed: [
    modalities('audio input tokens', 'input', 'AUDIO', PROMPT),
    modalities('audio output tokens', 'output', 'AUDIO', ANSWER),
    modalities('image output tokens', 'output', 'IMAGE', ANSWER),
  ],
  serviceTier: ['serviceTier', 'service_tier', 'trafficType', 'traffic_type'],
  tierNames: {
    on_demand: 'standard',
    on_demand_priority: 'priority',
    on_demand_flex: 'flex',
    traffic_type_unspecified: 'standard',
    service_tier_unspecified: 'standard',
    provisioned_throughput: 'provisioned throughput',
  },
  source: 'https://ai.google.dev/api/generate-content#UsageMetadata',
  asOf: '2026-11-21',
};

/** Gemini Interactions. The names are official; that the sums are built as in generateContent is assumed and checked by the total. */
export const geminiInteractions: UsageProfile = {
  ...gemini,
  id: 'gemini-interactions',
  title: 'Gemini interactions',
  providers: ['gemini', 'vertex-gemini'],
  apis: ['interactions'],
  needs: [['total_input_tokens'], ['total_output_tokens', 'total_tokens']],
  without: [],
  input: ['total_input_tokens'],
  inputExtra: ['total_tool_use_tokens'],
  cacheRead: ['total_cached_tokens'],
  output: ['total_output_tokens'],
  reasoning: ['total_thought_tokens', 'total_reasoning_tokens'],
  total: ['total_tokens'],
  billed: [
    { kind: 'audio input tokens', within: 'input', paths: ['input_tokens_by_modality[modality=audio].tokens'] },
    { kind: 'audio output tokens', within: 'output', paths: ['output_tokens_by_modality[modality=audio].tokens'] },
    { kind: 'image output tokens', within: 'output', paths: ['output_tokens_by_modality[modality=image].tokens'] },
  ],
};

/** Bedrock Converse and Nova: `inputTokens` leave the cache out. */
export const bedrockConverse: UsageProfile = {
  id: 'bedrock-converse',
  title: 'Bedrock Converse',
  providers: ['bedrock'],
  apis: ['converse', 'conversestream', 'converse_stream', 'nova'],
  needs: [['inputTokens'], ['outputTokens']],
  without: [
    'cachedInputTokens',
    'inputTokenDetails',
    'inputTokens.total',
    'reasoningTokens',
    'cacheCreationInputTokens',
    'cacheReadTokens',
    'raw',
  ],
  input: ['inputTokens'],
  includesCache: false,
  cacheRead: ['cacheReadInputTokens', 'cacheReadInputTokenCount'],
  cacheWrite: ['cacheWriteInputTokens', 'cacheWriteInputTokenCount'],
  cacheWriteByTtl: { '5m': ['cacheDetails[ttl=5m].inputTokens'], '1h': ['cacheDetails[ttl=1h].inputTokens'] },
  defaultTtl: '5m',
  output: ['outputTokens'],
  reasoning: [],
  includesReasoning: true,
  reasoningNotReported: true,
  total: ['totalTokens'],
  source: 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html',
  asOf: '2026-11-21',
};

/** The figures that Bedrock adds to the last chunk of an invocation stream, and that .NET clients use for every provider. */
export const tokenCounts: UsageProfile = {
  ...bedrockConverse,
  id: 'token-counts',
  title: 'Bedrock invocation metrics',
  providers: ['bedrock'],
  apis: ['invoke', 'invoke_model', 'invokemodelwithresponsestream'],
  needs: [
    ['inputTokenCount', 'input_token_count', 'inputTextTokenCount', 'prompt_token_count', 'InputTokenCount'],
    ['outputTokenCount', 'output_token_count', 'generation_token_count', 'generated_token_count', 'OutputTokenCount'],
  ],
  without: ['cached_token_count', 'reasoning_token_count'],
  input: ['inputTokenCount', 'input_token_count', 'inputTextTokenCount', 'prompt_token_count', 'InputTokenCount'],
  includesCache: 'unknown',
  exclusiveModels: /bedrock|claude|anthropic|nova/i,
  cacheRead: ['cacheReadInputTokenCount', 'cachedInputTokenCount', 'InputTokenDetails.CachedTokenCount'],
  cacheWrite: ['cacheWriteInputTokenCount'],
  cacheWriteByTtl: {},
  output: ['outputTokenCount', 'output_token_count', 'generation_token_count', 'generated_token_count', 'OutputTokenCount'],
  reasoning: ['reasoningTokenCount', 'OutputTokenDetails.ReasoningTokenCount'],
  reasoningNotReported: false,
  total: ['totalTokenCount', 'TotalTokenCount', 'total_token_count'],
};

/** Embeddings of Amazon Titan. */
export const titanEmbedding: UsageProfile = {
  id: 'titan-embedding',
  title: 'Amazon Titan embeddings',
  providers: ['bedrock'],
  needs: [['inputTextTokenCount']],
  without: ['results', 'outputTokenCount'],
  input: ['inputTextTokenCount'],
  includesCache: true,
  cacheRead: [],
  output: [],
  reasoning: [],
  includesReasoning: true,
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html',
  asOf: '2026-11-21',
};

/** Cohere: what is billed are the billed units. `tokens` and `cached_tokens` count the prompt's frame too and are no part of the bill. */
export const cohere: UsageProfile = {
  id: 'cohere',
  title: 'Cohere',
  providers: ['cohere'],
  needs: [['billed_units', 'billedUnits']],
  input: ['billed_units.input_tokens', 'billedUnits.inputTokens'],
  includesCache: true,
  cacheRead: [],
  output: ['billed_units.output_tokens', 'billedUnits.outputTokens'],
  reasoning: [],
  includesReasoning: true,
  zeroOmitted: true,
  billed: [
    { kind: 'search units', paths: ['billed_units.search_units', 'billedUnits.searchUnits'] },
    { kind: 'classifications', paths: ['billed_units.classifications', 'billedUnits.classifications'] },
  ],
  source: 'https://docs.cohere.com/v2/docs/how-does-cohere-pricing-work',
  asOf: '2026-11-21',
};

/** Ollama's own API: a prompt that was in memory may be missing from the count. */
export const ollama: UsageProfile = {
  id: 'ollama',
  title: 'Ollama',
  providers: ['ollama'],
  needs: [['prompt_eval_count', 'eval_count']],
  input: ['prompt_eval_count'],
  includesCache: true,
  cacheRead: [],
  output: ['eval_count'],
  reasoning: [],
  includesReasoning: true,
  source: 'https://docs.ollama.com/api/usage',
  asOf: '2026-11-21',
};
