export interface Message {
  role: 'system' | 'user';
  content: string;
}

export abstract class BaseLLM<C = unknown> {
  constructor(protected config: C) {}
  abstract complete(prompt: string): Promise<string>;
  abstract chat(input: { messages: Message[] }): Promise<string>;
  async twice(prompt: string) {
    return [await this.complete(prompt), await this.complete(prompt)];
  }
}

export interface Provider {
  readonly name: string;
  generate(prompt: string, options?: { model?: string }): Promise<string>;
}

export type AskFn = (prompt: string) => Promise<string>;

export interface Deps {
  provider: Provider;
  llm: BaseLLM<any>;
  config: { llm: BaseLLM<any> };
  ask: AskFn;
}
