import OpenAI from 'openai';
const client = new OpenAI();
function say(input: string | any[], extra?: string) {
  const messages: any[] = [{ role: 'system', content: 'You answer for the house.' }];
  if (typeof input === 'string') messages.push({ role: 'user', content: input });
  else messages.push(...input);
  return client.chat.completions.create({ model: 'gpt-5-mini', messages });
}
export function use() {
  say('Tell me of the house, please.');
  say([{ role: 'user', content: 'One two three.' }]);
}
