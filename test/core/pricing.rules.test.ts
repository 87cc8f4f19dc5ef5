/** Dates, thresholds, windows, service tiers, regions and rounding. */
import assert from 'node:assert/strict';
import {
  bundledPriceSources,
  costOfStorage,
  costOfUsage,
  createPriceBook,
  declaredPriceSource,
  exactUsd,
  formatMicroUsd,
  ratesFor,
} from '../../src/core/pricing/index.ts';
import type { CostOptions, PricedUsage, TokenUsage } from '../../src/core/pricing/index.ts';

const book = createPriceBook(bundledPriceSources());
const noon = Date.UTC(2026, 10, 21, 12);
const none: TokenUsage = { inputUncached: 0, cacheRead: 0, cacheWrite: {}, output: 0 };

function rates(provider: string, model: string, at: number, prompt = 1): readonly (number | null)[] {
  const found = book.lookup({ provider, model, at });
  assert.ok(found.state === 'priced', `${provider}/${model}`);
  const { in: input, out, read } = ratesFor(found.record, at, prompt);
  return [input / 1e6, out / 1e6, read === null ? null : read / 1e6];
}

function cost(provider: string, model: string, usage: Partial<TokenUsage>, options: Partial<CostOptions> = {}): PricedUsage {
  const at = options.at ?? noon;
  const result = costOfUsage(book.lookup({ provider, model, at }), { ...none, ...usage }, { ...options, at });
  assert.ok(result.state === 'priced', result.state === 'unpriced' ? result.reason : '');
  return result;
}

function refusal(provider: string, model: string, usage: Partial<TokenUsage>, options: Partial<CostOptions> = {}): string {
  const result = costOfUsage(book.lookup({ provider, model, at: noon }), { ...none, ...usage }, { at: noon, ...options });
  return result.state === 'unpriced' ? result.reason : `priced at ${String(result.microUsd)}`;
}

describe('dated prices', () => {
  const lastMoment = (day: number): number => day - 1;
  const cases: readonly (readonly [string, string, number, readonly (number | null)[], readonly (number | null)[]])[] = [
    ['anthropic', 'claude-sonnet-5-5', Date.UTC(2026, 9, 7), [2, 10, 0.2], [2, 10, 0.1]],
    ['gemini', 'gemini-4-argon', Date.UTC(2026, 11, 1), [2, 10, 0.1], [4, 20, 0.2]],
    ['vertex-gemini', 'gemini-4-argon', Date.UTC(2026, 11, 1), [2, 10, 0.1], [4, 20, 0.2]],
    ['gemini', 'gemini-3.6-flash', Date.UTC(2027, 0, 1), [0.75, 3.75, 0.075], [1.5, 7.5, 0.15]],
    ['gemini', 'gemini-3.7-flash', Date.UTC(2027, 0, 1), [0.75, 3.75, 0.075], [1.5, 7.5, 0.15]],
    ['gemini', 'gemini-3.8-flash', Date.UTC(2027, 0, 1), [0.75, 3.75, 0.075], [1.5, 7.5, 0.15]],
    ['vertex-gemini', 'gemini-3.8-flash', Date.UTC(2027, 0, 1), [0.75, 3.75, 0.075], [1.5, 7.5, 0.15]],
  ];
  for (const [provider, model, change, before, after] of cases) {
    it(`${provider}/${model} changes at ${new Date(change).toISOString().slice(0, 10)}`, () => {
      assert.deepEqual(rates(provider, model, lastMoment(change)), before);
      assert.deepEqual(rates(provider, model, change), after);
    });
  }
  it('announce the next change', () => {
    const next = (model: string, at: number): string | null | undefined => {
      const found = book.lookup({ provider: 'gemini', model, at });
      return found.state === 'priced' ? found.record.nextChange : undefined;
    };
    assert.equal(next('gemini-4-argon', noon), '2026-12-01');
    assert.equal(next('gemini-4-argon', Date.UTC(2026, 11, 1)), null);
    assert.equal(next('gemini-2.5-pro', noon), null);
  });
  it('end the fast mode of Opus 4.8 after 2026-11-30', () => {
    const fast = (at: number): string => {
      const found = book.lookup({ provider: 'anthropic', model: 'claude-opus-4-8', at });
      const result = costOfUsage(found, { ...none, inputUncached: 1 }, { at, serviceTier: 'fast' });
      return result.state === 'priced' ? String(result.microUsd) : result.reason;
    };
    assert.equal(fast(Date.UTC(2026, 11, 1) - 1), '10');
    assert.equal(fast(Date.UTC(2026, 11, 1)), 'No fast price is listed for claude-opus-4-8.');
  });
  it('double the storage price of Gemini Flash in 2027', () => {
    const storage = (model: string, at: number): number | undefined =>
      costOfStorage(book.lookup({ provider: 'gemini', model, at }), 1_000_000, 2);
    assert.equal(storage('gemini-3.8-flash', Date.UTC(2027, 0, 1) - 1), 1_000_000);
    assert.equal(storage('gemini-3.8-flash', Date.UTC(2027, 0, 1)), 2_000_000);
    assert.equal(storage('gemini-2.5-pro', noon), 9_000_000);
    assert.equal(storage('gemini-4-argon', noon), undefined);
    assert.equal(costOfStorage(book.lookup({ provider: 'gemini', model: 'gemini-2.5-pro', at: noon }), Number.NaN, 1), undefined);
  });
});

