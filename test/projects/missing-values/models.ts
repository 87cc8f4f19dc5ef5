import OpenAI from 'openai';

const client = new OpenAI();

export function byUndefined(question: string, model?: string, limit?: number) {
  if (model === undefined) model = 'gpt-5-mini';
  if (!limit) {
    limit = 300;
  }
  return client.chat.completions.create({ model, max_completion_tokens: limit, messages: [{ role: 'user', content: question }] });
}

export function byCondition(question: string, model?: string | null) {
  const chosen = model != null ? model : 'gpt-5';
  return client.chat.completions.create({ model: chosen, messages: [{ role: 'user', content: question }] });
}

export function byEnvironment(question: string) {
  let model = process.env.MODEL;
  if (!model) model = 'gpt-5-nano';
  return client.chat.completions.create({ model, messages: [{ role: 'user', content: question }] });
}
