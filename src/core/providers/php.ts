import { api, client, functions, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string, required = false): OutputLimitFact => ({
  parameter,
  required,
  includesReasoning: true,
  source,
});
const openaiSource = 'github.com/openai-php/client, README, 2026';

/** The community's client for OpenAI and its Laravel facade (github.com/openai-php/client, openai-php/laravel). */
const openaiPhp: SdkProfile = {
  sdk: 'openai-php',
  clients: [
    client(['php:OpenAI.client', 'php:OpenAI.factory', 'php:OpenAI.Client', 'php:OpenAI.Contracts.ClientContract'], 'openai', {
      baseUrl: ['withBaseUri'],
    }),
    // The name under which the package for Laravel binds its client.
    client(['php:app', 'php:resolve'], 'openai', { only: { argument: '0', values: ['openai'] } }),
  ],
  moduleClients: [{ module: 'php:OpenAI.Laravel.Facades.OpenAI', provider: 'openai' }],
  transparent: [],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['chat().create', 'chat().createStreamed'],
      tools: ['tools', 'functions'],
      maxTokens: ['max_completion_tokens', 'max_tokens'],
      structuredOutput: ['response_format'],
      streaming: ['chat().createStreamed'],
      outputLimit: limit('max_completion_tokens', openaiSource),
    }),
    api({
      id: 'openai-responses',
      methods: ['responses().create', 'responses().createStreamed'],
      system: ['instructions'],
      messages: ['input'],
      textMessages: true,
      maxTokens: ['max_output_tokens'],
      structuredOutput: ['text'],
      history: ['previous_response_id'],
      streaming: ['responses().createStreamed'],
      outputLimit: limit('max_output_tokens', openaiSource),
    }),
    api({
      id: 'openai-completions',
      methods: ['completions().create', 'completions().createStreamed'],
      messages: ['prompt'],
      textMessages: true,
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['embeddings().create'],
      messages: ['input'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

/** Anthropic's SDK for PHP (named arguments) and the community's client (one mapping). */
const anthropicPhp: SdkProfile = {
  sdk: 'anthropic-php',
  clients: [
    client(['php:Anthropic.Client', 'php:Anthropic.client', 'php:Anthropic.factory', 'php:Anthropic.Anthropic.client'], 'anthropic', {
      baseUrl: ['withBaseUri', 'baseUrl'],
    }),
  ],
  moduleClients: [{ module: 'php:Anthropic.Laravel.Facades.Anthropic', provider: 'anthropic' }],
  transparent: ['beta'],
  apis: [
    api({
      id: 'anthropic-messages',
      methods: ['messages.create', 'messages.createStream', 'messages().create', 'messages().createStreamed'],
      system: ['system'],
      maxTokens: ['max_tokens', 'maxTokens'],
      streaming: ['messages.createStream', 'messages().createStreamed'],
      outputLimit: limit('max_tokens', 'Anthropic Messages API reference and github.com/mozex/anthropic-php, README', true),
    }),
  ],
};

const prismRoots = [
  'php:Prism.Prism.Prism',
  'php:Prism.Prism.Facades.Prism',
  'php:EchoLabs.Prism.Prism',
  'php:EchoLabs.Prism.Facades.Prism',
];

/** Prism: a chain of steps (github.com/prism-php/prism at 5d6cc65b, 2026-03-20: src/Concerns, src/helpers.php, docs/core-concepts). */
const prism: SdkProfile = {
  sdk: 'prism',
  clients: [
    client(
      [
        ...prismRoots.flatMap((root) => [`${root}.text`, `${root}.structured`, `${root}.stream`]),
        'php:prism().text',
        'php:prism().structured',
      ],
      undefined,
    ),
  ],
  moduleClients: [],
  transparent: [
    'using()',
    'withSystemPrompt()',
    'withSystemPrompts()',
    'withPrompt()',
    'withMessages()',
    'withMaxTokens()',
    'withTools()',
    'withMaxSteps()',
    'withSchema()',
    'usingTemperature()',
    'usingTopP()',
    'withProviderOptions()',
    'withProviderTools()',
    'withClientOptions()',
    'withClientRetry()',
    'withToolChoice()',
    'withProviderMeta()',
  ],
  apis: [
    api({
      id: 'prism-text',
      methods: ['asText', 'asStream', 'asStructured', 'generate', 'asEventStreamResponse'],
      model: ['using().1'],
      system: ['withSystemPrompt().0'],
      messages: ['withMessages().0', 'withPrompt().0'],
      textMessages: true,
      tools: ['withTools().0'],
      maxTokens: ['withMaxTokens().0'],
      structuredOutput: ['withSchema().0'],
      streaming: ['asStream', 'asEventStreamResponse'],
      structured: ['asStructured'],
      outputLimit: limit('withMaxTokens', 'github.com/prism-php/prism, docs/core-concepts/text-generation.md'),
    }),
  ],
};

/** LLPhant (github.com/LLPhant/LLPhant at 1f13db7, 2026-07-14: src/Chat, src/OpenAIConfig.php). */
const llphant: SdkProfile = {
  sdk: 'llphant',
  clients: (
    [
      ['OpenAIChat', 'openai'],
      ['AnthropicChat', 'anthropic'],
      ['MistralAIChat', 'mistral'],
      ['OllamaChat', 'ollama'],
      ['LmStudioChat', undefined],
    ] as const
  ).map(([name, provider]) =>
    client([`php:LLPhant.Chat.${name}`], provider, { model: ['0.model'], maxTokens: ['0.maxTokens'], baseUrl: ['0.url'] }),
  ),
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'llphant-chat',
      methods: [
        'generateText',
        'generateChat',
        'generateStreamOfText',
        'generateChatStream',
        'generateTextOrReturnFunctionToCall',
        'generateChatOrReturnFunctionToCall',
      ],
      model: [],
      messages: ['0'],
      textMessages: true,
      maxTokens: [],
      limitAtClient: true,
      streaming: ['generateStreamOfText', 'generateChatStream'],
    }),
  ],
};

