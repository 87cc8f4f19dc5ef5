/**
 * Bifrost's log: one row per request, over REST and pushed over its WebSocket. Shape: maximhq/bifrost, framework/logstore/tables.go and
 * transports/bifrost-http/handlers/websocket.go, 2026. Rows hold prompts and answers; only the members named here are ever looked at.
 */
import { cleanLabel } from '../labels.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { BEARER, list, member, number, time, told, usd, type HttpSource } from './source.ts';

const PAGE = 500;
const MAX_PAGES = 20;
/** Rows are finished when the answer is complete, so recent ones are asked for again. */
const OVERLAP = 10 * 60_000;

/** Bifrost's log over REST. */
export const bifrostLogs: HttpSource = {
  id: 'bifrost-logs',
  name: 'Bifrost (log)',
  key: BEARER,
  pollMs: 10_000,
  leastMs: 5_000,
  money: 'reported',
  lacks: { tasks: 'the rows of its log name no session.' },
  async poll({ ask, now, memory, startOfDay }): Promise<Decoded> {
    const from = Number(memory.get('from') ?? startOfDay + OVERLAP) - OVERLAP;
    const readings: Reading[] = [];
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = {
        start_time: new Date(from).toISOString(),
        end_time: new Date(now + 60_000).toISOString(),
        limit: String(PAGE),
        offset: String(page * PAGE),
        sort_by: 'timestamp',
        order: 'asc',
      };
      const answer = await ask({ path: '/api/logs', query });
      if (answer.state === 'refused') return answer;
      const rows = member(answer.value, 'logs');
      // Go writes an empty list as null.
      if (!Array.isArray(rows) && rows !== null) return refuse('not-data', 'The answer holds no log.', 'Check the address of the source.');
      readings.push(...list(rows, PAGE).flatMap(bifrostRow));
      if (list(rows, PAGE).length < PAGE) break;
    }
    memory.set('from', String(now));
    return { state: 'read', readings };
  },
};

/** A message of the WebSocket: a finished row, or nothing for anything else. Never throws. */
export function bifrostMessage(text: string): readonly Reading[] {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    // What is not JSON is no row; the log over REST misses nothing by it.
    return [];
  }
  return member(message, 'type') === 'log' ? bifrostRow(member(message, 'payload')) : [];
}

/** A finished row of the log. `processing` rows are told again when they are done. */
export function bifrostRow(row: unknown): Reading[] {
  const id = member(row, 'id');
  const at = time(member(row, 'timestamp'));
  const status = member(row, 'status');
  if (typeof id !== 'string' || at === undefined || (status !== 'success' && status !== 'error')) return [];
  const usage = member(row, 'token_usage');
  const cost = usd(member(row, 'cost'));
  const retries = number(member(row, 'number_of_retries')) ?? 0;
  const tokens = number(member(usage, 'total_tokens')) ?? 0;
  const failed = status === 'error';
  return [
    {
      kind: 'delta',
      id,
      at,
      dims: told({
        model: cleanLabel(member(row, 'model')),
        requestedModel: cleanLabel(member(row, 'alias')),
        provider: cleanLabel(member(row, 'provider')),
        user: cleanLabel(member(row, 'user_name') ?? member(row, 'user_id')),
        team: cleanLabel(member(row, 'team_name') ?? member(row, 'team_id')),
      }),
      amounts: told({
        reported: cost,
        input: number(member(usage, 'prompt_tokens')),
        output: number(member(usage, 'completion_tokens')),
        cacheRead: number(member(usage, 'prompt_tokens_details', 'cached_tokens')),
        reasoning: number(member(usage, 'completion_tokens_details', 'reasoning_tokens')),
        calls: 1,
        failed: failed ? 1 : 0,
        attempts: 1 + retries,
        failedAttempts: retries + (failed ? 1 : 0),
        failedMoney: failed ? (cost ?? 0) : 0,
        unpricedCalls: cost === undefined && tokens > 0 ? 1 : 0,
      }),
    },
  ];
}
