import OpenAI from 'openai';

type AskFn = (prompt: string) => Promise<unknown>;

async function ask(prompt: string) {
  return new OpenAI().responses.create({ model: 'gpt-4o', input: prompt });
}
const handlers = { ask, other: async (x: string) => x };
const table: Record<string, (p: string) => Promise<unknown>> = { first: ask, second: (p) => ask(p) };
export async function calls(key: string, xs: string[]) {
  await handlers.ask('a question by a member');
  await table[key]('a question by a table');
  const fn = table[key];
  await fn('a question by an entry');
  await Promise.all(xs.map(ask));
  await Promise.all(xs.map((x) => ask(x)));
  const bound = ask.bind(null);
  await bound('a question to a bound one');
}
export function useLLM() {
  const send = async (prompt: string) => ask(prompt);
  return { send, history: [] };
}
export function Component() {
  const { send } = useLLM();
  const onClick = () => send('a question of a component');
  return onClick;
}
export function createClient(model: string) {
  const client = new OpenAI();
  return {
    ask: (prompt: string) => client.responses.create({ model, input: prompt }),
    async chat(messages: any[]) {
      return client.chat.completions.create({ model, messages });
    },
  };
}
const made = createClient('gpt-4o-mini');
await made.ask('a question to a closure');
await made.chat([{ role: 'user', content: 'a question to a method of a closure' }]);
export async function callback(generate: AskFn) {
  return generate('a question by a callback');
}
await callback(ask);
await callback((p) => ask(p));
export class Judge {
  constructor(private options: { request?: { create(o: { prompt: string }): Promise<string> } }) {}
  async go() {
    const request = this.options.request ?? makeRequest();
    return request.create({ prompt: 'a question to a request object' });
  }
}
function makeRequest() {
  const client = new OpenAI();
  return {
    create: async (o: { prompt: string }) => {
      const r = await client.responses.create({ model: 'gpt-4o', input: o.prompt });
      return r.output_text;
    },
  };
}
class Single {
  private static instance: Single;
  private client = new OpenAI();
  static getInstance() {
    if (!Single.instance) Single.instance = new Single();
    return Single.instance;
  }
  async ask(prompt: string) {
    return this.client.responses.create({ model: 'gpt-4o', input: prompt });
  }
  async *stream(prompt: string) {
    const s = await this.client.responses.create({ model: 'gpt-4o', input: prompt, stream: true });
    for await (const e of s) yield e;
  }
}
await Single.getInstance().ask('a question to a singleton');
for await (const x of Single.getInstance().stream('a question to a stream')) console.log(x);
async function withRetries<T>(fn: () => Promise<T>): Promise<T> {
  return fn();
}
export async function retried(messages: any[]) {
  return withRetries(() => new OpenAI().chat.completions.create({ model: 'gpt-4o', messages }));
}
await retried([{ role: 'user', content: 'a question inside of a retry' }]);
export function promised(prompt: string) {
  return new Promise((resolve) => {
    new OpenAI().responses.create({ model: 'gpt-4o', input: prompt }).then(resolve);
  });
}
await promised('a question inside of a promise');
