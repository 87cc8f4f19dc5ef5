import type { SdkProfile } from './profile.ts';

/** The `anthropic` package, Python (names as of 2026-11-21). */
export const anthropic: SdkProfile = {
  sdk: 'anthropic',
  clients: [
    {
      classes: ['anthropic.Anthropic', 'anthropic.AsyncAnthropic', 'anthropic.Client', 'anthropic.AsyncClient'],
      provider: 'anthropic',
      baseUrl: ['base_url'],
      deployments: false,
    },
    {
      classes: ['anthropic.AnthropicBedrock', 'anthropic.AsyncAnthropicBedrock'],
      provider: 'amazon-bedrock',
      baseUrl: [],
      deployments: false,
    },
    {
      classes: ['anthropic.AnthropicVertex', 'anthropic.AsyncAnthropicVertex'],
      provider: 'google-vertex',
      baseUrl: [],
      deployments: false,
    },
  ],
  moduleClients: [],
  transparent: ['with_raw_response', 'with_streaming_response', 'beta', 'with_options()', 'copy()', 'prompt_caching', 'tools'],
  apis: [
    {
      id: 'anthropic-messages',
      methods: ['messages.create', 'messages.stream', 'messages.parse', 'messages.tool_runner'],
      model: ['model'],
      system: ['system'],
      messages: ['messages'],
      textMessages: false,
      tools: ['tools'],
      maxTokens: ['max_tokens'],
      stream: ['stream'],
      structuredOutput: ['output_config', 'output_format'],
      history: [],
      streamingMethods: ['messages.stream'],
      structuredMethods: ['messages.parse'],
      outputLimit: {
        parameter: 'max_tokens',
        required: true,
        includesReasoning: true,
        source: 'Anthropic Messages API reference, @anthropic-ai/sdk 1.12.0, 2026-11-21',
      },
    },
  ],
};