describe('long prompts', () => {
  const tiers: readonly (readonly [string, string, number, readonly (number | null)[], readonly (number | null)[]])[] = [
    ['anthropic', 'claude-haiku-5-5', 100_000, [0.1, 0.5, 0.01], [0.5, 2.5, 0.05]],
    ['openai', 'gpt-6.1-sol', 272_000, [2, 10, 0.1], [4, 15, 0.2]],
    ['openai', 'gpt-5.5', 272_000, [5, 30, 0.5], [10, 45, 1]],
    ['openai', 'gpt-5.5-pro', 272_000, [30, 180, null], [60, 270, null]],
    ['gemini', 'gemini-2.5-pro', 200_000, [1.25, 10, 0.125], [2.5, 15, 0.25]],
    ['vertex-gemini', 'gemini-2.5-pro', 200_000, [1.25, 10, 0.125], [2.5, 15, 0.25]],
    ['vertex-gemini', 'gemini-3.1-pro-preview', 200_000, [2, 12, 0.2], [4, 18, 0.4]],
    ['xai', 'grok-4.7', 199_999, [2, 6, 0.5], [4, 12, 1]],
    ['xai', 'grok-4.3', 199_999, [1.25, 2.5, 0.2], [2.5, 5, 0.4]],
    ['minimax', 'MiniMax-M3', 512_000, [0.3, 1.2, 0.06], [0.6, 2.4, 0.12]],
  ];
  for (const [provider, model, edge, below, above] of tiers) {
    it(`${provider}/${model}: strictly above ${String(edge)}`, () => {
      assert.deepEqual(rates(provider, model, noon, edge), below);
      assert.deepEqual(rates(provider, model, noon, edge + 1), above);
    });
  }
  it('move the whole request, output too, and count every prompt bucket', () => {
    const usage = { inputUncached: 10_000, cacheRead: 80_000, cacheWrite: { '5m': 6000, '1h': 4000 }, output: 1000 };
    // 10,000×.1 + 80,000×.01 + 6,000×.125 + 4,000×.2 + 1,000×.5 = 3,850; one more token moves everything to ×5.
    assert.equal(cost('anthropic', 'claude-haiku-5-5', usage).microUsd, 3850);
    assert.equal(cost('anthropic', 'claude-haiku-5-5', { ...usage, inputUncached: 10_001 }).microUsd, 19_251);
  });
  it('take the highest tier that is exceeded', () => {
    const model = 'qwen/qwen3-coder-flash';
    assert.deepEqual(
      [32_000, 32_001, 128_000, 128_001].map((prompt) => rates('openrouter', model, noon, prompt)[0]),
      [0.195, 0.325, 0.325, 0.52],
    );
  });
});

