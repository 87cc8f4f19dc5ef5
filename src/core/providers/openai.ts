import { api, client, type ApiShape, type SdkProfile } from './profile.ts';

const LIMIT_SOURCE = 'OpenAI API reference and openai npm 7.57.0 types, 2026-11-21';

/** Chat completions, the API that many other providers speak too. */
export const openaiChat: ApiShape = api({
  id: 'openai-chat',
  methods: ['chat.completions.create', 'chat.completions.parse', 'chat.completions.stream', 'chat.completions.runTools'],
  callees: ['openai.ChatCompletion.create', 'openai.ChatCompletion.acreate'],
  tools: ['tools', 'functions'],
  maxTokens: ['max_completion_tokens', 'max_tokens'],
  structuredOutput: ['response_format', 'response_model'],
  streaming: ['chat.completions.stream'],
  structured: ['chat.completions.parse'],
  outputLimit: {
    parameter: 'max_completion_tokens',
    parameterElsewhere: 'max_tokens',
    required: false,
    includesReasoning: true,
    source: LIMIT_SOURCE,
  },
});

const transparent = ['with_raw_response', 'with_streaming_response', 'beta', 'with_options()', 'copy()', 'withOptions()'];

/** The `openai` packages of Python and JavaScript (names as of 2026-11-21). */
export const openai: SdkProfile = {
  sdk: 'openai',
  clients: [
    client(
      [
        'openai.OpenAI',
        'openai.AsyncOpenAI',
        'openai.Client',
        'openai.AsyncClient',
        'npm:openai.default',
        'npm:openai.OpenAI',
        'npm:openai',
      ],
      'openai',
      { baseUrl: ['base_url', 'baseURL'] },
    ),
    client(
      [
        'openai.AzureOpenAI',
        'openai.AsyncAzureOpenAI',
        'openai.lib.azure.AzureOpenAI',
        'openai.lib.azure.AsyncAzureOpenAI',
        'npm:openai.AzureOpenAI',
      ],
      'azure',
      { deployments: true },
    ),
    client(['npm:openai.BedrockOpenAI'], 'bedrock'),
    // Observability wrappers with the same surface; they add no text of their own.
    client(['langfuse.openai.OpenAI', 'langfuse.openai.AsyncOpenAI', 'posthog.ai.openai.OpenAI'], 'openai', { baseUrl: ['base_url'] }),
    client(['langfuse.openai.AzureOpenAI', 'langfuse.openai.AsyncAzureOpenAI'], 'azure', { deployments: true }),
  ],
  moduleClients: [
    { module: 'openai', provider: 'openai' },
    { module: 'langfuse.openai.openai', provider: 'openai' },
  ],
  transparent,
  apis: [
    openaiChat,
    api({
      id: 'openai-responses',
      methods: ['responses.create', 'responses.parse', 'responses.stream'],
      system: ['instructions'],
      messages: ['input'],
      textMessages: true,
      maxTokens: ['max_output_tokens'],
      structuredOutput: ['text_format', 'text'],
      history: ['previous_response_id', 'conversation', 'prompt'],
      streaming: ['responses.stream'],
      structured: ['responses.parse'],
      outputLimit: { parameter: 'max_output_tokens', required: false, includesReasoning: true, source: LIMIT_SOURCE },
    }),
    api({
      id: 'openai-completions',
      methods: ['completions.create'],
      callees: ['openai.Completion.create', 'openai.Completion.acreate'],
      model: ['model', 'engine'],
      messages: ['prompt'],
      textMessages: true,
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: false, source: LIMIT_SOURCE },
    }),
    api({
      id: 'openai-count',
      methods: ['responses.input_tokens.count', 'responses.inputTokens.count'],
      free: true,
      answers: false,
      system: ['instructions'],
      messages: ['input'],
      textMessages: true,
      maxTokens: [],
    }),
    api({
      id: 'openai-batch',
      methods: ['batches.create'],
      batch: true,
      // Model and prompts stand in the uploaded file.
      model: ['input_file_id'],
      messages: ['input_file_id'],
      tools: [],
      maxTokens: [],
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['embeddings.create'],
      callees: ['openai.Embedding.create'],
      messages: ['input'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

/** Packages of other providers with OpenAI's chat API. */
export const openaiLike: readonly SdkProfile[] = [
  like('groq', ['groq.Groq', 'groq.AsyncGroq', 'npm:groq-sdk.default', 'npm:groq-sdk.Groq'], 'groq'),
  like('together', ['together.Together', 'together.AsyncTogether', 'npm:together-ai.default', 'npm:together-ai.Together'], 'together'),
  like(
    'cerebras',
    ['cerebras.cloud.sdk.Cerebras', 'cerebras.cloud.sdk.AsyncCerebras', 'npm:@cerebras/cerebras_cloud_sdk.default'],
    'cerebras',
  ),
  like(
    'huggingface',
    ['huggingface_hub.InferenceClient', 'huggingface_hub.AsyncInferenceClient', 'npm:@huggingface/inference.InferenceClient'],
    'huggingface',
  ),
];

function like(sdk: string, classes: readonly string[], provider: string): SdkProfile {
  const { callees: _own, ...chat } = openaiChat;
  return { sdk, clients: [client(classes, provider, { baseUrl: ['base_url', 'baseURL'] })], moduleClients: [], transparent, apis: [chat] };
}
