import { anthropic } from '@ai-sdk/anthropic';
import { generateText, type ModelMessage } from 'ai';
import OpenAI from 'openai';

const client = new OpenAI({ apiKey: process.env.KEY });
export const MODEL = process.env.MODEL ?? 'gpt-4.1';

interface Options {
  system?: string;
  messages: ModelMessage[];
  model?: string;
}

/** The adapter. */
export async function complete({ system, messages, model = MODEL }: Options) {
  return client.chat.completions.create({
    model,
    messages: [{ role: 'system', content: system }, ...messages],
    max_completion_tokens: 300,
  });
}

export const summarise = (text: string) =>
  generateText({
    model: anthropic('claude-sonnet-5'),
    system: 'You summarise.',
    prompt: `Summarise:\n${text}`,
    maxOutputTokens: 200,
  });

export class Assistant {
  private readonly openai: OpenAI;

  constructor(
    openai: OpenAI,
    private model = 'gpt-5.1',
  ) {
    this.openai = openai;
  }

  async answer(input: string) {
    return this.openai.responses.create({ model: this.model, instructions: SYSTEM, input });
  }
}

const SYSTEM = ['You are helpful.', 'Be brief.'].join('\n');
