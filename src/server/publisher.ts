import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { LanguageService } from '../core/index.ts';

/** What an editor was told about a text. */
interface Told {
  readonly version: number;
  readonly diagnostics: string;
  /** Lenses or hints of a cell; empty for a file, whose own edits make the editor ask again. */
  readonly costs: string;
}

/** Most problems of a file that VS Code shows; what comes behind them it drops without a word. */
const MAX_DIAGNOSTICS = 1000;

/** The problems of a file within the limit: the gravest ones in their order, the last one says how many are missing. */
export function withinLimit(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MAX_DIAGNOSTICS) return diagnostics;
  const kept = new Set([...diagnostics].sort((a, b) => (a.severity ?? 4) - (b.severity ?? 4)).slice(0, MAX_DIAGNOSTICS - 1));
  const left = diagnostics.length - kept.size;
  const start = { line: 0, character: 0 };
  const note: Diagnostic = {
    range: { start, end: start },
    severity: 3,
    source: 'pennylint',
    message: `${left.toLocaleString('en-US')} more findings in this file: the list of problems takes ${MAX_DIAGNOSTICS.toLocaleString('en-US')}. Those shown are the gravest.`,
  };
  return [...diagnostics.filter((one) => kept.has(one)), note];
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
      const shown = withinLimit(report.diagnostics);
      const told: Told = { version: report.version, diagnostics: JSON.stringify(shown), costs };
      const last = before?.get(report.uri);
      now.set(report.uri, told);
      if (last?.version === told.version && last.costs !== told.costs) outdated = true;
      if (last?.version === told.version && last.diagnostics === told.diagnostics) continue;
      void this.connection.sendDiagnostics({ uri: report.uri, version: report.version, diagnostics: [...shown] });
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
