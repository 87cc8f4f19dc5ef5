import OpenAI from 'openai';

export interface Asks {
  ask(prompt: string): Promise<string>;
}

export class Model implements Asks {
  private readonly client = new OpenAI();

  async ask(prompt: string): Promise<string> {
    const answer = await this.client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: prompt }] });
    return answer.choices[0].message.content;
  }
}
