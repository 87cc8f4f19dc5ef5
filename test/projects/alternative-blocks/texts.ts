import OpenAI from 'openai';

const openai = new OpenAI();

export async function search(row: { data?: unknown; ready: boolean }) {
  const text = typeof row.data === 'string' ? row.data : '';
  await openai.embeddings.create({ model: 'text-embedding-3-small', input: text });
  const known = row.ready ? 'Ready' : 'This row of the table is not ready yet: say why, in a few words.';
  return openai.responses.create({ model: 'gpt-5.1', max_output_tokens: 90, input: known });
}
