/** Shortest and longest wait after an edit, in ms: short enough to feel immediate, long enough not to work on every letter. */
const MIN_WAIT_MS = 50;
const MAX_WAIT_MS = 150;

/** Runs work per document some time after its last edit. The wait follows how long the work took last time. */
export class Debouncer {
  private readonly run: (uri: string) => Promise<void>;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private lastMs = 0;

  constructor(run: (uri: string) => Promise<void>) {
    this.run = run;
  }

  /** Puts the work for a document off until nothing has been scheduled for it for a while. */
  schedule(uri: string): void {
    this.cancel(uri);
    const wait = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, this.lastMs * 3));
    const timer = setTimeout(() => {
      this.timers.delete(uri);
      const started = performance.now();
      void this.run(uri).finally(() => {
        this.lastMs = performance.now() - started;
      });
    }, wait);
    this.timers.set(uri, timer);
  }

  /** Forgets scheduled work of a document. */
  cancel(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
  }
}
