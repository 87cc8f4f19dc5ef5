/**
 * LiteLLM's own database over REST: the key's budget, daily activity, and spend logs by session where the key may read them.
 * Shapes: docs.litellm.ai, cost tracking, 2026-10. Rows are written about once a minute, and days are UTC.
 */
import { cleanLabel, cleanTag, type Dims } from '../labels.ts';
import { DAY, utcDay } from '../ledger.ts';
import { refuse, type Decoded, type Reading, type Refusal } from '../reading.ts';
import { BEARER, list, member, number, time, told, usd, type HttpSource, type PollContext } from './source.ts';

/** What to tell someone whose key may call models but read nothing. */
export const FORBIDDEN_ADVICE = 'Ask the gateway’s administrator to allow info_routes and management_routes for this key.';

/** LiteLLM over REST. */
export const litellmRest: HttpSource = {
  id: 'litellm-rest',
  name: 'LiteLLM (REST)',
  key: BEARER,
  pollMs: 60_000,
  leastMs: 30_000,
  money: 'reported',
  lacks: {
    cacheHitRate: 'LiteLLM’s daily activity does not tell cached tokens; its metrics page does.',
    tasks: 'this key may not read the spend logs, which name sessions.',
  },
  notes: ['LiteLLM writes its rows about once a minute.'],
  async poll(context): Promise<Decoded> {
    const { ask, memory, now } = context;
    const key = await ask({ path: '/key/info' });
    const readings: Reading[] = key.state === 'json' ? [...keyReadings(key.value)] : [];
    // What was chosen once stays: rows of requests and rows of days are the same money.
    const mode = memory.get('mode');
    const logs = mode === 'activity' ? undefined : await readLogs(context);
    if (logs?.state === 'read') {
      memory.set('mode', 'logs');
      return { state: 'read', readings: [...readings, ...logs.readings] };
    }
    if (mode === 'logs' && logs !== undefined) return plain(logs);
    const query = { start_date: utcDay(now - DAY), end_date: utcDay(now), page_size: '1000' };
    const activity = await ask({ path: '/user/daily/activity', query });
    if (activity.state === 'json') {
      memory.set('mode', 'activity');
      return { state: 'read', readings: [...readings, ...activityReadings(activity.value)] };
    }
    if (key.state === 'refused') return plain(key.kind === 'missing' ? activity : key);
    // The budget alone is worth showing, and its counter stands in for the activity.
    readings.push({ kind: 'note', words: `Only the sum of this key can be read. ${plain(activity).advice}` }, ...keyCounter(key.value));
    return { state: 'read', readings };
  },
};

/** Pages of rows that are asked for at most in one poll. */
const MAX_PAGES = 10;
const PAGE_SIZE = 1000;

/** Rows since the last poll, with an overlap, because they are written late. Each counts once, by its id. */
async function readLogs({ ask, memory, now, startOfDay }: PollContext): Promise<Decoded> {
  const text = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  const from = Number(memory.get('logs') ?? startOfDay + OVERLAP) - OVERLAP;
  const readings: Reading[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const query = { start_date: text(from), end_date: text(now + 60_000), page: String(page), page_size: String(PAGE_SIZE) };
    const answer = await ask({ path: '/spend/logs/v2', query });
    if (answer.state === 'refused') return answer;
    const rows = member(answer.value, 'data') ?? member(answer.value, 'logs') ?? answer.value;
    if (!Array.isArray(rows))
      return refuse('not-data', 'The spend logs have another shape than expected.', 'Update Pennylint, or use the metrics page.');
    readings.push(...list(rows, PAGE_SIZE).flatMap(rowReading));
    if (rows.length < PAGE_SIZE) break;
    if (page === MAX_PAGES)
      readings.push({ kind: 'note', words: 'There are more spend logs than can be asked for; some are not counted.' });
  }
  memory.set('logs', String(now));
  return { state: 'read', readings };
}

/** Rows come up to this much later than the request, in milliseconds. */
const OVERLAP = 300_000;

