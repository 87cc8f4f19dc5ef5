import assert from 'node:assert/strict';
import { joinBilled, type JoinableCall, type SpendRow, type SpendTable, type SpendTables } from '../../src/core/spend/index.ts';

function row(name: string, microUsd: number | null, calls: number | null, kind: SpendRow['kind'] = 'named'): SpendRow {
  const unknown = { failed: null, inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheHitRate: null };
  return { name, kind, microUsd, share: 0, calls, ...unknown };
}

function tables(models: readonly SpendRow[], tags: readonly SpendRow[] = []): SpendTables {
  const none: SpendTable = { rows: [], reason: 'no' };
  return { model: { rows: models, reason: null }, tag: { rows: tags, reason: null }, provider: none, team: none, user: none, task: none };
}

function call(key: string, model: string | undefined, tags: readonly string[] = [], provider?: string): JoinableCall {
  return { key, models: model === undefined ? [] : [{ provider, model }], tags };
}

describe('billed calls', () => {
  it('are joined by model, and what is shared is not split', () => {
    const billed = joinBilled(
      [call('a', 'gpt-4o'), call('b', 'gpt-4o'), call('c', 'o3')],
      tables([row('gpt-4o', 5_780_000, 1284)]),
      'reported',
    );
    assert.deepEqual([...billed.keys()], ['a', 'b']);
    assert.equal(billed.get('a')?.words, 'billed $0.0045 avg · 1,284 calls today · $5.78 for gpt-4o · shared by 2 calls in the code');
    assert.equal(billed.get('a')?.microUsd, 5_780_000);
  });

  it('are joined by a tag before the model', () => {
    const all = tables([row('gpt-4o', 9e6, 100)], [row('triage', 2e6, 10)]);
    const billed = joinBilled([call('a', 'gpt-4o', ['triage']), call('b', 'gpt-4o')], all, 'reported');
    assert.equal(billed.get('a')?.words, 'billed $0.20 avg · 10 calls today · $2');
    assert.equal(billed.get('b')?.sharedBy, 1);
  });

  it('know the names that gateways give to models, and mix no versions', () => {
    const same: readonly (readonly [string, string])[] = [
      ['gpt-4o', 'openai/gpt-4o'],
      ['gpt-4o', 'gpt-4o-2024-08-06'],
      ['gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
      ['claude-sonnet-4-5', 'claude-sonnet-4-5'],
    ];
    const other: readonly (readonly [string, string])[] = [
      ['gpt-4o', 'gpt-4o-mini'],
      ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'],
      ['claude-sonnet-4', 'claude-sonnet-4-5'],
      ['gpt-4', 'gpt-4o'],
    ];
    for (const [code, gateway] of same)
      assert.equal(joinBilled([call('a', code)], tables([row(gateway, 1, 1)]), 'reported').size, 1, `${code} ${gateway}`);
    for (const [code, gateway] of other)
      assert.equal(joinBilled([call('a', code)], tables([row(gateway, 1, 1)]), 'reported').size, 0, `${code} ${gateway}`);
  });

  it('say nothing where nothing is known', () => {
    const rows = [row('gpt-4o', null, 5), row('other', 5e6, 5, 'other'), row('no model named', 5e6, 5, 'unnamed')];
    assert.equal(joinBilled([call('a', 'gpt-4o'), call('b', undefined), call('c', 'other')], tables(rows), 'reported').size, 0);
    const uncounted = joinBilled([call('a', 'gpt-4o')], tables([row('gpt-4o', 5e6, null)]), 'computed').get('a');
    assert.equal(uncounted?.words, 'at list price · $5 for gpt-4o');
    assert.equal(uncounted.averageMicroUsd, null);
  });
});
