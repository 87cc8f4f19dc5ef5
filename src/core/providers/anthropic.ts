import { api, client, type OutputLimitFact, type SdkProfile } from './profile.ts';

const messagesLimit: OutputLimitFact = {
  parameter: 'max_tokens',
  required: true,
  includesReasoning: true,
  source: 'Anthropic Messages API reference, @anthropic-ai/sdk 1.12.0, 2026-11-21',
};

/** The `anthropic` packages of Python and JavaScript (names as of 2026-11-21). */
export const anthropic: SdkProfile = {
  sdk: 'anthropic',
  clients: [
    client(
      [
        'anthropic.Anthropic',
        'anthropic.AsyncAnthropic',
        'anthropic.Client',
        'anthropic.AsyncClient',
        'npm:@anthropic-ai/sdk.default',
        'npm:@anthropic-ai/sdk.Anthropic',
        'npm:@anthropic-ai/sdk',
      ],
      'anthropic',
      { baseUrl: ['base_url', 'baseURL'] },
    ),
    client(
      [
        'anthropic.AnthropicBedrock',
        'anthropic.AsyncAnthropicBedrock',
        'anthropic.lib.bedrock.AnthropicBedrock',
        'anthropic.lib.bedrock.AsyncAnthropicBedrock',
        'anthropic.AnthropicBedrockMantle',
        'anthropic.AsyncAnthropicBedrockMantle',
        'npm:@anthropic-ai/bedrock-sdk.default',
        'npm:@anthropic-ai/bedrock-sdk.AnthropicBedrock',
        'npm:@anthropic-ai/bedrock-sdk.AnthropicBedrockMantle',
      ],
      'bedrock',
    ),
    client(
      [
        'anthropic.AnthropicVertex',
        'anthropic.AsyncAnthropicVertex',
        'anthropic.lib.vertex.AnthropicVertex',
        'anthropic.lib.vertex.AsyncAnthropicVertex',
        'anthropic.AnthropicGoogleCloud',
        'anthropic.AsyncAnthropicGoogleCloud',
        'npm:@anthropic-ai/vertex-sdk.default',
        'npm:@anthropic-ai/vertex-sdk.AnthropicVertex',
      ],
      'vertex',
    ),
    // anthropic 2.13.0 of PyPI, @anthropic-ai/foundry-sdk 1.1.1 and @anthropic-ai/aws-sdk 1.1.2 of npm.
    client(
      [
        'anthropic.AnthropicFoundry',
        'anthropic.AsyncAnthropicFoundry',
        'npm:@anthropic-ai/foundry-sdk.default',
        'npm:@anthropic-ai/foundry-sdk.AnthropicFoundry',
      ],
      'azure',
    ),
    client(
      [
        'anthropic.AnthropicAWS',
        'anthropic.AsyncAnthropicAWS',
        'npm:@anthropic-ai/aws-sdk.default',
        'npm:@anthropic-ai/aws-sdk.AnthropicAws',
      ],
      'anthropic',
    ),
  ],
  moduleClients: [],
  transparent: [
    'with_raw_response',
    'with_streaming_response',
    'beta',
    'with_options()',
    'copy()',
    'withOptions()',
    'prompt_caching',
    'tools',
  ],
  apis: [
    api({
      id: 'anthropic-messages',
      methods: ['messages.create', 'messages.stream', 'messages.parse'],
      system: ['system'],
      structuredOutput: ['output_config', 'output_format'],
      streaming: ['messages.stream'],
      structured: ['messages.parse'],
      outputLimit: messagesLimit,
    }),
    api({
      id: 'anthropic-tool-runner',
      methods: ['messages.tool_runner', 'messages.toolRunner'],
      system: ['system'],
      structuredOutput: ['output_config', 'output_format'],
      steps: { arguments: ['max_iterations'], withoutTools: true },
      outputLimit: messagesLimit,
    }),
    api({
      id: 'anthropic-count',
      methods: ['messages.count_tokens', 'messages.countTokens'],
      free: true,
      answers: false,
      system: ['system'],
      maxTokens: [],
    }),
    api({
      id: 'anthropic-batch',
      methods: ['messages.batches.create'],
      batch: true,
      model: ['requests.0.params.model'],
      system: ['requests.0.params.system'],
      messages: ['requests.0.params.messages'],
      tools: ['requests.0.params.tools'],
      maxTokens: ['requests.0.params.max_tokens'],
      outputLimit: messagesLimit,
    }),
    api({
      id: 'anthropic-completions',
      methods: ['completions.create'],
      messages: ['prompt'],
      textMessages: true,
      maxTokens: ['max_tokens_to_sample'],
      outputLimit: {
        parameter: 'max_tokens_to_sample',
        required: true,
        includesReasoning: false,
        source: 'Anthropic API reference, legacy',
      },
    }),
  ],
};
