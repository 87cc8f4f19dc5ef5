import OpenAI from 'openai';

export class Desk {
  static client: any;
  static open() {
    Desk.client = new OpenAI();
  }
  static answer(question: string) {
    return Desk.client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: `Answer: ${question}` }] });
  }
}

const kept = globalThis as unknown as { desk?: OpenAI };
export const desk = kept.desk ?? new OpenAI();
if (process.env.NODE_ENV !== 'production') kept.desk = desk;

export const greet = (name: string) =>
  desk.chat.completions.create({ model: 'gpt-4o-mini', max_tokens: 40, messages: [{ role: 'user', content: `Greet ${name}` }] });
