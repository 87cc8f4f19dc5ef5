/**
 * Model classes of LangChain by all the paths under which they can be imported. Names and modules from the `__init__` files of langchain,
 * langchain-community (chat_models, llms) and the partner packages at github.com/langchain-ai/langchain, and of @langchain/core 1.4.0 and the
 * npm package langchain 0.0 to 1.x; read 2026-11-22.
 */

/** A class that moved from `langchain` to `langchain_community`: with the names of its modules there. */
interface Moved {
  readonly name: string;
  readonly folder: 'chat_models' | 'llms';
  readonly module: string;
}

const chat = (name: string, module: string): Moved => ({ name, folder: 'chat_models', module });
const llm = (name: string, module: string): Moved => ({ name, folder: 'llms', module });

/** Where a class can be imported from; old versions export text models at the top level too. */
function pathsOf({ name, folder, module }: Moved): string[] {
  return [
    ...['langchain', 'langchain_community'].flatMap((root) => [`${root}.${folder}.${name}`, `${root}.${folder}.${module}.${name}`]),
    ...(folder === 'llms' ? [`langchain.${name}`] : []),
    ...['langchain', '@langchain/community'].map((root) => `npm:${root}/${folder}/${module}.${name}`),
    `npm:langchain/${folder}.${name}`,
  ];
}

/** A class of a package of its own, at its top and in its modules. */
function partner(name: string, ...packages: readonly string[]): string[] {
  return packages.flatMap((root) => [
    `${root}.${name}`,
    ...(root.startsWith('npm:')
      ? []
      : ['chat_models', 'chat_models.base', 'llms', 'llms.base'].map((module) => `${root}.${module}.${name}`)),
  ]);
}

/** Functions that make a model of the provider that its id or an option names. */
export const anyProviderModels: readonly string[] = [
  ...['langchain.chat_models', 'langchain.chat_models.base', 'langchain_classic.chat_models'].map((path) => `${path}.init_chat_model`),
  ...['npm:langchain', 'npm:langchain/chat_models/universal', 'npm:@langchain/classic/chat_models/universal'].map(
    (path) => `${path}.initChatModel`,
  ),
];

