/**
 * The store of a source on disk. A save is whole or not there: written beside, synced, renamed. The save before stays as a second copy, so that a
 * damaged file costs one save, not the history.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { decodeStore, encodeStore, MAX_STORE, type Meter } from '../core/spend/index.ts';

/** What loading brought. `words` says what happened to a store that could not be used whole. */
export interface Loaded {
  readonly state: 'new' | 'restored' | 'older-copy' | 'lost';
  readonly words: string | undefined;
}

/** Where the stores are by default: the folder for state that programs keep, by platform. */
export function defaultStoreFolder(env: Readonly<NodeJS.ProcessEnv> = process.env, platform: string = process.platform): string {
  if (platform === 'win32') return path.join(env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), 'pennylint', 'spend');
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'pennylint', 'spend');
  const state = env.XDG_STATE_HOME;
  return path.join(state !== undefined && path.isAbsolute(state) ? state : path.join(homedir(), '.local', 'state'), 'pennylint', 'spend');
}

/** The store of one source. Only one process writes it; others read what is there and keep their own in memory. */
export class StoreFile {
  readonly file: string;
  readonly #folder: string;
  /** What stands in the lock while it is ours: the process, and which of its stores. */
  readonly #owner = `${process.pid} ${randomUUID()}`;
  #locked = false;
  /** When the file that we know was written; 0 = none is known. */
  #knownAt = 0;

  /** `id` is the source's; its hash is part of the name, so that no id can lead out of the folder. */
  constructor(folder: string, id: string) {
    const name = id.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 60);
    this.#folder = folder;
    this.file = path.join(folder, `${name}-${createHash('sha256').update(id).digest('hex').slice(0, 12)}.spend`);
  }

  /** True when this process may write. */
  get writable(): boolean {
    return this.#locked;
  }

  /** Takes the lock, if no other living process has it. Throws when the folder cannot be made or written. */
  open(): boolean {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < 2 && !this.#locked; attempt++) {
      try {
        const handle = openSync(this.#lock, 'wx', 0o600);
        writeSync(handle, this.#owner);
        closeSync(handle);
        this.#locked = true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        if (this.#isHeld()) return false;
        rmSync(this.#lock, { force: true });
      }
    }
    return this.#locked;
  }

  /** True when another process has saved since this one loaded or saved. */
  get changed(): boolean {
    return writtenAt(this.file) !== this.#knownAt;
  }

  /** Brings the last good save into a new meter. */
  load(meter: Meter): Loaded {
    this.#knownAt = writtenAt(this.file);
    const problems: string[] = [];
    for (const [file, state] of [
      [this.file, 'restored'],
      [this.#copy, 'older-copy'],
    ] as const) {
      const text = readText(file);
      if (text === undefined) continue;
      const result = decodeStore(text, meter);
      if (result.state === 'restored') {
        // After a crash between two renames only the copy is there, and nothing is lost.
        const [words] = problems;
        return {
          state: words === undefined ? 'restored' : state,
          words: words === undefined ? undefined : `The last save of spend was not usable (${words}) The one before it was taken.`,
        };
      }
      problems.push(result.reason);
    }
    const [words] = problems;
    return words === undefined
      ? { state: 'new', words: undefined }
      : { state: 'lost', words: `The saved spend was not usable and is begun anew: ${words}` };
  }

  /** Saves. Does nothing without the lock, or while the meter waits for a confirmation. Returns whether it saved. */
  save(meter: Meter): boolean {
    if (!this.#locked || meter.holding) return false;
    // Two processes that find the lock of a dead one at the same moment may both take it; the later one has it.
    if (readText(this.#lock) !== this.#owner) {
      this.#locked = false;
      return false;
    }
    const fresh = `${this.file}.new`;
    const handle = openSync(fresh, 'w', 0o600);
    try {
      writeSync(handle, encodeStore(meter));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (existsSync(this.file)) renameSync(this.file, this.#copy);
    renameSync(fresh, this.file);
    this.#knownAt = writtenAt(this.file);
    return true;
  }

  /** Gives the lock back. */
  close(): void {
    if (this.#locked && readText(this.#lock) === this.#owner) rmSync(this.#lock, { force: true });
    this.#locked = false;
  }

  get #lock(): string {
    return `${this.file}.lock`;
  }

  get #copy(): string {
    return `${this.file}.bak`;
  }

  #isHeld(): boolean {
    const pid = Number((readText(this.#lock) ?? '').split(' ')[0]);
    if (!Number.isInteger(pid) || pid <= 0) return false;
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // It lives, but is another user's.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }
}

/** When a file was written, in milliseconds; 0 when it is not there. */
function writtenAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Text of a file of a sensible size; undefined when it is not there or cannot be read. */
function readText(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_STORE * 2 ? '' : readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EISDIR', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
