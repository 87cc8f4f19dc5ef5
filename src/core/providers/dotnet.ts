import { api, client, functions, type ApiShape, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string, required = false): OutputLimitFact => ({
  parameter,
  required,
  includesReasoning: true,
  source,
});
const openaiSource = 'github.com/openai/openai-dotnet, README and ChatCompletionOptions.cs, 2026-08-21';

const chat: ApiShape = api({
  id: 'openai-chat',
  methods: ['CompleteChat', 'CompleteChatAsync', 'CompleteChatStreaming', 'CompleteChatStreamingAsync'],
  model: [],
  messages: ['messages', '0'],
  textMessages: true,
  tools: ['options.Tools', '1.Tools'],
  maxTokens: ['options.MaxOutputTokenCount', '1.MaxOutputTokenCount'],
  structuredOutput: ['options.ResponseFormat', '1.ResponseFormat'],
  streaming: ['CompleteChatStreaming', 'CompleteChatStreamingAsync'],
  outputLimit: limit('MaxOutputTokenCount', openaiSource),
});

/** `IChatClient` of Microsoft.Extensions.AI, also as an extension of other clients (learn.microsoft.com, "Microsoft.Extensions.AI"). */
const extensionsChat: ApiShape = api({
  id: 'extensions-ai-chat',
  methods: ['GetResponseAsync', 'GetStreamingResponseAsync', 'CompleteAsync', 'CompleteStreamingAsync'],
  model: ['options.ModelId', '1.ModelId'],
  system: ['options.Instructions', '1.Instructions'],
  messages: ['messages', 'chatMessage', '0'],
  textMessages: true,
  tools: ['options.Tools', '1.Tools'],
  maxTokens: ['options.MaxOutputTokens', '1.MaxOutputTokens'],
  structuredOutput: ['options.ResponseFormat', '1.ResponseFormat'],
  streaming: ['GetStreamingResponseAsync', 'CompleteStreamingAsync'],
  outputLimit: limit('MaxOutputTokens', 'Microsoft.Extensions.AI.ChatOptions'),
});

/** Places of a chat option within the options of an agent (ChatClientAgentOptions.cs). */
const inOptions = (name: string): string[] => ['options', '0'].flatMap((at) => [`${at}.ChatOptions.${name}`, `${at}.${name}`]);

/** Microsoft's Agent Framework: extensions that make agents of clients (github.com/microsoft/agent-framework at 5eb3eb745, 2026-08-07: dotnet/src). */
const agent: ApiShape = api({
  id: 'agent-framework-agent',
  kind: 'agent',
  methods: ['CreateAIAgent', 'AsAIAgent', 'AsAgent'],
  model: [],
  system: ['instructions', ...inOptions('Instructions'), '0'],
  messages: [],
  tools: ['tools', ...inOptions('Tools'), '3'],
  maxTokens: inOptions('MaxOutputTokens'),
  steps: { arguments: [] },
});

/** Steps that wrap a chat client without changing what is sent. */
const chatTransparent = [
  'AsIChatClient()',
  'AsChatClient()',
  'AsBuilder()',
  'UseFunctionInvocation()',
  'UseOpenTelemetry()',
  'UseLogging()',
  'UseDistributedCache()',
  'UseRateLimiting()',
  'UseRateLimitThreading()',
  'UseChatReducer()',
  'ConfigureOptions()',
  'Use()',
  'Build()',
];
const urls = ['options.Endpoint', '2.Endpoint', '1.Endpoint', 'endpoint', 'Endpoint'];

