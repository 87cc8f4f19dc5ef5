import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeLens } from 'vscode-languageserver-types';
import { CALL_SITES, type CallSitesAnswer } from '../../src/shared/messages.ts';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const folder = path.resolve(import.meta.dirname, '../projects/wrappers');
const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

describe('language server in a workspace', () => {
  let client: TestClient;

  beforeEach(async () => {
    client = await startTestClient({}, [folder]);
  });

  afterEach(async () => {
    await client.stop();
  });

  /** Lenses of a file once the workspace has been linked: asks until there are as many as expected. */
  async function lensesOf(uri: string, count: number): Promise<CodeLens[]> {
    for (let i = 0; i < 200; i++) {
      const lenses = await client.lenses(uri);
      if (lenses.length === count) return lenses;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return client.lenses(uri);
  }

  it('shows calls of wrappers of other files, as the command line does', async () => {
    const uri = uriOf('app/main.py');
    client.open(uri, readFileSync(path.join(folder, 'app/main.py'), 'utf8'));
    const lenses = await lensesOf(uri, 5);
    assert.deepEqual(
      lenses.map((lens) => lens.range.start.line + 1),
      [10, 11, 18, 23, 24],
    );
    assert.match(lenses[1]?.command?.title ?? '', /gpt-5\.1 · via run\(\)$/);
    assert.deepEqual(client.errors, []);
  });

  it('follows edits of the caller and of the wrapper', async () => {
    const uri = uriOf('app/main.py');
    client.open(uri, readFileSync(path.join(folder, 'app/main.py'), 'utf8'));
    await lensesOf(uri, 5);
    const at = { line: 8, character: 0 };
    client.change(uri, 2, [{ range: { start: at, end: at }, text: 'ask("one more")\n' }]);
    assert.equal((await lensesOf(uri, 6)).length, 6);
    const wrapper = uriOf('app/llm.py');
    client.open(wrapper, readFileSync(path.join(folder, 'app/llm.py'), 'utf8'));
    const [adapter] = await lensesOf(wrapper, 5);
    assert.match(adapter?.command?.title ?? '', /by default/);
    assert.deepEqual(client.errors, []);
  });

  it('lists every call of the workspace before any document is open', async () => {
    const { files } = await client.connection.sendRequest<CallSitesAnswer>(CALL_SITES);
    assert.deepEqual(
      files.map((file) => [file.uri, file.calls.map((call) => `${call.range.start.line + 1} ${call.name}`)]),
      [
        [
          uriOf('app/llm.py'),
          [
            '7 get_client().chat.completions.create',
            '12 complete',
            '17 complete',
            '22 async_client.chat.completions.create',
            '33 self.client.messages.create',
          ],
        ],
        [uriOf('app/main.py'), ['10 ask', '11 run', '18 fast', '23 session.send', '24 get_client().responses.create']],
      ],
    );
    assert.ok(files.flatMap((file) => file.calls).every((call) => call.cost !== ''));
    // What stands in an editor counts instead of what is on disk.
    client.open(uriOf('app/main.py'), '');
    await client.lenses(uriOf('app/main.py'));
    const after = await client.connection.sendRequest<CallSitesAnswer>(CALL_SITES);
    assert.deepEqual(
      after.files.map((file) => file.uri),
      [uriOf('app/llm.py')],
    );
    assert.deepEqual(client.errors, []);
  });
});
