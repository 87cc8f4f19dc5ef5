import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { atExit } from './cleanup.ts';

/** What a finished command printed. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Thrown by `runCommand` when a command cannot be started, fails, or takes too long. */
export class CommandError extends Error {
  readonly output: string;

  constructor(message: string, output: string) {
    super(output.trim() === '' ? message : `${message}\n${lastLines(output, 15)}`);
    this.name = 'CommandError';
    this.output = output;
  }
}

/** How to run a command. `timeoutMs` is the longest time it may take, in milliseconds. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Passes the command's output on to the terminal as it comes, besides collecting it. */
  readonly echo?: boolean;
}

/**
 * Runs a command to its end, in a process group of its own which is ended when the time is over or this process ends.
 * Throws `CommandError` with the last lines of the output.
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandOutput> {
  const shown = [command, ...args].join(' ');
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const forget = atExit(() => {
    killGroup(child);
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (options.echo) process.stdout.write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (options.echo) process.stderr.write(text);
  });
  const limit = { exceeded: false };
  const timer = setTimeout(() => {
    limit.exceeded = true;
    killGroup(child);
  }, options.timeoutMs);
  try {
    const code = await new Promise<number | string>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => {
        resolve(status ?? signal ?? 'unknown');
      });
    });
    const output = options.echo ? '' : stdout + stderr;
    if (limit.exceeded) throw new CommandError(`"${shown}" did not end within ${options.timeoutMs / 1000} s.`, output);
    if (code !== 0) throw new CommandError(`"${shown}" failed with exit code ${code}.`, output);
    return { stdout, stderr };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`"${shown}" could not be started: ${(error as Error).message}`, '');
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/**
 * Kills a child started with `detached: true` together with every process it started. Synchronous and final.
 * Does nothing when the group has already ended.
 */
export function killGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGKILL');
}

/**
 * Asks a group to end (SIGTERM), waits up to `graceMs` milliseconds for all of its processes, then kills what is left.
 */
export async function endGroup(child: ChildProcess, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  if (!signalGroup(child, 'SIGTERM')) return;
  while (Date.now() < deadline) {
    if (!groupAlive(child)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  killGroup(child);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false;
  if (process.platform === 'win32') {
    // Windows has no process groups; taskkill walks the tree of children instead.
    return spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true }).status === 0;
  }
  return send(child.pid, signal);
}

function groupAlive(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  return process.platform === 'win32' ? child.exitCode === null : send(child.pid, 0);
}

/** Sends a signal to a whole POSIX process group; false when no process of it is left. */
function send(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    // EPERM is what macOS answers for a group of which only ended, not yet collected, processes are left.
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}

/** The last `count` lines of a text that are not empty. */
export function lastLines(text: string, count: number): string {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}

/** Environment for programs that must not inherit what npm, or the editor whose terminal we run in, set for us alone. */
export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const inherited =
    /^(npm_(lifecycle|package)_.*|npm_config_local_prefix|npm_command|INIT_CWD|NODE_OPTIONS|VSCODE_.*|ELECTRON_RUN_AS_NODE)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.test(name)));
}
