import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readNotebook, withCellTexts } from '../../src/core/index.ts';

/** A cell's lines as a file may hold them: as a list, or as one string; \u escapes where the file is plain ASCII. */
interface Layout {
  readonly cells: readonly { readonly lines: readonly string[]; readonly asList: boolean }[];
  readonly ascii: boolean;
  readonly indent: number;
}

const line = fc.constantFrom('x = 1', '', 'print("é 😀")', "s = 'a\\nb'", '\tif x:', 'f(a,  # why', '\\', '"', 'r = "\\u00e9"');
const layouts: fc.Arbitrary<Layout> = fc.record({
  cells: fc.array(fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 6 }), asList: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  ascii: fc.boolean(),
  indent: fc.constantFrom(0, 1, 2),
});

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function fileOf({ cells, ascii, indent }: Layout, texts: readonly string[]): string {
  const notebook = {
    cells: cells.map(({ asList }, index) => ({
      cell_type: 'code',
      source: asList ? linesOf(texts[index] ?? '') : texts[index],
      outputs: [{ text: ascii ? 'plain' : 'né' }],
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
  };
  const json = JSON.stringify(notebook, null, indent);
  return ascii ? json.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
}

describe('code that is written back into a notebook file', () => {
  it('gives the file that the same code would have had, whatever is put in, taken out or replaced', () => {
    const edit = fc.record({
      cell: fc.nat(2),
      at: fc.nat(40),
      drop: fc.nat(12),
      put: fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n')),
    });
    fc.assert(
      fc.property(layouts, fc.array(edit, { minLength: 1, maxLength: 2 }), (layout, edits) => {
        const before = layout.cells.map(({ lines }) => lines.join('\n'));
        const after = [...before];
        for (const { cell, at, drop, put } of edits) {
          const index = cell % after.length;
          const text = after[index] ?? '';
          after[index] = text.slice(0, at) + put + text.slice(Math.min(at, text.length) + drop);
        }
        const changed = new Map(after.flatMap((text, index) => (text === before[index] ? [] : [[index, text] as const])));
        const result = withCellTexts(fileOf(layout, before), changed);
        assert.ok(result !== undefined);
        const read = readNotebook(result);
        assert.deepEqual('cells' in read ? read.cells.map(({ text }) => text) : read, after);
        // An empty cell is an empty list or a list of one empty string.
        if (after.every((text) => text !== '') && before.every((text) => text !== '')) assert.equal(result, fileOf(layout, after));
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps the spelling of lines that do not change', () => {
    const file =
      '{"cells": [{"cell_type": "code", "source": [ "a = \\u0022x\\/y\\"\\n" , "b\\n","c" ]}], "metadata": {"kernelspec": {"language": "python"}}}';
    assert.equal(withCellTexts(file, new Map([[0, 'a = "x/y"\nB\nc']])), file.replace('"b\\n"', '"B\\n"'));
    assert.equal(withCellTexts(file, new Map([[0, 'a = "x/y"\nc']])), file.replace('"b\\n",', ''));
    assert.equal(withCellTexts(file, new Map([[0, 'a = "x/y"\nb\nc']])), file);
  });

  it('refuses what is no notebook, and cells that are not there', () => {
    assert.equal(withCellTexts('{', new Map([[0, 'x']])), undefined);
    assert.equal(withCellTexts('{"cells": []}', new Map([[0, 'x']])), undefined);
  });
});
