/** Properties over random input, and sources that lie. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bundledPriceSources, costOfUsage, createPriceBook, declaredPriceSource, modelIdCandidates } from '../../src/core/pricing/index.ts';
import type { PriceSource, TokenUsage } from '../../src/core/pricing/index.ts';

const at = Date.UTC(2026, 10, 21, 12);
const bundled = bundledPriceSources();
const book = createPriceBook(bundled);
const models = ['anthropic', 'openai', 'gemini', 'deepseek', 'xai', 'bedrock', 'openrouter', 'groq'].flatMap((provider) =>
  book.models(provider).map((model) => ({ provider, model })),
);
const anyModel = fc.constantFrom(...models);
const count = fc.integer({ min: 0, max: 2_000_000 });
const usage = fc.record({ inputUncached: count, cacheRead: count, cacheWrite: fc.record({ unknown: count }), output: count });

function micro(model: { readonly provider: string; readonly model: string }, used: TokenUsage): number {
  const result = costOfUsage(book.lookup({ ...model, at }), used, { at });
  assert.ok(result.state === 'priced');
  return result.microUsd;
}

describe('cost properties', () => {
  it('more tokens never cost less', () => {
    const bucket = fc.constantFrom('inputUncached', 'cacheRead', 'output', 'write');
    fc.assert(
      fc.property(anyModel, usage, bucket, count, (model, used, where, more) => {
        const bigger =
          where === 'write'
            ? { ...used, cacheWrite: { unknown: used.cacheWrite.unknown + more } }
            : { ...used, [where]: used[where] + more };
        assert.ok(micro(model, bigger) >= micro(model, used));
      }),
      { numRuns: 2000 },
    );
  });
  it('buckets add up, but for rounding', () => {
    fc.assert(
      fc.property(anyModel, usage, (model, used) => {
        const found = book.lookup({ ...model, at });
        assert.ok(found.state === 'priced');
        fc.pre(found.record.tiers.length === 0);
        const zero = { inputUncached: 0, cacheRead: 0, cacheWrite: {}, output: 0 };
        const parts = [
          { ...zero, inputUncached: used.inputUncached },
          { ...zero, cacheRead: used.cacheRead },
          { ...zero, cacheWrite: used.cacheWrite },
          { ...zero, output: used.output },
        ];
        const sum = parts.reduce((total, part) => total + micro(model, part), 0);
        assert.ok(Math.abs(sum - micro(model, used)) <= 2);
      }),
      { numRuns: 1000 },
    );
  });
  it('lines add up exactly', () => {
    fc.assert(
      fc.property(anyModel, usage, (model, used) => {
        const result = costOfUsage(book.lookup({ ...model, at }), used, { at });
        assert.ok(result.state === 'priced');
        assert.equal(
          result.lines.reduce((sum, line) => sum + line.microUsd, 0),
          result.microUsd,
        );
        assert.ok(result.lines.every((line) => line.microUsd >= 0 && Number.isSafeInteger(line.picoUsdPerToken)));
      }),
    );
  });
  it('a prompt served from the cache never costs more than one that is not', () => {
    fc.assert(
      fc.property(anyModel, count, count, (model, prompt, output) => {
        const cold = { inputUncached: prompt, cacheRead: 0, cacheWrite: {}, output };
        assert.ok(micro(model, { ...cold, inputUncached: 0, cacheRead: prompt }) <= micro(model, cold));
      }),
    );
  });
});

describe('lookup properties', () => {
  it('a changed version number is never priced by its neighbour', () => {
    const known = new Set(models.map(({ provider, model }) => `${provider}/${model}`));
    fc.assert(
      fc.property(anyModel, fc.constantFrom('-1', '.1', '-9', 'x', '-mini', '-pro', '-6-7'), ({ provider, model }, suffix) => {
        const name = model + suffix;
        const found = book.lookup({ provider, model: name, at });
        const legitimate = modelIdCandidates(provider, name).some(({ id }) => known.has(`${provider}/${id}`) && id !== model);
        assert.ok(found.state === 'unpriced' || legitimate || found.matched.id === name, name);
      }),
      { numRuns: 3000 },
    );
  });
  it('random names are never priced and never throw', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.string({ maxLength: 60 }), (provider, model) => {
        const found = book.lookup({ provider, model, at });
        assert.ok(found.state === 'unpriced' || found.matched.steps.length >= 0);
        if (found.state === 'unpriced') assert.notEqual(found.message, '');
      }),
      { numRuns: 3000 },
    );
  });
  it('any moment is fine', () => {
    fc.assert(
      fc.property(anyModel, fc.double(), (model, moment) => {
        const found = book.lookup({ ...model, at: moment });
        costOfUsage(found, { inputUncached: 1, cacheRead: 1, cacheWrite: {}, output: 1 }, { at: moment });
      }),
    );
  });
});

describe('hostile sources', () => {
  const good = { provider: 'p', id: 'm', in: 1, out: 2, source: 's', asOf: '2026-11-20', confidence: 'declared' };
  const bad: readonly (readonly [string, unknown, RegExp])[] = [
    ['null', null, /must be an object/],
    ['a list', [], /must be an object/],
    ['no id', { ...good, id: undefined }, /needs an "id"/],
    ['an empty id', { ...good, id: '' }, /needs an "id"/],
    ['no provider', { ...good, provider: 7 }, /needs a "provider"/],
    ['a negative price', { ...good, in: -1 }, /"in" must be a price/],
    ['NaN', { ...good, out: Number.NaN }, /"out" must be a price/],
    ['infinity', { ...good, out: Number.POSITIVE_INFINITY }, /"out" must be a price/],
    ['text for a price', { ...good, in: '1' }, /"in" must be a price/],
    ['an absurd price', { ...good, in: 1e9 }, /"in" must be a price/],
    ['a negative read', { ...good, read: -0.1 }, /"read" must be/],
    ['a misspelt key', { ...good, reed: 1 }, /unknown key "reed"/],
    ['an own __proto__ key', JSON.parse('{"provider":"p","id":"m","in":1,"out":2,"__proto__":{"in":0}}'), /unknown key "__proto__"/],
    ['a write under __proto__', { ...good, writes: JSON.parse('{"__proto__":1}') as unknown }, /"writes" must map/],
    ['a service with a bad name', { ...good, service: JSON.parse('{"__proto__":{"factor":1}}') as unknown }, /"service" must map/],
    ['a service factor of 0', { ...good, service: { batch: { factor: 0 } } }, /"service" must map/],
    ['a tier without prices', { ...good, tiers: [{ promptAbove: 1 }] }, /"tiers" has an entry/],
    [
      'a window with a bad time',
      { ...good, windows: [{ utcDays: ['mon'], from: '25:00', to: '26:00', in: 1, out: 1 }] },
      /"windows" has an entry/,
    ],
    ['a day that does not exist', { ...good, from: '2026-02-30' }, /"from" must be a day/],
    ['dates in the wrong order', { ...good, from: '2026-02-02', until: '2026-02-01' }, /"from" is after "until"/],
    ['a pattern with a price', { ...good, id: 'm*' }, /pattern must not set prices/],
    ['a zero price from a machine', { ...good, in: 0 }, /price of 0 is not a price/],
  ];
  for (const [what, record, message] of bad) {
    it(`refuse ${what}`, () => {
      const source = { kind: 'refreshed', name: 'feed', records: [record, { ...good, id: 'fine' }] } as unknown as PriceSource;
      const own = createPriceBook([source]);
      assert.equal(own.lookup({ provider: 'p', model: 'm', at }).state, 'unpriced');
      assert.equal(own.lookup({ provider: 'p', model: 'fine', at }).state, 'priced');
      assert.equal(own.problems.length, 1);
      assert.match(own.problems[0] ?? '', message);
      assert.match(own.problems[0] ?? '', /^feed: /);
      assert.equal(({} as Readonly<Record<string, unknown>>).in, undefined);
    });
  }
  it('a zero read price counts as none listed', () => {
    const own = createPriceBook([declaredPriceSource('gateway', 'g', '2026-11-20', [{ ...good, read: 0, writes: { '5m': 0 } }])]);
    const found = own.lookup({ provider: 'p', model: 'm', at });
    assert.ok(found.state === 'priced');
    assert.deepEqual([found.record.rates.read, found.record.rates.writes], [null, {}]);
  });
  it('a bad record leaves weaker sources in force', () => {
    const own = createPriceBook([
      declaredPriceSource('user', 'settings', '2026-11-20', [{ provider: 'openai', id: 'gpt-5', in: -5, out: 1 }]),
      ...bundled,
    ]);
    const found = own.lookup({ provider: 'openai', model: 'gpt-5', at });
    assert.ok(found.state === 'priced' && found.record.rates.in === 1_250_000);
  });
  it('anything at all is survived', () => {
    const junk = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(fc.array(junk), junk, (records, whole) => {
        const sources = [
          { kind: 'user', name: 'a', records },
          whole,
          declaredPriceSource('user', 'b', '2026-11-20', records),
          declaredPriceSource('gateway', 'c', '?', whole),
        ] as unknown as readonly PriceSource[];
        const own = createPriceBook(sources);
        assert.equal(own.lookup({ provider: 'openai', model: 'gpt-5', at }).state, 'unpriced');
        assert.ok(Array.isArray(own.problems));
      }),
      { numRuns: 1000 },
    );
  });
  it('random fields never give a price that is not a number', () => {
    const field = fc.constantFrom(
      'in',
      'out',
      'read',
      'writes',
      'tiers',
      'windows',
      'from',
      'until',
      'service',
      'region',
      'context',
      'aliases',
    );
    fc.assert(
      fc.property(fc.dictionary(field, fc.anything()), (fields) => {
        const own = createPriceBook([
          declaredPriceSource('user', 'a', '2026-11-20', [{ provider: 'p', id: 'm', in: 1, out: 1, ...fields }]),
        ]);
        const found = own.lookup({ provider: 'p', model: 'm', at });
        if (found.state === 'unpriced') return;
        assert.ok(Number.isSafeInteger(found.record.rates.in) && Number.isSafeInteger(found.record.rates.out));
      }),
      { numRuns: 2000 },
    );
  });
});