/** OpenAI's SDK for .NET, and Azure's extension of it (github.com/openai/openai-dotnet, read at b3b4bbbc). */
const openaiDotnet: SdkProfile = {
  sdk: 'openai-dotnet',
  clients: [
    client(['cs:OpenAI.Chat.ChatClient'], 'openai', { model: ['model', '0'], baseUrl: urls }),
    client(['cs:OpenAI.OpenAIClient().GetChatClient', 'cs:OpenAI.OpenAIClient().AsChatClient'], 'openai', {
      model: ['model', '0'],
      baseUrl: urls,
    }),
    client(['cs:Azure.AI.OpenAI.AzureOpenAIClient().GetChatClient'], 'azure', { model: ['deploymentName', '0'], deployments: true }),
    client(['cs:OpenAI.Responses.OpenAIResponseClient'], 'openai', { model: ['model', '0'], baseUrl: urls }),
    client(['cs:OpenAI.OpenAIClient().GetOpenAIResponseClient'], 'openai', { model: ['model', '0'], baseUrl: urls }),
    client(['cs:Azure.AI.OpenAI.AzureOpenAIClient().GetOpenAIResponseClient'], 'azure', {
      model: ['deploymentName', '0'],
      deployments: true,
    }),
  ],
  moduleClients: [],
  transparent: chatTransparent,
  apis: [
    chat,
    extensionsChat,
    agent,
    api({
      id: 'openai-responses',
      methods: ['CreateResponse', 'CreateResponseAsync', 'CreateResponseStreaming', 'CreateResponseStreamingAsync'],
      model: [],
      system: ['options.Instructions', '1.Instructions'],
      messages: ['0'],
      textMessages: true,
      tools: ['1.Tools', 'options.Tools'],
      maxTokens: ['1.MaxOutputTokenCount', 'options.MaxOutputTokenCount'],
      history: ['previousResponseId'],
      streaming: ['CreateResponseStreaming', 'CreateResponseStreamingAsync'],
      outputLimit: limit('MaxOutputTokenCount', openaiSource),
    }),
  ],
};

/** The newer responses client, whose model stands in the request (OpenAI.Responses/src/Custom/ResponsesClient.cs at b3b4bbbc). */
const responsesDotnet: SdkProfile = {
  sdk: 'openai-dotnet',
  clients: [
    client(['cs:OpenAI.Responses.ResponsesClient', 'cs:OpenAI.OpenAIClient().GetResponsesClient'], 'openai', { baseUrl: urls }),
    client(['cs:Azure.AI.OpenAI.AzureOpenAIClient().GetResponsesClient'], 'azure', { deployments: true }),
  ],
  moduleClients: [],
  transparent: chatTransparent,
  apis: [
    api({
      id: 'openai-responses',
      methods: ['CreateResponse', 'CreateResponseAsync', 'CreateResponseStreaming', 'CreateResponseStreamingAsync'],
      model: ['0.Model', 'model', '0'],
      system: ['0.Instructions'],
      messages: ['0.InputItems', '1'],
      textMessages: true,
      tools: ['0.Tools'],
      maxTokens: ['0.MaxOutputTokenCount'],
      history: ['0.PreviousResponseId'],
      streaming: ['CreateResponseStreaming', 'CreateResponseStreamingAsync'],
      outputLimit: limit('MaxOutputTokenCount', openaiSource),
    }),
    // `AsAIAgent(model, instructions, …)`, OpenAIResponseClientExtensions.cs.
    { ...agent, model: ['model', ...inOptions('ModelId'), '0'], system: ['instructions', ...inOptions('Instructions'), '1'] },
  ],
};

/** Azure's client for models of many makers (Azure.AI.Inference 1.0 beta, ChatCompletionsClient). */
const azureInference: SdkProfile = {
  sdk: 'azure-ai-inference',
  clients: [client(['cs:Azure.AI.Inference.ChatCompletionsClient'], undefined, { baseUrl: ['0'] })],
  moduleClients: [],
  transparent: chatTransparent,
  apis: [
    api({
      id: 'openai-chat',
      methods: ['Complete', 'CompleteAsync', 'CompleteStreaming', 'CompleteStreamingAsync'],
      model: ['0.Model'],
      messages: ['0.Messages'],
      tools: ['0.Tools'],
      maxTokens: ['0.MaxTokens'],
      structuredOutput: ['0.ResponseFormat'],
      streaming: ['CompleteStreaming', 'CompleteStreamingAsync'],
      outputLimit: limit('MaxTokens', 'Azure.AI.Inference 1.0 beta, ChatCompletionsOptions'),
    }),
  ],
};

/** Embeddings of OpenAI's SDK for .NET (OpenAI/src/Custom/Embeddings at b3b4bbbc). */
const embeddingsDotnet: SdkProfile = {
  sdk: 'openai-dotnet',
  clients: [
    client(['cs:OpenAI.Embeddings.EmbeddingClient', 'cs:OpenAI.OpenAIClient().GetEmbeddingClient'], 'openai', {
      model: ['model', '0'],
      baseUrl: urls,
    }),
    client(['cs:Azure.AI.OpenAI.AzureOpenAIClient().GetEmbeddingClient'], 'azure', { model: ['deploymentName', '0'], deployments: true }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['GenerateEmbedding', 'GenerateEmbeddingAsync', 'GenerateEmbeddings', 'GenerateEmbeddingsAsync'],
      model: [],
      messages: ['0'],
      textMessages: true,
      maxTokens: [],
      tools: [],
    }),
  ],
};

