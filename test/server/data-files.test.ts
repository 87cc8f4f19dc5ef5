import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const source = `import json
from openai import OpenAI

prompts = json.load(open("prompts.json"))
OpenAI().responses.create(model=prompts["model"], instructions=prompts["system"], input="Hi", max_output_tokens=100)
`;

describe('language server with data that programs read', () => {
  let folder: string;
  let client: TestClient;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pennylint-server-')));
    writeFileSync(path.join(folder, 'main.py'), source);
    client = await startTestClient({}, [folder]);
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const write = (name: string, text: string): void => {
    writeFileSync(path.join(folder, name), text);
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type: 2 }] });
  };

  async function lens(pattern: RegExp): Promise<void> {
    let title = '';
    for (let i = 0; i < 200 && !pattern.test(title); i++) {
      title = (await client.lenses(uriOf('main.py')))[0]?.command?.title ?? '';
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.match(title, pattern);
  }

  it('follows a file of data that appears and changes on disk', async () => {
    client.open(uriOf('main.py'), source);
    await lens(/model unknown|decided at run time/i);
    write('prompts.json', '{ "model": "gpt-4.1", "system": "Be brief." }');
    await lens(/gpt-4\.1$/);
    write('prompts.json', '{ "model": "gpt-4.1-mini", "system": "Be brief." }');
    await lens(/gpt-4\.1-mini$/);
    write('prompts.json', '{ "model": "gpt-4.1", "system": ');
    await lens(/gpt-4\.1$/);
    assert.deepEqual(client.errors, []);
  });
});
