import { anthropic } from './anthropic.ts';
import { api, client, functions, type SdkProfile } from './profile.ts';
import { openaiChat } from './openai.ts';

/** Mistral's own SDK. */
export const mistral: SdkProfile = {
  sdk: 'mistral',
  clients: [
    client(
      [
        'mistralai.Mistral',
        'mistralai.client.Mistral',
        'mistralai.client.sdk.Mistral',
        'mistralai_azure.MistralAzure',
        'mistralai.azure.client.MistralAzure',
        'mistralai_gcp.MistralGoogleCloud',
        'mistralai.gcp.client.MistralGCP',
        'mistralai.client.MistralClient',
        'mistralai.async_client.MistralAsyncClient',
        'npm:@mistralai/mistralai.Mistral',
        'npm:@mistralai/mistralai.default',
      ],
      'mistral',
    ),
  ],
  moduleClients: [],
  transparent: ['beta'],
  apis: [
    api({
      id: 'mistral-chat',
      methods: [
        'chat.complete',
        'chat.complete_async',
        'chat.stream',
        'chat.stream_async',
        'chat.parse',
        'chat.parse_async',
        'chat.parse_stream',
        'chat.parse_stream_async',
        'chat',
        'chat_stream',
      ],
      maxTokens: ['max_tokens', 'maxTokens'],
      structuredOutput: ['response_format', 'responseFormat'],
      streaming: ['chat.stream', 'chat.stream_async', 'chat_stream'],
      structured: ['chat.parse', 'chat.parse_async'],
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source: 'Mistral API reference, 2026' },
    }),
    // Agents and conversations that Mistral keeps: the model may stand in the stored agent (SDK's reference, 2026).
    api({
      id: 'mistral-conversations',
      // `append` goes on with a conversation too; as a name it would have every list asked.
      methods: [
        ...['start', 'start_async', 'start_stream', 'start_stream_async', 'startStream'],
        ...['append_async', 'append_stream', 'append_stream_async', 'appendStream'],
        ...['restart', 'restart_async', 'restart_stream', 'restart_stream_async', 'restartStream'],
      ].map((name) => `conversations.${name}`),
      system: ['instructions'],
      messages: ['inputs'],
      textMessages: true,
      maxTokens: ['completion_args.max_tokens', 'completionArgs.maxTokens'],
    }),
    api({
      id: 'mistral-agents',
      methods: ['agents.complete', 'agents.complete_async', 'agents.stream', 'agents.stream_async'],
      maxTokens: ['max_tokens', 'maxTokens'],
    }),
    api({
      id: 'mistral-fim',
      methods: ['fim.complete', 'fim.complete_async', 'fim.stream', 'fim.stream_async'],
      messages: ['prompt'],
      textMessages: true,
      maxTokens: ['max_tokens', 'maxTokens'],
    }),
    // The SDK's reference, 2026: `inputs` is a text or a list of them; `embeddings(…)` is the client before version 1.
    api({
      id: 'mistral-embeddings',
      answers: false,
      methods: ['embeddings.create', 'embeddings.create_async', 'embeddings'],
      messages: ['inputs', 'input'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

/** Cohere's SDK, both versions of its chat API. */
export const cohere: SdkProfile = {
  sdk: 'cohere',
  clients: [
    client(
      [
        'cohere.ClientV2',
        'cohere.AsyncClientV2',
        'cohere.Client',
        'cohere.AsyncClient',
        'npm:cohere-ai.CohereClient',
        'npm:cohere-ai.CohereClientV2',
      ],
      'cohere',
    ),
  ],
  // Until version 7 the package for scripts was one client: `cohere.init(key); cohere.generate(…)`.
  moduleClients: [
    { module: 'npm:cohere-ai', provider: 'cohere' },
    { module: 'npm:cohere-ai.default', provider: 'cohere' },
  ],
  transparent: ['v2'],
  apis: [
    api({
      id: 'cohere-chat',
      methods: ['chat', 'chat_stream', 'chatStream'],
      system: ['preamble'],
      messages: ['messages', 'message'],
      textMessages: true,
      maxTokens: ['max_tokens', 'maxTokens'],
      structuredOutput: ['response_format', 'responseFormat'],
      streaming: ['chat_stream', 'chatStream'],
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source: 'Cohere API reference, 2026' },
    }),
    api({
      id: 'cohere-generate',
      methods: ['generate', 'generate_stream', 'generateStream'],
      messages: ['prompt', '0'],
      textMessages: true,
      maxTokens: ['max_tokens', 'maxTokens'],
      tools: [],
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: false, source: 'Cohere API reference, legacy' },
    }),
    api({
      id: 'cohere-embed',
      answers: false,
      methods: ['embed'],
      messages: ['texts', 'inputs'],
      textMessages: true,
      maxTokens: [],
      tools: [],
    }),
  ],
};

/** Ollama: models on the user's own machine. */
export const ollama: SdkProfile = {
  sdk: 'ollama',
  clients: [client(['ollama.Client', 'ollama.AsyncClient', 'npm:ollama.Ollama'], 'ollama')],
  moduleClients: [
    { module: 'ollama', provider: 'ollama' },
    { module: 'npm:ollama.default', provider: 'ollama' },
  ],
  transparent: [],
  apis: [
    api({
      id: 'ollama-chat',
      methods: ['chat'],
      messages: ['messages', '1'],
      model: ['model', '0'],
      maxTokens: ['options.num_predict'],
      structuredOutput: ['format'],
    }),
    api({
      id: 'ollama-generate',
      methods: ['generate'],
      system: ['system'],
      messages: ['prompt', '1'],
      textMessages: true,
      model: ['model', '0'],
      maxTokens: ['options.num_predict'],
      structuredOutput: ['format'],
    }),
    api({
      id: 'ollama-embed',
      answers: false,
      methods: ['embed', 'embeddings'],
      messages: ['input', 'prompt', '1'],
      textMessages: true,
      model: ['model', '0'],
      maxTokens: [],
      tools: [],
    }),
  ],
};

const completion = {
  maxTokens: ['max_tokens', 'max_completion_tokens'],
  structuredOutput: ['response_format'],
  billing: 'model',
  model: ['model', '0'],
  messages: ['messages', '1'],
  outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source: 'LiteLLM documentation, 2026' },
} as const;

/** LiteLLM: the model's prefix says who bills. */
export const litellm: SdkProfile = {
  sdk: 'litellm',
  clients: [
    // docs.litellm.ai, "Router", 2026-11: requests name a group of deployments, each of which says its model.
    client(['litellm.Router', 'litellm.router.Router'], undefined, {
      registry: { list: ['model_list', '0'], alias: 'model_name', model: ['litellm_params', 'model'] },
    }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'litellm-completion',
      methods: ['completion', 'acompletion'],
      callees: [
        'litellm.completion',
        'litellm.acompletion',
        'litellm.main.completion',
        'litellm.main.acompletion',
        'litellm.batch_completion',
      ],
      ...completion,
    }),
    api({
      id: 'litellm-text',
      methods: ['text_completion', 'atext_completion'],
      callees: ['litellm.text_completion', 'litellm.atext_completion'],
      ...completion,
      messages: ['prompt'],
      textMessages: true,
    }),
    api({
      id: 'litellm-responses',
      callees: ['litellm.responses', 'litellm.aresponses'],
      ...completion,
      system: ['instructions'],
      messages: ['input', '0'],
      model: ['model'],
      textMessages: true,
      maxTokens: ['max_output_tokens'],
    }),
    api({
      id: 'litellm-embedding',
      answers: false,
      callees: ['litellm.embedding', 'litellm.aembedding'],
      messages: ['input'],
      textMessages: true,
      maxTokens: [],
      billing: 'model',
    }),
  ],
};

