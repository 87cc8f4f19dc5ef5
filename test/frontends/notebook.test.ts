import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { FileFacts } from '../../src/core/facts.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { toSource } from '../../src/core/frontends/source-map.ts';
import { linkFile, noModules } from '../../src/core/linker/index.ts';
import { codeStart, maskMagics } from '../../src/core/notebook/magics.ts';
import { notebookProgram } from '../../src/core/notebook/program.ts';
import { cellSourceMap, readNotebook, type NotebookFileCell } from '../../src/core/notebook/read-notebook.ts';
import { placeOf, type Program } from '../../src/core/program.ts';
import { matchesGolden } from '../support/golden.ts';
import { printCalls, printFacts } from '../support/print.ts';
import { assertEffort } from '../support/effort.ts';

const folder = new URL('./notebook/', import.meta.url);
const uri = 'file:///n.ipynb';
// Samples end in `.txt`, so that no tool takes them for notebooks of this project.
const samples = readdirSync(folder).filter((name) => name.endsWith('.ipynb.txt'));

function cellsOf(file: string): readonly NotebookFileCell[] {
  const notebook = readNotebook(file);
  assert.ok('cells' in notebook, JSON.stringify(notebook));
  return notebook.cells;
}

function programOf(cells: readonly NotebookFileCell[]): Program {
  return notebookProgram(cells.map(({ index, languageId, text }) => ({ uri, index, languageId, version: 1, text })));
}

function factsOf(program: Program): FileFacts {
  return program.frontEnd.facts(uri, parseAll(program.frontEnd.parser, program.text).tree);
}

/** `cell:line:column`; cells are counted from 0. */
function places(program: Program): (offset: number) => string {
  return (offset) => {
    const place = placeOf(program, { start: offset, end: offset });
    return place === undefined ? '-' : `${place.cell}:${place.range.start.line + 1}:${place.range.start.character + 1}`;
  };
}

