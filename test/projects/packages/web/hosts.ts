import { ChatOpenAI } from '@langchain/openai';

export async function ask(url: string, question: string) {
  const configuration = { baseURL: url };
  const model = new ChatOpenAI({ model: 'gpt-4o', maxTokens: 70, configuration });
  const other = new ChatOpenAI({ model: 'gpt-4o', maxTokens: 71, configuration: { baseURL: 'https://openrouter.ai/api/v1' } });
  return [await model.invoke(question), await other.invoke(question)];
}
