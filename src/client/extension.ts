/** Activation: registers what is cheap, and loads the language client, which is not, behind the first supported document. */
import * as vscode from 'vscode';
import { createBilledRelay } from './billedRelay.ts';
import { registerCallCommands } from './calls/register.ts';
import { registerCallSites } from './callSites.ts';
import { registerContextBudget } from './contextBudget.ts';
import { registerFindings } from './findings.ts';
import { CONFIG_FILES, isWorthStarting, PROMPT_FILES } from './languages.ts';
import type { RunningClient } from './languageClient.ts';
import { registerCommands } from './commands/index.ts';
import { registerPrices } from './prices/register.ts';
import { registerRulePages } from './rulePages.ts';
import { registerSpend } from './spend/register.ts';
import { createStatusItem } from './statusItem.ts';

let running: Promise<RunningClient> | undefined;
let stopSpend: (() => Promise<void>) | undefined;

/** Called by VS Code on the first document or command that concerns Pennylint. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Pennylint', { log: true });
  const status = createStatusItem(output);
  const start = (): Promise<RunningClient> => {
    if (running !== undefined) return running;
    const begun = import('./languageClient.ts').then(({ startLanguageClient }) =>
      startLanguageClient(context, output, status.update, () => {
        callSites.tree.refreshSoon();
        contextBudget.tree.refreshSoon();
        findings.tree.refreshSoon();
      }),
    );
    running = begun;
    begun.then(
      (client) => {
        prices.start();
        billed.connect(client);
      },
      (error: unknown) => {
        // The next document or command tries again.
        if (running === begun) running = undefined;
        output.error(`The language server could not be started: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    return begun;
  };
  /** For a start that nobody waits for; a failure is in the output. */
  const startSoon = (): void => {
    start().catch(() => undefined);
  };
  const callSites = registerCallSites(async () => (await start()).callSites());
  const findings = registerFindings(async () => (await start()).findings());
  const contextBudget = registerContextBudget(async () => (await start()).contextBudgets());
  const prices = registerPrices({ extension: context, output, client: start });
  const billed = createBilledRelay();
  const spend = registerSpend({ extension: context, output, status: status.spend, billed: billed.take });
  stopSpend = () => spend.stop();
  context.subscriptions.push(
    output,
    status,
    ...callSites.disposables,
    ...contextBudget.disposables,
    ...findings.disposables,
    ...spend.disposables,
    registerRulePages(context),
    ...registerCommands({ output, client: start }),
    ...registerCallCommands({ extension: context, client: start }),
    ...prices.disposables,
  );
  if (vscode.workspace.textDocuments.some(isSupported)) startSoon();
  else {
    const look = (document: vscode.TextDocument): void => {
      if (!isSupported(document)) return;
      waiting.dispose();
      startSoon();
    };
    // A document that did not concern Pennylint when it was opened may do so when it is saved.
    const waiting = vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), vscode.workspace.onDidSaveTextDocument(look));
    context.subscriptions.push(waiting);
  }
}

/** Called by VS Code when the extension is switched off or the window closes. */
export async function deactivate(): Promise<void> {
  const client = running;
  running = undefined;
  await Promise.all([stopSpend?.(), client?.then((started) => started.stop())]);
}

function isSupported(document: vscode.TextDocument): boolean {
  if ([CONFIG_FILES, ...PROMPT_FILES].some((pattern) => vscode.languages.match({ pattern }, document) > 0)) return true;
  return isWorthStarting(document.languageId, document.uri.path, () => document.getText());
}
