import { api, client, functions, type SdkProfile } from './profile.ts';

/** Chat model classes of LangChain (Python modules, then npm packages) with the provider that bills them. */
export const langchainModels: readonly (readonly [paths: readonly string[], provider: string | undefined])[] = [
  [
    [
      'langchain_openai.ChatOpenAI',
      'langchain_openai.OpenAI',
      'langchain_openai.chat_models.ChatOpenAI',
      'langchain.chat_models.ChatOpenAI',
      'langchain_community.chat_models.ChatOpenAI',
      'langchain.llms.OpenAI',
      'npm:@langchain/openai.ChatOpenAI',
      'npm:@langchain/openai.OpenAI',
      'npm:langchain/chat_models/openai.ChatOpenAI',
    ],
    'openai',
  ],
  [
    [
      'langchain_openai.AzureChatOpenAI',
      'langchain_openai.AzureOpenAI',
      'langchain.chat_models.AzureChatOpenAI',
      'npm:@langchain/openai.AzureChatOpenAI',
    ],
    'azure',
  ],
  [
    [
      'langchain_anthropic.ChatAnthropic',
      'langchain.chat_models.ChatAnthropic',
      'langchain_community.chat_models.ChatAnthropic',
      'npm:@langchain/anthropic.ChatAnthropic',
    ],
    'anthropic',
  ],
  [['langchain_groq.ChatGroq', 'npm:@langchain/groq.ChatGroq'], 'groq'],
  [
    [
      'langchain_google_genai.ChatGoogleGenerativeAI',
      'langchain_google_genai.GoogleGenerativeAI',
      'npm:@langchain/google-genai.ChatGoogleGenerativeAI',
    ],
    'gemini',
  ],
  [
    ['langchain_google_vertexai.ChatVertexAI', 'langchain_google_vertexai.VertexAI', 'npm:@langchain/google-vertexai.ChatVertexAI'],
    'vertex',
  ],
  [
    [
      'langchain_ollama.ChatOllama',
      'langchain_ollama.OllamaLLM',
      'langchain_community.chat_models.ChatOllama',
      'langchain_community.llms.Ollama',
      'npm:@langchain/ollama.ChatOllama',
    ],
    'ollama',
  ],
  [
    ['langchain_mistralai.ChatMistralAI', 'langchain_mistralai.chat_models.ChatMistralAI', 'npm:@langchain/mistralai.ChatMistralAI'],
    'mistral',
  ],
  [['langchain_cohere.ChatCohere', 'npm:@langchain/cohere.ChatCohere'], 'cohere'],
  [
    [
      'langchain_aws.ChatBedrock',
      'langchain_aws.ChatBedrockConverse',
      'langchain_community.chat_models.BedrockChat',
      'npm:@langchain/aws.ChatBedrockConverse',
    ],
    'bedrock',
  ],
  [['langchain_together.ChatTogether'], 'together'],
  [['langchain_deepseek.ChatDeepSeek', 'npm:@langchain/deepseek.ChatDeepSeek'], 'deepseek'],
  [['langchain_xai.ChatXAI', 'npm:@langchain/xai.ChatXAI'], 'xai'],
  [['langchain_fireworks.ChatFireworks'], 'fireworks'],
  [['langchain_openrouter.ChatOpenRouter'], 'openrouter'],
  [['langchain_litellm.ChatLiteLLM', 'langchain_community.chat_models.ChatLiteLLM'], undefined],
  [
    [
      'langchain.chat_models.init_chat_model',
      'langchain.chat_models.base.init_chat_model',
      'npm:langchain.initChatModel',
      'npm:langchain/chat_models/universal.initChatModel',
    ],
    undefined,
  ],
];

/** Methods of a model or chain that give one of the same kind. */
const CHAIN_STEPS = [
  'bind_tools()',
  'with_structured_output()',
  'bind()',
  'with_retry()',
  'with_config()',
  'with_fallbacks()',
  'configurable_fields()',
  'pipe()',
  'bindTools()',
  'withStructuredOutput()',
  'withRetry()',
  'withConfig()',
];

const modelArguments = ['model', 'model_name', 'model_id', 'modelName', 'modelId', 'azure_deployment', 'deployment_name', '0'];
const limitArguments = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxTokens',
  'maxCompletionTokens',
  'maxOutputTokens',
  'num_predict',
  'max_tokens_to_sample',
];

