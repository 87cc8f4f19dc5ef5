/** Reads one source again and again: one question at a time, slower after failures, with the store kept every minute. */
import type { HttpSource, JsonAnswer, Meter, Question, Refusal } from '../core/spend/index.ts';
import { profileById, refuse } from '../core/spend/index.ts';
import { ask, askJson, type Credential } from './http.ts';
import type { StoreFile } from './store-file.ts';

/** One reading of a source. */
export interface Reader {
  /** Milliseconds between readings when all is well, and the least the source bears. */
  readonly pollMs: number;
  readonly leastMs: number;
  /** Reads once and hands what it got to the meter. Never throws for what a gateway does. */
  read(meter: Meter, signal?: AbortSignal): Promise<Refusal | undefined>;
}

/** Where a source is and how it is asked. */
export interface Endpoint {
  readonly url: string;
  readonly credential?: Credential | undefined;
  readonly allowHttp?: boolean | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A reader of a page of metrics. */
export function pageReader(endpoint: Endpoint): Reader {
  return {
    pollMs: 10_000,
    leastMs: 1_000,
    async read(meter, signal) {
      const answer = await ask({
        ...endpoint,
        accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4',
        signal,
      });
      if (answer.state === 'refused') {
        meter.failed(answer, Date.now());
        return answer;
      }
      const result = meter.readPage(answer.parts, Date.now(), { clockAhead: answer.clockAhead });
      return result.state === 'refused' ? result : undefined;
    },
  };
}

/** A reader of a source that answers in JSON. `settings` are no secrets. */
export function jsonReader(source: HttpSource, endpoint: Endpoint, settings: Readonly<Record<string, string>> = {}): Reader {
  const base = endpoint.url.replace(/\/+$/, '');
  return {
    pollMs: source.pollMs,
    leastMs: source.leastMs,
    async read(meter, signal) {
      const now = Date.now();
      const fail = (refusal: Refusal): Refusal => {
        meter.failed(refusal, now);
        return refusal;
      };
      for (const [key, meaning] of Object.entries(source.needs ?? {})) {
        if (settings[key] === undefined) return fail(refuse('failed', `${source.name} needs ${meaning}.`, `Set ${key} for this source.`));
      }
      const question = ({ path, query, body, headers }: Question): Promise<JsonAnswer> => {
        const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
        return askJson({ ...endpoint, url: `${base}${path}${search}`, body, headers: { ...endpoint.headers, ...headers }, signal });
      };
      // The memory changes only together with the meter: a failed poll is asked again from the same place.
      const memory = new Map(meter.memory);
      const startOfDay = meter.ledger.startOfDay(now);
      const decoded = await source.poll({ ask: question, now, startOfDay, memory, settings });
      const quota = memory.get('quota');
      if (quota !== undefined) meter.memory.set('quota', quota);
      if (decoded.state === 'refused') return fail(decoded);
      for (const [key, value] of memory) meter.memory.set(key, value);
      const profile = memory.get('profile');
      if (profile !== undefined) meter.adopted = profileById(profile);
      meter.take(decoded.readings, Date.now());
      return undefined;
    },
  };
}

/** Longest pause after failures. */
const MAX_PAUSE_MS = 300_000;
const SAVE_MS = 60_000;

/** What a {@link Poller} may be told. */
export interface PollerOptions {
  readonly pollMs?: number | undefined;
  readonly store?: StoreFile | undefined;
  /** Called after every reading. */
  readonly changed?: () => void;
  /** Takes the error when the history cannot be saved; without it, the error is thrown. */
  readonly unsaved?: (error: unknown) => void;
  /** A number in [0, 1); for tests. */
  readonly random?: () => number;
}

/** Keeps a meter up to date until it is stopped. */
export class Poller {
  readonly meter: Meter;
  readonly #reader: Reader;
  readonly #options: PollerOptions;
  readonly #abort = new AbortController();
  #pollMs: number;
  #paused = false;
  #abandoned = false;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #refusal: Refusal | undefined;
  #readAt = 0;
  #savedAt = 0;
  #running: Promise<void> | undefined;

