import OpenAI from 'openai';

export class Llm {
  private client = new OpenAI();
  constructor(private model = 'gpt-5.1') {}
  ask(prompt: string) {
    return this.client.responses.create({ model: this.model, input: prompt });
  }
}
export interface Context { llm: Llm }
export type Handler = (context: Context) => Promise<unknown>;
export type Tool = { name: string; run: (context: Context) => Promise<unknown> };
export function route(path: string, handler: Handler) { void [path, handler]; }
export async function load() { return new Llm(); }
