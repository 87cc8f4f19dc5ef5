import { OpenAI } from 'openai/index';

export async function ask(question) {
  await new OpenAI().responses.create({ model: 'gpt-4o', input: question, max_output_tokens: 72 });
  const Client = __require('openai').default;
  await new Client().responses.create({ model: 'gpt-4o', input: question, max_output_tokens: 73 });
}
