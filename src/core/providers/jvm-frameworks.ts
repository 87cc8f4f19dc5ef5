import { api, client, type OutputLimitFact, type SdkProfile } from './profile.ts';

const notNamed = (source: string): OutputLimitFact => ({ parameter: undefined, required: false, includesReasoning: true, source });

const LC = 'java:dev.langchain4j.model';
const langchainModels: readonly (readonly [path: string, provider: string | undefined])[] = [
  ['openai.OpenAiChatModel', 'openai'],
  ['openai.OpenAiStreamingChatModel', 'openai'],
  ['openai.OpenAiChatLanguageModel', 'openai'],
  ['openai.OpenAiResponsesChatModel', 'openai'],
  ['openai.OpenAiResponsesStreamingChatModel', 'openai'],
  ['openaiofficial.OpenAiOfficialChatModel', 'openai'],
  ['openaiofficial.OpenAiOfficialStreamingChatModel', 'openai'],
  ['openaiofficial.OpenAiOfficialResponsesChatModel', 'openai'],
  ['openaiofficial.OpenAiOfficialResponsesStreamingChatModel', 'openai'],
  ['google.genai.GoogleGenAiChatModel', 'gemini'],
  ['google.genai.GoogleGenAiStreamingChatModel', 'gemini'],
  ['vertexai.anthropic.VertexAiAnthropicChatModel', 'vertex'],
  ['vertexai.anthropic.VertexAiAnthropicStreamingChatModel', 'vertex'],
  ['vertexai.VertexAiChatModel', 'vertex'],
  ['huggingface.HuggingFaceChatModel', undefined],
  ['localai.LocalAiChatModel', undefined],
  ['localai.LocalAiStreamingChatModel', undefined],
  ['jlama.JlamaChatModel', undefined],
  ['jlama.JlamaStreamingChatModel', undefined],
  ['watsonx.WatsonxChatModel', undefined],
  ['watsonx.WatsonxStreamingChatModel', undefined],
  ['workersai.WorkersAiChatModel', undefined],
  ['azure.AzureOpenAiChatModel', 'azure'],
  ['anthropic.AnthropicChatModel', 'anthropic'],
  ['anthropic.AnthropicStreamingChatModel', 'anthropic'],
  ['googleai.GoogleAiGeminiChatModel', 'gemini'],
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

/**
 * LangChain4j: the model object carries id and limit (github.com/langchain4j/langchain4j at b8b809ed57, 2026-08-21: the builders of
 * langchain4j-<provider>; `ChatLanguageModel` and `withApiKey` are those of the versions before 1.0).
 */
const langchain4j: SdkProfile = {
  sdk: 'langchain4j',
  clients: [
    ...langchainModels.map(([path, provider]) =>
      client([`${LC}.${path}`, `${LC}.${path}.withApiKey`], provider, {
        model: ['modelName', 'modelId', 'deploymentName', 'defaultRequestParameters.modelName'],
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
      outputLimit: notNamed('LangChain4j documentation, "Model parameters"'),
    }),
  ],
};

/** What the interface of a service says in annotations (`@SystemMessage`) is not read: its class is a place that may hold system text. */
const ANNOTATED = 'SystemMessage';

/**
 * LangChain4j's services and agents: an interface is filled in with a model (langchain4j/src/main/java/dev/langchain4j/service/AiServices.java,
 * langchain4j-agentic/…/AgenticServices.java, at b8b809ed57).
 */
const aiServices: SdkProfile = {
  sdk: 'langchain4j',
  clients: [
    client(['java:dev.langchain4j.service.AiServices.builder', 'java:dev.langchain4j.agentic.AgenticServices.agentBuilder'], undefined),
  ],
  moduleClients: [],
  transparent: [
    ...[
      'chatModel()',
      'chatLanguageModel()',
      'streamingChatModel()',
      'streamingChatLanguageModel()',
      'chatMemory()',
      'chatMemoryProvider()',
    ],
    ...[
      'systemMessage()',
      'systemMessageProvider()',
      'userMessage()',
      'userMessageProvider()',
      'tools()',
      'toolProvider()',
      'toolProviders()',
    ],
    ...[
      'contentRetriever()',
      'retrievalAugmentor()',
      'retriever()',
      'moderationModel()',
      'chatRequestTransformer()',
      'registerListeners()',
    ],
    ...[
      'maxSequentialToolsInvocations()',
      'maxToolCallingRoundTrips()',
      'inputGuardrails()',
      'outputGuardrails()',
      'inputGuardrailClasses()',
    ],
    ...[
      'outputGuardrailClasses()',
      'hallucinatedToolNameStrategy()',
      'executeToolsConcurrently()',
      'outputKey()',
      'outputName()',
      'name()',
    ],
    ...['description()', 'async()', 'defaultKeyValue()', 'beforeAgentInvocation()', 'afterAgentInvocation()', 'context()', 'listener()'],
    ...['systemMessageTransformer()', 'toolExecutionErrorHandler()', 'toolArgumentsErrorHandler()', 'storeRetrievedContentInChatMemory()'],
    ...['beforeToolExecution()', 'afterToolExecution()', 'toolSearchStrategy()', 'compensateOnToolErrors()', 'summarizedContext()'],
  ],
  apis: [
    api({
      id: 'langchain4j-service',
      kind: 'agent',
      methods: ['build'],
      needs: ['chatModel().0', 'chatLanguageModel().0', 'streamingChatModel().0', 'streamingChatLanguageModel().0'],
      callees: ['java:dev.langchain4j.service.AiServices.create'],
      model: ['chatModel().0', 'chatLanguageModel().0', 'streamingChatModel().0', 'streamingChatLanguageModel().0', '1'],
      system: [
        ...[
          'systemMessage().0',
          'systemMessageProvider().0',
          `builder().0.${ANNOTATED}`,
          `agentBuilder().0.${ANNOTATED}`,
          `0.${ANNOTATED}`,
        ],
      ],
      messages: [],
      tools: ['tools().0', 'toolProvider().0'],
      maxTokens: [],
      limitAtClient: true,
      steps: {
        arguments: ['maxToolCallingRoundTrips().0', 'maxSequentialToolsInvocations().0'],
        standard: { times: 100, source: 'default of langchain4j 1.x, ToolService.java' },
      },
      billing: 'model',
      outputLimit: notNamed('LangChain4j documentation, "Model parameters"'),
    }),
  ],
};

/** Spring AI's ChatClient: a chain of steps (github.com/spring-projects/spring-ai at fd3fd6ec70, 2026-08-21: ChatClient.java, ChatOptions.java, models/<provider>). */
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
      { system: ['defaultSystem'], model: ['defaultOptions.model', '0.defaultOptions.model'], maxTokens: ['defaultOptions.maxTokens'] },
    ),
    client(
      [
        'java:org.springframework.ai.chat.model.ChatModel',
        'java:org.springframework.ai.chat.model.StreamingChatModel',
        'java:org.springframework.ai.openai.OpenAiChatModel',
        'java:org.springframework.ai.anthropic.AnthropicChatModel',
        'java:org.springframework.ai.ollama.OllamaChatModel',
        'java:org.springframework.ai.mistralai.MistralAiChatModel',
        'java:org.springframework.ai.google.genai.GoogleGenAiChatModel',
        'java:org.springframework.ai.deepseek.DeepSeekChatModel',
        'java:org.springframework.ai.bedrock.converse.BedrockProxyChatModel',
        // Of the versions before 2.0.
        'java:org.springframework.ai.azure.openai.AzureOpenAiChatModel',
        'java:org.springframework.ai.vertexai.gemini.VertexAiGeminiChatModel',
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
      tools: ['tools().0', 'toolCallbacks().0'],
      maxTokens: ['options().0.maxTokens', 'options().0.maxCompletionTokens'],
      streaming: ['stream'],
      outputLimit: notNamed('Spring AI, ChatOptions.maxTokens'),
    }),
  ],
};

