import { api, client, functions, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string, required = false): OutputLimitFact => ({
  parameter,
  required,
  includesReasoning: true,
  source,
});

const openaiSource = 'github.com/openai/openai-java, README and ChatCompletionCreateParams.kt, 2026-08-21';

/** OpenAI's SDK for Java and Kotlin (github.com/openai/openai-java, read at 5f499c32). */
const openaiJava: SdkProfile = {
  sdk: 'openai-java',
  clients: [
    client(
      [
        'java:com.openai.client.okhttp.OpenAIOkHttpClient',
        'java:com.openai.client.okhttp.OpenAIOkHttpClient.fromEnv',
        'java:com.openai.client.okhttp.OpenAIOkHttpClientAsync',
        'java:com.openai.client.okhttp.OpenAIOkHttpClientAsync.fromEnv',
        'java:com.openai.client.OpenAIClient',
        'java:com.openai.client.OpenAIClientAsync',
      ],
      'openai',
      { baseUrl: ['baseUrl'] },
    ),
  ],
  moduleClients: [],
  transparent: ['async()', 'sync()', 'beta()', 'withRawResponse()', 'withOptions()'],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['chat().completions().create', 'chat().completions().createStreaming'],
      model: ['0.model'],
      messages: ['0.@messages', '0.messages'],
      tools: ['0.tools', '0.addTool'],
      maxTokens: ['0.maxCompletionTokens', '0.maxTokens'],
      structuredOutput: ['0.responseFormat'],
      streaming: ['chat().completions().createStreaming'],
      outputLimit: limit('maxCompletionTokens', openaiSource),
    }),
    api({
      id: 'openai-responses',
      methods: ['responses().create', 'responses().createStreaming'],
      model: ['0.model'],
      system: ['0.instructions'],
      messages: ['0.input', '0.inputOfResponse'],
      textMessages: true,
      tools: ['0.tools', '0.addTool'],
      maxTokens: ['0.maxOutputTokens'],
      structuredOutput: ['0.text'],
      history: ['0.previousResponseId'],
      streaming: ['responses().createStreaming'],
      outputLimit: limit('maxOutputTokens', openaiSource),
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['embeddings().create'],
      model: ['0.model'],
      messages: ['0.input'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
  names: [
    'java:com.openai.models.ChatModel',
    'java:com.openai.models.chat.completions.ChatCompletionCreateParams',
    'java:com.openai.models.responses.ResponseCreateParams',
  ],
};

/** Anthropic's SDK for Java and Kotlin (github.com/anthropics/anthropic-sdk-java, read at 8f5861c8). */
const anthropicJava: SdkProfile = {
  sdk: 'anthropic-java',
  clients: [
    client(
      [
        'java:com.anthropic.client.okhttp.AnthropicOkHttpClient',
        'java:com.anthropic.client.okhttp.AnthropicOkHttpClient.fromEnv',
        'java:com.anthropic.client.okhttp.AnthropicOkHttpClientAsync',
        'java:com.anthropic.client.okhttp.AnthropicOkHttpClientAsync.fromEnv',
        'java:com.anthropic.client.AnthropicClient',
        'java:com.anthropic.client.AnthropicClientAsync',
      ],
      'anthropic',
      { baseUrl: ['baseUrl'] },
    ),
  ],
  moduleClients: [],
  transparent: ['async()', 'sync()', 'beta()', 'withRawResponse()', 'withOptions()'],
  apis: [
    api({
      id: 'anthropic-messages',
      methods: ['messages().create', 'messages().createStreaming'],
      model: ['0.model'],
      system: ['0.system', '0.systemOfTextBlockParams', '0.systemOfBetaTextBlockParams'],
      messages: ['0.@messages', '0.messages'],
      tools: ['0.tools', '0.addTool'],
      maxTokens: ['0.maxTokens'],
      streaming: ['messages().createStreaming'],
      outputLimit: limit('maxTokens', 'github.com/anthropics/anthropic-sdk-java, MessageCreateParams.kt, 2026-08-19', true),
    }),
  ],
  names: ['java:com.anthropic.models.messages.Model', 'java:com.anthropic.models.messages.MessageCreateParams'],
};

const LC = 'java:dev.langchain4j.model';
const langchainModels: readonly (readonly [path: string, provider: string | undefined])[] = [
  ['openai.OpenAiChatModel', 'openai'],
  ['openai.OpenAiStreamingChatModel', 'openai'],
  ['openai.OpenAiChatLanguageModel', 'openai'],
  ['azure.AzureOpenAiChatModel', 'azure'],
  ['anthropic.AnthropicChatModel', 'anthropic'],
  ['anthropic.AnthropicStreamingChatModel', 'anthropic'],
  ['googleai.GoogleAiGeminiChatModel', 'gemini'],
  ['vertexai.VertexAiGeminiChatModel', 'vertex'],
  ['bedrock.BedrockChatModel', 'bedrock'],
  ['mistralai.MistralAiChatModel', 'mistral'],
  ['ollama.OllamaChatModel', 'ollama'],
  ['ollama.OllamaStreamingChatModel', 'ollama'],
  ['azure.AzureOpenAiStreamingChatModel', 'azure'],
  ['github.GitHubModelsChatModel', undefined],
  ['github.GitHubModelsStreamingChatModel', undefined],
  ['googleai.GoogleAiGeminiStreamingChatModel', 'gemini'],
  ['vertexai.gemini.VertexAiGeminiChatModel', 'vertex'],
  ['vertexai.gemini.VertexAiGeminiStreamingChatModel', 'vertex'],
  ['bedrock.BedrockStreamingChatModel', 'bedrock'],
  ['mistralai.MistralAiStreamingChatModel', 'mistral'],
];

/** LangChain4j: the model object carries id and limit (github.com/langchain4j/langchain4j, docs of "Chat and Language Models"). */
const langchain4j: SdkProfile = {
  sdk: 'langchain4j',
  clients: [
    ...langchainModels.map(([path, provider]) =>
      client([`${LC}.${path}`, `${LC}.${path}.withApiKey`], provider, {
        model: ['modelName', 'modelId', 'deploymentName'],
        maxTokens: ['maxCompletionTokens', 'maxTokens', 'maxOutputTokens', 'numPredict'],
        baseUrl: ['baseUrl'],
      }),
    ),
    client(
      [`${LC}.chat.ChatModel`, `${LC}.chat.ChatLanguageModel`, `${LC}.chat.StreamingChatModel`, `${LC}.chat.StreamingChatLanguageModel`],
      undefined,
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'langchain4j-chat',
      methods: ['chat', 'generate'],
      model: ['0.modelName'],
      messages: ['0.@messages', '0.messages', '0'],
      textMessages: true,
      tools: ['0.toolSpecifications'],
      maxTokens: ['0.maxOutputTokens'],
      limitAtClient: true,
      outputLimit: {
        parameter: undefined,
        required: false,
        includesReasoning: true,
        source: 'LangChain4j documentation, "Model parameters"',
      },
    }),
  ],
};

/** Spring AI's ChatClient: a chain of steps (docs.spring.io/spring-ai, "Chat Client API"). */
const springAi: SdkProfile = {
  sdk: 'spring-ai',
  clients: [
    client(
      [
        'java:org.springframework.ai.chat.client.ChatClient',
        'java:org.springframework.ai.chat.client.ChatClient.create',
        'java:org.springframework.ai.chat.client.ChatClient.Builder',
      ],
      undefined,
      { system: ['defaultSystem'], model: ['defaultOptions.model'], maxTokens: ['defaultOptions.maxTokens'] },
    ),
    client(
      [
        'java:org.springframework.ai.chat.model.ChatModel',
        'java:org.springframework.ai.chat.model.StreamingChatModel',
        'java:org.springframework.ai.openai.OpenAiChatModel',
        'java:org.springframework.ai.anthropic.AnthropicChatModel',
        'java:org.springframework.ai.ollama.OllamaChatModel',
        'java:org.springframework.ai.mistralai.MistralAiChatModel',
      ],
      undefined,
      { model: ['defaultOptions.model'] },
    ),
  ],
  moduleClients: [],
  transparent: [
    'prompt()',
    'system()',
    'user()',
    'messages()',
    'options()',
    'advisors()',
    'tools()',
    'toolCallbacks()',
    'toolNames()',
    'toolContext()',
    'templateRenderer()',
    'functions()',
  ],
  apis: [
    api({
      id: 'spring-ai-chat',
      methods: ['call', 'stream'],
      model: ['options().0.model'],
      system: ['system().0'],
      messages: ['user().0', 'messages().0', 'prompt().0', '0'],
      textMessages: true,
      tools: ['tools().0'],
      maxTokens: ['options().0.maxTokens', 'options().0.maxCompletionTokens'],
      streaming: ['stream'],
      outputLimit: { parameter: undefined, required: false, includesReasoning: true, source: 'Spring AI reference, ChatOptions.maxTokens' },
    }),
  ],
};

/** Google's SDK for Java (googleapis/java-genai, README). */
const genaiJava: SdkProfile = {
  sdk: 'google-genai',
  clients: [client(['java:com.google.genai.Client'], 'gemini')],
  moduleClients: [],
  transparent: ['async'],
  apis: [
    api({
      id: 'google-generate-content',
      methods: ['models.generateContent', 'models.generateContentStream'],
      model: ['0'],
      system: ['2.systemInstruction'],
      messages: ['1'],
      textMessages: true,
      tools: ['2.tools'],
      maxTokens: ['2.maxOutputTokens'],
      structuredOutput: ['2.responseSchema'],
      streaming: ['models.generateContentStream'],
      outputLimit: limit('maxOutputTokens', 'googleapis/java-genai, GenerateContentConfig'),
    }),
  ],
};

const BEDROCK = 'java:software.amazon.awssdk.services.bedrockruntime';

/** The Bedrock runtime of AWS's SDK for Java. */
const bedrockJava: SdkProfile = {
  sdk: 'bedrock',
  clients: [
    client(
      ['BedrockRuntimeClient', 'BedrockRuntimeClient.create', 'BedrockRuntimeAsyncClient', 'BedrockRuntimeAsyncClient.create'].map(
        (name) => `${BEDROCK}.${name}`,
      ),
      'bedrock',
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'bedrock-converse',
      methods: ['converse', 'converseStream'],
      model: ['0.modelId'],
      system: ['0.system'],
      messages: ['0.messages'],
      tools: ['0.toolConfig.tools'],
      maxTokens: ['0.inferenceConfig.maxTokens'],
      streaming: ['converseStream'],
      outputLimit: limit('maxTokens', 'AWS SDK for Java 2, ConverseRequest'),
    }),
    api({
      id: 'bedrock-invoke',
      methods: ['invokeModel', 'invokeModelWithResponseStream'],
      model: ['0.modelId'],
      messages: ['0.body'],
      textMessages: true,
      tools: [],
      maxTokens: [],
    }),
  ],
};

