/**
 * The APIs as they are on the wire: addresses and fields, where `ApiShape` names the arguments of an SDK. Data only.
 * Sources: the vendors' API references, 2026-11-21.
 */
import { anthropic } from './anthropic.ts';
import { openai } from './openai.ts';
import { api, type ApiShape, type OutputLimitFact } from './profile.ts';

/** One API over HTTP. */
export interface HttpApi {
  /** Fields of the body in place of arguments. */
  readonly shape: ApiShape;
  /** Paths of the API; a first group is the model. */
  readonly paths: readonly RegExp[];
  /** Hosts (with port) on which alone the paths mean this API; undefined when the path says enough. */
  readonly hosts?: RegExp;
  /** Fields of a request, one of each group must be set: what makes a body one of this API's on a host that nobody knows. */
  readonly body: readonly (readonly string[])[];
  /** How a body is told when nothing but the body is there; undefined when it cannot be. */
  readonly bare?: BareBody;
  /** Who bills, where the API belongs to one platform alone. */
  readonly provider?: string;
  /** True when a single value may stand where the API wants a list. */
  readonly loose?: boolean;
}

/** What a body must be like to be told without an address. */
export interface BareBody {
  /** How each item of the messages must look: with a role, with parts, with a list of content blocks; undefined for free text. */
  readonly messages: 'roles' | 'parts' | 'blocks' | 'any';
  /** Fields of which one must be set, or a pattern that the model must match. */
  readonly marks?: readonly string[];
  readonly model?: RegExp;
  /** All fields of the request: a body with any other field is something else, such as a record of an answer. */
  readonly fields: ReadonlySet<string>;
}

function fields(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((name) => name !== ''));
}

const openaiFields = `model messages max_tokens max_completion_tokens temperature top_p n stream stream_options stop presence_penalty frequency_penalty logit_bias
  logprobs top_logprobs user seed tools tool_choice parallel_tool_calls functions function_call response_format service_tier store metadata modalities audio
  prediction reasoning_effort reasoning verbosity web_search_options prompt_cache_key prompt_cache_retention safety_identifier
  top_k min_p top_a repetition_penalty transforms models route provider plugins thinking enable_thinking chat_template_kwargs guided_json extra_body
  api_base api_key fallbacks num_retries timeout tags safe_prompt random_seed prompt_mode ignore_eos drop_params caching cache include_reasoning`;

const anthropicFields = `model messages max_tokens system temperature top_p top_k stream stop_sequences tools tool_choice thinking metadata service_tier container
  mcp_servers context_management betas anthropic_version anthropic_beta output_config output_format inference_geo speed cache_control`;

const source = 'vendor API references, 2026-11-21';
const unnamed: OutputLimitFact = { parameter: undefined, required: false, includesReasoning: true, source };

function shapeOf(apis: readonly ApiShape[], id: string, more: Partial<ApiShape> = {}): ApiShape {
  const found = apis.find((one) => one.id === id);
  return { ...api({ id }), ...found, ...more };
}

const gemini: ApiShape = api({
  id: 'google-generate-content',
  system: ['systemInstruction.parts', 'system_instruction.parts'],
  messages: ['contents'],
  textMessages: true,
  maxTokens: ['generationConfig.maxOutputTokens', 'generation_config.max_output_tokens', 'generationConfig.max_output_tokens'],
  structuredOutput: [
    'generationConfig.responseSchema',
    'generationConfig.responseJsonSchema',
    'generation_config.response_schema',
    'generation_config.response_json_schema',
  ],
  history: ['cachedContent', 'cached_content'],
  outputLimit: unnamed,
});

