import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countAtProvider, secretName, type CountDialogs, type Secrets } from '../../src/client/calls/countFlow.ts';
import { difference } from '../../src/client/calls/countWords.ts';
import type { CountableCallMessage } from '../../src/shared/call-messages.ts';

const KEY = 'sk-ant-secret-0123456789';

const call: CountableCallMessage = {
  provider: 'anthropic',
  model: 'claude-opus-5-5',
  prompt: { system: 'Be brief.', messages: [{ role: 'user', text: 'Hi' }], tools: [{ name: 't', input_schema: {} }] },
  estimate: { low: 10, tokens: 12, high: 14, basis: 'calibrated' },
  leftOut: ['Values that are filled in at run time are counted as nothing.'],
};

describe('counting exactly with the provider', () => {
  let server: Server;
  let base: string;
  let seen: { readonly headers: IncomingMessage['headers']; readonly body: string }[];
  let kept: Map<string, string>;
  let said: string[];
  let answer: { status: number; body: string };

  const secrets: Secrets = {
    get: (name) => Promise.resolve(kept.get(name)),
    store: (name, value) => Promise.resolve(void kept.set(name, value)),
    delete: (name) => Promise.resolve(void kept.delete(name)),
  };

  function dialogs(agrees = true, key: string | undefined = KEY): CountDialogs {
    return {
      consent: (title, detail) => Promise.resolve(said.push(title, detail) > 0 && agrees),
      key: (title, origin) => Promise.resolve(said.push(`key for ${origin}: ${title}`) > 0 ? key : undefined),
      wait: (title, work) => {
        said.push(title);
        return work(new AbortController().signal);
      },
    };
  }

  beforeEach(async () => {
    seen = [];
    said = [];
    kept = new Map();
    answer = { status: 200, body: '{"input_tokens":14}' };
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ headers: request.headers, body });
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('says what is sent where, sends it, keeps the key under the origin and shows the difference', async () => {
    const outcome = await countAtProvider(call, secrets, dialogs(), base);
    assert.deepEqual(outcome, {
      state: 'counted',
      tokens: 14,
      words:
        'Anthropic counts 14 tokens for claude-opus-5-5, and calls that an estimate. Pennylint estimates 12 (10 to 14): 2 too few, 14.3 %, within its band. Values that are filled in at run time are counted as nothing.',
    });
    assert.deepEqual(said, [
      'Count this prompt with Anthropic?',
      `Sent: the text of the prompt as it stands in the source (11 characters in 2 messages), the definitions of its tools (32 characters), the model id claude-opus-5-5, and your key of Anthropic.\n\nSent to: ${base}, and nowhere else. Anthropic takes no money for counting; its terms hold for what is sent.\n\nValues that are filled in at run time are counted as nothing.`,
      `key for ${base}: Key of Anthropic for ${base}`,
      `Asking ${base}`,
    ]);
    assert.deepEqual([...kept], [[secretName('anthropic', base), KEY]]);
    assert.equal(seen.length, 1);
    assert.equal(seen[0]?.headers['x-api-key'], KEY);
    assert.match(seen[0].body, /"system":"Be brief\."/);
  });

  it('asks for no key that it has, and finds none for another origin', async () => {
    kept.set(secretName('anthropic', base), KEY);
    assert.equal((await countAtProvider(call, secrets, dialogs(true, undefined), base))?.state, 'counted');
    assert.ok(!said.some((words) => words.startsWith('key for')));
    kept.clear();
    kept.set(secretName('anthropic', 'https://api.anthropic.com'), KEY);
    assert.equal(await countAtProvider(call, secrets, dialogs(true, ''), base), undefined);
    assert.equal(seen.length, 1);
  });

  it('sends nothing without consent or key', async () => {
    assert.equal(await countAtProvider(call, secrets, dialogs(false), base), undefined);
    assert.equal(await countAtProvider(call, secrets, dialogs(true, '  '), base), undefined);
    assert.deepEqual(seen, []);
    assert.equal(kept.size, 0);
  });

  it('forgets a key that is refused, and repeats no word of it', async () => {
    kept.set(secretName('anthropic', base), KEY);
    answer = { status: 401, body: JSON.stringify({ error: { message: `invalid x-api-key ${KEY}` } }) };
    const outcome = await countAtProvider(call, secrets, dialogs(), base);
    assert.equal(outcome?.state, 'failed');
    assert.doesNotMatch(outcome.words, /secret/);
    assert.equal(kept.size, 0);
  });

  it('keeps a key when the provider is only busy', async () => {
    kept.set(secretName('anthropic', base), KEY);
    answer = { status: 529, body: '{}' };
    assert.equal((await countAtProvider(call, secrets, dialogs(), base))?.state, 'failed');
    assert.equal(kept.size, 1);
  });

  it('says how far our count is off', () => {
    const exact = { low: 100, tokens: 100, high: 100, basis: 'exact' };
    assert.equal(difference(exact, 100), 'Pennylint counts 100: the same.');
    assert.equal(difference(exact, 80), 'Pennylint counts 100: 20 too many, 25.0 %.');
    const band = { low: 90, tokens: 100, high: 110, basis: 'calibrated' };
    assert.equal(difference(band, 1000), 'Pennylint estimates 100 (90 to 110): 900 too few, 90.0 %, outside of its band.');
    assert.equal(difference(band, 0), 'Pennylint estimates 100 (90 to 110): 100 too many, outside of its band.');
  });
});
