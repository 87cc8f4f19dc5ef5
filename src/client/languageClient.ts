import * as vscode from 'vscode';
import {
  LanguageClient,
  State,
  TransportKind,
  type LanguageClientOptions,
  type NotebookDocumentMiddleware,
  type ServerOptions,
} from 'vscode-languageclient/node';
import {
  CALL_SITES,
  CALL_SITES_CHANGED,
  COMPRESS_PROMPT,
  CONTEXT_BUDGETS,
  FILE_SUMMARY,
  FINDINGS,
  type CallSitesAnswer,
  type CompressAnswer,
  type CompressParams,
  type ContextBudgetsAnswer,
  type FileSummary,
  type FindingsAnswer,
  type InitializationOptions,
} from '../shared/messages.ts';
import {
  CELL_LANGUAGES,
  CONFIG_FILES,
  NOTEBOOK_TYPE,
  PROMPT_FILES,
  SUPPORTED_FILES,
  SUPPORTED_LANGUAGES,
  WATCHED_FILES,
  WATCHED_PROMPTS,
} from './languages.ts';
import { RULE_PAGE_BASE } from './rulePages.ts';

/** Documents of these schemes have text that the editor can send; versions in a source control view are left alone. */
const SCHEMES: readonly string[] = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'];

/** Sends notebooks of these schemes only: the server asks for all, and a comparison in the source control view opens old ones too. */
const ownNotebooks: NotebookDocumentMiddleware['notebooks'] = {
  didOpen: async (notebook, cells, next) => {
    if (SCHEMES.includes(notebook.uri.scheme)) await next(notebook, cells);
  },
  didChange: async (event, next) => {
    if (SCHEMES.includes(event.notebook.uri.scheme)) await next(event);
  },
  didSave: async (notebook, next) => {
    if (SCHEMES.includes(notebook.uri.scheme)) await next(notebook);
  },
  didClose: async (notebook, cells, next) => {
    if (SCHEMES.includes(notebook.uri.scheme)) await next(notebook, cells);
  },
};

type CompletionMiddleware = NonNullable<NonNullable<LanguageClientOptions['middleware']>['provideCompletionItem']>;

/** Commands that a hover may link to. Each asks before it sends or changes anything. */
const CALL_COMMANDS: readonly string[] = ['pennylint.compareModels', 'pennylint.countExactly', 'pennylint.showCacheBoundary'];

/** The language client once it runs. */
export interface RunningClient {
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Every call of the workspace. */
  callSites(): Promise<CallSitesAnswer>;
  /** What prompt files add to every turn of coding agents. */
  contextBudgets(): Promise<ContextBudgetsAnswer>;
  /** What can be taken out of the prompt at a position. */
  compressPrompt(params: CompressParams): Promise<CompressAnswer>;
  /** Any other request of ours, by its method; see `shared/`. */
  ask<T>(method: string, params: object): Promise<T>;
  /** Tells the server something of ours. */
  tell(method: string, params: object): Promise<void>;
  /** Fires when the server has been started again. */
  readonly onStarted: vscode.Event<void>;
  /** Fires after each analysis of a document. */
  readonly onAnalysed: vscode.Event<FileSummary>;
  /** Every finding of the workspace; undefined when a newer question has made this one pointless. */
  findings(): Promise<FindingsAnswer | undefined>;
}

/** With a YAML extension the schema already completes keys and choices; only model ids, which have prices, are left to Pennylint then. */
const withoutDoubles: CompletionMiddleware = async (document, position, context, token, next) => {
  const answer = await next(document, position, context, token);
  const schemaCompletes = vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined || document.languageId === 'json';
  if (!schemaCompletes || vscode.languages.match({ pattern: CONFIG_FILES }, document) === 0) return answer;
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  return items.filter((item) => item.kind === vscode.CompletionItemKind.Value && item.detail !== undefined);
};

/** Starts the server in a process of its own and connects the editor to it. A server that crashes is restarted by the client. */
export async function startLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  onSummary: (summary: FileSummary) => void,
  onCallSites: () => void,
): Promise<RunningClient> {
  const module = context.asAbsolutePath('dist/server.mjs');
  // A small young generation: many short pauses of the garbage collector instead of a 20 ms one behind every tenth keystroke (npm run bench).
  const server: ServerOptions = { module, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=4'] } };
  const initializationOptions: InitializationOptions = {
    rulePageBase: RULE_PAGE_BASE,
    settingLinks: true,
    callLinks: true,
    asksReason: true,
  };
  const watchers = [WATCHED_FILES, CONFIG_FILES, ...WATCHED_PROMPTS].map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  context.subscriptions.push(...watchers);
  const options: LanguageClientOptions = {
    documentSelector: [
      ...SCHEMES.flatMap((scheme) => [
        ...SUPPORTED_LANGUAGES.map((language) => ({ scheme, language })),
        { scheme, pattern: SUPPORTED_FILES },
        { scheme, pattern: CONFIG_FILES },
        ...PROMPT_FILES.map((pattern) => ({ scheme, pattern })),
      ]),
      ...CELL_LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ notebook: { notebookType: NOTEBOOK_TYPE, scheme }, language }))),
    ],
    outputChannel: output,
    synchronize: { fileEvents: watchers },
    middleware: { notebooks: ownNotebooks, provideCompletionItem: withoutDoubles },
    initializationOptions,
    // Hovers link assumptions to their settings and calls to what can be asked about them; nothing else may be run from one.
    markdown: { isTrusted: { enabledCommands: ['workbench.action.openSettings', ...CALL_COMMANDS] } },
  };
  const client = new LanguageClient('pennylint', 'Pennylint', server, options);
  const started = new vscode.EventEmitter<void>();
  const watched = client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) started.fire();
  });
  const analysed = new vscode.EventEmitter<FileSummary>();
  const summarised = client.onNotification(FILE_SUMMARY, (summary) => {
    onSummary(summary as FileSummary);
    analysed.fire(summary as FileSummary);
  });
  context.subscriptions.push(started, watched, analysed, summarised, client.onNotification(CALL_SITES_CHANGED, onCallSites));
  await client.start();
  return {
    stop: () => client.stop(),
    restart: () => client.restart(),
    callSites: () => client.sendRequest<CallSitesAnswer>(CALL_SITES),
    contextBudgets: () => client.sendRequest<ContextBudgetsAnswer>(CONTEXT_BUDGETS),
    compressPrompt: (params) => client.sendRequest<CompressAnswer>(COMPRESS_PROMPT, params),
    ask: (method, params) => client.sendRequest(method, params),
    tell: (method, params) => client.sendNotification(method, params),
    onStarted: started.event,
    onAnalysed: analysed.event,
    findings: async () => (await client.sendRequest<FindingsAnswer | null>(FINDINGS)) ?? undefined,
  };
}
