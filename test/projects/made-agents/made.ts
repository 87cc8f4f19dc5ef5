import { anthropic } from '@ai-sdk/anthropic';
import { Fixed, Plain, SubAgent } from './base';

export const contact = (parent: string) =>
  new SubAgent({ parent, instructions, model: anthropic('claude-sonnet-4-5') });

const instructions = 'You find out how to reach the company.';

export const fixed = new Fixed();
export const plain = new Plain({ model: anthropic('claude-haiku-4-5'), instructions: 'You count words.' });
