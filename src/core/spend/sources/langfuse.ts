/**
 * Langfuse: cost and tokens by model and hour from its metrics API (v2). The Hobby plan allows 100 questions a day for the whole organisation,
 * so the reader asks every 16 minutes and never more than 90 times a day. Shape: langfuse.com, Metrics API, 2026.
 */
import { cleanLabel } from '../labels.ts';
import { HOUR, utcDay } from '../ledger.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { list, member, number, time, told, usd, type HttpSource } from './source.ts';

/** Questions a day; the smallest plan has 100 for the organisation. */
export const LANGFUSE_DAILY_QUOTA = 90;

/** Langfuse. */
export const langfuse: HttpSource = {
  id: 'langfuse',
  name: 'Langfuse',
  home: 'https://cloud.langfuse.com',
  key: 'basic',
  pollMs: 16 * 60_000,
  leastMs: 16 * 60_000,
  money: 'reported',
  lacks: {
    cacheHitRate: 'Langfuse’s metrics have no cached tokens.',
    tasks: 'Langfuse’s metrics cannot be grouped by session.',
  },
  notes: ['Read every 16 minutes: Langfuse limits the number of questions a day.', 'Traces of older SDKs arrive up to 10 minutes late.'],
  async poll({ ask, now, memory }): Promise<Decoded> {
    const today = utcDay(now);
    const [day, asked] = (memory.get('quota') ?? '').split(' ');
    const count = day === today ? Number(asked) : 0;
    if (count >= LANGFUSE_DAILY_QUOTA) {
      const until = Date.parse(`${today}T00:00:00Z`) + 24 * HOUR - now;
      return { ...refuse('limited', 'The questions for today are used up.', 'Langfuse counts them anew at 00:00 UTC.'), retryAfter: until };
    }
    memory.set('quota', `${today} ${count + 1}`);
    // The first question brings a week; later ones only what may still change.
    const from = Number(memory.get('from') ?? Math.floor((now - 7 * 24 * HOUR) / HOUR) * HOUR);
    const query = {
      view: 'observations',
      metrics: [
        { measure: 'totalCost', aggregation: 'sum' },
        { measure: 'inputTokens', aggregation: 'sum' },
        { measure: 'outputTokens', aggregation: 'sum' },
        { measure: 'count', aggregation: 'count' },
      ],
      dimensions: [{ field: 'providedModelName' }],
      timeDimension: { granularity: 'hour' },
      filters: [],
      fromTimestamp: new Date(from).toISOString(),
      toTimestamp: new Date(now).toISOString(),
      config: { row_limit: 1000 },
    };
    const answer = await ask({ path: '/api/public/v2/metrics', query: { query: JSON.stringify(query) } });
    if (answer.state === 'refused') {
      return answer.kind === 'missing' ? { ...answer, advice: 'Langfuse on your own servers has this API from version 4 on.' } : answer;
    }
    const rows = member(answer.value, 'data');
    if (!Array.isArray(rows)) return refuse('not-data', 'The answer has no rows.', 'Check the address of the source.');
    memory.set('from', String(Math.floor((now - 3 * HOUR) / HOUR) * HOUR));
    const readings = list(rows).flatMap((row): Reading[] => {
      const start = time(member(row, 'time_dimension'));
      const model = cleanLabel(member(row, 'providedModelName'));
      if (start === undefined) return [];
      return [
        {
          kind: 'window',
          series: 'hour',
          from: start,
          to: start + HOUR,
          dims: model === undefined ? {} : { model },
          amounts: told({
            reported: usd(member(row, 'sum_totalCost')),
            input: number(member(row, 'sum_inputTokens')),
            output: number(member(row, 'sum_outputTokens')),
            calls: number(member(row, 'count_count')),
          }),
        },
      ];
    });
    if (rows.length >= 1000) readings.push({ kind: 'note', words: 'Langfuse cut the answer off at 1,000 rows; some spend is missing.' });
    return { state: 'read', readings };
  },
};
