import OpenAI from 'openai';
import { Agent } from '@mastra/core/agent';

/** What is spread on a condition may be absent; what no branch names is not there. */
export async function ask(client: OpenAI, question: string, memory?: object, brief?: boolean, rest?: object) {
  new Agent({ name: 'a', instructions: 'Be kind.', model: 'openai/gpt-4o', ...(memory ? { memory } : {}) });
  const messages = [{ role: 'user', content: question }] as const;
  await client.chat.completions.create({ model: 'gpt-4o', messages, ...(brief && { max_tokens: 80 }) });
  await client.chat.completions.create({ model: 'gpt-4o', messages, max_tokens: 81, ...(brief ? { max_tokens: 20 } : {}) });
  await client.chat.completions.create({ model: 'gpt-4o', messages, ...(brief ? { max_tokens: 20 } : rest) });
}
