import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countO200k } from '../support/o200k.ts';
import {
  BLOCK,
  createChunkedCount,
  createSegmentCache,
  guardedBlocks,
  guardedCount,
  LONGEST_STRETCH,
  measureText,
} from '../../src/core/tokens/index.ts';

const SIZE = 65_536;
const fill = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);
const random = (alphabet: string, length: number): string => {
  let seed = 7;
  let text = '';
  while (text.length < length) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    text += alphabet.charAt((seed >> 8) % alphabet.length);
  }
  return text;
};
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const BASE64 = `${LETTERS}${LETTERS.toUpperCase()}0123456789+/`;

const UNITS = [
  'a',
  'Z',
  '_',
  '=',
  '-',
  '.',
  '*',
  '#',
  '~',
  '/',
  '\\',
  '|',
  '"',
  "'",
  '0',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\0',
  'é',
  'я',
  '漢',
  '한',
  'ก',
  'ا',
  '\u0301',
  '😀',
  '👩‍👩‍👧',
  '\u200d',
  '\u200b',
  '\u00a0',
  '\uFEFF',
  '\ud800',
  '\udc00',
  '\ufffd',
  'ʰ',
  '٣',
  '/\n',
  '==\u0301',
  'a\u0301',
  "'lL",
  ' \n',
  '\u0301\n',
];

describe('run guard', () => {
  it('hands 64 KB of any character over in small pieces, most of them equal', () => {
    for (const unit of UNITS) {
      const text = fill(unit);
      const blocks = [...guardedBlocks(text)];
      assert.equal(blocks.map((block) => block.text).join(''), text, JSON.stringify(unit));
      for (const block of blocks) {
        assert.ok(block.text.length <= BLOCK + LONGEST_STRETCH, JSON.stringify(unit));
        if (block.cut) assert.ok(Buffer.byteLength(block.text) <= LONGEST_STRETCH + 3, JSON.stringify(unit));
      }
      // The tokenizer remembers pieces: work is proportional to the different ones.
      assert.ok(new Set(blocks.map((block) => block.text)).size <= 8, JSON.stringify(unit));
    }
  }).timeout(20_000);

  it('leaves no piece of the pre-tokeniser longer than the limit', () => {
    // The published pattern without contractions, which only end a piece earlier or add three characters.
    const pattern = /[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s+/gu;
    const unit = fc.constantFrom(...UNITS, 'word', ' ');
    const run = fc.tuple(unit, fc.integer({ min: 1, max: 1500 })).map(([u, n]) => u.repeat(n).slice(0, 3000));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 4 }), (runs) => {
        for (const block of guardedBlocks(runs.join(''))) {
          // Small letters end before a capital one, which this simpler pattern does not know.
          for (const part of block.text.match(pattern) ?? []) {
            for (const word of part.split(/(?<=[a-z])(?=[A-Z])/)) assert.ok(Buffer.byteLength(word) <= LONGEST_STRETCH + 8);
          }
        }
      }),
      { numRuns: 150, seed: 3 },
    );
  }).timeout(20_000);

  it('is the plain count on text without long runs', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 20, unit: 'grapheme' }),
      fc.constantFrom('the', 'foo(bar);', '漢字。', '\n  ', '12345', '😀', '  '),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(' ');
        const guarded = guardedCount(text, countO200k);
        assert.deepEqual(guarded, { tokens: countO200k(text), cuts: 0, exact: true });
      }),
      { numRuns: 300, seed: 4 },
    );
  }).timeout(20_000);

  it('is within .2 % of the plain count on random letters and says that it is inexact', () => {
    const text = random(LETTERS, 8000);
    const guarded = guardedCount(text, countO200k);
    const exact = countO200k(text);
    assert.ok(Math.abs(guarded.tokens - exact) <= exact * 0.002, `${guarded.tokens} for ${exact}`);
    assert.ok(Math.abs(guarded.tokens - exact) <= guarded.cuts);
    assert.equal(guarded.exact, false);
  });

  it('is exact on long runs of digits, base64 and one repeated letter', () => {
    for (const text of ['7'.repeat(9000), `x${'7'.repeat(5000)}y`, random(BASE64, 20_000)]) {
      assert.deepEqual(guardedCount(text, countO200k), { tokens: countO200k(text), cuts: 0, exact: true });
    }
    assert.equal(guardedCount('a'.repeat(4096), countO200k).tokens, 512);
  });

  it('takes 1 MB of base64 in small blocks', () => {
    let calls = 0;
    let longest = 0;
    guardedCount(random(BASE64, 1_000_000), (piece) => {
      calls++;
      longest = Math.max(longest, piece.length);
      return 0;
    });
    assert.ok(longest <= BLOCK + LONGEST_STRETCH && calls <= 1_000_000 / BLOCK + 2);
  });
});

