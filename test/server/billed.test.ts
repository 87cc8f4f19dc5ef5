import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BilledReport } from '../../src/core/index.ts';
import { BILLED, CALL_SITES, type CallSitesAnswer } from '../../src/shared/messages.ts';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const source = `from openai import OpenAI
client = OpenAI()
client.responses.create(model="gpt-4o", max_output_tokens=1000, input="x")
`;
const row = { name: 'gpt-4o', requestsToday: 1284, microUsdToday: 5_780_000, requests: 1284, microUsd: 5_780_000, requestsPerDay: 1200 };

function report(): BilledReport {
  const now = Date.now();
  return { schemaVersion: 1, source: 'LiteLLM', basis: 'reported', asOf: now, todayEnds: now + 3_600_000, models: [row], tags: [] };
}

describe('what was billed, at the language server', () => {
  let folder: string;
  let uri: string;
  let client: TestClient;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pennylint-billed-')));
    writeFileSync(path.join(folder, 'main.py'), source);
    writeFileSync(path.join(folder, 'other.py'), source.replace('gpt-4o', 'gpt-5.1'));
    uri = pathToFileURL(path.join(folder, 'main.py')).href;
    client = await startTestClient({}, [folder]);
    client.open(uri, source);
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  async function lens(pattern: RegExp): Promise<string> {
    let title = '';
    for (let i = 0; i < 400; i++) {
      title = (await client.lenses(uri))[0]?.command?.title ?? '';
      if (pattern.test(title)) return title;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`waited in vain for ${String(pattern)}: ${title}`);
  }

  it('comes by a notification, reaches lens, hover and list, and goes with it', async () => {
    await lens(/^≈\$[\d.]+\/call · /);
    await client.connection.sendNotification(BILLED, { report: report() });
    await lens(/≈\$[\d.,]+\/month at 1,200 calls\/day · all of gpt-4o billed \$0\.0045 avg, 1,284 calls today, \$5\.78 · /);
    const hover = JSON.stringify(await client.hover(uri, { line: 2, character: 3 }));
    assert.match(hover, /LiteLLM, model gpt-4o, read \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    const { files } = await client.connection.sendRequest<CallSitesAnswer>(CALL_SITES);
    const costs = files.flatMap(({ calls }) => calls.map(({ cost }) => cost.includes('all of gpt-4o billed')));
    assert.deepEqual(costs, [true, false]);
    await client.connection.sendNotification(BILLED, { report: null });
    assert.doesNotMatch(await lens(/^≈\$[\d.]+\/call · ≈\d+ in/), /billed/);
    assert.deepEqual(client.errors, []);
  });

  it('is refused in any other shape', async () => {
    await client.connection.sendNotification(BILLED, { report: { ...report(), models: 'all' } });
    await client.connection.sendNotification(BILLED, { report: 7 });
    assert.doesNotMatch(await lens(/^≈\$[\d.]+\/call · /), /billed/);
    assert.deepEqual(client.errors, []);
  });
});
