import type { Connection } from 'vscode-languageserver';
import type { LanguageService } from '../core/index.ts';

/** What an editor was told about a text. */
interface Told {
  readonly version: number;
  readonly diagnostics: string;
  /** Lenses or hints of a cell; empty for a file, whose own edits make the editor ask again. */
  readonly costs: string;
}

/** Tells the editor about diagnostics, and only when they have changed: an edit in one cell leaves those of the other cells alone. */
export class Publisher {
  private readonly connection: Connection;
  private readonly told = new Map<string, ReadonlyMap<string, Told>>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /**
   * Sends what is new about a document, for each text that the editor knows of it. True when the costs shown at a text have changed that
   * was not edited: the editor asks for them again only when told to.
   */
  publish(uri: string, service: LanguageService): boolean {
    const before = this.told.get(uri);
    const now = new Map<string, Told>();
    let outdated = false;
    for (const report of service.diagnosticReports(uri)) {
      const costs = report.uri === uri ? '' : costsOf(service, report.uri);
      const told: Told = { version: report.version, diagnostics: JSON.stringify(report.diagnostics), costs };
      const last = before?.get(report.uri);
      now.set(report.uri, told);
      if (last?.version === told.version && last.costs !== told.costs) outdated = true;
      if (last?.version === told.version && last.diagnostics === told.diagnostics) continue;
      void this.connection.sendDiagnostics({ uri: report.uri, version: report.version, diagnostics: [...report.diagnostics] });
    }
    for (const gone of before?.keys() ?? []) if (!now.has(gone)) void this.connection.sendDiagnostics({ uri: gone, diagnostics: [] });
    this.told.set(uri, now);
    return outdated;
  }

  /** Takes back everything that was said about a document. */
  clear(uri: string): void {
    for (const known of this.told.get(uri)?.keys() ?? [uri]) void this.connection.sendDiagnostics({ uri: known, diagnostics: [] });
    this.told.delete(uri);
  }
}

function costsOf(service: LanguageService, uri: string): string {
  const everywhere = { start: { line: 0, character: 0 }, end: { line: Number.MAX_SAFE_INTEGER, character: 0 } };
  return JSON.stringify([service.codeLenses(uri), service.inlayHints(uri, everywhere)]);
}
