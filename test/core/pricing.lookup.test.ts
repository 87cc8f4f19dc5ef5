/** Names, precedence, and what must stay unpriced. */
import assert from 'node:assert/strict';
import { bundledPriceSources, createPriceBook, declaredPriceSource, modelIdCandidates, platformKey } from '../../src/core/pricing/index.ts';
import type { PriceBook, PriceLookup } from '../../src/core/pricing/index.ts';

const at = Date.UTC(2026, 10, 21, 12);
const bundled = bundledPriceSources();
const book = createPriceBook(bundled);

function ask(provider: string | undefined, model: string, from: PriceBook = book): PriceLookup {
  return from.lookup({ provider, model, at });
}

function answer(provider: string | undefined, model: string, from: PriceBook = book): string {
  const found = ask(provider, model, from);
  return found.state === 'priced' ? `${found.matched.provider} ${found.matched.id} ${String(found.record.rates.in / 1e6)}` : found.reason;
}

describe('names', () => {
  const names: readonly (readonly [string | undefined, string, string])[] = [
    ['openai', 'gpt-4o-2024-08-06', 'openai gpt-4o-2024-08-06 2.5'],
    ['openai', 'gpt-4o-2024-05-13', 'openai gpt-4o-2024-05-13 5'],
    ['openai', 'gpt-5-2025-08-07', 'openai gpt-5 1.25'],
    ['anthropic', 'claude-opus-5-20260801', 'anthropic claude-opus-5 5'],
    ['anthropic', 'claude-3-5-sonnet-20241022', 'anthropic claude-3-5-sonnet 3'],
    [undefined, 'openai/gpt-4o-mini', 'openai gpt-4o-mini 0.15'],
    [undefined, 'openai:gpt-4.1', 'openai gpt-4.1 2'],
    [undefined, 'google-gla:gemini-2.5-flash', 'gemini gemini-2.5-flash 0.3'],
    [undefined, 'google_genai:gemini-2.5-flash', 'gemini gemini-2.5-flash 0.3'],
    [undefined, 'vertex_ai/gemini-2.5-flash', 'vertex-gemini gemini-2.5-flash 0.3'],
    [undefined, 'gateway/anthropic:claude-opus-5', 'anthropic claude-opus-5 5'],
    ['litellm', 'anthropic/claude-opus-5', 'anthropic claude-opus-5 5'],
    [undefined, 'models/gemini-2.5-flash', 'gemini gemini-2.5-flash 0.3'],
    ['google', 'models/gemini-2.5-flash', 'gemini gemini-2.5-flash 0.3'],
    [undefined, 'claude-haiku-4-5@20251001', 'anthropic claude-haiku-4-5-20251001 1'],
    ['vertex', 'claude-opus-4-8@20260415', 'vertex-gemini claude-opus-4-8 5'],
    ['bedrock', 'us.anthropic.claude-opus-5', 'bedrock us.anthropic.claude-opus-5 5.5'],
    [undefined, 'us.anthropic.claude-opus-5', 'bedrock us.anthropic.claude-opus-5 5.5'],
    ['amazon-bedrock', 'anthropic.claude-opus-4-7-v1:0', 'bedrock anthropic.claude-opus-4-7 5'],
    ['bedrock', 'anthropic.claude-opus-4-6-v1:0', 'bedrock anthropic.claude-opus-4-6-v1 5.5'],
    ['bedrock', 'apac.anthropic.claude-opus-4-8', 'bedrock anthropic.claude-opus-4-8 5'],
    [undefined, 'bedrock/us.anthropic.claude-opus-5', 'bedrock us.anthropic.claude-opus-5 5.5'],
    ['openrouter', 'anthropic/claude-opus-4.8', 'openrouter anthropic/claude-opus-4.8 5'],
    [undefined, 'openrouter/anthropic/claude-opus-4.8', 'openrouter anthropic/claude-opus-4.8 5'],
    ['openrouter', 'anthropic/claude-opus-4.8:batch', 'openrouter anthropic/claude-opus-4.8:batch 2.5'],
    [undefined, 'groq/openai/gpt-oss-20b', 'groq openai/gpt-oss-20b 0.075'],
    ['azure_openai', 'gpt-5', 'azure-openai gpt-5 1.25'],
    [undefined, 'gpt-5.6', 'openai gpt-5.6-sol 4'],
    [undefined, ' gpt-5 ', 'openai gpt-5 1.25'],
  ];
  for (const [provider, model, expected] of names) {
    it(`${provider ?? 'no platform'}, ${model}`, () => {
      assert.equal(answer(provider, model), expected);
    });
  }
  it('report the steps in words', () => {
    const found = ask('bedrock', 'apac.anthropic.claude-opus-4-7-v1:0');
    assert.ok(found.state === 'priced');
    assert.deepEqual(found.matched.steps, [
      'Bedrock region prefix removed',
      'Bedrock revision suffix removed',
      'Bedrock version suffix removed',
    ]);
    assert.match(found.notes.join(), /10 % higher/);
  });
  it('try the name as given first and keep the vendors of host ids', () => {
    assert.deepEqual(
      modelIdCandidates('groq', 'openai/gpt-oss-20b').map(({ id }) => id),
      ['openai/gpt-oss-20b'],
    );
    assert.deepEqual(
      modelIdCandidates(undefined, 'qwen3:8b').map(({ id }) => id),
      ['qwen3:8b'],
    );
    assert.equal(modelIdCandidates('bedrock', 'us.anthropic.claude-opus-5')[0]?.id, 'us.anthropic.claude-opus-5');
    assert.deepEqual(modelIdCandidates('openai', '  '), []);
    assert.equal(platformKey('Google_GenAI'), 'gemini');
  });
});

