import { openai } from '@ai-sdk/openai';
import { generateText, isStepCount, stepCountIs, ToolLoopAgent } from 'ai';

const tools = { stop: { description: 'Stops', inputSchema: { type: 'object', properties: {} } } };
const model = openai('gpt-4o');

export const one = (q: string) => generateText({ model, tools, prompt: q });
export const five = (q: string) => generateText({ model, tools, prompt: q, stopWhen: stepCountIs(5) });
export const two = (q: string) => generateText({ model, tools, prompt: q, stopWhen: [isStepCount(9), isStepCount(2)] });
export const agent = new ToolLoopAgent({ model, tools, instructions: 'Help.' });
export async function loop(q: string) {
  for (let i = 0; i < 7; i++) await generateText({ model, prompt: q });
}
