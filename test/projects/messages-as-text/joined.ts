import { generateText } from 'ai';
import { openai } from '@ai-sdk/openai';
type M = { role: string; content: string };
export function getText(message: { parts: { type: string; text: string }[] }): string {
  return message.parts.filter((part) => part.type === 'text').map((part) => (part as { text: string }).text).join('');
}
export async function title({ message }: { message: { parts: { type: string; text: string }[] } }) {
  return generateText({ model: openai('gpt-5-mini'), system: 'Make a title.', prompt: getText(message) });
}
export async function title2({ message }: { message: any }) {
  return generateText({ model: openai('gpt-5-mini'), system: 'Make a title.', prompt: JSON.stringify(message) });
}
export async function sum(messages: M[]) {
  const text = messages.map((m) => `${m.role}: ${m.content}`).join('\n');
  return generateText({ model: openai('gpt-5-mini'), system: 'Sum up.', prompt: text });
}
export async function sum2(messages: M[]) {
  const text = messages.filter((m) => m.role !== 'system').map((m) => `${m.role}: ${m.content}`).join('\n');
  return generateText({ model: openai('gpt-5-mini'), system: 'Sum up.', prompt: text });
}
export async function sum3(messages: M[]) {
  let text = '';
  for (const m of messages) text += `${m.role}: ${m.content}\n`;
  return generateText({ model: openai('gpt-5-mini'), system: 'Sum up.', prompt: text });
}
export async function run(message: any, messages: M[]) {
  await title({ message });
  await title2({ message });
  await sum(messages);
  await sum2(messages);
  await sum3(messages);
}
