/** The demo gateway: a server on this machine that looks like the metrics page of a LiteLLM proxy. Everything on it is invented and says so. */
import { createServer } from 'node:http';
import { DEMO_METRIC } from '../../core/spend/index.ts';
import { DEMO_METRICS, DemoWorkload } from './workload.ts';

/** How the demo behaves. */
export interface DemoOptions {
  /** Port on 127.0.0.1; 0 = a free one. */
  readonly port?: number;
  readonly seed?: number;
  /** Seconds of traffic per second. */
  readonly speed?: number;
  /** Milliseconds, for tests; the clock of the machine otherwise. */
  readonly now?: () => number;
}

/** A running demo gateway. */
export interface DemoGateway {
  /** Address of the metrics page. */
  readonly url: string;
  readonly workload: DemoWorkload;
  /** The page as it is now. */
  page(): string;
  /** What a restart of the process would do. */
  restart(): void;
  close(): Promise<void>;
}

/** Starts the demo gateway. Rejects when the port is taken. */
export async function startDemoGateway({ port = 0, seed = 1, speed = 1, now = Date.now }: DemoOptions = {}): Promise<DemoGateway> {
  const workload = new DemoWorkload(seed);
  const begun = now();
  let started = begun;
  const page = (): string => {
    workload.advance(Math.max(0, Math.floor(((now() - begun) / 1000) * speed) - workload.seconds));
    return pageOf(workload, started);
  };
  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'x-pennylint-demo': 'true' });
      response.end(body);
    };
    if (request.method !== 'GET') send(405, 'text/plain', 'DEMO: only GET\n');
    else if (request.url === '/metrics/') send(200, 'text/plain; version=0.0.4; charset=utf-8', page());
    else if (request.url === '/metrics') {
      response.writeHead(307, { location: '/metrics/' });
      response.end();
    } else if (request.url === '/ledger') {
      const text = page();
      send(200, 'application/json', JSON.stringify({ demo: true, microUsd: workload.ledger, calls: workload.calls, bytes: text.length }));
    } else send(404, 'text/plain', 'DEMO gateway of Pennylint: see /metrics/\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve();
    });
  });
  const address = server.address();
  const used = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${used}/metrics/`,
    workload,
    page,
    restart() {
      page();
      workload.restart();
      started = now();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function pageOf({ series }: DemoWorkload, started: number): string {
  const lines = [
    '# DEMO: every figure on this page is invented.',
    `# HELP ${DEMO_METRIC} This is the demo gateway of Pennylint, not a real one.`,
    `# TYPE ${DEMO_METRIC} gauge`,
    `${DEMO_METRIC} 1.0`,
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${started / 1000}`,
  ];
  // The real client library declares a counter before it has its first sample.
  const families = new Map<string, string[]>(DEMO_METRICS.map((name) => [name, []]));
  for (const [key, value] of series) {
    const name = key.slice(0, key.indexOf('{'));
    const family = families.get(name) ?? [];
    family.push(`${key} ${value}`);
    families.set(name, family);
  }
  for (const [name, samples] of families) lines.push(`# HELP ${name} DEMO`, `# TYPE ${name} counter`, ...samples);
  return `${lines.join('\n')}\n`;
}
