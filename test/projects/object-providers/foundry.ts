import { AnthropicFoundry } from '@anthropic-ai/foundry-sdk';

const client = new AnthropicFoundry({ resource: 'team' });

export const answer = (text: string) =>
  client.messages.create({ model: 'claude-sonnet-4-6', max_tokens: 600, system: 'Be brief.', messages: [{ role: 'user', content: text }] });
