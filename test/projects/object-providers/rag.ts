import OpenAI from 'openai';

const openai = new OpenAI();

// Who asks this, at any distance, asks for the answer; what it embeds finds what belongs to it.
export async function performQuery(text: string) {
  const vector = await openai.embeddings.create({ model: 'text-embedding-3-small', input: text });
  console.log(vector);
  return openai.chat.completions.create({
    model: 'gpt-4o-mini',
    max_tokens: 1000,
    messages: [
      { role: 'system', content: 'Answer from the manual.' },
      { role: 'user', content: text },
    ],
  });
}

export async function query(text: string) {
  return performQuery(text);
}

export async function fromPage(request: Request) {
  return query(await request.text());
}
