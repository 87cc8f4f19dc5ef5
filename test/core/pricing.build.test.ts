/** The snapshot builder, on small made-up data: no network. */
import assert from 'node:assert/strict';
import { compareRows, superfluousOverlay } from '../../scripts/prices/compare.ts';
import { readSecondSource } from '../../scripts/prices/second-source.ts';
import { extractRows } from '../../scripts/prices/snapshot-rows.ts';
import type { Row } from '../../scripts/prices/snapshot-rows.ts';

function build(file: string, models: Readonly<Record<string, unknown>>): ReturnType<typeof extractRows> {
  return extractRows((name) => JSON.stringify(name === file ? { api: models } : {}));
}

const chat = (id: string, cost: unknown): Readonly<Record<string, unknown>> => ({
  [`chat:${id}`]: { id, cost, contextWindow: 10, maxTokens: 5 },
});

describe('build-prices', () => {
  it('keeps chat entries only, and zeros mean none listed', () => {
    const { rows, unexpected } = build('openai', {
      ...chat('a', { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 }),
      'classifier:b': { id: 'b', cost: { input: 1, output: 0 } },
    });
    assert.deepEqual([...(rows.get('openai') ?? [])], [['a', [1, 2, null, null, 10, 5]]]);
    assert.deepEqual(unexpected, []);
  });
  it('stops at a price of 0 unless the model is known to have none', () => {
    assert.match(build('openai', chat('new', { input: 1, output: 0 })).unexpected.join(), /openai\/new/);
    assert.match(build('openai', chat('new', { input: -1, output: 1 })).unexpected.join(), /openai\/new/);
    const known = build('zai', chat('glm-5.3-highspeed', { input: 0, output: 0 }));
    assert.deepEqual([known.unexpected, known.dropped.length, known.rows.get('zai')?.size], [[], 1, 0]);
  });
  it('names the lifetime of write prices and drops those below input', () => {
    const write = (file: string, platform: string, id: string, price = 5): unknown =>
      build(file, chat(id, { input: 4, output: 20, cacheRead: 1, cacheWrite: price }))
        .rows.get(platform)
        ?.get(id)?.[3];
    assert.deepEqual(write('openai', 'openai', 'gpt'), { '30m': 5 });
    assert.deepEqual(write('anthropic', 'anthropic', 'claude'), { '5m': 5 });
    assert.deepEqual(write('amazon-bedrock', 'bedrock', 'us.openai.gpt-6-sol'), { '30m': 5 });
    assert.deepEqual(write('amazon-bedrock', 'bedrock', 'eu.anthropic.claude-opus-5'), { '5m': 5 });
    assert.deepEqual(write('amazon-bedrock', 'bedrock', 'us.zai.glm-5.3'), { any: 5 });
    assert.deepEqual(write('openrouter', 'openrouter', '~anthropic/claude-opus-latest'), { '5m': 5 });
    assert.equal(write('openrouter', 'openrouter', 'google/gemini', 0.04), null);
  });
  it('drops reseller rows that mix sellers', () => {
    const cost = { input: 0.0062, output: 6.8, cacheRead: 0.0052, cacheWrite: 0 };
    assert.equal(build('openrouter', chat('z-ai/glm-5.2', cost)).rows.get('openrouter')?.size, 0);
    assert.equal(build('zai', chat('glm-5.2', cost)).rows.get('zai')?.size, 1);
  });
  it('reports steep changes apart from small ones', () => {
    const rows = (price: number, extra: readonly [string, Row][] = []): ReadonlyMap<string, ReadonlyMap<string, Row>> =>
      new Map([['p', new Map<string, Row>([['m', [price, 10, 1, { '5m': 3 }, 10, 5]], ...extra])]]);
    const gone: readonly [string, Row][] = [['old', [1, 1, null, null, null, null]]];
    assert.deepEqual(compareRows(rows(2), rows(3)).steep, []);
    assert.deepEqual(compareRows(rows(2), rows(3)).changed, ['p/m in: 2 → 3']);
    assert.deepEqual(compareRows(rows(2), rows(3.01)).steep, ['p/m in: 2 → 3.01']);
    assert.deepEqual(compareRows(rows(3.01), rows(2)).steep, ['p/m in: 3.01 → 2']);
    assert.deepEqual(compareRows(rows(2, gone), rows(2)).removed, ['p/old']);
    assert.deepEqual(compareRows(rows(2), rows(2)), { added: [], removed: [], changed: [], steep: [] });
  });
  it('names overlay values that have become superfluous', () => {
    const rows = new Map([['p', new Map<string, Row>([['m', [2, 10, 1, { '5m': 3 }, 10, 5, [[100, 4, 20, 2, null]]]]])]]);
    const overlay = [
      { provider: 'p', models: ['m'], read: 1, context: 11, writes: { '5m': 3 }, tiers: [{ promptAbove: 100, in: 4, out: 20, read: 2 }] },
      { provider: 'p', models: ['m'], from: '2027-01-01', in: 2 },
    ];
    assert.deepEqual(superfluousOverlay(overlay, rows), ['p/m read', 'p/m writes.5m', 'p/m tiers']);
  });
  it('reads the second source without running it', () => {
    const bundle = `"use strict"; throw new Error("must not run"); const E=[{id:"x-ai",models:[{id:"g",match:{or:[{equals:"g-1"},{starts_with:"g-"}]},
      prices:[{prices:{input_mtok:1}},{constraint:{start_date:"2026-01-01"},prices:{input_mtok:{base:.5,tiers:[]},output_mtok:2e0}},{constraint:{start_date:"2027-01-01"},prices:{input_mtok:9}}]}]}];`;
    const found = readSecondSource(bundle, '2026-11-21');
    assert.deepEqual([...found.keys()], ['xai/g', 'xai/g-1']);
    assert.deepEqual([found.get('xai/g')?.in, found.get('xai/g')?.out], [0.5, 2]);
    assert.throws(() => readSecondSource('const a = load();', '2026-11-21'), /cannot be read without running/);
  });
});
