/** OpenRouter: the spend of the key in use. Shape: openrouter.ai docs, current key, 2026-11. All money in US dollars, all days UTC. */
import { time, BEARER, member, told, usd, type HttpSource } from './source.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';

/** OpenRouter. */
export const openRouter: HttpSource = {
  id: 'openrouter',
  name: 'OpenRouter',
  home: 'https://openrouter.ai/api/v1',
  key: BEARER,
  pollMs: 30_000,
  leastMs: 30_000,
  money: 'reported',
  lacks: {
    calls: 'the key’s figures are sums of money.',
    cacheHitRate: 'the key’s figures have no tokens.',
    failedCalls: 'the key’s figures have no calls.',
    tasks: 'the key’s figures name no session.',
  },
  async poll({ ask, now }): Promise<Decoded> {
    const answer = await ask({ path: '/key' });
    if (answer.state === 'refused') return answer;
    const data = member(answer.value, 'data');
    const usage = usd(member(data, 'usage'));
    if (usage === undefined) return refuse('not-data', 'The answer holds no usage of a key.', 'Check the address of the source.');
    const readings: Reading[] = [{ kind: 'counter', series: 'usage', dims: {}, amounts: { reported: usage } }];
    for (const [period, value] of Object.entries({ day: 'usage_daily', week: 'usage_weekly', month: 'usage_monthly' } as const)) {
      const microUsd = usd(member(data, value));
      if (microUsd !== undefined) readings.push({ kind: 'total', period: period as 'day' | 'week' | 'month', microUsd });
    }
    const limit = usd(member(data, 'limit'));
    const remaining = usd(member(data, 'limit_remaining'));
    if (limit !== undefined && remaining !== undefined && limit > 0) {
      readings.push({
        kind: 'budget',
        name: 'limit of the key',
        limit,
        spent: limit - remaining,
        ...told({ resetsAt: resetOf(member(data, 'limit_reset'), now) }),
      });
    }
    return { state: 'read', readings };
  },
};

/** `daily`, `weekly` and `monthly` reset at 00:00 UTC, weeks on Monday; anything else says nothing. */
function resetOf(word: unknown, now: number): number | undefined {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (word === 'daily') return Date.UTC(year, month, day + 1);
  if (word === 'weekly') return Date.UTC(year, month, day + ((8 - date.getUTCDay()) % 7 || 7));
  if (word === 'monthly') return Date.UTC(year, month + 1, 1);
  return time(word);
}
