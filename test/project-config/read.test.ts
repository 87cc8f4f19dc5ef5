import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { lineIndex } from '../../src/core/features/line-index.ts';
import { cursorAt } from '../../src/core/project-config/cursor.ts';
import { matchesPath } from '../../src/core/project-config/glob.ts';
import { loadProjectConfig } from '../../src/core/project-config/project.ts';
import { matchesGolden } from '../support/golden.ts';
import { assertEffort } from '../support/effort.ts';

const folder = path.resolve(import.meta.dirname, 'cases');
const load = (text: string) => loadProjectConfig('file:///app/pennylint.yaml', 'pennylint.yaml', text, { prices: [], today: '2026-11-21' });

/** What was read, and that it took no time to speak of. `name` names the text. */
function inTime(name: string, text: string): ReturnType<typeof load> {
  let read: ReturnType<typeof load> | undefined;
  assertEffort(40, name, () => {
    read = load(text);
  });
  assert.ok(read !== undefined);
  return read;
}

/** Everything that was read, one value per line with its line in the file, and every problem with its place. */
function print(text: string): string {
  const { config, problems } = load(text);
  const lines = lineIndex(text);
  const place = (offset: number): string => {
    const { line, character } = lines.positionAt(offset);
    return `${line + 1}:${character + 1}`;
  };
  const values: string[] = [];
  const walk = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('key' in value && 'value' in value && typeof value.key === 'object') {
      walk(value.value, `${at}.${String((value.key as { value: unknown }).value)}`);
    } else if ('value' in value && 'line' in value)
      values.push(`${at.slice(1)} = ${JSON.stringify(value.value)} (line ${String(value.line)})`);
    else if (Array.isArray(value))
      for (const [index, item] of value.entries()) walk(item, 'key' in (item as object) ? at : `${at}[${index}]`);
    else for (const [key, inner] of Object.entries(value)) walk(inner, key === 'short' || key === 'full' ? at : `${at}.${key}`);
  };
  walk(config?.reading, '');
  const found = problems.map(({ message, at }) => `${place(at.start)}-${place(at.end)} ${message}`);
  return [config === undefined ? 'not read' : 'read', ...values, '', ...found, ''].join('\n');
}

