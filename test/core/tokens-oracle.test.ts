import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import ranksByString from 'gpt-tokenizer/bpeRanks/o200k_base';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Tiktoken } from 'js-tiktoken/lite';
import ranks from 'js-tiktoken/ranks/o200k_base';
import { countO200k } from '../support/o200k.ts';
import { packedVocabulary } from '../../scripts/vocabulary.ts';
import { createByteRanks, packRanks } from '../../src/core/tokens/byte-ranks.ts';
import { isSafeBoundary, nextSafeBoundary, RANGES } from '../../src/core/tokens/boundaries.ts';

const BOM = '\uFEFF';
const oracle = new Tiktoken(ranks);
const count = (text: string): number => oracle.encode(text, [], []).length;

/** Short texts of every kind that is hard for a pre-tokeniser. */
const piece = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.string({ maxLength: 12, unit: 'grapheme-ascii' }),
  fc.string({ maxLength: 10, unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.constantFrom(
    'The quick brown fox',
    "I'll don't WE'VE 'lL it's",
    'const x = f(a?.b ?? 1);\n\t}',
    '漢字かな交じり文。',
    '안녕하세요, 세계',
    'Привет, мир!',
    'مرحبا بالعالم',
    'สวัสดีชาวโลก',
    'नमस्ते दुनिया',
    '👩‍👩‍👧‍👦',
    '🇩🇪🏳️‍🌈',
    'e\u0301=\u0301',
    '\ud800',
    '\udc00x',
    '<|endoftext|>',
    '<|im_start|>',
    ' \n \r\n\t',
    '\n\n//\n/',
    '1234567',
    '٣٤٥',
    '½Ⅷ',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u200b\u200d',
    BOM,
    'ǅungla',
    "ſ'ſ",
    '---===',
    '`',
    '\0',
    'camelCaseHTTPServer2Go',
    '{"a":[1,2.5e-3,null],"b":"\\n"}',
    'https://example.com/a/b?c=d#e',
    '   indented',
    ';\n\n\n',
    "l'Lx",
    "'vE'rE",
  ),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

describe('o200k_base count', () => {
  it('equals js-tiktoken on 20,000 texts', () => {
    fc.assert(
      fc.property(text, (sample) => {
        assert.equal(countO200k(sample), count(sample.startsWith(BOM) ? sample.slice(1) : sample));
      }),
      { numRuns: 20_000, seed: 1 },
    );
  }).timeout(40_000);

  it('equals gpt-tokenizer on every file of a package with texts in many languages', () => {
    const folder = new URL('../../node_modules/typescript/lib/', import.meta.url);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json') && name.includes('/'));
    assert.ok(names.length >= 10);
    for (const name of names) {
      const sample = readFileSync(new URL(name, folder), 'utf8').slice(0, 100_000);
      assert.equal(countO200k(sample), countTokens(sample), name);
    }
  }).timeout(40_000);

  it('knows the rank of every entry of the vocabulary', () => {
    const ranksOfBytes = createByteRanks(packedVocabulary());
    const encoder = new TextEncoder();
    ranksByString.forEach((entry, rank) => {
      const bytes = typeof entry === 'string' ? encoder.encode(entry) : Uint8Array.from(entry);
      assert.equal(ranksOfBytes.rankOf(bytes, 0, bytes.length), rank);
    });
  }).timeout(20_000);

  it('refuses bytes that are no vocabulary', () => {
    const packed = packRanks([Uint8Array.of(97), Uint8Array.of(97, 98, 99)]);
    for (const broken of [new Uint8Array(), packed.subarray(0, 7), packed.subarray(0, packed.length - 1), packed.map((byte) => byte ^ 1)])
      assert.throws(() => createByteRanks(broken), RangeError);
    for (const entry of [new Uint8Array(), new Uint8Array(256)]) assert.throws(() => packRanks([entry]), RangeError);
    const ranksOfBytes = createByteRanks(packed);
    assert.deepEqual(
      ['a', 'b', 'ab', 'abc', 'abcd'].map((word) => ranksOfBytes.rankOf(new TextEncoder().encode(word), 0, word.length)),
      [0, 2 ** 31 - 1, 2 ** 31 - 1, 1, 2 ** 31 - 1],
    );
  });

  it('takes special tokens as text, counts nothing for empty text and for a byte order mark', () => {
    assert.equal(countO200k('<|endoftext|>'), count('<|endoftext|>'));
    assert.ok(countO200k('<|endoftext|>') > 1);
    assert.equal(countO200k(''), 0);
    assert.equal(countO200k(BOM), 0);
    assert.equal(countO200k(`${BOM}using System`), countO200k('using System'));
    assert.equal(countO200k(`a${BOM}b`), 3);
  });
});

describe('safe boundaries', () => {
  const divides = (sample: string): void => {
    for (let at = 1; at < sample.length; at++) {
      if (!isSafeBoundary(sample, at)) continue;
      const halves = count(sample.slice(0, at)) + count(sample.slice(at));
      assert.equal(halves, count(sample), JSON.stringify([sample.slice(0, at), sample.slice(at)]));
    }
  };

  it('divide any text without changing its count', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 4 }).map((p) => p.join('')),
        divides,
      ),
      { numRuns: 1200, seed: 2 },
    );
  }).timeout(20_000);

  it('divide every text of four characters of different classes', () => {
    const units = [
      '\n',
      '\r',
      ' ',
      '\t',
      '\u00a0',
      BOM,
      'a',
      'L',
      'l',
      's',
      'ǅ',
      'ʰ',
      '漢',
      '\u0301',
      '7',
      '٣',
      '=',
      "'",
      '/',
      '😀',
      '\ud800',
      '\udc00',
    ];
    // Token counts may agree by chance; what must not happen is that a pair of pieces was one match.
    const pattern = new RegExp(ranks.pat_str, 'gu');
    const pieces = (sample: string): string[] => sample.match(pattern) ?? [];
    for (const a of units)
      for (const b of units)
        for (const c of units)
          for (const d of units) {
            const sample = a + b + c + d;
            const at = (a + b).length;
            if (!isSafeBoundary(sample, at)) continue;
            assert.deepEqual([...pieces(sample.slice(0, at)), ...pieces(sample.slice(at))], pieces(sample), JSON.stringify([a + b, c + d]));
          }
  }).timeout(20_000);

  it('never part a surrogate pair or precede U+FEFF', () => {
    assert.equal(isSafeBoundary('a😀', 2), false);
    assert.equal(isSafeBoundary(`a${BOM}`, 1), false);
    assert.equal(isSafeBoundary('ab', 0) && isSafeBoundary('ab', 2), true);
  });

  it('are found from a place on, at most at the end', () => {
    assert.equal(nextSafeBoundary('hello world', 2), 5);
    assert.equal(nextSafeBoundary('hello', 2), 5);
    assert.equal(nextSafeBoundary('', 3), 0);
  });

  it('rest on a table that agrees with Unicode', () => {
    const tests: readonly (readonly [number, RegExp])[] = [
      [5, /\p{L}/u],
      [6, /\p{M}/u],
      [1, /\s/u],
      [8, /[^\s\p{L}\p{N}\p{M}]/u],
    ];
    for (let i = 0; i < RANGES.length; i += 3) {
      const expected = tests.find(([id]) => id === RANGES[i + 2])?.[1];
      assert.ok(expected);
      for (let point = RANGES[i] ?? 0; point <= (RANGES[i + 1] ?? 0); point++) {
        assert.match(String.fromCodePoint(point), expected, `U+${point.toString(16)}`);
      }
    }
  }).timeout(20_000);
});
