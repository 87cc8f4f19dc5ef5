import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { BaseLLM, type Message, type Provider } from './base';

type Config = { apiKey: string; model: string };

export class OpenAILLM extends BaseLLM<Config> {
  private client: OpenAI;
  constructor(config: Config) {
    super(config);
    this.client = new OpenAI({ apiKey: config.apiKey });
  }
  private convert(messages: Message[]) {
    return messages.map((m) => ({ role: m.role, content: m.content }));
  }
  async complete(prompt: string) {
    const r = await this.client.chat.completions.create({ model: this.config.model, messages: [{ role: 'user', content: prompt }] });
    return r.choices[0].message.content ?? '';
  }
  async chat(input: { messages: Message[] }) {
    const r = await this.client.chat.completions.create({ model: this.config.model, messages: this.convert(input.messages) });
    return r.choices[0].message.content ?? '';
  }
}

export class AnthropicLLM extends BaseLLM<Config> {
  private client = new Anthropic();
  async complete(prompt: string) {
    const r = await this.client.messages.create({ model: this.config.model, max_tokens: 10, messages: [{ role: 'user', content: prompt }] });
    return r.content[0].type;
  }
  async chat(input: { messages: Message[] }) {
    const r = await this.client.messages.create({ model: this.config.model, max_tokens: 10, messages: input.messages });
    return r.content[0].type;
  }
}

export class OpenAIProvider implements Provider {
  readonly name = 'openai';
  async generate(prompt: string, options: { model?: string } = {}) {
    const r = await new OpenAI().responses.create({ model: options.model ?? 'gpt-4o', input: prompt });
    return r.output_text;
  }
}

export const literalProvider: Provider = {
  name: 'literal',
  async generate(prompt) {
    const r = await new OpenAI().responses.create({ model: 'gpt-4o', input: prompt });
    return r.output_text;
  },
};

const registry: Record<string, new (c: Config) => BaseLLM<Config>> = { openai: OpenAILLM, anthropic: AnthropicLLM };
export const providers: Map<string, Provider> = new Map();
providers.set('openai', new OpenAIProvider());

export function createLLM(name: string, config: Config): BaseLLM<Config> {
  const Ctor = registry[name];
  return new Ctor(config);
}

export function byName(name: string): Provider {
  switch (name) {
    case 'openai':
      return new OpenAIProvider();
    default:
      return literalProvider;
  }
}
export function getProvider(name: string): Provider {
  const found = providers.get(name);
  if (!found) throw new Error(name);
  return found;
}