describe('pennylint.yaml', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    it(`is read, and what is wrong is shown at its place: ${name}`, () => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      matchesGolden(path.join(folder, name.replace(/\.yaml$/, '.txt')), print(text));
    });
  }

  it('repeats nothing that may be a secret', () => {
    const { problems } = load(readFileSync(path.join(folder, 'forbidden.yaml'), 'utf8'));
    assert.ok(problems.length >= 13);
    for (const { message } of problems) assert.doesNotMatch(message, /sk-|abcdef|example\.com|ftp/);
  });

  it('gives one clear problem, quickly, for hostile files', () => {
    const laughs = `a: &a [x,x,x,x,x,x,x,x,x]\n${'b c d e f g h i'
      .split(' ')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}`;
    const hostile: Record<string, readonly [string, RegExp]> = {
      'deep flow': ['['.repeat(200_000), /Nested more than 64 levels deep/],
      'deep dashes': ['- '.repeat(100_000), /Nested more than 64 levels deep/],
      'deep keys': ['? '.repeat(100_000), /Nested more than 64 levels deep/],
      'deep indentation': [Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), /Nested more than 64 levels deep/],
      'many aliases': [laughs, /More than 100 aliases/],
      'an alias in itself': ['&a [*a]', /Nested more than 64 levels deep/],
      'an unknown alias': ['version: *nothing', /nothing/],
      'a tag': ['version: !!python/object:os.system x', /tag/],
      'many commas': [`[${','.repeat(200_000)}`, /More than 30,000 words and signs/],
      'many lines': ['a:\n'.repeat(60_000), /More than 30,000 words and signs/],
      'a large file': ['#'.repeat(300_000), /300,000 characters; more than 262,144/],
      'a binary file': ['version: 1\0', /binary/],
      'an open quote': [`"${'\\'.repeat(200_001)}`, /quote/],
    };
    for (const [name, [text, message]] of Object.entries(hostile)) {
      const { config, problems } = inTime(name, text);
      assert.equal(config, undefined, name);
      assert.equal(problems.length, 1, name);
      assert.match(problems[0]?.message ?? '', message, name);
      assert.ok((problems[0]?.message.length ?? 0) < 300, name);
    }
  });

  it('stays quick for a file full of mistakes', () => {
    for (const [name, text] of Object.entries({
      keys: Array.from({ length: 7000 }, (_, i) => `mistake${i}: 1`).join('\n'),
      'a long word': `models:\n  a: ${'a'.repeat(200_000)}`,
      'what looks like secrets': `callSites:\n  - callees: ${'sk-'.repeat(60_000)}`,
      patterns: `ignore: [${Array.from({ length: 7000 }, () => '"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"').join(', ')}]`,
    })) {
      const { problems } = inTime(name, text);
      assert.ok(problems.length >= 1 && problems.length <= 100);
    }
  });

  it('never throws, and every problem lies within the file', () => {
    const words = [
      'version',
      'models',
      'rules',
      'a',
      '1',
      '-1',
      'off',
      'callSites',
      'ignore',
      'budgets',
      'perCallUsd',
      'https://x.y',
      '😀',
      'é',
    ];
    const marks = [
      ': ',
      ':',
      '\n',
      '\n  ',
      '\n    ',
      '\r\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '!t ',
      '|\n',
      '>\n',
      '? ',
      '\t',
      '---\n',
      '%YAML 1.1\n',
      '<<: ',
      '\uFEFF',
    ];
    const yamlLike = fc.array(fc.constantFrom(...words, ...marks), { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(yamlLike, fc.string({ maxLength: 200, unit: 'binary' })), fc.nat(), (text, seed) => {
        for (const { at, message } of load(text).problems) {
          assert.ok(
            0 <= at.start && at.start <= at.end && at.end <= text.length,
            `${JSON.stringify(text)}: ${message} at ${at.start}-${at.end}`,
          );
          assert.notEqual(message, '');
        }
        const offset = seed % (text.length + 1);
        const cursor = cursorAt(text, offset);
        assert.ok(
          cursor === undefined || (0 <= cursor.word.start && cursor.word.start <= cursor.word.end && cursor.word.end <= text.length),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('path patterns', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['*.gen.py', 'a/b.gen.py', true],
    ['*.gen.py', 'a/b.py', false],
    ['src/**', 'src/a/b.py', true],
    ['src/**', 'lib/src/a.py', false],
    ['legacy/', 'a/legacy/b.py', true],
    ['legacy', 'a/legacy.py', false],
    ['**/*.{ts,tsx}', 'a/b.tsx', true],
    ['**/*.{ts,tsx}', 'b.ts', true],
    ['src/*.py', 'src/a/b.py', false],
    ['./a.py', 'a.py', true],
    ['/a.py', 'b/a.py', false],
    ['a/**/b.py', 'a/b.py', true],
    ['a/**/b.py', 'a/c/d/b.py', true],
    ['?.py', 'a.py', true],
    ['?.py', 'ab.py', false],
    ['.', 'anything', true],
    ['[ab].py', '[ab].py', true],
  ];
  for (const [pattern, file, expected] of cases) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${file}`, () => {
      assert.equal(matchesPath(pattern, file), expected);
    });
  }

  it('take no time to speak of, whatever they are', () => {
    assertEffort(20, 'hostile patterns', () => {
      matchesPath(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000));
      matchesPath('**/'.repeat(2000) + 'b', 'a/'.repeat(2000));
      matchesPath('{a,b}'.repeat(200), 'ab'.repeat(200));
    });
  });
});
