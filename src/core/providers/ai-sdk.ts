import { api, client, functions, type SdkProfile } from './profile.ts';

const source = 'AI SDK 7 (npm package ai 7.0.173), 2026-11-21';
const shared = {
  system: ['instructions', 'system'],
  messages: ['messages', 'prompt'],
  textMessages: true,
  maxTokens: ['maxOutputTokens', 'maxTokens'],
  structuredOutput: ['output', 'experimental_output', 'schema'],
  billing: 'model',
  outputLimit: { parameter: 'maxOutputTokens', required: false, includesReasoning: true, source },
} as const;

/** Vercel's AI SDK, names of versions 5 to 7. */
export const aiSdk: SdkProfile = functions('ai', [
  api({
    id: 'ai-sdk-text',
    callees: ['npm:ai.generateText', 'npm:ai.streamText', 'npm:ai/rsc.streamUI'],
    streaming: ['npm:ai.streamText'],
    steps: { arguments: ['stopWhen', 'maxSteps'], standard: { times: 1, source: 'default stopWhen of ai 7.0.173' } },
    ...shared,
  }),
  api({
    id: 'ai-sdk-object',
    callees: ['npm:ai.generateObject', 'npm:ai.streamObject'],
    streaming: ['npm:ai.streamObject'],
    structured: ['npm:ai.generateObject', 'npm:ai.streamObject'],
    ...shared,
  }),
  api({
    id: 'ai-sdk-agent',
    kind: 'agent',
    callees: ['npm:ai.ToolLoopAgent', 'npm:ai.Experimental_Agent', 'npm:ai.Agent'],
    steps: { arguments: ['stopWhen'], standard: { times: 20, source: 'default stopWhen of ToolLoopAgent, ai 7.0.173' } },
    ...shared,
    messages: [],
  }),
  api({
    id: 'ai-sdk-embed',
    answers: false,
    callees: ['npm:ai.embed', 'npm:ai.embedMany'],
    messages: ['value', 'values'],
    textMessages: true,
    maxTokens: [],
    billing: 'model',
  }),
]);

/** Genkit. */
export const genkit: SdkProfile = {
  sdk: 'genkit',
  clients: [client(['npm:genkit.genkit', 'npm:genkit/beta.genkit'], undefined, { model: ['model'] })],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'genkit-generate',
      methods: ['generate', 'generateStream'],
      system: ['system'],
      messages: ['messages', 'prompt', '0'],
      textMessages: true,
      maxTokens: ['config.maxOutputTokens'],
      structuredOutput: ['output'],
      steps: { arguments: ['maxTurns'], standard: { times: 5, source: 'default maxTurns of genkit 1.42.0' } },
      streaming: ['generateStream'],
      billing: 'model',
    }),
    // A prompt that is defined once and called by the name it is given (genkit 1.42.0, its reference read 2026-11-23).
    api({
      id: 'genkit-prompt',
      kind: 'agent',
      methods: ['definePrompt'],
      system: ['system'],
      messages: ['messages', 'prompt', '1'],
      textMessages: true,
      maxTokens: ['config.maxOutputTokens'],
      structuredOutput: ['output'],
      steps: { arguments: ['maxTurns'], standard: { times: 5, source: 'default maxTurns of genkit 1.42.0' } },
      billing: 'model',
    }),
  ],
};
