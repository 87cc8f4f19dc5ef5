import { request as askHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as askHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What is asked. */
export interface Exchange {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** The beginning of an answer. The body must be read or destroyed; reading rejects when the connection breaks or the compressed body is damaged. */
export interface Exchanged {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed on the way. */
  readonly body: Readable;
}

/**
 * Asks a server over http or https and follows no redirect. Rejects when it cannot be reached or the signal aborts. For the process of live spend, where
 * `fetch` would take 20 MB more for the same pages (60 readings of 5 MB on Node 24: 79 instead of 99 MB resident).
 */
export async function exchange(asked: Exchange): Promise<Exchanged> {
  try {
    return await once(asked);
  } catch (error) {
    // A connection that was kept may be closed by the server at this very moment; what is asked only reads, so it may be asked again.
    if (!(error instanceof ClosedMeanwhile) || asked.signal.aborted) throw error;
    return once(asked);
  }
}

class ClosedMeanwhile extends Error {}

function once({ url, method, headers, body, signal }: Exchange): Promise<Exchanged> {
  const ask = new URL(url).protocol === 'https:' ? askHttps : askHttp;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = { 'accept-encoding': 'gzip, deflate, br', ...headers, ...length };
    const request = ask(url, { method, headers: sent, signal }, (answer) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: plain(answer) });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      reject(request.reusedSocket && error.code === 'ECONNRESET' ? new ClosedMeanwhile(error.message, { cause: error }) : error);
    });
    request.end(body);
  });
}

function plain(answer: IncomingMessage): Readable {
  const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress } as const;
  const encoding = (answer.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (!Object.hasOwn(decoders, encoding)) return answer;
  const decoder = decoders[encoding as keyof typeof decoders]();
  // Whoever reads the decoder hears of the error there; what is destroyed early takes the connection with it.
  pipeline(answer, decoder, () => undefined);
  return decoder;
}
