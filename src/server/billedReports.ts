import type { Connection } from 'vscode-languageserver';
import { isBilledReport, type BilledReport } from '../core/index.ts';
import { BILLED, type BilledMessage } from '../shared/messages.ts';

/** What changes with a report: the words of today alone, or the number of calls per day too, on which costs rest. */
export type BilledChange = 'words' | 'volume';

/** What a connected source has billed, as the client hands it in. The server asks nobody. */
export class BilledReports {
  private report: BilledReport | undefined;
  private readonly onChange: (change: BilledChange) => void;

  constructor(onChange: (change: BilledChange) => void) {
    this.onChange = onChange;
  }

  get current(): BilledReport | undefined {
    return this.report;
  }

  listen(connection: Connection): void {
    connection.onNotification(BILLED, ({ report }: BilledMessage) => {
      const next = isBilledReport(report) ? report : undefined;
      const change = volumeOf(next) === volumeOf(this.report) ? 'words' : 'volume';
      this.report = next;
      this.onChange(change);
    });
  }
}

/** Means over complete days: they change once a day. */
function volumeOf(report: BilledReport | undefined): string {
  const rows = [...(report?.models ?? []), ...(report?.tags ?? [])];
  return JSON.stringify(rows.map(({ name, requestsPerDay }) => [name, requestsPerDay]));
}
