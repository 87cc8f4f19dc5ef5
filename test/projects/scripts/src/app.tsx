import Anthropic from '@anthropic-ai/sdk';
import { openai } from '@ai-sdk/openai';
import { streamText, ToolLoopAgent, tool } from 'ai';
import { OpenAI as Client } from 'openai';
import { Assistant, complete, summarise } from '@/lib/llm';

const claude = new Anthropic();

export async function POST(request: Request) {
  const { question } = await request.json();
  await complete({ system: 'Answer as a pirate.', messages: [{ role: 'user', content: question }], model: 'gpt-4o' });
  await summarise(question);
  const system = `It is ${new Date().toISOString()}. Be kind.`;
  const stream = await claude.messages.stream({
    model: 'claude-opus-5',
    max_tokens: 1024,
    system,
    messages: [{ role: 'user', content: question }],
  });
  for await (const event of stream) console.log(event);
  for (const topic of ['a', 'b']) {
    streamText({ model: openai('gpt-5'), prompt: `Write about ${topic}` });
  }
  return new Assistant(new Client({ baseURL: 'https://api.x.ai/v1' })).answer(question);
}

export const agent = new ToolLoopAgent({
  model: 'openai/gpt-5.1',
  instructions: 'You plan.',
  tools: { weather: tool({ description: 'Weather', inputSchema: {} }) },
});

export function Page() {
  return <button onClick={() => claude.messages.create({ model: 'claude-haiku-4-5', max_tokens: 5, messages: [] })}>Ask</button>;
}
