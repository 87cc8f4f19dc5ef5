import OpenAI from 'openai';

/** Entries of an object that a function returns go wherever the object goes. */
export const createApi = (key: string) => {
  const client = new OpenAI({ apiKey: key });
  const ask = async (prompt: string) => client.responses.create({ model: 'gpt-5.1', input: prompt });
  const tell = (input: string, model: string) => client.responses.create({ model, input });
  return { ask, tell };
};

export type Api = ReturnType<typeof createApi>;

export async function complete({ prompt }: { prompt: string }) {
  return new OpenAI().responses.create({ model: 'gpt-5.1-mini', input: prompt });
}

export async function callWith<A extends unknown[], T>(fn: (...args: A) => Promise<T>, ...args: A) {
  return fn(...args);
}