describe('DeepSeek hours', () => {
  const friday = Date.UTC(2026, 10, 20);
  const minute = 60_000;
  const edges: readonly (readonly [number, boolean])[] = [
    [0, false],
    [59, false],
    [60, true],
    [239, true],
    [240, false],
    [359, false],
    [360, true],
    [599, true],
    [600, false],
    [1439, false],
  ];
  for (const [at, peak] of edges) {
    it(`minute ${String(at)} of a Friday is ${peak ? 'peak' : 'off-peak'}`, () => {
      assert.deepEqual(rates('deepseek', 'deepseek-flash', friday + at * minute), peak ? [0.3, 1.2, 0.006] : [0.15, 0.6, 0.003]);
      assert.deepEqual(rates('deepseek', 'deepseek-v4-pro', friday + at * minute), peak ? [1.32, 3.96, 0.044] : [0.66, 1.98, 0.022]);
    });
  }
  it('are exact to the millisecond', () => {
    assert.equal(rates('deepseek', 'deepseek-flash', friday + 240 * minute - 1)[0], 0.3);
    assert.equal(rates('deepseek', 'deepseek-flash', friday + 60 * minute - 1)[0], 0.15);
  });
  it('have no peak on weekends and one on Mondays', () => {
    for (const [day, price] of [
      [1, 0.15],
      [2, 0.15],
      [3, 0.3],
    ] as const) {
      assert.equal(rates('deepseek', 'deepseek-flash', friday + day * 86_400_000 + 120 * minute)[0], price);
    }
  });
  it('allow excepted days and windows past midnight', () => {
    const own = createPriceBook([
      declaredPriceSource('user', 'test', '2026-11-21', [
        {
          provider: 'p',
          id: 'm',
          in: 1,
          out: 1,
          windows: [{ utcDays: ['fri'], from: '22:00', to: '02:00', exceptDays: ['2026-11-27'], in: 3, out: 3 }],
        },
      ]),
    ]);
    const price = (at: number): number | undefined => {
      const found = own.lookup({ provider: 'p', model: 'm', at });
      return found.state === 'priced' ? ratesFor(found.record, at, 1).in / 1e6 : undefined;
    };
    const hour = 60 * minute;
    assert.deepEqual(
      [21, 22, 25, 26].map((h) => price(friday + h * hour)),
      [1, 3, 3, 1],
    );
    assert.deepEqual(
      [22, 25].map((h) => price(friday + (7 * 24 + h) * hour)),
      [1, 1],
    );
    assert.equal(price(friday + 1 * hour), 1);
  });
});

describe('service tiers and regions', () => {
  const million = 1_000_000;
  it('stack on Anthropic: cache × batch × region', () => {
    assert.equal(cost('anthropic', 'claude-opus-5-5', { cacheRead: million }, { serviceTier: 'batch', region: 'us' }).microUsd, 110_000);
    assert.equal(cost('anthropic', 'claude-opus-5-5', { cacheWrite: { '1h': 1000 } }, { serviceTier: 'batch' }).microUsd, 4000);
    assert.equal(
      cost('anthropic', 'claude-opus-5-5', { inputUncached: million, output: million }, { serviceTier: 'fast' }).microUsd,
      48_000_000,
    );
  });
  it('stack on OpenAI from GPT-5 on, without cache before', () => {
    assert.equal(cost('openai', 'gpt-6.1-sol', { cacheRead: 100_000 }, { serviceTier: 'batch' }).microUsd, 5000);
    assert.equal(cost('openai', 'gpt-6.1-sol', { cacheRead: 300_000 }, { serviceTier: 'flex' }).microUsd, 30_000);
    const old = cost('openai', 'gpt-4.1', { cacheRead: million }, { serviceTier: 'batch' });
    assert.equal(old.microUsd, 1_000_000);
    assert.match(old.notes.join(), /no cache discount/);
    assert.equal(cost('openai', 'gpt-5.5', { inputUncached: 1000 }, { serviceTier: 'priority' }).microUsd, 12_500);
    assert.equal(cost('openai', 'gpt-5.2', { inputUncached: 1000 }, { serviceTier: 'fast' }).microUsd, 3500);
  });
  it('cache wins on Vertex AI', () => {
    const result = cost(
      'vertex_ai',
      'gemini-2.5-flash',
      { inputUncached: 100_000, cacheRead: 100_000, output: 1000 },
      { serviceTier: 'batch' },
    );
    assert.deepEqual(
      result.lines.map(({ microUsd }) => microUsd),
      [15_000, 3000, 1250],
    );
  });
  it('no cache in batch on Bedrock', () => {
    assert.equal(
      cost('bedrock', 'amazon.nova-pro-v1:0', { cacheRead: million, cacheWrite: { '5m': million } }, { serviceTier: 'batch' }).microUsd,
      800_000,
    );
  });
  it('elsewhere the larger discount only, as an estimate', () => {
    const result = cost('gemini', 'gemini-2.5-flash', { cacheRead: million, inputUncached: million }, { serviceTier: 'batch' });
    assert.equal(result.microUsd, 180_000);
    assert.ok(result.estimate);
  });
  it('treats the names of the standard tier as such', () => {
    for (const serviceTier of [undefined, '', 'default', 'auto', 'standard', 'Standard', 'standard_only', 'on_demand', 'unspecified']) {
      assert.equal(cost('openai', 'gpt-5', { output: 100 }, { serviceTier }).microUsd, 1000);
    }
  });
  it('prices nothing that is not listed', () => {
    assert.equal(
      refusal('anthropic', 'claude-opus-5', { inputUncached: 1 }, { serviceTier: 'flex' }),
      'No flex price is listed for claude-opus-5.',
    );
    assert.equal(refusal('openai', 'gpt-6-sol', { cacheWrite: { '12h': 1 } }), 'No price is listed for 12h cache writes of gpt-6-sol.');
    assert.match(refusal('openai', 'gpt-5', { inputUncached: 1 }, { serviceTier: 'constructor' }), /No constructor price/);
    assert.match(refusal('openai', 'nothing', { inputUncached: 1 }), /No price is known/);
  });
  it('notes an unknown region', () => {
    assert.equal(cost('anthropic', 'claude-opus-5', { inputUncached: 1000 }, { region: 'mars' }).microUsd, 5000);
    assert.match(cost('anthropic', 'claude-opus-5', {}, { region: 'mars' }).notes.join(), /"mars"/);
    assert.deepEqual(cost('anthropic', 'claude-opus-5', {}, { region: 'global' }).notes, []);
    assert.equal(cost('xai', 'grok-4.7', { inputUncached: 1000 }, { region: 'us' }).microUsd, 2200);
  });
});

