import * as vscode from 'vscode';
import type { RunningClient } from '../languageClient.ts';
import type { PriceRefresh } from './refreshPrices.ts';

/** What price lists need. */
export interface PriceContext {
  readonly extension: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly client: () => Promise<RunningClient>;
}

/** Registers the command, and the start: to be called once the language client runs, so that a downloaded list is used. */
export function registerPrices({ extension, output, client }: PriceContext): {
  readonly disposables: vscode.Disposable[];
  start(): void;
} {
  let refresh: Promise<PriceRefresh> | undefined;
  const load = (): Promise<PriceRefresh> => {
    refresh ??= import('../calls/onDemand.ts').then((code) => {
      const made = new code.PriceRefresh({ storage: extension.globalStorageUri, output, client });
      extension.subscriptions.push(made);
      return made;
    });
    return refresh;
  };
  const start = (): void => {
    load()
      .then((made) => made.start())
      .catch((error: unknown) => {
        output.error(`Price lists: ${error instanceof Error ? error.message : String(error)}`);
      });
  };
  return {
    disposables: [vscode.commands.registerCommand('pennylint.refreshPrices', async () => (await load()).refreshNow())],
    start,
  };
}
