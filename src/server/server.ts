import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  NotebookDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  checkSettings,
  createLanguageService,
  defaultSettings,
  isIgnoredPath,
  notebookLanguages,
  type LanguageService,
  type Settings,
} from '../core/index.ts';
import { CALL_SITES_CHANGED, FILE_SUMMARY, type InitializationOptions } from '../shared/messages.ts';
import { readGrammar } from '../files/index.ts';
import { BilledReports, type BilledChange } from './billedReports.ts';
import { listenToCompress } from './compressPrompts.ts';
import { callLinks, listenToCallQuestions } from './callQuestions.ts';
import { ConfigDocuments } from './configDocuments.ts';
import { Debouncer } from './debouncer.ts';
import { summaryOf } from './fileSummary.ts';
import { listenForFindings } from './findings.ts';
import { listenForLists } from './lists.ts';
import { hiddenProgress, showIndexProgress, type IndexProgress } from './indexProgress.ts';
import { Publisher } from './publisher.ts';
import { ServerPrices, settingLink } from './serverPrices.ts';
import { normalUri, WorkspaceIndex, type IndexedFiles } from './workspaceIndex.ts';

/** Wait after the last save or change on disk before everything is linked again, in ms. */
const REINDEX_MS = 1500;

/** Loads the tokenizer's counting function; called when the first document needs it. */
export type LoadTokenizer = () => Promise<(text: string) => number>;

/** Wires core to a connection and starts listening. */
export function startServer(connection: Connection, loadTokenizer: LoadTokenizer): void {
  const server = new Server(connection, loadTokenizer);
  server.listen();
}

class Server {
  private readonly connection: Connection;
  private readonly loadTokenizer: LoadTokenizer;
  private readonly settings = new Map<string, Settings>();
  private readonly settingsLoaded = new Map<string, Promise<void>>();
  private readonly opened = new Set<string>();
  private readonly notebooks = new NotebookDocuments(TextDocument);
  private readonly publisher: Publisher;
  private readonly debouncer = new Debouncer((uri) => this.analyze(uri));
  private service: Promise<LanguageService> | undefined;
  private loaded: LanguageService | undefined;
  private fallbackSettings: Settings = defaultSettings;
  private index: WorkspaceIndex | undefined;
  private configs: ConfigDocuments;
  private readonly prices: ServerPrices;
  private readonly billed = new BilledReports((change) => void this.billedChanged(change));
  private roots: readonly string[] = [];
  private reindexing: NodeJS.Timeout | undefined;
  private indexing = 0;
  /** Ends with the first index. */
  private indexed: Promise<void> = Promise.resolve();
  private rulePageBase: string | undefined;
  private settingLinks = false;
  private callLinks = false;
  private asksReason = false;
  private pullsConfiguration = false;
  private refreshesLenses = false;
  private refreshesHints = false;
  private reportsProgress = false;

  constructor(connection: Connection, loadTokenizer: LoadTokenizer) {
    this.connection = connection;
    this.loadTokenizer = loadTokenizer;
    this.publisher = new Publisher(connection);
    this.prices = new ServerPrices(() => {
      this.configs.reload();
      void this.configsChanged();
    });
    this.configs = this.configsOf([]);
  }

