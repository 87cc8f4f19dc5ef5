/** One request for a public price list. Nothing is sent but the request; no key, no cookie, nothing of the workspace. */
import { boundedText, errorCode } from '../http/index.ts';

/** The lists that can be downloaded; `PriceRefresh` in core names the same. */
export type PublicListId = 'openrouter' | 'models.dev' | 'litellm';

/** A public price list. */
export interface PublicList {
  readonly id: PublicListId;
  /** For people. */
  readonly name: string;
  readonly url: string;
  /** Form of the list: see `PriceListFormat` in core. */
  readonly format: string;
}

/** The lists, as of 2026-11-22. */
export const PUBLIC_LISTS: readonly PublicList[] = [
  { id: 'openrouter', name: 'OpenRouter', url: 'https://openrouter.ai/api/v1/models', format: 'openrouter' },
  { id: 'models.dev', name: 'models.dev', url: 'https://models.dev/api.json', format: 'models.dev' },
  {
    id: 'litellm',
    name: 'LiteLLM',
    url: 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json',
    format: 'litellm',
  },
];

/** A list as it came. */
export interface DownloadedList {
  readonly state: 'new';
  /** Parsed JSON of unknown shape. */
  readonly body: unknown;
  /** What the server calls this version; undefined when it does not say. */
  readonly etag: string | undefined;
}

/** `same`: the version that is known already is still the newest. `failed`: why, a sentence. */
export type ListAnswer = DownloadedList | { readonly state: 'same' } | { readonly state: 'failed'; readonly words: string };

/** What a request needs besides its list. */
export interface DownloadOptions {
  /** Version that is known already. */
  readonly etag?: string | undefined;
  /** Milliseconds until the request is given up; default 20,000. */
  readonly timeoutMs?: number;
  /** Longest body in bytes; default 20 MB, several times the longest list of 2026. */
  readonly maxBytes?: number;
}

/** Asks for a list. Never throws and follows no redirect. */
export async function downloadList({ name, url }: Pick<PublicList, 'name' | 'url'>, options: DownloadOptions = {}): Promise<ListAnswer> {
  const { etag, timeoutMs = 20_000, maxBytes = 20_000_000 } = options;
  const { host } = new URL(url);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      credentials: 'omit',
      signal,
      headers: { accept: 'application/json', 'user-agent': 'pennylint', ...(etag === undefined ? {} : { 'if-none-match': etag }) },
    });
    if (response.status === 304) return { state: 'same' };
    if (response.status !== 200) {
      await response.body?.cancel();
      return failed(`${host} answers with status ${response.status} instead of the price list of ${name}.`);
    }
    const text = await boundedText(response, maxBytes);
    if (text === undefined) return failed(`The answer of ${host} is longer than ${maxBytes / 1e6} MB and was not read.`);
    return { state: 'new', body: JSON.parse(text) as unknown, etag: response.headers.get('etag')?.slice(0, 200) };
  } catch (error) {
    if (signal.aborted) return failed(`${host} did not answer within ${timeoutMs / 1000} s.`);
    if (error instanceof SyntaxError) return failed(`The answer of ${host} is not JSON; a login page may stand in between.`);
    // The code of the error alone; its text may hold anything.
    const code = errorCode(error);
    return failed(`${host} cannot be reached${code === undefined ? '' : ` (${code})`}.`);
  }
}

function failed(words: string): ListAnswer {
  return { state: 'failed', words };
}
