import pLimit from 'p-limit';
import { askModel, callWith, createApi } from './index';

const { tell } = createApi('key');

export async function main(prompts: string[]) {
  const api = createApi('key');
  await api.ask('Hello');
  await tell('Hello', 'gpt-5.1-nano');
  await askModel({ prompt: 'Hello' });
  await callWith(askModel, { prompt: 'Again' });
  await callWith(fetch, 'https://example.com');
  const limit = pLimit(3);
  await Promise.all(prompts.map((prompt) => limit(askModel, { prompt })));
}

export const byDefault = (ask = askModel) => ask({ prompt: 'By default' });
