import { api, client, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string, required = false): OutputLimitFact => ({
  parameter,
  required,
  includesReasoning: true,
  source,
});
const openaiSource =
  'github.com/openai/openai-ruby and github.com/alexrudall/ruby-openai, lib/openai/resources at edfb30b2 and lib/openai/client.rb at 62938e0, 2026-08';

/**
 * Both gems that define `OpenAI::Client`: the official one takes named arguments (`chat.completions.create(model:)`), the community's one a
 * mapping (`chat(parameters: {…})`).
 */
const openaiRuby: SdkProfile = {
  sdk: 'openai-ruby',
  clients: [client(['rb:OpenAI.Client'], 'openai', { baseUrl: ['base_url', 'uri_base'] })],
  moduleClients: [],
  transparent: ['beta'],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['chat', 'chat.completions.create', 'chat.completions.stream', 'chat.completions.stream_raw'],
      model: ['parameters.model', 'model'],
      messages: ['parameters.messages', 'messages'],
      tools: ['parameters.tools', 'tools', 'parameters.functions'],
      maxTokens: ['parameters.max_completion_tokens', 'parameters.max_tokens', 'max_completion_tokens', 'max_tokens'],
      stream: ['parameters.stream'],
      structuredOutput: ['parameters.response_format', 'response_format'],
      streaming: ['chat.completions.stream', 'chat.completions.stream_raw'],
      outputLimit: limit('max_completion_tokens', openaiSource),
    }),
    api({
      id: 'openai-responses',
      methods: ['responses.create', 'responses.stream', 'responses.stream_raw'],
      model: ['parameters.model', 'model'],
      system: ['parameters.instructions', 'instructions'],
      messages: ['parameters.input', 'input'],
      textMessages: true,
      tools: ['parameters.tools', 'tools'],
      maxTokens: ['parameters.max_output_tokens', 'max_output_tokens'],
      structuredOutput: ['parameters.text', 'text'],
      history: ['previous_response_id', 'parameters.previous_response_id'],
      streaming: ['responses.stream', 'responses.stream_raw'],
      outputLimit: limit('max_output_tokens', openaiSource),
    }),
    api({
      id: 'openai-completions',
      methods: ['completions', 'completions.create'],
      model: ['parameters.model', 'model'],
      messages: ['parameters.prompt', 'prompt'],
      textMessages: true,
      maxTokens: ['parameters.max_tokens', 'max_tokens'],
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['embeddings', 'embeddings.create'],
      model: ['parameters.model', 'model'],
      messages: ['parameters.input', 'input'],
      textMessages: true,
      maxTokens: [],
    }),
  ],
};

/** Both gems that define `Anthropic::Client`, in the same two manners. */
const anthropicRuby: SdkProfile = {
  sdk: 'anthropic-ruby',
  clients: [client(['rb:Anthropic.Client'], 'anthropic', { baseUrl: ['base_url', 'uri_base'] })],
  moduleClients: [],
  transparent: ['beta'],
  apis: [
    api({
      id: 'anthropic-messages',
      methods: ['messages', 'messages.create', 'messages.stream', 'messages.stream_raw'],
      model: ['parameters.model', 'model'],
      system: ['parameters.system', 'system', 'system_'],
      messages: ['parameters.messages', 'messages'],
      tools: ['parameters.tools', 'tools'],
      maxTokens: ['parameters.max_tokens', 'max_tokens'],
      stream: ['parameters.stream'],
      streaming: ['messages.stream', 'messages.stream_raw'],
      outputLimit: limit('max_tokens', 'github.com/anthropics/anthropic-sdk-ruby at 1e1bd2f4, resources/messages.rb, 2026-08-19', true),
    }),
    api({
      id: 'anthropic-tool-runner',
      kind: 'agent',
      methods: ['messages.tool_runner'],
      system: ['system', 'system_'],
      steps: { arguments: ['max_iterations'], withoutTools: true },
      outputLimit: limit(
        'max_tokens',
        'github.com/anthropics/anthropic-sdk-ruby at 1e1bd2f4, resources/beta/messages.rb, 2026-08-19',
        true,
      ),
    }),
    api({
      id: 'anthropic-count',
      methods: ['messages.count_tokens'],
      free: true,
      answers: false,
      system: ['system', 'system_'],
      maxTokens: [],
    }),
  ],
};

