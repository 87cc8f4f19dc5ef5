/** Spot checks: prices as published or recorded, [in, out, read] in $ per 1M tokens on 2026-11-21, by platform and model. */
import assert from 'node:assert/strict';
import { bundledPriceSources, costOfUsage, createPriceBook } from '../../src/core/pricing/index.ts';

const book = createPriceBook(bundledPriceSources());
const noon = Date.UTC(2026, 10, 21, 12);

type Expected = readonly [number, number, number | null];
const TABLE: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  anthropic: {
    'claude-fable-5-2': [8, 40, 0.2],
    'claude-fable-5-1': [10, 50, 0.25],
    'claude-fable-5': [10, 50, 1],
    'claude-opus-5-5': [4, 20, 0.2],
    'claude-opus-5': [5, 25, 0.5],
    'claude-opus-4-8': [5, 25, 0.5],
    'claude-opus-4-7': [5, 25, 0.5],
    'claude-opus-4-6': [5, 25, 0.5],
    'claude-opus-4-5': [5, 25, 0.5],
    'claude-sonnet-5-5': [2, 10, 0.1],
    'claude-sonnet-5': [2, 10, 0.2],
    'claude-sonnet-4-6': [3, 15, 0.3],
    'claude-sonnet-4-5': [3, 15, 0.3],
    'claude-haiku-5-5': [0.1, 0.5, 0.01],
    'claude-haiku-4-5': [1, 5, 0.1],
    'claude-opus-4-1': [15, 75, 1.5],
    'claude-sonnet-4': [3, 15, 0.3],
  },
  openai: {
    'gpt-6-astra': [10, 50, 1],
    'gpt-6.1-sol': [2, 10, 0.1],
    'gpt-6.1-terra': [1, 5, 0.05],
    'gpt-6-sol': [2, 10, 0.2],
    'gpt-6-luna': [0.1, 0.5, 0.01],
    'gpt-5.6-sol': [4, 20, 0.4],
    'gpt-5.6-terra': [2, 12, 0.2],
    'gpt-5.6-luna': [0.2, 1.2, 0.02],
    'gpt-5.6-cyber': [12.5, 75, 1.25],
    'gpt-5.5': [5, 30, 0.5],
    'gpt-5.5-pro': [30, 180, null],
    'gpt-5.4-pro': [30, 180, null],
    'gpt-5.4': [2.5, 15, 0.25],
    'gpt-5.4-mini': [0.75, 4.5, 0.075],
    'gpt-5.4-nano': [0.2, 1.25, 0.02],
    'gpt-5.3-codex': [1.75, 14, 0.175],
    'gpt-5.2': [1.75, 14, 0.175],
    'gpt-5.2-pro': [21, 168, null],
    'gpt-5.1': [1.25, 10, 0.125],
    'gpt-5': [1.25, 10, 0.125],
    'gpt-5-mini': [0.25, 2, 0.025],
    'gpt-5-nano': [0.05, 0.4, 0.005],
    'gpt-5-pro': [15, 120, null],
    'gpt-4.1': [2, 8, 0.5],
    'gpt-4.1-mini': [0.4, 1.6, 0.1],
    'gpt-4.1-nano': [0.1, 0.4, 0.025],
    'gpt-4o': [2.5, 10, 1.25],
    'gpt-4o-mini': [0.15, 0.6, 0.075],
    o3: [2, 8, 0.5],
    'o4-mini': [1.1, 4.4, 0.275],
    o1: [15, 60, 7.5],
    'o3-mini': [1.1, 4.4, 0.55],
    'o1-pro': [150, 600, null],
    'o3-pro': [20, 80, null],
  },
  gemini: {
    'gemini-4-argon': [2, 10, 0.1],
    'gemini-3.8-flash': [0.75, 3.75, 0.075],
    'gemini-3.5-flash': [1.5, 9, 0.15],
    'gemini-3.5-flash-lite': [0.3, 2.5, 0.03],
    'gemini-3.1-pro-preview': [2, 12, 0.2],
    'gemini-3.1-flash-lite': [0.25, 1.5, 0.025],
    'gemini-3-flash-preview': [0.5, 3, 0.05],
    'gemini-2.5-pro': [1.25, 10, 0.125],
    'gemini-2.5-flash': [0.3, 2.5, 0.03],
    'gemini-2.5-flash-lite': [0.1, 0.4, 0.01],
  },
  xai: { 'grok-4.7': [2, 6, 0.5], 'grok-4.6': [2, 6, 0.5], 'grok-4.5': [2, 6, 0.3], 'grok-4.3': [1.25, 2.5, 0.2] },
  deepseek: { 'deepseek-flash': [0.15, 0.6, 0.003], 'deepseek-v4-pro': [0.66, 1.98, 0.022] },
  moonshot: {
    'kimi-k3.1-pro': [2, 10, 0.2],
    'kimi-k3.1-pro-highspeed': [4, 20, 0.2],
    'kimi-k3': [3, 15, 0.3],
    'kimi-k2.7-code': [0.95, 4, 0.19],
    'kimi-k2.6': [0.95, 4, 0.16],
  },
  mistral: {
    'mistral-large-4': [0.7, 2.1, 0.07],
    'mistral-large-2512': [0.5, 1.5, 0.05],
    'mistral-medium-2604': [1.5, 7.5, 0.15],
    'mistral-small-2603': [0.15, 0.6, 0.015],
    'codestral-2508': [0.3, 0.9, 0.03],
    'devstral-2512': [0.4, 2, 0.04],
  },
  minimax: { 'MiniMax-M3': [0.3, 1.2, 0.06], 'MiniMax-M3.1-Flash': [0.15, 0.6, 0.015], 'MiniMax-M2.7': [0.3, 1.2, 0.06] },
  zai: { 'glm-5.3': [1.4, 4.4, 0.26], 'glm-5.2': [1.4, 4.4, 0.26], 'glm-5.3-flash': [0.15, 0.5, 0.03] },
  meta: { 'muse-spark-1.3': [1.25, 4.25, 0.15], 'muse-wonder-1.0': [4, 20, 0.2] },
  groq: {
    'openai/gpt-oss-120b': [0.15, 0.6, 0.075],
    'openai/gpt-oss-20b': [0.075, 0.3, 0.0375],
    'openai/gpt-oss-safeguard-20b': [0.075, 0.3, 0.0375],
    'llama-3.3-70b-versatile': [0.59, 0.79, null],
  },
  bedrock: {
    'amazon.nova-pro-v1:0': [0.8, 3.2, 0.2],
    'amazon.nova-lite-v1:0': [0.06, 0.24, 0.015],
    'amazon.nova-micro-v1:0': [0.035, 0.14, 0.00875],
    'amazon.nova-2-lite-v1:0': [0.33, 2.75, 0.0825],
    'us.anthropic.claude-opus-5': [5.5, 27.5, 0.55],
    'global.anthropic.claude-opus-5': [5, 25, 0.5],
    'anthropic.claude-opus-4-7': [5, 25, 0.5],
    'anthropic.claude-opus-4-6-v1': [5.5, 27.5, 0.55],
    'anthropic.claude-sonnet-4-6': [3.3, 16.5, 0.33],
    'openai.gpt-6.1-terra': [1.1, 5.5, 0.055],
    'global.openai.gpt-6.1-terra': [1, 5, 0.05],
  },
};

