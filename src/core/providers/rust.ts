import { api, client, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string, required = false): OutputLimitFact => ({
  parameter,
  required,
  includesReasoning: true,
  source,
});
const asyncSource = 'github.com/64bit/async-openai, examples and types, 2026-07-31';

/** async-openai (github.com/64bit/async-openai, read at ca74607). */
const asyncOpenai: SdkProfile = {
  sdk: 'async-openai',
  clients: [
    client(
      ['rs:async_openai.Client', 'rs:async_openai.Client.new', 'rs:async_openai.Client.with_config', 'rs:async_openai.Client.build'],
      'openai',
      {
        baseUrl: ['0.with_api_base', '0.with_endpoint'],
      },
    ),
  ],
  moduleClients: [],
  transparent: ['with_http_client()', 'with_backoff()', 'with_headers()'],
  apis: [
    api({
      id: 'openai-chat',
      methods: ['chat().create', 'chat().create_stream', 'chat().create_byot', 'chat().create_stream_byot'],
      model: ['0.model'],
      messages: ['0.messages'],
      tools: ['0.tools', '0.functions'],
      maxTokens: ['0.max_completion_tokens', '0.max_tokens'],
      structuredOutput: ['0.response_format'],
      streaming: ['chat().create_stream', 'chat().create_stream_byot'],
      outputLimit: limit('max_completion_tokens', asyncSource),
    }),
    api({
      id: 'openai-responses',
      methods: ['responses().create', 'responses().create_stream', 'responses().create_byot'],
      model: ['0.model'],
      system: ['0.instructions'],
      messages: ['0.input'],
      textMessages: true,
      tools: ['0.tools'],
      maxTokens: ['0.max_output_tokens'],
      structuredOutput: ['0.text'],
      history: ['0.previous_response_id'],
      streaming: ['responses().create_stream'],
      outputLimit: limit('max_output_tokens', asyncSource),
    }),
    api({
      id: 'openai-completions',
      methods: ['completions().create', 'completions().create_stream'],
      model: ['0.model'],
      messages: ['0.prompt'],
      textMessages: true,
      maxTokens: ['0.max_tokens'],
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
};

const rigProviders = [
  'openai',
  'anthropic',
  'gemini',
  'groq',
  'deepseek',
  'mistral',
  'cohere',
  'xai',
  'perplexity',
  'together',
  'openrouter',
  'ollama',
  'azure',
  'huggingface',
  'hyperbolic',
  'moonshot',
  'minimax',
  'zai',
  'llamacpp',
  'mira',
] as const;

/** Providers of rig whose name is not the one that the price book knows them by; undefined where nobody bills. */
const billers: ReadonlyMap<string, string | undefined> = new Map([
  ['moonshot', 'moonshotai'],
  ['llamacpp', undefined],
]);

/** rig: an agent is built from a provider's client (github.com/0xPlaygrounds/rig at b75850e89, 2026-08-22: examples, agent/builder.rs, providers). */
const rig: SdkProfile = {
  sdk: 'rig',
  clients: rigProviders.map((provider) =>
    client(
      ['rig', 'rig_core'].flatMap((crate) => {
        const root = `rs:${crate}.providers.${provider}.Client`;
        const completions = `rs:${crate}.providers.${provider}.CompletionsClient`;
        return [root, `${root}.new`, `${root}.from_env`, `${root}.from_url`, completions, `${completions}.from_env`, `${completions}.new`];
      }),
      billers.has(provider) ? billers.get(provider) : provider,
      { baseUrl: ['base_url'] },
    ),
  ),
  moduleClients: [],
  transparent: [
    'agent()',
    'extractor()',
    'preamble()',
    'append_preamble()',
    'context()',
    'tool()',
    'tools()',
    'dynamic_context()',
    'dynamic_tools()',
    'temperature()',
    'max_tokens()',
    'additional_params()',
    'name()',
    'description()',
    'default_max_turns()',
    'completions_api()',
    'rmcp_tools()',
    'without_preamble()',
    'tool_choice()',
    'output_schema()',
    'output_mode()',
    'dynamic_tool()',
    'retrieved_tools()',
    'memory()',
    'conversation()',
    'add_hook()',
  ],
  apis: [
    api({
      id: 'rig-agent',
      kind: 'agent',
      methods: ['build'],
      needs: ['agent().0', 'extractor().0'],
      model: ['agent().0', 'extractor().0'],
      system: ['preamble().0', 'append_preamble().0'],
      messages: [],
      tools: [],
      maxTokens: ['max_tokens().0'],
      outputLimit: limit('max_tokens', 'github.com/0xPlaygrounds/rig, AgentBuilder'),
    }),
  ],
};

/** ollama-rs (github.com/pepperoni21/ollama-rs, examples). */
const ollamaRs: SdkProfile = {
  sdk: 'ollama-rs',
  clients: [
    client(
      [
        'rs:ollama_rs.Ollama',
        'rs:ollama_rs.Ollama.default',
        'rs:ollama_rs.Ollama.new',
        'rs:ollama_rs.Ollama.try_new',
        'rs:ollama_rs.Ollama.from_url',
      ],
      'ollama',
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'ollama-generate',
      methods: ['generate', 'generate_stream'],
      model: ['0.new:0'],
      system: ['0.system'],
      messages: ['0.new:1'],
      textMessages: true,
      maxTokens: ['0.options.num_predict'],
    }),
    api({
      id: 'ollama-chat',
      methods: ['send_chat_messages', 'send_chat_messages_stream'],
      model: ['0.new:0'],
      messages: ['0.new:1'],
      maxTokens: ['0.options.num_predict'],
    }),
    api({
      id: 'ollama-chat-history',
      methods: ['send_chat_messages_with_history', 'send_chat_messages_with_history_stream'],
      model: ['1.new:0'],
      messages: ['1.new:1'],
      history: ['0'],
      maxTokens: ['1.options.num_predict'],
    }),
  ],
};

/** genai (github.com/jeremychone/rust-genai, examples): the model id decides who is asked. */
const genai: SdkProfile = {
  sdk: 'rust-genai',
  clients: [client(['rs:genai.Client', 'rs:genai.Client.default'], undefined)],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'rust-genai-chat',
      methods: ['exec_chat', 'exec_chat_stream'],
      model: ['0'],
      system: ['1.with_system', '1.from_system:0'],
      messages: ['1.new:0', '1.from_messages:0', '1.from_user:0', '1.append_message'],
      textMessages: true,
      tools: ['1.with_tools'],
      maxTokens: ['2.with_max_tokens'],
      streaming: ['exec_chat_stream'],
      outputLimit: limit('with_max_tokens', 'github.com/jeremychone/rust-genai, ChatOptions'),
    }),
  ],
};

