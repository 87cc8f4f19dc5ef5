import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import type { NotebookDocumentChangeEvent } from 'vscode-languageserver';
import type { CodeAction, CodeLens, Diagnostic, Hover, Position } from 'vscode-languageserver-types';

const root = path.resolve(import.meta.dirname, '../..');

/** A running server as an editor sees it. */
export interface TestClient {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  /** Everything the server wrote to standard error or logged as an error. */
  readonly errors: string[];
  open(uri: string, text: string, version?: number, languageId?: string): void;
  /** Opens a notebook with its cells of code, as an editor does. */
  openNotebook(uri: string, cells: readonly TestCell[]): void;
  /** Tells about a change of a notebook, in the form of the protocol. */
  changeNotebook(uri: string, change: NotebookDocumentChangeEvent): void;
  closeNotebook(uri: string, cells: readonly TestCell[]): void;
  change(uri: string, version: number, changes: readonly { range?: { start: Position; end: Position }; text: string }[]): void;
  lenses(uri: string): Promise<CodeLens[]>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  actions(uri: string, start: Position, end: Position, only?: readonly string[]): Promise<CodeAction[]>;
  /** The next diagnostics for a version of a document. */
  diagnostics(uri: string, version: number): Promise<Diagnostic[]>;
  /** How often diagnostics of a document have been sent. */
  reports(uri: string): number;
  /** How often the server has asked for lenses to be asked for again. */
  refreshes(): number;
  /** Calls back with all diagnostics from now on, those of documents without a version included. */
  onDiagnostics(listener: (uri: string, diagnostics: Diagnostic[]) => void): void;
  stop(): Promise<void>;
}

/** A cell of code as the protocol sends it. */
export interface TestCell {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: Diagnostic[];
}

/** Of the single answers of a script `unbounded-output` speaks only when it is asked for. */
const ASKED = { rules: { 'unbounded-output': 'hint' } };

/** Starts the built server (`dist/server.mjs`) over standard input and output; sockets are denied to it. */
export async function startTestClient(settings: unknown = {}, folders: readonly string[] = []): Promise<TestClient> {
  const denied = path.join(root, 'test/support/deny-sockets.mjs');
  const child = spawn(process.execPath, ['--import', denied, path.join(root, 'dist/server.mjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const published: Published[] = [];
  const waiting: (() => void)[] = [];
  let refreshed = 0;
  connection.onRequest('workspace/codeLens/refresh', () => {
    refreshed++;
    return null;
  });
  const listeners: ((uri: string, diagnostics: Diagnostic[]) => void)[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (message: Published) => {
    published.push(message);
    for (const listener of listeners) listener(message.uri, message.diagnostics);
    for (const wake of waiting.splice(0)) wake();
  });
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) errors.push(message);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
    items.map(() => ({ ...ASKED, ...(settings as object) })),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: path.basename(folder) })),
    capabilities: { workspace: { configuration: true, codeLens: { refreshSupport: true } }, notebookDocument: { synchronization: {} } },
    // Files that nobody has opened have the settings of the start.
    initializationOptions: { rulePageBase: 'pennylint-rule:/', settings: { ...ASKED, ...(settings as object) } },
  });
  await connection.sendNotification('initialized', {});
  return {
    process: child,
    connection,
    errors,
    open(uri, text, version = 1, languageId = 'python') {
      void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
    },
    openNotebook(uri, cells) {
      void connection.sendNotification('notebookDocument/didOpen', {
        notebookDocument: {
          uri,
          notebookType: 'jupyter-notebook',
          version: 1,
          cells: cells.map((cell) => ({ kind: 2, document: cell.uri })),
        },
        cellTextDocuments: cells,
      });
    },
    changeNotebook(uri, change) {
      void connection.sendNotification('notebookDocument/didChange', { notebookDocument: { uri, version: 2 }, change });
    },
    closeNotebook(uri, cells) {
      void connection.sendNotification('notebookDocument/didClose', {
        notebookDocument: { uri },
        cellTextDocuments: cells.map((cell) => ({ uri: cell.uri })),
      });
    },
    change(uri, version, changes) {
      void connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
    },
    lenses: (uri) => connection.sendRequest('textDocument/codeLens', { textDocument: { uri } }),
    hover: (uri, position) => connection.sendRequest('textDocument/hover', { textDocument: { uri }, position }),
    actions: (uri, start, end, only) =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range: { start, end },
        context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
      }),
    async diagnostics(uri, version) {
      for (;;) {
        const found = published.findLast((message) => message.uri === uri && message.version === version);
        if (found !== undefined) return found.diagnostics;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    reports: (uri) => published.filter((message) => message.uri === uri).length,
    refreshes: () => refreshed,
    onDiagnostics(listener) {
      listeners.push(listener);
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      connection.dispose();
      child.kill();
    },
  };
}
