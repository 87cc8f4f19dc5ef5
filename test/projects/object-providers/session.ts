import OpenAI from 'openai';

export default abstract class Session {
  abstract send(text: string): Promise<unknown>;
}

// What it is asked goes into the history that it sends: so its callers' texts do.
export class ChatSession extends Session {
  private history: OpenAI.ChatCompletionMessageParam[] = [];
  private client = new OpenAI();

  async send(text: string) {
    this.history.push({ role: 'user', content: text });
    return this.client.chat.completions.create({ model: 'gpt-4o-mini', max_tokens: 400, messages: this.history });
  }
}