/** Chat and text models (Python modules and npm packages) with the provider that bills them; undefined where the source does not say. */
export const langchainModels: readonly (readonly [paths: readonly string[], provider: string | undefined])[] = [
  [
    [
      ...partner('ChatOpenAI', 'langchain_openai', 'npm:@langchain/openai'),
      ...partner('OpenAI', 'langchain_openai', 'npm:@langchain/openai'),
      'npm:@langchain/openai.ChatOpenAIResponses',
      'npm:@langchain/openai.ChatOpenAICompletions',
      'npm:@langchain/openai.OpenAIChat',
      ...[chat('ChatOpenAI', 'openai'), chat('PromptLayerChatOpenAI', 'promptlayer_openai')].flatMap(pathsOf),
      ...[llm('OpenAI', 'openai'), llm('OpenAIChat', 'openai'), llm('PromptLayerOpenAI', 'promptlayer_openai')].flatMap(pathsOf),
    ],
    'openai',
  ],
  [
    [
      ...partner('AzureChatOpenAI', 'langchain_openai', 'npm:@langchain/openai'),
      ...partner('AzureOpenAI', 'langchain_openai', 'npm:@langchain/openai'),
      ...[chat('AzureChatOpenAI', 'azure_openai'), llm('AzureOpenAI', 'openai')].flatMap(pathsOf),
      'npm:@langchain/azure-openai.AzureChatOpenAI',
      'npm:@langchain/azure-openai.AzureOpenAI',
    ],
    'azure',
  ],
  [
    [
      ...partner('ChatAnthropic', 'langchain_anthropic', 'npm:@langchain/anthropic'),
      ...partner('AnthropicLLM', 'langchain_anthropic'),
      ...partner('Anthropic', 'langchain_anthropic'),
      ...[chat('ChatAnthropic', 'anthropic'), llm('Anthropic', 'anthropic')].flatMap(pathsOf),
    ],
    'anthropic',
  ],
  [partner('ChatGroq', 'langchain_groq', 'npm:@langchain/groq'), 'groq'],
  [
    [
      ...partner('ChatGoogleGenerativeAI', 'langchain_google_genai', 'npm:@langchain/google-genai'),
      ...partner('GoogleGenerativeAI', 'langchain_google_genai'),
      ...[chat('ChatGooglePalm', 'google_palm'), chat('ChatGooglePaLM', 'googlepalm')].flatMap(pathsOf),
      ...[llm('GooglePalm', 'google_palm'), llm('GooglePaLM', 'googlepalm')].flatMap(pathsOf),
    ],
    'gemini',
  ],
  [
    [
      ...partner('ChatVertexAI', 'langchain_google_vertexai', 'npm:@langchain/google-vertexai', 'npm:@langchain/google-vertexai-web'),
      ...partner('VertexAI', 'langchain_google_vertexai', 'npm:@langchain/google-vertexai', 'npm:@langchain/google-vertexai-web'),
      ...partner('ChatAnthropicVertex', 'langchain_google_vertexai', 'langchain_google_vertexai.model_garden'),
      ...[chat('ChatVertexAI', 'vertexai'), chat('ChatGoogleVertexAI', 'googlevertexai')].flatMap(pathsOf),
      ...[llm('VertexAI', 'vertexai'), llm('VertexAIModelGarden', 'vertexai'), llm('GoogleVertexAI', 'googlevertexai')].flatMap(pathsOf),
    ],
    'vertex',
  ],
  [
    [
      ...partner('ChatOllama', 'langchain_ollama', 'npm:@langchain/ollama'),
      ...partner('OllamaLLM', 'langchain_ollama'),
      ...partner('Ollama', 'npm:@langchain/ollama'),
      ...[chat('ChatOllama', 'ollama'), llm('Ollama', 'ollama')].flatMap(pathsOf),
    ],
    'ollama',
  ],
  [
    [...partner('ChatMistralAI', 'langchain_mistralai', 'npm:@langchain/mistralai'), ...partner('MistralAI', 'npm:@langchain/mistralai')],
    'mistral',
  ],
  [
    [
      ...partner('ChatCohere', 'langchain_cohere', 'npm:@langchain/cohere'),
      ...partner('Cohere', 'langchain_cohere', 'npm:@langchain/cohere'),
      ...[chat('ChatCohere', 'cohere'), llm('Cohere', 'cohere')].flatMap(pathsOf),
    ],
    'cohere',
  ],
  [
    [
      ...['ChatBedrock', 'ChatBedrockConverse', 'BedrockLLM'].flatMap((name) => partner(name, 'langchain_aws')),
      ...partner('ChatBedrockConverse', 'npm:@langchain/aws'),
      ...[chat('BedrockChat', 'bedrock'), llm('Bedrock', 'bedrock'), llm('BedrockLLM', 'bedrock')].flatMap(pathsOf),
    ],
    'bedrock',
  ],
  [
    [
      ...partner('ChatTogether', 'langchain_together'),
      ...partner('Together', 'langchain_together'),
      ...pathsOf(llm('Together', 'together')),
    ],
    'together',
  ],
  [partner('ChatDeepSeek', 'langchain_deepseek', 'npm:@langchain/deepseek'), 'deepseek'],
  [partner('ChatXAI', 'langchain_xai', 'npm:@langchain/xai'), 'xai'],
  [
    [
      ...partner('ChatFireworks', 'langchain_fireworks'),
      ...partner('Fireworks', 'langchain_fireworks'),
      ...[chat('ChatFireworks', 'fireworks'), llm('Fireworks', 'fireworks')].flatMap(pathsOf),
    ],
    'fireworks',
  ],
  [[...partner('ChatPerplexity', 'langchain_perplexity'), ...pathsOf(chat('ChatPerplexity', 'perplexity'))], 'perplexity'],
  [partner('ChatCerebras', 'langchain_cerebras', 'npm:@langchain/cerebras'), 'cerebras'],
  [partner('ChatOpenRouter', 'langchain_openrouter'), 'openrouter'],
  [
    [
      ...partner('ChatLiteLLM', 'langchain_litellm'),
      ...partner('ChatLiteLLMRouter', 'langchain_litellm'),
      ...[chat('ChatLiteLLM', 'litellm'), chat('ChatLiteLLMRouter', 'litellm_router')].flatMap(pathsOf),
    ],
    undefined,
  ],
  [anyProviderModels, undefined],
  // Models on machines of the user's own, and platforms that are in no price list.
  [
    [
      ...['ChatHuggingFace', 'HuggingFaceEndpoint', 'HuggingFacePipeline'].flatMap((name) => partner(name, 'langchain_huggingface')),
      ...partner('ChatNVIDIA', 'langchain_nvidia_ai_endpoints'),
      ...['ChatWatsonx', 'WatsonxLLM'].flatMap((name) => partner(name, 'langchain_ibm')),
      ...partner('ChatDatabricks', 'databricks_langchain', 'langchain_databricks'),
      ...['AzureAIChatCompletionsModel', 'AzureAIOpenAIApiChatModel'].flatMap((name) => partner(name, 'langchain_azure_ai')),
      ...partner('ChatUpstage', 'langchain_upstage'),
      ...partner('ChatAI21', 'langchain_ai21'),
      ...partner('ChatQwen', 'langchain_qwq'),
      ...[
        chat('ChatHuggingFace', 'huggingface'),
        chat('ChatAnyscale', 'anyscale'),
        chat('ChatDeepInfra', 'deepinfra'),
        chat('ChatDatabricks', 'databricks'),
        chat('ChatTongyi', 'tongyi'),
        chat('ChatZhipuAI', 'zhipuai'),
        chat('QianfanChatEndpoint', 'baidu_qianfan_endpoint'),
        chat('MoonshotChat', 'moonshot'),
        chat('MiniMaxChat', 'minimax'),
        chat('ChatSparkLLM', 'sparkllm'),
        chat('ChatBaichuan', 'baichuan'),
        chat('ChatHunyuan', 'hunyuan'),
        chat('ChatYandexGPT', 'yandex'),
        chat('GigaChat', 'gigachat'),
        chat('JinaChat', 'jinachat'),
        chat('ErnieBotChat', 'ernie'),
        chat('ChatLlamaCpp', 'llamacpp'),
        chat('ChatCloudflareWorkersAI', 'cloudflare_workersai'),
        llm('HuggingFaceHub', 'huggingface_hub'),
        llm('HuggingFaceEndpoint', 'huggingface_endpoint'),
        llm('HuggingFacePipeline', 'huggingface_pipeline'),
        llm('HuggingFaceTextGenInference', 'huggingface_text_gen_inference'),
        llm('HuggingFaceInference', 'hf'),
        llm('LlamaCpp', 'llamacpp'),
        llm('LlamaCpp', 'llama_cpp'),
        llm('GPT4All', 'gpt4all'),
        llm('CTransformers', 'ctransformers'),
        llm('Replicate', 'replicate'),
        llm('AI21', 'ai21'),
        llm('SagemakerEndpoint', 'sagemaker_endpoint'),
        llm('VLLM', 'vllm'),
        llm('VLLMOpenAI', 'vllm'),
        llm('DeepInfra', 'deepinfra'),
        llm('Tongyi', 'tongyi'),
        llm('QianfanLLMEndpoint', 'baidu_qianfan_endpoint'),
        llm('Xinference', 'xinference'),
        llm('NLPCloud', 'nlpcloud'),
        llm('Databricks', 'databricks'),
        llm('WatsonxLLM', 'watsonxllm'),
        llm('Writer', 'writer'),
        llm('OpenLLM', 'openllm'),
        llm('TextGen', 'textgen'),
      ].flatMap(pathsOf),
    ],
    undefined,
  ],
];
