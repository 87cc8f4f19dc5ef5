import fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import yaml from 'js-yaml';
import OpenAI from 'openai';
import answer, { system } from './prompts/answer.json';
import aliased from '@/prompts/answer.json';

const client = new OpenAI();
const parsed = JSON.parse(fs.readFileSync('./prompts/answer.json', 'utf8')) as typeof answer;
const texts = yaml.load(await readFile('prompts/answer.yaml', 'utf8')) as { system: string };
const required = require('./prompts/answer.json');

await client.chat.completions.create({ model: answer.model, messages: [{ role: 'system', content: system }] });
await client.chat.completions.create({ model: parsed.model, messages: [{ role: 'system', content: parsed.system }] });
await client.chat.completions.create({ model: 'gpt-4.1', messages: [{ role: 'system', content: texts.system }] });
await client.chat.completions.create({ model: required.model, messages: [{ role: 'system', content: required.system }] });
await client.chat.completions.create({ model: aliased.model, messages: [{ role: 'system', content: aliased.system }] });
