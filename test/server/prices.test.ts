import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PRICE_LIST, type PriceListMessage } from '../../src/shared/messages.ts';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const source = `from openai import OpenAI
client = OpenAI()
client.responses.create(model="my-own", max_output_tokens=1000, input="x")
`;

describe('prices of the language server', () => {
  let folder: string;
  let uri: string;
  let client: TestClient;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pennylint-prices-')));
    writeFileSync(path.join(folder, 'main.py'), source);
    uri = pathToFileURL(path.join(folder, 'main.py')).href;
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  async function lens(pattern: RegExp): Promise<string> {
    let title = '';
    for (let i = 0; i < 200; i++) {
      title = (await client.lenses(uri))[0]?.command?.title ?? '';
      if (pattern.test(title)) return title;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`waited in vain for ${String(pattern)}: ${title}`);
  }

  it('come from the settings of the user, above pennylint.yaml', async () => {
    writeFileSync(path.join(folder, 'pennylint.yaml'), 'models: { my-own: { input: 3, output: 10000 } }\n');
    client = await startTestClient({ prices: { 'my-own': { input: 1, output: 1000 } } }, [folder]);
    client.open(uri, source);
    // 300 output tokens at $1,000 per million.
    await lens(/^≈\$0\.30\/call/);
    const hover = await client.hover(uri, { line: 2, character: 3 });
    assert.match(JSON.stringify(hover), /Source: setting .{0,2}`pennylint\.prices.{0,2}`/);
    assert.deepEqual(client.errors, []);
  });

  it('come from a list that the client hands in, and go with it', async () => {
    client = await startTestClient({}, [folder]);
    client.open(uri, source);
    await lens(/^unpriced/);
    const model_info = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-3 };
    const message: PriceListMessage = {
      kind: 'gateway',
      place: 'http://localhost:4000',
      name: 'LiteLLM at localhost:4000',
      format: 'litellm-model-info',
      asOf: new Date().toISOString().slice(0, 10),
      body: { data: [{ model_name: 'my-own', model_info }] },
    };
    void client.connection.sendNotification(PRICE_LIST, message);
    await lens(/^≈\$0\.60\/call/);
    const hover = await client.hover(uri, { line: 2, character: 3 });
    assert.match(JSON.stringify(hover), /Source: LiteLLM at localhost:4000, \d{4}-\d\d-\d\d/);
    // What is no list takes nothing else away, and an empty one is forgotten.
    void client.connection.sendNotification(PRICE_LIST, { ...message, format: 'nonsense', body: null });
    void client.connection.sendNotification(PRICE_LIST, { ...message, kind: 'user', body: null });
    await lens(/^≈\$0\.60\/call/);
    void client.connection.sendNotification(PRICE_LIST, { ...message, body: { data: [] } });
    await lens(/^unpriced/);
    assert.deepEqual(client.errors, []);
  });

  it('link assumptions to settings only where the client can open them', async () => {
    client = await startTestClient({}, [folder]);
    client.open(uri, source.replace('my-own', 'gpt-5.1'));
    const hover = await client.hover(uri, { line: 2, character: 3 });
    assert.match(JSON.stringify(hover), /Assumes 300 output tokens \(setting .{0,2}`pennylint\.expectedOutputTokens.{0,2}`\)/);
    assert.doesNotMatch(JSON.stringify(hover), /command:/);
  });
});
