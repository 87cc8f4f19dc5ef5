import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { applyCodeAction, closeEditors, diagnostics, lenses, openDocument, positionOf, waitFor } from './support.ts';

describe('a TypeScript file', () => {
  afterEach(closeEditors);

  it('shows its own calls and its calls of wrappers in other files', async () => {
    const document = await openDocument('chat.ts');
    const found = await waitFor(async () => {
      const all = await lenses(document.uri);
      const own = all.filter((lens) => lens.command?.command === 'pennylint.showCallCost');
      return own.length === 2 ? own : undefined;
    });
    assert.deepEqual(
      found.map((lens) => lens.range.start.line),
      [6, 7],
    );
    assert.match(found[0]?.command?.title ?? '', /≤200 out · gpt-4o-mini · via complete\(\)$/);
  });

  it('adds an output limit as a property of the options', async () => {
    const document = await openDocument('chat.ts');
    await waitFor(() => diagnostics(document.uri).length === 1);
    const at = positionOf(document, 'responses.create');
    await applyCodeAction(/^Limit the output to 5,000 tokens/, new vscode.Range(at, at));
    assert.match(document.getText(), /input: `Hello \$\{question\}`, max_output_tokens: 5000 \}\)/);
    await waitFor(() => diagnostics(document.uri).length === 0);
  });
});