const anthropicMessages = anthropic.apis.find((one) => one.id === 'anthropic-messages');

/** Instructor wraps another SDK's client and keeps its surface. */
export const instructor: SdkProfile = {
  sdk: 'instructor',
  clients: [
    client(
      [
        'instructor.from_openai',
        'instructor.patch',
        'instructor.apatch',
        'instructor.from_anthropic',
        'instructor.from_groq',
        'instructor.from_mistral',
        'instructor.from_litellm',
        'instructor.from_genai',
        'instructor.from_gemini',
        'instructor.from_cohere',
        'instructor.from_vertexai',
        'instructor.from_bedrock',
        'instructor.from_fireworks',
        'instructor.from_cerebras',
        'instructor.from_writer',
        'instructor.from_xai',
        'instructor.from_perplexity',
        'instructor.client.from_openai',
        'instructor.client.from_anthropic',
        'instructor.Instructor',
        'instructor.AsyncInstructor',
        'npm:@instructor-ai/instructor.default',
      ],
      undefined,
      {
        wraps: '0',
      },
    ),
    client(['instructor.from_provider'], undefined, { model: ['0', 'model'] }),
  ],
  moduleClients: [],
  transparent: ['beta'],
  apis: [
    {
      ...openaiChat,
      id: 'instructor-chat',
      callees: [],
      methods: [
        'chat.completions.create',
        'chat.completions.create_with_completion',
        'chat.completions.create_partial',
        'chat.completions.create_iterable',
        'create',
        'create_with_completion',
        'create_partial',
        'create_iterable',
        'chat.create',
        'chat.create_with_completion',
        'chat.create_partial',
        'chat.create_iterable',
        'messages.create_with_completion',
        'messages.create_partial',
        'messages.create_iterable',
        'responses.create',
        'responses.create_with_completion',
      ],
      structuredOutput: ['response_model'],
    },
    ...(anthropicMessages === undefined ? [] : [{ ...anthropicMessages, id: 'instructor-messages', methods: ['messages.create'] }]),
  ],
};

