import assert from 'node:assert/strict';
import type { Finding } from '../../src/core/index.ts';
import { testService } from '../support/service.ts';

/** Where `rewritten-history` stands and which line it names as its cause, for files that belong together. */
function found(texts: Readonly<Record<string, string>>): string[] {
  const files = new Map(Object.entries(texts).map(([name, text]) => [`file:///${name}`, text]));
  const service = testService();
  const uris = [...files.keys()];
  const analysed = service.analyzeProject({ uris, read: (uri) => files.get(uri) }, uris);
  const line = (at: Finding['at']): string =>
    `${at.uri.replace('file:///', '')}:${String((service.place(at)?.range.start.line ?? -1) + 1)}`;
  return analysed.flatMap((uri) =>
    service
      .findings(uri)
      .filter(({ rule }) => rule === 'rewritten-history')
      .map(({ at, related }) => {
        const cause = related.find(({ message }) => message === 'cause');
        return cause === undefined ? line(at) : `${line(at)} < ${line(cause.at)}`;
      }),
  );
}

const route = `import OpenAI from 'openai';

const client = new OpenAI();

export async function POST(req: Request) {
  const { messages } = await req.json();
  const all = [{ role: 'system', content: 'Be brief.' }, ...messages];
  return Response.json(await client.chat.completions.create({ model: 'gpt-5.1', max_completion_tokens: 500, messages: all }));
}
`;
const page = (sent: string, address = '/api/chat'): string => `export async function send(all: { role: string; content: string }[]) {
  return fetch('${address}', {
    method: 'POST',
    body: JSON.stringify({ messages: ${sent} }),
  });
}
`;

