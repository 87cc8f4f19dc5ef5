/**
 * `inspect` of an application that chooses one of many providers by name, behind a factory that dozens of endpoints ask. Every caller may reach every
 * provider, so that careless work grows with the square of them: the peer is four times what a quarter of the providers takes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './keystroke.bench.ts';

const cli = path.join(fileURLToPath(new URL('../../', import.meta.url)), 'dist/cli.mjs');
const PROVIDERS = 36;
const ENDPOINTS = 40;
const RUNS = 3;

/** One row: the least wall time of some runs. Throws when the command line has not been built, fails, or does not find the callers. */
export function run(): Promise<BenchRow[]> {
  const [few, many, none] = [PROVIDERS / 4, PROVIDERS, 1].map(timed);
  if (few === undefined || many === undefined || none === undefined) throw new Error('nothing was measured');
  // What starting takes is no work on providers.
  const start = Math.min(none, few, many) * 0.9;
  const row = { name: `inspect of ${PROVIDERS} providers behind one factory, ${ENDPOINTS} callers`, unit: 'ms' as const };
  const peer = start + (few - start) * 4;
  return Promise.resolve([{ ...row, ours: many, peer, ratio: peer / many, peerName: `four times ${PROVIDERS / 4} providers` }]);
}

function timed(providers: number): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-providers-'));
  try {
    write(folder, providers);
    const times = Array.from({ length: RUNS }, () => {
      const begun = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'inspect', '--format', 'json', '.'], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      if (status !== 0) throw new Error(`inspect ended with ${status ?? 'a signal'}: ${stderr.slice(0, 500)}`);
      const { calls } = JSON.parse(stdout) as { readonly calls: readonly { readonly kind: string }[] };
      const callers = calls.filter(({ kind }) => kind === 'wrapper').length;
      if (callers < ENDPOINTS) throw new Error(`${callers} callers instead of ${ENDPOINTS} or more`);
      return performance.now() - begun;
    });
    return Math.min(...times);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the application: adapters of one class each, the factory, one service that hands on, and the endpoints. */
function write(folder: string, providers: number): void {
  for (const name of ['providers', 'endpoints']) mkdirSync(path.join(folder, name));
  const ids = Array.from({ length: providers }, (_, i) => `provider${i}`);
  for (const id of ids) writeFileSync(path.join(folder, 'providers', `${id}.js`), adapter(id));
  writeFileSync(path.join(folder, 'providers/index.js'), factory(ids));
  writeFileSync(path.join(folder, 'router.js'), ROUTER);
  writeFileSync(path.join(folder, 'chat.js'), CHAT);
  for (let i = 0; i < ENDPOINTS; i++) writeFileSync(path.join(folder, 'endpoints', `endpoint${i}.js`), endpoint(i));
}

function adapter(id: string): string {
  return `const { OpenAI } = require('openai');

class ${id}LLM {
  constructor(embedder = null, preference = null) {
    this.client = new OpenAI({ apiKey: process.env.${id.toUpperCase()}_KEY, baseURL: 'https://${id}.example.com/v1' });
    this.model = preference || process.env.${id.toUpperCase()}_MODEL || '${id}-large';
    this.embedder = embedder ?? null;
  }

  constructPrompt({ systemPrompt = '', contextTexts = [], chatHistory = [], userPrompt = '' }) {
    return [{ role: 'system', content: systemPrompt + contextTexts.join('\\n') }, ...chatHistory, { role: 'user', content: userPrompt }];
  }

  async getChatCompletion(messages = null, { temperature = 0.7 }) {
    const result = await this.client.chat.completions.create({ model: this.model, messages, temperature });
    return { textResponse: result.choices[0].message.content, usage: result.usage };
  }

  async streamGetChatCompletion(messages = null, { temperature = 0.7 }) {
    return this.client.chat.completions.create({ model: this.model, stream: true, messages, temperature });
  }
}

module.exports = { ${id}LLM };
`;
}

function factory(ids: readonly string[]): string {
  const cases = ids.map(
    (id) => `    case '${id}': {\n      const { ${id}LLM } = require('./${id}');\n      return new ${id}LLM(embedder, model);\n    }`,
  );
  return `function getProvider({ provider = null, model = null } = {}) {
  const chosen = provider ?? process.env.LLM_PROVIDER ?? '${ids[0] ?? ''}';
  const embedder = process.env.EMBEDDER ?? null;
  switch (chosen) {
${cases.join('\n')}
    case 'router': {
      const { Router } = require('../router');
      return new Router({ provider, model });
    }
    default:
      throw new Error('No provider: ' + chosen);
  }
}

module.exports = { getProvider };
`;
}

const ROUTER = `const { getProvider } = require('./providers');

class Router {
  constructor(workspace) {
    this.workspace = workspace;
    this.delegate = null;
  }

  resolve(context) {
    const route = context.rules.find((rule) => rule.matches(context.prompt));
    this.delegate = getProvider({ provider: route?.provider ?? this.workspace.provider, model: route?.model ?? this.workspace.model });
    return this.delegate;
  }

  constructPrompt(args) {
    return this.delegate.constructPrompt(args);
  }

  async getChatCompletion(messages, options) {
    return this.delegate.getChatCompletion(messages, options);
  }

  async streamGetChatCompletion(messages, options) {
    return this.delegate.streamGetChatCompletion(messages, options);
  }
}

module.exports = { Router };
`;

const CHAT = `const { getProvider } = require('./providers');

async function connectorOf({ workspace, prompt = '' }) {
  const chosen = workspace?.chatProvider || process.env.LLM_PROVIDER;
  if (chosen !== 'router') return { connector: getProvider({ provider: workspace?.chatProvider, model: workspace?.chatModel }) };
  const { Router } = require('./router');
  const router = new Router(workspace);
  return { connector: router.resolve({ prompt, rules: workspace.rules }) };
}

async function chat(workspace, question, history = [], temperature = 0.7) {
  const { connector } = await connectorOf({ workspace, prompt: question });
  const messages = connector.constructPrompt({ systemPrompt: workspace.systemPrompt, chatHistory: history, userPrompt: question });
  const { textResponse } = await connector.getChatCompletion(messages, { temperature });
  return textResponse;
}

async function stream(workspace, question, history = []) {
  const { connector } = await connectorOf({ workspace, prompt: question });
  const messages = connector.constructPrompt({ systemPrompt: workspace.systemPrompt, chatHistory: history, userPrompt: question });
  return connector.streamGetChatCompletion(messages, { temperature: workspace.temperature });
}

module.exports = { chat, stream };
`;

function endpoint(i: number): string {
  return `const { chat, stream } = require('../chat');
const { getProvider } = require('../providers');

function endpoints${i}(app) {
  app.post('/v1/${i}/chat', async (request, response) => {
    const { workspace, message, history } = request.body;
    response.json({ answer: await chat(workspace, message, history ?? []) });
  });
  app.post('/v1/${i}/stream', async (request, response) => {
    const { workspace, message } = request.body;
    for await (const part of await stream(workspace, message)) response.write(part);
    response.end();
  });
  app.post('/v1/${i}/title', async (request, response) => {
    const connector = getProvider({ provider: request.body.provider });
    const messages = [{ role: 'system', content: 'Give the conversation a title of five words.' }, { role: 'user', content: request.body.text }];
    response.json(await connector.getChatCompletion(messages, { temperature: 0 }));
  });
}

module.exports = { endpoints${i} };
`;
}