/** A notebook file with some cells. `layout` decides how the same content is written down. */
function write(cells: readonly { readonly type: string; readonly text: string }[], layout: number): string {
  const notebook = {
    cells: cells.map(({ type, text }, index) => {
      const source = (layout + index) % 2 === 0 ? text : text.split(/(?<=\n)/);
      const outputs = [{ data: { 'text/plain': ['"]}\\', text], 'image/png': 'iVBOR"{[' } }];
      return (layout + index) % 3 === 0
        ? { cell_type: type, metadata: { a: { b: [[], {}] } }, outputs, source }
        : { source, outputs, metadata: {}, cell_type: type };
    }),
    metadata: { language_info: { name: 'python', codemirror_mode: { name: 'ipython', version: 3 } } },
    nbformat: 4,
  };
  const json = JSON.stringify(notebook, undefined, layout % 3);
  // As Python writes it: everything beyond ASCII is escaped.
  return layout % 5 < 2 ? json.replace(/[^\x20-\x7e\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
}

/** The unit that a JSON string spells at an offset, read independently of the product. */
function unitAt(file: string, offset: number): string {
  if (file[offset] !== '\\') return file[offset] ?? '';
  const spelling = file.slice(offset, offset + (file[offset + 1] === 'u' ? 6 : 2));
  return JSON.parse(`"${spelling}"`) as string;
}

describe('notebooks', () => {
  for (const name of samples) {
    const file = readFileSync(new URL(name, folder), 'utf8');
    it(`prints the facts and calls of ${name}`, () => {
      const program = programOf(cellsOf(file));
      const facts = factsOf(program);
      const base = new URL(name.replace('.txt', ''), folder).pathname;
      matchesGolden(`${base}.facts.out`, printFacts(facts, program.text, places(program)));
      const calls = linkFile({ facts, text: program.text }, noModules);
      matchesGolden(`${base}.calls.out`, printCalls(calls, program.text, places(program)));
    });
  }

  it('leads from every span of the joined program to the same text in the file', () => {
    const piece = fc.constantFrom(
      'client.f(a, "b")',
      '\nf(x)\n',
      '\ng("é")\n',
      'x = """',
      '"""',
      "'",
      '\\',
      '\n',
      '\r\n',
      '\t',
      '😀',
      'é',
      '\u2028',
      '"',
      '/',
      '%%bash\n',
      '!ls',
      '\u0000',
    );
    const cell = fc.record({
      type: fc.constantFrom('code', 'code', 'markdown', 'raw'),
      text: fc.array(piece, { maxLength: 8 }).map((all) => all.join('')),
    });
    let spans = 0;
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 6 }), fc.nat(29), (written, layout) => {
        const file = write(written, layout);
        const cells = cellsOf(file);
        assert.deepEqual(
          cells.map(({ index, text }) => [index, text]),
          written.flatMap(({ type, text }, index) => (type === 'code' ? [[index, text]] : [])),
        );
        const program = programOf(cells);
        const facts = factsOf(program);
        for (const span of [...facts.calls, ...facts.calls.map(({ callee }) => callee), ...facts.comments]) {
          spans++;
          const place = placeOf(program, span);
          const home = cells.find(({ index }) => index === place?.cell);
          const start = program.pieces.find((one) => one.cell === place?.cell)?.start;
          assert.ok(home !== undefined && start !== undefined);
          const map = cellSourceMap(file, home);
          for (let offset = span.start; offset < span.end; offset++)
            assert.equal(unitAt(file, toSource(map, offset - start)), program.text[offset]);
          // Line and column within the cell name the same place.
          const { line, character } = place?.range.start ?? { line: -1, character: -1 };
          const lineStart = home.text
            .split(/(?<=\r\n|\r(?!\n)|\n)/)
            .slice(0, line)
            .join('').length;
          assert.equal(start + lineStart + character, span.start);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(spans > 50, `only ${spans} spans were seen`);
  });

  it('takes an empty file for a notebook without cells', () => {
    for (const text of ['', ' \n']) assert.deepEqual(readNotebook(text), { cells: [] });
  });

  it('says in one sentence what is wrong with a file that is no notebook', () => {
    const whole = write([{ type: 'code', text: 'x = 1' }], 2);
    for (const [text, message] of [
      ['[]', /does not begin as a notebook does, with \{$/],
      ['{}', /it has no cells$/],
      ['{"cells": 3}', /its cells are no list$/],
      ['{"cells": [,]}', /it is not JSON: a value is expected in line 1$/],
      ['{"cells": []} x', /the end of the file is expected in line 1$/],
      ['print("hello")', /does not begin as a notebook does/],
      [`{"metadata": ${'['.repeat(1_000_000)}`, /the file ends where \] is expected; is it complete\?$/],
    ] as const) {
      const notebook = readNotebook(text);
      assert.ok('problem' in notebook, text.slice(0, 50));
      assert.match(notebook.problem, /^the notebook cannot be read: /);
      assert.match(notebook.problem, message);
    }
    for (let length = 1; length < whole.trimEnd().length; length++)
      assert.ok('problem' in readNotebook(whole.slice(0, length)), `cut at ${length}`);
  });

  it('reads odd cells without harm', () => {
    const read = (cells: unknown, metadata: unknown = {}): string[] =>
      cellsOf(JSON.stringify({ cells, metadata })).map(({ index, text, languageId }) => `${index} ${languageId} ${text}`);
    const code = { cell_type: 'code', source: 'x' };
    assert.deepEqual(read([1, null, [], {}, code]), ['4 python x']);
    assert.deepEqual(
      read([{ cell_type: 'code' }, { cell_type: 'code', source: 3 }, { cell_type: 'code', source: [1] }, { cell_type: 3, source: 'x' }]),
      [],
    );
    assert.deepEqual(
      read([
        { ...code, metadata: 3 },
        { ...code, metadata: { vscode: { languageId: 'r' } } },
      ]),
      ['0 python x', '1 r x'],
    );
    assert.deepEqual(read([code], { kernelspec: { name: 'ir', display_name: 'R' } }), ['0 undefined x']);
    assert.deepEqual(read([code], { language_info: { name: 'R' } }), ['0 r x']);
    assert.deepEqual(read([code], { kernelspec: { name: 'deno', display_name: 'Deno' } }), ['0 typescript x']);
    assert.deepEqual(read([code], { language_info: { name: 'ipython' }, kernelspec: 7 }), ['0 python x']);
    const nested = `{"cells": [{"outputs": ${'['.repeat(200_000)}${']'.repeat(200_000)}, "source": "x", "cell_type": "code"}]}`;
    assert.equal(cellsOf(nested)[0]?.text, 'x');
  });

  it('jumps over outputs: 40 MB of them cost no more than a moment', () => {
    const outputs = [{ data: { 'image/png': 'A'.repeat(20_000_000), 'text/html': '\\"<'.repeat(3_000_000) } }];
    const file = JSON.stringify({ cells: [{ cell_type: 'code', outputs, source: ['x = 1'] }] });
    assertEffort(40, 'a notebook of 40 MB', () => {
      assert.equal(cellsOf(file)[0]?.text, 'x = 1');
    });
  });

  it('reads a notebook without code as an empty program', () => {
    const program = programOf([]);
    assert.equal(program.text, '');
    assert.equal(factsOf(program).calls.length, 0);
    assert.equal(placeOf(program, { start: 0, end: 0 }), undefined);
  });

  it('keeps what a broken cell does to itself', () => {
    const names = (texts: readonly string[]): number[] => {
      const program = notebookProgram(texts.map((text, index) => ({ uri, index, languageId: 'python', version: 1, text })));
      return factsOf(program).calls.map((call) => placeOf(program, call)?.cell ?? -1);
    };
    for (const broken of ['f(', '"""', 'x = [', 'if x:', 'def f(', '{', "f'{", 'class A(\n', '\\']) {
      assert.ok(names([broken, 'g(1)']).includes(1), broken);
      assert.ok(names(['g(1)', broken]).includes(0), broken);
    }
  });
});

describe('magics', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['%pip install a\nf()', '0             \nf()'],
    ['!ls "a\nf()', '0     \nf()'],
    ['!pip install \\\n  a\nf()', '0             \n   \nf()'],
    ['if x:\n    !ls\n    f()', 'if x:\n    0  \n    f()'],
    ['f?\n?f\nf.g??', '0 \n0 \n0    '],
    ['x = !ls -l', 'x = ______'],
    ['a, b = %sql SELECT 1', 'a, b = _____________'],
    ['%time x = f(\n  1)', '0    ;x = f(\n  1)'],
    ['%timeit -n 3 -r2 f()', '0               ;f()'],
    ['%timeit', '0      '],
    ['%%time\nf()', '0     \nf()'],
    ['\n%%capture out\nf()', '\n0            \nf()'],
    ['%%bash\nf()\r\ng()', '      \n   \r\n   '],
    ['%%writefile a.py\nf()', '                \n   '],
    // Not at the start of a statement, these are Python.
    ['x = """\n%d\n!a\n?\n"""', 'x = """\n%d\n!a\n?\n"""'],
    ['f("%s"\n  % a)', 'f("%s"\n  % a)'],
    ['x = a \\\n  % b', 'x = a \\\n  % b'],
    ["x = 'it\\'s'  # isn't (\n!ls", "x = 'it\\'s'  # isn't (\n0  "],
    ['a != b\nx %= 3\ny = a if b != c else d', 'a != b\nx %= 3\ny = a if b != c else d'],
    ["x = '\n!ls", "x = '\n0  "],
  ];

  for (const [cell, masked] of cases) {
    it(JSON.stringify(cell), () => {
      assert.equal(maskMagics(cell), masked);
    });
  }

  it('never move anything', () => {
    const piece = fc.constantFrom(
      '%',
      '!',
      '?',
      '%%',
      'time ',
      'x',
      ' = ',
      '"',
      "'",
      '"""',
      '(',
      ')',
      '\\',
      '\n',
      '\r\n',
      '\r',
      '#',
      ' ',
      '😀',
      'bash',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const cell = pieces.join('');
        const masked = maskMagics(cell);
        assert.equal(masked.length, cell.length);
        assert.deepEqual(
          [...masked.matchAll(/[\r\n]/g)].map(({ index }) => index),
          [...cell.matchAll(/[\r\n]/g)].map(({ index }) => index),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('know where the code of a cell begins', () => {
    assert.equal(codeStart('x'), 0);
    assert.equal(codeStart('%%time\r\nx'), 8);
    assert.equal(codeStart('%%bash\nx'), undefined);
    assert.equal(codeStart('%%time'), undefined);
  });
});
