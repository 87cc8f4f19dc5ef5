import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkSettings } from '../../src/core/config.ts';
import { checkRecord } from '../../src/core/pricing/check-record.ts';
import {
  bundledPriceSources,
  costOfUsage,
  createPriceBook,
  createPriceShelf,
  decodePriceList,
  PRICE_LIST_FORMATS,
  userPriceSource,
  type PriceBook,
  type PriceListFormat,
  type PriceRecord,
} from '../../src/core/pricing/index.ts';
import { loadProjectConfig } from '../../src/core/project-config/project.ts';

const NOV_22 = Date.UTC(2026, 10, 22, 12);
const origin = { source: 'test list', asOf: '2026-11-22' };

function decode(format: PriceListFormat, body: unknown): { records: Map<string, PriceRecord>; problems: readonly string[] } {
  const { records, problems } = decodePriceList(format, body, origin);
  for (const record of records)
    assert.ok('record' in checkRecord(record, 'refreshed'), `${record.id}: ${JSON.stringify(checkRecord(record, 'refreshed'))}`);
  return { records: new Map(records.map((record) => [`${record.provider}/${record.id}`, record])), problems };
}

/** Micro-dollars of a usage at a book's price, or the reason why there are none. */
function cost(book: PriceBook, provider: string, model: string, tokens: number, at = NOV_22, serviceTier?: string): number | string {
  const lookup = book.lookup({ provider, model, at });
  const bill = costOfUsage(lookup, { inputUncached: tokens, cacheRead: 0, cacheWrite: {}, output: 0 }, { at, serviceTier });
  return bill.state === 'priced' ? bill.microUsd : bill.reason;
}

