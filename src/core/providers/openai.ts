import { api, client, type ApiShape, type SdkProfile } from './profile.ts';

const LIMIT_SOURCE = 'OpenAI API reference and openai npm 7.57.0 types, 2026-11-21';

const openaiEmbeddings = api({
  id: 'openai-embeddings',
  answers: false,
  methods: ['embeddings.create', 'createEmbedding'],
  callees: ['openai.Embedding.create', 'openai.Embedding.acreate'],
  model: ['model', 'engine'],
  messages: ['input'],
  textMessages: true,
  maxTokens: [],
});

/** Chat completions, the API that many other providers speak too. */
export const openaiChat: ApiShape = api({
  id: 'openai-chat',
  methods: [
    'chat.completions.create',
    'chat.completions.parse',
    'chat.completions.stream',
    'chat.completions.runTools',
    'createChatCompletion',
  ],
  callees: ['openai.ChatCompletion.create', 'openai.ChatCompletion.acreate'],
  // Before version 1 of the Python package, Azure's deployment came as one of the others.
  model: ['model', 'engine', 'deployment_id'],
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
    // The npm package before version 4.
    client(['npm:openai.OpenAIApi', 'npm:openai-edge.OpenAIApi'], 'openai', { baseUrl: ['1', '0.basePath'] }),
    // Observability wrappers with the same surface; they add no text of their own.
    client(
      [
        ...['langfuse.openai.OpenAI', 'langfuse.openai.AsyncOpenAI', 'posthog.ai.openai.OpenAI', 'posthog.ai.openai.AsyncOpenAI'],
        ...['openpipe.OpenAI', 'openpipe.AsyncOpenAI', 'npm:openpipe/openai.default', 'npm:@posthog/ai.OpenAI'],
      ],
      'openai',
      { baseUrl: ['base_url', 'baseURL'] },
    ),
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
      id: 'openai-assistant',
      kind: 'agent',
      // What an assistant is made with goes into each of its runs.
      methods: ['assistants.create'],
      system: ['instructions'],
      messages: [],
      maxTokens: [],
      structuredOutput: ['response_format'],
    }),
    api({
      id: 'openai-completions',
      methods: ['completions.create', 'createCompletion'],
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
    openaiEmbeddings,
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
  // The vendors' SDK references, 2026-11-22: client classes with `chat.completions.create`.
  like('ai21', ['ai21.AI21Client', 'ai21.AsyncAI21Client', 'npm:ai21.AI21'], 'ai21'),
  like('zhipuai', ['zhipuai.ZhipuAI', 'zai.ZhipuAiClient'], 'zhipuai'),
  like('zai', ['zai.ZaiClient'], 'zai'),
  like('volcengine', ['volcenginesdkarkruntime.Ark', 'volcenginesdkarkruntime.AsyncArk'], 'volcengine'),
  like('fireworks', ['fireworks.client.Fireworks', 'fireworks.client.AsyncFireworks', 'fireworks.Fireworks'], 'fireworks'),
  like('perplexity', ['perplexity.Perplexity', 'perplexity.AsyncPerplexity', 'npm:@perplexity-ai/perplexity_ai.default'], 'perplexity'),
  like('sambanova', ['sambanova.SambaNova', 'sambanova.AsyncSambaNova'], 'sambanova'),
  like('portkey', ['portkey_ai.Portkey', 'portkey_ai.AsyncPortkey', 'npm:portkey-ai.default', 'npm:portkey-ai.Portkey'], undefined),
  huggingface(),
  azureClient(),
];

function like(sdk: string, classes: readonly string[], provider: string | undefined): SdkProfile {
  const { callees: _own, ...chat } = openaiChat;
  const { callees: _ownToo, ...embeddings } = openaiEmbeddings;
  const clients = [client(classes, provider, { baseUrl: ['base_url', 'baseURL'] })];
  return { sdk, clients, moduleClients: [], transparent, apis: [chat, { ...embeddings, methods: ['embeddings.create'] }] };
}

/** The clients of Hugging Face: OpenAI's surface, and methods of their own (huggingface_hub and @huggingface/inference, references of 2026-11). */
function huggingface(): SdkProfile {
  const profile = like(
    'huggingface',
    [
      ...['huggingface_hub.InferenceClient', 'huggingface_hub.AsyncInferenceClient'],
      ...['npm:@huggingface/inference.InferenceClient', 'npm:@huggingface/inference.HfInference'],
    ],
    'huggingface',
  );
  const clients = profile.clients.map((one) => ({ ...one, model: ['model', '0'] }));
  const apis = [
    ...profile.apis,
    api({
      id: 'huggingface-chat',
      methods: ['chat_completion', 'chatCompletion', 'chatCompletionStream'],
      messages: ['messages', '0'],
      streaming: ['chatCompletionStream'],
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source: 'huggingface_hub reference, 2026-11' },
    }),
    api({
      id: 'huggingface-text',
      methods: ['text_generation', 'textGeneration', 'textGenerationStream'],
      messages: ['prompt', 'inputs', '0'],
      textMessages: true,
      tools: [],
      maxTokens: ['max_new_tokens', 'parameters.max_new_tokens'],
      streaming: ['textGenerationStream'],
      outputLimit: { parameter: 'max_new_tokens', required: false, includesReasoning: true, source: 'huggingface_hub reference, 2026-11' },
    }),
  ];
  return { ...profile, clients, apis };
}

/** The client of `@azure/openai` 1.0.0-beta, which is deprecated and still in use (types of 1.0.0-beta.13, 2024-08). */
function azureClient(): SdkProfile {
  const outputLimit = { parameter: undefined, required: false, includesReasoning: true, source: '@azure/openai 1.0.0-beta.13 types' };
  const common = { model: ['0'], messages: ['1'], maxTokens: ['2.maxTokens'], outputLimit };
  return {
    sdk: 'azure-openai',
    clients: [client(['npm:@azure/openai.OpenAIClient'], 'azure', { deployments: true })],
    moduleClients: [],
    transparent: [],
    apis: [
      api({
        ...common,
        id: 'azure-openai-chat',
        methods: ['getChatCompletions', 'streamChatCompletions', 'listChatCompletions'],
        tools: ['2.tools', '2.functions'],
        structuredOutput: ['2.responseFormat'],
        streaming: ['streamChatCompletions', 'listChatCompletions'],
      }),
      api({
        ...common,
        id: 'azure-openai-completions',
        methods: ['getCompletions', 'streamCompletions', 'listCompletions'],
        textMessages: true,
        tools: [],
        streaming: ['streamCompletions', 'listCompletions'],
      }),
      api({
        id: 'azure-openai-embeddings',
        methods: ['getEmbeddings'],
        model: ['0'],
        messages: ['1'],
        textMessages: true,
        tools: [],
        maxTokens: [],
        answers: false,
      }),
    ],
  };
}