  constructor(meter: Meter, reader: Reader, options: PollerOptions = {}) {
    this.meter = meter;
    this.#reader = reader;
    this.#options = options;
    this.#pollMs = Math.max(reader.leastMs, options.pollMs ?? reader.pollMs);
  }

  /** Milliseconds between readings when all is well. */
  get pollMs(): number {
    return this.#pollMs;
  }

  /** Reads now, then on and on. */
  start(): void {
    if (this.#running === undefined && !this.#abort.signal.aborted) this.#running = this.#step();
  }

  /**
   * Reads every so many milliseconds from now on, or what the source suggests; what is overdue is read at once. Undefined = no reading until the next call, and
   * what is known is saved. Pauses after failures hold whatever is asked.
   */
  pace(pollMs: number | 'suggested' | undefined): void {
    if (pollMs === undefined) {
      if (!this.#paused && this.#readAt > 0) this.save();
      this.#paused = true;
      clearTimeout(this.#timer);
      return;
    }
    this.#pollMs = Math.max(this.#reader.leastMs, pollMs === 'suggested' ? (this.#options.pollMs ?? this.#reader.pollMs) : pollMs);
    this.#paused = false;
    this.#wait(this.#readAt + this.#pause());
  }

  /** Reads now in spite of failures before, unless the source asked to wait. */
  hurry(): void {
    this.#failures = 0;
    if (!this.#paused) this.#wait(this.#readAt + (this.#refusal?.retryAfter ?? 0));
  }

  /** Reads once and saves what is due. */
  async once(): Promise<Refusal | undefined> {
    const refusal = await this.#reader.read(this.meter, this.#abort.signal);
    this.#failures = refusal === undefined ? 0 : this.#failures + 1;
    this.#refusal = refusal;
    this.#readAt = Date.now();
    if (this.#readAt - this.#savedAt >= SAVE_MS) this.save();
    this.#options.changed?.();
    return refusal;
  }

  /** Saves the store, if there is one. */
  save(): void {
    if (this.#abandoned) return;
    try {
      if (this.#options.store?.save(this.meter) === true) this.#savedAt = Date.now();
    } catch (error) {
      if (this.#options.unsaved === undefined) throw error;
      this.#savedAt = Date.now();
      this.#options.unsaved(error);
    }
  }

  /** Stops asking, and saves nothing: another meter takes this one's place, and its store. */
  abandon(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abandoned = true;
  }

  /** Stops asking, saves, and gives the store back. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#abort.abort();
    await this.#running;
    clearTimeout(this.#timer);
    this.save();
    this.#options.store?.close();
  }

  async #step(): Promise<void> {
    await this.once();
    this.#running = undefined;
    this.#wait(Date.now() + this.#pause());
  }

  #wait(until: number): void {
    if (this.#running !== undefined || this.#paused || this.#abort.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.start();
      },
      Math.max(0, until - Date.now()),
    );
  }

  #pause(): number {
    return pauseAfter(this.#refusal, this.#failures, this.#pollMs, this.#options.random ?? Math.random);
  }
}

/**
 * Milliseconds to the next question: the usual time, after failures ever longer up to five minutes, spread by a quarter so that many editors
 * do not ask at the same moment; never less than the gateway asked for.
 */
export function pauseAfter(refusal: Refusal | undefined, failures: number, pollMs: number, random: () => number): number {
  const spread = 0.875 + random() * 0.25;
  if (refusal === undefined) return Math.round(pollMs * spread);
  const pause = Math.min(Math.max(MAX_PAUSE_MS, pollMs), pollMs * 2 ** Math.min(failures, 10)) * spread;
  return Math.round(Math.max(pause, refusal.retryAfter ?? 0));
}
