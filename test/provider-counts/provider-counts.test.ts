import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { COUNTING_APIS, countByProvider, type CountQuestion } from '../../src/provider-counts/index.ts';

const KEY = 'sk-ant-secret-0123456789';

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('counting by the provider', () => {
  let server: Server;
  let base: string;
  let seen: Seen[];
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ url: request.url ?? '', headers: request.headers, body });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function respond(status: number, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): void {
    answer = (response) => {
      response.writeHead(status, headers);
      response.end(body);
    };
  }

  function ask(more: Partial<CountQuestion> = {}) {
    const prompt = { messages: [{ role: 'user' as const, text: 'Hi 😀' }] };
    return countByProvider({ provider: 'anthropic', model: 'claude-opus-5-5', prompt, key: KEY, baseUrl: base, ...more });
  }

  it('asks Anthropic', async () => {
    respond(200, '{"input_tokens":14}');
    const prompt = { system: 'Be brief.', messages: [{ role: 'user' as const, text: 'Hi' }], tools: [{ name: 't', input_schema: {} }] };
    assert.deepEqual(await ask({ prompt }), { state: 'counted', tokens: 14, estimate: true, origin: base });
    const [{ url, headers, body }] = seen as [Seen];
    assert.equal(url, '/v1/messages/count_tokens');
    assert.equal(headers['x-api-key'], KEY);
    assert.equal(headers['anthropic-version'], '2023-06-01');
    assert.deepEqual(JSON.parse(body), {
      model: 'claude-opus-5-5',
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Hi' }],
      tools: [{ name: 't', input_schema: {} }],
    });
  });

  it('asks OpenAI', async () => {
    respond(200, '{"object":"response.input_tokens","input_tokens":11}');
    const prompt = { system: 'Be brief.', messages: [{ role: 'user' as const, text: 'Hi' }] };
    assert.deepEqual(await ask({ provider: 'openai', model: 'gpt-6.1-terra', prompt }), {
      state: 'counted',
      tokens: 11,
      estimate: false,
      origin: base,
    });
    const [{ url, headers, body }] = seen as [Seen];
    assert.equal(url, '/v1/responses/input_tokens');
    assert.equal(headers.authorization, `Bearer ${KEY}`);
    assert.deepEqual(JSON.parse(body), { model: 'gpt-6.1-terra', instructions: 'Be brief.', input: [{ role: 'user', content: 'Hi' }] });
  });

  it('asks Gemini, with the key in a header and not in the address', async () => {
    respond(200, '{"totalTokens":7,"promptTokensDetails":[]}');
    assert.deepEqual(await ask({ provider: 'gemini', model: 'models/gemini-2.5-pro' }), {
      state: 'counted',
      tokens: 7,
      estimate: false,
      origin: base,
    });
    const prompt = { system: 'S', messages: [{ role: 'assistant' as const, text: 'Yes' }] };
    await ask({ provider: 'gemini', model: 'gemini-2.5-pro', prompt });
    const [first, second] = seen as [Seen, Seen];
    assert.equal(first.url, '/v1beta/models/gemini-2.5-pro:countTokens');
    assert.equal(first.headers['x-goog-api-key'], KEY);
    assert.deepEqual(JSON.parse(first.body), { contents: [{ role: 'user', parts: [{ text: 'Hi 😀' }] }] });
    assert.deepEqual(JSON.parse(second.body), {
      generateContentRequest: {
        model: 'models/gemini-2.5-pro',
        contents: [{ role: 'model', parts: [{ text: 'Yes' }] }],
        systemInstruction: { parts: [{ text: 'S' }] },
      },
    });
  });

  it('keeps the path of a gateway', async () => {
    respond(200, '{"input_tokens":1}');
    await ask({ baseUrl: `${base}/anthropic/` });
    assert.equal(seen[0]?.url, '/anthropic/v1/messages/count_tokens');
  });

  for (const [status, body, reason, message] of [
    [
      401,
      '{"error":{"message":"invalid x-api-key"}}',
      'unauthorized',
      /Anthropic does not accept this key \(HTTP 401\).*invalid x-api-key/,
    ],
    [403, '{"error":{"message":"no"}}', 'unauthorized', /may not count tokens at 127\.0\.0\.1:\d+ \(HTTP 403\)/],
    [404, '{"error":{"message":"model: nope"}}', 'not-found', /knows no model "claude-opus-5-5"/],
    [429, '{"error":{"message":"slow down"}}', 'busy', /takes no more requests right now \(HTTP 429\)/],
    [529, '', 'busy', /HTTP 529/],
    [400, '{"error":{"message":"bad tools"}}', 'failed', /refused the request \(HTTP 400\)\. It says: bad tools/],
    [500, 'oops', 'failed', /HTTP 500/],
    [200, '{"input_tokens":-1}', 'failed', /not with a count/],
    [200, '{"input_tokens":"14"}', 'failed', /not with a count/],
    [200, '{"tokens":14}', 'failed', /not with a count/],
    [200, '', 'failed', /not with a count/],
  ] as const) {
    it(`says what HTTP ${status} means: ${body.slice(0, 30)}`, async () => {
      respond(status, body);
      const result = await ask();
      assert.ok(result.state === 'failed');
      assert.equal(result.reason, reason);
      assert.match(result.message, message);
    });
  }

  it('does not take a web page for a count, whatever its status', async () => {
    for (const status of [200, 403, 404]) {
      respond(status, '<!DOCTYPE html><title>Sign in</title>', { 'content-type': 'text/html; charset=utf-8' });
      const result = await ask();
      assert.ok(result.state === 'failed' && /web page \(HTTP \d+\) instead of a count/.test(result.message));
    }
  });

  it('does not follow a redirect, so the key goes nowhere else', async () => {
    for (const location of ['https://evil.example/login', '/elsewhere', 'not a url: %%%']) {
      seen = [];
      respond(307, '', { location });
      const result = await ask();
      assert.ok(result.state === 'failed' && /redirects.*not followed/.test(result.message));
      assert.equal(seen.length, 1);
    }
  });

  it('gives up after a time, and when it is cancelled', async () => {
    answer = () => undefined;
    const slow = await ask({ timeoutMs: 50 });
    assert.ok(slow.state === 'failed' && slow.message.includes('did not answer within 0.05 s'));
    const controller = new AbortController();
    const cancelled = ask({ signal: controller.signal });
    controller.abort();
    const result = await cancelled;
    assert.ok(result.state === 'failed' && result.message === 'The count was cancelled.');
  });

  it('gives up on a body that never ends', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    };
    const result = await ask();
    assert.ok(result.state === 'failed' && result.message.includes('longer than 256 KB'));
  });

  it('says when nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const result = await ask({ baseUrl: `http://127.0.0.1:${port}` });
    assert.ok(result.state === 'failed');
    assert.equal(result.message, `127.0.0.1:${port} cannot be reached: ECONNREFUSED.`);
  });

  it('sends nothing that is not safe', async () => {
    respond(200, '{"input_tokens":1}');
    for (const [more, message] of [
      [{ baseUrl: 'http://example.com' }, /https only/],
      [{ baseUrl: 'http://127.0.0.1.evil.example' }, /https only/],
      [{ baseUrl: 'ftp://127.0.0.1' }, /https only/],
      [{ baseUrl: 'https://user:pass@example.com' }, /user name or password/],
      [{ baseUrl: `${base}/?a=1` }, /without "\?"/],
      [{ baseUrl: 'nonsense' }, /is not an address/],
      [{ key: '' }, /key of Anthropic is needed/],
      [{ key: 'sk-a\r\nx-evil: 1' }, /line break/],
      [{ model: '../../v1/files' }, /not a model id/],
      [{ model: 'a/../../b' }, /not a model id/],
      [{ model: '' }, /not a model id/],
      [{ prompt: { messages: [] } }, /no message/],
    ] as const) {
      const result = await ask(more);
      assert.ok(result.state === 'failed');
      assert.equal(result.reason, 'refused');
      assert.match(result.message, message);
    }
    assert.equal(seen.length, 0);
  });

  it('never shows the key, not even when the provider repeats it', async () => {
    for (const body of [
      `{"error":{"message":"Incorrect API key provided: ${KEY}"}}`,
      '{"error":"bad sk-ant-s*******6789 key"}',
      `{"error":{"message":"${'x'.repeat(5000)}"}}`,
    ]) {
      respond(401, body);
      const result = await ask();
      assert.ok(result.state === 'failed');
      assert.ok(!result.message.includes('sk-ant') && result.message.length < 500, result.message);
    }
  });

  it('knows where each endpoint is described, and asks over https', () => {
    for (const { baseUrl, source, asOf } of Object.values(COUNTING_APIS)) {
      assert.match(baseUrl, /^https:\/\/[^/]+$/);
      assert.match(source, /^https:/);
      assert.match(asOf, /^2026-/);
    }
  });
});
