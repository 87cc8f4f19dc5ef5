import { api, client, type SdkProfile } from './profile.ts';

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
        'npm:@anthropic-ai/vertex-sdk.default',
        'npm:@anthropic-ai/vertex-sdk.AnthropicVertex',
      ],
      'vertex',
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
      methods: ['messages.create', 'messages.stream', 'messages.parse', 'messages.tool_runner', 'messages.toolRunner'],
      system: ['system'],
      structuredOutput: ['output_config', 'output_format'],
      streaming: ['messages.stream'],
      structured: ['messages.parse'],
      outputLimit: {
        parameter: 'max_tokens',
        required: true,
        includesReasoning: true,
        source: 'Anthropic Messages API reference, @anthropic-ai/sdk 1.12.0, 2026-11-21',
      },
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
