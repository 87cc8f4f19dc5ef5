import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CodeAction } from 'vscode-languageserver-types';
import { MAX_TEXT_LENGTH, type Cell, type LanguageService, type Settings } from '../../src/core/index.ts';
import { applyLspEdits } from '../support/edits.ts';
import { testService } from '../support/service.ts';

const uri = 'file:///app/notebook.ipynb';

function cell(name: string, text: string, version = 1, languageId = 'python'): Cell {
  return { uri: `vscode-notebook-cell:/app/notebook.ipynb#${name}`, index: undefined, languageId, version, text };
}

const setup = cell('setup', 'from openai import OpenAI\nclient = OpenAI()');
const call = cell('call', 'client.responses.create(model="gpt-4.1", input="Hello")');

function opened(cells: readonly Cell[], settings: Partial<Settings> = {}): LanguageService {
  const service = testService(settings);
  assert.equal(service.openNotebook({ uri, cells }), undefined);
  service.analyzeNow(uri);
  return service;
}

/** Everything that an editor sees of some cells. */
function answers(service: LanguageService, cells: readonly Cell[]): unknown {
  return cells.map((one) => ({
    lenses: service.codeLenses(one.uri),
    diagnostics: service.diagnostics(one.uri),
    hover: service.hover(one.uri, { line: 0, character: 3 }),
    actions: service.codeActions(one.uri, { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } }, undefined),
  }));
}

function editsOf(action: CodeAction | undefined): { uri: string; version: number | null; text: (before: string) => string } {
  const [change] = action?.edit?.documentChanges ?? [];
  assert.ok(change !== undefined && 'edits' in change, action?.title);
  return { uri: change.textDocument.uri, version: change.textDocument.version, text: (before) => applyLspEdits(before, change.edits) };
}

