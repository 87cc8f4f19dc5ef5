import { openaiChat } from './openai.ts';
import { api, client, type SdkProfile } from './profile.ts';

/** Azure's client for models of many makers (azure-ai-inference 1.0.0b9 for Python, its reference read 2026-11-23): the endpoint decides who answers. */
export const azureInferencePython: SdkProfile = {
  sdk: 'azure-ai-inference',
  clients: [
    client(
      ['ChatCompletionsClient', 'EmbeddingsClient'].flatMap((name) => [`azure.ai.inference.${name}`, `azure.ai.inference.aio.${name}`]),
      undefined,
      { baseUrl: ['endpoint', '0'], model: ['model'] },
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      ...openaiChat,
      methods: ['complete'],
      maxTokens: ['max_tokens'],
      streaming: [],
      outputLimit: {
        parameter: 'max_tokens',
        required: false,
        includesReasoning: true,
        source: 'azure-ai-inference 1.0.0b9, ChatCompletionsClient.complete',
      },
    }),
    api({
      id: 'openai-embeddings',
      answers: false,
      methods: ['embed'],
      messages: ['input'],
      textMessages: true,
      maxTokens: [],
      tools: [],
    }),
  ],
};
