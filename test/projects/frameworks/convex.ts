import { openai } from '@ai-sdk/openai';
import { Agent, stepCountIs } from '@convex-dev/agent';
import { createGateway } from 'ai';
import { components } from './_generated/api';
import { search } from './tools';

const gateway = createGateway({ apiKey: process.env.AI_GATEWAY_API_KEY ?? '' });

export const helper = new Agent(components.agent, {
  name: 'Helper',
  languageModel: openai.chat('gpt-4o-mini'),
  instructions: 'Answer politely and name your sources.',
  tools: { search },
  stopWhen: stepCountIs(5),
  callSettings: { maxOutputTokens: 400 },
});

export const writer = new Agent(components.agent, { name: 'Writer', languageModel: openai('gpt-5.1'), instructions: 'Write.', maxSteps: 3 });

export const critic = new Agent(components.agent, { name: 'Critic', languageModel: gateway('mistral/mistral-large-3'), instructions: 'Be strict.' });