const KOOG = 'java:ai.koog';

/**
 * Koog (github.com/JetBrains/koog at dfae0388, 2025-06-22: agents-core/…/AIAgent.kt, agents-ext/…/AIAgentExt.kt, prompt-executor). An agent is
 * built with a model and a text, or with a configuration that holds the prompt.
 */
const koog: SdkProfile = {
  sdk: 'koog',
  clients: [
    client(
      [
        `${KOOG}.prompt.executor.model.PromptExecutor`,
        ...[
          'simpleOpenAIExecutor',
          'simpleAnthropicExecutor',
          'simpleGoogleAIExecutor',
          'simpleOpenRouterExecutor',
          'simpleOllamaAIExecutor',
        ].map((name) => `${KOOG}.prompt.executor.llms.all.${name}`),
      ],
      undefined,
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'koog-prompt',
      methods: ['execute', 'executeStreaming'],
      model: ['model', '1'],
      messages: ['prompt', '0'],
      textMessages: true,
      tools: ['tools', '2'],
      maxTokens: [],
      limitAtClient: true,
      streaming: ['executeStreaming'],
      billing: 'model',
    }),
    api({
      id: 'koog-agent',
      kind: 'agent',
      callees: [
        `${KOOG}.agents.core.agent.AIAgent`,
        `${KOOG}.agents.ext.agent.simpleSingleRunAgent`,
        `${KOOG}.agents.ext.agent.simpleChatAgent`,
      ],
      model: ['llmModel', 'agentConfig.model'],
      system: ['systemPrompt', 'agentConfig.prompt'],
      messages: [],
      tools: ['toolRegistry'],
      steps: {
        arguments: ['maxIterations', 'agentConfig.maxAgentIterations'],
        standard: { times: 50, source: 'default of Koog, AIAgentExt.kt' },
        withoutTools: true,
      },
      maxTokens: [],
      billing: 'model',
    }),
  ],
};

/** Frameworks for Java and Kotlin. */
export const jvmFrameworks: readonly SdkProfile[] = [langchain4j, aiServices, springAi, koog];
