import type { SdkProfile } from './profile.ts';

const LIMIT_SOURCE = 'OpenAI API reference and openai npm 7.57.0 types, 2026-11-21';

/** The `openai` package, Python (names as of 2026-11-21). */
export const openai: SdkProfile = {
  sdk: 'openai',
  clients: [
    {
      classes: ['openai.OpenAI', 'openai.AsyncOpenAI', 'openai.Client', 'openai.AsyncClient'],
      provider: 'openai',
      baseUrl: ['base_url'],
      deployments: false,
    },
    {
      classes: ['openai.AzureOpenAI', 'openai.AsyncAzureOpenAI', 'openai.lib.azure.AzureOpenAI', 'openai.lib.azure.AsyncAzureOpenAI'],
      provider: 'azure',
      baseUrl: [],
      deployments: true,
    },
    // Observability wrappers with the same surface; they add no text of their own.
    {
      classes: ['langfuse.openai.OpenAI', 'langfuse.openai.AsyncOpenAI', 'posthog.ai.openai.OpenAI'],
      provider: 'openai',
      baseUrl: ['base_url'],
      deployments: false,
    },
  ],
  moduleClients: [
    { module: 'openai', provider: 'openai' },
    { module: 'langfuse.openai.openai', provider: 'openai' },
  ],
  transparent: ['with_raw_response', 'with_streaming_response', 'beta', 'with_options()', 'copy()'],
  apis: [
    {
      id: 'openai-chat',
      methods: ['chat.completions.create', 'chat.completions.parse', 'chat.completions.stream'],
      model: ['model'],
      system: [],
      messages: ['messages'],
      textMessages: false,
      tools: ['tools', 'functions'],
      maxTokens: ['max_completion_tokens', 'max_tokens'],
      stream: ['stream'],
      structuredOutput: ['response_format'],
      history: [],
      streamingMethods: ['chat.completions.stream'],
      structuredMethods: ['chat.completions.parse'],
      outputLimit: {
        parameter: 'max_completion_tokens',
        parameterElsewhere: 'max_tokens',
        required: false,
        includesReasoning: true,
        source: LIMIT_SOURCE,
      },
    },
    {
      id: 'openai-responses',
      methods: ['responses.create', 'responses.parse', 'responses.stream'],
      model: ['model'],
      system: ['instructions'],
      messages: ['input'],
      textMessages: true,
      tools: ['tools'],
      maxTokens: ['max_output_tokens'],
      stream: ['stream'],
      structuredOutput: ['text_format', 'text'],
      history: ['previous_response_id', 'conversation', 'prompt'],
      streamingMethods: ['responses.stream'],
      structuredMethods: ['responses.parse'],
      outputLimit: { parameter: 'max_output_tokens', required: false, includesReasoning: true, source: LIMIT_SOURCE },
    },
  ],
};
