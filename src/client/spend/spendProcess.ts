import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { FromSpendProcess, ToSpendProcess } from '../../shared/spend-messages.ts';
import { withProxy, type ProxySettings } from './proxy.ts';

/** What the owner of the process is told. */
export interface SpendProcessEvents {
  readonly message: (message: FromSpendProcess) => void;
  /** It ended by itself. `again`: milliseconds until it is started again; undefined = it is not, for it ended too often. */
  readonly ended: (again: number | undefined) => void;
  /** It was started again and knows nothing yet. */
  readonly restarted: () => void;
}

/** Pauses before the process is started again; when it ends more often within ten minutes, it stays down until the user asks. */
const PAUSES_MS = [500, 2_000, 10_000, 30_000];
const WINDOW_MS = 600_000;
/**
 * Options of Node for the process. Little memory rather than speed: pages of 10,000 series make much garbage, and nobody waits for this process, so it may
 * also collect at moments of its own choice.
 */
export const MEMORY_FLAGS = ['--max-semi-space-size=4', '--optimize-for-size', '--expose-gc'];
/**
 * Variables for the same end. glibc keeps freed memory per thread; with one pool the process has a fifth less (140 to 115 MB with 10,000 series,
 * `npm run bench:spend-day`). Other systems do not look at it.
 */
export const MEMORY_VARIABLES: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' };
/** Time to save before the process is killed. */
const STOP_MS = 3_000;

/**
 * The process that reads sources. Started with the first message, started again when it ends by itself. It gets neither the editor's Node options nor
 * variables of the environment that look like keys; the only keys it knows are those that it is handed.
 */
export class SpendProcess {
  private readonly module: string;
  private readonly events: SpendProcessEvents;
  private readonly proxy: () => ProxySettings;
  private child: ChildProcess | undefined;
  private ends: number[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** `proxy` is asked at every start: the process keeps to what held then. */
  constructor(module: string, events: SpendProcessEvents, proxy: () => ProxySettings) {
    this.module = module;
    this.events = events;
    this.proxy = proxy;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Sends a message; starts the process when it does not run and need not wait. */
  send(message: ToSpendProcess): void {
    if (this.timer !== undefined) return;
    this.child ??= this.start();
    // A channel that closes at this moment is told by `exit`.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** Forgets earlier ends, so that the next message starts the process. */
  forgive(): void {
    this.ends = [];
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Ends the process; settles when it has saved and is gone. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.removeAllListeners();
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => {
        child.kill('SIGKILL');
        resolve();
      }, STOP_MS);
      child.once('exit', () => {
        clearTimeout(limit);
        resolve();
      });
      if (child.connected) child.disconnect();
    });
  }

  private start(): ChildProcess {
    // What a crash prints could hold what was read; its exit is enough.
    const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'ipc'];
    const child = fork(this.module, [], {
      env: { ...withProxy(environment(process.env), this.proxy()), ...MEMORY_VARIABLES },
      execArgv: MEMORY_FLAGS,
      stdio,
    });
    child.on('message', (message) => {
      this.events.message(message as FromSpendProcess);
    });
    const ended = (): void => {
      if (this.child !== child) return;
      this.child = undefined;
      const now = Date.now();
      this.ends = [...this.ends.filter((at) => now - at < WINDOW_MS), now];
      const pause = PAUSES_MS[this.ends.length - 1];
      this.events.ended(pause);
      if (pause === undefined) return;
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.events.restarted();
      }, pause);
    };
    child.on('exit', ended);
    child.on('error', ended);
    return child;
  }
}

/** The environment of the process. */
export function environment(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => name !== 'NODE_OPTIONS' && !/key|token|secret|password|credential/i.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