const LANGCHAIN = 'rs:langchain_rust';
const langchainLlms = (
  [
    ['openai', 'OpenAI', 'openai'],
    ['claude', 'Claude', 'anthropic'],
    ['ollama.client', 'Ollama', 'ollama'],
    ['deepseek', 'Deepseek', 'deepseek'],
    ['qwen', 'Qwen', undefined],
  ] as const
).map(([module, name, provider]) => ({
  paths: [`${LANGCHAIN}.llm.${module}.${name}`, `${LANGCHAIN}.llm.${name}`].flatMap((path) => [`${path}.default`, `${path}.new`]),
  provider,
}));

/** langchain-rust (github.com/Abraxas-365/langchain-rust at cfc709a, 2025-04-30: src/llm, src/chain/llm_chain.rs). */
const langchainRust: SdkProfile = {
  sdk: 'langchain-rust',
  clients: langchainLlms.map(({ paths, provider }) => client(paths, provider, { model: ['with_model'] })),
  moduleClients: [],
  transparent: ['with_model()', 'with_options()', 'with_config()', 'with_api_key()', 'with_api_base()'],
  apis: [
    api({
      id: 'langchain-rust-llm',
      methods: ['invoke', 'generate', 'stream'],
      model: ['with_model().0'],
      messages: ['0'],
      textMessages: true,
      tools: [],
      maxTokens: ['with_options().0.with_max_tokens'],
      streaming: ['stream'],
    }),
  ],
};

/** Chains of langchain-rust. */
const langchainRustChains: SdkProfile = {
  sdk: 'langchain-rust',
  clients: [client([`${LANGCHAIN}.chain.LLMChainBuilder.new`, `${LANGCHAIN}.chain.llm_chain.LLMChainBuilder.new`], undefined)],
  moduleClients: [],
  transparent: ['prompt()', 'llm()', 'options()', 'output_key()', 'output_parser()'],
  apis: [
    api({
      id: 'langchain-rust-chain',
      kind: 'agent',
      methods: ['build'],
      needs: ['llm().0'],
      model: ['llm().0'],
      messages: ['prompt().0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      billing: 'model',
    }),
  ],
};

/** The Bedrock runtime of AWS's SDK for Rust: a chain of steps that ends with `send()`. */
const bedrockRust: SdkProfile = {
  sdk: 'bedrock',
  clients: [
    client(
      ['rs:aws_sdk_bedrockruntime.Client', 'rs:aws_sdk_bedrockruntime.Client.new', 'rs:aws_sdk_bedrockruntime.Client.from_conf'],
      'bedrock',
    ),
  ],
  moduleClients: [],
  transparent: [
    'model_id()',
    'messages()',
    'set_messages()',
    'system()',
    'set_system()',
    'inference_config()',
    'tool_config()',
    'additional_model_request_fields()',
    'body()',
    'content_type()',
    'accept()',
    'guardrail_config()',
  ],
  apis: [
    api({
      id: 'bedrock-converse',
      methods: ['converse().send', 'converse_stream().send'],
      model: ['model_id().0'],
      system: ['system().0', 'set_system().0'],
      messages: ['messages().0', 'set_messages().0'],
      textMessages: true,
      tools: ['tool_config().0'],
      maxTokens: ['inference_config().0.max_tokens'],
      streaming: ['converse_stream().send'],
      outputLimit: limit('max_tokens', 'aws-sdk-bedrockruntime, ConverseFluentBuilder'),
    }),
    api({
      id: 'bedrock-invoke',
      methods: ['invoke_model().send', 'invoke_model_with_response_stream().send'],
      model: ['model_id().0'],
      messages: ['body().0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
    }),
  ],
};

/** SDKs for Rust. */
export const rustSdks: readonly SdkProfile[] = [asyncOpenai, rig, ollamaRs, genai, langchainRust, langchainRustChains, bedrockRust];
