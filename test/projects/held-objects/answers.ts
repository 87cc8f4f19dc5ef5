import OpenAI from 'openai';
const client = new OpenAI();
async function embed(text: string) {
  return client.embeddings.create({ model: 'text-embedding-3-small', input: text });
}
async function answer(question: string, found: string) {
  return client.chat.completions.create({ model: 'gpt-3.5-turbo', max_tokens: 1000, messages: [{ role: 'system', content: 'You know the handbook.' }, { role: 'user', content: question }] });
}
export async function rag(question: string) {
  const near = await embed(question);
  return answer(question, String(near));
}
export const one = () => rag('Which days are free?');
