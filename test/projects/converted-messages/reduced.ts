import OpenAI from 'openai';

interface Turn {
  role: 'system' | 'user';
  content: string;
}

function converted(turns: Turn[]): OpenAI.ChatCompletionMessageParam[] {
  return turns.reduce((all, turn) => {
    if (turn.content.length > 0) all.push({ role: turn.role, content: turn.content });
    return all;
  }, [] as OpenAI.ChatCompletionMessageParam[]);
}

export class Provider {
  private client = new OpenAI();

  async invoke(turns: Turn[]) {
    return this.client.chat.completions.create({ model: 'gpt-5-mini', messages: converted(turns) });
  }
}

export async function ask(provider: Provider, question: string) {
  return provider.invoke([
    { role: 'system', content: 'You answer in one line.' },
    { role: 'user', content: question },
  ]);
}
