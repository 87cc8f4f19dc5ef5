import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenerativeAI } from '@google/generative-ai';
const anthropic = new Anthropic();
type M = { role: string; content: string };
export async function chat(messages: M[]) {
  const system = messages.find((m) => m.role === 'system')?.content;
  const rest = messages.filter((m) => m.role !== 'system');
  return anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 900, system, messages: rest as any });
}
export async function chat2(messages: M[]) {
  const systemMessage = messages.find((m) => m.role === 'system');
  return anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 900, system: systemMessage?.content || '', messages: messages.filter((m) => m.role !== 'system').map((m) => ({ role: m.role as any, content: m.content })) });
}
export async function chat3(messages: M[]) {
  const genAI = new GoogleGenerativeAI('x');
  const systemMessage = messages.find((m) => m.role === 'system');
  const config: any = { model: 'gemini-2.5-flash' };
  if (systemMessage) config.systemInstruction = systemMessage.content;
  const model = genAI.getGenerativeModel(config);
  let prompt = '';
  for (const msg of messages.filter((m) => m.role !== 'system')) {
    if (msg.role === 'user') prompt += `User: ${msg.content}\n`;
    else prompt += `Assistant: ${msg.content}\n`;
  }
  return model.generateContent(prompt);
}
export async function use(question: string, history: M[]) {
  const messages = [{ role: 'system', content: 'You are a helper of the house, and you answer shortly.' }, ...history, { role: 'user', content: question }];
  await chat(messages);
  await chat2(messages);
  await chat3(messages);
}
