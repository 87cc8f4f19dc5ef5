import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bundledPriceSources,
  createPriceBook,
  locateUsage,
  MAX_USAGE_TEXT,
  normaliseUsage,
  priceUsage,
  readUsage,
  type NormalisedUsage,
} from '../../../src/core/index.ts';
import { USAGE_PROFILES } from '../../../src/core/usage/index.ts';
import { assertEffort } from '../../support/effort.ts';

const prices = createPriceBook(bundledPriceSources());
const now = Date.parse('2026-11-20T12:00:00Z');
const tokens = fc.integer({ min: 0, max: 150_000 });

/** A block of one provider with the parts that its documentation gives, made from parts that are known beforehand. */
interface Known {
  readonly block: Record<string, unknown>;
  readonly provider: string;
  readonly model: string;
  readonly uncached: number;
  readonly read: number;
  readonly writes: Readonly<Record<string, number>>;
  readonly output: number;
  readonly reasoning: number;
}

/** Raw prices in $ per 1M tokens, as the providers' pages list them: [above, in, out, read, writes]. Kept apart from the price book on purpose. */
type Rates = readonly [number, number, number, number, Readonly<Record<string, number>>];
const RATES: Readonly<Record<string, readonly Rates[]>> = {
  'gpt-4o': [[-1, 2.5, 10, 1.25, {}]],
  'gpt-6.1-terra': [
    [-1, 1, 5, 0.05, { '30m': 1.25, '12h': 2.5 }],
    [272_000, 2, 7.5, 0.1, { '30m': 2.5, '12h': 5 }],
  ],
  'claude-opus-5-5': [[-1, 4, 20, 0.2, { '5m': 5, '1h': 8 }]],
  'claude-haiku-5-5': [
    [-1, 0.1, 0.5, 0.01, { '5m': 0.125, '1h': 0.2 }],
    [100_000, 0.5, 2.5, 0.05, { '5m': 0.625, '1h': 1 }],
  ],
  'gemini-2.5-pro': [
    [-1, 1.25, 10, 0.125, {}],
    [200_000, 2.5, 15, 0.25, {}],
  ],
  'grok-4.5': [
    [-1, 2, 6, 0.3, {}],
    [199_999, 4, 12, 0.6, {}],
  ],
  'deepseek-flash': [[-1, 0.15, 0.6, 0.003, {}]],
  'global.anthropic.claude-opus-5-5': [[-1, 4, 20, 0.2, { '5m': 5, '1h': 8 }]],
};

const parts = fc.record({ uncached: tokens, read: tokens, first: tokens, second: tokens, answer: tokens, reasoning: tokens });

