/** TensorZero's usage by model and minute. Shape: tensorzero/tensorzero, track-usage-and-cost, 2026-04-24; the API is internal and may change. */
import { HOUR, MINUTE } from '../ledger.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { rowWindow } from './rows.ts';
import { BEARER, list, member, number, type HttpSource } from './source.ts';

/** TensorZero. */
export const tensorZero: HttpSource = {
  id: 'tensorzero',
  name: 'TensorZero',
  key: BEARER,
  pollMs: 60_000,
  leastMs: 60_000,
  money: 'reported',
  lacks: { failedCalls: 'its usage counts successful calls only.', tasks: 'its usage names no episode.' },
  notes: ['TensorZero’s usage API carries no promise of stability.'],
  async poll({ ask, memory, now }): Promise<Decoded> {
    // An hour of minutes: a shorter silence of Pennylint loses nothing.
    const periods = memory.has('from') ? Math.min(180, Math.ceil((now - Number(memory.get('from'))) / MINUTE) + 3) : 60;
    const query = { time_window: 'minute', max_periods: String(periods) };
    const usage = await ask({ path: '/internal/models/usage', query });
    if (usage.state === 'refused') {
      return usage.kind === 'missing'
        ? { ...usage, advice: 'The usage API needs ClickHouse or Postgres, and a version that has it.' }
        : usage;
    }
    const rows = member(usage.value, 'data');
    if (!Array.isArray(rows)) return refuse('not-data', 'The answer has no rows of usage.', 'Check the address of the source.');
    const readings = list(rows).flatMap((row): Reading[] => {
      const shape = {
        at: 'period_start',
        lengthMs: MINUTE,
        dims: { model: 'model_name' },
        amounts: { reported: 'cost', input: 'input_tokens', output: 'output_tokens', calls: 'count' },
        money: 1_000_000,
      } as const;
      const count = number(member(row, 'count'));
      const priced = number(member(row, 'count_with_cost'));
      const unpricedCalls = count === undefined || priced === undefined ? undefined : Math.max(0, count - priced);
      return rowWindow(row, shape, 'usage').map((reading) =>
        reading.kind === 'window' && unpricedCalls !== undefined ? { ...reading, amounts: { ...reading.amounts, unpricedCalls } } : reading,
      );
    });
    const cache = await ask({ path: '/internal/models/cache_statistics', query: { time_window: 'hour', max_periods: '24' } });
    if (cache.state === 'json') {
      const shape = {
        at: 'period_start',
        lengthMs: HOUR,
        dims: { model: 'model_name', provider: 'model_provider_name' },
        amounts: { cacheRead: 'cache_read_input_tokens', cacheWrite: 'cache_write_input_tokens' },
        money: 1,
      } as const;
      for (const row of list(member(cache.value, 'data') ?? cache.value)) readings.push(...rowWindow(row, shape, 'cache'));
    }
    memory.set('from', String(now));
    return { state: 'read', readings };
  },
};
