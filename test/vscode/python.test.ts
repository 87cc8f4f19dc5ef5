import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import * as vscode from 'vscode';

import {
  applyCodeAction,
  closeEditors,
  codeActions,
  diagnostics,
  hovers,
  lenses,
  openDocument,
  positionOf,
  setText,
  waitFor,
} from './support.ts';

/** Adds a measured figure to the printed title of a test. */
function note(context: Mocha.Context, figure: string): void {
  if (context.test !== undefined) context.test.title += ` (${figure})`;
}

/** The rules whose findings a document shows now, in alphabetical order. */
function codes(document: vscode.TextDocument): string {
  return diagnostics(document.uri)
    .map(({ code }) => String(typeof code === 'object' ? code.value : code))
    .sort()
    .join(' ');
}

describe('a Python file', () => {
  afterEach(closeEditors);

  it('shows a cost lens above each call within three seconds of opening', async function () {
    const started = performance.now();
    const document = await openDocument('wasteful.py');
    const found = await waitFor(async () => {
      const all = await lenses(document.uri);
      return all.length === 2 ? all : undefined;
    });
    const elapsed = performance.now() - started;
    note(this, `${elapsed.toFixed(0)} ms`);
    assert.ok(elapsed < 3000, `${elapsed.toFixed(0)} ms`);
    assert.deepEqual(
      found.map((lens) => lens.range.start.line),
      [16, 24],
    );
    assert.match(found[0]?.command?.title ?? '', /^≈\$0\.\d+\+\/call · ≈2,\d{3}\+ in · no output limit · gpt-6\.1-terra$/);
    assert.match(found[1]?.command?.title ?? '', /cold → \$0\.\d+\+ cached · .* cacheable\) · ≤400 out · claude-opus-5-5$/);
  });

  it('underlines what is wasteful, with a link to the page of the rule', async () => {
    const document = await openDocument('wasteful.py');
    const found = await waitFor(() => {
      const all = diagnostics(document.uri);
      return all.length === 2 ? all : undefined;
    });
    const linked = found.map(({ code }) => (typeof code === 'object' ? `${code.value} ${code.target.scheme}` : String(code)));
    assert.deepEqual(linked, ['volatile-prefix pennylint-rule', 'unbounded-output pennylint-rule']);
    assert.equal(document.getText(found[0]?.range), '{datetime.now():%H:%M}');
  });

  it('moves a changing value behind the stable text, and the finding is gone', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(() => codes(document) === 'unbounded-output volatile-prefix');
    const at = positionOf(document, 'datetime.now()');
    await applyCodeAction(/^Move `datetime\.now\(\)` behind the stable prefix – saves ≈\$/, new vscode.Range(at, at));
    assert.match(document.getText(), /f"""You are a help desk\. 😀\n\{HANDBOOK\}\nIt is \{datetime\.now\(\):%H:%M\}\.\n"""/);
    // What is left of the prefix is written to the cache with every question, and never read: in this order a breakpoint can help.
    await waitFor(() => codes(document) === 'unbounded-output write-only-cache');
  });

  it('adds an output limit, and the lens shows it', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(() => codes(document) === 'unbounded-output volatile-prefix');
    const at = positionOf(document, 'responses.create');
    await applyCodeAction(/^Limit the output to 5,000 tokens/, new vscode.Range(at, at));
    assert.match(document.getText(), /input=question,\n {8}max_output_tokens=5000,\n/);
    await waitFor(async () => ((await lenses(document.uri))[0]?.command?.title ?? '').includes('≤5,000 out'));
    await waitFor(() => diagnostics(document.uri).length === 1);
  });

  it('ignores a finding on request', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(() => codes(document) === 'unbounded-output volatile-prefix');
    const at = positionOf(document, 'responses.create');
    const asked = applyCodeAction(/^Ignore unbounded-output here…$/, new vscode.Range(at, at));
    // The reason is asked for, and may stay empty.
    await waitFor(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return diagnostics(document.uri).length === 1;
    });
    await asked;
    assert.match(document.getText(), /# pennylint: ignore\[unbounded-output\]\n/);
  });

  it('explains a call in its hover', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(async () => (await lenses(document.uri)).length === 2);
    const [hover] = await hovers(positionOf(document, 'messages.create', 3));
    assert.match(hover ?? '', /Price per million tokens: input \$4, cached \$0\.2, output \$20\./);
    assert.match(hover ?? '', /A repeated request reads [\d,]+ tokens from the cache/);
  });

  it('keeps its lenses while a call is being broken', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(async () => (await lenses(document.uri)).length === 2);
    await setText(
      document,
      document.getText().replace('instructions=system,\n        input=question,\n    )', 'instructions=system,\n        input='),
    );
    await waitFor(async () => (await lenses(document.uri)).length === 2);
  });

  it('opens the page of a rule', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(() => codes(document) === 'unbounded-output volatile-prefix');
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('pennylint-rule:/volatile-prefix.md'));
    assert.match(page.getText(), /^# volatile-prefix\n/);
    const at = positionOf(document, 'datetime.now()');
    await waitFor(async () => {
      const actions = await codeActions(document.uri, new vscode.Range(at, at));
      return actions.some((action) => action.title === 'Show the page of volatile-prefix');
    });
  });

  it('follows its settings', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(async () => (await lenses(document.uri)).length === 2);
    const settings = vscode.workspace.getConfiguration('pennylint');
    await settings.update('costHints', 'endOfLine', vscode.ConfigurationTarget.Workspace);
    try {
      await waitFor(async () => (await lenses(document.uri)).length === 0);
      const range = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = await waitFor(async () => {
        const all = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, range);
        return all.length === 2 ? all : undefined;
      });
      const [hint] = hints;
      assert.ok(typeof hint?.label === 'string' && hint.label.includes('gpt-6.1-terra'));
    } finally {
      await settings.update('costHints', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await waitFor(async () => (await lenses(document.uri)).length === 2);
  });

  it('goes on after its server has been restarted', async () => {
    const document = await openDocument('wasteful.py');
    await waitFor(async () => (await lenses(document.uri)).length === 2);
    await vscode.commands.executeCommand('pennylint.restartServer');
    await waitFor(async () => (await lenses(document.uri)).length === 2);
  });

  it('comes back when its server dies', async function () {
    if (process.platform === 'win32') this.skip();
    const document = await openDocument('wasteful.py');
    await waitFor(async () => (await lenses(document.uri)).length === 2);
    const [server] = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'server.mjs'], { encoding: 'utf8' })
      .trim()
      .split('\n');
    process.kill(Number(server), 'SIGKILL');
    await waitFor(
      () => {
        const [next] = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'server.mjs'], { encoding: 'utf8' })
          .trim()
          .split('\n');
        return next !== undefined && next !== server;
      },
      { message: 'a new server process' },
    );
    await waitFor(async () => (await lenses(document.uri)).length === 2);
  });

  it('leaves other languages alone', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'client.chat.completions.create()' });
    await vscode.window.showTextDocument(document);
    assert.deepEqual(await lenses(document.uri), []);
  });
});
