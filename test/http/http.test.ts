/** What all requests share: limits, addresses of this machine, codes of failures, proxies. The requests themselves are tested where they are made. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedText, clearTextProxy, errorCode, isLoopback, retryAfter } from '../../src/http/index.ts';

describe('means of all requests', () => {
  it('knows the addresses of this machine, and no names that a name server decides about', () => {
    for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.255.0.9', '[::1]', '::1']) assert.ok(isLoopback(host), host);
    for (const host of [
      '',
      'litellm.localhost',
      'localhost.',
      'localhost.attacker.example',
      '127.0.0.1.nip.io',
      '127.example',
      '128.0.0.1',
      '0.0.0.0',
      '[::2]',
      '10.0.0.1',
      'xlocalhost',
      '[::ffff:8.8.8.8]',
    ])
      assert.ok(!isLoopback(host), host);
    // What `URL` makes of other spellings of the same address.
    assert.ok(isLoopback(new URL('http://2130706433/').hostname) && isLoopback(new URL('http://0x7f.1/').hostname));
  });

  it('reads no more of a body than it may, also when it is compressed, and keeps characters whole', async () => {
    const text = 'é€😀'.repeat(100_000);
    const server = createServer((request, response) => {
      response.writeHead(200, request.url === '/packed' ? { 'content-encoding': 'gzip' } : {});
      response.end(request.url === '/packed' ? gzipSync(Buffer.alloc(50_000_000)) : text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      assert.equal(await boundedText(await fetch(origin), 900_000), text);
      assert.equal(await boundedText(await fetch(origin), 899_999), undefined);
      assert.equal(await boundedText(await fetch(`${origin}/packed`), 100_000), undefined);
      assert.equal(await boundedText(new Response(null), 0), '');
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('takes the code of a failure from wherever it is wrapped, and never its text', () => {
    const inner = Object.assign(new Error('connect to sk-secret'), { code: 'ECONNREFUSED' });
    assert.equal(errorCode(new TypeError('fetch failed', { cause: inner })), 'ECONNREFUSED');
    assert.equal(errorCode(new TypeError('fetch failed', { cause: new AggregateError([inner]) })), 'ECONNREFUSED');
    assert.equal(errorCode(Object.assign(new Error('x'), { code: 'sk-secret 1' })), undefined);
    assert.equal(errorCode(new Error('sk-secret')), undefined);
    assert.equal(errorCode('text'), undefined);
  });

  it('reads how long to wait, in seconds or as a date, at most a day', () => {
    const now = Date.UTC(2026, 10, 22);
    assert.equal(retryAfter('120', now), 120_000);
    assert.equal(retryAfter('Sun, 22 Nov 2026 00:00:30 GMT', now), 30_000);
    assert.equal(retryAfter('Sat, 21 Nov 2026 00:00:00 GMT', now), 0);
    assert.equal(retryAfter('999999999', now), 86_400_000);
    for (const header of [null, 'soon', '', '-5 s']) assert.equal(retryAfter(header, now), undefined);
  });

  it('knows when Node would hand a request over http to a proxy', () => {
    const of = (address: string, env: Readonly<Record<string, string>>, execArgv: readonly string[] = []): string | undefined =>
      clearTextProxy(new URL(address), { env, execArgv });
    const proxied = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://proxy.example:3128' };
    assert.equal(of('http://127.0.0.1:4000/', proxied), 'HTTP_PROXY');
    assert.equal(of('http://127.0.0.1:4000/', { ...proxied, http_proxy: 'x' }), 'http_proxy');
    assert.equal(of('https://gateway.example/', proxied), undefined, 'a tunnel');
    assert.equal(of('http://127.0.0.1/', { HTTP_PROXY: 'x' }), undefined, 'Node was not told to');
    assert.equal(of('http://127.0.0.1/', { HTTP_PROXY: 'x' }, ['--use-env-proxy']), 'HTTP_PROXY');
    assert.equal(of('http://127.0.0.1/', { HTTP_PROXY: 'x', NODE_OPTIONS: '--no-warnings --use-env-proxy' }), 'HTTP_PROXY');
    for (const exception of ['127.0.0.1', '*', 'a.example, 127.0.0.1'])
      assert.equal(of('http://127.0.0.1/', { ...proxied, NO_PROXY: exception }), undefined, exception);
    assert.equal(of('http://a.corp.example/', { ...proxied, no_proxy: '.corp.example' }), undefined);
    assert.equal(of('http://127.0.0.1/', { ...proxied, NO_PROXY: 'localhost,0.0.1' }), 'HTTP_PROXY');
  });
});
