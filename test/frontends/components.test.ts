import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { frontmatterOf, onlyCode, scriptsOf } from '../../src/core/frontends/components/regions.ts';
import type { FrontEnd } from '../../src/core/frontends/front-end.ts';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { linkFile, noModules } from '../../src/core/linker/index.ts';
import { matchesGolden } from '../support/golden.ts';
import { printCalls, printFacts } from '../support/print.ts';
import { analysed } from '../support/service.ts';
import { assertEffort } from '../support/effort.ts';

const folder = new URL('./components/', import.meta.url);
// Samples end in `.txt`, so that no tool takes them for code of this project.
const samples = readdirSync(folder)
  .filter((name) => /\.(?:vue|svelte|astro)\.txt$/.test(name))
  .map((name) => name.slice(0, -'.txt'.length));

function sample(name: string): string {
  return readFileSync(new URL(`${name}.txt`, folder), 'utf8');
}

function frontEndOf(name: string): FrontEnd {
  const frontEnd = frontEndFor(name, undefined);
  assert.ok(frontEnd !== undefined, `no front end for ${name}`);
  return frontEnd;
}

function codeOf(text: string): string[] {
  return scriptsOf(text).regions.map(({ start, end }) => text.slice(start, end));
}

describe('component files', () => {
  for (const name of samples) {
    it(`prints the facts and calls of ${name}`, () => {
      const text = sample(name);
      const frontEnd = frontEndOf(name);
      const facts = frontEnd.facts(`file:///${name}`, parseAll(frontEnd.parser, text).tree);
      matchesGolden(new URL(`${name}.facts.out`, folder).pathname, printFacts(facts, text));
      matchesGolden(new URL(`${name}.calls.out`, folder).pathname, printCalls(linkFile({ facts, text }, noModules), text));
    });

    it(`gives the same facts of ${name} after random edits as a fresh parse`, () => {
      const frontEnd = frontEndOf(name);
      const snippets = [
        '',
        'x',
        '"',
        '`',
        '(',
        '}',
        '\n',
        '\r\n',
        '😀',
        '<script>',
        '</script>',
        ' lang="tsx"',
        '<!--',
        '-->',
        '---',
        '<p>',
        '${',
        ';',
      ];
      const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(20), insert: fc.constantFrom(...snippets) });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
          let text = sample(name);
          let result = parseAll(frontEnd.parser, text);
          for (const { at, remove, insert } of edits) {
            const start = Math.floor(at * text.length);
            const end = Math.min(text.length, start + remove);
            text = text.slice(0, start) + insert + text.slice(end);
            result = parseAll(frontEnd.parser, text, result.state, [{ start, end, insertedLength: insert.length }]);
          }
          const fresh = parseAll(frontEnd.parser, text);
          assert.equal(
            printFacts(frontEnd.facts('file:///x', result.tree), text),
            printFacts(frontEnd.facts('file:///x', fresh.tree), text),
          );
        }),
        { numRuns: 150 },
      );
    });
  }

  it('finds scripts and nothing that only looks like one', () => {
    for (const [text, code] of [
      ['<script>a</script>', ['a']],
      ['<SCRIPT LANG=ts>\r\na\r\n</SCRIPT >', ['a\r\n']],
      ['<script generic="A<B>">a</script><script setup>b</script>', ['a', 'b']],
      ['<script src="./a.ts" />\n<script>b</script>', ['b']],
      ['<script lang="coffee">a</script><script type="text/x-template">b</script><script type="module">c</script>', ['c']],
      ['<!-- <script>a</script> --><script>b</script>', ['b']],
      ['<style>"<script>"</style><script>a = "<script>";</script>', ['a = "<script>";']],
      ['<scripts>a</scripts><script-x>b</script-x>', []],
      ['<script>a', ['a']],
      ['<script a="', []],
      ['<!-- <script>a', []],
      ['', []],
    ] as const)
      assert.deepEqual(codeOf(text), code, text);
    for (const [text, code] of [
      ['---\na\n---\n<p/>', ['a\n']],
      ['\uFEFF\r\n---\r\na\r\n---', ['a\r\n']],
      ['------', []],
      ['---\na', []],
      ['<p>---\na\n---</p>', []],
    ] as const)
      assert.deepEqual(
        frontmatterOf(text).regions.map(({ start, end }) => text.slice(start, end)),
        code,
        text,
      );
  });

  it('blanks everything else without moving anything', () => {
    const piece = fc.constantFrom(
      '<script',
      ' lang="ts"',
      '>',
      '</script>',
      '<!--',
      '-->',
      '<style>',
      '</style>',
      '"',
      'a',
      '\n',
      '\r\n',
      '😀',
      '/',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const { regions } = scriptsOf(text);
        const code = onlyCode(text, regions);
        assert.equal(code.length, text.length);
        assert.equal(code.replace(/[^\r\n]/g, ''), text.replace(/[^\r\n]/g, ''));
        for (const { start, end } of regions) assert.equal(code.slice(start, end), text.slice(start, end));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads hostile markup in a moment', () => {
    for (const text of [
      '<script '.repeat(400_000),
      '<!--'.repeat(400_000),
      '<script>'.repeat(400_000),
      '<style><script a="'.repeat(100_000),
    ])
      assertEffort(20, text.slice(0, 12), () => {
        scriptsOf(text);
      });
  });

  it('puts comments into the script, never into the markup', () => {
    const actionsOf = (text: string, ending: string): [string, number, number, string][] => {
      const uri = `file:///app/a.${ending}`;
      const service = analysed(text, uri);
      const [diagnostic] = service.diagnostics(uri);
      assert.ok(diagnostic !== undefined, text);
      return service
        .codeActions(uri, diagnostic.range, ['quickfix'])
        .flatMap(({ title, edit }) =>
          (edit?.documentChanges ?? []).flatMap((change) =>
            'edits' in change && title.startsWith('Ignore')
              ? change.edits.flatMap((one) =>
                  'newText' in one
                    ? [[title, one.range.start.line, one.range.start.character, one.newText] as [string, number, number, string]]
                    : [],
                )
              : [],
          ),
        );
    };
    const call = "new OpenAI().responses.create({ model: 'gpt-4.1', input: 'x' });";
    const head = "import OpenAI from 'openai';";
    assert.deepEqual(actionsOf(`<template>\n</template>\n<script>\n${head}\n  ${call}\n</script>\n`, 'vue'), [
      ['Ignore unbounded-output here', 4, 0, '  // pennylint: ignore[unbounded-output] reason\n'],
      ['Ignore unbounded-output in this file', 3, 0, '// pennylint: ignore-file[unbounded-output] reason\n'],
    ]);
    // There is no line of its own for a comment above a call that stands behind its tag.
    assert.deepEqual(actionsOf(`<p>\n</p><script>${head}${call}</script>\n`, 'svelte'), [
      ['Ignore unbounded-output in this file', 1, 12, '// pennylint: ignore-file[unbounded-output] reason\n'],
    ]);
    assert.deepEqual(actionsOf(`---\n${head}\n${call}\n---\n<p/>\n`, 'astro')[1], [
      'Ignore unbounded-output in this file',
      1,
      0,
      '// pennylint: ignore-file[unbounded-output] reason\n',
    ]);
  });
});
