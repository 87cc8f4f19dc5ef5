import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hashOfWord, mayCall, mayImport, mayImportByList, WordFilter } from '../../src/core/linker/word-filter.ts';

const word = fc.stringMatching(/^[a-z_$][a-z0-9_$é]{0,6}$/);
const between = fc.constantFrom(' ', '(', '.', '\n', ', ', '"', '#');
const text = fc.array(fc.tuple(word, between)).map((pieces) => pieces.flat().join(''));

describe('words of a text', () => {
  it('never denies a word that the text holds', () => {
    fc.assert(
      fc.property(text, word, text, (before, name, after) => {
        const filter = new WordFilter(`${before} ${name} ${after}`);
        assert.ok(filter.mayHold(hashOfWord(name)));
      }),
    );
  });

  it('never denies what may call a name', () => {
    fc.assert(
      fc.property(text, word, (held, name) => {
        if (mayCall(held, name) || mayImport(held, name)) assert.ok(new WordFilter(held).mayHold(hashOfWord(name)));
      }),
    );
  });

  it('denies nearly every word that the text does not hold', () => {
    const filter = new WordFilter(Array.from({ length: 1000 }, (_, i) => `name${i} = value${i}\n`).join(''));
    const wrong = Array.from({ length: 1000 }, (_, i) => filter.mayHold(hashOfWord(`other${i}`))).filter((held) => held).length;
    assert.ok(wrong < 150, `${wrong} of 1000`);
  });

  it('lets pass what is not one word', () => {
    assert.ok(new WordFilter('ask').mayHold(hashOfWord('#ask')));
    assert.ok(new WordFilter('').mayHold(hashOfWord('')));
  });

  it('tells imports from calls and declarations', () => {
    const answers = ['import { ask } from "./a"', 'from a import ask', 'ask("why")', 'def ask(question):', 'unmask, tasks'].map((one) =>
      mayImport(one, 'ask'),
    );
    assert.deepEqual(answers, [true, true, false, false, false]);
  });

  it('sees every way in which Python and scripts import a name', () => {
    const imports = [
      'import { ask } from "./a"',
      'import type { ask } from "./a"',
      'import D, { type ask, b } from "./a"',
      'import {\n  // the first one\n  ask,\n} from "./a"',
      'import {\n  /* the first one */ ask as other,\n} from "./a"',
      'const { ask } = require("./a")',
      'const { a: b, ask: c = 1 } = await import("./a")',
      'const ask2 = require("./a").ask;',
      'from a import ask',
      'from a import ask as other',
      'from a import b, ask  # twice',
      'from a import (  # all of them\n    ask,\n)',
      'from a import (ask)',
      'from a import b, \\\n    ask',
    ];
    assert.deepEqual(
      imports.filter((one) => !mayImportByList(one, 'ask')),
      [],
    );
  });

  it('denies what only looks like an import of a name', () => {
    const others = [
      '<ask className="a">',
      '"POST ask"',
      'fetch(a, { method: "ask" })',
      'tree/ask/main',
      'a.ask, b',
      'ask = 1',
      'const ask = 1',
      'do ask now',
    ];
    assert.deepEqual(
      others.filter((one) => mayImportByList(one, 'ask')),
      [],
    );
  });

  it('ends where a class has no name, and finds no import of it', () => {
    assert.deepEqual(
      [mayCall, mayImport, mayImportByList].map((ask) => ask('new Router() { }', '')),
      [false, false, false],
    );
  });
});