const source = 'LangChain documentation and @langchain/core 1.4.0, 2026-11-21';

/** Model classes of LlamaIndex. */
const LLAMA_INDEX_MODELS: readonly string[] = [
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

/** Methods of a model or chain that send a request, those of earlier versions among them. */
const INVOKING = [
  ...['invoke', 'ainvoke', 'stream', 'astream', 'batch', 'abatch', 'astream_events', 'streamEvents'],
  ...['predict', 'apredict', 'predict_messages', 'generate', 'agenerate', 'call'],
];

/** Types of parameters that take any chat model. */
const ANY_MODEL: readonly string[] = [
  'langchain_core.language_models.BaseChatModel',
  'langchain_core.language_models.BaseLanguageModel',
  'langchain_core.language_models.BaseLLM',
  'langchain_core.language_models.LLM',
  'langchain_core.language_models.chat_models.BaseChatModel',
  'langchain_core.language_models.base.BaseLanguageModel',
  'langchain.chat_models.base.BaseChatModel',
  'langchain.base_language.BaseLanguageModel',
  'langchain.schema.language_model.BaseLanguageModel',
  'langchain.llms.base.BaseLLM',
  'npm:@langchain/core/language_models/chat_models.BaseChatModel',
  'npm:@langchain/core/language_models/base.BaseLanguageModel',
  'npm:langchain/chat_models/base.BaseChatModel',
];

/** LangChain: model objects and agents carry what is sent; `.invoke` is far too general a name to be a site. */
export const langchain: readonly SdkProfile[] = [
  ...[...langchainModels, [ANY_MODEL, undefined] as const].map(([paths, provider]): SdkProfile => ({
    sdk: 'langchain',
    clients: [
      client(paths, provider, {
        baseUrl: ['base_url', 'openai_api_base', 'configuration.baseURL'],
        model: modelArguments,
        maxTokens: limitArguments,
      }),
    ],
    moduleClients: [],
    transparent: CHAIN_STEPS,
    apis: [
      api({
        id: 'langchain-invoke',
        methods: INVOKING,
        model: [],
        messages: ['input', '0'],
        textMessages: true,
        tools: [],
        toolSteps: ['bind_tools', 'bindTools'],
        maxTokens: [],
        streaming: ['stream', 'astream'],
        billing: provider === undefined ? 'model' : 'client',
        limitAtClient: true,
      }),
      api({
        id: 'langchain-model',
        kind: 'agent',
        callees: paths === ANY_MODEL ? [] : paths,
        model: modelArguments,
        messages: [],
        tools: [],
        maxTokens: limitArguments,
        billing: provider === undefined ? 'model' : 'client',
        outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source },
      }),
    ],
  })),
  functions('langchain', [
    api({
      id: 'langchain-agent',
      kind: 'agent',
      callees: [
        'langchain.agents.create_agent',
        'langgraph.prebuilt.create_react_agent',
        'langgraph.prebuilt.chat_agent_executor.create_react_agent',
        'deepagents.create_deep_agent',
        'npm:langchain.createAgent',
        'npm:@langchain/langgraph/prebuilt.createReactAgent',
      ],
      model: ['model', 'llm', '0'],
      system: [
        'system_prompt',
        'prompt',
        'state_modifier',
        'instructions',
        'systemPrompt',
        'stateModifier',
        'messageModifier',
        'messages_modifier',
      ],
      tools: ['tools', '1'],
      // The limit is part of the run's configuration.
      steps: { arguments: [], standard: { times: 25, source: 'default recursion limit of LangGraph, @langchain/core 1.4.0' } },
      messages: [],
      maxTokens: [],
      billing: 'model',
    }),
  ]),
  {
    sdk: 'llama-index',
    clients: [client(LLAMA_INDEX_MODELS, undefined, { model: modelArguments, maxTokens: limitArguments, system: ['system_prompt'] })],
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
        callees: LLAMA_INDEX_MODELS,
        model: modelArguments,
        system: ['system_prompt'],
        messages: [],
        tools: [],
        maxTokens: limitArguments,
        billing: 'model',
      }),
    ],
  },
];
