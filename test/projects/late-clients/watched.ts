import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';

function watch<T extends object>(client: T): T {
  return new Proxy(client, { get: (target, key) => Reflect.get(target, key) });
}

const claude = watch(new Anthropic());
export const greet = () =>
  claude.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Say hello.' }] });

let made: OpenAI | undefined;
function get(): OpenAI {
  return (made ??= new OpenAI());
}

export const openai = new Proxy({} as OpenAI, { get: (_, key) => Reflect.get(get(), key) });
export const part = () => openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Say goodbye.' }] });