describe('amounts', () => {
  it('price reads as input where no read price is listed, and say so', () => {
    const result = cost('openai', 'gpt-5-pro', { cacheRead: 1000 });
    assert.equal(result.microUsd, 15_000);
    assert.ok(result.estimate);
    assert.match(result.notes.join(), /reads are priced as input/);
  });
  it('price writes of unknown lifetime at the cheapest write price, and say so', () => {
    const result = cost('anthropic', 'claude-opus-5', { cacheWrite: { unknown: 1000 } });
    assert.equal(result.microUsd, 6250);
    assert.ok(result.estimate);
  });
  it('round half up, once', () => {
    // $0.003 per 1M tokens = 0.003 micro-dollars per token.
    assert.equal(cost('deepseek', 'deepseek-flash', { cacheRead: 166 }).microUsd, 0);
    assert.equal(cost('deepseek', 'deepseek-flash', { cacheRead: 167 }).microUsd, 1);
    assert.equal(cost('openai', 'gpt-5-nano', { cacheRead: 100 }).microUsd, 1);
    assert.equal(cost('openai', 'gpt-5-nano', { cacheRead: 99 }).microUsd, 0);
    // .25 + .4 would round to 0 + 0 each; together they are .65.
    assert.equal(cost('openai', 'gpt-5-nano', { inputUncached: 5, output: 1 }).microUsd, 1);
  });
  it('add up line by line', () => {
    const { lines, microUsd } = cost('openai', 'gpt-6.1-terra', {
      inputUncached: 333,
      cacheRead: 777,
      cacheWrite: { '30m': 111, '12h': 7 },
      output: 91,
    });
    assert.deepEqual(
      lines.map(({ bucket }) => bucket),
      ['input', 'cacheRead', 'cacheWrite.30m', 'cacheWrite.12h', 'output'],
    );
    assert.equal(
      lines.reduce((sum, line) => sum + line.microUsd, 0),
      microUsd,
    );
  });
  it('reproduce the example of the implicit write trap', () => {
    const model = 'gpt-6.1-sol';
    assert.equal(cost('openai', model, { cacheWrite: { '30m': 8200 } }).microUsd, 20_500);
    assert.equal(cost('openai', model, { inputUncached: 8200 }).microUsd, 16_400);
    assert.equal(cost('openai', model, { cacheRead: 8000, inputUncached: 200 }).microUsd, 1200);
  });
  it('refuse impossible counts', () => {
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      assert.match(refusal('openai', 'gpt-5', { inputUncached: bad }), /whole numbers/);
      assert.match(refusal('openai', 'gpt-5', { cacheWrite: { '30m': bad } }), /whole numbers/);
    }
    assert.equal(cost('openai', 'gpt-5', {}).microUsd, 0);
  });
  it('stay exact for very large sums', () => {
    assert.equal(cost('openai', 'o1-pro', { output: 9_000_000_000_001 }).microUsd, 5_400_000_000_000_600);
  });
  it('format for people and for machines', () => {
    const shown: readonly (readonly [number, string, string])[] = [
      [0, '$0', '0'],
      [0.4, '<$0.000001', ''],
      [1, '$0.000001', '0.000001'],
      [42, '$0.000042', '0.000042'],
      [4200, '$0.0042', '0.0042'],
      [500_000, '$0.50', '0.5'],
      [2_000_000, '$2', '2'],
      [12_440_000, '$12.4', '12.44'],
      [999_600_000, '$1,000', '999.6'],
      [1_240_000_000, '$1,240', '1240'],
      [1_234_567_000_000, '$1,230,000', '1234567'],
      [-4200, '-$0.0042', '-0.0042'],
      [Number.NaN, '–', ''],
    ];
    for (const [amount, human, exact] of shown) assert.deepEqual([formatMicroUsd(amount), exactUsd(amount)], [human, exact]);
  });
});
