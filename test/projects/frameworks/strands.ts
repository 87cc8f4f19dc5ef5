import { Agent, BedrockModel } from '@strands-agents/sdk';

export const agent = new Agent({
  model: new BedrockModel({ modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', maxTokens: 300 }),
  systemPrompt: 'Answer in one sentence.',
});
