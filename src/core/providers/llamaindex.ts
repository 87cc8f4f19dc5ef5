import { api, client, functions, type ClientShape, type SdkProfile } from './profile.ts';

const modelArguments = ['model', 'model_name', 'model_id', 'azure_deployment', 'deployment_name', '0'];
const limitArguments = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'num_predict', 'max_tokens_to_sample'];

/** Model classes of LlamaIndex for Python, each in a package of its own. */
const PYTHON_MODELS: readonly string[] = [
  'llama_index.llms.openai.OpenAI',
  'llama_index.llms.anthropic.Anthropic',
  'llama_index.llms.gemini.Gemini',
  'llama_index.llms.google_genai.GoogleGenAI',
  'llama_index.llms.azure_openai.AzureOpenAI',
  'llama_index.llms.groq.Groq',
  'llama_index.llms.mistralai.MistralAI',
  'llama_index.llms.ollama.Ollama',
  'llama_index.llms.bedrock_converse.BedrockConverse',
  'llama_index.llms.openai_like.OpenAILike',
  'llama_index.llms.litellm.LiteLLM',
];

const python: SdkProfile = {
  sdk: 'llama-index',
  clients: [client(PYTHON_MODELS, undefined, { model: modelArguments, maxTokens: limitArguments, system: ['system_prompt'] })],
  moduleClients: [],
  transparent: ['as_structured_llm()'],
  apis: [
    api({
      id: 'llama-index-call',
      methods: [
        'complete',
        'acomplete',
        'chat',
        'achat',
        'stream_complete',
        'astream_complete',
        'stream_chat',
        'astream_chat',
        'structured_predict',
        'predict',
      ],
      model: [],
      messages: ['messages', 'prompt', '0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      limitAtClient: true,
      billing: 'model',
      streaming: ['stream_complete', 'astream_complete', 'stream_chat', 'astream_chat'],
    }),
    api({
      id: 'llama-index-model',
      kind: 'agent',
      callees: PYTHON_MODELS,
      model: modelArguments,
      system: ['system_prompt'],
      messages: [],
      tools: [],
      maxTokens: limitArguments,
      billing: 'model',
    }),
  ],
};

/** Classes of indexes of LlamaIndex for Python, which make engines that answer with a model. */
const INDEXES = [
  'VectorStoreIndex',
  'SummaryIndex',
  'ListIndex',
  'TreeIndex',
  'KeywordTableIndex',
  'KnowledgeGraphIndex',
  'PropertyGraphIndex',
  'DocumentSummaryIndex',
  'MultiModalVectorStoreIndex',
  'GPTVectorStoreIndex',
  'GPTSimpleVectorIndex',
];

const indexPaths: readonly string[] = [
  ...INDEXES.flatMap((name) =>
    ['llama_index.core', 'llama_index', 'llama_index.core.indices'].flatMap((module) => [
      `${module}.${name}()`,
      ...['from_documents', 'from_vector_store', 'from_existing', 'load_from_disk'].map((maker) => `${module}.${name}.${maker}()`),
    ]),
  ),
  ...['llama_index.core', 'llama_index', 'llama_index.core.indices.loading'].map((module) => `${module}.load_index_from_storage()`),
];

/** Engines: `index.as_query_engine(llm=llm).query(question)`. The text around what was found is the framework's; so is the model that none names. */
const engines: SdkProfile = {
  sdk: 'llama-index',
  clients: [
    client(
      indexPaths.flatMap((path) => [`${path}.as_query_engine`, `${path}.as_chat_engine`]),
      undefined,
      { model: ['llm'], modelElsewhere: true, system: ['system_prompt', 'text_qa_template'] },
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'llama-index-engine',
      methods: ['query', 'aquery', 'chat', 'achat', 'stream_chat', 'astream_chat'],
      model: [],
      messages: ['str_or_query_bundle', 'message', '0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      limitAtClient: true,
      // What was found for the question goes along, and so do the turns before.
      addsText: true,
      billing: 'model',
      streaming: ['stream_chat', 'astream_chat'],
    }),
  ],
};

/**
 * Model classes of LlamaIndex for TypeScript with the functions that make their objects, by package, and who bills them (run-llama/LlamaIndexTS,
 * packages/providers, read 2026-11-23). Until version 0.9 `llamaindex` exported them itself.
 */
const SCRIPT_MODELS: readonly (readonly [names: readonly string[], packages: readonly string[], provider: string | undefined])[] = [
  [['OpenAI', 'OpenAIResponses', 'openai', 'openaiResponses'], ['@llamaindex/openai', 'llamaindex'], 'openai'],
  [['AzureOpenAI'], ['@llamaindex/azure'], 'azure'],
  [['Anthropic', 'anthropic'], ['@llamaindex/anthropic', 'llamaindex'], 'anthropic'],
  [['Gemini', 'gemini', 'GoogleStudio'], ['@llamaindex/google', 'llamaindex'], 'gemini'],
  [['Groq', 'groq'], ['@llamaindex/groq', 'llamaindex'], 'groq'],
  [['MistralAI', 'mistral'], ['@llamaindex/mistral', 'llamaindex'], 'mistral'],
  [['DeepSeekLLM', 'deepseek'], ['@llamaindex/deepseek', 'llamaindex'], 'deepseek'],
  [['TogetherLLM', 'together'], ['@llamaindex/together', 'llamaindex'], 'together'],
  [['FireworksLLM', 'fireworks'], ['@llamaindex/fireworks', 'llamaindex'], 'fireworks'],
  [['XAILLM', 'xai'], ['@llamaindex/xai'], 'xai'],
  [['Bedrock', 'bedrock'], ['@llamaindex/aws', '@llamaindex/community'], 'bedrock'],
  [['Ollama', 'ollama'], ['@llamaindex/ollama', 'llamaindex'], 'ollama'],
];

function exported(names: readonly string[], packages: readonly string[]): readonly string[] {
  return packages.flatMap((name) => names.map((member) => `npm:${name}.${member}`));
}

const scriptLimits = ['maxTokens', 'additionalChatOptions.max_completion_tokens'];

const scripts: readonly SdkProfile[] = SCRIPT_MODELS.map(([names, packages, provider]): SdkProfile => {
  const paths = exported(names, packages);
  const standard =
    provider === 'openai'
      ? { defaultModel: { id: 'gpt-4o', source: '@llamaindex/openai, packages/providers/openai/src/llm.ts, 2026-11-23' } }
      : {};
  const fallback: Partial<ClientShape> = {
    baseUrl: ['baseURL', 'additionalSessionOptions.baseURL'],
    model: ['model'],
    maxTokens: scriptLimits,
  };
  const billing = provider === undefined ? 'model' : 'client';
  return {
    sdk: 'llama-index',
    clients: [client(paths, provider, fallback)],
    moduleClients: [],
    transparent: [],
    apis: [
      api({
        id: 'llama-index-call',
        methods: ['chat', 'complete', 'exec'],
        model: [],
        messages: ['messages', 'prompt'],
        textMessages: true,
        maxTokens: [],
        limitAtClient: true,
        billing,
        ...standard,
      }),
      api({
        id: 'llama-index-model',
        kind: 'agent',
        callees: paths,
        model: ['model'],
        messages: [],
        tools: [],
        maxTokens: scriptLimits,
        billing,
        ...standard,
      }),
    ],
  };
});

/** Agents for TypeScript: `agent({ llm, tools, systemPrompt })`, and the classes of earlier versions. */
const scriptAgents = functions('llama-index', [
  api({
    id: 'llamaindex-agent',
    kind: 'agent',
    callees: [
      ...exported(['agent', 'AgentWorkflow.fromTools', 'FunctionAgent'], ['@llamaindex/workflow', 'llamaindex']),
      ...exported(['OpenAIAgent', 'AnthropicAgent', 'OllamaAgent', 'ReActAgent', 'LLMAgent'], ['llamaindex']),
      ...['openai.OpenAIAgent', 'anthropic.AnthropicAgent', 'ollama.OllamaAgent'].map((path) => `npm:@llamaindex/${path}`),
    ],
    steps: { arguments: [] },
    model: ['llm'],
    system: ['systemPrompt'],
    messages: [],
    history: ['chatHistory'],
    maxTokens: scriptLimits.map((name) => `llm.${name}`),
    billing: 'model',
  }),
]);

/** Embedding classes for TypeScript. */
const scriptEmbeddings: readonly SdkProfile[] = (
  [
    ['OpenAIEmbedding', ['@llamaindex/openai', 'llamaindex'], 'openai'],
    ['GeminiEmbedding', ['@llamaindex/google', 'llamaindex'], 'gemini'],
    ['MistralAIEmbedding', ['@llamaindex/mistral', 'llamaindex'], 'mistral'],
    ['OllamaEmbedding', ['@llamaindex/ollama', 'llamaindex'], 'ollama'],
    ['TogetherEmbedding', ['@llamaindex/together', 'llamaindex'], 'together'],
  ] as const
).map(([name, packages, provider]): SdkProfile => ({
  sdk: 'llama-index',
  clients: [client(exported([name], packages), provider, { baseUrl: ['baseURL'], model: ['model'] })],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'llama-index-embeddings',
      answers: false,
      methods: ['getTextEmbedding', 'getTextEmbeddings', 'getTextEmbeddingsBatch', 'getQueryEmbedding'],
      model: [],
      messages: ['0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      ...(provider === 'openai'
        ? {
            defaultModel: {
              id: 'text-embedding-ada-002',
              source: '@llamaindex/openai, packages/providers/openai/src/embedding.ts, 2026-11-23',
            },
          }
        : {}),
    }),
  ],
}));

/** LlamaIndex: its models for Python and TypeScript, and its agents for TypeScript; the agents for Python stand with the other frameworks. */
export const llamaIndex: readonly SdkProfile[] = [python, engines, ...scripts, scriptAgents, ...scriptEmbeddings];
