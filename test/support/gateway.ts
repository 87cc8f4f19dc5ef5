/** A gateway for tests of live spend: a page of metrics with money that grows at every reading, a key, and a record of who asked for what. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A running gateway. */
export interface TestGateway {
  readonly origin: string;
  /** Address of its metrics page. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Dollars counted so far. */
  readonly usd: () => number;
  /** Counts so many dollars more. */
  readonly spend: (usd: number) => void;
  close(): Promise<void>;
}

/** How a gateway behaves. */
export interface TestGatewayOptions {
  readonly port?: number;
  /** Without this key it answers 401. */
  readonly key?: string;
  /** Dollars by which a reading grows. */
  readonly growth?: number;
  /** Names of models, each with its own counter. */
  readonly models?: readonly string[];
  readonly team?: string;
  /** The only path with metrics; all others show a web page, as gateways do. Default: every path has them. */
  readonly path?: string;
  /** Where to send whoever asks, instead of answering. */
  readonly redirect?: string;
  /** Dollars at the beginning. */
  readonly from?: number;
  /** When the process of the gateway began, in UTC milliseconds; a day ago by default. */
  readonly started?: number;
}

/** Starts a gateway on 127.0.0.1. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { key, growth = 0.25, models = ['gpt-4o', 'claude-sonnet-4-5'], team = 'search', redirect, port = 0 } = options;
  const asked: Asked[] = [];
  let usd = options.from ?? 10;
  const started = (options.started ?? Date.now() - 86_400_000) / 1000;
  const server: Server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers });
    if (redirect !== undefined) {
      response.writeHead(302, { location: redirect });
      response.end();
    } else if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      response.writeHead(401);
      response.end('no');
    } else if (options.path !== undefined && request.url !== options.path) {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Gateway</title>');
    } else {
      usd += growth;
      const rows = models.map((model, index) => {
        const labels = `model="${escape(model)}",team="t",team_alias="${escape(team)}"`;
        const part = usd / (index + 1);
        return [
          `litellm_spend_metric_total{${labels}} ${part}`,
          `litellm_input_tokens_metric_total{${labels}} ${Math.round(part * 1e5)}`,
          `litellm_output_tokens_metric_total{${labels}} ${Math.round(part * 1e4)}`,
          `litellm_proxy_total_requests_metric_total{${labels},status_code="200"} ${Math.round(part * 100)}`,
        ];
      });
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end([`process_start_time_seconds ${started}`, ...rows.flat(), ''].join('\n'));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/metrics/`,
    asked,
    usd: () => usd,
    spend: (more) => {
      usd += more;
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

function escape(label: string): string {
  return label.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
