import { ChatOpenAI } from '@langchain/openai';

export function ask(messages: unknown[], tools: unknown[]) {
  return new ChatOpenAI({ model: 'gpt-4o' }).bindTools(tools).stream(messages);
}