describe('notebooks in the language service', () => {
  it('know names across cells, and answer for each cell by itself', () => {
    const service = opened([setup, cell('empty', ''), call]);
    assert.equal(service.calls(uri).length, 1);
    assert.deepEqual(service.codeLenses(setup.uri), []);
    assert.deepEqual(
      service.codeLenses(call.uri).map((lens) => [lens.range.start, lens.command?.arguments]),
      [[{ line: 0, character: 0 }, [call.uri, { line: 0, character: 0 }]]],
    );
    assert.deepEqual(
      service.diagnostics(call.uri).map(({ code, range }) => [code, range.start.line]),
      [['unbounded-output', 0]],
    );
    assert.match(JSON.stringify(service.hover(call.uri, { line: 0, character: 10 })), /gpt/);
    assert.equal(service.hover(setup.uri, { line: 0, character: 10 }), undefined);
    assert.deepEqual(
      service.diagnosticReports(uri).map((report) => [report.uri.split('#')[1], report.version, report.diagnostics.length]),
      [
        ['setup', 1, 0],
        ['empty', 1, 0],
        ['call', 1, 1],
      ],
    );
    const hints = opened([setup, call], { costHints: 'endOfLine' });
    const everywhere = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    assert.deepEqual(
      hints.inlayHints(call.uri, everywhere).map(({ position }) => position),
      [{ line: 0, character: call.text.length }],
    );
    assert.deepEqual(hints.inlayHints(setup.uri, everywhere), []);
  });

  it('address fixes and suppressions to the cell and its version', () => {
    const later = { ...call, version: 7 };
    const service = opened([setup, later]);
    const [diagnostic] = service.diagnostics(later.uri);
    assert.ok(diagnostic !== undefined);
    const actions = service.codeActions(later.uri, diagnostic.range, ['quickfix']);
    const [limit, here, file] = actions.map((action) => (action.edit === undefined ? undefined : editsOf(action)));
    assert.deepEqual([limit?.uri, limit?.version], [later.uri, 7]);
    assert.deepEqual([here?.uri, here?.version], [later.uri, 7]);
    // What holds for the whole notebook stands in its first cell.
    assert.deepEqual([file?.uri, file?.version], [setup.uri, 1]);
    for (const [edit, cells] of [
      [limit, [setup, { ...later, version: 8, text: limit?.text(later.text) ?? '' }]],
      [here, [setup, { ...later, version: 8, text: here?.text(later.text) ?? '' }]],
      [file, [{ ...setup, version: 2, text: file?.text(setup.text) ?? '' }, later]],
    ] as const) {
      assert.ok(edit !== undefined);
      assert.deepEqual(opened(cells).findings(uri), []);
    }
    assert.deepEqual(
      service.codeActions(setup.uri, { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, ['quickfix']),
      [],
    );
  });

  it('put a comment for the whole notebook behind a magic that must come first', () => {
    const cells = [cell('bash', '%%bash\nls'), cell('timed', '%%time\nfrom openai import OpenAI\nclient = OpenAI()'), call];
    const service = opened(cells);
    const [diagnostic] = service.diagnostics(call.uri);
    assert.ok(diagnostic !== undefined);
    const action = service.codeActions(call.uri, diagnostic.range, ['quickfix']).find(({ title }) => title.endsWith('in this file'));
    const edit = editsOf(action);
    assert.equal(edit.uri, cells[1]?.uri);
    assert.match(edit.text(cells[1]?.text ?? ''), /^%%time\n# pennylint: ignore-file\[unbounded-output\] reason\nfrom openai/);
  });

  it('keep a suppression in the cell that it stands in', () => {
    const comment = '# pennylint: ignore[unbounded-output] here';
    const rulesOf = (...cells: Parameters<typeof opened>[0]): string[] =>
      opened(cells)
        .findings(uri)
        .map(({ rule }) => rule);
    const both = ['unused-suppression', 'unbounded-output'];
    assert.deepEqual(rulesOf(setup, cell('a', comment), call), both);
    assert.deepEqual(rulesOf(setup, cell('a', `x = 1\n${comment}\n`), call), both);
    assert.deepEqual(rulesOf(setup, { ...call, text: `${comment}\n${call.text}` }), []);
    assert.deepEqual(rulesOf(setup, call, cell('z', '# pennylint: ignore-file[unbounded-output]')), []);
  });

  it('underline a cause in the cell where it stands, and name the cell of the call', () => {
    const head = cell('head', 'from datetime import datetime\n%pip install openai');
    const rules = cell('rules', `x = 1\ndef rules():\n    return f"""It is {datetime.now()}.\n${'Be kind to all. '.repeat(600)}\n"""`);
    const use = cell(
      'use',
      'def ask(q):\n    return client.responses.create(model="gpt-4.1", instructions=rules(), input=q, max_output_tokens=9)',
    );
    const service = opened([head, setup, rules, use]);
    const [found, ...more] = service.diagnostics(rules.uri);
    assert.deepEqual([found?.code, found?.range.start, more], ['volatile-prefix', { line: 2, character: 21 }, []]);
    assert.deepEqual(
      found?.relatedInformation?.map(({ location }) => [location.uri, location.range.start]),
      [[use.uri, { line: 1, character: 11 }]],
    );
    const handbook = cell('handbook', `HANDBOOK = "${'Be kind to all. '.repeat(600)}"`);
    const inside = cell(
      'inside',
      `def tell(q):
    system = f"""It is {datetime.now()}.
{HANDBOOK}
"""
    return client.responses.create(model="gpt-4.1", instructions=system, input=q, max_output_tokens=9)`,
    );
    const fixable = opened([head, setup, handbook, inside]);
    const [own] = fixable.diagnostics(inside.uri);
    assert.ok(own !== undefined);
    const edit = editsOf(fixable.codeActions(inside.uri, own.range, ['quickfix'])[0]);
    assert.equal(edit.uri, inside.uri);
    assert.match(edit.text(inside.text), /^def tell\(q\):\n {4}system = f"""\{HANDBOOK\}\nIt is \{datetime\.now\(\)\}\.\n"""\n/);
    assert.deepEqual(service.diagnostics(use.uri), []);
  });

  it('read cells of one language only', () => {
    const r = cell('r', 'client.responses.create(model="gpt-4.1", input="R")', 1, 'r');
    const script = cell('js', 'client.responses.create({ model: "gpt-4.1", input: "JS" })', 1, 'javascript');
    const service = opened([r, setup, script, call]);
    assert.equal(service.calls(uri).length, 1);
    assert.deepEqual(service.diagnostics(r.uri), []);
    assert.equal(service.ownerOf(script.uri), script.uri);
    assert.equal(service.ownerOf(call.uri), uri);
    const deno = opened([
      cell('a', 'import OpenAI from "openai";\nconst client = new OpenAI();', 1, 'typescript'),
      { ...script, languageId: 'typescript' },
    ]);
    assert.equal(deno.diagnostics(script.uri).length, 1);
  });

  it('refuse what is too long, and take it again when it is not', () => {
    const service = opened([setup, call]);
    const long = cell('long', '#'.repeat(MAX_TEXT_LENGTH));
    assert.match(service.openNotebook({ uri, cells: [setup, call, long] }) ?? '', /more than 4,000,000 are not analysed/);
    assert.deepEqual(service.codeLenses(call.uri), []);
    assert.equal(service.openNotebook({ uri, cells: [setup, call] }), undefined);
    service.analyzeNow(uri);
    assert.equal(service.codeLenses(call.uri).length, 1);
    service.close(uri);
    assert.deepEqual(service.codeLenses(call.uri), []);
    assert.equal(service.ownerOf(call.uri), call.uri);
  });

  it('do nothing again when nothing has changed', async () => {
    const service = opened([setup, call]);
    const before = service.calls(uri);
    service.openNotebook({ uri, cells: [setup, call] });
    await service.analyze(uri);
    assert.equal(service.calls(uri), before);
  });

  it('move lenses with their cells before the next analysis', () => {
    const service = opened([setup, call]);
    service.openNotebook({ uri, cells: [cell('new', 'x = 1'), setup, { ...call, version: 2, text: `\n# 😀\n${call.text}` }] });
    assert.deepEqual(
      service.codeLenses(call.uri).map(({ range }) => range.start),
      [{ line: 2, character: 0 }],
    );
    service.openNotebook({ uri, cells: [setup] });
    assert.deepEqual(service.codeLenses(call.uri), []);
  });

  it('keep the lens of a call that is being broken, and those of all other cells', () => {
    const other = cell('other', 'client.responses.create(model="gpt-4.1", input="Bye")');
    const service = opened([setup, call, other]);
    for (let length = call.text.length - 1; length > 'client.responses.create'.length; length--) {
      service.openNotebook({ uri, cells: [setup, { ...call, version: 1000 - length, text: call.text.slice(0, length) }, other] });
      service.analyzeNow(uri);
      assert.equal(service.codeLenses(call.uri).length, 1, call.text.slice(0, length));
      assert.equal(service.codeLenses(other.uri).length, 1, call.text.slice(0, length));
    }
  });

  it('read the same text anew when its cell gets another language', async () => {
    const comment = cell('only', '# pennylint: ignore-file[unbounded-output] reason');
    const service = opened([comment]);
    await service.analyze(uri);
    assert.equal(service.findings(uri).length, 1);
    service.openNotebook({ uri, cells: [{ ...comment, languageId: 'javascript' }] });
    await service.analyze(uri);
    assert.equal(service.findings(uri).length, 0);
  });

  it('give the same answers after any changes as a fresh notebook', async () => {
    const texts = [
      setup.text,
      call.text,
      'MODEL = "gpt-4.1"',
      'def ask(q):\n    return client.responses.create(model=MODEL, input=f"Q: {q}")',
      'client.responses.create(\n    model=MODEL,\n    input=["a", "b"],\n)',
      '%%bash\nls',
      '!pip install x\nx = 1',
      '# pennylint: ignore-file[unbounded-output] reason',
      'if True:',
      '"""',
    ];
    const change = fc.oneof(
      fc.record({ kind: fc.constant('insert' as const), at: fc.nat(6), text: fc.constantFrom(...texts) }),
      fc.record({ kind: fc.constant('delete' as const), at: fc.nat(6) }),
      fc.record({ kind: fc.constant('move' as const), at: fc.nat(6), to: fc.nat(6) }),
      fc.record({ kind: fc.constant('language' as const), at: fc.nat(6), languageId: fc.constantFrom('python', 'r', 'javascript') }),
      fc.record({
        kind: fc.constant('edit' as const),
        at: fc.nat(6),
        from: fc.nat(60),
        length: fc.nat(6),
        text: fc.constantFrom('', 'x', '"', '(', ')', '\n', '\r\n', '%', '!', '😀', '#', ', '),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        let cells: Cell[] = [setup, cell('model', 'MODEL = "gpt-4.1"'), call];
        const service = opened(cells);
        let next = 0;
        for (const one of changes) {
          const index = Math.min(one.at, Math.max(0, cells.length - 1));
          const target = cells[index];
          if (one.kind === 'insert') cells = cells.toSpliced(index, 0, cell(`new${next++}`, one.text));
          else if (target === undefined) continue;
          else if (one.kind === 'delete') cells = cells.toSpliced(index, 1);
          else if (one.kind === 'move') cells = cells.toSpliced(index, 1).toSpliced(one.to, 0, target);
          else if (one.kind === 'language') cells = cells.with(index, { ...target, languageId: one.languageId });
          else {
            const text = target.text.slice(0, one.from) + one.text + target.text.slice(one.from + one.length);
            cells = cells.with(index, { ...target, version: target.version + 1, text });
          }
          assert.equal(service.openNotebook({ uri, cells }), undefined);
          await service.analyze(uri);
        }
        const fresh = opened(cells);
        assert.deepEqual(service.calls(uri), fresh.calls(uri));
        assert.deepEqual(service.findings(uri), fresh.findings(uri));
        // While a cell is broken, an earlier lens may stay.
        const withoutLenses = (all: unknown): unknown => (all as { lenses: unknown }[]).map((one) => ({ ...one, lenses: undefined }));
        assert.deepEqual(withoutLenses(answers(service, cells)), withoutLenses(answers(fresh, cells)));
        for (const one of cells) {
          const shown = service.codeLenses(one.uri);
          for (const lens of fresh.codeLenses(one.uri)) assert.ok(shown.some(({ command }) => command?.title === lens.command?.title));
          const lines = one.text.split(/\r\n|\n|\r/).length;
          for (const lens of shown) assert.ok(lens.range.start.line < lines);
        }
      }),
      { numRuns: 150 },
    );
  });
});
