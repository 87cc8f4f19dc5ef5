import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { settingDeclarations } from '../../src/core/index.ts';
import { PRICE_LIST_FORMATS } from '../../src/core/index.ts';
import { downloadList, isDue, listInText, PUBLIC_LISTS, textOfList, type StoredList } from '../../src/price-lists/index.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('downloading a price list', () => {
  let server: Server;
  let url: string;
  let seen: IncomingMessage['headers'][];
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request.headers);
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list.json`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function respond(status: number, body: string, headers: Record<string, string> = {}): void {
    answer = (response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    };
  }

  const ask = (options: Parameters<typeof downloadList>[1] = {}) => downloadList({ name: 'Test', url }, options);

  it('takes a list with its version, and sends nothing but the request', async () => {
    respond(200, '{"data":[]}', { etag: '"v1"' });
    assert.deepEqual(await ask(), { state: 'new', body: { data: [] }, etag: '"v1"' });
    const [headers] = seen;
    assert.deepEqual(
      Object.keys(headers ?? {}).filter((name) => /auth|cookie|key|referer|origin|if-none-match/.test(name)),
      [],
    );
  });

  it('asks whether the version that it has is the newest', async () => {
    respond(304, '');
    assert.deepEqual(await ask({ etag: '"v1"' }), { state: 'same' });
    assert.equal(seen[0]?.['if-none-match'], '"v1"');
  });

  it('says in words what went wrong, and follows no redirect', async () => {
    respond(302, '', { location: `${url}?again` });
    assert.match(JSON.stringify(await ask()), /answers with status 302 instead of the price list of Test/);
    assert.equal(seen.length, 1);
    respond(200, '<html>');
    assert.match(JSON.stringify(await ask()), /is not JSON; a login page/);
    respond(200, `"${'x'.repeat(2000)}"`);
    assert.match(JSON.stringify(await ask({ maxBytes: 1000 })), /is longer than/);
    answer = () => undefined;
    assert.match(JSON.stringify(await ask({ timeoutMs: 50 })), /did not answer within 0\.05 s/);
    answer = (response) => response.destroy();
    assert.match(JSON.stringify(await ask()), /cannot be reached/);
  });
});

describe('a downloaded price list', () => {
  const list: StoredList = { id: 'litellm', checkedAt: 1_000_000 * DAY, etag: '"v1"', body: { a: 1 } };

  it('is kept as text and read back', () => {
    assert.deepEqual(listInText(textOfList(list)), list);
    assert.deepEqual(listInText(textOfList({ ...list, etag: undefined })), { ...list, etag: undefined });
  });

  it('is nothing when the file is broken or of another form', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"version":2}',
      textOfList(list).replace('litellm', 'other'),
      textOfList(list).slice(0, -3),
    ])
      assert.equal(listInText(text), undefined, text);
  });

  it('is asked for again after a day, when another one is wanted, or when the clock was set back', () => {
    assert.equal(isDue(undefined, 'litellm', 0), true);
    assert.equal(isDue(list, 'openrouter', list.checkedAt), true);
    assert.equal(isDue(list, 'litellm', list.checkedAt + DAY - 1), false);
    assert.equal(isDue(list, 'litellm', list.checkedAt + DAY), true);
    assert.equal(isDue(list, 'litellm', list.checkedAt - 1), true);
  });

  it('is one that the setting names and core can read', () => {
    const setting = settingDeclarations.find(({ key }) => key === 'priceRefresh');
    assert.equal(setting?.default, 'off');
    assert.equal(setting.scope, 'machine');
    assert.deepEqual(
      setting.values?.map(({ value }) => value),
      ['off', ...PUBLIC_LISTS.map(({ id }) => id)],
    );
    for (const { format, url } of PUBLIC_LISTS) {
      assert.ok(
        PRICE_LIST_FORMATS.some((known) => known === format),
        format,
      );
      assert.match(url, /^https:/);
    }
  });
});