/** Azure's old client for OpenAI (Azure.AI.OpenAI 1.0 beta). */
const azureLegacy: SdkProfile = {
  sdk: 'azure-ai-openai',
  clients: [client(['cs:Azure.AI.OpenAI.OpenAIClient'], 'azure', { deployments: true })],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['GetChatCompletions', 'GetChatCompletionsAsync', 'GetChatCompletionsStreaming', 'GetChatCompletionsStreamingAsync'],
      model: ['0.DeploymentName'],
      messages: ['0.Messages'],
      tools: ['0.Tools', '0.Functions'],
      maxTokens: ['0.MaxTokens'],
      streaming: ['GetChatCompletionsStreaming', 'GetChatCompletionsStreamingAsync'],
      outputLimit: limit('MaxTokens', 'Azure.AI.OpenAI 1.0 beta, ChatCompletionsOptions'),
    }),
  ],
};

/** Anthropic's SDK for C# (github.com/anthropics/anthropic-sdk-csharp, read at 0be2cd1e), and the community's Anthropic.SDK. */
const anthropicDotnet: SdkProfile = {
  sdk: 'anthropic-dotnet',
  clients: [
    client(['cs:Anthropic.AnthropicClient', 'cs:Anthropic.IAnthropicClient', 'cs:Anthropic.SDK.AnthropicClient'], 'anthropic', {
      baseUrl: ['BaseUrl', 'ApiUrlFormat'],
    }),
  ],
  moduleClients: [],
  transparent: ['Beta', ...chatTransparent],
  apis: [
    api({
      id: 'anthropic-messages',
      methods: ['Messages.Create', 'Messages.CreateStreaming', 'Messages.GetClaudeMessageAsync', 'Messages.StreamClaudeMessageAsync'],
      model: ['0.Model'],
      system: ['0.System', '0.SystemMessage'],
      messages: ['0.Messages'],
      tools: ['0.Tools'],
      maxTokens: ['0.MaxTokens'],
      streaming: ['Messages.CreateStreaming', 'Messages.StreamClaudeMessageAsync'],
      outputLimit: limit('MaxTokens', 'github.com/anthropics/anthropic-sdk-csharp, MessageCreateParams.cs, 2026-07-23', true),
    }),
    extensionsChat,
  ],
  names: ['cs:Anthropic.Models.Messages.Model'],
};

/** Microsoft.Extensions.AI alone: the client is injected, or built from another one. */
const extensionsAi: SdkProfile = {
  sdk: 'extensions-ai',
  clients: [client(['cs:Microsoft.Extensions.AI.IChatClient', 'cs:Microsoft.Extensions.AI.ChatClientBuilder().Build'], undefined)],
  moduleClients: [],
  transparent: chatTransparent,
  apis: [extensionsChat, agent],
};

/** Microsoft's Agent Framework: the agent around a chat client. */
const agents: SdkProfile = functions('agent-framework', [
  api({
    id: 'agent-framework-agent',
    kind: 'agent',
    callees: ['cs:Microsoft.Agents.AI.ChatClientAgent'],
    model: ['chatClient', '0'],
    system: ['instructions', 'Instructions', '1.ChatOptions.Instructions', '1.Instructions', '1'],
    messages: [],
    tools: ['tools', '1.ChatOptions.Tools'],
    maxTokens: ['1.ChatOptions.MaxOutputTokens'],
    steps: { arguments: [] },
    billing: 'model',
  }),
]);

const SK = 'cs:Microsoft.SemanticKernel';

