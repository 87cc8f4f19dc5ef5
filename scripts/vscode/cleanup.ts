import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pending = new Set<() => void>();
let listening = false;

/**
 * Registers work that must be done however this process ends: normal exit, Ctrl-C, SIGTERM, SIGHUP or an uncaught error.
 * The work must be synchronous, because nothing asynchronous runs during the exit of a process.
 * Returns a function that takes the registration back once the work has been done in the normal way.
 */
export function atExit(work: () => void): () => void {
  if (!listening) {
    listening = true;
    process.on('exit', runPending);
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      // A program that treats the signal itself has its own listener; the work is then done when it exits.
      process.on(signal, () => {
        if (process.listenerCount(signal) === 1) process.exit(code);
      });
    }
  }
  pending.add(work);
  return () => {
    pending.delete(work);
  };
}

/** A temporary folder that exists until `remove` is called or the process ends. */
export interface TemporaryDirectory {
  /** Absolute path without symbolic links, so that it compares equal to what a child process reports. */
  readonly path: string;
  /** Deletes the folder and everything in it. Throws when the operating system refuses. */
  remove(): void;
}

/** Creates a temporary folder `pennylint-<name>-…` below the system's folder for temporary files. */
export function temporaryDirectory(name: string): TemporaryDirectory {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `pennylint-${name}-`)));
  const remove = (): void => {
    // Processes that are just being ended may still create files, and Windows refuses to delete open ones for a moment.
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  const forget = atExit(remove);
  return {
    path,
    remove: () => {
      remove();
      forget();
    },
  };
}

function runPending(): void {
  // Newest first: a server is ended before the folder in which it writes is removed.
  for (const work of [...pending].reverse()) {
    try {
      work();
    } catch (error) {
      console.error(`Cleaning up failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  pending.clear();
}
