import { Anthropic } from '@llamaindex/anthropic';
import { OpenAIEmbedding, openai } from '@llamaindex/openai';
import { agent, multiAgent } from '@llamaindex/workflow';
import { OpenAI, OpenAIAgent, Settings } from 'llamaindex';

const llm = openai({ model: 'gpt-5-mini', maxTokens: 800 });
const echo = agent({ llm, name: 'Echo', tools: [], systemPrompt: 'Echo back what you are told.' });
const search = agent({ llm: new Anthropic({ model: 'claude-sonnet-4-5' }), tools: [], systemPrompt: 'Search, then answer.' });
export const team = multiAgent({ agents: [echo, search], rootAgent: echo });

export async function answer(question: string) {
  const { message } = await llm.chat({ messages: [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: question }] });
  return message.content;
}

// Until version 0.9 everything came from one package.
export const old = new OpenAIAgent({ llm: new OpenAI({ model: 'gpt-4o' }), tools: [], systemPrompt: 'You are old.' });
export const title = (text: string) => new OpenAI({ temperature: 0 }).complete({ prompt: `A title for: ${text}` });
Settings.embedModel = new OpenAIEmbedding({ model: 'text-embedding-3-small' });
export const vectors = (texts: string[]) => new OpenAIEmbedding().getTextEmbeddings(texts);
