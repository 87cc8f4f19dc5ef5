import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

interface Provider {
  ask(prompt: string): Promise<unknown>;
}

class Gpt implements Provider {
  private client = new OpenAI();
  ask(prompt: string) {
    return this.client.responses.create({ model: 'gpt-4o', max_output_tokens: 90, input: prompt });
  }
}

class Claude implements Provider {
  private client = new Anthropic();
  ask(prompt: string) {
    return this.client.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 90, messages: [{ role: 'user', content: prompt }] });
  }
}

export class Providers {
  private readonly named: Record<string, Provider> = {};
  private readonly list: Provider[] = [];
  private readonly map = new Map<string, Provider>();

  constructor() {
    this.named.gpt = new Gpt();
    this.named['claude'] = new Claude();
    this.list.push(new Gpt());
    this.map.set('claude', new Claude());
  }

  async entries() {
    for (const [name, one] of Object.entries(this.named)) await one.ask(`Entry of ${name}`);
  }

  async values() {
    for (const one of Object.values(this.named)) await one.ask('Value');
  }

  async ofMap() {
    for (const [, one] of this.map) await one.ask('Pair of a map');
    for (const one of this.map.values()) await one.ask('Value of a map');
  }

  async byPosition(turn: number) {
    await this.list[turn]?.ask('Element');
  }
}

export async function cut(text: string) {
  const client = new OpenAI();
  return client.embeddings.create({ model: 'text-embedding-3-small', input: text.trim().slice(0, 8000) });
}

await cut('The beginning of a text is what the caller gives.');
