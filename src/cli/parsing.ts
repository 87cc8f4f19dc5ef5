/** Parsing the programs of a large repository on several cores at once. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { factsOf, mayReadAhead } from '../core/linker/ahead.ts';
import type { FileFacts } from '../core/facts.ts';

/** A program to read. */
export interface Program {
  readonly uri: string;
  readonly text: string;
}

/** What one message of a thread holds. */
export type Answer = readonly { readonly uri: string; readonly facts: FileFacts }[];

/** Text from which on threads are worth their start, in UTF-16 units: it takes this one some 0.4 s. */
const WORTH_UNITS = 1_500_000;
/** Text that is sent at once. */
const BATCH_UNITS = 150_000;
/** Threads beside this one: what they find has to be taken over by this one, which is a seventh of the work. */
const MAX_THREADS = 3;
/** Batches that a thread has at once, so that it never waits for the next. */
const AT_ONCE = 2;

/**
 * Reads the facts of programs, together with other threads when there is enough to read and more than one core. What is not in the result is to
 * be read by whoever needs it: threads that fail are done without.
 *
 * @param script the thread's code; undefined to read nothing ahead
 */
export async function readAhead(
  uris: readonly string[],
  read: (uri: string) => string | undefined,
  script: URL | undefined,
): Promise<ReadonlyMap<string, FileFacts>> {
  const found = new Map<string, FileFacts>();
  const threads = Math.min(MAX_THREADS, availableParallelism() - 1);
  if (script === undefined || threads < 1) return found;
  const programs = uris.flatMap((uri): Program[] => {
    const text = read(uri);
    return text !== undefined && mayReadAhead(uri, text) ? [{ uri, text }] : [];
  });
  if (programs.reduce((sum, { text }) => sum + text.length, 0) < WORTH_UNITS) return found;
  // The others begin with the longest, this thread with the shortest: all are done at about the same time.
  programs.sort((a, b) => a.text.length - b.text.length);
  const pool = Array.from({ length: threads }, () => new Thread(script, programs, found));
  while (programs.length > 0) {
    const next = programs.shift();
    const facts = next && factsOf(next.uri, next.text);
    if (next !== undefined && facts !== undefined) found.set(next.uri, facts);
    // Answers are taken, and new batches sent, between two programs.
    await new Promise(setImmediate);
  }
  await Promise.all(pool.map((thread) => thread.done));
  return found;
}

/** The code of a thread, beside the built command line or among its sources; undefined when it is missing. */
export function parserScript(): URL | undefined {
  const here = import.meta.dirname;
  const script = [join(here, 'parser.mjs'), join(here, '..', 'parser.mjs'), join(here, 'parser.ts')].find(existsSync);
  return script === undefined ? undefined : pathToFileURL(script);
}

/** One thread and what it was given. */
class Thread {
  /** Settles when the thread has nothing left to do, or has failed. */
  readonly done: Promise<void>;

  constructor(script: URL, programs: Program[], found: Map<string, FileFacts>) {
    const worker = new Worker(script);
    this.done = new Promise((resolve) => {
      let waiting = 0;
      const end = (): void => {
        void worker.terminate();
        resolve();
      };
      const send = (): void => {
        const batch: Program[] = [];
        for (let units = 0; units < BATCH_UNITS;) {
          const next = programs.pop();
          if (next === undefined) break;
          batch.push(next);
          units += next.text.length;
        }
        if (batch.length > 0) {
          waiting++;
          worker.postMessage(batch);
        } else if (waiting === 0) end();
      };
      worker.on('message', (answer: Answer) => {
        waiting--;
        for (const { uri, facts } of answer) found.set(uri, facts);
        send();
      });
      worker.on('error', end);
      worker.on('exit', end);
      for (let i = 0; i < AT_ONCE; i++) send();
    });
  }
}