describe('the list of OpenRouter', () => {
  const model = (id: string, pricing: object, more: object = {}): object => ({ id, pricing, context_length: 1_000_000, ...more });

  it('gives prices per million from texts per token', () => {
    const { records, problems } = decode('openrouter', {
      data: [
        model(
          'anthropic/claude-sonnet-5.5',
          {
            prompt: '0.000002',
            completion: '0.00001',
            input_cache_read: '0.0000001',
            input_cache_write: '0.0000025',
            input_cache_write_1h: '0.000004',
            request: '0',
          },
          { top_provider: { max_completion_tokens: 128_000 } },
        ),
        model('openrouter/auto', { prompt: '-1', completion: '-1' }),
        model('free/one:free', { prompt: '0', completion: '0' }),
        { id: 'no/price' },
      ],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      [...records.values()],
      [
        {
          provider: 'openrouter',
          id: 'anthropic/claude-sonnet-5.5',
          in: 2,
          out: 10,
          read: 0.1,
          writes: { '5m': 2.5, '1h': 4 },
          context: 1_000_000,
          maxOutput: 128_000,
          source: 'test list',
          asOf: '2026-11-22',
          confidence: 'third-party',
        },
      ],
    );
  });

  it('takes the discount off and reads thresholds and hours', () => {
    const { records } = decode('openrouter', {
      data: [
        model('x/long', {
          prompt: '0.000002',
          completion: '0.00001',
          discount: 0.25,
          overrides: [{ min_prompt_tokens: 200_000, prompt: '0.000004' }],
        }),
        model('x/hours', {
          prompt: '0.000001',
          completion: '0.000002',
          overrides: [{ utc_start: 100, utc_end: 400, utc_days: ['monday', 'tuesday'], prompt: '0.000002', completion: '0.000004' }],
        }),
      ],
    });
    assert.deepEqual(records.get('openrouter/x/long')?.tiers, [{ in: 3, out: 7.5, promptAbove: 200_000 }]);
    const book = createPriceBook([{ kind: 'refreshed', name: 'test', records: [...records.values()] }]);
    assert.equal(cost(book, 'openrouter', 'x/long', 200_000), 300_000);
    assert.equal(cost(book, 'openrouter', 'x/long', 200_001), 600_003);
    const monday = (time: string): number => Date.parse(`2026-11-23T${time}:00Z`);
    assert.deepEqual(
      ['00:59', '01:00', '03:59', '04:00'].map((time) => cost(book, 'openrouter', 'x/hours', 1_000_000, monday(time))),
      [1_000_000, 2_000_000, 2_000_000, 1_000_000],
    );
    assert.equal(cost(book, 'openrouter', 'x/hours', 1_000_000, Date.parse('2026-11-25T02:00:00Z')), 1_000_000);
  });

  it('leaves out what cannot be said exactly, and says why', () => {
    const base = { prompt: '0.000001', completion: '0.000002' };
    const { records, problems } = decode('openrouter', {
      data: [
        model('x/both', { ...base, overrides: [{ min_prompt_tokens: 1000, utc_start: 0, prompt: '1' }] }),
        model('x/bare', { ...base, overrides: [{ prompt: '0.1' }] }),
        model('x/request', { ...base, request: '0.01' }),
        model('x/day', { ...base, overrides: [{ utc_days: ['someday'], prompt: '0.1' }] }),
        model('x/discount', { ...base, discount: 1 }),
      ],
    });
    assert.equal(records.size, 0);
    assert.equal(problems.length, 5);
    for (const id of ['both', 'bare', 'request', 'day', 'discount'])
      assert.ok(
        problems.some((problem) => problem.startsWith(`x/${id}: `)),
        id,
      );
  });
});

describe('the list of models.dev', () => {
  it('is read by provider, with tiers of both forms', () => {
    const { records, problems } = decode('models.dev', {
      google: {
        models: {
          'gemini-3.1-pro-preview': {
            cost: { input: 2, output: 12, cache_read: 0.2, context_over_200k: { input: 4, output: 18, cache_read: 0.4 } },
            limit: { context: 1_048_576, output: 65_536 },
          },
        },
      },
      openai: {
        models: {
          'gpt-6-sol': {
            cost: {
              input: 2,
              output: 10,
              cache_read: 0.2,
              cache_write: 2.5,
              reasoning: 10,
              tiers: [{ input: 4, output: 15, tier: { type: 'context', size: 272_000 } }],
            },
          },
          'gpt-odd': { cost: { input: 1, output: 2, reasoning: 3 } },
          'gpt-free': { cost: { input: 0, output: 0 } },
          'gpt-none': {},
        },
      },
      'some-reseller': { models: { x: { cost: { input: 1, output: 1 } } } },
    });
    assert.deepEqual([...records.keys()], ['gemini/gemini-3.1-pro-preview', 'openai/gpt-6-sol']);
    assert.deepEqual(records.get('gemini/gemini-3.1-pro-preview')?.tiers, [{ in: 4, out: 18, read: 0.4, promptAbove: 200_000 }]);
    const sol = records.get('openai/gpt-6-sol');
    assert.deepEqual([sol?.writes, sol?.tiers], [{ '30m': 2.5 }, [{ in: 4, out: 15, promptAbove: 272_000 }]]);
    assert.deepEqual(problems, ['openai/gpt-odd: reasoning has a price of its own']);
  });
});

describe('the list of LiteLLM', () => {
  it('is read with its tiers and service levels, without what is no chat', () => {
    const { records, problems } = decode('litellm', {
      sample_spec: { litellm_provider: 'one of many', input_cost_per_token: 0 },
      'gpt-5.5': {
        litellm_provider: 'openai',
        mode: 'chat',
        input_cost_per_token: 5e-6,
        output_cost_per_token: 3e-5,
        cache_read_input_token_cost: 5e-7,
        input_cost_per_token_above_272k_tokens: 1e-5,
        output_cost_per_token_above_272k_tokens: 4.5e-5,
        input_cost_per_token_batches: 2.5e-6,
        output_cost_per_token_batches: 1.5e-5,
        input_cost_per_token_priority: 1.25e-5,
        output_cost_per_token_priority: 7.5e-5,
        max_input_tokens: 1_050_000,
        max_output_tokens: 128_000,
      },
      'vertex_ai/claude-sonnet-4-5': {
        litellm_provider: 'vertex_ai',
        mode: 'chat',
        input_cost_per_token: 3e-6,
        output_cost_per_token: 1.5e-5,
        cache_creation_input_token_cost: 3.75e-6,
        cache_creation_input_token_cost_above_1hr: 6e-6,
      },
      'text-embedding-3-small': { litellm_provider: 'openai', mode: 'embedding', input_cost_per_token: 2e-8, output_cost_per_token: 0 },
    });
    assert.deepEqual(problems, []);
    assert.deepEqual([...records.keys()], ['openai/gpt-5.5', 'vertex-gemini/claude-sonnet-4-5']);
    const gpt = records.get('openai/gpt-5.5');
    assert.deepEqual(gpt?.tiers, [{ in: 10, out: 45, promptAbove: 272_000 }]);
    assert.deepEqual(gpt.service, { batch: { factor: 0.5 }, priority: { factor: 2.5 } });
    assert.deepEqual(records.get('vertex-gemini/claude-sonnet-4-5')?.writes, { any: 3.75, '1h': 6 });
  });

  it("and a gateway's own model info by the names that callers use", () => {
    const body = {
      data: [
        {
          model_name: 'support-bot',
          litellm_params: { model: 'openai/gpt-5.1' },
          model_info: { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6, output_cost_per_token: 8e-6 },
        },
        { model_name: 'free', model_info: { input_cost_per_token: 0, output_cost_per_token: 0 } },
      ],
    };
    const { records } = decodePriceList('litellm-model-info', body, origin);
    const shelf = createPriceShelf(bundledPriceSources);
    assert.equal(shelf.put('gateway', { kind: 'gateway', name: 'LiteLLM at localhost', records }), true);
    assert.equal(cost(shelf.book, 'openai', 'support-bot', 1_000_000), 1_000_000);
    const lookup = shelf.book.lookup({ provider: 'openai', model: 'support-bot', at: NOV_22 });
    assert.equal(lookup.state === 'priced' && lookup.source.confidence, 'declared');
    assert.equal(shelf.put('gateway', { kind: 'gateway', name: 'LiteLLM at localhost', records }), false, 'nothing has changed');
    shelf.put('gateway', undefined);
    assert.match(String(cost(shelf.book, 'openai', 'support-bot', 1)), /No price is known/);
  });
});

describe('lists of any form', () => {
  it('never throw and never give a record that is refused', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('0.000001', 1e-6, -1, Number.NaN, Infinity, '', 'abc', null));
    const keys = fc.constantFrom(
      'prompt',
      'completion',
      'discount',
      'overrides',
      'min_prompt_tokens',
      'utc_start',
      'utc_days',
      'input_cache_write',
    );
    const costs = fc.constantFrom('input', 'output', 'cache_read', 'tiers', 'reasoning', 'context_over_200k', 'tier');
    const flat = fc.constantFrom(
      'input_cost_per_token',
      'output_cost_per_token',
      'mode',
      'litellm_provider',
      'input_cost_per_token_above_200k_tokens',
      'input_cost_per_token_flex',
    );
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.dictionary(keys, value)).map((rows) => ({ data: rows.map((pricing, index) => ({ id: `m${index}`, pricing })) })),
      fc
        .array(fc.dictionary(costs, value))
        .map((rows) => ({ openai: { models: Object.fromEntries(rows.map((cost, index) => [`m${index}`, { cost }])) } })),
      fc
        .array(fc.dictionary(flat, value))
        .map((rows) => Object.fromEntries(rows.map((row, index) => [`m${index}`, { litellm_provider: 'openai', ...row }]))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...PRICE_LIST_FORMATS), bodies, (format, body) => {
        const { records } = decodePriceList(format, body, origin);
        const book = createPriceBook([{ kind: 'refreshed', name: 'test', records }]);
        for (const { provider, id } of records) {
          const lookup = book.lookup({ provider, model: id, at: NOV_22 });
          // What is refused is unpriced; what is priced is a price.
          if (lookup.state === 'priced') assert.ok(lookup.record.rates.in > 0 && lookup.record.rates.out > 0);
        }
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('say what is wrong as a whole', () => {
    for (const format of PRICE_LIST_FORMATS)
      for (const body of [null, 1, 'x', [], {}, { data: 1 }]) {
        const { records, problems } = decodePriceList(format, body, origin);
        assert.deepEqual([records.length, problems.length], [0, 1], `${format} ${JSON.stringify(body)}`);
      }
  });
});

describe("prices of the user's own settings", () => {
  const at = { today: '2026-11-22' };

  it('stand above pennylint.yaml, gateways, lists and the bundled prices', () => {
    const { settings, problems } = checkSettings({ prices: { 'gpt-4o': { input: 1, output: 2 } } });
    assert.deepEqual(problems, []);
    const shelf = createPriceShelf(bundledPriceSources);
    shelf.put('user', userPriceSource(settings.prices, at.today));
    shelf.put('list', {
      kind: 'refreshed',
      name: 'list',
      records: [{ provider: 'openai', id: 'gpt-4o', in: 5, out: 6, ...origin, confidence: 'third-party' }],
    });
    shelf.put('gateway', {
      kind: 'gateway',
      name: 'gateway',
      records: [{ provider: 'openai', id: 'gpt-4o', in: 7, out: 8, ...origin, confidence: 'declared' }],
    });
    const yaml = 'models: { gpt-4o: { input: 3, output: 4 } }\n';
    const config = (): PriceBook | undefined =>
      loadProjectConfig('file:///p.yaml', 'p.yaml', yaml, { prices: shelf.sources, ...at }).config?.prices;
    assert.equal(cost(config()!, 'openai', 'gpt-4o', 1_000_000), 1_000_000);
    assert.equal(cost(shelf.book, 'openai', 'gpt-4o', 1_000_000), 1_000_000);
    shelf.put('user', undefined);
    assert.equal(cost(config()!, 'openai', 'gpt-4o', 1_000_000), 3_000_000);
    assert.equal(cost(shelf.book, 'openai', 'gpt-4o', 1_000_000), 7_000_000);
    shelf.put('gateway', undefined);
    assert.equal(cost(shelf.book, 'openai', 'gpt-4o', 1_000_000), 5_000_000);
    shelf.put('list', undefined);
    assert.equal(cost(shelf.book, 'openai', 'gpt-4o', 1_000_000), 2_500_000);
  });

  it('hold on every platform, or on the one they name, and say where they stand', () => {
    const { settings } = checkSettings({
      prices: {
        mine: { input: 1, output: 2, cacheRead: 0.1, cacheWrite1h: 3 },
        'on-azure': { provider: 'azure', input: 4, output: 5, asOf: '2026-10-01' },
      },
    });
    const book = createPriceBook([userPriceSource(settings.prices, at.today)!, ...bundledPriceSources()]);
    assert.equal(cost(book, 'openai', 'mine', 1_000_000), 1_000_000);
    assert.equal(cost(book, 'azure', 'on-azure', 1_000_000), 4_000_000);
    assert.match(String(cost(book, 'openai', 'on-azure', 1)), /No price is known/);
    const mine = book.lookup({ provider: 'openai', model: 'mine', at: NOV_22 });
    assert.ok(mine.state === 'priced');
    assert.deepEqual(
      [mine.source.source, mine.record.rates.read, mine.record.rates.writes],
      ['setting `pennylint.prices`', 100_000, { '1h': 3_000_000 }],
    );
    const azure = book.lookup({ provider: 'azure', model: 'on-azure', at: NOV_22 });
    assert.deepEqual(azure.state === 'priced' && [azure.ageDays, azure.stale], [52, true]);
  });

  it('are refused as a whole when one is wrong, with a sentence', () => {
    for (const [value, words] of [
      [[], /an object of model ids/],
      [{ x: 1 }, /has no prices for "x"/],
      [{ x: { inptu: 1 } }, /unknown key "inptu" \(for "x"\)/],
      [{ x: { input: -1, output: 1 } }, /must be a price/],
      [{ x: { input: '1', output: 1 } }, /must be a price/],
      [{ x: { input: 1, output: 1, asOf: 'yesterday' } }, /YYYY-MM-DD/],
      [{ 'gpt-*': { input: 1, output: 1 } }, /pattern/],
      [{ 'a b': { input: 1, output: 1 } }, /name of 1 to 200 characters/],
    ] as const) {
      const { settings, problems } = checkSettings({ prices: value });
      assert.deepEqual(settings.prices, {}, JSON.stringify(value));
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', words);
    }
  });
});

describe('the age of a price', () => {
  it('is marked from 30 days on', () => {
    const records = [{ provider: 'openai', id: 'm', in: 1, out: 2, source: 's', asOf: '2026-10-01', confidence: 'official' as const }];
    const book = createPriceBook([{ kind: 'refreshed', name: 'list', records }]);
    const staleOn = (day: string): unknown => {
      const lookup = book.lookup({ provider: 'openai', model: 'm', at: Date.parse(`${day}T12:00:00Z`) });
      return lookup.state === 'priced' && [lookup.ageDays, lookup.stale];
    };
    assert.deepEqual(staleOn('2026-10-30'), [29, false]);
    assert.deepEqual(staleOn('2026-10-31'), [30, true]);
  });
});
