import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import OpenAI from 'openai';

export class Failover {
  private readonly keys = ['a', 'b'];

  async runWithFailover(prompt: string, request, { tries = 3 } = {}) {
    for (const model of ['gemini-2.5-flash', 'gemini-2.5-pro']) {
      for (let at = 0; at < tries; at++) {
        try {
          const ai = new GoogleGenAI({ apiKey: this.keys[at] });
          return await request(ai, prompt, model);
        } catch (error) {
          console.warn(error);
        }
      }
    }
  }

  brief(today: string) {
    return this.runWithFailover(`Today is ${today}.`, async (ai, contents, model) =>
      ai.models.generateContent({ model, contents, config: { systemInstruction: 'Tell the day in one sentence.' } }),
    );
  }
}

// The function stands beside the call, and has a name.
export async function goals(failover: Failover, tasks: string) {
  const ask = async (ai, contents, model) => ai.models.generateContent({ model, contents, config: { maxOutputTokens: 200 } });
  return failover.runWithFailover(tasks, ask);
}

export async function withClient(work) {
  const client = new OpenAI();
  return work(client);
}

export const title = (text: string) =>
  withClient((openai) => openai.responses.create({ model: 'gpt-5-mini', instructions: 'Give a title.', input: text }));

// What is handed here is no client.
export async function withStore(work) {
  return work({ chat: { completions: { create: (row: object) => row } } });
}

export const stored = () => withStore((store) => store.chat.completions.create({ model: 'gpt-5-mini', messages: [] }));

// Nobody says what `analyzer` is; only one class has a method of that name.
export async function rank(analyzer, tasks: string) {
  const response = await analyzer.runWithFailover(`Rank these tasks: ${tasks}`, async (ai, contents, model) =>
    ai.models.generateContent({ model, contents }),
  );
  return response.text;
}

// A client that gives models, in what a function is declared to take.
async function rotate<T>(action: (modelName: string, genAI: GoogleGenerativeAI) => Promise<T>): Promise<T> {
  return action('gemini-2.5-flash', new GoogleGenerativeAI('key'));
}

export const chatTitle = (text: string) =>
  rotate(async (modelName, genAI) => {
    const model = genAI.getGenerativeModel({ model: modelName, systemInstruction: 'A title of three words.' });
    return model.generateContent(text);
  });
