// Packages that are required where they are first needed.
async function one(text) {
  let ChatOpenAI;
  try {
    ({ ChatOpenAI } = require('@langchain/openai'));
  } catch {
    return;
  }
  const model = new ChatOpenAI({ modelName: process.env.OPENAI_MODEL || 'gpt-4o-mini', maxTokens: 50 });
  return model.invoke(text);
}
async function two(text) {
  let OpenAI;
  ({ OpenAI } = await import('openai'));
  const client = new OpenAI();
  return client.chat.completions.create({ model: 'gpt-5.1', messages: [{ role: 'user', content: text }] });
}
async function three(text) {
  let OpenAI;
  OpenAI = require('openai');
  const client = new OpenAI();
  return client.chat.completions.create({ model: 'gpt-5.1', messages: [{ role: 'user', content: text }] });
}
