/**
 * A receiver of OpenTelemetry on this machine, opt-in. It binds loopback only, answers POST on `/v1/metrics` and `/v1/logs`, nothing else, and refuses
 * whatever a web page could send: an `Origin`, a foreign `Host`, another content type. It has no CORS headers.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { OTLP_MESSAGES, otlpEvents, OtlpIntake, otlpPoints, readProtobuf, type OtlpReadings } from '../core/spend/index.ts';
import { isLoopback } from '../http/index.ts';

/** What a receiver does with what it gets. */
export interface ReceiverOptions {
  /** Port on 127.0.0.1; 0 = a free one. */
  readonly port?: number;
  /** Most bytes of a body after decompression. */
  readonly maxBytes?: number;
  /** Takes readings by profile; called often with few. */
  readonly take: (readings: readonly OtlpReadings[]) => void;
  readonly intake?: OtlpIntake;
}

/** A running receiver. */
export interface Receiver {
  readonly port: number;
  readonly intake: OtlpIntake;
  /** Requests that were refused so far. */
  readonly refused: () => number;
  close(): Promise<void>;
}

const MAX_BYTES = 8_000_000;
const TICK_MS = 5_000;

/** Environment that makes an agent send here, by name. */
export function receiverEnvironment(port: number): Readonly<Record<string, string>> {
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  };
}

/** Starts a receiver. Rejects when the port is taken. */
export async function startReceiver({
  port = 0,
  maxBytes = MAX_BYTES,
  take,
  intake = new OtlpIntake(Date.now()),
}: ReceiverOptions): Promise<Receiver> {
  let refused = 0;
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    handle(request, response, maxBytes, intake, take).then(
      (status) => {
        if (status !== 200) refused++;
      },
      () => {
        refused++;
        response.destroy();
      },
    );
  });
  server.maxConnections = 64;
  await listen(server, port);
  const timer = setInterval(() => {
    const settled = intake.tick(Date.now());
    if (settled.length > 0) take(settled);
  }, TICK_MS);
  timer.unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    intake,
    refused: () => refused,
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
  intake: OtlpIntake,
  take: ReceiverOptions['take'],
): Promise<number> {
  const kind = request.url === '/v1/metrics' ? 'metrics' : request.url === '/v1/logs' ? 'logs' : undefined;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const json = type === 'application/json';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (request.headers.origin !== undefined || !isOwnHost(request.headers.host)) return answer(request, response, 403);
  if (kind === undefined) return answer(request, response, 404);
  if (request.method !== 'POST') return answer(request, response, 405);
  if (!json && type !== 'application/x-protobuf') return answer(request, response, 415);
  if (encoding !== 'identity' && encoding !== 'gzip') return answer(request, response, 415);
  const bytes = await readBody(request, encoding === 'gzip', maxBytes);
  if (typeof bytes === 'number') return answer(request, response, bytes);
  const body = json ? parse(bytes) : readProtobuf(bytes, OTLP_MESSAGES[kind]);
  const now = Date.now();
  const empty = body !== undefined && Object.keys(body).length === 0;
  if (kind === 'metrics') {
    const points = otlpPoints(body) ?? (empty ? [] : undefined);
    if (points === undefined) return answer(request, response, 400);
    take(intake.points(points, now));
  } else {
    const events = otlpEvents(body) ?? (empty ? [] : undefined);
    if (events === undefined) return answer(request, response, 400);
    take(intake.events(events, now));
  }
  response.writeHead(200, { 'content-type': type });
  response.end(json ? '{}' : undefined);
  return 200;
}

/** A name that only resolves to this machine by a trick (DNS rebinding) is not ours. */
function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname);
}

function answer(request: IncomingMessage, response: ServerResponse, status: number): number {
  response.writeHead(status, { 'content-length': '0', connection: 'close', ...(status === 405 ? { allow: 'POST' } : {}) });
  response.end(() => {
    request.destroy();
  });
  return status;
}

/** The body, or the status that refuses it. */
async function readBody(request: IncomingMessage, gzip: boolean, maxBytes: number): Promise<Uint8Array | number> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 413;
  const source: Readable = gzip ? request.pipe(createGunzip()) : request;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) {
        request.unpipe();
        return 413;
      }
      chunks.push(chunk);
    }
  } catch {
    // A body that ends too early or is not compressed as it says.
    return 400;
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
