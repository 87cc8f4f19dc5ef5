/** A LiteLLM proxy from PyPI for tests: no database, made-up answers, keys on. `PENNYLINT_LITELLM` may name an installed `litellm` program. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bindKey, type Credential } from '../../src/gateways/index.ts';

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

/** What LiteLLM itself says of one call: dollars and tokens. */
export interface Answered {
  readonly usd: number;
  readonly input: number;
  readonly output: number;
}

let installed: string | undefined;

/** Installs once per run of the tests. */
function install(): string {
  if (process.env.PENNYLINT_LITELLM !== undefined) return process.env.PENNYLINT_LITELLM;
  if (installed !== undefined) return installed;
  const venv = mkdtempSync(path.join(tmpdir(), 'pennylint-litellm-venv-'));
  process.once('exit', () => {
    rmSync(venv, { recursive: true, force: true });
  });
  execFileSync('python3', ['-m', 'venv', venv]);
  const pip = path.join(venv, 'bin', 'pip');
  execFileSync(pip, ['install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', LITELLM, 'prometheus_client'], {
    stdio: 'inherit',
  });
  return (installed = path.join(venv, 'bin', 'litellm'));
}

/** A proxy on a port of this machine; restarts keep the port. */
export class LiteLlmProxy {
  readonly port: number;
  readonly #folder: string;
  readonly #program: string;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
    this.#program = install();
    this.#folder = mkdtempSync(path.join(tmpdir(), 'pennylint-litellm-'));
    writeFileSync(path.join(this.#folder, 'config.yaml'), CONFIG);
  }

  /** Installs what is needed, and starts. */
  static async start(port?: number): Promise<LiteLlmProxy> {
    const proxy = new LiteLlmProxy(port ?? (await freePort()));
    await proxy.up();
    return proxy;
  }

  /** Address of a path. */
  url(at: string): string {
    return `http://127.0.0.1:${this.port}${at}`;
  }

  /** Its key, bound to it. */
  get credential(): Credential {
    return bindKey(this.url('/'), 'authorization', `Bearer ${KEY}`);
  }

  /** The header that Prometheus and callers send. */
  get authorization(): string {
    return `Bearer ${KEY}`;
  }

  /** Starts the process; back when it answers. */
  async up(): Promise<void> {
    assert.ok(existsSync(this.#program), this.#program);
    const started = spawn(
      this.#program,
      ['--config', path.join(this.#folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(this.port)],
      {
        cwd: this.#folder,
        stdio: 'ignore',
        env: { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True', NO_DOCS: 'True' },
      },
    );
    this.#process = started;
    for (let i = 0; i < 300; i++) {
      await sleep(500);
      const answer = await fetch(this.url('/health/liveliness')).catch(() => undefined);
      if (answer?.ok === true) return;
      assert.equal(started.exitCode, null, 'the proxy runs');
    }
    assert.fail('the proxy does not answer');
  }

  /** Stops the process; its counters are gone. */
  async down(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    const timer = setTimeout(() => running.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }

  /** Stops for good. */
  async close(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Calls a model; LiteLLM's own cost and tokens of the call. */
  async call(model: 'dear' | 'cheap'): Promise<Answered> {
    const response = await fetch(this.url('/v1/chat/completions'), {
      method: 'POST',
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello there, how are you?' }] }),
    });
    assert.equal(response.status, 200, await response.clone().text());
    const { usage } = (await response.json()) as { usage: { prompt_tokens: number; completion_tokens: number } };
    return { usd: Number(response.headers.get('x-litellm-response-cost')), input: usage.prompt_tokens, output: usage.completion_tokens };
  }
}

/** A port of this machine that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