const known: fc.Arbitrary<Known> = fc
  .tuple(
    parts,
    fc.constantFrom(
      'gpt-4o',
      'gpt-6.1-terra',
      'claude-opus-5-5',
      'claude-haiku-5-5',
      'gemini-2.5-pro',
      'grok-4.5',
      'deepseek-flash',
      'bedrock',
    ),
  )
  .map(([{ uncached, read, first, second, answer, reasoning }, kind]): Known => {
    const output = answer + reasoning;
    switch (kind) {
      case 'gpt-4o': {
        const prompt = uncached + read;
        const block = {
          prompt_tokens: prompt,
          completion_tokens: output,
          total_tokens: prompt + output,
          prompt_tokens_details: { cached_tokens: read },
          completion_tokens_details: { reasoning_tokens: reasoning },
        };
        return { block, provider: 'openai', model: kind, uncached, read, writes: {}, output, reasoning };
      }
      case 'gpt-6.1-terra': {
        const input = uncached + read + first + second;
        const block = {
          input_tokens: input,
          input_tokens_details: {
            cached_tokens: read,
            cache_write_tokens: first + second,
            cache_write_tokens_details: { ttl_30m_tokens: first, ttl_12h_tokens: second },
          },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: reasoning },
          total_tokens: input + output,
        };
        return { block, provider: 'openai', model: kind, uncached, read, writes: { '30m': first, '12h': second }, output, reasoning };
      }
      case 'gemini-2.5-pro': {
        const block = {
          promptTokenCount: uncached + read,
          cachedContentTokenCount: read,
          candidatesTokenCount: answer,
          thoughtsTokenCount: reasoning,
          totalTokenCount: uncached + read + output,
        };
        return { block, provider: 'gemini', model: kind, uncached, read, writes: {}, output, reasoning };
      }
      case 'grok-4.5': {
        const block = {
          prompt_tokens: uncached + read,
          completion_tokens: answer,
          total_tokens: uncached + read + output,
          prompt_tokens_details: { text_tokens: uncached + read, cached_tokens: read },
          completion_tokens_details: { reasoning_tokens: reasoning },
        };
        return { block, provider: 'xai', model: kind, uncached, read, writes: {}, output, reasoning };
      }
      case 'deepseek-flash': {
        const block = {
          prompt_tokens: uncached + read,
          completion_tokens: output,
          total_tokens: uncached + read + output,
          prompt_tokens_details: { cached_tokens: read },
          prompt_cache_hit_tokens: read,
          prompt_cache_miss_tokens: uncached,
          completion_tokens_details: { reasoning_tokens: reasoning },
        };
        return { block, provider: 'deepseek', model: kind, uncached, read, writes: {}, output, reasoning };
      }
      case 'bedrock': {
        const block = {
          inputTokens: uncached,
          outputTokens: output,
          totalTokens: uncached + read + first + second + output,
          cacheReadInputTokens: read,
          cacheWriteInputTokens: first + second,
          cacheDetails: [
            { ttl: '1h', inputTokens: second },
            { ttl: '5m', inputTokens: first },
          ],
        };
        const model = 'global.anthropic.claude-opus-5-5';
        return { block, provider: 'bedrock', model, uncached, read, writes: { '5m': first, '1h': second }, output, reasoning: 0 };
      }
      default: {
        const block = {
          input_tokens: uncached,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: first + second,
          cache_creation: { ephemeral_5m_input_tokens: first, ephemeral_1h_input_tokens: second },
          output_tokens: output,
        };
        return { block, provider: 'anthropic', model: kind, uncached, read, writes: { '5m': first, '1h': second }, output, reasoning: 0 };
      }
    }
  });

function read(block: unknown, hints: { provider?: string; model?: string } = {}): NormalisedUsage {
  const usage = normaliseUsage(block, hints);
  assert.equal(usage.state, 'read', JSON.stringify(usage));
  return usage;
}

/** Independent of the price book and its arithmetic: raw prices, thousandths of a micro-dollar as BigInt, one rounding half up. */
function moneyOf({ model, uncached, read: cached, writes, output }: Known): number {
  const prompt = uncached + cached + Object.values(writes).reduce((sum, count) => sum + count, 0);
  const [, input, out, readPrice, writePrices] = RATES[model]!.findLast(([above]) => prompt > above)!;
  const bill = (count: number, price: number): bigint => BigInt(count) * BigInt(Math.round(price * 1000));
  let milli = bill(uncached, input) + bill(cached, readPrice) + bill(output, out);
  for (const [ttl, count] of Object.entries(writes)) milli += bill(count, writePrices[ttl]!);
  return Number((milli + 500n) / 1000n);
}

