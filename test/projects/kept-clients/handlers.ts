import OpenAI from 'openai';
import { generateText } from 'ai';
import { openai as sdkOpenai } from '@ai-sdk/openai';
// default object with methods
const openai = new OpenAI();
export default {
  async ask(prompt: string) {
    return openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: prompt }] });
  },
};
// function in map
const handlers: Record<string, (p: string) => Promise<unknown>> = {
  a: async (p) => openai.responses.create({ model: 'gpt-5', input: p }),
  b: async (p) => openai.responses.create({ model: 'gpt-5-mini', input: p }),
};
export const run = (k: string) => handlers[k]('hello');
handlers.a('direct');
// Map.get
class Llm { constructor(private client: OpenAI) {} ask(p: string) { return this.client.responses.create({ model: 'gpt-5', input: p }); } }
const registry = new Map<string, Llm>();
registry.set('x', new Llm(openai));
registry.get('x')!.ask('from map');
const found = registry.get('x');
if (found) found.ask('from map 2');
// tuple loop
for (const fn of [askOne, askTwo]) await fn('looped');
async function askOne(p: string) { return openai.responses.create({ model: 'gpt-5', input: p }); }
async function askTwo(p: string) { return openai.responses.create({ model: 'gpt-5', input: p }); }
// retry
async function retrying<T>(fn: (...a: any[]) => Promise<T>, ...args: any[]) { return fn(...args); }
await retrying(askOne, 'retried');
await retrying(() => askOne('retried 2'));
// generator
async function* gen(p: string) { for await (const c of await openai.chat.completions.create({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: p }] })) yield c; }
for await (const x of gen('generated')) console.log(x);
// static
class Svc { static async ask(p: string) { return generateText({ model: sdkOpenai('gpt-4o'), prompt: p }); } static inst = new Svc(); ask2(p: string) { return Svc.ask(p); } }
await Svc.ask('static'); await Svc.inst.ask2('inst');
// getter lazily
let _c: OpenAI | null = null;
function client() { if (!_c) _c = new OpenAI(); return _c; }
await client().responses.create({ model: 'gpt-5', input: 'lazy' });
class Lazy { private _c?: OpenAI; get c() { return (this._c ??= new OpenAI()); } go() { return this.c.responses.create({ model: 'gpt-5', input: 'getter' }); } }
const withTool = { execute: async ({ q }: { q: string }) => openai.responses.create({ model: 'gpt-5', input: q }) };
const lazyImport = async () => { const { default: OAI } = await import('openai'); const c = new OAI(); return c.responses.create({ model: 'gpt-5', input: 'dyn' }); };
const make = () => ({ complete: (p: string) => openai.responses.create({ model: 'gpt-5', input: p }) });
const { complete } = make();
await complete('destructured');
