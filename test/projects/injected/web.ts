const { OpenAI } = await import('openai');
const client = new OpenAI();

export class Sender {
  send(body: OpenAI.ChatCompletionCreateParams) {
    return client.chat.completions.create(body);
  }
}

export const run = (flag: boolean) => {
  const options = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...(flag ? { max_tokens: 5 } : {}) };
  return new Sender().send(options);
};
