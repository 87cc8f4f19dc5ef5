import { goFrameworks } from './go-frameworks.ts';
import { api, client, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string, required = false): OutputLimitFact => ({
  parameter,
  required,
  includesReasoning: true,
  source,
});

const OPENAI = 'go:github.com/openai/openai-go';
const openaiSource = 'github.com/openai/openai-go, api.md and chatcompletion.go, 2026-08-21';

/** OpenAI's SDK for Go, versions 1 to 3 (github.com/openai/openai-go, read at 4e5a07a). */
const openaiGo: SdkProfile = {
  sdk: 'openai-go',
  // `azure.WithEndpoint(endpoint, version)` is the address too.
  clients: [
    client([`${OPENAI}.NewClient`, `${OPENAI}.Client`], 'openai', { baseUrl: ['WithBaseURL', 'WithEndpoint'] }),
    client([`${OPENAI}/bedrock.NewClient`], 'bedrock'),
  ],
  moduleClients: [],
  transparent: ['Beta'],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['Chat.Completions.New', 'Chat.Completions.NewStreaming'],
      model: ['1.Model'],
      messages: ['1.Messages'],
      tools: ['1.Tools', '1.Functions'],
      maxTokens: ['1.MaxCompletionTokens', '1.MaxTokens'],
      structuredOutput: ['1.ResponseFormat'],
      streaming: ['Chat.Completions.NewStreaming'],
      outputLimit: limit('MaxCompletionTokens', openaiSource),
    }),
    api({
      id: 'openai-responses',
      methods: ['Responses.New', 'Responses.NewStreaming'],
      model: ['1.Model'],
      system: ['1.Instructions'],
      messages: ['1.Input'],
      textMessages: true,
      tools: ['1.Tools'],
      maxTokens: ['1.MaxOutputTokens'],
      structuredOutput: ['1.Text'],
      history: ['1.PreviousResponseID', '1.Conversation'],
      streaming: ['Responses.NewStreaming'],
      outputLimit: limit('MaxOutputTokens', openaiSource),
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['Embeddings.New'],
      model: ['1.Model'],
      messages: ['1.Input'],
      textMessages: true,
      maxTokens: [],
    }),
    api({
      id: 'openai-completions',
      methods: ['Completions.New', 'Completions.NewStreaming'],
      model: ['1.Model'],
      messages: ['1.Prompt'],
      textMessages: true,
      maxTokens: ['1.MaxTokens'],
      streaming: ['Completions.NewStreaming'],
    }),
    api({
      id: 'openai-batch',
      methods: ['Batches.New'],
      batch: true,
      // Model and prompts stand in the uploaded file.
      model: ['1.InputFileID'],
      messages: ['1.InputFileID'],
      tools: [],
      maxTokens: [],
    }),
  ],
};

const COMMUNITY = 'go:github.com/sashabaranov/go-openai';
const communitySource = 'github.com/sashabaranov/go-openai, chat.go and config.go, 2026-08-02';

