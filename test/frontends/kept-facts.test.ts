import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { FileFacts } from '../../src/core/facts.ts';
import { startFacts, type FrontEnd } from '../../src/core/frontends/front-end.ts';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import type { KeptFacts, PendingFacts, ReadFacts } from '../../src/core/frontends/statements.ts';
import type { ParseResult } from '../../src/core/frontends/syntax-tree.ts';
import { printFacts } from '../support/print.ts';

/** What is typed: most of it changes how many scopes and blocks there are, and some breaks the syntax for a while. */
const snippets: Readonly<Record<string, readonly string[]>> = {
  python: [
    '',
    'x',
    '\n',
    '"',
    '"""',
    '(',
    ')',
    '\ndef f(a):\n    return g(a)\n',
    '\nif x:\n    y = 1\n',
    'yield ',
    '\n@d\n',
    '\n\n\n',
    '#',
    ':',
  ].concat(['\nfor i in xs:\n    print(i)\n', 'lambda: 1', '\nimport a\n', '\nclass A:\n    def m(self): pass\n', '    ', '\r\n', '😀']),
  typescript: [
    '',
    'x',
    '\n',
    '"',
    '`',
    '(',
    ')',
    '{',
    '}',
    '\nfunction f(a) { return g(a); }\n',
    '\nif (x) { y = 1; }\n',
    'x = () => 1;',
    '/*',
    '*/',
  ]
    .concat([
      '\nfor (let i = 0; i < 3; i++) { f(i); }\n',
      '\nexport default class {}\n',
      '\ntype A = { b(): string };\n',
      '\n@d\n',
      '\nexport = a;\n',
    ])
    .concat(['\nimport a = require("b");\n', '\nexport type { A };\n', '\nexports.a = exports.b;\n', 'await ', '\r\n', '😀', 'label: ']),
};

const languages: readonly (readonly [folder: string, ending: string])[] = [
  ['python', '.py'],
  ['javascript', '.ts'],
  ['javascript', '.tsx'],
  ['javascript', '.js'],
];

function finished(pending: PendingFacts): ReadFacts {
  for (;;) {
    const read = pending.step();
    if (read !== undefined) return read;
  }
}

function fresh(frontEnd: FrontEnd, uri: string, text: string): FileFacts {
  return frontEnd.facts(uri, parseAll(frontEnd.parser, text).tree);
}

/** A document that is edited, with everything kept from version to version. */
class Edited {
  readonly frontEnd: FrontEnd;
  readonly uri: string;
  text: string;
  parsed: ParseResult;
  kept: KeptFacts | undefined;
  facts: FileFacts;

  constructor(uri: string, text: string) {
    const frontEnd = frontEndFor(uri, undefined);
    assert.ok(frontEnd);
    this.frontEnd = frontEnd;
    this.uri = uri;
    this.text = text;
    this.parsed = parseAll(frontEnd.parser, text);
    ({ facts: this.facts, kept: this.kept } = finished(this.start()));
  }

  start(): PendingFacts {
    return startFacts(this.frontEnd, this.uri, this.parsed.tree, { last: this.kept });
  }

  edit(start: number, end: number, insert: string): void {
    this.text = this.text.slice(0, start) + insert + this.text.slice(end);
    this.parsed = parseAll(this.frontEnd.parser, this.text, this.parsed.state, [{ start, end, insertedLength: insert.length }]);
    ({ facts: this.facts, kept: this.kept } = finished(this.start()));
  }

  check(): void {
    const expected = fresh(this.frontEnd, this.uri, this.text);
    assert.deepEqual(this.facts, expected);
    assert.equal(printFacts(this.facts, this.text), printFacts(expected, this.text));
  }
}

describe('facts that are kept from version to version', function () {
  this.timeout(120_000);

  for (const [folder, ending] of languages) {
    it(`are those of a fresh parse after random edits of ${ending} files`, () => {
      const root = new URL(`./${folder}/`, import.meta.url);
      const sources = readdirSync(root)
        .filter((name) => name.endsWith(ending === '.py' ? ending : `${ending}.txt`) && !name.includes('.facts.'))
        .map((name) => readFileSync(new URL(name, root), 'utf8'));
      assert.ok(sources.length > 0);
      const inserts = snippets[folder === 'python' ? 'python' : 'typescript'] ?? [];
      const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(40), insert: fc.constantFrom(...inserts) });
      fc.assert(
        fc.property(fc.constantFrom(...sources), fc.array(edit, { minLength: 1, maxLength: 8 }), (source, edits) => {
          const document = new Edited(`file:///x${ending}`, source);
          for (const { at, remove, insert } of edits) {
            const start = Math.floor(at * document.text.length);
            document.edit(start, Math.min(document.text.length, start + remove), insert);
            document.check();
          }
        }),
        { numRuns: 120 },
      );
    });
  }

  it('are right after many statements were edited one after the other', () => {
    const document = new Edited(
      'file:///x.py',
      Array.from({ length: 60 }, (_, i) => `def f${i}(a):\n    return g("${i}", a)\n`).join('\n'),
    );
    for (let i = 0; i < 60; i++) {
      const at = document.text.indexOf(`g("${i}"`);
      document.edit(at, at, i % 3 === 0 ? 'print(1) or ' : 'h');
      document.check();
    }
    const texts = new Set(document.kept?.statements.map(({ readIn }) => readIn));
    assert.ok(texts.size <= 17, `${texts.size} texts are held`);
  });

  it('reads only what has changed', () => {
    const document = new Edited(
      'file:///x.ts',
      Array.from({ length: 50 }, (_, i) => `export function f${i}(a) { return g("${i}", a); }\n`).join(''),
    );
    const before = document.facts.scopes.slice(1);
    document.edit(document.text.indexOf('"20"'), document.text.indexOf('"20"') + 4, '"twenty"');
    const changed = document.facts.scopes.slice(1).filter((scope, i) => scope !== before[i]);
    assert.deepEqual(
      changed.map(({ name }) => name),
      ['f20'],
    );
  });

  it('start afresh when another reading of the same version was faster', () => {
    const document = new Edited('file:///x.py', 'def f(a):\n    return g(a)\n\ndef h(a):\n    return g(a)\n\ndef i(a):\n    return g(a)\n');
    const slow = document.start();
    slow.step();
    document.edit(10, 10, '\n    x = 1');
    document.check();
    const text = document.text;
    document.edit(10, 10, '\n    y = 2');
    assert.notEqual(text, document.text);
    // The slow one still reads the first text; whatever it takes from others, it must not be what they have moved.
    const { facts } = finished(slow);
    assert.deepEqual(
      facts,
      fresh(document.frontEnd, document.uri, 'def f(a):\n    return g(a)\n\ndef h(a):\n    return g(a)\n\ndef i(a):\n    return g(a)\n'),
    );
    document.check();
  });
});
