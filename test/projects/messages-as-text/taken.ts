import { GoogleGenAI } from '@google/genai';
type M = { role: string; content: string };
export class Gem {
  client = new GoogleGenAI({});
  async chat(messages: M[]) {
    const system = messages.find((m) => m.role === 'system')?.content;
    const user = messages.filter((m) => m.role !== 'system').map((m) => m.content).join('\n');
    return this.client.models.generateContent({ model: 'gemini-2.5-flash', contents: user, config: { systemInstruction: system } });
  }
  async chat2(messages: M[]) {
    const last = messages[messages.length - 1];
    return this.client.models.generateContent({ model: 'gemini-2.5-flash', contents: last.content });
  }
  async chat3(messages: M[]) {
    const last = messages.at(-1);
    return this.client.models.generateContent({ model: 'gemini-2.5-flash', contents: last!.content });
  }
}
export async function ask(q: string) {
  const g = new Gem();
  await g.chat([{ role: 'system', content: 'You sum up.' }, { role: 'user', content: q }]);
  await g.chat2([{ role: 'system', content: 'You sum up.' }, { role: 'user', content: q }]);
  await g.chat3([{ role: 'system', content: 'You sum up.' }, { role: 'user', content: q }]);
}
