/**
 * Options of APIs beyond model, messages, tools and limit, as data: where they stand, and how they are written. Facts of the SDK versions in
 * the sources (2026-11-21).
 */
import type { OptionName } from '../ir.ts';
import type { ArgumentNames } from './profile.ts';

/** Languages in which options can be written into a call. */
export type OptionDialect = 'python' | 'javascript' | 'json';

/** One option of one API. */
export interface OptionFact {
  /** Places of the call, in order of preference; see {@link ArgumentNames}. */
  readonly places: ArgumentNames;
  /** Steps between the client and the call that set it: `with_structured_output()`. */
  readonly steps?: readonly string[];
  /** Places of the object that sends the call. */
  readonly clientPlaces?: ArgumentNames;
  /** Path under which it is written, by dialect; undefined where it is read only. */
  readonly write?: Readonly<Partial<Record<OptionDialect, string>>>;
  /** Other paths by biller, for SDKs with an object per provider. */
  readonly writeFor?: Readonly<Record<string, NonNullable<OptionFact['write']>>>;
}

/** The options of one API. */
export interface ApiOptions {
  readonly options: Readonly<Partial<Record<OptionName, OptionFact>>>;
  /** Billers for which the SDK sets an output limit of its own when the source sets none. */
  readonly limits?: readonly string[];
  /** Classes that set an output limit of their own when the source sets none, and options that they lack. */
  readonly classes?: readonly { readonly name: string; readonly lacks: readonly OptionName[] }[];
  readonly source: string;
}

/** A class that holds options, where the SDK takes no plain mapping: by API and argument, for Python. */
export interface OptionObject {
  readonly api: string;
  readonly argument: string;
  readonly module: string;
  readonly name: string;
  /** Its place among the arguments, where one of the API's calls takes it without its name. */
  readonly position?: number;
}

const same = (path: string): NonNullable<OptionFact['write']> => ({ python: path, javascript: path, json: path });
const both = (python: string, javascript: string): NonNullable<OptionFact['write']> => ({ python, javascript, json: javascript });

const chat: ApiOptions = {
  source: 'OpenAI API reference, openai npm 7.57.0',
  options: {
    'structured-output': {
      places: ['response_format', 'response_model', 'functions', 'extra_body.guided_json'],
      write: same('response_format'),
    },
    'stream-usage': { places: ['stream_options.include_usage'], write: same('stream_options.include_usage') },
    reasoning: { places: ['reasoning_effort', 'reasoning.effort'] },
    temperature: { places: ['temperature'] },
    tag: {
      places: ['user', 'metadata', 'safety_identifier', 'extra_body.metadata', 'extra_headers'],
      write: { python: 'extra_body.metadata.tags', javascript: 'metadata.tags', json: 'metadata.tags' },
    },
  },
};

const anthropicMessages: ApiOptions = {
  source: 'Anthropic Messages API reference, @anthropic-ai/sdk 1.12.0',
  options: {
    'structured-output': { places: ['output_config.format', 'output_format'], write: same('output_config.format') },
    reasoning: { places: ['output_config.effort'] },
    'reasoning-budget': { places: ['thinking.budget_tokens'] },
    temperature: { places: ['temperature'] },
    pruning: { places: ['context_management'] },
    tag: { places: ['metadata', 'extra_headers'], write: same('metadata.user_id') },
  },
};

const gemini: ApiOptions = {
  source: 'Gemini API reference, @google/genai 3.1.0',
  options: {
    'output-limit': {
      places: [
        'config.max_output_tokens',
        'config.maxOutputTokens',
        'generation_config.max_output_tokens',
        'generationConfig.maxOutputTokens',
      ],
      write: { python: 'config.max_output_tokens', javascript: 'config.maxOutputTokens', json: 'generationConfig.maxOutputTokens' },
    },
    'structured-output': {
      places: [
        ...['config', 'generation_config', 'generationConfig'].flatMap((at) =>
          ['response_schema', 'responseSchema', 'response_json_schema', 'responseJsonSchema'].map((name) => `${at}.${name}`),
        ),
        // The type alone makes the answer JSON, though of no certain form.
        ...['config', 'generation_config', 'generationConfig'].flatMap((at) => [`${at}.response_mime_type`, `${at}.responseMimeType`]),
      ],
      write: {
        python: 'config.response_json_schema',
        javascript: 'config.responseJsonSchema',
        json: 'generationConfig.responseJsonSchema',
      },
    },
    reasoning: { places: ['config.thinking_config.thinking_level', 'config.thinkingConfig.thinkingLevel'] },
    'reasoning-budget': { places: ['config.thinking_config.thinking_budget', 'config.thinkingConfig.thinkingBudget'] },
    temperature: { places: ['config.temperature', 'generation_config.temperature', 'generationConfig.temperature'] },
  },
};

