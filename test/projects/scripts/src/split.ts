import OpenAI from 'openai';

type Message = { role: string; content: string };
const openai = new OpenAI();

export async function complete(messages: Message[], options: { maxTokens?: number; model?: string } = {}) {
  const system = messages.find((one) => one.role === 'system')?.content;
  const rest = messages.filter((one) => one.role !== 'system');
  return openai.responses.create({ model: options.model ?? 'gpt-4o', instructions: system, input: rest, max_output_tokens: options.maxTokens });
}

export const taught = (question: string) =>
  complete([{ role: 'system', content: 'You teach mathematics.' }, { role: 'user', content: question }], { maxTokens: 300 });

export const plain = (question: string) => complete([{ role: 'user', content: question }]);

export const among = (history: Message[]) => complete([...history, { role: 'system', content: 'Perhaps not the first.' }], { model: 'gpt-5.6-luna' });

export const checked = (messages: Message[]) => {
  const system = messages.find((one) => {
    if (one.role === 'system') {
      if (typeof one.content === 'string') return true;
      else if (Array.isArray(one.content)) return true;
    }
    return false;
  });
  return openai.responses.create({ model: 'gpt-4o', instructions: system?.content, input: 'Go on.', max_output_tokens: 9 });
};

export const whole = (question: string) => checked([{ role: 'user', content: question }, { role: 'system', content: 'You look closely.' }]);
