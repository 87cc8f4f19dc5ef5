/**
 * A LiteLLM proxy from PyPI for tests: no database, made-up answers, keys on. `PENNYLINT_LITELLM` may name an installed `litellm` program. It runs under gunicorn
 * (`--run_gunicorn`), whose master loads LiteLLM once and forks the processes that serve: so one of them is restarted in a second instead of ten, and the
 * master makes a second one when it is told to.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** What LiteLLM itself says of calls: dollars and tokens. */
export interface Answered {
  readonly calls: number;
  readonly usd: number;
  readonly input: number;
  readonly output: number;
}

const NOTHING: Answered = { calls: 0, usd: 0, input: 0, output: 0 };

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
  // Most modules are never loaded, so none is compiled beforehand.
  const given = ['install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-compile', LITELLM, 'prometheus_client'];
  execFileSync(pip, given, { stdio: 'inherit' });
  return (installed = path.join(venv, 'bin', 'litellm'));
}

let shared: Promise<LiteLlmProxy> | undefined;

/** A proxy with one serving process for all tests of a run: starting one takes most of their time. It ends with this process. */
export function sharedProxy(): Promise<LiteLlmProxy> {
  shared ??= LiteLlmProxy.start().then((proxy) => {
    process.once('exit', () => {
      proxy.kill();
    });
    return proxy;
  });
  return shared;
}

/** A proxy on a port of this machine; restarts keep the port. */
export class LiteLlmProxy {
  readonly port: number;
  readonly #workers: number;
  readonly #folder: string;
  readonly #program: string;
  #process: ChildProcess | undefined;
  /** What the serving processes of now have answered. */
  #answered: Answered = NOTHING;

  private constructor(port: number, workers: number) {
    this.port = port;
    this.#workers = workers;
    this.#program = install();
    this.#folder = mkdtempSync(path.join(tmpdir(), 'pennylint-litellm-'));
    mkdirSync(path.join(this.#folder, 'tmp'));
    writeFileSync(path.join(this.#folder, 'config.yaml'), CONFIG);
  }

  /** Installs what is needed, and starts. With several workers LiteLLM lets them share their metrics by itself. */
  static async start(workers = 1): Promise<LiteLlmProxy> {
    const proxy = new LiteLlmProxy(await freePort(), workers);
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

  /** Process ids of those that serve. */
  get workers(): readonly number[] {
    const pid = this.#process?.pid;
    return pid === undefined ? [] : readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }

  /** Starts all processes; back when they answer. */
  async up(): Promise<void> {
    assert.ok(existsSync(this.#program), this.#program);
    const started = spawn(
      this.#program,
      [
        ...['--config', path.join(this.#folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(this.port)],
        ...['--run_gunicorn', '--num_workers', String(this.#workers)],
      ],
      {
        cwd: this.#folder,
        stdio: 'ignore',
        // A group of its own, to be ended as a whole.
        detached: true,
        // Metrics that workers share lie in the folder for temporary files.
        env: { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True', NO_DOCS: 'True', TMPDIR: path.join(this.#folder, 'tmp') },
      },
    );
    this.#process = started;
    started.unref();
    this.#answered = NOTHING;
    await this.#ready(started);
  }

  /** Ends all processes at once; their counters are gone. */
  async down(): Promise<void> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.ref();
    this.kill();
    await ended;
  }

  /** Ends all processes, without waiting. */
  kill(): void {
    const { pid } = this.#process ?? {};
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Ends the one process that serves; its counters are gone, and another takes its place. Back when that one answers. */
  async restart(signal: NodeJS.Signals): Promise<void> {
    const [worker, ...others] = this.workers;
    assert.ok(worker !== undefined && others.length === 0, 'one process serves');
    process.kill(worker, signal);
    await this.#until(() => !this.workers.includes(worker) && this.workers.length > 0);
    this.#answered = NOTHING;
    await this.#ready(this.#process!);
  }

  /** Kills one of several serving processes; back when another has taken its place. */
  async lose(): Promise<void> {
    const { workers } = this;
    const [worker] = workers;
    assert.ok(worker !== undefined && workers.length > 1, 'several processes serve');
    process.kill(worker, 'SIGKILL');
    await this.#until(() => !this.workers.includes(worker) && this.workers.length === workers.length);
    await this.#ready(this.#process!);
  }

  /** Lets the master make one serving process more (`TTIN`) or less (`TTOU`), as an operator may; these do not share their metrics. */
  async scale(signal: 'SIGTTIN' | 'SIGTTOU'): Promise<void> {
    const count = this.workers.length + (signal === 'SIGTTIN' ? 1 : -1);
    process.kill(this.#process!.pid!, signal);
    await this.#until(() => this.workers.length === count);
    await this.#ready(this.#process!);
  }

  /** Stops for good. */
  async close(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Waits until what was answered is in the metrics: LiteLLM writes them just after the answer, requests apart from money and tokens. */
  async settled(): Promise<void> {
    const sums = async (): Promise<Answered> => {
      const page = await (await fetch(this.url('/metrics/'), { headers: { authorization: this.authorization } })).text();
      const sum = (name: string): number =>
        [...page.matchAll(new RegExp(`^${name}\\{.*\\} (\\S+)$`, 'gm'))].reduce((all, [, value]) => all + Number(value), 0);
      return {
        calls: sum('litellm_proxy_total_requests_metric_total'),
        usd: sum('litellm_spend_metric_total'),
        input: sum('litellm_input_tokens_metric_total'),
        output: sum('litellm_output_tokens_metric_total'),
      };
    };
    const { calls, usd, input, output } = this.#answered;
    await this.#until(async () => {
      const now = await sums();
      return now.calls >= calls && now.usd >= usd - 1e-9 && now.input >= input && now.output >= output;
    });
  }

  async #ready(process_: ChildProcess): Promise<void> {
    await this.#until(async () => {
      assert.equal(process_.exitCode, null, 'the proxy runs');
      const answer = await fetch(this.url('/health/liveliness'), { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
      return answer?.ok === true;
    });
  }

  async #until(probe: () => boolean | Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 180_000; !(await probe());) {
      assert.ok(Date.now() < end, 'the proxy does what it is told');
      await sleep(100);
    }
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
    const usd = Number(response.headers.get('x-litellm-response-cost'));
    const one = { calls: 1, usd, input: usage.prompt_tokens, output: usage.completion_tokens };
    const all = this.#answered;
    this.#answered = {
      calls: all.calls + one.calls,
      usd: all.usd + one.usd,
      input: all.input + one.input,
      output: all.output + one.output,
    };
    return one;
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
