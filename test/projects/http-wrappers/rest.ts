import OpenAI from 'openai';

const client = new OpenAI();

// What a pattern leaves over is sent.
export async function ask({ signal, ...rest }: { signal?: AbortSignal; model: string; messages: OpenAI.ChatCompletionMessageParam[] }) {
  return client.chat.completions.create({ ...rest, max_completion_tokens: 100 }, { signal });
}

// What it takes away is not.
export async function capped(options: Record<string, unknown>) {
  const { max_tokens, 'user': user, ...others } = options;
  return client.chat.completions.create({ max_tokens: 300, ...others } as never, { idempotencyKey: String(user) });
}

export const greet = () => ask({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Say hello.' }] });
export const greetShort = () => capped({ model: 'gpt-4o', max_tokens: 9999, messages: [{ role: 'user', content: 'Say hello.' }] });
