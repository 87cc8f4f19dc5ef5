import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  EVENTS_WAIT,
  otlpEvents,
  OtlpIntake,
  otlpPoints,
  OTLP_MESSAGES,
  profileById,
  readProtobuf,
  type OtlpReadings,
} from '../../src/core/spend/index.ts';
import { startReceiver, type Receiver } from '../../src/gateways/index.ts';
import { booked, meter, START } from '../support/spend.ts';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const nano = (at: number): string => `${at}000000`;
const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });

function sum(name: string, value: number, attributes: readonly Attribute[], temporality: 1 | 2, start = START, at = START + 10_000) {
  return {
    name,
    sum: {
      aggregationTemporality: temporality,
      isMonotonic: true,
      dataPoints: [{ attributes, startTimeUnixNano: nano(start), timeUnixNano: nano(at), asDouble: value }],
    },
  };
}

function metrics(...list: readonly object[]) {
  return {
    resourceMetrics: [
      {
        resource: { attributes: [text('service.name', 'claude-code')] },
        scopeMetrics: [{ scope: { name: 'com.anthropic.claude_code' }, metrics: list }],
      },
    ],
  };
}

function event(name: string, attributes: readonly Attribute[], at = START) {
  return {
    resourceLogs: [
      {
        resource: { attributes: [text('service.name', 'claude-code')] },
        scopeLogs: [
          {
            scope: { name: 'com.anthropic.claude_code.events' },
            logRecords: [{ timeUnixNano: nano(at), body: { stringValue: `claude_code.${name}` }, attributes }],
          },
        ],
      },
    ],
  };
}

const REQUEST: readonly Attribute[] = [
  text('event.name', 'api_request'),
  text('session.id', '5b1e'),
  text('model', 'claude-sonnet-4-5'),
  { key: 'cost_usd', value: { doubleValue: 0.0837 } },
  { key: 'input_tokens', value: { intValue: '14' } },
  { key: 'output_tokens', value: { intValue: '1480' } },
  { key: 'cache_read_tokens', value: { intValue: '91200' } },
  { key: 'cache_creation_tokens', value: { intValue: '8786' } },
];

/** Takes readings into one meter for Claude Code. */
function taker() {
  const of = meter({ profile: profileById('claude-code')! });
  return {
    of,
    take: (all: readonly OtlpReadings[], now: number) => {
      for (const { readings } of all) of.take(readings, now);
    },
  };
}

