import OpenAI from 'openai';
import type { ChatCompletionCreateParams, ChatCompletion } from 'openai/resources/chat/completions';
const openai = new OpenAI();
export async function plain(input: ChatCompletionCreateParams) {
  return await openai.chat.completions.create({ ...input, tools: input.tools?.length ? input.tools : undefined });
}
export async function over(id: string, input: { a: 1 }): Promise<ChatCompletion>;
export async function over(id: string, input: ChatCompletionCreateParams): Promise<ChatCompletion> {
  return await openai.chat.completions.create({ ...input, stream: false });
}
export async function untyped(input) {
  return await openai.chat.completions.create({ ...input, model: 'gpt-4o' });
}
export const whole = async (body: any) => openai.responses.create({ ...body, stream: false });
plain({ model: 'gpt-4', messages: [{ role: 'user', content: 'a' }] });
over('x', { model: 'gpt-4', messages: [{ role: 'user', content: 'a' }] });
untyped({ messages: [{ role: 'user', content: 'a' }] });
whole({ model: 'gpt-5', input: 'hello' });
