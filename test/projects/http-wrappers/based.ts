import axios from 'axios';
import ky from 'ky';
const api = axios.create({ baseURL: 'https://api.openai.com/v1', headers: { Authorization: `Bearer ${process.env.KEY}` } });
const k = ky.create({ prefixUrl: 'https://openrouter.ai/api/v1/' });
export class A {
  private client = axios.create({ baseURL: 'https://api.anthropic.com' });
  async go(messages: any[]) {
    const r = await this.client.post('/v1/messages', { model: 'claude-sonnet-4-5', max_tokens: 10, messages });
    return r.data;
  }
}
export async function go(messages: any[]) {
  await api.post('/chat/completions', { model: 'gpt-5-mini', messages });
  await api({ url: '/chat/completions', method: 'POST', data: { model: 'gpt-5-mini', messages } });
  await api.request({ url: '/chat/completions', method: 'post', data: { model: 'gpt-5-mini', messages } });
  return k.post('chat/completions', { json: { model: 'openai/gpt-5-mini', messages } }).json();
}
