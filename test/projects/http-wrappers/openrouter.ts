const KEY = process.env.OPENROUTER_API_KEY;
export async function callLLM(messages: unknown[], model = 'openai/gpt-4o-mini') {
  const response = await fetch('https://openrouter.ai/api/v1/chat/completions', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ model, messages, max_tokens: 500 }),
  });
  return response.json();
}
export function summary(text: string) {
  return callLLM([{ role: 'system', content: 'You sum up texts in one sentence.' }, { role: 'user', content: text }]);
}
class Api {
  async post(path: string, body: object) { return fetch(`https://api.openai.com${path}`, { method: 'POST', body: JSON.stringify(body) }); }
  async chat(system: string, user: string) {
    return this.post('/v1/chat/completions', { model: 'gpt-4o', messages: [{ role: 'system', content: system }, { role: 'user', content: user }] });
  }
}
export const t = (x: string) => new Api().chat('Translate to French.', x);
