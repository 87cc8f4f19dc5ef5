import OpenAI from 'openai';

export class Hosted {
  private client = new OpenAI();

  async complete(body: { model: string; prompt: string }) {
    return this.client.responses.create({ model: body.model, input: body.prompt });
  }
}

export class Checked extends Hosted {
  override async complete(body: { model: string; prompt: string }) {
    if (body.prompt === '') throw new Error('nothing to ask');
    return super.complete(body);
  }
}

export const greet = () => new Checked().complete({ model: 'gpt-5.1', prompt: 'Hello' });

export const service = {
  client: new OpenAI(),
  async ask(prompt: string) {
    return new OpenAI().responses.create({ model: 'gpt-5.1', input: prompt });
  },
  async translate(text: string) {
    return this.ask(`Translate: ${text}`);
  },
};

// `this` of another object is none of these.
export const other = {
  async translate(text: string) {
    return this.ask(`Translate: ${text}`);
  },
};
