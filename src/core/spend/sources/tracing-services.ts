/** Services that record calls: Helicone, Braintrust, LangSmith. Shapes as documented in 2026; answers were not seen, so they are read warily. */
import { DAY, HOUR, utcDay } from '../ledger.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { cleanLabel } from '../labels.ts';
import { rowWindow } from './rows.ts';
import { BEARER, list, member, number, time, told, usd, type HttpSource } from './source.ts';

/** Rows of one answer of Helicone. */
const PAGE = 1000;

/** Helicone: one row per request since the last poll. */
export const helicone: HttpSource = {
  id: 'helicone',
  name: 'Helicone',
  home: 'https://api.helicone.ai',
  key: BEARER,
  pollMs: 60_000,
  leastMs: 60_000,
  money: 'reported',
  async poll({ ask, now, memory, startOfDay }): Promise<Decoded> {
    const from = Number(memory.get('from') ?? startOfDay);
    const filter = { request_response_rmt: { request_created_at: { gt: new Date(from).toISOString() } } };
    const answer = await ask({
      path: '/v1/request/query-clickhouse',
      body: { filter, offset: 0, limit: PAGE, sort: { created_at: 'asc' } },
    });
    if (answer.state === 'refused') return answer;
    const rows = member(answer.value, 'data');
    if (!Array.isArray(rows))
      return refuse('failed', `Helicone says: ${String(member(answer.value, 'error')).slice(0, 200)}`, 'Check the key.');
    let last = from;
    const readings = list(rows, PAGE).flatMap((row): Reading[] => {
      const id = member(row, 'request_id');
      const at = time(member(row, 'request_created_at'));
      if (typeof id !== 'string' || at === undefined) return [];
      last = Math.max(last, at);
      const cost = member(row, 'cost') ?? member(row, 'costUSD') ?? member(row, 'provider_total_cost');
      const failed = (number(member(row, 'response_status') ?? member(row, 'status')) ?? 200) >= 400;
      return [
        {
          kind: 'delta',
          id,
          at,
          dims: told({
            model: cleanLabel(member(row, 'response_model') ?? member(row, 'request_model') ?? member(row, 'model')),
            provider: cleanLabel(member(row, 'provider'))?.toLowerCase(),
            user: cleanLabel(member(row, 'request_user_id') ?? member(row, 'user_id')),
            task: cleanLabel(member(row, 'request_properties', 'Helicone-Session-Id') ?? member(row, 'properties', 'Helicone-Session-Id')),
          }),
          amounts: told({
            reported: usd(cost),
            input: number(member(row, 'prompt_tokens')),
            output: number(member(row, 'completion_tokens')),
            cacheRead: number(member(row, 'prompt_cache_read_tokens')),
            cacheWrite: number(member(row, 'prompt_cache_write_tokens')),
            calls: 1,
            failed: failed ? 1 : 0,
            failedMoney: failed ? usd(cost) : 0,
          }),
        },
      ];
    });
    // A full page: the next poll goes on where it ended. Otherwise rows may still come late.
    memory.set('from', String(rows.length >= PAGE ? last - 1 : Math.max(from, Math.min(last, now) - 5 * 60_000)));
    return { state: 'read', readings };
  },
};

/** Braintrust: tokens by hour and model from its SQL. Money is computed here: its own is an estimate too. */
export const braintrust: HttpSource = {
  id: 'braintrust',
  name: 'Braintrust',
  home: 'https://api.braintrust.dev',
  key: BEARER,
  pollMs: 60_000,
  leastMs: 60_000,
  money: 'computed',
  lacks: { cacheHitRate: 'the names of its cache figures are not documented.', tasks: 'sums by hour name no session.' },
  needs: { project: 'the project id' },
  async poll({ ask, now, settings }): Promise<Decoded> {
    const project = settings.project ?? '';
    if (!/^[\w-]{1,64}$/.test(project))
      return refuse('failed', 'The project id of Braintrust is missing.', 'Name it in the settings of the source.');
    const sql = `SELECT hour(created) AS t, metadata.model AS model, sum(metrics.prompt_tokens) AS p, sum(metrics.completion_tokens) AS c, count(1) AS n FROM project_logs('${project}') WHERE created >= '${utcDay(now - DAY)}' GROUP BY 1, 2`;
    const answer = await ask({ path: '/btql', body: { query: sql, fmt: 'json' } });
    if (answer.state === 'refused') return answer;
    const rows = member(answer.value, 'data') ?? member(answer.value, 'rows') ?? answer.value;
    if (!Array.isArray(rows)) return refuse('not-data', 'The answer has no rows.', 'Check the project id.');
    const shape = {
      at: 't',
      lengthMs: HOUR,
      dims: { model: 'model' },
      amounts: { input: 'p', output: 'c', calls: 'n' },
      money: 1,
    } as const;
    return { state: 'read', readings: list(rows).flatMap((row) => rowWindow(row, shape, 'hour')) };
  },
};

/** LangSmith: the sums of the user's day, told anew at every poll. */
export const langsmith: HttpSource = {
  id: 'langsmith',
  name: 'LangSmith',
  home: 'https://api.smith.langchain.com',
  key: { header: 'x-api-key', prefix: '' },
  pollMs: 60_000,
  leastMs: 60_000,
  money: 'reported',
  lacks: { tasks: 'its statistics name no session.' },
  async poll({ ask, now, startOfDay, settings }): Promise<Decoded> {
    const hour = Math.floor(now / HOUR) * HOUR;
    const readings: Reading[] = [];
    // The hour before may still have grown.
    for (const from of [hour - HOUR, hour].filter((start) => start >= startOfDay - HOUR)) {
      const body = {
        is_root: false,
        run_type: 'llm',
        start_time: new Date(from).toISOString(),
        end_time: new Date(from + HOUR).toISOString(),
        ...(settings.project === undefined ? {} : { session: [settings.project] }),
      };
      const answer = await ask({ path: '/api/v1/runs/stats', body });
      if (answer.state === 'refused') return answer;
      const runs = number(member(answer.value, 'run_count'));
      if (runs === undefined) return refuse('not-data', 'The answer holds no statistics.', 'Check the address of the source.');
      const rate = number(member(answer.value, 'error_rate'));
      readings.push({
        kind: 'window',
        series: 'stats',
        from,
        to: from + HOUR,
        dims: {},
        amounts: told({
          reported: usd(member(answer.value, 'total_cost')),
          input: number(member(answer.value, 'prompt_tokens')),
          output: number(member(answer.value, 'completion_tokens')),
          cacheRead: number(member(answer.value, 'prompt_token_details', 'cache_read')),
          cacheWrite: number(member(answer.value, 'prompt_token_details', 'cache_creation')),
          calls: runs,
          failed: rate === undefined ? undefined : Math.round(runs * rate),
        }),
      });
    }
    return { state: 'read', readings };
  },
};
