/**
 * The only place from which a gateway is asked; exact counts and price lists are asked for elsewhere, with the same means of `http/`. Rules: a key goes
 * to the one origin it is bound to; no redirect is followed; https unless the address is this machine; every answer has a limit in time and size; whatever
 * goes wrong is said in words that hold no secret.
 */
import { refuse, type Refusal } from '../core/spend/index.ts';
import { boundedParts, clearTextProxy, errorCode, isLoopback, retryAfter } from '../http/index.ts';
import { exchange, type Exchanged } from './exchange.ts';

/** A secret and the only origin (scheme, host and port) that may see it. */
export interface Credential {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request. */
export interface HttpRequest {
  readonly url: string;
  readonly credential?: Credential | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON with POST. */
  readonly body?: unknown;
  readonly accept?: string;
  readonly timeoutMs?: number;
  /** Most bytes of the answer after decompression. */
  readonly maxBytes?: number;
  /** Allows plain http to other machines, for sources without a key. */
  readonly allowHttp?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer with status 200. */
export interface HttpAnswer {
  readonly state: 'answer';
  /** The text in the parts in which it came: a page of metrics has megabytes. */
  readonly parts: readonly string[];
  readonly contentType: string;
  /** Milliseconds by which the gateway's clock is ahead; 0 when it does not tell the time. */
  readonly clockAhead: number;
}

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 20_000_000;

/** A key bound to the origin of an address. Throws for a key that no header can hold, without repeating it. */
export function bindKey(url: string, header: string, value: string): Credential {
  if (!/^[\x20-\x7e]{1,4000}$/.test(value))
    throw new Error('The key holds characters that cannot be sent. Check that it was copied whole.');
  return { origin: new URL(url).origin, headers: { [header.toLowerCase()]: value } };
}

/** Why an address may not be asked, or undefined. */
export function addressProblem(text: string, withKey: boolean, allowHttp = false): Refusal | undefined {
  if (!URL.canParse(text))
    return refuse('unsafe', `${show(text)} is no address.`, 'An address begins with https:// or, on this machine, http://.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('unsafe', `${url.protocol} cannot be asked.`, 'Use https://.');
  if (url.username !== '' || url.password !== '') {
    return refuse('unsafe', 'The address holds a user name or password.', 'Take it out of the address and give the key by itself.');
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return undefined;
  if (!withKey && allowHttp) return undefined;
  return refuse(
    'unsafe',
    `${url.origin} is not encrypted and not this machine.`,
    withKey ? 'A key is sent over https only.' : 'Use https, or allow plain http for this source.',
  );
}

/** Asks, and gives the text of the answer or a refusal. Never throws. */
export async function ask(request: HttpRequest): Promise<HttpAnswer | Refusal> {
  const { url, credential, body, maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = request;
  const problem = addressProblem(url, credential !== undefined, request.allowHttp);
  if (problem !== undefined) return problem;
  const { origin } = new URL(url);
  if (credential !== undefined && credential.origin !== origin) {
    return refuse('unsafe', `The key belongs to ${credential.origin}, not to ${origin}.`, 'Give the key of this address.');
  }
  const proxy = credential === undefined ? undefined : clearTextProxy(new URL(url), process);
  if (proxy !== undefined) {
    return refuse(
      'unsafe',
      `${proxy} sends requests over http to a proxy, which would read the key.`,
      `Add ${new URL(url).hostname} to NO_PROXY, or use https.`,
    );
  }
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
  try {
    const response = await exchange({
      url,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: request.accept ?? 'application/json',
        'user-agent': 'pennylint',
        ...request.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...credential?.headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    const refusal = statusRefusal(response, url, credential !== undefined);
    if (refusal !== undefined) {
      response.body.destroy();
      return refusal;
    }
    const parts = await boundedParts(response.body, maxBytes);
    if (parts === undefined) {
      return refuse(
        'too-large',
        `The answer of ${origin} has more than ${maxBytes / 1e6} MB.`,
        'Leave out labels or metrics in the gateway’s settings.',
      );
    }
    const date = Date.parse(response.headers.date ?? '');
    // The header has whole seconds: less than two of difference is none.
    const ahead = Number.isNaN(date) || Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now();
    return { state: 'answer', parts, contentType: response.headers['content-type'] ?? '', clockAhead: ahead };
  } catch (error) {
    return errorRefusal(error, origin, timeout.aborted);
  }
}

/** Asks for JSON. An answer that is not JSON is refused. */
export async function askJson(request: HttpRequest): Promise<{ readonly state: 'json'; readonly value: unknown } | Refusal> {
  const answer = await ask(request);
  if (answer.state === 'refused') return answer;
  const text = answer.parts.join('');
  if (/^\s*</.test(text)) return htmlRefusal();
  try {
    return { state: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return refuse('not-data', 'The answer is not JSON.', 'Check the address of the source.');
  }
}

function statusRefusal(response: Exchanged, url: string, withKey: boolean): Refusal | undefined {
  const { status } = response;
  if (status === 200) {
    return response.headers['content-type']?.startsWith('text/html') === true ? htmlRefusal() : undefined;
  }
  const { origin, pathname } = new URL(url);
  if (status >= 300 && status < 400) return redirectRefusal(response.headers.location, url);
  if (status === 401) {
    return withKey
      ? refuse('unauthorized', `${origin} does not accept the key.`, 'Check that it is the key of this gateway and has not expired.')
      : refuse(
          'unauthorized',
          `${origin} asks for a key.`,
          'Give the key of this gateway. LiteLLM asks for one on its metrics page since version 1.85.',
        );
  }
  if (status === 403)
    return refuse(
      'forbidden',
      'The key is valid, but may not read this.',
      'Ask the gateway’s administrator for a key that may read spend.',
    );
  if (status === 404) {
    return refuse(
      'missing',
      `There is nothing at ${pathname} of ${origin}.`,
      'Check the address, and that the gateway shows its metrics there.',
    );
  }
  if (status === 429) {
    const wait = retryAfter(response.headers['retry-after'] ?? null, Date.now());
    const refusal = refuse('limited', `${origin} says that it is asked too often.`, 'Nothing to do: Pennylint waits.');
    return wait === undefined ? refusal : { ...refusal, retryAfter: wait };
  }
  const wait = retryAfter(response.headers['retry-after'] ?? null, Date.now());
  const refusal =
    status >= 500
      ? refuse('failed', `${origin} reports an error of its own (${status}).`, 'See the gateway’s log. Pennylint tries again.')
      : refuse('failed', `${origin} answers with status ${status}.`, 'Check the address of the source.');
  return wait === undefined ? refusal : { ...refusal, retryAfter: wait };
}

function redirectRefusal(location: string | undefined, from: string): Refusal {
  const here = new URL(from);
  const target = location === undefined || !URL.canParse(location, from) ? undefined : new URL(location, from);
  if (target?.origin === here.origin) {
    return refuse(
      'redirected',
      `The gateway answers at ${target.pathname.slice(0, 100)} instead of ${here.pathname}.`,
      `Use ${target.origin}${target.pathname.slice(0, 100)} as the address.`,
    );
  }
  const where = target === undefined ? 'somewhere else' : target.origin;
  return refuse(
    'redirected',
    `${here.origin} sends to ${where}; that is not followed.`,
    'A login page may stand in between. Give the address of the gateway itself.',
  );
}

function htmlRefusal(): Refusal {
  return refuse(
    'not-data',
    'The answer is a web page, not data.',
    'A login page or a proxy may stand in between. Give the address of the gateway itself.',
  );
}

/** Only the code of an error is used: its text may hold what was sent. */
function errorRefusal(error: unknown, origin: string, timedOut: boolean): Refusal {
  if (timedOut) return refuse('too-slow', `${origin} takes too long to answer.`, 'Pennylint tries again.');
  const code = errorCode(error) ?? '';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return refuse(
      'unreachable',
      `The certificate of ${origin} is not trusted (${code}).`,
      'Let Node trust its authority: NODE_EXTRA_CA_CERTS.',
    );
  }
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Nothing listens there.',
    ENOTFOUND: 'The name is not known.',
    EAI_AGAIN: 'The name cannot be looked up now.',
    ECONNRESET: 'The connection was cut off.',
    EPIPE: 'The connection was cut off.',
    Z_DATA_ERROR: 'The compressed answer is damaged.',
    Z_BUF_ERROR: 'The compressed answer was cut off.',
    HPE: 'What answers there does not speak HTTP.',
  };
  return refuse(
    'unreachable',
    `${origin} cannot be reached. ${words[code.startsWith('HPE_') ? 'HPE' : code] ?? ''}`.trim(),
    'Check that the gateway runs, and its address.',
  );
}

function show(text: string): string {
  return `“${text
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/\/\/[^/@]*@/, '//…@')
    .slice(0, 80)}”`;
}
