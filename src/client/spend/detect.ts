/** What speaks for a source that could be connected: variables of the environment and a configuration of LiteLLM. Pure; nothing is asked. */

/** A source that may be there. Its address is only proposed; the user confirms it. */
export interface DetectedSource {
  readonly kind: string;
  readonly url: string | undefined;
  /** Why it is proposed. */
  readonly because: string;
  /** Variable that holds a key, if there is one. Its value is only read when the user takes it. */
  readonly keyVariable: string | undefined;
}

interface Clue {
  readonly kind: string;
  /** Variables that may name an address, most telling first. */
  readonly addresses: readonly string[];
  readonly keys: readonly string[];
  /** What comes after the address. */
  readonly path?: string;
  /** Address when only the key is there. */
  readonly home?: string;
}

/** Names as their makers document them (2026-11). */
const CLUES: readonly Clue[] = [
  {
    kind: 'metrics',
    addresses: ['LITELLM_PROXY_URL', 'LITELLM_PROXY_API_BASE', 'LITELLM_BASE_URL', 'LITELLM_API_BASE'],
    keys: ['LITELLM_PROXY_API_KEY', 'LITELLM_MASTER_KEY', 'LITELLM_API_KEY', 'LITELLM_KEY'],
    path: '/metrics/',
    home: 'http://localhost:4000/metrics/',
  },
  { kind: 'openrouter', addresses: [], keys: ['OPENROUTER_API_KEY'], home: 'https://openrouter.ai/api/v1' },
  { kind: 'prometheus', addresses: ['PROMETHEUS_URL', 'PROMETHEUS_SERVER', 'PROMETHEUS_HOST'], keys: ['PROMETHEUS_TOKEN'] },
  {
    kind: 'langfuse',
    addresses: ['LANGFUSE_BASE_URL', 'LANGFUSE_HOST'],
    keys: ['LANGFUSE_SECRET_KEY'],
    home: 'https://cloud.langfuse.com',
  },
];

const OTEL = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_METRICS_EXPORTER', 'CLAUDE_CODE_ENABLE_TELEMETRY'];

/** Sources that the environment speaks for. */
export function detectInEnvironment(env: Readonly<Record<string, string | undefined>>): readonly DetectedSource[] {
  const found: DetectedSource[] = [];
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  for (const { kind, addresses, keys, path, home } of CLUES) {
    const address = addresses.find((name) => has(name) && isAddress(env[name] ?? ''));
    const key = keys.find(has);
    if (address === undefined && (key === undefined || home === undefined)) continue;
    const url = address === undefined ? home : withPath(env[address] ?? '', path);
    found.push({ kind, url, because: `${address ?? key ?? ''} is set`, keyVariable: key });
  }
  const otel = OTEL.find(has);
  if (otel !== undefined) found.push({ kind: 'otlp', url: undefined, because: `${otel} is set`, keyVariable: undefined });
  return found;
}

/** True for the text of a configuration of LiteLLM's proxy. */
export function isLitellmConfig(text: string): boolean {
  return /^model_list:\s*$/m.test(text) && /^\s+litellm_params:/m.test(text);
}

/** Where LiteLLM's proxy shows its metrics when nothing else is said (port 4000 by default; docs.litellm.ai, 2026-11). */
export const LITELLM_METRICS = 'http://localhost:4000/metrics/';

/** Addresses on this machine at which gateways listen by default; asked only when the user wants to look. */
export const USUAL_ADDRESSES: readonly string[] = [
  LITELLM_METRICS,
  'http://localhost:8080/metrics',
  'http://localhost:3000/metrics',
  'http://localhost:9464/metrics',
  'http://localhost:9091/apisix/prometheus/metrics',
  'http://localhost:8001/metrics',
  'http://localhost:1064/metrics',
  'http://localhost:8000/metrics',
];

/** Why an address cannot be taken, for the box in which it is typed; undefined when it may be right. */
export function addressRefusal(text: string): string | undefined {
  if (!URL.canParse(text)) return 'An address begins with https:// or, on this machine, http://.';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'An address begins with https:// or, on this machine, http://.';
  if (username !== '' || password !== '') return 'Leave user name and password out; the key is asked for by itself.';
  return undefined;
}

function isAddress(text: string): boolean {
  return addressRefusal(text) === undefined;
}

function withPath(address: string, path: string | undefined): string {
  const url = new URL(address);
  // An API's `/v1` is not where the metrics are.
  return path === undefined ? url.href : `${url.origin}${path}`;
}
