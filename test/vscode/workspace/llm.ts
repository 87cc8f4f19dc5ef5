import OpenAI from 'openai';

const client = new OpenAI();

/** The adapter of this workspace. */
export const complete = (messages: { role: 'user'; content: string }[], model: string) =>
  client.chat.completions.create({ model, messages, max_completion_tokens: 200 });