/** The community's SDK for OpenAI (github.com/sashabaranov/go-openai, read at 3d58ac5). */
const goOpenai: SdkProfile = {
  sdk: 'go-openai',
  clients: [
    client([`${COMMUNITY}.NewClient`, `${COMMUNITY}.Client`], 'openai'),
    client([`${COMMUNITY}.NewClientWithConfig`], 'openai', {
      baseUrl: ['0.BaseURL', '0.DefaultAzureConfig:1', '0.DefaultAnthropicConfig:1'],
    }),
    client([`${COMMUNITY}.NewOrgClient`], 'openai'),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['CreateChatCompletion', 'CreateChatCompletionStream'],
      model: ['1.Model'],
      messages: ['1.Messages'],
      tools: ['1.Tools', '1.Functions'],
      maxTokens: ['1.MaxCompletionTokens', '1.MaxTokens'],
      structuredOutput: ['1.ResponseFormat'],
      streaming: ['CreateChatCompletionStream'],
      outputLimit: limit('MaxCompletionTokens', communitySource),
    }),
    api({
      id: 'openai-responses',
      methods: ['CreateResponse', 'CreateResponseStream'],
      model: ['1.Model'],
      system: ['1.Instructions'],
      messages: ['1.Input'],
      textMessages: true,
      tools: ['1.Tools'],
      maxTokens: ['1.MaxOutputTokens'],
      structuredOutput: ['1.Text'],
      history: ['1.PreviousResponseID', '1.Conversation'],
      streaming: ['CreateResponseStream'],
      outputLimit: limit('MaxOutputTokens', 'github.com/sashabaranov/go-openai, response.go at 3d58ac5, 2026-08-02'),
    }),
    api({
      id: 'openai-completions',
      methods: ['CreateCompletion', 'CreateCompletionStream'],
      model: ['1.Model'],
      messages: ['1.Prompt'],
      textMessages: true,
      maxTokens: ['1.MaxTokens'],
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['CreateEmbeddings'],
      model: ['1.Model'],
      messages: ['1.Input'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

const ANTHROPIC = 'go:github.com/anthropics/anthropic-sdk-go';
const anthropicLimit = limit('MaxTokens', 'github.com/anthropics/anthropic-sdk-go, message.go, 2026-07-23', true);

/** Fields of a message request, below the argument that holds it. */
const anthropicFields = (at: string) => ({
  model: [`${at}.Model`],
  system: [`${at}.System`],
  messages: [`${at}.Messages`],
  tools: [`${at}.Tools`],
  maxTokens: [`${at}.MaxTokens`],
});

/** Anthropic's SDK for Go (github.com/anthropics/anthropic-sdk-go, read at b43f0d7: message.go, betatoolrunner.go, aws, googlecloud). */
const anthropicGo: SdkProfile = {
  sdk: 'anthropic-sdk-go',
  clients: [
    client([`${ANTHROPIC}.NewClient`, `${ANTHROPIC}.Client`], 'anthropic', { baseUrl: ['WithBaseURL'] }),
    client([`${ANTHROPIC}/bedrock.NewMantleClient`, `${ANTHROPIC}/aws.NewClient`, `${ANTHROPIC}/aws.Client`], 'bedrock'),
    client([`${ANTHROPIC}/googlecloud.NewClient`, `${ANTHROPIC}/googlecloud.Client`], 'vertex'),
  ],
  moduleClients: [],
  transparent: ['Beta'],
  apis: [
    api({
      id: 'anthropic-messages',
      methods: ['Messages.New', 'Messages.NewStreaming'],
      ...anthropicFields('1'),
      streaming: ['Messages.NewStreaming'],
      outputLimit: anthropicLimit,
    }),
    api({
      id: 'anthropic-tool-runner',
      kind: 'agent',
      methods: ['Messages.NewToolRunner', 'Messages.NewToolRunnerStreaming'],
      ...anthropicFields('1.BetaMessageNewParams'),
      tools: ['0'],
      steps: { arguments: ['1.MaxIterations'], withoutTools: true },
      streaming: ['Messages.NewToolRunnerStreaming'],
      outputLimit: anthropicLimit,
    }),
    api({
      id: 'anthropic-count',
      methods: ['Messages.CountTokens'],
      free: true,
      answers: false,
      ...anthropicFields('1'),
      maxTokens: [],
    }),
    api({
      id: 'anthropic-batch',
      methods: ['Messages.Batches.New'],
      batch: true,
      ...anthropicFields('1.Requests.0.Params'),
      outputLimit: anthropicLimit,
    }),
    api({
      id: 'anthropic-completions',
      methods: ['Completions.New', 'Completions.NewStreaming'],
      model: ['1.Model'],
      messages: ['1.Prompt'],
      textMessages: true,
      maxTokens: ['1.MaxTokensToSample'],
      streaming: ['Completions.NewStreaming'],
    }),
  ],
};

const GENAI = 'go:google.golang.org/genai';
const OLD_GENAI = 'go:github.com/google/generative-ai-go/genai';
const geminiSource = 'google.golang.org/genai, models.go and types.go at 6fd3e65, 2026-08-21';

/** Google's SDK for Go (github.com/googleapis/go-genai, read at 6fd3e65: models.go, chats.go, client.go). */
const genaiGo: SdkProfile = {
  sdk: 'google-genai',
  clients: [client([`${GENAI}.NewClient`, `${GENAI}.Client`], 'gemini', { baseUrl: ['1.HTTPOptions.BaseURL'] })],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'google-generate-content',
      methods: ['Models.GenerateContent', 'Models.GenerateContentStream'],
      model: ['1'],
      system: ['3.SystemInstruction'],
      messages: ['2'],
      textMessages: true,
      tools: ['3.Tools'],
      maxTokens: ['3.MaxOutputTokens'],
      structuredOutput: ['3.ResponseSchema', '3.ResponseJsonSchema'],
      streaming: ['Models.GenerateContentStream'],
      outputLimit: limit('MaxOutputTokens', geminiSource),
    }),
    api({
      id: 'google-chat',
      kind: 'agent',
      methods: ['Chats.Create'],
      model: ['1'],
      system: ['2.SystemInstruction'],
      messages: ['3'],
      tools: ['2.Tools'],
      maxTokens: ['2.MaxOutputTokens'],
      outputLimit: limit('MaxOutputTokens', geminiSource),
    }),
    api({
      id: 'google-embeddings',
      answers: false,
      methods: ['Models.EmbedContent'],
      model: ['1'],
      messages: ['2'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

/** Google's old SDK for Go, where the model sits on the receiver. */
const genaiGoLegacy: SdkProfile = {
  sdk: 'google-generativeai',
  clients: [
    client([`${OLD_GENAI}.NewClient().GenerativeModel`, `${OLD_GENAI}.Client().GenerativeModel`], 'gemini', {
      model: ['0'],
      system: ['SystemInstruction'],
      maxTokens: ['MaxOutputTokens', 'SetMaxOutputTokens'],
    }),
    client(
      [
        'go:cloud.google.com/go/vertexai/genai.NewClient().GenerativeModel',
        'go:cloud.google.com/go/vertexai/genai.Client().GenerativeModel',
      ],
      'vertex',
      { model: ['0'], system: ['SystemInstruction'], maxTokens: ['MaxOutputTokens'] },
    ),
    // A model that comes from elsewhere.
    client([`${OLD_GENAI}.GenerativeModel`], 'gemini'),
  ],
  moduleClients: [],
  transparent: ['StartChat()'],
  apis: [
    api({
      id: 'google-generate-content-legacy',
      methods: ['GenerateContent', 'GenerateContentStream', 'SendMessage', 'SendMessageStream'],
      model: [],
      messages: ['1'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      limitAtClient: true,
      streaming: ['GenerateContentStream', 'SendMessageStream'],
      outputLimit: limit('MaxOutputTokens', 'github.com/google/generative-ai-go, genai/client.go'),
    }),
  ],
};

const BEDROCK = 'go:github.com/aws/aws-sdk-go-v2/service/bedrockruntime';
const bedrockSource = 'aws-sdk-go-v2/service/bedrockruntime, api_op_Converse.go and api_op_InvokeModel.go';

/** The Bedrock runtime of AWS's SDK for Go. */
const bedrockGo: SdkProfile = {
  sdk: 'bedrock',
  clients: [client([`${BEDROCK}.NewFromConfig`, `${BEDROCK}.New`, `${BEDROCK}.Client`], 'bedrock')],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'bedrock-converse',
      methods: ['Converse', 'ConverseStream'],
      model: ['1.ModelId'],
      system: ['1.System'],
      messages: ['1.Messages'],
      tools: ['1.ToolConfig.Tools'],
      maxTokens: ['1.InferenceConfig.MaxTokens'],
      streaming: ['ConverseStream'],
      outputLimit: limit('MaxTokens', bedrockSource),
    }),
    api({
      id: 'bedrock-invoke',
      methods: ['InvokeModel', 'InvokeModelWithResponseStream'],
      model: ['1.ModelId'],
      messages: ['1.Body'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      streaming: ['InvokeModelWithResponseStream'],
    }),
  ],
};

const OLLAMA = 'go:github.com/ollama/ollama/api';

/** Ollama's own client (github.com/ollama/ollama, api/client.go and api/types.go). */
const ollamaGo: SdkProfile = {
  sdk: 'ollama',
  clients: [client([`${OLLAMA}.ClientFromEnvironment`, `${OLLAMA}.NewClient`, `${OLLAMA}.Client`], 'ollama')],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'ollama-chat',
      methods: ['Chat', 'Generate'],
      model: ['1.Model'],
      system: ['1.System'],
      messages: ['1.Messages', '1.Prompt'],
      textMessages: true,
      tools: ['1.Tools'],
      maxTokens: ['1.Options.num_predict'],
      structuredOutput: ['1.Format'],
    }),
  ],
};

/** SDKs for Go. */
export const goSdks: readonly SdkProfile[] = [
  openaiGo,
  goOpenai,
  anthropicGo,
  genaiGo,
  genaiGoLegacy,
  bedrockGo,
  ollamaGo,
  ...goFrameworks,
];