describe('histories that are cut elsewhere', () => {
  it('are followed from a route to the page that posts to it', () => {
    const at = 'app/api/chat/route.ts';
    assert.deepEqual(found({ [at]: route, 'components/chat.tsx': page('all.slice(-20)') }), [`${at}:8 < components/chat.tsx:4`]);
    assert.deepEqual(found({ [at]: route, 'components/chat.tsx': page('all') }), []);
    assert.deepEqual(found({ [at]: route, 'components/chat.tsx': page('all.slice(-20)', '/api/other') }), []);
    assert.deepEqual(found({ 'lib/chat.ts': route, 'components/chat.tsx': page('all.slice(-20)') }), [], 'no route');
  });

  it('are followed from a route of Python to a script, by name of the field', () => {
    const app = `from flask import Flask, request
from openai import OpenAI

app = Flask(__name__)
client = OpenAI()

@app.route("/chat", methods=["POST"])
def chat():
    data = request.get_json()
    messages = [{"role": "system", "content": "Be brief."}] + data.get("history", []) + [{"role": "user", "content": data["question"]}]
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=500, messages=messages)
`;
    const script = (field: string): string =>
      `export const send = (turns, question) => axios.post(\`\${BASE}/chat\`, { question, ${field}: turns.slice(-20) });\n`;
    assert.deepEqual(found({ 'app.py': app, 'web/chat.js': script('history') }), ['app.py:11 < web/chat.js:1']);
    assert.deepEqual(found({ 'app.py': app, 'web/chat.js': script('log') }), []);
  });

  it('are followed from a request without an SDK to the caller of the function around it', () => {
    const ask = `import requests

def generate(system, history, text):
    messages = [{"role": "system", "content": system}, *history, {"role": "user", "content": text}]
    payload = {"model": "gpt-5.1", "messages": messages, "max_completion_tokens": 500}
    return requests.post("https://api.openai.com/v1/chat/completions", headers={}, json=payload).json()
`;
    const chat = `from ask import generate

def chat(messages, text):
    history = [{"role": m["role"], "content": m["content"]} for m in messages[-12:]]
    return generate("Be brief.", history, text)
`;
    assert.deepEqual(found({ 'ask.py': ask, 'chat.py': chat }), ['ask.py:6 < chat.py:4']);
    assert.deepEqual(found({ 'ask.py': ask, 'chat.py': chat.replace('[-12:]', '') }), []);
  });

  it('are followed from the body of a request to the session that keeps the conversation', () => {
    const bot = (sent: string): string => `import requests
from session import Session

def reply(session: Session, args=None):
    body = dict(args) if args else {"model": "gpt-5.1", "max_tokens": 500}
    ${sent}
    return requests.post("https://api.openai.com/v1/chat/completions", headers={}, json=body).json()
`;
    const session = (cut: string): string => `class Session:
    def __init__(self):
        self.messages = []

    def add(self, query):
        self.messages.append({"role": "user", "content": query})

    def discard(self, most):
        while self.count() > most:
            ${cut}
`;
    const sent = 'body["messages"] = session.messages';
    assert.deepEqual(found({ 'app/bot.py': bot(sent), 'app/session.py': session('self.messages.pop(0)') }), [
      'app/bot.py:7 < app/session.py:10',
    ]);
    assert.deepEqual(found({ 'app/bot.py': bot(sent), 'app/session.py': session('self.messages.clear()') }), []);
    assert.deepEqual(
      found({ 'app/bot.py': bot('body["user"] = session.messages'), 'app/session.py': session('self.messages.pop(0)') }),
      [],
    );
  });

  it('are followed to the list of another file, and to what that file keeps in it by id', () => {
    const bot = `from openai import OpenAI
from store import channel_history, remember

client = OpenAI()

def ask(channel, question):
    remember(channel, {"role": "user", "content": question})
    messages = [{"role": "system", "content": "Be brief."}, *channel_history[channel]]
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=500, messages=messages)
`;
    const store = (kept: string): string => `channel_history = {}

def remember(channel, message):
    channel_history.setdefault(channel, []).append(message)
    channel_history[channel] = ${kept}
`;
    assert.deepEqual(found({ 'app/bot.py': bot, 'app/store.py': store('channel_history[channel][-30:]') }), [
      'app/bot.py:9 < app/store.py:5',
    ]);
    assert.deepEqual(found({ 'app/bot.py': bot, 'app/store.py': store('channel_history[channel][-3:]') }), [], 'too few to be cached');
    assert.deepEqual(found({ 'app/bot.py': bot, 'app/store.py': store('list(channel_history[channel])') }), []);
  });

  it('say nothing of a service that caches only what is marked, where no file of the project marks anything', () => {
    const chat = `from anthropic import Anthropic

client = Anthropic()

def chat(history, question):
    messages = [*history[-20:], {"role": "user", "content": question}]
    return client.messages.create(model="claude-sonnet-4-5", max_tokens=500, messages=messages)
`;
    const marked = 'def mark(message):\n    message["cache_control"] = {"type": "ephemeral"}\n';
    assert.deepEqual(found({ 'chat.py': chat }), []);
    assert.deepEqual(found({ 'chat.py': chat, 'mark.py': marked }), ['chat.py:6']);
  });

  it('are not followed into one of several methods of a name', () => {
    const chat = `from openai import OpenAI

client = OpenAI()

def chat(store, question):
    messages = [*store.load_messages(), {"role": "user", "content": question}]
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=500, messages=messages)
`;
    const store = (name: string, cut: string): string => `class ${name}:
    def load_messages(self):
        return self.messages${cut}
`;
    assert.deepEqual(found({ 'chat.py': chat, 'store.py': store('Store', '[-20:]') }), ['chat.py:7 < store.py:3']);
    assert.deepEqual(found({ 'chat.py': chat, 'store.py': store('Store', '[-20:]'), 'whole.py': store('Whole', '') }), []);
  });

  it('are followed from a node to what the only graph of a project is started with', () => {
    const graph = `from langchain_openai import ChatOpenAI
from langgraph.graph import MessagesState, StateGraph

model = ChatOpenAI(model="gpt-5.1", max_tokens=500)

def answer(state: MessagesState):
    return {"messages": [model.invoke(state["messages"])]}

builder = StateGraph(MessagesState)
builder.add_node("answer", answer)
app = builder.compile()
`;
    const run = `from graph import app

def ask(history, question):
    return app.invoke({"messages": [*history[-24:], ("user", question)]})
`;
    assert.deepEqual(found({ 'graph.py': graph, 'run.py': run }), ['graph.py:7 < run.py:4']);
    assert.deepEqual(found({ 'graph.py': graph, 'run.py': run, 'second.py': graph }), [], 'which graph is meant is not known');
  });

  it('are followed to who knows only the interface of the client', () => {
    const client = `import OpenAI from 'openai';
import type { Turn, Answering } from './answering';

export class OpenAIAnswering implements Answering {
  private readonly client = new OpenAI();

  async answer(system: string, turns: Turn[]) {
    const messages = [{ role: 'system', content: system }];
    turns.forEach((turn) => messages.push({ role: turn.role, content: turn.content }));
    return this.client.chat.completions.create({ model: 'gpt-5.1', max_completion_tokens: 500, messages });
  }
}
`;
    const types = `export interface Turn { role: string; content: string }
export interface Answering { answer(system: string, turns: Turn[]): Promise<unknown> }
`;
    const bot = (cut: string): string => `import type { Answering, Turn } from './answering';

export class Bot {
  private history: Turn[] = [];
  constructor(private readonly client: Answering) {}

  async reply(question: string) {
    this.history.push({ role: 'user', content: question });
    const turns = this.readable(this.recent());
    return this.client.answer('Be brief.', turns);
  }

  private recent() {
    return this.history${cut};
  }

  private readable(messages: Turn[]) {
    return messages.filter(({ content }) => content !== '');
  }
}
`;
    const files = { 'client.ts': client, 'answering.ts': types };
    const told = found({ ...files, 'bot.ts': bot('.slice(-20)') });
    assert.deepEqual([...new Set(told.map((one) => one.replace(/.* < /, '')))], ['bot.ts:14']);
    assert.deepEqual(found({ ...files, 'bot.ts': bot('') }), []);
    assert.deepEqual(found({ ...files, 'bot.ts': bot('.slice(-4)') }), [], 'a short window');
    const choosing = `import type { Answering, Turn } from './answering';
import { OpenAIAnswering } from './client';

export class Choosing implements Answering {
  private readonly inner: Answering = new OpenAIAnswering();

  async answer(system: string, turns: Turn[]) {
    return this.inner.answer(system, turns);
  }
}
`;
    const alias = `export type Turn = { role: string; content: string };
export type Answering = { answer: (system: string, turns: Turn[]) => Promise<unknown> };
`;
    const typed = (cut: string): string => bot(cut).replace('client: Answering', 'client: Answering & Emitter');
    const others = { 'client.ts': client, 'answering.ts': alias, 'choosing.ts': choosing };
    const through = found({ ...others, 'bot.ts': typed('.slice(-20)') });
    assert.equal(through.includes('choosing.ts:8 < bot.ts:14'), true, 'an object in the middle');
    assert.deepEqual(found({ ...others, 'bot.ts': typed('') }), []);
  });

  it('are followed to who knows only the base class, in Python', () => {
    const base = `from abc import ABC, abstractmethod

class Answering(ABC):
    @abstractmethod
    def answer(self, messages): ...
`;
    const client = `from openai import OpenAI
from answering import Answering

class OpenAIAnswering(Answering):
    def __init__(self):
        self.client = OpenAI()

    def answer(self, messages):
        return self.client.chat.completions.create(model="gpt-5.1", max_completion_tokens=500, messages=[{"role": "system", "content": "Be brief."}, *messages])
`;
    const bot = (cut: string): string => `from answering import Answering

class Bot:
    def __init__(self, client: Answering):
        self.client = client
        self.history = []

    def reply(self, question):
        self.history.append({"role": "user", "content": question})
        shown = self.history[-3:]
        print(shown)
        return self.client.answer(self.history${cut})
`;
    const files = { 'answering.py': base, 'client.py': client };
    const told = found({ ...files, 'bot.py': bot('[-20:]') });
    assert.deepEqual([...new Set(told.map((one) => one.replace(/.* < /, '')))], ['bot.py:12']);
    assert.deepEqual(found({ ...files, 'bot.py': bot('') }), [], 'only what is printed is cut');
  });

  it('are followed through services to the query of a repository, and told where the service hands them on', () => {
    const scene = `import OpenAI from 'openai';

const client = new OpenAI();

export async function nextScene(request: { history: { scene: string; choice: string }[]; first: boolean }) {
  const messages = [{ role: 'system', content: 'You tell a story.' }];
  for (const turn of request.history) {
    messages.push({ role: 'assistant', content: turn.scene });
    messages.push({ role: 'user', content: turn.choice });
  }
  messages.push({ role: 'user', content: 'Go on.' });
  return client.chat.completions.create({ model: 'gpt-5.1', max_completion_tokens: 500, messages });
}
`;
    const repo = (order: string): string => `export function createTurnRepo(sql: Sql) {
  return {
    async findRecentTurns(id: string, limit = 12) {
      const [rows] = await sql\`SELECT * FROM turns WHERE story = \${id} ORDER BY number ${order} LIMIT \${limit}\`;
      return rows.reverse();
    },
  };
}
`;
    const service = (read: string): string => `import { nextScene } from './scene';
import type { createTurnRepo } from './repo';

export function createStories(repo: ReturnType<typeof createTurnRepo>) {
  return {
    async goOn(id: string) {
      const turns = await repo.${read};
      const history = turns.map((turn) => ({ scene: turn.scene, choice: turn.choice }));
      return nextScene({ history, first: false });
    },
  };
}
`;
    const files = { 'scene.ts': scene, 'service.ts': service('findRecentTurns(id)') };
    assert.deepEqual(found({ ...files, 'repo.ts': repo('DESC') }), ['service.ts:9 < repo.ts:4']);
    assert.deepEqual(found({ ...files, 'repo.ts': repo('ASC') }), [], 'the oldest stay where they are');
  });

  it('take the number of messages from who calls through the object that a module exports', () => {
    const store = `class Store {
  private messages: { role: string; content: string }[] = [];

  lastMessages(id: string, n: number) {
    return this.messages.slice(this.messages.length - n);
  }
}

export default new Store();
`;
    const all = `import store from './store';

class Stores {
  lastMessages(n: number) {
    return store.lastMessages('id', n);
  }
}

export default new Stores();
`;
    const chat = (n: number): string => `import OpenAI from 'openai';
import stores from './stores';

const client = new OpenAI();

export async function reply() {
  const messages = stores.lastMessages(${String(n)});
  return client.chat.completions.create({ model: 'gpt-5.1', max_completion_tokens: 500, messages });
}
`;
    const files = { 'store.ts': store, 'stores.ts': all };
    assert.deepEqual(found({ ...files, 'chat.ts': chat(20) }), ['chat.ts:8 < store.ts:5']);
    assert.deepEqual(found({ ...files, 'chat.ts': chat(3) }), []);
  });
});
