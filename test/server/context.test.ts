import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONTEXT_BUDGETS, type ContextBudgetsAnswer } from '../../src/shared/messages.ts';
import { startTestClient } from '../support/lsp.ts';

describe('language server on prompt files', () => {
  it('shows what instructions cost, and the budget of each client', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-budget-'));
    mkdirSync(path.join(folder, 'docs'));
    writeFileSync(path.join(folder, 'CLAUDE.md'), '# Rules\n\n@docs/style.md\n');
    writeFileSync(path.join(folder, 'docs/style.md'), 'Be brief.\n');
    const client = await startTestClient({}, [folder]);
    try {
      const uri = pathToFileURL(path.join(folder, 'CLAUDE.md')).href;
      client.open(uri, '# Rules\n\n@docs/style.md\n', 1, 'markdown');
      const { budgets } = await client.connection.sendRequest<ContextBudgetsAnswer>(CONTEXT_BUDGETS);
      assert.deepEqual(
        budgets.map(({ client: id, groups }) => [
          id,
          groups.map(({ title, lines }) => [title, lines.map(({ label, uri: at }) => [label, at])]),
        ]),
        [['claude-code', [['On every turn', [['CLAUDE.md', uri]]]]]],
      );
      assert.match((await client.lenses(uri))[0]?.command?.title ?? '', /^≈\d+ tokens on every turn · model unknown · with 1 import$/);
      const readme = pathToFileURL(path.join(folder, 'README.md')).href;
      client.open(readme, '# Readme\n', 1, 'markdown');
      assert.equal(await client.lenses(readme), null, 'nobody reads it');
      assert.deepEqual(client.errors, []);
    } finally {
      await client.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
