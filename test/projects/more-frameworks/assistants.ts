import OpenAI from 'openai';
const c = new OpenAI();
export async function mk() {
  const a = await c.beta.assistants.create({ name: 'x', instructions: 'You are a tutor.', model: 'gpt-4o', tools: [{ type: 'code_interpreter' }] });
  const t = await c.beta.threads.create();
  return c.beta.threads.runs.create(t.id, { assistant_id: a.id });
}
