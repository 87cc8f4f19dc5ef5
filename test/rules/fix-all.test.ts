import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { applyEdits, rules, safeEdits, type ProjectConfig } from '../../src/core/index.ts';
import { applyLspEdits } from '../support/edits.ts';
import { readPage } from '../support/pages.ts';
import { analysed, testConfig } from '../support/service.ts';

const folder = new URL('../../src/core/rules/', import.meta.url);
const extensions: Readonly<Record<string, string>> = { python: 'py', typescript: 'ts', javascript: 'js' };
/** Every rule is on: fixes meet each other that by default would not. */
const all = { rules: Object.fromEntries(rules.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'hint' as const])) };
const MAX_PASSES = 10;

interface Program {
  readonly code: string;
  readonly uri: string;
  readonly config: ProjectConfig | undefined;
}

const programs: Program[] = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => {
    const page = readPage(readFileSync(new URL(name, folder), 'utf8'));
    const config = page.config === undefined ? undefined : testConfig(page.config);
    return page.cases.map(({ code, language }) => ({ code, uri: `file:///app/page.${extensions[language] ?? language}`, config }));
  });

/** Applies all safe fixes until none is left; fails when that does not come to an end. Returns the text and the number of passes. */
function converged({ code, uri, config }: Program): { text: string; passes: number } {
  let text = code;
  for (let passes = 0; passes <= MAX_PASSES; passes++) {
    const service = analysed(text, uri, all, config);
    const edits = safeEdits(service.findings(uri));
    assertApart(edits);
    const everything = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };
    const [action] = service.codeActions(uri, everything, ['source.fixAll.pennylint']);
    assert.equal(action === undefined, edits.length === 0);
    if (action === undefined) return { text, passes };
    const next = applyEdits(text, edits);
    const [change, ...others] = action.edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change && others.length === 0);
    assert.equal(change.textDocument.version, 1, 'the edit names the version that it is for');
    assert.equal(applyLspEdits(text, change.edits), next, 'the editor and the command line write the same');
    assert.notEqual(next, text);
    text = next;
  }
  return assert.fail(`no end after ${MAX_PASSES} passes:\n${text}`);
}

function assertApart(edits: readonly { readonly start: number; readonly end: number }[]): void {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [index, edit] of sorted.entries()) assert.ok(edit.start >= (sorted[index - 1]?.end ?? 0), 'edits overlap');
}

describe('all safe fixes of a file', function () {
  this.timeout(120_000);
  it('come to an end on every example of every page', () => {
    let fixed = 0;
    for (const program of programs) {
      const { text, passes } = converged(program);
      assert.ok(passes <= 3, `${passes} passes:\n${text}`);
      if (passes > 0) fixed++;
    }
    assert.ok(fixed >= 15, `only ${fixed} of ${programs.length} examples have a safe fix`);
  });

  it('come to an end on programs made of several examples, with useless suppressions between them', () => {
    const python = programs.filter(({ uri, config }) => uri.endsWith('.py') && config === undefined);
    const comment = fc.constantFrom(
      '',
      '# pennylint: ignore[unbounded-output] x\n',
      '# pennylint: ignore\n',
      'y = 1  # pennylint: ignore-file[nothing-of-ours]\n',
    );
    const pieces = fc.array(fc.tuple(fc.nat(), comment), { minLength: 2, maxLength: 4 });
    let fixed = 0;
    fc.assert(
      fc.property(pieces, fc.constantFrom('\n', '\r\n'), (chosen, lineBreak) => {
        const code = chosen
          .map(([which, words]) => `${words}${python[which % python.length]?.code ?? ''}`)
          .join('\n')
          .replaceAll('\n', lineBreak);
        if (converged({ code, uri: 'file:///app/main.py', config: undefined }).passes > 0) fixed++;
      }),
      { numRuns: 60, seed: 6 },
    );
    assert.ok(fixed >= 30, `only ${fixed} programs had a safe fix`);
  });

  it('contain no fix that needs a look', () => {
    const uri = 'file:///app/main.py';
    const text = 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4.1", input="Hi")\n';
    const service = analysed(text, uri);
    assert.deepEqual(
      service.findings(uri).flatMap(({ fixes }) => fixes.map(({ safety }) => safety)),
      ['review'],
    );
    const everything = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    assert.deepEqual(service.codeActions(uri, everything, ['source.fixAll']), []);
  });

  it('of one rule are offered together where there are several', () => {
    const uri = 'file:///app/main.py';
    const text = 'x = 1  # pennylint: ignore[unbounded-output] a\ny = 2  # pennylint: ignore[unbounded-output] b\n';
    const service = analysed(text, uri);
    const [diagnostic] = service.diagnostics(uri);
    assert.ok(diagnostic !== undefined);
    const group = service.codeActions(uri, diagnostic.range, ['quickfix']).find(({ title }) => title.startsWith('Apply all'));
    assert.equal(group?.title, 'Apply all 2 safe fixes of unused-suppression in this file');
    const [change] = group.edit?.documentChanges ?? [];
    assert.ok(change !== undefined && 'edits' in change);
    assert.equal(applyLspEdits(text, change.edits), 'x = 1\ny = 2\n');
  });
});