/** The community's SDK for Kotlin (github.com/aallam/openai-kotlin, guides/GettingStarted.md). */
const openaiKotlin: SdkProfile = {
  sdk: 'openai-kotlin',
  clients: [
    client(['java:com.aallam.openai.client.OpenAI'], 'openai', { baseUrl: ['host.baseUrl', 'config.host.baseUrl', '0.host.baseUrl'] }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['chatCompletion', 'chatCompletions'],
      model: ['0.model'],
      messages: ['0.messages'],
      tools: ['0.tools', '0.functions'],
      maxTokens: ['0.maxCompletionTokens', '0.maxTokens'],
      structuredOutput: ['0.responseFormat'],
      streaming: ['chatCompletions'],
      outputLimit: limit('maxTokens', 'github.com/aallam/openai-kotlin, ChatCompletionRequest'),
    }),
  ],
};

/** Koog's agents (github.com/JetBrains/koog, README). */
const koog: SdkProfile = functions('koog', [
  api({
    id: 'koog-agent',
    kind: 'agent',
    callees: ['java:ai.koog.agents.core.agent.AIAgent', 'java:ai.koog.agents.AIAgent'],
    model: ['llmModel'],
    system: ['systemPrompt'],
    messages: [],
    tools: ['toolRegistry'],
    maxTokens: [],
    billing: 'model',
  }),
]);

/** SDKs for Java and Kotlin. */
export const jvmSdks: readonly SdkProfile[] = [
  openaiJava,
  anthropicJava,
  langchain4j,
  springAi,
  genaiJava,
  bedrockJava,
  openaiKotlin,
  koog,
];
