/** The process of live spend: keeps sources as the client orders, and tells what it sees. Nothing in it knows the editor. */
import { bundledPriceSources, createPriceBook } from '../core/pricing/index.ts';
import { billedReportOf, createRates, takeAlerts, type UserBudget } from '../core/spend/index.ts';
import type { MeterBase } from '../gateways/index.ts';
import type { FromSpendProcess, SourceOrder, ToSpendProcess, Watch } from '../shared/spend-messages.ts';
import { look } from './look.ts';
import { pictureOf, readingsOf, snapshotFor, statusOf, type RoledReading } from './picture.ts';
import { startSource, type RunningSource, type SourceContext } from './running-source.ts';
import { testSource } from './test-source.ts';

/** Most pictures per second is ten: no eye follows more. */
const PICTURE_MS = 100;
/** Ages, rates and silence change although nothing is read. */
const TICK_MS = 5_000;
const SAVE_MS = 60_000;
/** Lines in the code that change more often than once a minute disturb whoever reads them. */
const BILLED_MS = 60_000;
const COLLECT_MS = 5_000;

/** The service behind the messages. */
export class SpendService {
  readonly #send: (message: FromSpendProcess) => void;
  readonly #collect: () => void;
  #read = false;
  #collectedAt = Number.NEGATIVE_INFINITY;
  readonly #base: MeterBase = {
    rates: createRates(createPriceBook(bundledPriceSources())),
    offset: (at) => -new Date(at).getTimezoneOffset(),
  };
  readonly #running = new Map<string, { readonly order: string; readonly source: RunningSource }>();
  readonly #problems = new Set<string>();
  readonly #timers: NodeJS.Timeout[];
  #order: readonly string[] = [];
  #budgets: readonly UserBudget[] = [];
  #watch: Watch = 'off';
  #selected: string | null = null;
  #pending: NodeJS.Timeout | undefined;
  #sentAt = 0;
  #statusSent = '';
  #billedSent = 'null';
  #billedAt = Number.NEGATIVE_INFINITY;
  /** Orders are carried out one after the other: a source gives its port and its store back before the next takes them. */
  #work: Promise<void> = Promise.resolve();

  /** `collect` frees memory; it is called after readings, at most once in {@link COLLECT_MS}. */
  constructor(send: (message: FromSpendProcess) => void, collect: () => void = () => undefined) {
    this.#send = send;
    this.#collect = collect;
    this.#timers = [
      setInterval(() => {
        if (this.#watch !== 'off') this.#changed();
      }, TICK_MS),
      setInterval(() => {
        for (const { source } of this.#running.values()) source.save();
      }, SAVE_MS),
    ];
  }

  /** Takes a message of the client. Never throws. */
  take(message: ToSpendProcess): void {
    this.#work = this.#work
      .then(() => this.#carryOut(message))
      .catch((error: unknown) => {
        // Only the kind of the error: its text may hold an address with a secret in it.
        this.#send({
          type: 'log',
          words: `Live spend failed at "${message.type}": ${error instanceof Error ? error.name : typeof error}.`,
        });
      });
  }

  /** Ends every source, with its history saved. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#pending);
    await this.#work;
    await Promise.all([...this.#running.values()].map(({ source }) => source.stop()));
    this.#running.clear();
  }

  async #carryOut(message: ToSpendProcess): Promise<void> {
    switch (message.type) {
      case 'configure':
        return this.#configure(message.folder, message.sources, message.budgets);
      case 'watch':
        this.#watch = message.watch;
        this.#selected = message.selected;
        for (const { source } of this.#running.values()) this.#pace(source);
        this.#changed();
        return;
      case 'retry':
        for (const { source } of this.#running.values()) source.retry();
        return;
      case 'test':
        // Not awaited: a gateway that does not answer must not hold up the others.
        void testSource(message.source, this.#base).then((result) => {
          this.#send({ type: 'tested', request: message.request, result });
        });
        return;
      case 'look':
        void look(message.addresses).then((found) => {
          this.#send({ type: 'looked', request: message.request, found });
        });
    }
  }

  async #configure(folder: string, orders: readonly SourceOrder[], budgets: readonly UserBudget[]): Promise<void> {
    this.#budgets = budgets;
    this.#problems.clear();
    const wanted = new Map(orders.map((order) => [order.settings.id, order]));
    for (const [id, { order, source }] of this.#running) {
      const next = wanted.get(id);
      if (next !== undefined && JSON.stringify(next) === order) continue;
      this.#running.delete(id);
      await source.stop();
    }
    const context: SourceContext = {
      folder,
      base: this.#base,
      changed: () => {
        this.#read = true;
        this.#changed();
      },
      say: (words) => {
        if (this.#problems.has(words)) return;
        this.#problems.add(words);
        this.#send({ type: 'log', words });
      },
      unsay: (words) => {
        if (this.#problems.delete(words)) this.#changed();
      },
    };
    for (const [id, order] of wanted) {
      if (this.#running.has(id)) continue;
      const source = await startSource(order, context);
      this.#running.set(id, { order: JSON.stringify(order), source });
      this.#pace(source);
    }
    this.#order = [...wanted.keys()];
    this.#changed();
  }

  /** Beside the ledger nothing has a budget, so nothing else is asked while nobody looks. */
  #pace(source: RunningSource): void {
    source.watch(this.#watch === 'budget' && !source.settings.ledger ? 'off' : this.#watch);
  }

  #changed(): void {
    if (this.#pending !== undefined) return;
    this.#pending = setTimeout(
      () => {
        this.#pending = undefined;
        this.#sentAt = Date.now();
        this.#tell();
      },
      Math.max(0, this.#sentAt + PICTURE_MS - Date.now()),
    );
  }

  #tell(): void {
    const now = Date.now();
    const sources = this.#order.flatMap((id) => this.#running.get(id)?.source ?? []);
    const shown = this.#watch === 'shown';
    // Nobody sees the others.
    const readings = readingsOf(sources).filter(({ ledger }) => shown || ledger);
    const made = readings.map((reading) => ({ reading, snapshot: snapshotFor(reading, this.#budgets, now) }));
    if (shown) this.#send(pictureOf(made, this.#selected, [...this.#problems]));
    const { reading: ledger, snapshot } = made.find(({ reading }) => reading.ledger) ?? {};
    const received = sources.some(({ settings }) => settings.ledger && settings.kind === 'otlp');
    const status = statusOf(snapshot, this.#watch === 'off' && !received);
    const text = JSON.stringify(status);
    if (text !== this.#statusSent) this.#send(status);
    this.#statusSent = text;
    this.#tellBilled(ledger, now);
    if (this.#read && Math.abs(now - this.#collectedAt) >= COLLECT_MS) {
      this.#read = false;
      this.#collectedAt = now;
      this.#collect();
    }
    if (ledger === undefined || snapshot === undefined || !ledger.keeper) return;
    for (const { words } of takeAlerts(ledger.meter, snapshot.budgets, now)) this.#send({ type: 'alert', words, demo: snapshot.demo });
  }

  /** The first report comes at once, and so does its end. */
  #tellBilled(ledger: RoledReading | undefined, now: number): void {
    const report = (ledger === undefined ? undefined : billedReportOf(ledger.meter, now)) ?? null;
    if (report !== null && now - this.#billedAt < BILLED_MS) return;
    const text = JSON.stringify(report);
    if (text === this.#billedSent) return;
    this.#billedSent = text;
    this.#billedAt = report === null ? Number.NEGATIVE_INFINITY : now;
    this.#send({ type: 'billed', report });
  }
}