describe('chunked count', () => {
  const base = [
    'You are a careful assistant. Answer in the language of the question.\n\n',
    'function camelCase(x: number): string {\n    return `${x}`; // comment\n}\n',
    '漢字かな交じり文。',
    '{"name":"a","values":[1,2,3]}\n',
    "I'll don't WE'VE ",
    '====\n\n\n',
    '1234567890',
    '😀👩‍👩‍👧',
    'Привет, мир! ',
  ];
  const long = (n: number): string => Array.from({ length: n }, (_, i) => base[(i * 7 + (i >> 3)) % base.length]).join('');

  it('equals the full count after any edits', () => {
    const insert = fc.oneof(
      fc.constantFrom(
        '',
        'x',
        ' ',
        '\n',
        "'",
        'L',
        '/',
        '=',
        '7',
        '\ud83d',
        '\ude00',
        '\uFEFF',
        '\u0301',
        'a'.repeat(2500),
        ' '.repeat(1500),
        long(40),
      ),
      fc.string({ maxLength: 30, unit: 'binary' }),
    );
    const edits = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 4000 })), insert), { maxLength: 12 });
    fc.assert(
      fc.property(fc.nat({ max: 300 }), edits, (size, list) => {
        let text = long(size);
        const chunked = createChunkedCount(text, countO200k);
        for (const [at, remove, added] of list) {
          const from = text.length === 0 ? 0 : at % (text.length + 1);
          const to = Math.min(text.length, from + remove);
          chunked.edit(from, to, added);
          text = text.slice(0, from) + added + text.slice(to);
          assert.equal(chunked.text(), text);
          assert.equal(chunked.length, text.length);
        }
        assert.deepEqual(chunked.measure, measureText(text, countO200k));
        assert.equal(chunked.total, guardedCount(text, countO200k).tokens);
      }),
      { numRuns: 250, seed: 5 },
    );
  }).timeout(20_000);

  it('recounts only the chunks that an edit touches', () => {
    let units = 0;
    const chunked = createChunkedCount(long(10_000).slice(0, 500_000), (piece) => {
      units += piece.length;
      return 0;
    });
    units = 0;
    chunked.edit(250_000, 250_003, 'changed');
    assert.ok(units > 0 && units < 8_000, `${units} units recounted`);
  });

  it('clamps broken offsets', () => {
    const chunked = createChunkedCount('hello world', countO200k);
    chunked.edit(-5, Number.NaN, 'oh ');
    chunked.edit(999, 3, '!');
    assert.equal(chunked.text(), 'oh hello world!');
    assert.equal(chunked.total, countO200k('oh hello world!'));
  });
});

describe('segment cache', () => {
  it('computes once, stays within its bound and drops the least recently used text', () => {
    const cache = createSegmentCache<number>(40);
    let computed = 0;
    const get = (text: string): number => cache.get(text, (t) => (computed++, t.length));
    get('aaaaaaaaaa');
    get('bbbbbbbbbb');
    get('cccccccccc');
    get('dddddddddd');
    assert.equal(get('aaaaaaaaaa'), 10);
    assert.equal(computed, 4);
    get('eeeeeeeeee');
    assert.ok(cache.units <= 40);
    get('aaaaaaaaaa');
    assert.equal(computed, 5);
    get('bbbbbbbbbb');
    assert.equal(computed, 6, 'b was the least recently used');
    get('x'.repeat(11));
    get('x'.repeat(11));
    assert.equal(computed, 8, 'too long to be remembered');
    cache.clear();
    assert.deepEqual([cache.units, cache.size], [0, 0]);
  });

  it('never exceeds its bound', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 200 }), fc.integer({ min: 0, max: 200 }), (texts, limit) => {
        const cache = createSegmentCache<number>(limit);
        for (const text of texts) {
          assert.equal(
            cache.get(text, (t) => t.length),
            text.length,
          );
          assert.ok(cache.units <= limit);
        }
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});
