import { BILLED, type BilledMessage } from '../shared/messages.ts';
import type { BilledReport } from '../shared/spend-messages.ts';
import type { RunningClient } from './languageClient.ts';

/** Hands what the ledger has billed on to the language server, which opens no socket. It starts nothing: without a server nobody needs the report. */
export function createBilledRelay(): {
  readonly take: (report: BilledReport | null) => void;
  /** Takes the language client once it runs: it gets what is known, and everything that comes. */
  readonly connect: (client: Pick<RunningClient, 'tell' | 'onStarted'>) => void;
} {
  let known: BilledReport | null = null;
  let tell = (): void => undefined;
  return {
    take(report) {
      if (report === null && known === null) return;
      known = report;
      tell();
    },
    connect(client) {
      tell = () => {
        const message: BilledMessage = { report: known };
        // A server that is ending just now is told again when it has started.
        void client.tell(BILLED, message).catch(() => undefined);
      };
      // A server that was started again knows nothing.
      client.onStarted(() => {
        if (known !== null) tell();
      });
      if (known !== null) tell();
    },
  };
}
