import { openai } from '@ai-sdk/openai';
import { Agent, stepCountIs } from '@convex-dev/agent';
import { components } from './_generated/api';
import { search } from './tools';

export const helper = new Agent(components.agent, {
  name: 'Helper',
  languageModel: openai.chat('gpt-4o-mini'),
  instructions: 'Answer politely and name your sources.',
  tools: { search },
  stopWhen: stepCountIs(5),
  callSettings: { maxOutputTokens: 400 },
});

export const writer = new Agent(components.agent, { name: 'Writer', languageModel: openai('gpt-5.1'), instructions: 'Write.', maxSteps: 3 });
