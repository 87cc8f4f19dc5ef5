import assert from 'node:assert/strict';
import { startTestClient, type TestClient } from '../support/lsp.ts';

describe('language server on requests as data', () => {
  let client: TestClient;

  beforeEach(async () => {
    client = await startTestClient({}, []);
  });

  afterEach(async () => {
    await client.stop();
  });

  it('shows the cost of requests, and of a batch file as a whole', async () => {
    const body = '{"model": "gpt-4o-mini", "max_tokens": 5, "messages": [{"role": "user", "content": "x"}]}';
    client.open('file:///app/a.http', `### ask\nPOST https://api.openai.com/v1/chat/completions\n\n${body}\n`, 1, 'plaintext');
    assert.match((await client.lenses('file:///app/a.http'))[0]?.command?.title ?? '', /^≈\$.* · ≤5 out · gpt-4o-mini$/);
    const line = `{"custom_id": "a", "body": ${body}}\n`;
    client.open('file:///app/b.jsonl', line.repeat(50), 1, 'jsonl');
    const lenses = await client.lenses('file:///app/b.jsonl');
    assert.equal(lenses.length, 21);
    assert.match(lenses[0]?.command?.title ?? '', /^50 requests · ≈\$.* in all at the batch price, from the first 20 · ≈\d+ in each$/);
    assert.match(lenses[1]?.command?.title ?? '', /batch price/);
    client.open('file:///app/c.json', '{"a": 1}', 1, 'json');
    assert.deepEqual(await client.lenses('file:///app/c.json'), []);
    assert.deepEqual(client.errors, []);
  });
});
