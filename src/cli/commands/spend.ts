import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundledPriceSources, createPriceBook } from '../../core/index.ts';
import {
  billedReportOf,
  createRates,
  httpSources,
  profileById,
  profiles,
  snapshotOf,
  spendLine,
  takeAlerts,
  type Meter,
  type Profile,
  type SpendSnapshot,
  type UserBudget,
} from '../../core/spend/index.ts';
import {
  credentialFor,
  defaultStoreFolder,
  listenToBifrost,
  openSource,
  Poller,
  profileOf,
  receiverEnvironment,
  startDemoGateway,
  startOtlpMeters,
  StoreFile,
  type Credential,
  type MeterBase,
} from '../../gateways/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { spendText } from '../formatters/spend.ts';

/** Seconds between the two readings of a first look: counters say nothing before they are read twice. */
const FIRST_LOOK_S = 5;

interface Options {
  readonly source: string;
  readonly kind: string;
  readonly format: 'text' | 'json';
  readonly watch: boolean;
  readonly intervalMs: number | undefined;
  readonly budgets: readonly UserBudget[];
  readonly store: string | undefined;
  readonly keyEnv: string | undefined;
  readonly profile: Profile | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly allowHttp: boolean;
}

/** `pennylint spend`: what a gateway or an agent spends, once or for as long as it runs. Exit code 1 when a budget is used up. */
export async function spend(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options.source === 'otlp') return receive(options);
  if (options.source === 'demo') {
    const gateway = await startDemoGateway({ speed: 60 });
    try {
      return await poll({ ...options, kind: 'metrics', source: gateway.url, store: undefined });
    } finally {
      await gateway.close();
    }
  }
  return poll(options);
}

function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = readArguments(argv, {
    source: { type: 'string' },
    kind: { type: 'string' },
    format: { type: 'string' },
    watch: { type: 'boolean' },
    interval: { type: 'string' },
    budget: { type: 'string', multiple: true },
    store: { type: 'string' },
    'no-store': { type: 'boolean' },
    'key-env': { type: 'string' },
    profile: { type: 'string' },
    set: { type: 'string', multiple: true },
    'allow-http': { type: 'boolean' },
  });
  if (positionals.length > 0) throw new UsageError(`spend takes no paths; ${positionals[0] ?? ''} was given. Use --source URL.`);
  const source = values.source;
  if (source === undefined)
    throw new UsageError('spend needs --source: the address of a metrics page or API, `otlp` to receive telemetry, or `demo`.');
  const interval = values.interval === undefined ? undefined : Number(values.interval);
  if (interval !== undefined && !(interval >= 1 && interval <= 86_400))
    throw new UsageError('--interval is a number of seconds from 1 to 86400.');
  const settings = Object.fromEntries(
    (values.set ?? []).map((entry) => {
      const at = entry.indexOf('=');
      if (at <= 0) throw new UsageError(`--set is written name=value; ${entry} is not.`);
      return [entry.slice(0, at), entry.slice(at + 1)] as const;
    }),
  );
  const kinds = ['metrics', ...httpSources.map(({ id }) => id)];
  return {
    source,
    kind: oneOf('kind', values.kind, kinds, kindOf(source)),
    format: oneOf('format', values.format, ['text', 'json'], 'text'),
    watch: values.watch === true,
    intervalMs: interval === undefined ? undefined : interval * 1000,
    budgets: (values.budget ?? []).map(budgetOf),
    store: values['no-store'] === true ? undefined : (values.store ?? defaultStoreFolder()),
    keyEnv: values['key-env'],
    profile: values.profile === undefined ? undefined : readProfile(values.profile),
    settings,
    allowHttp: values['allow-http'] === true,
  };
}

/** A service is known by its origin; anything else is a page of metrics. */
function kindOf(source: string): string {
  if (!URL.canParse(source)) return 'metrics';
  const { origin } = new URL(source);
  return httpSources.find(({ home }) => home !== undefined && new URL(home).origin === origin)?.id ?? 'metrics';
}

