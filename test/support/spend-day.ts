/**
 * The real process of live spend (`dist/spend.mjs`, as the editor starts it) against a gateway on this machine with many changing series, with a clock that
 * goes faster: what its memory and its store come to, and whether its ledger is the gateway's. Linux only, for the memory is read from `/proc`.
 */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, MEMORY_FLAGS, MEMORY_VARIABLES } from '../../src/client/spend/spendProcess.ts';
import { decodeStore } from '../../src/core/spend/index.ts';
import type { FromSpendProcess, ToSpendProcess } from '../../src/shared/spend-messages.ts';
import { sourceKindIds } from '../../src/shared/spend-kinds.ts';
import { checkSources } from '../../src/shared/spend-settings.ts';
import { booked, meter } from './spend.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What is simulated. */
export interface SpendDay {
  readonly hours: number;
  /** How much faster the process's clock goes. */
  readonly speed: number;
  /** Series on the page at any time. */
  readonly series: number;
  /** Seconds between readings, by the process's clock. */
  readonly pollSeconds: number;
  /** Share of the series that make room for new ones in an hour: users come and go. */
  readonly churnPerHour: number;
  /** Takes memory as it goes. */
  readonly progress?: (hour: number, rssMb: number) => void;
}

/** What was measured. */
export interface SpendDayResult {
  readonly polls: number;
  /** Series that were ever on the page. */
  readonly seriesSeen: number;
  /** Highest resident memory of the process, MB of 10^6 bytes. */
  readonly peakMb: number;
  /** Resident memory at each tenth of the time. */
  readonly rssMb: readonly number[];
  readonly storeMb: number;
  /** What the gateway counted since the first reading, and what the process has in its store; micro-dollars. */
  readonly spent: number;
  readonly counted: number;
  readonly restarts: number;
  readonly pictures: number;
  /** Processor time of the process in seconds. */
  readonly cpuSeconds: number;
}

