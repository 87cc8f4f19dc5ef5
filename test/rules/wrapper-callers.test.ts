import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');

/** A function that sends what it is given, as most programs have one. */
const complete = `from openai import OpenAI

client = OpenAI()

def complete(prompt, model="gpt-6-luna"):
    return client.chat.completions.create(model=model, max_completion_tokens=400, messages=[{"role": "user", "content": prompt}])
`;

interface Diagnostic {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

/** `rule:line` of the findings of some rules in a program of one file. */
function found(code: string, rules: readonly string[], file = 'app.py'): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-callers-'));
  try {
    writeFileSync(path.join(folder, file), code);
    const { stdout, stderr } = spawnSync(process.execPath, [cli, 'check', '--format', 'json'], { cwd: folder, encoding: 'utf8' });
    assert.equal(stderr, '');
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
    return diagnostics.filter(({ rule }) => rules.includes(rule)).map(({ rule, line }) => `${rule}:${line}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('callers of wrappers', function () {
  this.timeout(60_000);

  it('are told of the text that they write, and not of what a function that they call writes', () => {
    const code = `${complete}
def mood(review):
    return complete(f"What is the mood of this review? Respond with JSON only.\\n{review}")

def moods(reviews):
    return [mood(review) for review in reviews]

def moods_of_page(page):
    return moods(page.reviews)

moods_of_page(load())
`;
    assert.deepEqual(found(code, ['json-without-schema']), ['json-without-schema:9']);
  });

  it('are not told of the text of the wrapper itself', () => {
    const code = `${complete.replace('"content": prompt', '"content": "Respond with JSON only. " + prompt')}
complete("Name a colour.")
complete("Name a town.")
`;
    assert.deepEqual(found(code, ['json-without-schema']), ['json-without-schema:6']);
  });

  it('are told once of all prompts that ask a wrapper for JSON, and not where the wrapper is asked for a form', () => {
    const code = `${complete.replace('model="gpt-6-luna")', 'model="gpt-6-luna", json_mode=False)')}
complete("Name a colour. Respond with JSON only.")
complete("Name a town. Respond with JSON only.")
complete("Name a river. Respond with JSON only.", json_mode=True)
`;
    assert.deepEqual(found(code, ['json-without-schema']), ['json-without-schema:8']);
  });

  it('are told of data in their own prompt', () => {
    const data = Array.from({ length: 60 }, (_, index) => `aB${index}xY9Qw7Kp${index * 7}`).join('');
    const code = `${complete}
complete("What is this? data:image/png;base64,${data}")
`;
    assert.deepEqual(found(code, ['embedded-binary']), ['embedded-binary:8']);
  });

  it('are told of the model that they choose', () => {
    const code = `${complete}
complete("Who?")
complete("Where?", "gpt-5-nano")
`;
    assert.deepEqual(found(code, ['retired-model']), ['retired-model:9']);
  });

  it('are not told again what the request says with the same fix', () => {
    const rules = Array.from({ length: 200 }, (_, index) => `Rule ${index}: a level of kind ${index} has ${index + 2} doors and a key.`);
    const code = `import Anthropic from '@anthropic-ai/sdk';

const RULES = "${rules.join(' ')}";

export async function build(order) {
  const client = new Anthropic();
  const messages = [{ role: 'user', content: order }];
  for (let attempt = 0; attempt < 3; attempt++) {
    const response = await send(client, messages);
    const errors = check(response);
    if (errors.length === 0) return 'done';
    messages.push({ role: 'assistant', content: response.content }, { role: 'user', content: errors.join('; ') });
  }
}

async function send(client, messages) {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      return await client.messages.create({ model: 'claude-opus-5', max_tokens: 800, system: RULES, messages });
    } catch (error) {
      console.warn(error);
    }
  }
}
`;
    assert.deepEqual(found(code, ['uncached-prefix'], 'app.ts'), ['uncached-prefix:19']);
  });

  it('are not told again what the request says in the same words', () => {
    const rules = Array.from({ length: 200 }, (_, index) => `Rule ${index}: a level of kind ${index} has ${index + 2} doors and a key.`);
    const code = `const RULES = "${rules.join(' ')}";

export async function build(orders) {
  for (const order of orders) {
    await send(order);
  }
}

async function send(order) {
  return fetch('https://api.anthropic.com/v1/messages', {
    method: 'POST',
    body: JSON.stringify({ model: 'claude-opus-5', max_tokens: 800, system: RULES, messages: [{ role: 'user', content: order }] }),
  });
}
`;
    assert.deepEqual(found(code, ['uncached-prefix'], 'app.ts'), ['uncached-prefix:10']);
  });
});