function budgetOf(text: string): UserBudget {
  const match = /^\$?(\d+(?:\.\d+)?)(?:\/(day|month))?$/.exec(text);
  if (match === null || Number(match[1]) === 0)
    throw new UsageError(`--budget is written 50/month or 5/day, in US dollars; ${text} is not.`);
  return { limit: Number(match[1]) * 1e6, period: match[2] === 'day' ? 'day' : 'month' };
}

function readProfile(name: string): Profile {
  const known = profileById(name);
  if (known !== undefined) return known;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(name, 'utf8'));
  } catch (error) {
    const ids = profiles.map(({ id }) => id).join(', ');
    throw new UsageError(
      `--profile ${name} is neither one of ${ids} nor a readable JSON file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const checked = profileOf(data);
  if ('problem' in checked) throw new UsageError(`${name}: ${checked.problem}`);
  if (checked.profile === undefined) throw new UsageError(`--profile ${name} is empty.`);
  return checked.profile;
}

function meterBase(): MeterBase {
  return { rates: createRates(createPriceBook(bundledPriceSources())), offset: (at) => -new Date(at).getTimezoneOffset() };
}

async function poll(options: Options): Promise<number> {
  const { source: address, kind } = options;
  const opened = openSource({ ...options, url: address, credential: credentialOf(options) }, meterBase());
  if ('state' in opened) throw new UsageError(`${opened.reason} ${opened.advice}`);
  const { meter, reader } = opened;
  const store = options.store === undefined ? undefined : new StoreFile(options.store, meter.options.id);
  const words: string[] = [];
  if (store !== undefined) {
    if (!store.open()) words.push('Another Pennylint keeps the history of this source; nothing is saved here.');
    const loaded = store.load(meter);
    if (loaded.words !== undefined) words.push(loaded.words);
  }
  for (const line of words) process.stderr.write(`pennylint: ${line}\n`);
  const poller = new Poller(meter, reader, { pollMs: options.intervalMs, store });
  const show = (): SpendSnapshot => snapshotOf(meter, { now: Date.now(), pollMs: poller.pollMs, budgets: options.budgets });
  if (!options.watch) {
    const first = meter.lastReadAt === 0 && kind === 'metrics';
    let refusal = await poller.once();
    if (first && refusal === undefined) {
      if (process.stderr.isTTY) process.stderr.write(`First look: reading again in ${FIRST_LOOK_S} seconds.\n`);
      await sleep(options.intervalMs ?? FIRST_LOOK_S * 1000);
      refusal = await poller.once();
    }
    await poller.stop();
    const snapshot = show();
    process.stdout.write(options.format === 'json' ? jsonLine(snapshot, meter) : spendText(snapshot));
    return exitCode(snapshot, refusal !== undefined);
  }
  const socket =
    kind === 'bifrost-logs'
      ? listenToBifrost(
          address,
          () => meter,
          () => undefined,
        )
      : undefined;
  const last = await watch(
    options,
    poller.pollMs,
    () => [show()],
    () => {
      poller.start();
      return async () => {
        socket?.close();
        await poller.stop();
      };
    },
    [meter],
  );
  return last === undefined ? 3 : exitCode(last, last.connection.error !== null);
}

async function receive(options: Options): Promise<number> {
  if (!options.watch) throw new UsageError('Telemetry is received as it comes: use --source otlp with --watch.');
  const port = options.settings.port === undefined ? 4318 : Number(options.settings.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--set port=… is a number from 0 to 65535.');
  const otlp = await startOtlpMeters({
    port,
    folder: options.store,
    base: meterBase(),
    say: (words) => process.stderr.write(`pennylint: ${words}\n`),
  }).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UsageError(`Port ${port} cannot be used (${code}). Choose another with --set port=….`);
  });
  const { meters, receiver } = otlp;
  process.stderr.write(`Receiving OpenTelemetry on 127.0.0.1:${receiver.port}. For an agent, set:\n`);
  for (const [name, value] of Object.entries(receiverEnvironment(receiver.port))) process.stderr.write(`  ${name}=${value}\n`);
  const all = (): readonly SpendSnapshot[] =>
    meters.map((meter) => snapshotOf(meter, { now: Date.now(), pollMs: 60_000, budgets: options.budgets }));
  const last = await watch(
    options,
    options.intervalMs ?? 10_000,
    all,
    () => {
      const timer = setInterval(() => {
        otlp.save();
      }, 60_000);
      return async () => {
        clearInterval(timer);
        await otlp.close();
      };
    },
    meters,
  );
  return last === undefined ? 0 : exitCode(last, false);
}

/** The snapshot with what was billed by model and tag, which `--billed` of other commands reads. */
function jsonLine(snapshot: SpendSnapshot, meter: Meter | undefined): string {
  return `${JSON.stringify({ ...snapshot, billed: (meter === undefined ? undefined : billedReportOf(meter, snapshot.at)) ?? null })}\n`;
}

/** Shows until it is interrupted; returns the last picture. */
async function watch(
  { format }: Options,
  everyMs: number,
  snapshots: () => readonly SpendSnapshot[],
  start: () => () => Promise<void>,
  meters: readonly Meter[],
): Promise<SpendSnapshot | undefined> {
  const stop = start();
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  process.stdout.once('close', interrupt);
  let last: SpendSnapshot | undefined;
  const terminal = format === 'text' && process.stdout.isTTY;
  const said = new Set<string>();
  while (!interrupted.signal.aborted) {
    await sleep(last === undefined ? 1000 : everyMs, undefined, { signal: interrupted.signal }).catch(() => undefined);
    const all = snapshots();
    last = all[0] ?? last;
    const text =
      format === 'json'
        ? all.map((snapshot, index) => jsonLine(snapshot, meters[index])).join('')
        : terminal
          ? all.map(spendText).join('\n')
          : all.map((snapshot) => `${spendLine(snapshot)}\n`).join('');
    // Clears the screen only where there is one.
    if (!process.stdout.destroyed) process.stdout.write(terminal ? `\u001b[H\u001b[2J${text}` : text);
    // A line has no room for them: what must be known beside the figures is said once.
    if (format === 'text' && !terminal) {
      for (const words of all.flatMap(({ warnings, today, notes }) => [...warnings, ...today.notes, ...notes])) {
        const kind = words.replace(/\d+/g, '0');
        if (!said.has(kind)) process.stderr.write(`pennylint: ${words}\n`);
        said.add(kind);
      }
    }
    all.forEach((snapshot, i) => {
      const meter = meters[i];
      if (meter === undefined) return;
      for (const { words } of takeAlerts(meter, snapshot.budgets, snapshot.at))
        process.stderr.write(`pennylint: ${snapshot.demo ? 'DEMO ' : ''}${words}\n`);
    });
  }
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  await stop();
  return last;
}

/** The key from the environment variable that the user named, bound to the origin of the source. Keys are never arguments: others can see those. */
function credentialOf({ keyEnv, kind, source: address }: Options): Credential | undefined {
  if (keyEnv === undefined) return undefined;
  const value = process.env[keyEnv];
  if (value === undefined || value === '') throw new UsageError(`The environment has no ${keyEnv}, or it is empty.`);
  if (!URL.canParse(address)) throw new UsageError(`--source ${address} is no address.`);
  try {
    return credentialFor(kind, address, value);
  } catch (error) {
    throw new UsageError(`${keyEnv}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function exitCode(snapshot: SpendSnapshot, failed: boolean): number {
  if (failed) return 3;
  return snapshot.budgets.some(({ watchedBy, level }) => watchedBy === 'pennylint' && level >= 1) ? 1 : 0;
}
