/** Asking a provider for the tokens of a prompt. The only code of the project that sends a prompt anywhere; it runs when a person asks for it. */
import { boundedText, clearTextProxy, errorCode, isLoopback } from '../http/index.ts';
import { COUNTING_APIS, countIn, errorIn, type CountingApi, type CountingProvider, type CountPrompt } from './requests.ts';

/** One question. The key comes from the caller, is sent in one header to one origin, and appears in no result. */
export interface CountQuestion {
  readonly provider: CountingProvider;
  readonly model: string;
  readonly prompt: CountPrompt;
  readonly key: string;
  /** Address of a gateway that speaks the provider's API; default: the provider. https, or http on this machine. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds until the question is given up; default 15,000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The provider's count in tokens. `estimate` = the provider itself does not promise it to be exact. */
export interface ProviderCount {
  readonly state: 'counted';
  readonly tokens: number;
  readonly estimate: boolean;
  /** Origin that was asked, for display. */
  readonly origin: string;
}

/** Why there is no count:
 * - `refused`: not sent at all, because the question is not safe or not complete.
 * - `unauthorized`: the key is wrong (401) or may not do this (403). `not-found`: no such model or address (404).
 * - `busy`: too many requests or overloaded. `failed`: everything else, such as no connection, a redirect, an answer of another kind.
 */
export type CountFailure = 'refused' | 'unauthorized' | 'not-found' | 'busy' | 'failed';

/** No count. `message` is for people: what happened, where, what to do. It never holds the key. */
export interface NoProviderCount {
  readonly state: 'failed';
  readonly reason: CountFailure;
  readonly message: string;
}

const TIMEOUT_MS = 15_000;
/** Longest answer that is read: a count is a hundred bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** Anthropic's limit for a request, the lowest of the three. */
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;

/** Counts the tokens of a prompt at its provider. Never throws and never follows a redirect. */
export async function countByProvider(question: CountQuestion): Promise<ProviderCount | NoProviderCount> {
  const api = COUNTING_APIS[question.provider];
  const address = baseOf(question.baseUrl ?? api.baseUrl);
  if (typeof address === 'string') return failure('refused', address);
  const problem = problemOf(question);
  if (problem !== undefined) return failure('refused', problem);
  const { path, headers, body } = api.request(question.model, question.prompt);
  if (Buffer.byteLength(body) > MAX_REQUEST_BYTES)
    return failure('refused', 'The prompt is larger than 32 MB, more than the provider takes.');
  const url = `${address.href.replace(/\/+$/, '')}${path}`;
  const timeout = AbortSignal.timeout(question.timeoutMs ?? TIMEOUT_MS);
  const signal = question.signal === undefined ? timeout : AbortSignal.any([timeout, question.signal]);
  let status: number;
  let contentType: string;
  let location: string | null;
  let text: string | undefined;
  try {
    // A redirect would carry the key to wherever it points, so none is followed.
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, accept: 'application/json', [api.keyHeader]: `${api.keyPrefix}${question.key}` },
      body,
      signal,
    });
    status = response.status;
    contentType = response.headers.get('content-type') ?? '';
    location = response.headers.get('location');
    text = await boundedText(response, MAX_ANSWER_BYTES);
  } catch (error) {
    if (question.signal?.aborted === true) return failure('failed', 'The count was cancelled.');
    if (timeout.aborted) {
      return failure(
        'failed',
        `${address.host} did not answer within ${((question.timeoutMs ?? TIMEOUT_MS) / 1000).toLocaleString('en-US')} s.`,
      );
    }
    return failure('failed', `${address.host} cannot be reached: ${errorCode(error) ?? 'no reason given'}.`);
  }
  const answer = { status, contentType, location, text };
  const count = status === 200 && text !== undefined ? countIn(api, text) : undefined;
  if (count !== undefined) return { state: 'counted', tokens: count, estimate: api.estimate, origin: address.origin };
  return explain(api, question, address, answer);
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly text: string | undefined;
}

/** What an answer without a count means, in words. */
function explain(
  api: CountingApi,
  { key, model }: CountQuestion,
  address: URL,
  { status, contentType, location, text }: Answer,
): NoProviderCount {
  const { host } = address;
  if (status >= 300 && status < 400) {
    const target = location !== null && URL.canParse(location, address.href) ? ` to ${new URL(location, address.href).origin}` : '';
    return failure('failed', `${host} redirects${target}; this is not followed, because the key would go along. Use the final address.`);
  }
  if (text === undefined) return failure('failed', `The answer of ${host} is longer than 256 KB, so it is no count.`);
  const html = contentType.includes('html') || /^\s*<(!doctype|html|head|body)/i.test(text);
  if (html) {
    return failure(
      'failed',
      `${host} answered with a web page (HTTP ${status}) instead of a count. Is the address right, or is a login page in between?`,
    );
  }
  const said = errorIn(text);
  const words = said === undefined ? '' : ` It says: ${withoutKey(said, key)}`;
  switch (status) {
    case 401:
      return failure('unauthorized', `${api.name} does not accept this key (HTTP 401). Check that it is complete and still valid.${words}`);
    case 403:
      return failure(
        'unauthorized',
        `This key may not count tokens at ${host} (HTTP 403). Ask who manages it, or use another key.${words}`,
      );
    case 404:
      return failure('not-found', `${host} knows no model "${model.slice(0, 100)}" or has no such address (HTTP 404).${words}`);
    case 429:
    case 503:
    case 529:
      return failure('busy', `${host} takes no more requests right now (HTTP ${status}). Try again later.${words}`);
    case 200:
      return failure('failed', `${host} answered, but not with a count. Is this the API of ${api.name}?`);
    default:
      return failure('failed', `${host} refused the request (HTTP ${status}).${words}`);
  }
}

/** Why a question is not sent, or undefined. A key with a line break would end up in Node's own error message. */
function problemOf({ key, model, prompt, provider }: CountQuestion): string | undefined {
  if (key.trim() === '') return `A key of ${COUNTING_APIS[provider].name} is needed.`;
  if (!/^[\u0021-\u007e]{1,1000}$/.test(key)) return 'The key holds a space, a line break or another character that no key has.';
  if (!/^[A-Za-z0-9][\w.:@/-]{0,199}$/.test(model) || model.includes('..')) return 'This is not a model id.';
  if (prompt.messages.length === 0) return 'There is no message to count.';
  return undefined;
}

/** The address, or why it is not used. */
function baseOf(text: string): URL | string {
  if (!URL.canParse(text)) return `"${text.slice(0, 100)}" is not an address.`;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'The address must not hold a user name or password.';
  if (url.search !== '' || url.hash !== '') return 'The address must end with a path, without "?" or "#".';
  const proxy = clearTextProxy(url, process);
  if (proxy !== undefined)
    return `${proxy} sends requests over http to a proxy, which would read the key. Add ${url.hostname} to NO_PROXY, or use https.`;
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  return `The key is sent over https only, or over http to this machine; ${url.protocol}//${url.host} is neither.`;
}

/** A provider's words without the key, which some repeat in part. */
function withoutKey(text: string, key: string): string {
  return text
    .replaceAll(key, '…')
    .replace(/\b(sk|rk|pk)-[\w*.-]{4,}|\bAIza[\w-]{10,}/g, '…')
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .slice(0, 300);
}

function failure(reason: CountFailure, message: string): NoProviderCount {
  return { state: 'failed', reason, message };
}