/** The APIs, the more particular ones first. */
export const httpApis: readonly HttpApi[] = [
  {
    shape: gemini,
    paths: [/\/models\/([^/:]+):(?:stream)?generateContent$/i, /\/(?:tunedModels|endpoints)\/([^/:]+):(?:stream)?generateContent$/i],
    body: [['contents']],
    bare: {
      messages: 'parts',
      fields:
        fields(`model contents systemInstruction system_instruction generationConfig generation_config safetySettings safety_settings tools toolConfig
        tool_config cachedContent cached_content labels`),
    },
    loose: true,
  },
  {
    shape: shapeOf([], 'google-embeddings', { answers: false, messages: ['content.parts', 'content'], textMessages: true, maxTokens: [] }),
    paths: [/\/models\/([^/:]+):embedContent$/],
    body: [['content']],
    loose: true,
  },
  {
    shape: api({
      id: 'google-interactions',
      system: ['system_instruction'],
      messages: ['input'],
      textMessages: true,
      maxTokens: ['generation_config.max_output_tokens'],
      history: ['previous_interaction_id'],
      outputLimit: unnamed,
    }),
    paths: [/\/interactions$/],
    hosts: /googleapis\.com$/,
    body: [['input']],
  },
  {
    shape: api({
      id: 'bedrock-converse',
      model: ['modelId'],
      system: ['system'],
      tools: ['toolConfig.tools'],
      maxTokens: ['inferenceConfig.maxTokens'],
      outputLimit: unnamed,
    }),
    paths: [/\/model\/([^/]+)\/converse(?:-stream)?$/],
    body: [['messages']],
    bare: {
      messages: 'blocks',
      marks: ['inferenceConfig', 'modelId', 'toolConfig'],
      fields: fields(`modelId messages system inferenceConfig toolConfig guardrailConfig additionalModelRequestFields promptVariables
        additionalModelResponseFieldPaths requestMetadata performanceConfig serviceTier outputConfig`),
    },
    provider: 'bedrock',
  },
  {
    shape: api({
      id: 'bedrock-invoke',
      model: [],
      system: ['system'],
      messages: ['messages', 'prompt', 'inputText'],
      textMessages: true,
      maxTokens: ['max_tokens', 'max_tokens_to_sample', 'max_gen_len', 'inferenceConfig.maxTokens', 'textGenerationConfig.maxTokenCount'],
      outputLimit: unnamed,
    }),
    paths: [/\/model\/([^/]+)\/invoke(?:-with-response-stream)?$/],
    body: [['messages', 'prompt', 'inputText']],
    provider: 'bedrock',
  },
  {
    shape: shapeOf(anthropic.apis, 'anthropic-messages', { structuredOutput: ['output_config.format', 'output_format'] }),
    paths: [/\/v1\/messages$/, /\/publishers\/anthropic\/models\/([^/:]+):(?:stream)?rawPredict$/i],
    body: [['messages'], ['max_tokens', 'model']],
    bare: { messages: 'roles', marks: ['system', 'anthropic_version'], model: /^(?:[\w-]+\.)*claude-/, fields: fields(anthropicFields) },
  },
  {
    shape: shapeOf(openai.apis, 'openai-chat', { tools: ['tools', 'functions'], structuredOutput: ['response_format'] }),
    paths: [/\/openai\/deployments\/([^/]+)\/chat\/completions$/, /\/chat\/completions$/],
    body: [['messages']],
    bare: { messages: 'roles', fields: fields(openaiFields) },
  },
  {
    shape: shapeOf(openai.apis, 'openai-responses', { structuredOutput: ['text.format'] }),
    paths: [/\/responses$/],
    body: [['input'], ['model']],
    bare: {
      messages: 'any',
      marks: ['instructions', 'max_output_tokens', 'previous_response_id', 'reasoning', 'text', 'store', 'tools'],
      fields:
        fields(`model input instructions max_output_tokens previous_response_id conversation prompt reasoning text store tools tool_choice
        parallel_tool_calls temperature top_p stream stream_options truncation include metadata user service_tier background max_tool_calls
        prompt_cache_key prompt_cache_retention safety_identifier top_logprobs context_management`),
    },
  },
  {
    shape: shapeOf(openai.apis, 'openai-embeddings'),
    paths: [/\/openai\/deployments\/([^/]+)\/embeddings$/, /\/v\d+\/embeddings$/, /\/embeddings$/],
    body: [['input'], ['model']],
    bare: { messages: 'any', model: /embed|ada-002/, fields: fields('model input encoding_format dimensions user input_type truncate') },
  },
  {
    shape: shapeOf(openai.apis, 'openai-completions', { model: ['model'] }),
    paths: [/\/openai\/deployments\/([^/]+)\/completions$/, /\/completions$/],
    body: [['prompt'], ['model']],
    bare: {
      messages: 'any',
      marks: ['max_tokens', 'temperature', 'top_p', 'logprobs', 'stop', 'echo', 'best_of'],
      fields:
        fields(`model prompt max_tokens temperature top_p n stream logprobs echo stop presence_penalty frequency_penalty best_of logit_bias user
        suffix seed stream_options`),
    },
  },
  {
    shape: api({
      id: 'cohere-chat',
      system: ['preamble'],
      messages: ['messages', 'message'],
      textMessages: true,
      structuredOutput: ['response_format'],
      history: ['chat_history', 'conversation_id'],
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source },
    }),
    paths: [/\/v[12]\/chat$/],
    hosts: /(^|\.)cohere\.(?:com|ai)$/,
    body: [['messages', 'message']],
    provider: 'cohere',
  },
  {
    shape: api({
      id: 'ollama-chat',
      system: ['system'],
      messages: ['messages', 'prompt'],
      textMessages: true,
      maxTokens: ['options.num_predict'],
      structuredOutput: ['format'],
      history: ['context'],
    }),
    paths: [/\/api\/(?:chat|generate)$/],
    hosts: /:11434$|ollama/i,
    body: [['model'], ['messages', 'prompt']],
    bare: {
      messages: 'any',
      marks: ['options', 'keep_alive'],
      fields: fields('model messages prompt suffix images format options system template stream raw keep_alive context tools think'),
    },
    provider: 'ollama',
  },
  {
    shape: shapeOf([], 'ollama-embed', { answers: false, messages: ['input', 'prompt'], textMessages: true, maxTokens: [] }),
    paths: [/\/api\/embed(?:dings)?$/],
    hosts: /:11434$|ollama/i,
    body: [['model'], ['input', 'prompt']],
    provider: 'ollama',
  },
];

/** Plain text that somebody else puts into a request: instructions of agents. Nothing answers it alone. */
export const textApi: HttpApi = {
  shape: api({ id: 'text', system: ['text'], messages: [], tools: [], maxTokens: [], answers: false }),
  paths: [],
  body: [],
};

/** Keys under which providers wrap the definition of a tool, or a list of them. */
export const toolWrappers: readonly string[] = ['functionDeclarations', 'function_declarations', 'toolSpec'];
