import { jvmFrameworks } from './jvm-frameworks.ts';
import { api, client, type OutputLimitFact, type SdkProfile } from './profile.ts';

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

/**
 * Google's SDKs for Android and their successor in Firebase, where the model sits on the receiver
 * (github.com/google-gemini/deprecated-generative-ai-android, GenerativeModel.kt; firebase.google.com/docs/ai-logic, Kotlin).
 */
const geminiKotlin: SdkProfile = {
  sdk: 'google-generativeai',
  clients: [
    client(['java:com.google.ai.client.generativeai.GenerativeModel'], 'gemini', {
      model: ['modelName', '0'],
      system: ['systemInstruction'],
      maxTokens: ['generationConfig.maxOutputTokens'],
    }),
    client(
      ['ai', 'vertexAI'].map((name) => `java:com.google.firebase.Firebase.${name}().generativeModel`),
      'gemini',
      { model: ['modelName', '0'], system: ['systemInstruction'] },
    ),
  ],
  moduleClients: [],
  transparent: ['startChat()'],
  apis: [
    api({
      id: 'google-generate-content-legacy',
      methods: ['generateContent', 'generateContentStream', 'sendMessage', 'sendMessageStream'],
      model: [],
      messages: ['0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      limitAtClient: true,
      streaming: ['generateContentStream', 'sendMessageStream'],
    }),
  ],
};

/** SDKs for Java and Kotlin. */
export const jvmSdks: readonly SdkProfile[] = [
  openaiJava,
  anthropicJava,
  genaiJava,
  bedrockJava,
  openaiKotlin,
  geminiKotlin,
  ...jvmFrameworks,
];
