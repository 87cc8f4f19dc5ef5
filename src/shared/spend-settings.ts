/**
 * The settings of live spend, as the user may write them. All are of scope `machine`: a repository can set none of them, because an address or a
 * header that a repository names could send the user's key elsewhere. Keys are in no setting.
 */

/** One source in `pennylint.spend.sources`, checked. */
export interface SourceSettings {
  /** Stands for the source in this list and in its store: kind and address. */
  readonly id: string;
  /** `metrics`, `otlp`, `demo`, or the id of an API that is asked. */
  readonly kind: string;
  readonly name: string | undefined;
  /** Address; undefined for `otlp` and `demo`. */
  readonly url: string | undefined;
  /** Further headers without secrets, for example a tenant. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the source needs beside the key: account, project. */
  readonly settings: Readonly<Record<string, string>>;
  /** Id of a profile of metrics, or one of the user's own; checked by whoever uses it. */
  readonly profile: unknown;
  /** Milliseconds between readings while somebody looks; undefined = what suits the source. */
  readonly pollMs: number | undefined;
  /** Port of an OpenTelemetry receiver. */
  readonly port: number;
  /** Its money is the one that is shown first and watched by budgets; true for exactly one source. */
  readonly ledger: boolean;
  /** Plain http to another machine; never with a key. */
  readonly allowHttp: boolean;
}

/** Port of OTLP over HTTP by convention (OpenTelemetry specification, OTLP exporter, 2026-01). */
export const OTLP_PORT = 4318;

/** Kinds without an address. */
export const LOCAL_KINDS: readonly string[] = ['otlp', 'demo'];

/** The declaration of one setting of live spend. */
export interface SpendSettingDeclaration {
  readonly key: string;
  readonly scope: 'machine';
  readonly schema: Readonly<Record<string, unknown>>;
}

const textMap = { type: 'object', additionalProperties: { type: 'string' } } as const;

/** All settings of live spend in the order in which they are shown. */
export const spendSettingDeclarations: readonly SpendSettingDeclaration[] = [
  {
    key: 'spend.sources',
    scope: 'machine',
    schema: {
      type: 'array',
      default: [],
      markdownDescription:
        'Gateways and agents whose spend is shown. *Pennylint: Connect Spend Source* writes it. Keys are not written here: they are in the editor’s secret storage.',
      items: {
        type: 'object',
        required: ['kind'],
        additionalProperties: false,
        properties: {
          kind: { type: 'string', description: 'metrics, otlp, demo, or the name of an API: prometheus, litellm-rest, openrouter, …' },
          url: { type: 'string', description: 'Address of the metrics page or the API. https, unless it is this machine.' },
          name: { type: 'string', description: 'What the panel calls the source.' },
          ledger: { type: 'boolean', description: 'Its figures count; other sources are shown beside it and not added.' },
          headers: { ...textMap, description: 'Headers without secrets, for example a tenant.' },
          settings: { ...textMap, description: 'What the source needs beside the key: account, project.' },
          profile: { type: ['string', 'object'], description: 'What the metrics mean, when Pennylint does not find out by itself.' },
          pollSeconds: { type: 'number', minimum: 1, description: 'Seconds between readings while the panel is shown.' },
          port: {
            type: 'integer',
            minimum: 1,
            maximum: 65535,
            description: `Port of the OpenTelemetry receiver; ${OTLP_PORT} by default.`,
          },
          allowHttp: { type: 'boolean', description: 'Allows plain http to another machine, for a source without a key.' },
        },
      },
    },
  },
  {
    key: 'spend.budgetPerDayUsd',
    scope: 'machine',
    schema: {
      type: 'number',
      default: 0,
      minimum: 0,
      markdownDescription:
        'Budget for a day in US dollars, 0 for none. With a budget, spend is read once a minute also while the panel is hidden.',
    },
  },
  {
    key: 'spend.budgetPerMonthUsd',
    scope: 'machine',
    schema: { type: 'number', default: 0, minimum: 0, markdownDescription: 'Budget for a month in US dollars, 0 for none.' },
  },
  {
    key: 'spend.budgetNotifications',
    scope: 'machine',
    schema: {
      type: 'boolean',
      default: true,
      markdownDescription: 'Say once when 50, 80 and 100 % of a budget are used.',
    },
  },
];

