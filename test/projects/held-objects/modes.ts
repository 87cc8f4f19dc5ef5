import OpenAI from 'openai';

const client = new OpenAI();

function send(system: string, strategy: 'whole' | 'search', query?: string) {
  if (strategy === 'search' && !query) return undefined;
  if (strategy === 'search' && query) system += ' Only what was found counts.';
  return client.chat.completions.create({ model: 'gpt-4.1', messages: [{ role: 'system', content: system }] });
}

export const never = () => send('Never sent.', 'search');
export const found = () => send('Sent with what was found.', 'search', 'hotel');
export const whole = () => send('Sent as a whole.', 'whole', 'hotel');
