import OpenAI from 'openai';

const client = new OpenAI();

async function complete(options: { prompt: string; model?: string; limit?: number }) {
  const { prompt, model = 'gpt-4o', limit = 1000 } = options;
  return client.chat.completions.create({ model, max_tokens: limit, messages: [{ role: 'user', content: prompt }] });
}

// Whoever calls these always says which model and how much; only the last leaves the limit to `complete`.
export const named = (prompt: string, model: string, limit: number) => complete({ prompt, model, limit });
export const open = (prompt: string, model: string, limit?: number) => complete({ prompt, model, limit });
