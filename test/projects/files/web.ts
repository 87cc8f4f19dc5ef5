import OpenAI from 'openai';
import fs from 'fs';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import raw from './prompts/sys.txt?raw';
const client = new OpenAI();
const dir = path.dirname(fileURLToPath(import.meta.url));
const sys = fs.readFileSync(path.join(dir, 'prompts', 'sys.txt'), 'utf8');
const sys2 = readFileSync(new URL('./prompts/sys.txt', import.meta.url), 'utf-8');
export const a = (q: string) => client.responses.create({ model: 'gpt-4o', instructions: sys, input: q });
export const b = (q: string) => client.responses.create({ model: 'gpt-4o', instructions: sys2.trim(), input: q });
export const c = (q: string) => client.responses.create({ model: 'gpt-4o', instructions: raw, input: q });
import nunjucks from 'nunjucks';
import Handlebars from 'handlebars';
import Mustache from 'mustache';
import ejs from 'ejs';
const hello = Handlebars.compile('Speak {{language}}.{{#if formal}} Be formal.{{/if}}');
export const d = (q: string) => client.responses.create({ model: 'gpt-4o', instructions: hello({ language: 'French' }), input: q });
export const e = (q: string) => client.responses.create({ model: 'gpt-4o', instructions: Mustache.render('Ask {{ who }} now', { who: q }), input: q });
export const f = (q: string) => client.responses.create({ model: 'gpt-4o', instructions: ejs.render('Ask <%= who %> now', { who: 'them' }), input: q });

// An include whose template is not there: its text is not seen.
await client.responses.create({ model: 'gpt-5.1', instructions: nunjucks.renderString('Be kind. {% include "gone.html" %}', {}), input: '' });
