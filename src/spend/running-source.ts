/** A source that is read: polled, received, or the demo. All have the same face, so that nobody else asks which it is. */
import { Meter, refuse } from '../core/spend/index.ts';
import {
  credentialFor,
  listenToBifrost,
  openSource,
  Poller,
  profileOf,
  receiverEnvironment,
  startOtlpMeters,
  StoreFile,
  type Credential,
  type MeterBase,
  type Socket,
} from '../gateways/index.ts';
import type { SourceOrder, Watch } from '../shared/spend-messages.ts';
import type { SourceSettings } from '../shared/spend-settings.ts';
import { startDemoSource } from './demo-source.ts';

/** A meter, and how it is named outside. */
export interface Reading {
  readonly id: string;
  readonly meter: Meter;
  /** Milliseconds between readings; three without one are silence. */
  readonly pollMs: number;
  /** True when this process keeps the history, and so may announce budgets. */
  readonly keeper: boolean;
  /** What is said instead of "connecting" while nothing has come. */
  readonly waiting: { readonly words: string; readonly advice: string } | undefined;
}

/** A source that is read. */
export interface RunningSource {
  readonly settings: SourceSettings;
  /** At least one. */
  readings(): readonly Reading[];
  watch(watch: Watch): void;
  retry(): void;
  save(): void;
  stop(): Promise<void>;
}

/** What a source works with. */
export interface SourceContext {
  readonly folder: string;
  readonly base: MeterBase;
  readonly changed: () => void;
  /** Takes a sentence for the user, or takes it back. */
  readonly say: (words: string) => void;
  readonly unsay: (words: string) => void;
}

/** Readings while the user has a budget and nobody looks. */
export const BUDGET_POLL_MS = 60_000;

/** Starts a source; it reads nothing before it is watched. What is wrong with it is said by its meter, not thrown. */
export async function startSource(order: SourceOrder, context: SourceContext): Promise<RunningSource> {
  const { kind } = order.settings;
  if (kind === 'otlp') return startReceived(order.settings, context);
  if (kind === 'demo') return startDemoSource(order.settings, context);
  return startPolled(order, context);
}

function startPolled({ settings, key }: SourceOrder, context: SourceContext): RunningSource {
  const { kind, url = '' } = settings;
  const profile = profileOf(settings.profile);
  if ('problem' in profile) return failed(settings, context, profile.problem, 'Correct it in the setting pennylint.spend.sources.');
  let credential: Credential | undefined;
  try {
    // An address that cannot be read is told by `openSource`, in better words.
    if (key !== undefined && URL.canParse(url) && new URL(url).origin === key.origin) credential = credentialFor(kind, url, key.key);
  } catch (error) {
    return failed(settings, context, error instanceof Error ? error.message : String(error), 'Give the key again.');
  }
  const opened = openSource({ ...settings, url, profile: profile.profile, credential }, context.base);
  if ('state' in opened) return failed(settings, context, opened.reason, opened.advice);
  const { reader } = opened;
  const store = new StoreFile(context.folder, opened.meter.options.id);
  const poll = (meter: Meter): Poller =>
    new Poller(meter, reader, {
      pollMs: settings.pollMs,
      store,
      changed: context.changed,
      unsaved: (error) => {
        context.say(unsavedWords(error));
      },
    });
  let poller = poll(opened.meter);
  let pace: number | 'suggested' | undefined;
  let socket: Socket | undefined;
  quietly(context, () => {
    load(store, opened.meter, context);
  });
  /**
   * The window that looks keeps the history. Whoever begins to look, or takes over from a window that was closed, begins with what was saved meanwhile:
   * a gateway may have been restarted since this window last read, and only the other one saw what was spent before.
   */
  const keep = (): void => {
    quietly(context, () => {
      const kept = store.writable;
      const other = 'Another window keeps the history of this source; this one saves nothing.';
      if (store.open()) context.unsay(other);
      else context.say(other);
      if (kept || !store.changed) return;
      const again = openSource({ ...settings, url, profile: profile.profile, credential }, context.base);
      if ('state' in again) return;
      load(store, again.meter, context);
      if (again.meter.lastReadAt <= poller.meter.lastReadAt) return;
      poller.abandon();
      poller = poll(again.meter);
      poller.pace(pace);
    });
  };
  return {
    settings,
    readings: () => [{ id: settings.id, meter: poller.meter, pollMs: poller.pollMs, keeper: store.writable, waiting: undefined }],
    watch(watch) {
      const before = pace;
      pace = watch === 'off' ? undefined : watch === 'budget' ? Math.max(BUDGET_POLL_MS, settings.pollMs ?? 0) : 'suggested';
      if (pace !== undefined && before === undefined) keep();
      poller.pace(pace);
      // It has just saved; another window may look.
      if (pace === undefined) store.close();
      if (watch !== 'shown') {
        socket?.close();
        socket = undefined;
      } else if (kind === 'bifrost-logs') socket ??= listenToBifrost(url, () => poller.meter, context.changed);
    },
    retry() {
      poller.hurry();
    },
    save() {
      if (pace !== undefined) keep();
    },
    async stop() {
      socket?.close();
      await poller.stop();
    },
  };
}