/** Checked sources, and what was wrong with the others. */
export interface CheckedSources {
  readonly sources: readonly SourceSettings[];
  /** One sentence per entry that is left out. */
  readonly problems: readonly string[];
}

/** Names of headers that carry secrets; those belong into the secret storage, bound to their origin. */
const SECRET_HEADERS = /^(?:authorization|proxy-authorization|cookie|.*(?:key|token|secret|password).*)$/i;
const MAX_SOURCES = 20;

/** Reads the list of sources from untrusted input. Whatever has the wrong form is left out and named; nothing throws. */
export function checkSources(input: unknown, kinds: readonly string[]): CheckedSources {
  const problems: string[] = [];
  const found: SourceSettings[] = [];
  const given: readonly unknown[] = Array.isArray(input) ? (input as readonly unknown[]) : [];
  if (input !== undefined && input !== null && !Array.isArray(input)) problems.push('pennylint.spend.sources must be a list.');
  for (const [index, entry] of given.entries()) {
    const source = found.length >= MAX_SOURCES ? `there are more than ${MAX_SOURCES}` : readSource(entry, kinds);
    if (typeof source === 'string') problems.push(`pennylint.spend.sources[${index}] is left out: ${source}.`);
    else if (found.some(({ id }) => id === source.id)) problems.push(`pennylint.spend.sources[${index}] is left out: it is there twice.`);
    else found.push(source);
  }
  const ledger = found.find((source) => source.ledger) ?? found.find(({ kind }) => kind !== 'demo') ?? found[0];
  return { sources: found.map((source) => ({ ...source, ledger: source === ledger })), problems };
}

/** What stands for a source. */
export function sourceId(kind: string, url: string | undefined, port: number): string {
  if (kind === 'otlp') return `otlp:${port}`;
  return url === undefined ? kind : `${kind}:${url}`;
}

function readSource(entry: unknown, kinds: readonly string[]): SourceSettings | string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'it is no object';
  const given = entry as Readonly<Record<string, unknown>>;
  const own = (key: string): unknown => (Object.hasOwn(given, key) ? given[key] : undefined);
  const kind = own('kind');
  if (typeof kind !== 'string' || !kinds.includes(kind)) return `kind must be one of ${kinds.join(', ')}`;
  const url = own('url');
  if (!LOCAL_KINDS.includes(kind) && (typeof url !== 'string' || url.length > 2000)) return 'url is missing';
  const headers = textsOf(own('headers'));
  const settings = textsOf(own('settings'));
  if (headers === undefined || settings === undefined) return 'headers and settings must be objects of texts';
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[A-Za-z0-9-]{1,100}$/.test(name) || !/^[\x20-\x7e]{0,1000}$/.test(value)) return 'a header cannot be sent as it is written';
    if (SECRET_HEADERS.test(name)) return `the header ${name} is a secret; give it as the key of the source`;
  }
  const seconds = own('pollSeconds');
  const port = own('port') ?? OTLP_PORT;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return 'port must be a number from 1 to 65535';
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 1 && seconds <= 86_400))
    return 'pollSeconds must be from 1 to 86400';
  const name = own('name');
  const address = LOCAL_KINDS.includes(kind) ? undefined : (url as string);
  return {
    id: sourceId(kind, address, port),
    kind,
    name: typeof name === 'string' && name !== '' ? name.slice(0, 100) : undefined,
    url: address,
    headers,
    settings,
    profile: own('profile'),
    pollMs: typeof seconds === 'number' ? seconds * 1000 : undefined,
    port,
    ledger: own('ledger') === true,
    allowHttp: own('allowHttp') === true,
  };
}

function textsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? Object.fromEntries(entries) : undefined;
}
