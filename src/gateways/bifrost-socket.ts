/** Bifrost's WebSocket: finished rows of the log as they are written. The log over REST is still asked, for what was missed in between. */
import { bifrostMessage, type Meter } from '../core/spend/index.ts';
import { addressProblem } from './http.ts';

/** A connection that can be closed. */
export interface Socket {
  close(): void;
}

/** Longest message that is read, in characters: rows hold whole prompts. */
const MAX_MESSAGE = 5_000_000;

/**
 * Listens at `ws(s)://host/ws`. Without WebSocket in this Node (before 22), and for addresses that may not be asked, undefined: polling goes on
 * alone. A connection that ends is made anew, ever more slowly. No key is sent: Bifrost's own page connects without one.
 */
export function listenToBifrost(base: string, meter: () => Meter, changed: () => void, path = '/ws'): Socket | undefined {
  if (typeof WebSocket === 'undefined' || addressProblem(base, false) !== undefined) return undefined;
  const url = new URL(path, base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let closed = false;
  let failures = 0;
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  const connect = (): void => {
    socket = new WebSocket(url);
    socket.addEventListener('message', ({ data }) => {
      failures = 0;
      if (typeof data !== 'string' || data.length > MAX_MESSAGE) return;
      const readings = bifrostMessage(data);
      if (readings.length === 0) return;
      meter().take(readings, Date.now());
      changed();
    });
    socket.addEventListener('close', () => {
      if (closed) return;
      failures++;
      timer = setTimeout(connect, Math.min(300_000, 5_000 * 2 ** Math.min(failures, 6)) * (0.875 + Math.random() * 0.25));
      timer.unref();
    });
    // Always followed by `close`.
    socket.addEventListener('error', () => undefined);
  };
  connect();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