/** Semantic Kernel (learn.microsoft.com/semantic-kernel, "Chat completion"). */
const semanticKernel: SdkProfile = {
  sdk: 'semantic-kernel',
  clients: [
    // Which model a service is, it was told where it was made; a kernel where services were added to it.
    client([`${SK}.ChatCompletion.IChatCompletionService`], undefined, { modelElsewhere: true }),
    client([`${SK}.Connectors.OpenAI.OpenAIChatCompletionService`], 'openai', { model: ['modelId', '0'] }),
    client([`${SK}.Connectors.AzureOpenAI.AzureOpenAIChatCompletionService`], 'azure', {
      model: ['deploymentName', '0'],
      deployments: true,
    }),
    client([`${SK}.Kernel`], undefined, { model: ['AddOpenAIChatCompletion', 'AddAzureOpenAIChatCompletion'], modelElsewhere: true }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'semantic-kernel-chat',
      methods: ['GetChatMessageContentAsync', 'GetChatMessageContentsAsync', 'GetStreamingChatMessageContentsAsync'],
      model: ['executionSettings.ModelId', '1.ModelId'],
      messages: ['chatHistory', '0'],
      textMessages: true,
      tools: [],
      maxTokens: ['executionSettings.MaxTokens', '1.MaxTokens'],
      streaming: ['GetStreamingChatMessageContentsAsync'],
      outputLimit: limit('MaxTokens', 'Microsoft.SemanticKernel, OpenAIPromptExecutionSettings'),
    }),
    api({
      id: 'semantic-kernel-prompt',
      methods: ['InvokePromptAsync', 'InvokePromptStreamingAsync'],
      model: [],
      messages: ['promptTemplate', '0'],
      textMessages: true,
      tools: [],
      maxTokens: ['1.MaxTokens'],
      streaming: ['InvokePromptStreamingAsync'],
    }),
    api({
      id: 'semantic-kernel-agent',
      kind: 'agent',
      callees: [`${SK}.Agents.ChatCompletionAgent`],
      model: [],
      system: ['Instructions', '0'],
      messages: [],
      tools: [],
      maxTokens: ['Arguments.0.MaxTokens'],
      steps: { arguments: [] },
      billing: 'model',
    }),
  ],
};

/** The Bedrock runtime of AWS's SDK for .NET. */
const bedrockDotnet: SdkProfile = {
  sdk: 'bedrock',
  clients: [client(['cs:Amazon.BedrockRuntime.AmazonBedrockRuntimeClient', 'cs:Amazon.BedrockRuntime.IAmazonBedrockRuntime'], 'bedrock')],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'bedrock-converse',
      methods: ['ConverseAsync', 'ConverseStreamAsync'],
      model: ['0.ModelId'],
      system: ['0.System'],
      messages: ['0.Messages'],
      tools: ['0.ToolConfig.Tools'],
      maxTokens: ['0.InferenceConfig.MaxTokens'],
      streaming: ['ConverseStreamAsync'],
      outputLimit: limit('MaxTokens', 'AWSSDK.BedrockRuntime, ConverseRequest'),
    }),
    api({
      id: 'bedrock-invoke',
      methods: ['InvokeModelAsync', 'InvokeModelWithResponseStreamAsync'],
      model: ['0.ModelId'],
      messages: ['0.Body'],
      textMessages: true,
      tools: [],
      maxTokens: [],
    }),
  ],
};

/** Google's SDK for .NET (googleapis/dotnet-genai). */
const genaiDotnet: SdkProfile = {
  sdk: 'google-genai',
  clients: [client(['cs:Google.GenAI.Client'], 'gemini')],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'google-generate-content',
      methods: ['Models.GenerateContentAsync', 'Models.GenerateContentStreamAsync'],
      model: ['model', '0'],
      system: ['config.SystemInstruction', '2.SystemInstruction'],
      messages: ['contents', '1'],
      textMessages: true,
      tools: ['config.Tools', '2.Tools'],
      maxTokens: ['config.MaxOutputTokens', '2.MaxOutputTokens'],
      streaming: ['Models.GenerateContentStreamAsync'],
      outputLimit: limit('MaxOutputTokens', 'googleapis/dotnet-genai, GenerateContentConfig'),
    }),
  ],
};

/** OllamaSharp (github.com/awaescher/OllamaSharp, README). */
const ollamaSharp: SdkProfile = {
  sdk: 'ollamasharp',
  clients: [
    client(['cs:OllamaSharp.OllamaApiClient', 'cs:Microsoft.Extensions.AI.OllamaChatClient'], 'ollama', {
      model: ['defaultModel', 'SelectedModel', '1'],
    }),
    client(['cs:OllamaSharp.Chat'], 'ollama', { model: ['0.SelectedModel', '0.defaultModel', '0.1'], system: ['systemPrompt', '1'] }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'ollama-chat',
      methods: ['GenerateAsync', 'ChatAsync', 'SendAsync', 'SendAsAsync'],
      model: ['0.Model'],
      system: ['0.System'],
      messages: ['0.Messages', '0.Prompt', '0'],
      textMessages: true,
      maxTokens: ['0.Options.NumPredict'],
    }),
    extensionsChat,
  ],
};

/** SDKs for .NET. */
export const dotnetSdks: readonly SdkProfile[] = [
  openaiDotnet,
  responsesDotnet,
  azureInference,
  embeddingsDotnet,
  azureLegacy,
  anthropicDotnet,
  extensionsAi,
  agents,
  semanticKernel,
  bedrockDotnet,
  genaiDotnet,
  ollamaSharp,
];
