import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { addressProblem, ask, askJson, bindKey, pageReader, pauseAfter } from '../../src/gateways/index.ts';
import { meter, snapshot } from '../support/spend.ts';

const KEY = 'sk-never-to-be-seen-0123456789';

describe('asking a gateway', () => {
  let server: Server;
  let other: Server;
  let base: string;
  let elsewhere: string;
  let seenElsewhere: IncomingMessage[];
  let respond: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => {
      respond(request, response);
    });
    other = createServer((request, response) => {
      seenElsewhere.push(request);
      response.end('a 1\n');
    });
    for (const each of [server, other]) await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    seenElsewhere = [];
  });

  after(() => {
    for (const each of [server, other]) {
      each.close();
      each.closeAllConnections();
    }
  });

  const key = () => bindKey(base, 'Authorization', `Bearer ${KEY}`);

  it('sends the key to its own origin and nowhere else', async () => {
    let got: string | undefined;
    respond = (request, response) => {
      got = request.headers.authorization;
      response.end('a 1\n');
    };
    assert.equal((await ask({ url: `${base}/x`, credential: key() })).state, 'answer');
    assert.equal(got, `Bearer ${KEY}`);
    const refused = await ask({ url: `${elsewhere}/x`, credential: key() });
    assert.equal(refused.state === 'refused' && refused.kind, 'unsafe');
    assert.equal(seenElsewhere.length, 0);
  });

  it('follows no redirect: not to another port, host or scheme, and not on the same origin', async () => {
    for (const [status, location, words] of [
      [307, `${elsewhere}/x`, /sends to http:\/\/127\.0\.0\.1:\d+; that is not followed/],
      [302, 'http://localhost.attacker.example/', /sends to http:\/\/localhost\.attacker\.example/],
      [301, `https://127.0.0.1/`, /sends to https:\/\/127\.0\.0\.1/],
      [308, '//user:pass@example.org/', /sends to http:\/\/example\.org/],
      [303, 'javascript:alert(1)', /sends to/],
      [307, '/metrics/', /answers at \/metrics\/ instead of \/metrics/],
      [302, undefined, /somewhere else/],
    ] as const) {
      respond = (_request, response) => {
        response.writeHead(status, location === undefined ? {} : { location });
        response.end();
      };
      const answer = await ask({ url: `${base}/metrics`, credential: key() });
      assert.ok(answer.state === 'refused');
      assert.equal(answer.kind, 'redirected');
      assert.match(answer.reason, words);
      assert.doesNotMatch(JSON.stringify(answer), /never-to-be-seen|pass@/);
    }
    assert.equal(seenElsewhere.length, 0);
  });

  it('says 401, 403, 404, 429, 500 and web pages in words', async () => {
    for (const [status, kind, words, headers] of [
      [401, 'unauthorized', /does not accept the key/, {}],
      [403, 'forbidden', /may not read this/, {}],
      [404, 'missing', /nothing at \/metrics\//, {}],
      [429, 'limited', /asked too often/, { 'retry-after': '120' }],
      [429, 'limited', /asked too often/, { 'retry-after': new Date(Date.now() + 120_000).toUTCString() }],
      [429, 'limited', /asked too often/, { 'retry-after': 'soon' }],
      [500, 'failed', /error of its own \(500\)/, {}],
      [200, 'not-data', /web page/, { 'content-type': 'text/html' }],
      [418, 'failed', /status 418/, {}],
    ] as const) {
      respond = (_request, response) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end('<html>');
      };
      const answer = await ask({ url: `${base}/metrics/`, credential: key() });
      assert.ok(answer.state === 'refused', String(status));
      assert.equal(answer.kind, kind);
      assert.match(answer.reason, words);
      assert.ok(answer.advice.length > 10);
      const asked: Readonly<Record<string, string>> = headers;
      if (asked['retry-after'] !== undefined && asked['retry-after'] !== 'soon')
        assert.ok(Math.abs((answer.retryAfter ?? 0) - 120_000) < 3000);
      else assert.equal(answer.retryAfter, undefined);
    }
  });

  it('stops at endless, slow, huge and exploding answers', async () => {
    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const pump = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pump);
      pump();
    };
    let answer = await ask({ url: base, maxBytes: 1_000_000 });
    assert.equal(answer.state === 'refused' && answer.kind, 'too-large');

    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const timer = setInterval(() => response.write('a'), 50);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    const start = Date.now();
    answer = await ask({ url: base, timeoutMs: 300 });
    assert.equal(answer.state === 'refused' && answer.kind, 'too-slow');
    assert.ok(Date.now() - start < 3000);

    const bomb = gzipSync(Buffer.alloc(200_000_000));
    respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(bomb);
    };
    const before = process.memoryUsage().rss;
    answer = await ask({ url: base, maxBytes: 2_000_000 });
    assert.equal(answer.state === 'refused' && answer.kind, 'too-large');
    assert.ok(process.memoryUsage().rss - before < 150_000_000);

    respond = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end('this is not compressed');
    };
    answer = await ask({ url: base });
    assert.equal(answer.state === 'refused' && answer.kind, 'unreachable');

    respond = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.from('a 1\n'.repeat(1000))).subarray(0, 20));
    };
    answer = await ask({ url: base });
    assert.match(answer.state === 'refused' ? answer.reason : '', /compressed answer was cut off/);

    respond = (request) => {
      request.socket.destroy();
    };
    answer = await ask({ url: base });
    assert.equal(answer.state === 'refused' && answer.kind, 'unreachable');
    assert.match(answer.state === 'refused' ? answer.reason : '', /cut off/);

    respond = (request) => {
      request.socket.end('220 mail.example ready\r\n');
    };
    answer = await ask({ url: base });
    assert.match(answer.state === 'refused' ? answer.reason : '', /does not speak HTTP/);
  });

  it('reads compressed answers of every kind, and asks again when a kept connection was closed meanwhile', async () => {
    const text = 'é 1\n'.repeat(50_000);
    for (const [name, packed] of [
      ['gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
      ['identity', text],
    ] as const) {
      respond = (request, response) => {
        assert.match(request.headers['accept-encoding'] ?? '', name === 'identity' ? /./ : new RegExp(name));
        response.writeHead(200, { 'content-encoding': name });
        response.end(packed);
      };
      const answer = await ask({ url: base });
      assert.equal(answer.state === 'answer' && answer.parts.join(''), text, name);
    }
    let asked = 0;
    const sockets = new Set<unknown>();
    respond = (request, response) => {
      const known = sockets.has(request.socket);
      sockets.add(request.socket);
      asked++;
      if (known) request.socket.destroy();
      else response.end('a 1\n');
    };
    for (let i = 0; i < 3; i++) assert.equal((await ask({ url: base })).state, 'answer');
    assert.ok(asked > 3, 'a kept connection was used and closed');
  });

  it('never shows the key: not in answers, not in errors, not in pictures', async () => {
    respond = (request, response) => {
      response.writeHead(500);
      response.end(request.headers.authorization);
    };
    const of = meter();
    const answers = [
      await ask({ url: base, credential: key() }),
      await askJson({ url: base, credential: key() }),
      await ask({ url: 'http://127.0.0.1:1/', credential: bindKey('http://127.0.0.1:1', 'authorization', KEY) }),
      await pageReader({ url: base, credential: key() }).read(of),
      snapshot(of, Date.now()),
    ];
    assert.doesNotMatch(JSON.stringify(answers), /never-to-be-seen/);
    assert.throws(
      () => bindKey(base, 'authorization', `${KEY}\r\nX-Evil: 1`),
      (error: Error) => !error.message.includes(KEY),
    );
  });

  it('asks over https only, unless the address is this machine', () => {
    for (const [url, withKey, allowHttp, fine] of [
      ['https://gateway.example', true, false, true],
      ['http://localhost:4000', true, false, true],
      ['http://127.0.0.1', true, false, true],
      ['http://[::1]:4000', true, false, true],
      ['http://gateway.example', true, true, false],
      ['http://gateway.example', false, false, false],
      ['http://gateway.example', false, true, true],
      ['http://localhost.attacker.example', true, false, false],
      ['http://127.0.0.1.attacker.example', true, false, false],
      ['http://127.0.0.1@attacker.example', true, false, false],
      ['https://trusted.example@attacker.example', true, false, false],
      ['ftp://127.0.0.1', false, true, false],
      ['file:///etc/passwd', false, true, false],
      ['localhost:4000', false, true, false],
      ['', false, true, false],
    ] as const) {
      assert.equal(addressProblem(url, withKey, allowHttp) === undefined, fine, url);
    }
  });

  it('waits longer after each failure, spread, and as long as it was asked to', () => {
    const refusal = { state: 'refused', kind: 'failed', reason: '', advice: '' } as const;
    const half = (): number => 0.5;
    assert.equal(pauseAfter(undefined, 0, 10_000, half), 10_000);
    assert.deepEqual(
      [1, 2, 3, 5, 50].map((failures) => pauseAfter(refusal, failures, 10_000, half)),
      [20_000, 40_000, 80_000, 300_000, 300_000],
    );
    assert.equal(pauseAfter({ ...refusal, retryAfter: 3_600_000 }, 1, 10_000, half), 3_600_000);
    assert.notEqual(
      pauseAfter(undefined, 0, 10_000, () => 0),
      pauseAfter(undefined, 0, 10_000, () => 0.99),
    );
  });
});
