import Anthropic from '@anthropic-ai/sdk';
import { openai } from '@ai-sdk/openai';
import { generateText, tool, jsonSchema } from 'ai';
import { tool as lcTool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';

const weather = tool({
  description: 'Looks up the weather',
  inputSchema: z.object({
    city: z.string().describe('The city'),
    unit: z.enum(['celsius', 'fahrenheit']).optional(),
    days: z.number().int().min(1).max(7).default(3),
    tags: z.array(z.string()),
  }),
  execute: async ({ city }) => city,
});

export const a = (q: string) =>
  generateText({
    model: openai('gpt-4o'),
    prompt: q,
    tools: { weather, time: tool({ description: 'Tells the time', parameters: jsonSchema({ type: 'object', properties: {} }) }) },
  });

const anthropic = new Anthropic();
const params = z.object({ path: z.string() });
export const b = (q: string) =>
  anthropic.messages.create({
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: q }],
    tools: [
      { name: 'read', description: 'Reads a file', input_schema: z.toJSONSchema(params) },
      { type: 'web_search_20250305', name: 'web_search' },
    ],
  });

const add = lcTool(async ({ x }) => x, { name: 'add', description: 'Adds', schema: z.object({ x: z.number() }) });
const model = new ChatOpenAI({ model: 'gpt-4o' }).bindTools([add]);
export const c = (q: string) => model.invoke(q);