function rowReading(row: unknown): Reading[] {
  const id = member(row, 'request_id');
  const at = time(member(row, 'startTime') ?? member(row, 'endTime'));
  if (typeof id !== 'string' || at === undefined) return [];
  const details = member(row, 'metadata', 'additional_usage_values');
  const spend = usd(member(row, 'spend'));
  const failed = member(row, 'status') === 'failure';
  const tags = list(member(row, 'request_tags'), 8).flatMap((tag) => cleanTag('tag', tag) ?? []);
  return [
    {
      kind: 'delta',
      id,
      at,
      dims: {
        ...told({
          model: cleanLabel(member(row, 'model')),
          requestedModel: cleanLabel(member(row, 'model_group')),
          provider: cleanLabel(member(row, 'custom_llm_provider')),
          user: cleanLabel(member(row, 'user')) ?? cleanLabel(member(row, 'end_user')),
          team: cleanLabel(member(row, 'team_alias')) ?? cleanLabel(member(row, 'team_id')),
          task: cleanLabel(member(row, 'session_id')),
        }),
        ...(tags.length === 0 ? {} : { tags }),
      },
      amounts: told({
        reported: spend,
        input: number(member(row, 'prompt_tokens')),
        output: number(member(row, 'completion_tokens')),
        cacheRead: number(member(details, 'cache_read_input_tokens') ?? member(details, 'prompt_tokens_details', 'cached_tokens')),
        cacheWrite: number(member(details, 'cache_creation_input_tokens')),
        calls: 1,
        failed: failed ? 1 : 0,
        failedMoney: failed ? spend : 0,
      }),
    },
  ];
}

function plain(refusal: Refusal): Refusal {
  if (refusal.kind === 'forbidden') return { ...refusal, reason: 'This key may not read its own spend.', advice: FORBIDDEN_ADVICE };
  if (refusal.kind === 'failed' || refusal.kind === 'missing') {
    return { ...refusal, advice: 'Without a database LiteLLM keeps no spend to ask for; its metrics page (/metrics/) works without one.' };
  }
  return refusal;
}

function keyReadings(value: unknown): readonly Reading[] {
  const info = member(value, 'info');
  const spent = usd(member(info, 'spend'));
  const limit = usd(member(info, 'max_budget'));
  if (spent === undefined || limit === undefined || limit <= 0) return [];
  const name = `key ${cleanLabel(member(info, 'key_alias')) ?? 'in use'}`;
  const resetsAt = time(member(info, 'budget_reset_at'));
  return [{ kind: 'budget', name, limit, spent, ...(resetsAt === undefined ? {} : { resetsAt }) }];
}

function keyCounter(value: unknown): readonly Reading[] {
  const spent = usd(member(value, 'info', 'spend'));
  return spent === undefined ? [] : [{ kind: 'counter', series: 'key', dims: {}, amounts: { reported: spent } }];
}

function activityReadings(value: unknown): readonly Reading[] {
  return list(member(value, 'results'), 400).flatMap((row): Reading[] => {
    const from = time(`${String(member(row, 'date'))}T00:00:00Z`);
    if (from === undefined) return [];
    const models = member(row, 'breakdown', 'models');
    const window = (dims: Dims, metrics: unknown): Reading => ({
      kind: 'window',
      series: 'activity',
      from,
      to: from + DAY,
      dims,
      amounts: told({
        reported: usd(member(metrics, 'spend')),
        input: number(member(metrics, 'prompt_tokens')),
        output: number(member(metrics, 'completion_tokens')),
        calls: number(member(metrics, 'api_requests')),
        failed: number(member(metrics, 'failed_requests')),
      }),
    });
    const names = typeof models === 'object' && models !== null ? Object.keys(models).slice(0, 500) : [];
    // Newer versions put the numbers of a model one level deeper.
    const rows = names.map((name) => {
      const entry = member(models, name);
      const model = cleanLabel(name);
      return window(model === undefined ? {} : { model }, member(entry, 'metrics') ?? entry);
    });
    return rows.length > 0 ? rows : [window({}, member(row, 'metrics'))];
  });
}