describe('OTLP', () => {
  it('adds delta points and differences cumulative ones, by their start time', () => {
    const labels = [text('session.id', 'a'), text('model', 'claude-sonnet-4-5')];
    const intake = new OtlpIntake(START);
    const { of, take } = taker();
    const send = (body: object, now: number): void => {
      take(intake.points(otlpPoints(body) ?? [], now), now);
    };
    send(metrics(sum('claude_code.cost.usage', 0.02, labels, 1)), START + 10_000);
    send(metrics(sum('claude_code.cost.usage', 0.01, labels, 1, START + 10_000, START + 20_000)), START + 20_000);
    // An exporter that got no answer sends the same point again.
    send(metrics(sum('claude_code.cost.usage', 0.01, labels, 1, START + 10_000, START + 20_000)), START + 21_000);
    assert.equal(Math.round(booked(of, 'notional')), 30_000);

    const other = [text('session.id', 'b'), text('model', 'claude-sonnet-4-5')];
    // Began before we listened: its first value is old. Began afterwards: it is new.
    send(metrics(sum('claude_code.cost.usage', 5, other, 2, START - 1000, START + 30_000)), START + 30_000);
    send(metrics(sum('claude_code.cost.usage', 5.5, other, 2, START - 1000, START + 40_000)), START + 40_000);
    assert.equal(Math.round(booked(of, 'notional')), 530_000);
    send(metrics(sum('claude_code.cost.usage', 0.25, other, 2, START + 41_000, START + 50_000)), START + 50_000);
    send(metrics(sum('claude_code.cost.usage', 0.5, other, 2, START + 41_000, START + 60_000)), START + 60_000);
    assert.equal(Math.round(booked(of, 'notional')), 1_030_000);
  });

  it('counts money of metrics or of events, never of both', () => {
    for (const [order, money, calls] of [
      [['events', 'metrics'], 83_700, 1],
      [['metrics', 'events'], 83_700, 1],
      [['events'], 83_700, 1],
      [['metrics'], 83_700, 0],
    ] as const) {
      const intake = new OtlpIntake(START);
      const { of, take } = taker();
      order.forEach((kind, i) => {
        const now = START + i * 5000;
        if (kind === 'events') take(intake.events(otlpEvents(event('api_request', REQUEST)) ?? [], now), now);
        else
          take(
            intake.points(
              otlpPoints(
                metrics(sum('claude_code.cost.usage', 0.0837, [text('session.id', '5b1e'), text('model', 'claude-sonnet-4-5')], 1)),
              ) ?? [],
              now,
            ),
            now,
          );
      });
      take(intake.tick(START + EVENTS_WAIT + 10_000), START + EVENTS_WAIT + 10_000);
      assert.equal(Math.round(booked(of, 'notional')), money, order.join());
      assert.equal(booked(of, 'calls'), calls, order.join());
    }
  });

  it('reads only the events it needs, wherever their name stands, and no prompt', () => {
    assert.equal(otlpEvents(event('user_prompt', [text('prompt', 'secret')]))?.length, 0);
    assert.equal(otlpEvents(event('tool_result', []))?.length, 0);
    const read = otlpEvents(event('api_request', REQUEST));
    assert.equal(read?.[0]?.service, 'claude_code');
    const bare = {
      resourceLogs: [
        {
          resource: { attributes: [text('service.name', 'claude-code')] },
          scopeLogs: [{ logRecords: [{ eventName: 'api_error', attributes: [] }] }],
        },
      ],
    };
    assert.equal(otlpEvents(bare)?.[0]?.name, 'api_error');
    const intake = new OtlpIntake(START);
    const { of, take } = taker();
    take(
      intake.events(
        [...read, ...(otlpEvents(event('api_error', [text('session.id', '5b1e'), text('attempt', '2')], START + 1)) ?? [])],
        START,
      ),
      START,
    );
    take(intake.tick(START + EVENTS_WAIT), START + EVENTS_WAIT);
    assert.equal(booked(of, 'input'), 100_000);
    assert.equal(booked(of, 'failedAttempts'), 1);
    assert.equal(booked(of, 'attempts'), 2);
  });

  it('reads histograms by sum and count, and 64-bit numbers as texts', () => {
    const body = metrics({
      name: 'codex.turn.token_usage',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: ['input', 'cached_input', 'total'].map((type) => ({
          attributes: [text('token_type', type), text('model', 'gpt-5-codex')],
          count: '1',
          sum: 18_200,
          startTimeUnixNano: nano(START),
          timeUnixNano: nano(START + 1000),
        })),
      },
    });
    const of = meter({ profile: profileById('codex')! });
    for (const { profile, readings } of new OtlpIntake(START).points(otlpPoints(body) ?? [], START + 1000)) {
      assert.equal(profile.id, 'codex');
      of.take(readings, START + 1000);
    }
    assert.deepEqual([booked(of, 'input'), booked(of, 'cacheRead'), booked(of, 'calls')], [18_200, 18_200, 1]);
    assert.ok(booked(of, 'computed') > 0);
  });

  it('survives any bytes as protobuf, and any JSON', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const schema of Object.values(OTLP_MESSAGES)) {
          const read = readProtobuf(bytes, schema);
          otlpPoints(read);
          otlpEvents(read);
        }
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value: unknown = JSON.parse(json);
        otlpPoints({ resourceMetrics: [value, { scopeMetrics: [value, { metrics: [value] }] }] });
        otlpEvents({ resourceLogs: [value, { scopeLogs: [value, { logRecords: [value] }] }] });
      }),
    );
  });

  describe('receiver', () => {
    let receiver: Receiver;
    let got: OtlpReadings[];

    beforeEach(async () => {
      got = [];
      receiver = await startReceiver({ take: (readings) => got.push(...readings), maxBytes: 100_000 });
    });

    afterEach(() => receiver.close());

    function post(options: {
      path?: string;
      method?: string;
      headers?: Readonly<Record<string, string>>;
      body?: string | Buffer;
      host?: string;
    }): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
      return new Promise((resolve, reject) => {
        const call = request(
          {
            host: options.host ?? '127.0.0.1',
            port: receiver.port,
            path: options.path ?? '/v1/metrics',
            method: options.method ?? 'POST',
            headers: { 'content-type': 'application/json', ...options.headers },
          },
          (response) => {
            response.resume();
            response.on('end', () => {
              resolve({ status: response.statusCode ?? 0, headers: response.headers });
            });
          },
        );
        call.on('error', reject);
        call.end(options.body ?? '');
      });
    }

    const body = JSON.stringify(metrics(sum('claude_code.cost.usage', 0.02, [text('session.id', 'a')], 1)));

    it('takes metrics, plain and compressed', async () => {
      assert.equal((await post({ body })).status, 200);
      assert.equal((await post({ body: gzipSync(body), headers: { 'content-encoding': 'gzip' } })).status, 200);
      assert.equal((await post({ body: '{}', path: '/v1/logs' })).status, 200);
      assert.deepEqual(
        got.map(({ profile }) => profile.id),
        ['claude-code', 'claude-code'],
      );
    });

    it('refuses everything else', async () => {
      for (const [options, status] of [
        [{ path: '/' }, 404],
        [{ path: '/v1/metrics/../logs' }, 404],
        [{ path: '/v1/traces', body }, 404],
        [{ method: 'GET' }, 405],
        [{ method: 'OPTIONS' }, 405],
        [{ headers: { 'content-type': 'text/plain' }, body }, 415],
        [{ headers: { 'content-encoding': 'br' }, body }, 415],
        [{ headers: { origin: 'https://evil.example' }, body }, 403],
        [{ headers: { host: 'evil.example' }, body }, 403],
        [{ headers: { host: '127.0.0.1.evil.example' }, body }, 403],
        [{ body: 'not json' }, 400],
        [{ body: '[]' }, 400],
        [{ body: '{"resourceLogs":7}' }, 400],
        [{ body: 'x'.repeat(200_000) }, 413],
        [{ body: gzipSync(Buffer.alloc(5_000_000)), headers: { 'content-encoding': 'gzip' } }, 413],
        [{ body: 'no gzip', headers: { 'content-encoding': 'gzip' } }, 400],
        [{ body: Buffer.from([0xff, 0xff, 0xff]), headers: { 'content-type': 'application/x-protobuf' } }, 400],
      ] as const) {
        const answer = await post(options).catch((error: unknown) => ({
          status: (error as NodeJS.ErrnoException).code === 'EPIPE' || (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? status : 0,
          headers: {},
        }));
        assert.equal(answer.status, status, JSON.stringify(options).slice(0, 100));
        for (const header of Object.keys(answer.headers)) assert.doesNotMatch(header, /^access-control/);
      }
      assert.equal(got.length, 0);
    });

    it('listens on this machine only', async () => {
      const { networkInterfaces } = await import('node:os');
      const outside = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .find(({ internal, family }) => !internal && family === 'IPv4');
      if (outside === undefined) return;
      await assert.rejects(post({ host: outside.address, body }));
    });
  });
});