async function startReceived(settings: SourceSettings, context: SourceContext): Promise<RunningSource> {
  const { port } = settings;
  const name = settings.name ?? `OpenTelemetry on 127.0.0.1:${port}`;
  try {
    const otlp = await startOtlpMeters({ port, folder: context.folder, base: context.base, changed: context.changed, say: context.say });
    const empty = new Meter({ ...context.base, id: settings.id, name });
    const names = Object.keys(receiverEnvironment(port)).length;
    const waiting = {
      words: `Waiting for telemetry on 127.0.0.1:${port}.`,
      advice: `Set ${names} environment variables where the agent runs: Receive OpenTelemetry adds them to the terminal or copies them.`,
    };
    return {
      settings,
      readings: () =>
        otlp.meters.length === 0
          ? [{ id: settings.id, meter: empty, pollMs: BUDGET_POLL_MS, keeper: false, waiting }]
          : otlp.meters.map((meter, index) => ({
              id: index === 0 ? settings.id : `${settings.id}/${meter.options.id}`,
              meter,
              // Agents export once a minute, and only while they work.
              pollMs: 10 * BUDGET_POLL_MS,
              keeper: otlp.writable(),
              waiting: undefined,
            })),
      // What is pushed costs nobody a question.
      watch: () => undefined,
      retry: () => undefined,
      save() {
        try {
          otlp.save();
        } catch (error) {
          context.say(unsavedWords(error));
        }
      },
      stop: () => otlp.close(),
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return failed(
      settings,
      context,
      `Port ${port} of this machine cannot be used (${code}).`,
      'Another program or window may receive there. Choose another port in the setting pennylint.spend.sources.',
    );
  }
}

/** A source that cannot be read, and says why. */
function failed(settings: SourceSettings, { base }: SourceContext, reason: string, advice: string): RunningSource {
  const meter = new Meter({ ...base, id: settings.id, name: settings.name ?? settings.kind });
  meter.failed(refuse('unsafe', reason, advice), Date.now());
  return {
    settings,
    readings: () => [{ id: settings.id, meter, pollMs: BUDGET_POLL_MS, keeper: false, waiting: undefined }],
    watch: () => undefined,
    retry: () => undefined,
    save: () => undefined,
    stop: () => Promise.resolve(),
  };
}

function load(store: StoreFile, meter: Meter, { say }: SourceContext): void {
  const { words } = store.load(meter);
  if (words !== undefined) say(words);
}

/** Says what is wrong with the folder of the stores, instead of throwing it. */
function quietly({ say }: SourceContext, work: () => void): void {
  try {
    work();
  } catch (error) {
    say(unsavedWords(error));
  }
}

function unsavedWords(error: unknown): string {
  return `The history of spend cannot be saved (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}); it is kept in memory until the window closes.`;
}