const aiSdk: ApiOptions = {
  source: 'npm package ai 7.0.173',
  options: {
    'structured-output': { places: ['output', 'experimental_output', 'schema'] },
    reasoning: { places: ['reasoning'] },
    temperature: { places: ['temperature'] },
    'turn-limit': { places: ['stopWhen', 'maxSteps'] },
    tag: { places: ['headers', 'telemetry', 'experimental_telemetry'] },
  },
};

const langchainModel: ApiOptions = {
  source: 'LangChain documentation, @langchain/core 1.4.0; @langchain/anthropic 1.5.11 sets 4,096 to 16,384 tokens',
  limits: ['anthropic'],
  // langchain-aws of 2026-08-20, llms/bedrock.py: 1,024 tokens for the models of Anthropic, which the Converse class leaves to the API.
  // langchain-openai, llms/base.py: 256 tokens; text completions know no `with_structured_output`.
  classes: [
    { name: 'ChatBedrock', lacks: [] },
    { name: 'BedrockLLM', lacks: ['structured-output'] },
    { name: 'OpenAI', lacks: ['structured-output'] },
    { name: 'AzureOpenAI', lacks: ['structured-output'] },
  ],
  options: {
    'output-limit': {
      places: [
        'max_tokens',
        'maxTokens',
        'max_completion_tokens',
        'maxCompletionTokens',
        'max_output_tokens',
        'maxOutputTokens',
        'num_predict',
      ],
      write: both('max_tokens', 'maxTokens'),
      writeFor: {
        gemini: both('max_output_tokens', 'maxOutputTokens'),
        vertex: both('max_output_tokens', 'maxOutputTokens'),
        ollama: both('num_predict', 'numPredict'),
      },
    },
    reasoning: { places: ['reasoning_effort', 'reasoningEffort', 'reasoning.effort'] },
    temperature: { places: ['temperature'] },
  },
};

const converse: ApiOptions = {
  source: 'Amazon Bedrock API reference, @aws-sdk/client-bedrock-runtime 3.1163.0',
  options: {
    'output-limit': {
      // Fields of the model's own request may say it too.
      places: ['inferenceConfig.maxTokens', 'additionalModelRequestFields.max_tokens'],
      write: same('inferenceConfig.maxTokens'),
    },
    temperature: { places: ['inferenceConfig.temperature'] },
    tag: { places: ['requestMetadata'] },
  },
};

