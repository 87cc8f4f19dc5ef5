/**
 * A real Prometheus server: its own tool judges what our queries count, and a server that scrapes a real LiteLLM proxy must tell the same money and tokens
 * as the proxy itself. Debian's package `prometheus` is used: the installed one, or one that is unpacked into a temporary folder.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpSources, profileById } from '../../src/core/spend/index.ts';
import { compileProfile } from '../../src/core/spend/profiles/compile.ts';
import { promql } from '../../src/core/spend/sources/promql.ts';
import { jsonReader, pageReader } from '../../src/gateways/index.ts';
import { booked, meter, snapshot } from '../support/spend.ts';
import { freePort, sharedProxy, type LiteLlmProxy } from './litellm-proxy.ts';

describe('a real Prometheus server', function () {
  this.timeout(600_000);
  let folder: string;
  let bin: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-prometheus-'));
    bin = programs();
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Folder with `prometheus` and `promtool`. */
  function programs(): string {
    const found = (process.env.PATH ?? '')
      .split(path.delimiter)
      .find((at) => ['prometheus', 'promtool'].every((name) => existsSync(path.join(at, name))));
    if (found !== undefined) return found;
    execFileSync('apt-get', ['download', '-qq', 'prometheus'], { cwd: folder, stdio: 'inherit' });
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    assert.ok(file !== undefined, 'apt-get downloads the package prometheus');
    execFileSync('dpkg-deb', ['-x', file, '.'], { cwd: folder });
    return path.join(folder, 'usr', 'bin');
  }

  it('counts growth, falls, new series and series that return, each once', () => {
    const target = 'job="j",instance="i"';
    const spend = (model: string, labels = target): string => `litellm_spend_metric_total{${labels},model="${model}"}`;
    const profile = compileProfile(profileById('litellm')!);
    const query = promql(profile, profile.rules[0]!, 'litellm_spend_metric_total', 300_000, 'exact');
    const expected: Readonly<Record<number, Readonly<Record<string, number>>>> = {
      5: { steady: 20, fell: 40, away: 0, climbed: 0, twice: 0, redeployed: 0 },
      // 90 to 100, then anew to 31.
      10: { steady: 20, fell: 41, new: 7, unwatched: 15, started: 9, climbed: 30, twice: 12, redeployed: 0, returned: 30 },
      15: { steady: 20, fell: 40, new: 0, unwatched: 20, started: 0, climbed: 0, twice: 0 },
      // It had 40 before it was away for a quarter of an hour.
      20: { steady: 20, fell: 40, new: 0, unwatched: 20, started: 0, away: 1, climbed: 0, twice: 0 },
      // Away for two hours: lower than before is all new; higher, nobody knows when.
      140: { redeployed: 4, returned: 0 },
    };
    const test = {
      interval: '15s',
      input_series: [
        { series: `up{${target}}`, values: '1x600' },
        { series: `process_start_time_seconds{${target}}`, values: '-100000x600' },
        { series: spend('steady'), values: '100+1x200' },
        { series: spend('new'), values: '_x25 7x100' },
        { series: spend('fell'), values: '50+2x25 3+2x100' },
        { series: spend('away'), values: '40x5 _x60 41x5' },
        // Its process began anew, and it was higher at once: no fall is ever seen.
        { series: 'process_start_time_seconds{job="j",instance="m"}', values: '-5000x25 390x60' },
        { series: 'up{job="j",instance="m"}', values: '1x200' },
        { series: spend('climbed', 'job="j",instance="m"'), values: '20x25 30x60' },
        { series: spend('twice'), values: '10x21 _x4 12x3 4+2x3 10x60' },
        { series: spend('redeployed'), values: '30x20 _x520 4x40' },
        { series: spend('returned'), values: '_x21 30x4 _x515 40x40' },
        // A server that Prometheus did not know before: what it counted earlier is not new.
        { series: spend('unwatched', 'job="j",instance="k"'), values: '_x25 500+1x100' },
        // Unless its process has only just begun.
        { series: 'process_start_time_seconds{job="j",instance="l"}', values: '_x25 380x100' },
        { series: spend('started', 'job="j",instance="l"'), values: '_x25 9x100' },
      ],
      promql_expr_test: Object.entries(expected).map(([minute, models]) => ({
        expr: query,
        eval_time: `${minute}m`,
        exp_samples: Object.entries(models).map(([model, value]) => ({ labels: `{model="${model}"}`, value })),
      })),
    };
    const file = path.join(folder, 'growth.json');
    writeFileSync(file, JSON.stringify({ rule_files: [], evaluation_interval: '15s', tests: [test] }));
    execFileSync(path.join(bin, 'promtool'), ['test', 'rules', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  });

  it('tells the same as the LiteLLM proxy that it scrapes, across a restart of the proxy', async () => {
    const proxy = await sharedProxy();
    // Its counters begin anew, whatever other tests have called.
    await proxy.restart('SIGKILL');
    const port = await freePort();
    const server = serve(port, proxy);
    try {
      await ready(port);
      const direct = meter();
      const page = pageReader({ url: proxy.url('/metrics/'), credential: proxy.credential });
      const asked = meter();
      const source = httpSources.find(({ id }) => id === 'prometheus')!;
      const reader = jsonReader(source, { url: `http://127.0.0.1:${port}` });
      const sum = { usd: 0, input: 0, output: 0, calls: 0 };
      assert.equal(await page.read(direct), undefined);
      for (const round of [0, 1]) {
        // Fewer after the restart: a counter that is back where it was within five minutes hides what it counted before.
        for (const model of ['dear', 'cheap', 'dear', 'cheap'].slice(round * 2) as ('dear' | 'cheap')[]) {
          const one = await proxy.call(model);
          sum.usd += one.usd;
          sum.input += one.input;
          sum.output += one.output;
          sum.calls++;
        }
        await proxy.settled();
        assert.equal(await page.read(direct), undefined);
        // Scraped every second; on a busy machine the scrape that holds all calls may come late.
        let refusal = await reader.read(asked);
        const whole = (): boolean =>
          booked(asked) >= sum.usd * 1e6 * 0.999 &&
          (['input', 'output', 'calls'] as const).every((field) => booked(asked, field) >= sum[field] - 1e-6);
        for (let waited = 0; waited < 20 && (refusal !== undefined || !whole()); waited++) {
          await sleep(1000);
          refusal = await reader.read(asked);
        }
        assert.equal(refusal, undefined);
        for (const shown of [direct, asked]) {
          assert.ok(
            Math.abs(booked(shown) - sum.usd * 1e6) <= sum.usd * 1e3,
            `round ${round}, ${shown === direct ? 'page' : 'PromQL'}: ${booked(shown)} of ${sum.usd * 1e6}`,
          );
          assert.deepEqual(
            (['input', 'output', 'calls'] as const).map((field) => Math.round(booked(shown, field) * 1e6) / 1e6),
            [sum.input, sum.output, sum.calls],
          );
        }
        if (round === 0) {
          await proxy.restart('SIGTERM');
        }
      }
      const made = snapshot(asked, Date.now());
      assert.equal(made.basis, 'reported');
      assert.deepEqual(made.tables.today.model.rows.map(({ name, calls }) => [name, Math.round(calls ?? 0)]).sort(), [
        ['gpt-4o', 3],
        ['gpt-4o-mini', 3],
      ]);
    } finally {
      server.kill('SIGTERM');
    }
  });

  function serve(port: number, proxy: LiteLlmProxy): ChildProcess {
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        {
          job_name: 'litellm',
          metrics_path: '/metrics/',
          authorization: { credentials: proxy.authorization.replace('Bearer ', '') },
          static_configs: [{ targets: [`127.0.0.1:${proxy.port}`] }],
        },
      ],
    };
    const file = path.join(folder, 'prometheus.json');
    writeFileSync(file, JSON.stringify(config));
    return spawn(
      path.join(bin, 'prometheus'),
      [`--config.file=${file}`, `--storage.tsdb.path=${path.join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`],
      { stdio: 'ignore' },
    );
  }

  async function ready(port: number): Promise<void> {
    for (let i = 0; i < 120; i++) {
      const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await sleep(500);
    }
    assert.fail('Prometheus does not answer');
  }
});
