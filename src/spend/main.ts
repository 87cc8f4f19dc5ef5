/** Entry of the process of live spend. The client forks it and talks to it over Node's channel; it ends with the client. */
import type { FromSpendProcess, ToSpendProcess } from '../shared/spend-messages.ts';
import { SpendService } from './service.ts';

const send = (message: FromSpendProcess): void => {
  // The client may be gone at this very moment; then `disconnect` follows, and nothing is to be told.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};
// Pages of metrics are megabytes of garbage each; the heap would grow by several of them before V8 minds. Collecting takes some 15 ms, and nobody waits.
const service = new SpendService(send, () => void globalThis.gc?.());
let ending = false;
const end = (): void => {
  if (ending) return;
  ending = true;
  void service.stop().finally(() => {
    process.exit(0);
  });
};
process.on('message', (message) => {
  service.take(message as ToSpendProcess);
});
process.on('disconnect', end);
process.on('SIGTERM', end);
process.on('SIGINT', end);
send({ type: 'ready' });