describe('usage normaliser', () => {
  it('gives back the parts that a block was made of', () => {
    fc.assert(
      fc.property(known, (made) => {
        const usage = read(made.block, made);
        assert.equal(usage.inputUncached, made.uncached);
        assert.equal(usage.cacheRead, made.read);
        for (const [ttl, count] of Object.entries(made.writes)) assert.equal(usage.cacheWrite[ttl] ?? 0, count);
        assert.equal(usage.output, made.output);
        assert.equal(usage.reasoning ?? 0, made.reasoning);
      }),
      { numRuns: 500 },
    );
  });

  it('adds up to the total that the provider reports', () => {
    fc.assert(
      fc.property(known, (made) => {
        const usage = read(made.block, made);
        const sum = usage.inputUncached + usage.cacheRead + Object.values(usage.cacheWrite).reduce((a, b) => a + b, 0) + usage.output;
        const reported = made.block.total_tokens ?? made.block.totalTokens ?? made.block.totalTokenCount;
        if (reported !== undefined) assert.equal(sum, reported);
        assert.ok((usage.reasoning ?? 0) <= usage.output);
      }),
      { numRuns: 500 },
    );
  });

  it('costs what an independent formula says, to the micro-dollar', () => {
    fc.assert(
      fc.property(known, (made) => {
        const context = { provider: made.provider, model: made.model, at: now };
        const price = priceUsage(read(made.block, made), context, { prices, now });
        assert.equal(price.microUsd, moneyOf(made), JSON.stringify(price.notes));
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on the order of keys', () => {
    const shuffled = (value: unknown, random: () => number): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const keyed = Object.entries(value).map(([key, inner]: readonly [string, unknown]) => ({ key, inner, at: random() }));
      return Object.fromEntries(keyed.sort((a, b) => a.at - b.at).map(({ key, inner }) => [key, shuffled(inner, random)]));
    };
    fc.assert(
      fc.property(known, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (made, numbers) => {
        const other = shuffled(made.block, () => Number(numbers.next().value));
        assert.deepEqual(normaliseUsage(other, made), normaliseUsage(made.block, made));
      }),
    );
  });

  it('reads the same from a block, a record, a body and a pretty-printed file', () => {
    fc.assert(
      fc.property(known, (made) => {
        const { block, provider, model } = made;
        const forms = [
          JSON.stringify({ provider, model, usage: block }),
          JSON.stringify({ provider, model, usage: block }, null, 2),
          JSON.stringify([{ provider, model, usage: block }]),
        ].map((text) => readUsage(text, { prices, now }));
        const bare = readUsage(JSON.stringify(block), { prices, now, provider, model });
        for (const answers of [...forms, bare]) {
          assert.equal(answers.length, 1);
          assert.ok(answers[0]?.state === 'read');
          assert.equal(answers[0].price.microUsd, moneyOf(made));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('answers anything, without a throw and without a number that is not one', () => {
    const names = USAGE_PROFILES.flatMap(({ input, output, cacheRead, total = [] }) => [...input, ...output, ...cacheRead, ...total]);
    const value = fc.oneof(fc.jsonValue(), fc.integer(), fc.constantFrom(-1, 1e300, '7', '', null, [], {}));
    const block = fc.dictionary(fc.oneof(fc.constantFrom(...names.filter((name) => !name.includes('.'))), fc.string()), value, {
      maxKeys: 8,
    });
    fc.assert(
      fc.property(fc.oneof(block, fc.jsonValue()), fc.option(fc.string(), { nil: undefined }), (given, provider) => {
        const located = locateUsage(given);
        const usage = normaliseUsage(located?.block ?? given, { provider });
        if (usage.state === 'unread') {
          assert.ok(usage.problem.length > 0);
          return;
        }
        for (const count of [usage.inputUncached, usage.cacheRead, usage.output, ...Object.values(usage.cacheWrite)]) {
          assert.ok(Number.isSafeInteger(count) && count >= 0, JSON.stringify(given));
        }
        const { microUsd } = priceUsage(usage, { provider, model: 'gpt-4o' }, { prices, now });
        assert.ok(microUsd === null || Number.isSafeInteger(microUsd));
        assert.ok(usage.notes.every(({ text }) => text.length < 400));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads any text without a throw', () => {
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('data: [DONE]', 'data: {', 'event: message_start', '{"usage":{"prompt_tokens":1}}', '[', ''),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const answers = readUsage(lines.join('\n'), { prices, now });
        assert.ok(answers.length > 0 || lines.length > 0);
        for (const answer of answers) assert.ok(answer.state === 'read' || answer.problem.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it('is quick on hostile text', () => {
    for (const text of [
      '['.repeat(2_000_000),
      `${'{"usage":'.repeat(500_000)}1${'}'.repeat(500_000)}`,
      `{"usage":{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":${index}`).join(',')}}}`,
      `{"usage":{"input_tokens":1,"output_tokens":1,"iterations":[${'{"type":"compaction","input_tokens":1,"output_tokens":1},'.repeat(100_000)}null]}}`,
      'data: '.repeat(500_000),
      `data: {\n`.repeat(300_000),
    ]) {
      assertEffort(80, text.slice(0, 12), () => {
        assert.ok(readUsage(text, { prices, now }).length > 0);
      });
    }
  });

  it('refuses a text that is too long', () => {
    const [answer] = readUsage(' '.repeat(MAX_USAGE_TEXT + 1), { prices, now });
    assert.ok(answer?.state === 'unread' && answer.problem.includes('more than 64,000,000'));
  });

  it('has profiles that say where they come from', () => {
    const ids = USAGE_PROFILES.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    for (const { source, asOf, title, needs } of USAGE_PROFILES) {
      assert.match(asOf, /^202[56]-\d\d-\d\d$/);
      assert.ok(source.length > 10 && title.length > 2 && needs.length > 0);
    }
  });
});