/** [platform, model, lifetime, $ per 1M written tokens] */
const WRITES: readonly (readonly [string, string, string, number])[] = [
  ['anthropic', 'claude-fable-5-2', '5m', 10],
  ['anthropic', 'claude-fable-5-2', '1h', 16],
  ['anthropic', 'claude-fable-5', '1h', 20],
  ['anthropic', 'claude-opus-5-5', '5m', 5],
  ['anthropic', 'claude-opus-5-5', '1h', 8],
  ['anthropic', 'claude-opus-4-8', '1h', 10],
  ['anthropic', 'claude-sonnet-5-5', '1h', 4],
  ['anthropic', 'claude-sonnet-4-6', '5m', 3.75],
  ['anthropic', 'claude-haiku-5-5', '5m', 0.125],
  ['anthropic', 'claude-haiku-5-5', '1h', 0.2],
  ['anthropic', 'claude-haiku-4-5', '1h', 2],
  ['anthropic', 'claude-opus-4-1', '1h', 30],
  ['bedrock', 'us.anthropic.claude-opus-5', '1h', 11],
  ['openai', 'gpt-6.1-terra', '30m', 1.25],
  ['openai', 'gpt-6.1-terra', '12h', 2.5],
  ['openai', 'gpt-6.1-sol', '12h', 5],
  ['openai', 'gpt-5.6-cyber', '30m', 15.625],
  ['openai', 'gpt-6-luna', '30m', 0.125],
  ['moonshot', 'kimi-k3.1-pro', '5m', 2],
  ['minimax', 'MiniMax-M2.7', '5m', 0.375],
  ['bedrock', 'amazon.nova-pro-v1:0', '5m', 0.8],
  // No surcharge: written tokens cost plain input.
  ['openai', 'gpt-5.5', '24h', 5],
  ['gemini', 'gemini-2.5-pro', '1h', 1.25],
  ['deepseek', 'deepseek-flash', 'unknown', 0.15],
];

describe('bundled prices', () => {
  it('hold at least 60 rows of the price tables', () => {
    assert.ok(Object.values(TABLE).reduce((sum, rows) => sum + Object.keys(rows).length, 0) >= 60);
  });
  for (const [provider, rows] of Object.entries(TABLE)) {
    it(`${provider}: ${String(Object.keys(rows).length)} models`, () => {
      for (const [model, [input, output, read]] of Object.entries(rows)) {
        const found = book.lookup({ provider, model, at: noon });
        assert.equal(found.state, 'priced', model);
        const { rates } = found.record;
        assert.deepEqual([rates.in / 1e6, rates.out / 1e6, rates.read === null ? null : rates.read / 1e6], [input, output, read], model);
        assert.deepEqual(found.matched.steps, []);
      }
    });
  }
  for (const [provider, model, ttl, price] of WRITES) {
    it(`${provider}/${model}: ${ttl} write`, () => {
      const cost = costOfUsage(
        book.lookup({ provider, model, at: noon }),
        { inputUncached: 0, cacheRead: 0, cacheWrite: { [ttl]: 1000 }, output: 0 },
        { at: noon },
      );
      assert.equal(cost.state === 'priced' ? cost.microUsd : cost.reason, Math.floor(price * 1000 + 0.5));
    });
  }
  it('are all accepted', () => {
    assert.deepEqual(book.problems, []);
  });
  it('state real context windows, not price thresholds', () => {
    for (const model of ['gpt-5.4', 'gpt-6.1-sol']) {
      const found = book.lookup({ provider: 'openai', model, at: noon });
      assert.equal(found.state === 'priced' && found.record.context, 1_050_000);
    }
  });
  it('say where they come from and how old they are', () => {
    const found = book.lookup({ provider: 'anthropic', model: 'claude-opus-5-5', at: noon });
    assert.ok(found.state === 'priced');
    assert.deepEqual([found.source.kind, found.asOf, found.ageDays, found.stale], ['snapshot', '2026-11-10', 11, false]);
    const later = book.lookup({ provider: 'anthropic', model: 'claude-opus-5-5', at: Date.UTC(2027, 0, 1) });
    assert.ok(later.state === 'priced' && later.stale);
  });
});
