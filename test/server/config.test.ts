import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompletionItem, Diagnostic, Hover } from 'vscode-languageserver-types';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const source = `import os
from openai import OpenAI
client = OpenAI()
client.responses.create(model=os.environ["MODEL"], max_output_tokens=500, input="x")
client.responses.create(model="gpt-4", max_output_tokens=500, input="x")
`;

describe('language server with pennylint.yaml', () => {
  let folder: string;
  let client: TestClient;
  let latest: Map<string, Diagnostic[]>;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pennylint-server-')));
    writeFileSync(path.join(folder, 'main.py'), source);
    client = await startTestClient({}, [folder]);
    latest = new Map();
    client.onDiagnostics((uri, diagnostics) => latest.set(uri, diagnostics));
  });

  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const changedOnDisk = (name: string): void =>
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type: 2 }] });
  const complete = (name: string, line: number, character: number): Promise<CompletionItem[]> =>
    client.connection.sendRequest('textDocument/completion', { textDocument: { uri: uriOf(name) }, position: { line, character } });

  async function until<T>(probe: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
    for (let i = 0; i < 200; i++) {
      const found = await probe();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`waited in vain for ${what}`);
  }

  /** The first lens of main.py once it matches. */
  const firstLens = (pattern: RegExp): Promise<string> =>
    until(async () => {
      const title = (await client.lenses(uriOf('main.py')))[0]?.command?.title ?? '';
      return pattern.test(title) ? title : undefined;
    }, String(pattern));

  const messagesOf = (name: string): string[] =>
    (latest.get(uriOf(name)) ?? []).map(({ message }) => (typeof message === 'string' ? message : message.value));

  it('follows the text of an open file at once, keeps the last good one, and the file on disk when it is closed', async () => {
    write('pennylint.yaml', 'callSites: [{ model: gpt-4o }]\n');
    client.open(uriOf('main.py'), source);
    await firstLens(/gpt-4o \(pennylint\.yaml line 1\)$/);
    client.open(uriOf('pennylint.yaml'), 'callSites:\n  - model: gpt-4.1\n');
    await firstLens(/gpt-4\.1 \(pennylint\.yaml line 2\)$/);
    client.change(uriOf('pennylint.yaml'), 2, [{ text: 'callSites: [\n' }]);
    await until(() => (messagesOf('pennylint.yaml').length > 0 ? true : undefined), 'the problem');
    assert.match((await client.lenses(uriOf('main.py')))[0]?.command?.title ?? '', /gpt-4\.1/);
    void client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf('pennylint.yaml') } });
    await firstLens(/gpt-4o \(/);
    assert.deepEqual(messagesOf('pennylint.yaml'), []);
    assert.deepEqual(client.errors, []);
  });

  it('follows changes on disk', async () => {
    client.open(uriOf('main.py'), source);
    await firstLens(/^model unknown/);
    write('pennylint.yaml', 'callSites: [{ model: gpt-4o }]\n');
    changedOnDisk('pennylint.yaml');
    await firstLens(/gpt-4o \(/);
    rmSync(path.join(folder, 'pennylint.yaml'));
    changedOnDisk('pennylint.yaml');
    await firstLens(/^model unknown/);
  });

  it('shows problems at their places, open or not, and takes them back', async () => {
    write('pennylint.yaml', 'version: 1\nbugdets: 1\n');
    client.open(uriOf('main.py'), source);
    await until(() => (messagesOf('pennylint.yaml').length > 0 ? true : undefined), 'the problem');
    const [problem] = latest.get(uriOf('pennylint.yaml')) ?? [];
    assert.equal(problem?.message, 'Unknown key `bugdets`; did you mean `budgets`?');
    assert.deepEqual(problem.range, { start: { line: 1, character: 0 }, end: { line: 1, character: 7 } });
    client.open(uriOf('pennylint.yaml'), 'version: 1\n');
    await until(() => (messagesOf('pennylint.yaml').length === 0 ? true : undefined), 'no problem');
  });

  it('adds up budgets over files that nobody has open', async () => {
    write('other.py', source);
    write('pennylint.yaml', 'defaults: { callsPerDay: 100 }\nbudgets: { perMonthUsd: 1 }\n');
    client.open(uriOf('main.py'), source);
    const message = await until(() => messagesOf('pennylint.yaml').find((one) => one.includes('≈$109')), 'both files');
    assert.match(message, /^All calls together: ≈\$109 per month; the budget is \$1\./);
    client.change(uriOf('main.py'), 2, [{ text: '' }]);
    await until(() => messagesOf('pennylint.yaml').find((one) => one.includes('≈$54')), 'one file');
  });

  it('completes and explains an open file, saved or not', async () => {
    for (const name of ['pennylint.yaml', 'sub/pennylint.yml']) {
      client.open(uriOf(name), 'rules:\n  volatile-prefix: \nmodels:\n  a: gpt-4o\n');
      assert.deepEqual(
        (await complete(name, 1, 19)).map(({ label }) => label),
        ['off', 'hint', 'information', 'warning', 'error'],
      );
      const hover: Hover | null = await client.hover(uriOf(name), { line: 3, character: 7 });
      assert.match((hover?.contents as { value: string }).value, /^\*\*gpt-4o\*\*/);
    }
    client.open('untitled:pennylint.yaml', 'rules: { vol');
    const items: CompletionItem[] = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: 'untitled:pennylint.yaml' },
      position: { line: 0, character: 12 },
    });
    assert.ok(items.some(({ label }) => label === 'volatile-prefix'));
  });

  it('completes model ids in source, with their prices, and nothing elsewhere', async () => {
    client.open(uriOf('main.py'), source);
    const items = await complete('main.py', 4, 'client.responses.create(model="gpt-4'.length);
    const item = items.find(({ label }) => label === 'gpt-4o');
    assert.equal(item?.detail, '$2.5 in / $10 out per M');
    assert.match((item.documentation as { value: string }).value, /^Price at openai: .+, \d{4}-\d\d-\d\d\.$/);
    assert.deepEqual(item.textEdit, {
      range: { start: { line: 4, character: 31 }, end: { line: 4, character: 36 } },
      newText: 'gpt-4o',
    });
    assert.deepEqual(await complete('main.py', 4, 5), []);
    assert.deepEqual(await complete('main.py', 3, 45), []);
  });

  it('holds for the cells of a notebook, and completes in them', async () => {
    write('pennylint.yaml', 'callSites:\n  - files: "*.ipynb"\n    model: gpt-4.1\n');
    const cells = source.split(/(?<=OpenAI\(\)\n)/).map((text, index) => ({
      uri: `vscode-notebook-cell:/app/n.ipynb#W${index}`,
      languageId: 'python',
      version: 1,
      text,
    }));
    const [, calls] = cells;
    assert.ok(calls !== undefined);
    client.openNotebook(uriOf('n.ipynb'), cells);
    assert.match((await client.lenses(calls.uri))[0]?.command?.title ?? '', /gpt-4\.1 \(pennylint\.yaml line 3\)$/);
    const position = { line: 1, character: 'client.responses.create(model="gpt-4'.length };
    const items: CompletionItem[] = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: calls.uri },
      position,
    });
    const range = { start: { line: 1, character: 31 }, end: { line: 1, character: 36 } };
    assert.deepEqual(items.find(({ label }) => label === 'gpt-4o')?.textEdit, { range, newText: 'gpt-4o' });
    const hover = await client.hover(calls.uri, position);
    assert.match(JSON.stringify(hover), /gpt-4/);
    assert.deepEqual(hover?.range, { start: { line: 1, character: 30 }, end: { line: 1, character: 37 } });
    write('pennylint.yaml', 'ignore: n.ipynb\n');
    changedOnDisk('pennylint.yaml');
    await until(async () => ((await client.lenses(calls.uri)).length === 0 ? true : undefined), 'no lens');
  });

  it('says which of two files beside each other counts', async () => {
    write('pennylint.yaml', 'version: 1\n');
    client.open(uriOf('pennylint.yml'), 'bugdets: 1\n');
    await until(() => messagesOf('pennylint.yml').find((one) => one.startsWith('pennylint.yaml beside this file counts')), 'the hint');
  });
});
