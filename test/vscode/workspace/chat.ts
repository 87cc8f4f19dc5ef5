import OpenAI from 'openai';
import { complete } from './llm';

const client = new OpenAI();

export async function chat(question: string) {
  await complete([{ role: 'user', content: question }], 'gpt-4o-mini');
  return client.responses.create({ model: 'gpt-6.1-terra', input: `Hello ${question}` });
}