  listen(): void {
    const { connection } = this;
    this.prices.listen(connection);
    this.billed.listen(connection);
    const indexedService = async (): Promise<LanguageService> => {
      // A list may be looked at before any document is opened.
      this.startIndex();
      await this.indexed;
      return this.ready();
    };
    listenForLists(connection, indexedService, () => this.roots);
    listenForFindings(connection, indexedService);
    listenToCompress(connection, async (uri) => {
      const service = await this.ready();
      await service.analyze(service.ownerOf(uri));
      return service;
    });
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => {
      if (this.pullsConfiguration) void connection.client.register(DidChangeConfigurationNotification.type, { section: 'pennylint' });
    });
    connection.onDidOpenTextDocument(async ({ textDocument }) => {
      const { languageId, version, text } = textDocument;
      const uri = normalUri(textDocument.uri);
      if (ConfigDocuments.handles(uri)) {
        this.configs.opened(uri, textDocument);
        return;
      }
      // Documents are opened and changed in the order of their messages; settings are waited for afterwards.
      const service = await this.ready();
      const refusal = service.open({ uri, languageId, version, text });
      if (refusal !== undefined) {
        connection.console.info(`${uri} is not analysed: ${refusal}.`);
        return;
      }
      await this.afterOpening(uri);
    });
    connection.onDidChangeTextDocument(async ({ textDocument, contentChanges }) => {
      const uri = normalUri(textDocument.uri);
      if (ConfigDocuments.handles(uri)) {
        this.configs.changed(uri, textDocument.version, contentChanges);
        return;
      }
      const service = await this.ready();
      service.change(uri, textDocument.version, contentChanges);
      if (this.opened.has(uri)) this.debouncer.schedule(uri);
    });
    connection.onDidCloseTextDocument(async ({ textDocument }) => {
      const uri = normalUri(textDocument.uri);
      if (ConfigDocuments.handles(uri)) this.configs.closed(uri);
      else await this.closed(uri);
    });
    connection.onDidSaveTextDocument(() => {
      this.scheduleIndex();
    });
    this.listenToNotebooks();
    listenToCallQuestions(connection, (uri, token, ask) => this.answer(uri, token, ask));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      let matters = false;
      for (const { uri } of changes) {
        if (ConfigDocuments.handles(uri)) {
          this.configs.changedOnDisk(normalUri(uri));
          matters = true;
        } else if (uri.startsWith('file:') && this.index?.update(normalUri(uri)) === true) matters = true;
      }
      if (matters) this.scheduleIndex();
    });
    connection.onDidChangeConfiguration(async ({ settings }) => this.settingsChanged(settings));
    connection.onCodeLens(async ({ textDocument }, token) =>
      this.answer(normalUri(textDocument.uri), token, (service) => service.codeLenses(normalUri(textDocument.uri))),
    );
    connection.onHover(async ({ textDocument, position }, token) => {
      const uri = normalUri(textDocument.uri);
      if (ConfigDocuments.handles(uri)) return this.configs.hover(uri, position) ?? null;
      return this.answer(uri, token, (service) => service.hover(uri, position) ?? null);
    });
    connection.onCompletion(async ({ textDocument, position }, token) => {
      const uri = normalUri(textDocument.uri);
      if (ConfigDocuments.handles(uri)) return this.configs.completion(uri, position);
      return this.answer(uri, token, (service) => service.completion(uri, position));
    });
    connection.onCodeAction(async ({ textDocument, range, context }, token) =>
      this.answer(normalUri(textDocument.uri), token, (service) => service.codeActions(normalUri(textDocument.uri), range, context.only)),
    );
    connection.languages.inlayHint.on(async ({ textDocument, range }, token) =>
      this.answer(normalUri(textDocument.uri), token, (service) => service.inlayHints(normalUri(textDocument.uri), range)),
    );
    connection.listen();
  }

  /** Cells of notebooks are documents of their own to the editor; here the notebook is one document made of them. */
  private listenToNotebooks(): void {
    const { notebooks } = this;
    notebooks.onDidOpen(({ uri }) => this.takeNotebook(uri));
    notebooks.onDidChange(({ notebookDocument: { uri } }) => this.takeNotebook(uri));
    notebooks.onDidSave(() => {
      this.scheduleIndex();
    });
    notebooks.onDidClose(({ uri }) => this.closed(normalUri(uri)));
    notebooks.listen(this.connection);
  }

  /** Hands the cells of a notebook on as they are now, and has them analysed. It is open for whoever asks next: nothing is waited for in between. */
  private async takeNotebook(given: string): Promise<void> {
    const service = await this.ready();
    const notebook = this.notebooks.getNotebookDocument(given);
    if (notebook === undefined) return;
    const uri = normalUri(given);
    const cells = notebook.cells.flatMap((cell) => {
      const document = this.notebooks.getCellTextDocument(cell);
      if (document === undefined) return [];
      const { languageId, version } = document;
      // The editor syncs cells of code alone, so their places among all cells are not known here; their own URIs name them.
      return [{ uri: document.uri, index: undefined, languageId, version, text: document.getText() }];
    });
    const refusal = service.openNotebook({ uri, cells });
    if (refusal !== undefined) {
      this.connection.console.info(`${uri} is not analysed: ${refusal}.`);
      await this.closed(uri);
    } else if (this.opened.has(uri)) this.debouncer.schedule(uri);
    else await this.afterOpening(uri);
  }

  private async afterOpening(uri: string): Promise<void> {
    this.opened.add(uri);
    this.settingsLoaded.set(uri, this.loadSettings(uri));
    await this.analyze(uri);
    this.startIndex();
  }

  private async closed(uri: string): Promise<void> {
    this.opened.delete(uri);
    this.debouncer.cancel(uri);
    this.settings.delete(uri);
    this.settingsLoaded.delete(uri);
    (await this.ready()).close(uri);
    this.publisher.clear(uri);
  }

  private initialize(params: InitializeParams): InitializeResult {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    this.settingLinks = options.settingLinks === true;
    this.callLinks = options.callLinks === true;
    this.asksReason = options.asksReason === true;
    this.rulePageBase = typeof options.rulePageBase === 'string' ? options.rulePageBase : undefined;
    this.fallbackSettings = this.checked(options.settings);
    const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
    this.roots = folders.filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri));
    this.configs = this.configsOf(this.roots);
    this.pullsConfiguration = params.capabilities.workspace?.configuration === true;
    this.refreshesLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    this.refreshesHints = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
    this.reportsProgress = params.capabilities.window?.workDoneProgress === true;
    return {
      serverInfo: { name: 'pennylint' },
      capabilities: {
        notebookDocumentSync: {
          notebookSelector: [{ notebook: 'jupyter-notebook', cells: notebookLanguages.map((language) => ({ language })) }],
          save: true,
        },
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeLensProvider: { resolveProvider: false },
        hoverProvider: true,
        completionProvider: { triggerCharacters: ['"', "'"], resolveProvider: false },
        inlayHintProvider: { resolveProvider: false },
        codeActionProvider: {
          codeActionKinds: [
            CodeActionKind.QuickFix,
            `${CodeActionKind.RefactorRewrite}.pennylint`,
            `${CodeActionKind.SourceFixAll}.pennylint`,
          ],
        },
      },
    };
  }

  /** Core and its data are loaded by the first document, not at start. */
  private ready(): Promise<LanguageService> {
    const { prices } = this;
    this.service ??= this.loadTokenizer().then((countTokens) => {
      this.loaded = createLanguageService({
        countTokens,
        get prices() {
          return prices.book;
        },
        billed: () => this.billed.current,
        readGrammar,
        now: () => Date.now(),
        elapsed: () => performance.now(),
        pause,
        settings: (uri) => this.settings.get(uri) ?? this.fallbackSettings,
        project: (uri) => this.configs.of(uri),
        pathInProject: (uri) => this.pathInProject(uri),
        callLinks: (uri, position) => (this.callLinks ? callLinks(uri, position) : undefined),
        settingLink: (key) => (this.settingLinks ? settingLink(key) : undefined),
        asksReason: () => this.asksReason,
        awaitsIndex: () => this.roots.length > 0,
        rulePage: (id) => (this.rulePageBase === undefined ? undefined : `${this.rulePageBase}${id}.md`),
        log: (message) => {
          this.connection.console.error(message);
        },
      });
      return this.loaded;
    });
    return this.service;
  }

  /** Path below the workspace folder, so that a folder called `test` above it says nothing about the file. */
  private pathInProject(uri: string): string {
    const folder = this.roots.map((root) => `${pathToFileURL(root).href}/`).find((prefix) => uri.startsWith(prefix));
    return folder === undefined ? uri.slice(uri.lastIndexOf('/') + 1) : uri.slice(folder.length);
  }

  private async answer<T>(asked: string, token: CancellationToken, ask: (service: LanguageService) => T): Promise<T | null> {
    const service = await this.ready();
    const uri = service.ownerOf(asked);
    if (!this.opened.has(uri)) return null;
    await this.settingsLoaded.get(uri);
    await service.analyze(uri, token);
    return ask(service);
  }

  private async analyze(uri: string): Promise<void> {
    const service = await this.ready();
    await this.settingsLoaded.get(uri);
    if (!(await service.analyze(uri)) || !this.opened.has(uri)) return;
    if (this.publisher.publish(uri, service)) this.refresh();
    void this.connection.sendNotification(FILE_SUMMARY, summaryOf(uri, service));
    void this.connection.sendNotification(CALL_SITES_CHANGED);
    this.configs.publish(service);
  }

  /** Reads the workspace once, behind the first document, so that names and wrappers of other files are known. */
  private startIndex(): void {
    if (this.index !== undefined || this.roots.length === 0) return;
    this.index = new WorkspaceIndex(this.roots, (uri) => (this.opened.has(uri) ? this.loaded?.document(uri)?.program : undefined));
    this.indexed = this.buildIndex((index) => index.load(pause));
  }

  /** Links everything again some time after the last save or change on disk. */
  private scheduleIndex(): void {
    if (this.index === undefined) return;
    clearTimeout(this.reindexing);
    this.reindexing = setTimeout(() => {
      void this.buildIndex((index) => Promise.resolve(index.snapshot()));
    }, REINDEX_MS);
  }

  private async buildIndex(read: (index: WorkspaceIndex) => Promise<IndexedFiles>): Promise<void> {
    const { index } = this;
    if (index === undefined) return;
    const run = ++this.indexing;
    const started = performance.now();
    const progress = this.reportsProgress ? showIndexProgress(this.connection) : hiddenProgress;
    try {
      await this.runIndex(run, started, index, read, progress);
    } finally {
      progress.end();
    }
  }

  private async runIndex(
    run: number,
    started: number,
    index: WorkspaceIndex,
    read: (index: WorkspaceIndex) => Promise<IndexedFiles>,
    progress: IndexProgress,
  ): Promise<void> {
    const service = await this.ready();
    const { files, candidates: found, problems } = await read(index);
    // Files that a configuration leaves out are still known by name: others may import them.
    const candidates = found.filter((uri) => !isIgnoredPath(this.configs.of(uri)));
    // A newer run makes this one pointless.
    const newer = (): boolean => run !== this.indexing || progress.cancelled();
    const complete = await service.indexProject(files, candidates, {
      get isCancellationRequested() {
        return newer();
      },
    });
    if (!complete || newer()) return;
    const ms = Math.round(performance.now() - started);
    this.connection.console.info(
      `Linked ${files.uris.length} files, ${candidates.length} of them with calls of language models, in ${ms} ms.`,
    );
    for (const { file, message } of problems.slice(0, 20)) this.connection.console.info(`${file} is not analysed: ${message}.`);
    for (const uri of this.opened) await this.analyze(uri);
    this.configs.publish(service);
    void this.connection.sendNotification(CALL_SITES_CHANGED);
    this.refresh();
  }

  private configsOf(roots: readonly string[]): ConfigDocuments {
    return new ConfigDocuments(this.connection, roots, this.prices, () => void this.configsChanged());
  }

  private async billedChanged(change: BilledChange): Promise<void> {
    if (change === 'volume') this.scheduleIndex();
    this.loaded?.refresh();
    for (const uri of this.opened) await this.analyze(uri);
    this.refresh();
  }

  /** Everything open is looked at again at once; files that nobody has open when the workspace is linked the next time. */
  private async configsChanged(): Promise<void> {
    this.configs.publish(this.loaded);
    this.loaded?.refresh();
    for (const uri of this.opened) await this.analyze(uri);
    this.refresh();
    this.scheduleIndex();
  }

  private refresh(): void {
    if (this.refreshesLenses) void this.connection.sendRequest('workspace/codeLens/refresh');
    if (this.refreshesHints) void this.connection.languages.inlayHint.refresh();
  }

  private async loadSettings(uri: string): Promise<void> {
    if (!this.pullsConfiguration) return;
    const given: unknown = await this.connection.workspace.getConfiguration({ scopeUri: uri, section: 'pennylint' });
    this.settings.set(uri, this.checked(given));
  }

  private async settingsChanged(given: unknown): Promise<void> {
    if (this.pullsConfiguration) for (const uri of this.opened) await this.loadSettings(uri);
    else this.fallbackSettings = this.checked((given as { pennylint?: unknown } | undefined)?.pennylint);
    const service = await this.ready();
    service.refresh();
    for (const uri of this.opened) await this.analyze(uri);
    this.refresh();
  }

  private checked(given: unknown): Settings {
    const { settings, problems } = checkSettings(given);
    this.prices.take(settings);
    for (const problem of problems) this.connection.console.warn(problem);
    return settings;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
