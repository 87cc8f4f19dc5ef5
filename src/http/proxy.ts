/** Where Node itself was told to use a proxy. */
export interface ProxyEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Options of the running Node, as in `process.execArgv`. */
  readonly execArgv: readonly string[];
}

/**
 * The variable that makes Node hand an http request to a proxy, or undefined when the request goes straight to its address. A proxy reads such a request
 * whole, headers included, so nothing with a key may take that way; a request over https goes through a proxy in a tunnel that it cannot read.
 * Node asks proxies only when it is told to (`NODE_USE_ENV_PROXY=1` or `--use-env-proxy`; nodejs.org/api/cli.html, 2026-11). Of `NO_PROXY`, whole names,
 * endings with a leading dot or `*.`, and `*` are understood; anything else counts as not excepted, which is the careful side.
 */
export function clearTextProxy(url: URL, { env, execArgv }: ProxyEnvironment): string | undefined {
  if (url.protocol !== 'http:') return undefined;
  const options = [...execArgv, ...(env.NODE_OPTIONS ?? '').split(/\s+/)];
  if (env.NODE_USE_ENV_PROXY !== '1' && !options.includes('--use-env-proxy')) return undefined;
  const name = ['http_proxy', 'HTTP_PROXY'].find((each) => (env[each] ?? '') !== '');
  if (name === undefined) return undefined;
  const host = url.hostname.toLowerCase();
  const excepted = (env.no_proxy ?? env.NO_PROXY ?? '').toLowerCase().split(/[,\s]+/);
  return excepted.some((entry) => covers(entry, host)) ? undefined : name;
}

function covers(entry: string, host: string): boolean {
  if (entry === '') return false;
  return entry === '*' || entry === host || (/^\*?\./.test(entry) && host.endsWith(entry.replace(/^\*/, '')));
}
