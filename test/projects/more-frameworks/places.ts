const HOSTED = 'https://api.openai.com/v1/chat/completions';
const LOCAL = 'http://localhost:11434/v1/chat/completions';

export async function ask(local: boolean, q: string) {
  return fetch(local ? LOCAL : HOSTED, {
    method: 'POST',
    body: JSON.stringify({ model: 'gpt-5-mini', messages: [{ role: 'user', content: q }] }),
  });
}
