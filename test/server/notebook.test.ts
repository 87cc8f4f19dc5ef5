import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { applyLspEdits } from '../support/edits.ts';
import { startTestClient, type TestCell, type TestClient } from '../support/lsp.ts';

const folder = path.resolve(import.meta.dirname, '../projects/notebook');
const uri = pathToFileURL(path.join(folder, 'live.ipynb')).href;

function cell(name: string, text: string, languageId = 'python'): TestCell {
  return { uri: `vscode-notebook-cell:/app/live.ipynb#${name}`, languageId, version: 1, text };
}

const setup = cell('W0', 'from openai import OpenAI\nclient = OpenAI()\nMODEL = "gpt-4.1"');
const call = cell('W1', 'x = 1\nclient.responses.create(model=MODEL, input="Hello")');

describe('language server with notebooks', () => {
  let client: TestClient;

  beforeEach(async () => {
    client = await startTestClient({}, [folder]);
  });

  afterEach(async () => {
    await client.stop();
  });

  async function titles(document: string): Promise<string[]> {
    return (await client.lenses(document)).map((lens) => lens.command?.title ?? '');
  }

  it('answers for each cell: lens, hover, diagnostics and fix', async () => {
    client.openNotebook(uri, [setup, call]);
    const [lens, ...rest] = await client.lenses(call.uri);
    assert.deepEqual(rest, []);
    assert.equal(lens?.range.start.line, 1);
    assert.match(lens.command?.title ?? '', /no output limit · gpt-4\.1$/);
    assert.deepEqual(lens.command?.arguments, [call.uri, { line: 1, character: 0 }]);
    assert.deepEqual(await client.lenses(setup.uri), []);
    assert.match(JSON.stringify(await client.hover(call.uri, { line: 1, character: 3 })), /Price per million tokens/);
    const [diagnostic] = await client.diagnostics(call.uri, 1);
    assert.deepEqual([diagnostic?.code, diagnostic?.range.start.line], ['unbounded-output', 1]);
    assert.deepEqual(await client.diagnostics(setup.uri, 1), []);
    const at = { line: 1, character: 20 };
    const [fix] = await client.actions(call.uri, at, at, ['quickfix']);
    const [change] = fix?.edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    assert.deepEqual(change.textDocument, { uri: call.uri, version: 1 });
    assert.match(applyLspEdits(call.text, change.edits), /^x = 1\nclient.*input="Hello", max_output_tokens=1000\)$/);
    assert.deepEqual(client.errors, []);
  });

  it('follows edits in a cell, and leaves the other cells alone', async () => {
    client.openNotebook(uri, [setup, call]);
    await client.diagnostics(call.uri, 1);
    const at = { line: 1, character: call.text.length - 'x = 1\n'.length - 1 };
    const changes = [{ range: { start: at, end: at }, text: ', max_output_tokens=50' }];
    client.changeNotebook(uri, { cells: { textContent: [{ document: { uri: call.uri, version: 2 }, changes }] } });
    assert.deepEqual(await client.diagnostics(call.uri, 2), []);
    assert.match((await titles(call.uri))[0] ?? '', /≤50 out/);
    assert.equal(client.reports(setup.uri), 1);
  });

  it('tells the editor to ask again when an edit changes the costs of another cell', async () => {
    client.openNotebook(uri, [setup, call]);
    await client.diagnostics(call.uri, 1);
    const range = { start: { line: 2, character: 9 }, end: { line: 2, character: 16 } };
    const before = client.refreshes();
    client.changeNotebook(uri, {
      cells: { textContent: [{ document: { uri: setup.uri, version: 2 }, changes: [{ range, text: 'gpt-5.1' }] }] },
    });
    await client.diagnostics(setup.uri, 2);
    assert.match((await titles(call.uri))[0] ?? '', /gpt-5\.1$/);
    assert.ok(client.refreshes() > before);
  });

  it('follows cells that are added, moved, deleted and turned into another language', async () => {
    client.openNotebook(uri, [setup]);
    await client.diagnostics(setup.uri, 1);
    const added = { start: 1, deleteCount: 0, cells: [{ kind: 2 as const, document: call.uri }] };
    client.changeNotebook(uri, { cells: { structure: { array: added, didOpen: [{ ...call }] } } });
    assert.equal((await titles(call.uri)).length, 1);
    assert.equal((await client.diagnostics(call.uri, 1)).length, 1);
    // The client of a call stands behind it now.
    const swapped = [call, setup].map(({ uri: document }) => ({ kind: 2 as const, document }));
    client.changeNotebook(uri, { cells: { structure: { array: { start: 0, deleteCount: 2, cells: swapped } } } });
    await titles(call.uri);
    client.changeNotebook(uri, { cells: { structure: { array: { start: 0, deleteCount: 2, cells: swapped.toReversed() } } } });
    assert.equal((await titles(call.uri)).length, 1);
    // Another language: the editor closes the cell and opens it again.
    client.changeNotebook(uri, { cells: { structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: call.uri }] } } });
    assert.equal(await client.lenses(call.uri), null);
    client.changeNotebook(uri, { cells: { structure: { array: added, didOpen: [{ ...call, languageId: 'javascript' }] } } });
    assert.equal(await client.lenses(call.uri), null);
    assert.deepEqual(client.errors, []);
  });

  it('takes everything back when the notebook is closed', async () => {
    client.openNotebook(uri, [setup, call]);
    assert.equal((await client.diagnostics(call.uri, 1)).length, 1);
    const reports = client.reports(call.uri);
    client.closeNotebook(uri, [setup, call]);
    assert.equal(await client.lenses(call.uri), null);
    assert.ok(client.reports(call.uri) > reports);
    client.openNotebook(uri, [setup, call]);
    assert.equal((await titles(call.uri)).length, 1);
  });

  it('knows the wrappers of modules beside the notebook', async () => {
    const use = cell('W2', 'from llm import ask\nask("Be brief.", "Hi")');
    client.openNotebook(uri, [use]);
    for (let i = 0; i < 200 && (await titles(use.uri)).length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 25));
    assert.match((await titles(use.uri)).join(), /claude-haiku-4-5 by default · via ask\(\)$/);
    assert.deepEqual(client.errors, []);
  });
});
