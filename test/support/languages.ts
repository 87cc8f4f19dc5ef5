import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { FileFacts } from '../../src/core/facts.ts';
import type { FrontEnd } from '../../src/core/frontends/front-end.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { linkFile, noModules } from '../../src/core/linker/index.ts';
import { readGrammar } from '../../src/files/index.ts';
import { matchesGolden } from './golden.ts';
import { printCalls, printFacts } from './print.ts';

/** Facts of a text in a language whose grammar is loaded. */
export function factsIn(frontEnd: FrontEnd, text: string): FileFacts {
  return frontEnd.facts(`file:///x${frontEnd.extensions[0] ?? ''}`, parseAll(frontEnd.parser, text).tree);
}

/** The tests that every language with a wasm grammar passes: printed facts and calls, edits, hostile text. */
export function describeLanguage(name: string, frontEnd: FrontEnd, snippets: readonly string[]): void {
  const folder = new URL(`../frontends/${name}/`, import.meta.url);
  const samples = readdirSync(folder).filter((file) => frontEnd.extensions.some((extension) => file.endsWith(extension)));

  describe(`front end of ${name}`, function () {
    this.timeout(60_000);
    before(async () => {
      await frontEnd.prepare?.(readGrammar);
    });

    for (const sample of samples) {
      const text = readFileSync(new URL(sample, folder), 'utf8');
      it(`prints facts and calls of ${sample}`, () => {
        const facts = factsIn(frontEnd, text);
        matchesGolden(new URL(`${sample}.facts.txt`, folder).pathname, printFacts(facts, text));
        matchesGolden(new URL(`${sample}.calls.txt`, folder).pathname, printCalls(linkFile({ facts, text }, noModules), text));
        assert.equal(facts.broken, false);
      });
    }

    it('gives the same facts after random edits as a fresh parse', () => {
      const base = readFileSync(new URL(samples[0] ?? '', folder), 'utf8');
      const inserts = [
        '',
        'x',
        '"',
        "'",
        '(',
        ')',
        '{',
        '}',
        '[',
        '\n',
        '\r\n',
        ' ',
        '😀',
        ';',
        ',',
        '\\',
        '//',
        '\0',
        '\uFEFF',
        ...snippets,
      ];
      const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insert: fc.constantFrom(...inserts) });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
          let text = base;
          let result = parseAll(frontEnd.parser, text);
          for (const { at, remove, insert } of edits) {
            const start = Math.floor(at * text.length);
            const end = Math.min(text.length, start + remove);
            text = text.slice(0, start) + insert + text.slice(end);
            result = parseAll(frontEnd.parser, text, result.state, [{ start, end, insertedLength: insert.length }]);
          }
          assert.equal(
            printFacts(frontEnd.facts('file:///x', result.tree), text),
            printFacts({ ...factsIn(frontEnd, text), uri: 'file:///x' }, text),
          );
        }),
        { numRuns: 60 },
      );
    });

    it('finds calls of a text that is typed character by character, and never throws', () => {
      const text = readFileSync(new URL(samples[0] ?? '', folder), 'utf8');
      for (let length = 0; length < text.length; length += 37) {
        const part = text.slice(0, length);
        linkFile({ facts: factsIn(frontEnd, part), text: part }, noModules);
      }
    });

    it('survives hostile text', () => {
      for (const text of [
        '('.repeat(20_000),
        '['.repeat(20_000) + ']'.repeat(20_000),
        '{'.repeat(20_000),
        `x = ${'"a" + '.repeat(5_000)}"b"`,
        `a${'.b()'.repeat(5_000)}`,
        '"${'.repeat(2_000),
        '\0\u0001\uFFFF'.repeat(5_000),
        '😀'.repeat(5_000),
        'x'.repeat(1_000_000),
      ]) {
        const facts = factsIn(frontEnd, text);
        linkFile({ facts, text }, noModules);
      }
    });
  });
}
