/**
 * Real OpenTelemetry exporters from npm push to the receiver, as JSON and as protobuf, delta and cumulative; and a real Prometheus exporter's page is
 * read. Installs into a temporary folder; run by `npm run test:real`.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profileById, type OtlpReadings } from '../../src/core/spend/index.ts';
import { pageReader, startReceiver } from '../../src/gateways/index.ts';
import { booked, meter } from '../support/spend.ts';

const PACKAGES = [
  'api@1.10.0',
  'sdk-metrics@3.1.1',
  'exporter-metrics-otlp-http@0.301.0',
  'exporter-metrics-otlp-proto@0.301.0',
  'exporter-prometheus@0.301.0',
];

interface Counter {
  add(value: number, attributes: Readonly<Record<string, string>>): void;
}
interface Histogram {
  record(value: number, attributes: Readonly<Record<string, string>>): void;
}
interface Provider {
  getMeter(name: string): {
    createCounter(name: string, options?: object): Counter;
    createHistogram(name: string, options?: object): Histogram;
  };
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
type Constructor<T> = new (options: object) => T;

describe('real OpenTelemetry exporters', function () {
  this.timeout(180_000);
  let folder: string;
  let load: (name: string) => Readonly<Record<string, Constructor<never>>>;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-otel-'));
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    const names = PACKAGES.map((name) => `@opentelemetry/${name}`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...names], { cwd: folder, stdio: 'inherit' });
    const require = createRequire(path.join(folder, 'package.json'));
    load = (name) => require(`@opentelemetry/${name}`) as Readonly<Record<string, Constructor<never>>>;
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const format of ['http', 'proto']) {
    for (const temporality of [0, 1]) {
      it(`push ${temporality === 0 ? 'delta' : 'cumulative'} metrics as ${format === 'http' ? 'JSON' : 'protobuf'}`, async () => {
        const claude = meter({ profile: profileById('claude-code')! });
        const other = meter({ profile: profileById('otel')! });
        const take = (all: readonly OtlpReadings[]): void => {
          for (const { profile, readings } of all) (profile.id === 'claude-code' ? claude : other).take(readings, Date.now());
        };
        const receiver = await startReceiver({ take });
        const sdk = load('sdk-metrics') as unknown as {
          MeterProvider: Constructor<Provider>;
          PeriodicExportingMetricReader: Constructor<object>;
        };
        const { OTLPMetricExporter } = load(`exporter-metrics-otlp-${format}`) as unknown as { OTLPMetricExporter: Constructor<object> };
        const exporter = new OTLPMetricExporter({
          url: `http://127.0.0.1:${receiver.port}/v1/metrics`,
          temporalityPreference: temporality,
        });
        const reader = new sdk.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
        const provider = new sdk.MeterProvider({ readers: [reader] });
        const source = provider.getMeter('com.anthropic.claude_code');
        const cost = source.createCounter('claude_code.cost.usage', { unit: 'USD' });
        const tokens = source.createCounter('claude_code.token.usage', { unit: 'tokens' });
        const usage = source.createHistogram('gen_ai.client.token.usage', { unit: '{token}' });
        const labels = { 'session.id': 's-1', model: 'claude-sonnet-4-5' };
        for (const amount of [0.01, 0.02, 0.005]) {
          cost.add(amount, labels);
          tokens.add(100, { ...labels, type: 'input' });
          tokens.add(900, { ...labels, type: 'cacheRead' });
          usage.record(500, { 'gen_ai.token.type': 'input', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.provider.name': 'openai' });
          await provider.forceFlush();
        }
        assert.ok(Math.abs(booked(claude, 'notional') - 35_000) < 1e-3, String(booked(claude, 'notional')));
        assert.deepEqual([booked(claude, 'input'), booked(claude, 'cacheRead'), booked(other, 'input')], [3000, 2700, 1500]);
        assert.equal(receiver.refused(), 0);
        await provider.shutdown();
        await receiver.close();
      });
    }
  }

  it('show a page that is read', async () => {
    const sdk = load('sdk-metrics') as unknown as { MeterProvider: Constructor<Provider> };
    const { PrometheusExporter } = load('exporter-prometheus') as unknown as {
      PrometheusExporter: Constructor<{ startServer(): Promise<void>; _server: { address(): { port: number } } }>;
    };
    const exporter = new PrometheusExporter({ host: '127.0.0.1', port: 0, preventServerStart: true });
    await exporter.startServer();
    const provider = new sdk.MeterProvider({ readers: [exporter] });
    const cost = provider.getMeter('com.anthropic.claude_code').createCounter('claude_code.cost.usage', { unit: 'USD' });
    const labels = { 'session.id': 's-1', model: 'claude-sonnet-4-5' };
    const of = meter();
    const reader = pageReader({ url: `http://127.0.0.1:${exporter._server.address().port}/metrics` });
    cost.add(1, labels);
    for (let i = 0; i < 14; i++) {
      assert.equal(await reader.read(of), undefined);
      if (i < 4) cost.add(0.25, labels);
    }
    assert.equal(of.profile?.id, 'claude-code');
    assert.equal(Math.round(booked(of, 'notional')), 1_000_000);
    await provider.shutdown();
  });
});
