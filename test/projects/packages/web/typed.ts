import OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/index';

/** A request that is handed in whole: nothing in it is absent because the source does not name it. */
export class Adapter {
  openai = new OpenAI();

  prepare<T extends ChatCompletionCreateParamsNonStreaming>(body: T): T {
    return body;
  }

  async send(body: ChatCompletionCreateParamsNonStreaming) {
    return this.openai.chat.completions.create(this.prepare(body), { timeout: 5 });
  }

  async sendOne(body: ChatCompletionCreateParamsNonStreaming, short: boolean) {
    return this.openai.chat.completions.create(short ? { model: 'gpt-4o', messages: [], max_tokens: 5 } : body);
  }
}
