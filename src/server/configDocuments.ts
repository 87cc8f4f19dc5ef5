import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  CompletionItem,
  Connection,
  Diagnostic,
  Hover,
  Position,
  TextDocumentContentChangeEvent,
  TextDocumentItem,
} from 'vscode-languageserver';
import {
  configCompletion,
  configDiagnostics,
  configHover,
  isProjectConfig,
  lineIndex,
  loadProjectConfig,
  TextDocument,
  type ConfigInForce,
  type LanguageService,
  type PriceBook,
} from '../core/index.ts';
import { ProjectConfigs } from '../files/projectConfigs.ts';
import type { ServerPrices } from './serverPrices.ts';

/** Wait after the last edit of a pennylint.yaml before everything is looked at again, in ms. */
const APPLY_MS = 150;

/** Every pennylint.yaml of the workspace: what holds where, what is wrong, and what an editor asks about an open one. */
export class ConfigDocuments {
  private readonly connection: Connection;
  private readonly onChange: () => void;
  private readonly open = new Map<string, TextDocument>();
  private readonly configs: ProjectConfigs;
  private readonly published = new Map<string, string>();
  private applying: NodeJS.Timeout | undefined;
  private readonly prices: ServerPrices;

  /**
   * @param roots folders of the workspace, absolute
   * @param prices what the prices of a file stand above
   * @param onChange called some time after a file has changed in the editor or on disk: what was analysed is to be looked at again
   */
  constructor(connection: Connection, roots: readonly string[], prices: ServerPrices, onChange: () => void) {
    this.connection = connection;
    this.prices = prices;
    this.onChange = onChange;
    this.configs = new ProjectConfigs({
      roots,
      prices: () => prices.sources,
      openText: (uri) => this.open.get(uri)?.getText(),
      now: () => Date.now(),
    });
  }

  /** True for documents that belong here and not to the language service. */
  static handles(uri: string): boolean {
    return isProjectConfig(uri);
  }

  /** Prices have changed: every file is read again when it is asked for. */
  reload(): void {
    this.configs.forget();
  }

  /** What holds for a document. */
  of(uri: string): ConfigInForce | undefined {
    return this.configs.of(uri);
  }

  opened(uri: string, { languageId, version, text }: TextDocumentItem): void {
    this.open.set(uri, TextDocument.create(uri, languageId, version, text));
    this.apply(uri);
  }

  changed(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const document = this.open.get(uri);
    if (document === undefined) return;
    this.open.set(uri, TextDocument.update(document, [...changes], version));
    this.apply(uri);
  }

  closed(uri: string): void {
    this.open.delete(uri);
    this.apply(uri);
  }

  /** A file was made, changed or deleted on disk; the text of an open one counts all the same. */
  changedOnDisk(uri: string): void {
    this.apply(uri);
  }

  completion(uri: string, position: Position): CompletionItem[] {
    const document = this.open.get(uri);
    return document === undefined ? [] : configCompletion(this.view(document), position);
  }

  hover(uri: string, position: Position): Hover | undefined {
    const document = this.open.get(uri);
    return document === undefined ? undefined : configHover(this.view(document), position);
  }

  /** Sends what has changed since it was last sent: problems of every file, and its budgets as far as the service knows the calls. */
  publish(service: LanguageService | undefined): void {
    const current = new Map<string, Diagnostic[]>();
    for (const file of this.configs.files) {
      const budgets = file.config === undefined || service === undefined ? [] : service.projectDiagnostics(file.config);
      // While the text cannot be read, places of the version in force mean nothing in it.
      current.set(file.uri, [...configDiagnostics(file.problems, file.lines), ...(file.isCurrent ? budgets : [])]);
    }
    for (const [uri, document] of this.open) {
      if (current.has(uri)) continue;
      current.set(uri, this.alone(uri, document));
    }
    for (const uri of this.published.keys()) if (!current.has(uri)) current.set(uri, []);
    for (const [uri, diagnostics] of current) {
      const text = JSON.stringify(diagnostics);
      if ((this.published.get(uri) ?? '[]') === text) continue;
      this.published.set(uri, text);
      void this.connection.sendDiagnostics({ uri, diagnostics });
    }
  }

  /** A file that is open but holds for nothing: a draft without a place, or one beside another that counts. */
  private alone(uri: string, document: TextDocument): Diagnostic[] {
    const text = document.getText();
    const folder = uri.startsWith('file:') ? path.dirname(fileURLToPath(uri)) : undefined;
    const other = folder === undefined ? undefined : this.configs.ofFolder(folder);
    if (other !== undefined && folder !== undefined && path.dirname(fileURLToPath(other.uri)) === folder) {
      const message = `${path.basename(fileURLToPath(other.uri))} beside this file counts; this one is not read.`;
      return configDiagnostics([{ message, at: { start: 0, end: 0 } }], lineIndex(text));
    }
    const { problems } = loadProjectConfig(uri, 'pennylint.yaml', text, { prices: [], today: '1970-01-01' });
    return configDiagnostics(problems, lineIndex(text));
  }

  private view(document: TextDocument): { text: string; lines: ReturnType<typeof lineIndex>; prices: PriceBook; at: number } {
    const text = document.getText();
    const prices = this.configs.of(document.uri)?.config.prices ?? this.prices.book;
    return { text, lines: lineIndex(text), prices, at: Date.now() };
  }

  /** Reads a file again, and everything that depends on it a little later: an edit rarely comes alone. */
  private apply(uri: string): void {
    this.configs.changed(uri);
    clearTimeout(this.applying);
    this.applying = setTimeout(() => {
      for (const one of [uri, ...this.open.keys()]) if (one.startsWith('file:')) this.configs.ofFolder(path.dirname(fileURLToPath(one)));
      this.onChange();
    }, APPLY_MS);
  }
}
