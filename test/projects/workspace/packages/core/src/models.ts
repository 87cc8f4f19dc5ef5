import OpenAI from 'openai';

const client = new OpenAI();

export async function classify(text: string): Promise<string | null> {
  const answer = await client.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: text }] });
  return answer.choices[0].message.content;
}
