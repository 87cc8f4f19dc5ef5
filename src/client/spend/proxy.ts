/** The user's proxy, as far as it concerns the process of live spend. All as the user set it; what a workspace says is not looked at. */
export interface ProxySettings {
  /** `http.proxy`; empty = none. */
  readonly proxy: string;
  /** `http.proxySupport` is `off`: no proxy, whatever the environment says. */
  readonly off: boolean;
  /** `http.noProxy`: hosts that are asked directly. */
  readonly except: readonly string[];
}

/** Variables about proxies, in any case of letters. */
const PROXY_VARIABLES = /^(?:(?:https?|all|no)_proxy|node_use_env_proxy)$/i;

/**
 * An environment in which Node sends https through the user's proxy (the setting before the variables) and http never: a proxy reads http whole, and
 * http goes to this machine or to sources without a key. Node understands the variables since 22.21 and 24.5 (nodejs.org/api/cli.html, 2026-11); an older
 * one asks directly. Proxies of other kinds (SOCKS, scripts) are left out.
 */
export function withProxy(env: Readonly<NodeJS.ProcessEnv>, { proxy, off, except }: ProxySettings): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !PROXY_VARIABLES.test(name)));
  const candidates = [proxy, env.https_proxy, env.HTTPS_PROXY, env.http_proxy, env.HTTP_PROXY];
  const chosen = candidates.find((each) => each !== undefined && each !== '');
  if (off || chosen === undefined || !URL.canParse(chosen) || !/^https?:$/.test(new URL(chosen).protocol)) return kept;
  const excepted = [env.no_proxy ?? env.NO_PROXY ?? '', ...except].filter((each) => each !== '');
  return {
    ...kept,
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: chosen,
    // Node takes the proxy for https when there is none for http, and asks this machine directly only when it is told to.
    NO_PROXY: ['localhost', '127.0.0.1', '::1', ...excepted].join(','),
  };
}
