import { OpenAIClient, AzureKeyCredential } from '@azure/openai';
import { ChatOpenAI } from '@langchain/openai';
import { initChatModel } from 'langchain/chat_models/universal';
import OpenAI from 'openai';

const client = new OpenAI();
const azure = new OpenAIClient('https://example.openai.azure.com', new AzureKeyCredential('key'));
const LIMIT = parseInt(process.env.ANSWER_LIMIT ?? '800', 10);

async function makeModel(settings: { readonly name: string }, limit?: number) {
  return await initChatModel(settings.name, { temperature: 0, ...(limit ? { maxTokens: limit } : {}) });
}

/** The model is handed in for one branch and written for the other: it is not known. */
export async function askEither(thorough: boolean, settings: { readonly name: string }) {
  let model;
  if (thorough) model = await makeModel(settings, 250);
  else model = await makeModel({ ...settings, name: 'gpt-4o' });
  return model.invoke([
    ['system', 'Be brief.'],
    ['user', 'Say hello.'],
  ]);
}

export async function askShort() {
  const model = await initChatModel('gpt-4o', { maxTokens: 250 });
  return model.invoke('Say hello.');
}

export function askKnown(thorough: boolean) {
  const model = thorough ? new ChatOpenAI({ model: 'gpt-4o' }) : new ChatOpenAI({ model: 'gpt-4o-mini' });
  return model.invoke('Say hello.');
}

/** A message whose role is decided at run time may be the system text. */
export function askInRole(old: boolean, own: string | undefined) {
  const text = own ? `${own}\nBe brief.` : 'Be brief.';
  return client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: old ? 'user' : 'system', content: text }] });
}

export function askAsDeveloper(reasoning: boolean) {
  const messages = [
    { role: reasoning ? 'developer' : 'system', content: 'Be brief.' },
    { role: 'user', content: 'Say hello.' },
  ] as const;
  return client.chat.completions.create({ model: 'gpt-4o', messages, max_tokens: LIMIT });
}

export function askEitherName(reasoning: boolean, settings: { readonly longest: number; readonly usual: number }) {
  const limits = reasoning ? { max_completion_tokens: settings.longest || 1000 } : { max_tokens: settings.usual };
  return client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Say hello.' }], ...limits });
}

export function askAzure(deployment: string) {
  return azure.getChatCompletions(
    deployment,
    [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Say hello.' },
    ],
    { maxTokens: 7 },
  );
}

export function askAzureFreely(deployment: string) {
  return azure.getChatCompletions(deployment, [{ role: 'user', content: 'Say hello.' }]);
}

const USUAL_LIMIT = 320;

export function askWithUsualLimit(question: string, instructions?: string) {
  return client.responses.create({
    model: 'gpt-4o',
    input: question,
    ...(instructions ? { instructions } : {}),
    ...(USUAL_LIMIT && { max_output_tokens: USUAL_LIMIT }),
  });
}