describe('unpriced', () => {
  const cases: readonly (readonly [string | undefined, string, string])[] = [
    [undefined, 'claude-opus-5-6', 'unknown-model'],
    ['anthropic', 'claude-opus-5-6', 'unknown-model'],
    ['anthropic', 'claude-sonnet-5-6-20270101', 'unknown-model'],
    ['openai', 'gpt-6.2-sol', 'unknown-model'],
    ['openai', 'gpt-5.6-sol-pro', 'unknown-model'],
    ['openai', 'gpt-oss-safeguard-20b', 'unknown-model'],
    ['openai', 'claude-opus-5', 'unknown-model'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:org::id', 'unknown-model'],
    ['openai', 'openrouter/openai/gpt-5', 'unknown-model'],
    ['openrouter', 'openai/gpt-99', 'unknown-model'],
    ['openrouter', 'openai/gpt-5.6-cyber-x', 'unknown-model'],
    ['azure', 'my-deployment', 'unknown-model'],
    ['zai', 'glm-5.3-highspeed', 'unknown-model'],
    ['gemini', 'gemma-4-31b-it', 'unknown-model'],
    ['openrouter', 'openrouter/auto', 'unknown-model'],
    ['openrouter', 'z-ai/glm-5.2', 'unknown-model'],
    ['bedrock', 'anthropic.claude-opus-5', 'unknown-model'],
    [undefined, 'openai/gpt-oss-120b', 'ambiguous'],
    [undefined, 'ollama/qwen3:8b', 'local-model'],
    ['ollama', 'qwen3:8b', 'local-model'],
    [undefined, 'litellm_proxy/fast', 'opaque-id'],
    [undefined, 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x', 'opaque-id'],
    ['bedrock', 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-5', 'opaque-id'],
    [undefined, '', 'invalid-model'],
    [undefined, 'two words', 'invalid-model'],
    [undefined, 'x'.repeat(500), 'invalid-model'],
    [undefined, '__proto__', 'unknown-model'],
    ['constructor', 'toString', 'unknown-model'],
  ];
  for (const [provider, model, reason] of cases) {
    it(`${provider ?? 'no platform'}, ${model.slice(0, 60)}`, () => {
      assert.equal(answer(provider, model), reason);
    });
  }
  it('suggests names, never prices', () => {
    const found = ask('openai', 'gpt-5-6-sol');
    assert.ok(found.state === 'unpriced');
    assert.deepEqual(found.suggestions[0], 'gpt-5.6-sol');
    assert.ok(!('record' in found));
  });
  it('says so when the vendor was assumed', () => {
    const found = ask(undefined, 'grok-4.7');
    assert.ok(found.state === 'priced' && found.matched.provider === 'xai');
    const mimo = ask(undefined, 'deepseek-v4-pro');
    assert.ok(mimo.state === 'priced');
    assert.match(mimo.notes.join(), /Assumes that deepseek is called; azure-openai/);
  });
  it('Sonnet 5.5 never takes the price of Sonnet 5', () => {
    const without = createPriceBook(
      bundled.map((source) => ({ ...source, records: source.records.filter(({ id }) => id !== 'claude-sonnet-5-5') })),
    );
    assert.equal(answer('anthropic', 'claude-sonnet-5-5', without), 'unknown-model');
    assert.equal(answer('anthropic', 'claude-sonnet-5', without), 'anthropic claude-sonnet-5 2');
  });
});

describe('precedence', () => {
  const row = (price: number): unknown => [{ provider: 'openai', id: 'gpt-5', in: price, out: price }];
  const kinds = ['refreshed', 'gateway', 'workspace', 'user'] as const;
  it('is user, workspace, gateway, refreshed, bundled, whatever the order given', () => {
    const sources = kinds.map((kind, index) => declaredPriceSource(kind, kind, '2026-11-20', row(100 + index)));
    for (let used = 0; used <= kinds.length; used++) {
      const expected = used === 0 ? 1.25 : 99 + used;
      for (const list of [
        [...bundled, ...sources.slice(0, used)],
        [...sources.slice(0, used), ...bundled],
      ]) {
        const found = ask('openai', 'gpt-5', createPriceBook(list));
        assert.ok(found.state === 'priced');
        assert.equal(found.record.rates.in / 1e6, expected);
        assert.equal(found.source.kind, used === 0 ? 'snapshot' : kinds[used - 1]);
      }
    }
  });
  it('works field by field', () => {
    const own = createPriceBook([
      declaredPriceSource('user', 'settings', '2026-11-20', [{ provider: 'google', id: 'gemini-2.5-pro', in: 1 }]),
      ...bundled,
    ]);
    const found = ask('gemini', 'gemini-2.5-pro', own);
    assert.ok(found.state === 'priced');
    assert.deepEqual([found.record.rates.in, found.record.rates.out, found.record.rates.read], [1_000_000, 10_000_000, 125_000]);
    assert.deepEqual([found.record.origins.in?.kind, found.record.origins.out?.kind], ['user', 'snapshot']);
    assert.deepEqual(found.record.tiers, []);
    assert.match(found.notes.join(), /prompts of every length/);
  });
  it('lets people name deployments and price models on any platform', () => {
    const own = createPriceBook([
      declaredPriceSource('workspace', 'pennylint.yaml', '2026-11-20', [
        { provider: 'azure', id: 'gpt-5', aliases: ['prod-chat'] },
        { id: 'in-house', in: 0, out: 0 },
      ]),
      ...bundled,
    ]);
    assert.equal(answer('azure-openai', 'prod-chat', own), 'azure-openai gpt-5 1.25');
    assert.equal(answer('openai', 'prod-chat', own), 'unknown-model');
    assert.equal(answer(undefined, 'in-house', own), '* in-house 0');
    assert.equal(answer('my-proxy', 'in-house', own), 'my-proxy in-house 0');
  });
  it('keeps an announced change ahead of an older download', () => {
    const download = declaredPriceSource('refreshed', 'models.dev', '2026-11-20', [
      { provider: 'gemini', id: 'gemini-4-argon', in: 2, out: 10 },
    ]);
    const own = createPriceBook([download, ...bundled]);
    const price = (moment: number): unknown => {
      const found = own.lookup({ provider: 'gemini', model: 'gemini-4-argon', at: moment });
      return found.state === 'priced' ? [found.source.kind, found.record.rates.in / 1e6] : found.reason;
    };
    assert.deepEqual(price(at), ['refreshed', 2]);
    assert.deepEqual(price(Date.UTC(2026, 11, 1)), ['overlay', 4]);
  });
  it('takes nothing from rows for other dates', () => {
    const own = createPriceBook([
      declaredPriceSource('user', 's', '2026-11-20', [{ provider: 'p', id: 'm', in: 1, out: 1, from: '2026-12-01' }]),
    ]);
    assert.equal(answer('p', 'm', own), 'not-at-that-time');
  });
});
