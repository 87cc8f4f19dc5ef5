/**
 * Recorded shapes of usage blocks with what they mean, worked out by hand from the providers' formulas: every expected number is written as
 * the arithmetic that gives it, so a reader can check it without running anything. See a file in fixtures/ for the form.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { usageJson } from '../../../src/cli/formatters/usage.ts';
import { bundledPriceSources, createPriceBook, readUsage } from '../../../src/core/index.ts';
import { USAGE_PROFILES } from '../../../src/core/usage/index.ts';

const folder = path.join(import.meta.dirname, 'fixtures');
const prices = createPriceBook(bundledPriceSources());
/** A Friday noon in UTC, outside of every peak hour. */
const now = Date.parse('2026-11-20T12:00:00Z');

interface Expected {
  readonly line: string;
  readonly notes: readonly string[];
}

interface Fixture {
  readonly title: string;
  readonly input: string;
  readonly options: Readonly<Record<string, string>>;
  readonly expected: readonly Expected[];
}

/** `## title`, optional `@ key=value` lines, the input, then per answer `> in …` or `> problem …`, with `> note …` below it. */
function fixturesOf(text: string): Fixture[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...rest] = section.split('\n');
      const options: Record<string, string> = {};
      const input: string[] = [];
      const expected: { line: string; notes: string[] }[] = [];
      for (const line of rest) {
        if (line.startsWith('@ ')) for (const pair of line.slice(2).split(' ')) options[pair.split('=')[0]!] = pair.split('=')[1]!;
        else if (line.startsWith('> note ')) expected.at(-1)!.notes.push(line.slice(7));
        else if (line.startsWith('> ')) expected.push({ line: line.slice(2), notes: [] });
        else if (expected.length === 0) input.push(line);
        else assert.equal(line, '', `${title}: text after the expectation`);
      }
      return { title, input: input.join('\n').trim(), options, expected };
    });
}

/** Sums of products, nothing else: `86*2.5+1920*1.25`. In nano-units, so that no rounding of binary fractions shows. */
function arithmetic(text: string): number {
  const parts = text.match(/[+-]?[^+-]+/g) ?? [];
  return parts.reduce((sum, part) => {
    const product = part
      .replace(/^[+-]/, '')
      .split('*')
      .reduce((value, factor) => {
        assert.match(factor.trim(), /^\d+(\.\d+)?$/, text);
        return value * Number(factor);
      }, 1);
    return sum + (part.startsWith('-') ? -1 : 1) * product;
  }, 0);
}

/** Micro-dollars, half up, as a decimal number of dollars. */
function dollars(text: string): string {
  const micro = Math.floor(Math.round(arithmetic(text) * 1e6) / 1e6 + 0.5);
  const digits = String(micro).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}

function expectedFields(line: string): Record<string, unknown> {
  const fields = new Map(line.split(';').map((field) => [field.trim().split(' ')[0]!, field.trim().split(' ').slice(1).join(' ')]));
  const known = ['in', 'read', '5m', '1h', '30m', '12h', 'unknown', 'out', 'reasoning', 'micro', 'basis'];
  assert.deepEqual(
    [...fields.keys()].filter((key) => !known.includes(key)),
    [],
    line,
  );
  const number = (key: string): number => arithmetic(fields.get(key) ?? '0');
  const micro = fields.get('micro') ?? '';
  return {
    inputUncached: number('in'),
    cacheRead: number('read'),
    cacheWrite: {
      '5m': number('5m'),
      '1h': number('1h'),
      '30m': number('30m'),
      '12h': number('12h'),
      ...(fields.has('unknown') ? { unknown: number('unknown') } : {}),
    },
    output: number('out'),
    reasoning: number('reasoning'),
    usd: micro === 'null' ? null : dollars(micro),
    basis: fields.get('basis') ?? 'exact',
  };
}

describe('usage blocks as recorded', () => {
  let count = 0;
  const used = new Set<string>();
  for (const file of readdirSync(folder)) {
    describe(file.replace('.txt', ''), () => {
      for (const { title, input, options, expected } of fixturesOf(readFileSync(path.join(folder, file), 'utf8'))) {
        count += expected.length;
        it(title, () => {
          const answers = readUsage(input, { prices, now, ...options });
          for (const answer of answers) if (answer.state === 'read') used.add(answer.usage.profile);
          const shown = answers.map((answer) => JSON.parse(usageJson(answer)) as Record<string, unknown> & { notes: string[] });
          assert.equal(answers.length, expected.length, JSON.stringify(shown));
          expected.forEach(({ line, notes }, index) => {
            const { notes: given, ...fields } = shown[index]!;
            const all = given.join('\n');
            if (line.startsWith('problem ')) {
              assert.equal(answers[index]!.state, 'unread', all);
              assert.ok(all.includes(line.slice(8)), all);
            } else assert.deepEqual(fields, expectedFields(line), all);
            for (const note of notes) assert.ok(all.includes(note), all);
          });
        });
      }
    });
  }

  describe('as a whole', () => {
    it('are many, and leave no profile untried', () => {
      assert.ok(count >= 150, String(count));
      assert.deepEqual(
        USAGE_PROFILES.map(({ id }) => id).filter((id) => !used.has(id)),
        [],
      );
    });
  });
});