/** Runs it. Rejects when the process does not come up. */
export async function spendDay({ hours, speed, series, pollSeconds, churnPerHour, progress }: SpendDay): Promise<SpendDayResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-day-'));
  const from = Date.now();
  const now = (): number => from + (Date.now() - from) * speed;
  const page = new GrowingPage(series, now());
  let polls = 0;
  let restarts = 0;
  let first = 0;
  const server = createServer((_request, response) => {
    polls++;
    const gone = (now() - from) / 3_600_000;
    // What a process counted after it was last read dies with it, as does what a series gained that goes: so both happen before anything is spent anew.
    if (gone > ((restarts + 1) * hours) / 4 && restarts < 3) {
      restarts++;
      page.restart(now());
    }
    page.replace(Math.floor(gone * churnPerHour * series) - (page.seen - series));
    page.grow();
    if (polls === 1) first = page.total;
    response.end(page.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics/`;
  const [settings] = checkSources([{ kind: 'metrics', url, pollSeconds }], sourceKindIds).sources;
  assert.ok(settings !== undefined);
  const child = fork(path.join(ROOT, 'dist/spend.mjs'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...MEMORY_FLAGS, '--import', path.join(ROOT, 'test/support/fast-clock.mjs')],
    env: {
      ...environment(process.env),
      ...MEMORY_VARIABLES,
      PENNYLINT_CLOCK_SPEED: String(speed),
      PENNYLINT_CLOCK_FROM: String(from),
      TZ: 'UTC',
    },
  });
  let pictures = 0;
  child.on('message', (message: FromSpendProcess) => {
    if (message.type === 'picture') pictures++;
  });
  const send = (message: ToSpendProcess): void => {
    child.send(message);
  };
  send({ type: 'configure', folder, sources: [{ settings, key: undefined }], budgets: [{ period: 'day', limit: 1e12 }] });
  send({ type: 'watch', watch: 'shown', selected: null });
  try {
    const rssMb: number[] = [];
    for (let tenth = 1; tenth <= 10; tenth++) {
      const until = from + (hours * 3_600_000 * tenth) / 10 / speed;
      while (Date.now() < until) await sleep(Math.min(500, Math.max(1, until - Date.now())));
      assert.equal(child.exitCode ?? child.signalCode, null, 'the process runs');
      rssMb.push(statusOf(child.pid!, 'VmRSS'));
      progress?.((hours * tenth) / 10, rssMb.at(-1)!);
    }
    // The last reading before the end is the one that counts; nothing is spent behind it.
    page.stop();
    const due = polls + 2;
    while (polls < due) await sleep(20);
    const peakMb = statusOf(child.pid!, 'VmHWM');
    const cpuSeconds = cpuOf(child.pid!);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await gone;
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.spend'));
    assert.ok(file !== undefined, 'there is a store');
    const of = meter({ id: `metrics:${url}` });
    assert.deepEqual(decodeStore(readFileSync(path.join(folder, file), 'utf8'), of), { state: 'restored' });
    return {
      polls,
      seriesSeen: page.seen,
      peakMb,
      rssMb,
      storeMb: statSync(path.join(folder, file)).size / 1e6,
      spent: page.total - first,
      counted: booked(of),
      restarts,
      pictures,
      cpuSeconds,
    };
  } finally {
    child.kill('SIGKILL');
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A field of `/proc/<pid>/status` in MB. */
function statusOf(pid: number, field: string): number {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** User and system time of a process in seconds; the kernel counts in hundredths. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A page of LiteLLM's metrics that grows, whose series come and go, and what it holds in sum. */
class GrowingPage {
  /** Micro-dollars ever counted. */
  total = 0;
  /** Series that were ever there. */
  seen: number;
  readonly #labels: string[];
  readonly #values: number[];
  readonly #lines: string[];
  #started: number;
  #round = 0;
  #next = 0;
  #stopped = false;

  constructor(series: number, at: number) {
    this.#started = at - 3_600_000;
    this.#labels = Array.from({ length: series }, (_, i) => labels(i));
    this.#values = this.#labels.map(() => 0);
    this.#lines = this.#labels.map((label) => `${label} 0`);
    this.seen = series;
  }

  /** A tenth of the series grow. */
  grow(): void {
    if (this.#stopped) return;
    this.#round++;
    const changed = Math.ceil(this.#values.length / 10);
    for (let i = 0; i < changed; i++) {
      const at = (this.#round * 7919 + i * 31) % this.#values.length;
      const value = ((this.#round * 13 + i * 7) % 100) / 1e5;
      this.#values[at]! += value;
      this.total += value * 1e6;
      this.#lines[at] = `${this.#labels[at]!} ${this.#values[at]!}`;
    }
  }

  /** So many series go, and others come in their place. */
  replace(count: number): void {
    if (this.#stopped) return;
    for (let i = 0; i < count; i++) {
      const at = this.#next++ % this.#values.length;
      this.#labels[at] = labels(this.seen++);
      this.#values[at] = 0;
      this.#lines[at] = `${this.#labels[at]} 0`;
    }
  }

  restart(at: number): void {
    this.#started = at;
    this.#values.fill(0);
    this.#labels.forEach((label, i) => (this.#lines[i] = `${label} 0`));
  }

  stop(): void {
    this.#stopped = true;
  }

  text(): string {
    return `process_start_time_seconds ${this.#started / 1000}\n# TYPE litellm_spend_metric_total counter\n${this.#lines.join('\n')}\n`;
  }
}

/** Labels as LiteLLM writes them, all different. */
function labels(i: number): string {
  return `litellm_spend_metric_total{api_key_alias="key-${i % 97}",api_provider="openai",client_ip="10.0.${i % 250}.${i % 199}",end_user="None",hashed_api_key="${(i * 2654435761).toString(16).padStart(64, '0')}",model="model-${i % 23}",model_id="${(i * 40503).toString(16).padStart(40, '0')}",requested_model="model-${i % 23}",team="team-${i % 31}",team_alias="team-${i % 31}",user="user-${i % 1500}",user_agent="python-httpx/0.28.${i}",user_email="None"}`;
}
