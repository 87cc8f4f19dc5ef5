import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { applyLspEdits } from '../support/edits.ts';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const uri = 'file:///app/main.py';
const text = `from openai import OpenAI
client = OpenAI()

def ask(question):
    return client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": question}])
`;

describe('language server', () => {
  let client: TestClient;

  beforeEach(async () => {
    client = await startTestClient();
  });

  afterEach(async () => {
    await client.stop();
  });

  it('shows a lens with an eager command above a call', async () => {
    client.open(uri, text);
    const [lens, ...rest] = await client.lenses(uri);
    assert.deepEqual(rest, []);
    assert.equal(lens?.range.start.line, 4);
    assert.match(lens.command?.title ?? '', /^≈\$0\.002\d*\+\/call · ≈?7\+ in · no output limit · gpt-4\.1$/);
  });

  it('publishes diagnostics with the version, the rule and a link to its page', async () => {
    client.open(uri, text);
    const [diagnostic] = await client.diagnostics(uri, 1);
    assert.equal(diagnostic?.code, 'unbounded-output');
    assert.equal(diagnostic.codeDescription?.href, 'pennylint-rule:/unbounded-output.md');
    assert.equal(diagnostic.source, 'pennylint');
  });

  it('offers a versioned fix, a suppression and the page, and the fix removes the finding', async () => {
    client.open(uri, text);
    await client.diagnostics(uri, 1);
    const at = { line: 4, character: 20 };
    const actions = await client.actions(uri, at, at, ['quickfix']);
    assert.deepEqual(
      actions.map((action) => action.title),
      [
        'Limit the output to 1,000 tokens (fits free text), instead of up to $0.262 per answer',
        'Ignore unbounded-output here',
        'Ignore unbounded-output in this file',
        'Show the page of unbounded-output',
      ],
    );
    for (const action of actions.slice(0, 3)) {
      const [change] = action.edit?.documentChanges ?? [];
      assert.ok(change !== undefined && 'edits' in change && change.textDocument.version === 1);
      const changed = applyLspEdits(text, change.edits);
      client.open('file:///app/other.py', changed);
      assert.deepEqual(await client.diagnostics('file:///app/other.py', 1), [], action.title);
      void client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: 'file:///app/other.py' } });
      client.open('file:///app/next.py', '');
      await client.diagnostics('file:///app/next.py', 1);
    }
  });

  it('explains a call in the hover', async () => {
    client.open(uri, text);
    const hover = await client.hover(uri, { line: 4, character: 30 });
    const value = (hover?.contents as { value: string }).value;
    assert.match(value, /gpt\\-4\.1|gpt-4\.1/);
    assert.match(value, /Price per million tokens: input \$2, cached \$0\.5, output \$8\./);
    assert.match(value, /Assumes 300 output tokens/);
  });

  it('applies incremental changes and answers for the newest text', async () => {
    client.open(uri, text);
    const end = { line: 4, character: 107 };
    client.change(uri, 2, [{ range: { start: end, end }, text: ', max_tokens=50' }]);
    assert.deepEqual(await client.diagnostics(uri, 2), []);
    const [lens] = await client.lenses(uri);
    assert.match(lens?.command?.title ?? '', /≤50 out/);
  });

  it('keeps its lens and stays silent while a 2,000-line file is typed in', async () => {
    const filler = Array.from({ length: 2000 }, (_, i) => `def helper_${i}(value):\n    return {"k": value, "n": ${i}}\n`).join('\n');
    client.open(uri, `${text}\n${filler}`);
    assert.equal((await client.lenses(uri)).length, 1);
    const typed = 'client.responses.create(model="gpt-4.1", input=f"Hi {name}")\n';
    let version = 1;
    let character = 0;
    for (const letter of typed) {
      client.change(uri, ++version, [{ range: { start: { line: 3, character }, end: { line: 3, character } }, text: letter }]);
      character++;
      const lenses = await client.lenses(uri);
      assert.ok(lenses.length >= 1, `no lens after ${typed.slice(0, character)}`);
    }
    assert.equal((await client.lenses(uri)).length, 2);
    assert.deepEqual(client.errors, []);
  });

  it('keeps the lens of the very call that is being broken', async () => {
    client.open(uri, text);
    await client.lenses(uri);
    let version = 1;
    // Deletes the arguments from the end, letter by letter.
    for (let character = 108; character > 42; character--) {
      client.change(uri, ++version, [{ range: { start: { line: 4, character: character - 1 }, end: { line: 4, character } }, text: '' }]);
      const lenses = await client.lenses(uri);
      assert.equal(lenses.length, 1, `no lens with the line cut at ${character}`);
      assert.equal(lenses[0]?.range.start.line, 4);
    }
  });

  it('answers null for documents that it does not analyse', async () => {
    client.open('file:///app/binary.py', 'a\0b');
    assert.equal(await client.lenses('file:///app/binary.py'), null);
    assert.equal(await client.lenses('file:///app/unknown.py'), null);
  });

  it('opens no socket', async () => {
    client.open(uri, text);
    await client.diagnostics(uri, 1);
    await client.hover(uri, { line: 4, character: 30 });
    assert.deepEqual(client.errors, []);
  });
});

describe('settings', () => {
  it('follow the client, and a wrong one is reported and replaced', async () => {
    const client = await startTestClient({ rules: { 'unbounded-output': 'off' }, costHints: 'off', expectedOutputTokens: -1 });
    client.open(uri, text);
    assert.deepEqual(await client.diagnostics(uri, 1), []);
    assert.deepEqual(await client.lenses(uri), []);
    await client.stop();
  });
});

describe('denied sockets', () => {
  it('are really denied, so that the tests above can fail', () => {
    const denied = path.resolve(import.meta.dirname, '../support/deny-sockets.mjs');
    const script = 'await fetch("http://127.0.0.1:9").catch((error) => { console.log(error.message); })';
    const result = spawnSync(
      process.execPath,
      ['--import', denied, '--input-type=module', '-e', `try { ${script} } catch (error) { console.log(error.message) }`],
      { encoding: 'utf8' },
    );
    assert.match(result.stdout, /sockets are denied/);
    assert.match(result.stderr, /SOCKET DENIED/);
  });

  it('are not needed by the command line', () => {
    const denied = path.resolve(import.meta.dirname, '../support/deny-sockets.mjs');
    const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
    const workspace = path.resolve(import.meta.dirname, '../../examples/workspace');
    const output = execFileSync(process.execPath, ['--import', denied, cli, 'inspect', '--format', 'json'], {
      cwd: workspace,
      encoding: 'utf8',
    });
    assert.ok((JSON.parse(output) as { calls: unknown[] }).calls.length >= 4);
  });
});