const NEURON = 'php:NeuronAI.Providers';

/** Neuron: the provider object that an agent gives back (github.com/neuron-core/neuron-ai at c9386211, 2026-06-12: src/Providers). */
const neuron: SdkProfile = functions(
  'neuron-ai',
  (
    [
      ['Anthropic.Anthropic', 'anthropic'],
      ['OpenAI.OpenAI', 'openai'],
      ['OpenAI.AzureOpenAI', 'azure'],
      ['Gemini.GeminiVertex', 'vertex'],
      ['XAI.Grok', 'xai'],
      ['Cohere.Cohere', 'cohere'],
      ['ZAI.ZAI', 'zai'],
      ['HuggingFace.HuggingFace', undefined],
      ['OpenAILike', undefined],
      ['OpenAI.Responses.OpenAIResponses', 'openai'],
      ['Gemini.Gemini', 'gemini'],
      ['Mistral.Mistral', 'mistral'],
      ['Deepseek.Deepseek', 'deepseek'],
      ['Ollama.Ollama', 'ollama'],
    ] as const
  ).map(([name, provider]) =>
    api({
      id: 'neuron-ai-model',
      kind: 'agent',
      callees: [`${NEURON}.${name}`],
      model: ['model', '1'],
      messages: [],
      tools: [],
      maxTokens: ['max_tokens', 'parameters.max_tokens'],
      billing: 'model',
      ...(provider === undefined ? {} : { defaultProvider: provider }),
    }),
  ),
);

/** The community's client for Gemini and its Laravel facade (github.com/google-gemini-php/client, src/Client.php, src/Resources/GenerativeModel.php). */
const geminiPhp: SdkProfile = {
  sdk: 'google-gemini-php',
  clients: [
    client(
      ['php:Gemini.client().generativeModel', 'php:Gemini.Client().generativeModel', 'php:Gemini.Laravel.Facades.Gemini.generativeModel'],
      'gemini',
      { model: ['model', '0'] },
    ),
  ],
  moduleClients: [],
  transparent: [
    'withSystemInstruction()',
    'withGenerationConfig()',
    'withSafetySetting()',
    'withTool()',
    'startChat()',
    'withCachedContent()',
  ],
  apis: [
    api({
      id: 'google-generate-content-legacy',
      methods: ['generateContent', 'streamGenerateContent', 'sendMessage', 'streamSendMessage'],
      model: [],
      system: ['withSystemInstruction().0'],
      messages: ['0'],
      textMessages: true,
      tools: ['withTool().0'],
      maxTokens: ['withGenerationConfig().0.maxOutputTokens'],
      streaming: ['streamGenerateContent', 'streamSendMessage'],
    }),
  ],
};

/** Laravel's own SDK: agents without a class (github.com/laravel/ai at 516f289, 2026-02-27: functions.php, src/Promptable.php). */
const laravelAi: SdkProfile = {
  sdk: 'laravel-ai',
  clients: [client(['php:Laravel.Ai.agent'], undefined, { system: ['instructions', '0'], messages: ['messages', '1'] })],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'laravel-ai-agent',
      methods: ['prompt', 'stream', 'queue'],
      model: ['model', '3'],
      messages: ['prompt', '0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      limitAtClient: true,
      streaming: ['stream'],
      billing: 'model',
    }),
  ],
};

/** SDKs for PHP. */
export const phpSdks: readonly SdkProfile[] = [openaiPhp, anthropicPhp, geminiPhp, laravelAi, prism, llphant, neuron];