/** Options by the id of their API. */
export const requestOptions: Readonly<Record<string, ApiOptions>> = {
  'openai-chat': chat,
  'litellm-completion': {
    source: 'litellm 1.109.1, completion()',
    options: { ...chat.options, tag: { places: ['user', 'metadata', 'extra_headers', 'extra_body'], write: same('metadata.tags') } },
  },
  'mistral-chat': {
    source: '@mistralai/mistralai 2.7.0',
    options: {
      'structured-output': { places: ['response_format', 'responseFormat'], write: both('response_format', 'responseFormat') },
      temperature: { places: ['temperature'] },
    },
  },
  'openai-responses': {
    source: chat.source,
    options: {
      'structured-output': { places: ['text.format', 'text_format', 'text'], write: same('text.format') },
      reasoning: { places: ['reasoning.effort'] },
      temperature: { places: ['temperature'] },
      pruning: { places: ['context_management', 'truncation'] },
      tag: { places: ['user', 'metadata', 'safety_identifier', 'extra_headers'], write: same('metadata.call') },
    },
  },
  'anthropic-messages': anthropicMessages,
  'anthropic-tool-runner': {
    source: anthropicMessages.source,
    options: { ...anthropicMessages.options, 'turn-limit': { places: ['max_iterations'], write: same('max_iterations') } },
  },
  'google-generate-content': gemini,
  'google-chat': gemini,
  'bedrock-converse': converse,
  'ai-sdk-text': aiSdk,
  'ai-sdk-object': aiSdk,
  'ai-sdk-agent': aiSdk,
  'ollama-chat': {
    source: 'ollama 0.6.4',
    options: { 'structured-output': { places: ['format'], write: same('format') }, temperature: { places: ['options.temperature'] } },
  },
  'langchain-model': langchainModel,
  'langchain-invoke': {
    source: langchainModel.source,
    options: {
      temperature: { places: [], clientPlaces: ['temperature'] },
      'structured-output': {
        places: [],
        steps: ['with_structured_output', 'withStructuredOutput', 'bind', 'bind_tools', 'bindTools'],
        clientPlaces: ['model_kwargs', 'modelKwargs', 'format', 'response_format', 'response_mime_type'],
      },
    },
  },
  'openai-agents': {
    source: 'openai-agents 0.20.0, @openai/agents 0.20.0',
    options: {
      'output-limit': {
        places: ['model_settings.max_tokens', 'modelSettings.maxTokens'],
        write: { python: 'model_settings.max_tokens', javascript: 'modelSettings.maxTokens' },
      },
      reasoning: { places: ['model_settings.reasoning.effort', 'modelSettings.reasoning.effort'] },
      'structured-output': { places: ['output_type', 'outputType'] },
    },
  },
  'autogen-agent': {
    source: 'autogen-agentchat and ag2, 2026-11-22',
    options: {
      'structured-output': { places: ['output_content_type', 'response_format', 'llm_config.response_format', 'config.response_format'] },
    },
  },
  'crewai-task': {
    source: 'docs.crewai.com, 2026-11-22',
    options: { 'structured-output': { places: ['output_pydantic', 'output_json', 'response_model'] } },
  },
  'pydantic-ai-agent': {
    source: 'ai.pydantic.dev: model settings are a typed mapping; 4,096 tokens for Anthropic unless set',
    limits: ['anthropic'],
    options: { 'output-limit': { places: ['model_settings.max_tokens'], write: { python: 'model_settings.max_tokens' } } },
  },
  'agno-agent': {
    source: 'agno 3.1.10: no limit of tool calls unless set; the model object takes the output limit, Claude has one of its own',
    limits: ['anthropic'],
    options: {
      'output-limit': {
        places: ['model.max_tokens', 'model.max_completion_tokens', 'model.max_output_tokens'],
        write: { python: 'model.max_tokens' },
      },
      'turn-limit': { places: ['tool_call_limit'], write: { python: 'tool_call_limit' } },
      'structured-output': { places: ['output_schema', 'response_model', 'structured_outputs', 'use_json_mode', 'parser_model'] },
    },
  },
  'claude-agent': {
    source: '@anthropic-ai/claude-agent-sdk 0.3.330: no limit unless one is set',
    options: {
      'turn-limit': {
        places: [
          'options.max_turns',
          '0.max_turns',
          '0.max_budget_usd',
          'options.maxTurns',
          'options.max_budget_usd',
          'options.maxBudgetUsd',
          'options.taskBudget',
          'options.abortController',
        ],
        write: { python: 'options.max_turns', javascript: 'options.maxTurns' },
      },
    },
  },
  'google-adk-agent': {
    source: 'google-adk, 2026-11-22',
    options: {
      'output-limit': { places: ['generate_content_config.max_output_tokens'] },
      'structured-output': {
        places: ['output_schema', 'generate_content_config.response_schema', 'generate_content_config.response_json_schema'],
      },
    },
  },
};

/** Classes that hold options. Sources as in {@link requestOptions}. */
export const optionObjects: readonly OptionObject[] = [
  { api: 'openai-agents', argument: 'model_settings', module: 'agents', name: 'ModelSettings' },
  { api: 'claude-agent', argument: 'options', module: 'claude_agent_sdk', name: 'ClaudeAgentOptions', position: 0 },
];

/** How often clients send a request again by themselves, by SDK. */
export const clientRetries: Readonly<
  Record<string, { readonly places: ArgumentNames; readonly standard: number; readonly source: string }>
> = {
  openai: { places: ['max_retries', 'maxRetries'], standard: 2, source: 'openai npm 7.57.0 and PyPI: DEFAULT_MAX_RETRIES = 2' },
  anthropic: {
    places: ['max_retries', 'maxRetries'],
    standard: 2,
    source: '@anthropic-ai/sdk 1.12.0 and anthropic of PyPI: DEFAULT_MAX_RETRIES = 2',
  },
  groq: {
    places: ['max_retries', 'maxRetries'],
    standard: 2,
    source: 'groq-sdk 1.6.0: 2 retries; the Python package is taken to do the same',
  },
};
