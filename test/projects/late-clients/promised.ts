import { ChatOpenAI } from '@langchain/openai';

async function getModel(): Promise<ChatOpenAI> {
  return new ChatOpenAI({ model: 'gpt-4o', maxTokens: 90 });
}

export async function summary(text: string) {
  const model = await getModel().catch(() => null);
  return model?.invoke(`Summarise: ${text}`);
}