/** What `instructor.patch(create=client.messages.create)` gives: the method itself, called like a function. */
export const instructorFunctions: SdkProfile = {
  sdk: 'instructor',
  clients: [client(['instructor.patch', 'instructor.apatch'], undefined, { wraps: '0' })],
  moduleClients: [],
  transparent: [],
  apis: [{ ...openaiChat, id: 'instructor-patched', callees: [], methods: [], callable: true, structuredOutput: ['response_model'] }],
};

const qwenGenerations = ['Generation', 'AioGeneration', 'MultiModalConversation', 'AioMultiModalConversation'].map(
  (name) => `dashscope.${name}.call`,
);
const qwenEmbeddings = ['dashscope.TextEmbedding.call', 'dashscope.MultiModalEmbedding.call'];

/** Alibaba's own SDK for Qwen: classes with one function (dashscope 1.x, which 2.x keeps; its page at pypi.org, 2026-11). */
export const dashscope: SdkProfile = {
  sdk: 'dashscope',
  clients: [client([...qwenGenerations, ...qwenEmbeddings], 'dashscope')],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'dashscope-generation',
      callees: qwenGenerations,
      model: ['model', '0'],
      messages: ['messages', 'prompt', '1'],
      textMessages: true,
      structuredOutput: ['response_format'],
      outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: false, source: 'Model Studio API reference, 2026' },
    }),
    api({
      id: 'dashscope-embedding',
      answers: false,
      callees: qwenEmbeddings,
      model: ['model', '0'],
      messages: ['input', '1'],
      textMessages: true,
      tools: [],
      maxTokens: [],
    }),
  ],
};

/** DSPy's language model object. */
export const dspy: SdkProfile = functions('dspy', [
  api({ id: 'dspy-lm', kind: 'agent', callees: ['dspy.LM', 'dspy.clients.LM'], model: ['model', '0'], messages: [], billing: 'model' }),
]);