/** RubyLLM: a chat object that is asked (github.com/crmne/ruby_llm at fb5a49bf, 2026-08-19: lib/ruby_llm/chat.rb; `with_params` and `with_tool` are of versions before). */
const rubyLlm: SdkProfile = {
  sdk: 'ruby_llm',
  clients: [client(['rb:RubyLLM.chat', 'rb:RubyLLM.Chat'], undefined, { model: ['model'] })],
  moduleClients: [],
  transparent: [
    'with_instructions()',
    'with_tool()',
    'with_tools()',
    'with_temperature()',
    'with_schema()',
    'with_model()',
    'with_params()',
    'with_context()',
    'with_thinking()',
    'with_headers()',
    'with_max_output_tokens()',
    'with_server_tools()',
    'with_tool_options()',
    'with_provider_options()',
    'with_fallbacks()',
    'with_citations()',
    'with_caching()',
    'with_compaction()',
    'with_end_user()',
    'on_new_message()',
    'on_end_message()',
  ],
  apis: [
    api({
      id: 'ruby-llm-chat',
      methods: ['ask', 'say', 'ask_later', 'complete', 'generate'],
      model: ['with_model().0'],
      system: ['with_instructions().0'],
      messages: ['0'],
      textMessages: true,
      tools: ['with_tools().0', 'with_tool().0'],
      maxTokens: ['with_max_output_tokens().0', 'with_params().max_tokens', 'with_params().max_output_tokens'],
      steps: { arguments: [] },
    }),
    // lib/ruby_llm.rb: `RubyLLM.embed(text, model: …)`; which model it takes by default is set in the configuration.
    api({
      id: 'ruby-llm-embed',
      callees: ['rb:RubyLLM.embed'],
      messages: ['0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      answers: false,
    }),
  ],
};

const LANGCHAIN = 'rb:Langchain.LLM';

/** langchainrb (github.com/patterns-ai-core/langchainrb at a944fb53, 2026-08-08: lib/langchain/llm, lib/langchain/assistant.rb). */
const langchainRuby: SdkProfile = {
  sdk: 'langchainrb',
  clients: (
    [
      ['OpenAI', 'openai'],
      ['Anthropic', 'anthropic'],
      ['GoogleGemini', 'gemini'],
      ['MistralAI', 'mistral'],
      ['Cohere', 'cohere'],
      ['Ollama', 'ollama'],
      ['Azure', 'azure'],
      ['AwsBedrock', 'bedrock'],
      ['GoogleVertexAI', 'vertex'],
      ['HuggingFace', undefined],
      ['LlamaCpp', undefined],
      ['Replicate', undefined],
      ['AI21', undefined],
    ] as const
  ).map(([name, provider]) =>
    client([`${LANGCHAIN}.${name}`], provider, { model: ['default_options.chat_model', 'default_options.chat_completion_model_name'] }),
  ),
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'langchainrb-chat',
      methods: ['chat', 'complete'],
      system: ['system'],
      messages: ['messages', 'prompt'],
      textMessages: true,
      model: ['model'],
      maxTokens: ['max_tokens'],
    }),
    api({
      id: 'langchainrb-embeddings',
      answers: false,
      methods: ['embed'],
      model: ['model'],
      messages: ['text'],
      textMessages: true,
      maxTokens: [],
      tools: [],
    }),
    api({
      id: 'langchainrb-assistant',
      kind: 'agent',
      callees: ['rb:Langchain.Assistant'],
      model: ['llm'],
      system: ['instructions'],
      messages: [],
      maxTokens: [],
      billing: 'model',
    }),
  ],
};

/** SDKs for Ruby. */
export const rubySdks: readonly SdkProfile[] = [openaiRuby, anthropicRuby, rubyLlm, langchainRuby];
