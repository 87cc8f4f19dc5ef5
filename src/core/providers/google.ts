import { api, client, functions, type OutputLimitFact, type SdkProfile } from './profile.ts';

const source = 'Gemini API reference and @google/genai 3.1.0 types, 2026-11-21';
/** Functions of the old Python SDK that make embeddings. */
const legacyEmbeddings = ['google.generativeai.embed_content', 'google.generativeai.embed_content_async'];
const limit: OutputLimitFact = { parameter: undefined, required: false, includesReasoning: true, source };

/** The current Google SDK, Python `google-genai` and `@google/genai` (names as of 2026-11-21). */
export const googleGenai: SdkProfile = {
  sdk: 'google-genai',
  clients: [client(['google.genai.Client', 'google.genai.client.Client', 'npm:@google/genai.GoogleGenAI'], 'gemini')],
  moduleClients: [],
  transparent: ['aio'],
  apis: [
    api({
      id: 'google-generate-content',
      methods: ['models.generate_content', 'models.generate_content_stream', 'models.generateContent', 'models.generateContentStream'],
      system: ['config.system_instruction', 'config.systemInstruction'],
      messages: ['contents'],
      textMessages: true,
      tools: ['config.tools'],
      maxTokens: ['config.max_output_tokens', 'config.maxOutputTokens'],
      structuredOutput: ['config.response_schema', 'config.responseSchema', 'config.response_json_schema', 'config.responseJsonSchema'],
      streaming: ['models.generate_content_stream', 'models.generateContentStream'],
      outputLimit: limit,
    }),
    api({
      id: 'google-chat',
      kind: 'agent',
      methods: ['chats.create'],
      system: ['config.system_instruction', 'config.systemInstruction'],
      messages: ['history'],
      tools: ['config.tools'],
      maxTokens: ['config.max_output_tokens', 'config.maxOutputTokens'],
      outputLimit: limit,
    }),
    api({
      id: 'google-interactions',
      methods: ['interactions.create'],
      system: ['system_instruction'],
      messages: ['input'],
      textMessages: true,
      maxTokens: ['generation_config.max_output_tokens'],
      history: ['previous_interaction_id'],
      outputLimit: limit,
    }),
    api({
      id: 'google-embeddings',
      answers: false,
      methods: ['models.embed_content', 'models.embedContent'],
      messages: ['contents'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

/** The old Gemini SDKs, where the model sits on the receiver. */
export const googleLegacy: SdkProfile = {
  sdk: 'google-generativeai',
  clients: [
    client(['google.generativeai.GenerativeModel', 'google.generativeai.generative_models.GenerativeModel'], 'gemini', {
      model: ['model_name', '0'],
      system: ['system_instruction'],
      maxTokens: ['generation_config.max_output_tokens'],
    }),
    client(['npm:@google/generative-ai.GoogleGenerativeAI().getGenerativeModel'], 'gemini', {
      model: ['model'],
      system: ['systemInstruction'],
      maxTokens: ['generationConfig.maxOutputTokens'],
    }),
    // @google-cloud/vertexai 1.10, and Firebase (firebase 12, "AI Logic"): the same surface.
    client(
      [
        'getGenerativeModel',
        'preview.getGenerativeModel',
        'getGenerativeModelFromCachedContent',
        'preview.getGenerativeModelFromCachedContent',
      ].map((name) => `npm:@google-cloud/vertexai.VertexAI().${name}`),
      'vertex',
      { model: ['model'], system: ['systemInstruction'], maxTokens: ['generationConfig.maxOutputTokens'] },
    ),
    client(
      ['firebase/ai', 'firebase/vertexai', '@firebase/ai', '@firebase/vertexai'].map((name) => `npm:${name}.getGenerativeModel`),
      'gemini',
      { model: ['1.model'], system: ['1.systemInstruction'], maxTokens: ['1.generationConfig.maxOutputTokens'] },
    ),
    client(['vertexai.generative_models.GenerativeModel', 'vertexai.preview.generative_models.GenerativeModel'], 'vertex', {
      model: ['model_name', '0'],
      system: ['system_instruction'],
      maxTokens: ['generation_config.max_output_tokens'],
    }),
    client(legacyEmbeddings, 'gemini'),
  ],
  moduleClients: [],
  transparent: ['start_chat()', 'startChat()'],
  apis: [
    api({
      id: 'google-generate-content-legacy',
      methods: [
        'generate_content',
        'generate_content_async',
        'generateContent',
        'generateContentStream',
        'send_message',
        'send_message_async',
        'sendMessage',
        'sendMessageStream',
      ],
      model: [],
      messages: ['contents', 'content', '0'],
      textMessages: true,
      maxTokens: ['generation_config.max_output_tokens', 'generationConfig.maxOutputTokens'],
      streaming: ['generateContentStream', 'sendMessageStream'],
      outputLimit: limit,
    }),
    // Reference of google.generativeai (ai.google.dev/api/python/google/generativeai), 2026-11.
    api({
      id: 'google-embeddings-legacy',
      answers: false,
      callees: legacyEmbeddings,
      model: ['model', '0'],
      messages: ['content', '1'],
      textMessages: true,
      tools: [],
      maxTokens: [],
    }),
  ],
};

/** Google's Agent Development Kit. */
export const googleAdk: SdkProfile = functions('google-adk', [
  api({
    id: 'google-adk-agent',
    steps: { arguments: [], standard: { times: 500, source: 'default max_llm_calls of google-adk, 2026-11-22' } },
    kind: 'agent',
    callees: [
      'google.adk.Agent',
      'google.adk.agents.Agent',
      'google.adk.agents.LlmAgent',
      'google.adk.agents.llm_agent.Agent',
      'google.adk.agents.llm_agent.LlmAgent',
    ],
    system: ['instruction', 'global_instruction'],
    messages: [],
    maxTokens: ['generate_content_config.max_output_tokens'],
    billing: 'model',
    defaultProvider: 'gemini',
  }),
]);
