/**
 * A real LiteLLM proxy from PyPI: no database, made-up answers, keys on. What Pennylint counts must be exactly what LiteLLM counts, across a restart
 * of the proxy. Needs Python 3 and the package index; run by `npm run test:real`. `PENNYLINT_LITELLM` may name an installed `litellm` program.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bindKey, jsonReader, pageReader } from '../../src/gateways/index.ts';
import { httpSources } from '../../src/core/spend/index.ts';
import { booked, meter, snapshot } from '../support/spend.ts';

/** The version whose metrics were seen to be as the profile says. */
const LITELLM = 'litellm[proxy]==1.106.2';
const KEY = 'sk-pennylint-test-Kx83nfQ0pLmZ7vRt2wYb91Ge';

const CONFIG = `model_list:
  - model_name: dear
    litellm_params: { model: openai/gpt-4o, api_key: none, mock_response: "An answer of some length, made up." }
  - model_name: cheap
    litellm_params: { model: openai/gpt-4o-mini, api_key: none, mock_response: "Short." }
litellm_settings:
  callbacks: ["prometheus"]
general_settings:
  master_key: ${KEY}
`;

describe('a real LiteLLM proxy', function () {
  this.timeout(600_000);
  let folder: string;
  let program: string;
  let port: number;
  let proxy: ChildProcess | undefined;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-litellm-'));
    program = process.env.PENNYLINT_LITELLM ?? install();
    writeFileSync(path.join(folder, 'config.yaml'), CONFIG);
    port = await freePort();
    await start();
  });

  after(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function install(): string {
    const venv = path.join(folder, 'venv');
    execFileSync('python3', ['-m', 'venv', venv]);
    const pip = path.join(venv, 'bin', 'pip');
    execFileSync(pip, ['install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', LITELLM, 'prometheus_client'], {
      stdio: 'inherit',
    });
    return path.join(venv, 'bin', 'litellm');
  }

  async function start(): Promise<void> {
    assert.ok(existsSync(program), program);
    proxy = spawn(program, ['--config', path.join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(port)], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True', NO_DOCS: 'True' },
    });
    for (let i = 0; i < 300; i++) {
      await sleep(500);
      const answer = await fetch(`http://127.0.0.1:${port}/health/liveliness`).catch(() => undefined);
      if (answer?.ok === true) return;
      assert.equal(proxy.exitCode, null, 'the proxy runs');
    }
    assert.fail('the proxy does not answer');
  }

  async function stop(): Promise<void> {
    const running = proxy;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }

  /** Calls a model; LiteLLM's own cost and tokens of the call. */
  async function call(model: string): Promise<{ readonly usd: number; readonly input: number; readonly output: number }> {
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello there, how are you?' }] }),
    });
    assert.equal(response.status, 200, await response.clone().text());
    const { usage } = (await response.json()) as { usage: { prompt_tokens: number; completion_tokens: number } };
    return { usd: Number(response.headers.get('x-litellm-response-cost')), input: usage.prompt_tokens, output: usage.completion_tokens };
  }

  const url = (at: string): string => `http://127.0.0.1:${port}${at}`;

  it('is counted exactly, across a restart', async () => {
    const of = meter();
    const reader = pageReader({ url: url('/metrics/'), credential: bindKey(url('/'), 'authorization', `Bearer ${KEY}`) });
    assert.equal(await reader.read(of), undefined);
    let usd = 0;
    let input = 0;
    let output = 0;
    let calls = 0;
    const work = async (models: readonly string[]): Promise<void> => {
      for (const model of models) {
        const one = await call(model);
        usd += one.usd;
        input += one.input;
        output += one.output;
        calls++;
      }
      // Metrics are written just after the answer.
      await sleep(3000);
      assert.equal(await reader.read(of), undefined);
    };
    await work(['dear', 'cheap', 'dear']);
    await work(['cheap']);
    await stop();
    await start();
    await work(['dear', 'cheap', 'cheap']);
    await work(['dear']);
    assert.ok(Math.abs(booked(of) - usd * 1e6) < 0.01, `${booked(of)} of ${usd * 1e6}`);
    assert.deepEqual([booked(of, 'input'), booked(of, 'output'), booked(of, 'calls')], [input, output, calls]);
    const made = snapshot(of, Date.now());
    assert.equal(made.basis, 'reported');
    assert.deepEqual(made.tables.today.model.rows.map(({ name, calls: count }) => [name, count]).sort(), [
      ['gpt-4o', 4],
      ['gpt-4o-mini', 4],
    ]);
    assert.deepEqual(made.warnings, []);
  });

  it('is told from a wrong address and a wrong key in words', async () => {
    const credential = bindKey(url('/'), 'authorization', `Bearer ${KEY}`);
    const moved = await pageReader({ url: url('/metrics'), credential }).read(meter());
    assert.equal(moved?.kind, 'redirected');
    assert.match(moved.reason, /answers at \/metrics\/ instead of \/metrics/);
    assert.equal((await pageReader({ url: url('/metrics/') }).read(meter()))?.kind, 'unauthorized');
    const wrong = bindKey(url('/'), 'authorization', 'Bearer sk-wrong-0123456789abcdef');
    assert.equal((await pageReader({ url: url('/metrics/'), credential: wrong }).read(meter()))?.kind, 'unauthorized');
    const rest = httpSources.find(({ id }) => id === 'litellm-rest')!;
    const refused = await jsonReader(rest, { url: url(''), credential }).read(meter());
    assert.ok(refused !== undefined, 'without a database there is nothing to ask for');
    assert.match(refused.advice, /metrics page/);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
