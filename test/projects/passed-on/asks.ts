import { OpenAI } from './lib/openai';
import { Client, generateText, openai, type LanguageModel } from './lib/aiSdk';

export async function sentTo(openAiClient: OpenAI, model: string) {
  return openAiClient.chat.completions.create({ model, messages: [{ role: 'user', content: 'Hello' }] });
}

const made = new OpenAI();
const renamed = new Client();

export async function own() {
  await renamed.responses.create({ model: 'gpt-5-nano', input: 'Hello' });
  return made.chat.completions.create({ model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello' }] });
}

export async function anyModel(model: LanguageModel) {
  return generateText({ model, prompt: 'Hello' });
}

export async function oneModel() {
  return generateText({ model: openai('gpt-5-mini'), prompt: 'Hello' });
}
