import OpenAI from 'openai';
import type { AskFn, BaseLLM, Deps, Provider } from './base';
import { byName, createLLM, getProvider, OpenAIProvider } from './providers';
import { Injectable } from '@nestjs/common';

export async function summarise(llm: BaseLLM<any>, text: string) {
  return llm.complete('a question to an abstract class');
}
const classify = async (input: Deps) => {
  await input.config.llm.chat({ messages: [{ role: 'user', content: 'a question through nested members' }] });
  await input.provider.generate('a question through an interface member');
  return input.llm.complete('a question through a typed member');
};
export async function destructured({ llm, provider }: Deps) {
  await llm.complete('a question to a destructured object');
  return provider.generate('a question to a destructured provider');
}
export async function inline({ llm, text }: { llm: BaseLLM<any>; text: string }) {
  return llm.complete('a question to an inline type');
}
export async function factory(name: string) {
  await createLLM(name, { apiKey: 'x', model: 'gpt-4o' }).complete('a question to a made one');
  await byName(name).generate('a question to a switched one');
  const p = getProvider(name);
  await p.generate('a question to one of a map');
}
@Injectable()
export class LlmService {
  private readonly openai = new OpenAI();
  async ask(prompt: string, model = 'gpt-4o') {
    return this.openai.responses.create({ model, input: prompt });
  }
}
@Injectable()
export class ArticleService {
  constructor(private readonly llm: LlmService, private provider: Provider) {}
  async write() {
    await this.provider.generate('a question to an injected interface');
    return this.llm.ask('a question to an injected service');
  }
}
export class Runner {
  private providers: Provider[] = [];
  private map = new Map<string, Provider>();
  private readonly one: Provider;
  constructor(deps: { provider: Provider }) {
    this.one = deps.provider;
  }
  async all() {
    for (const p of this.providers) await p.generate('a question for each');
    await Promise.all(this.providers.map((p) => p.generate('a question for all')));
    await this.map.get('x')!.generate('a question to a mapped one');
    await this.one.generate('a question to a kept one');
  }
}
