import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  bifrostMessage,
  FORBIDDEN_ADVICE,
  httpSources,
  LANGFUSE_DAILY_QUOTA,
  refuse,
  type HttpSource,
  type JsonAnswer,
  type Question,
  type Refusal,
} from '../../src/core/spend/index.ts';
import { matchesGolden } from '../support/golden.ts';
import { booked, meter, snapshot, START } from '../support/spend.ts';

const KINDS: Readonly<Record<number, Refusal['kind']>> = { 401: 'unauthorized', 403: 'forbidden', 404: 'missing' };

/** Answers from a recorded file: bodies, or a status, by path. */
function recorded(source: HttpSource, name: string, asked: Question[] = []) {
  const bodies = JSON.parse(readFileSync(path.join(import.meta.dirname, source.id, `${name}.json`), 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  return (question: Question): Promise<JsonAnswer> => {
    asked.push(question);
    const body = bodies[question.path];
    if (body === undefined) return Promise.resolve(refuse('missing', 'nothing there', 'check it'));
    if (typeof body === 'number') return Promise.resolve(refuse(KINDS[body] ?? 'failed', `status ${body}`, 'ask somebody'));
    return Promise.resolve({ state: 'json', value: body });
  };
}

function context(source: HttpSource, name: string, memory = new Map<string, string>(), now = START, asked: Question[] = []) {
  return {
    ask: recorded(source, name, asked),
    now,
    startOfDay: Date.UTC(2026, 10, 20),
    memory,
    settings: { account: 'acct', project: 'p-1' },
  };
}

describe('sources over HTTP', () => {
  for (const source of httpSources) {
    const files = readdirSync(path.join(import.meta.dirname, source.id)).filter((name) => name.endsWith('.json'));
    assert.ok(files.length > 0, `${source.id} has a recorded body`);
    for (const file of files) {
      it(`${source.id}: ${file}`, async () => {
        const name = file.slice(0, -5);
        const asked: Question[] = [];
        const result = await source.poll(context(source, name, new Map(), START, asked));
        const questions = asked.map(({ path: at, query, body }) => `${at} ${JSON.stringify(query ?? body ?? {})}`);
        const lines = result.state === 'read' ? result.readings.map((reading) => JSON.stringify(reading)) : [JSON.stringify(result)];
        matchesGolden(
          path.join(import.meta.dirname, source.id, `${name}.expected.txt`),
          `${['asked', ...questions, '', 'read', ...lines].join('\n')}\n`,
        );
        assert.doesNotMatch(lines.join(), /example\.org|secret prompt|"(?:input|reported|output)":null|NaN/);
      });
    }

    it(`${source.id}: survives answers of any other shape`, async () => {
      for (const value of [
        null,
        [],
        {},
        '',
        7,
        { data: null },
        { data: [null, 7, 'x', {}] },
        { results: 'x' },
        { logs: {} },
        { data: { result: [{ values: 'x' }] }, status: 'success' },
      ]) {
        const result = await source.poll({
          ...context(source, files[0]!.slice(0, -5)),
          ask: () => Promise.resolve({ state: 'json', value }),
        });
        if (result.state === 'refused') assert.ok(result.reason.length > 5 && result.advice.length > 5);
        else for (const reading of result.readings) assert.doesNotMatch(JSON.stringify(reading), /null|NaN/);
      }
    });
  }

  const named = (id: string): HttpSource => httpSources.find((source) => source.id === id)!;

  it('count a row once, and what is told again in place of what was told', async () => {
    for (const [id, name, field, expected] of [
      ['litellm-rest', 'logs', 'reported', 2003.1],
      ['litellm-rest', 'activity', 'calls', 37],
      ['bifrost-logs', 'logs', 'reported', 12_300],
      ['cloudflare', 'minutes', 'reported', 31_200],
      ['tensorzero', 'usage', 'reported', 12_700],
      ['helicone', 'rows', 'reported', 3100],
      ['portkey', 'cost', 'reported', 4_182_500],
    ] as const) {
      const of = meter({ money: 'reported' });
      const memory = new Map<string, string>();
      for (let i = 0; i < 3; i++) {
        const result = await named(id).poll(context(named(id), name, memory, START + i * 60_000));
        assert.ok(result.state === 'read');
        of.take(result.readings, START + i * 60_000);
      }
      let sum = 0;
      for (const { total } of of.ledger.utcDays.values()) sum += total[field === 'reported' ? 0 : 9]!;
      assert.ok(Math.abs(sum - expected) < 1e-3, `${id}: ${sum}`);
    }
  });

  it('LiteLLM: a key that may read nothing is told what to ask for', async () => {
    const result = await named('litellm-rest').poll(context(named('litellm-rest'), 'forbidden'));
    assert.ok(result.state === 'refused');
    assert.equal(result.reason, 'This key may not read its own spend.');
    assert.equal(result.advice, FORBIDDEN_ADVICE);
  });

  it('OpenRouter: sums of the day and month are complete, spend in between is live', async () => {
    const source = named('openrouter');
    const of = meter({ money: 'reported', lacks: source.lacks });
    const poll = async (usage: number, at: number): Promise<void> => {
      const result = await source.poll({
        ...context(source, 'key'),
        now: at,
        ask: () => Promise.resolve({ state: 'json', value: { data: { usage, usage_daily: usage - 16.85, usage_monthly: usage } } }),
      });
      assert.ok(result.state === 'read');
      of.take(result.readings, at);
    };
    await poll(18.25, START);
    await poll(18.35, START + 60_000);
    await poll(18.45, START + 120_000);
    const made = snapshot(of, START + 120_000);
    assert.equal(made.today.value, 1_600_000);
    assert.match(made.today.notes.join(), /UTC days/);
    assert.equal(made.month.value, 18_450_000);
    assert.ok(Math.abs(booked(of) - 200_000) < 1);
    assert.match(made.cacheHitRate.reason ?? '', /^Not available from this source/);
    assert.match(made.calls.reason ?? '', /^Not available from this source/);
  });

  it('Langfuse: never asks more often a day than the smallest plan allows', async () => {
    const source = named('langfuse');
    const memory = new Map<string, string>();
    let asked = 0;
    const ask = (question: Question): Promise<JsonAnswer> => {
      asked++;
      return recorded(source, 'metrics')(question);
    };
    let last;
    for (let i = 0; i < 150; i++) last = await source.poll({ ...context(source, 'metrics', memory), ask, now: START + i * 1000 });
    assert.equal(asked, LANGFUSE_DAILY_QUOTA);
    assert.ok(last?.state === 'refused' && last.kind === 'limited' && last.retryAfter === 14 * 3_600_000 - 149_000);
    assert.equal((await source.poll({ ...context(source, 'metrics', memory), ask, now: START + 86_400_000 })).state, 'read');
    assert.ok(source.leastMs >= 15 * 60_000);
  });

  it('Prometheus: one name per rule, profiles as PromQL, health checks left out', async () => {
    const asked: Question[] = [];
    const memory = new Map<string, string>();
    const first = await named('prometheus').poll(context(named('prometheus'), 'server', memory, START, asked));
    assert.ok(first.state === 'read');
    const queries = [...new Set(asked.flatMap(({ query }) => query?.query ?? []))];
    assert.ok(
      queries.includes(
        'sum by (model, litellm_model_name, requested_model, api_provider, team_alias, team, user, end_user) (increase(litellm_spend_metric_total{api_key_alias!~"litellm-internal-health-check",route!~"/(?:metrics|health|key|user|team|tag|customer|spend|global|models?|v1/models?)(?:/.*)?"}[300s]))',
      ),
      queries.join('\n'),
    );
    assert.ok(!queries.some((query) => query.includes('provider_cache_read')));
    assert.equal(memory.get('profile'), 'litellm');
    asked.length = 0;
    await named('prometheus').poll(context(named('prometheus'), 'server', memory, START + 15_000, asked));
    assert.ok(
      asked.every(({ path: at }) => at.startsWith('/api/v1/query')),
      'names are asked for once',
    );
    assert.ok(
      asked.every(({ query }) => query?.step === undefined || (query.step === '300' && Number(query.start) > START / 1000 - 600)),
      'the past is asked for once',
    );
  });

  it('Prometheus: calls that name only the requested model go to the model behind it, once, also when it shows only later', async () => {
    const source = named('prometheus');
    const of = meter({ money: 'reported' });
    const memory = new Map([
      ['profile', 'litellm'],
      ['names', 'litellm_spend_metric_total litellm_proxy_total_requests_metric_total'],
    ]);
    const at = Math.floor(START / 300_000) * 300;
    const poll = async (spent: Readonly<Record<string, number>>): Promise<void> => {
      const answer = await source.poll({
        ...context(source, 'server', memory, START + 1000),
        ask: ({ query }) => {
          const text = query?.query ?? '';
          const row = (metric: Readonly<Record<string, string>>, value: number): unknown => ({
            metric,
            values: [[at + 300, String(value)]],
          });
          const result =
            !text.startsWith('sum') || query?.step !== '300' || Number(query.start) < START / 1000 - 3600
              ? []
              : text.includes('requests')
                ? [row({ requested_model: 'dear', user: 'a' }, 6)]
                : Object.entries(spent).map(([model, usd]) => row({ model, requested_model: 'dear', user: 'a' }, usd));
          return Promise.resolve({ state: 'json', value: { status: 'success', data: { result } } });
        },
      });
      assert.ok(answer.state === 'read');
      of.take(answer.readings, START + 1000);
    };
    const rows = (): readonly unknown[] =>
      snapshot(of, START + 1000).tables.today.model.rows.flatMap(({ name, calls, microUsd }) =>
        calls === 0 && microUsd === 0 ? [] : [[name, Math.round(calls ?? 0), Math.round(microUsd ?? 0)]],
      );
    await poll({});
    assert.deepEqual(rows(), [['dear', 6, 0]]);
    await poll({ 'gpt-4o': 0.5 });
    assert.deepEqual(rows(), [['gpt-4o', 6, 500_000]]);
    await poll({ 'gpt-4o': 0.5 });
    assert.deepEqual(rows(), [['gpt-4o', 6, 500_000]]);
    await poll({ 'gpt-4o': 0.5, 'gpt-4o-mini': 0.25 });
    assert.equal(Math.round(booked(of, 'calls')), 6);
    assert.equal(Math.round(booked(of)), 750_000);
  });

  it('Prometheus: after a silence of any length each moment is asked for once, in windows that do not overlap', async () => {
    const source = named('prometheus');
    const HOUR = 3_600_000;
    const memory = new Map<string, string>();
    const told = new Map<number, number>();
    let now = START;
    for (const pause of [0, 15_000, 20 * 60_000, 5 * HOUR, 25 * HOUR, 49 * HOUR + 7 * 60_000, 60_000]) {
      now += pause;
      const of = new Map<number, number>();
      await source.poll({
        ...context(source, 'server', memory, now),
        ask: (question) => {
          const { start, end, step } = question.query ?? {};
          if (start !== undefined && question.query?.query?.includes('litellm_spend_metric')) {
            for (let at = Number(start); at <= Number(end); at += Number(step)) {
              for (let part = at - Number(step); part < at; part += 300) of.set(part, (of.get(part) ?? 0) + 1);
              // A window that was told before comes again in the same width, or not at all.
              const width = told.get(at - Number(step));
              if (width !== undefined) assert.equal(width, Number(step));
              told.set(at - Number(step), Number(step));
            }
          }
          return recorded(source, 'server')(question);
        },
      });
      assert.ok([...of.values()].every((count) => count === 1));
    }
    const moments = [...told].flatMap(([from, step]) => Array.from({ length: step / 300 }, (_, i) => from + i * 300)).sort((a, b) => a - b);
    assert.equal(new Set(moments).size, moments.length, 'no moment in two windows');
    assert.equal((moments.at(-1)! - moments[0]!) / 300 + 1, moments.length, 'no moment left out');
  });

  it('windows that are forgotten do not count again', () => {
    const of = meter({ money: 'reported' });
    const HOUR = 3_600_000;
    for (let hour = 0; hour < 100; hour++) {
      const now = START + hour * HOUR;
      of.take(
        Array.from({ length: 48 }, (_, i) => ({
          kind: 'window' as const,
          series: 'x',
          from: now - i * HOUR,
          to: now - i * HOUR + HOUR,
          dims: {},
          amounts: { reported: 10 },
        })),
        now,
      );
    }
    assert.ok(Math.abs(booked(of) - 147 * 10) < 1e-3, String(booked(of)));
    assert.ok(of.windows.size < 60);
  });

  it('Bifrost: messages of the WebSocket are rows, and nothing else is', () => {
    const row = { id: 'x', timestamp: '2026-11-20T10:00:00Z', model: 'm', provider: 'openai', status: 'success', cost: 0.5 };
    assert.equal(bifrostMessage(JSON.stringify({ type: 'log', operation: 'update', payload: row })).length, 1);
    for (const text of [
      '',
      'ping',
      '{',
      '[]',
      '{"type":"store_update"}',
      JSON.stringify({ type: 'log', payload: { ...row, status: 'processing' } }),
    ]) {
      assert.equal(bifrostMessage(text).length, 0);
    }
  });
});
