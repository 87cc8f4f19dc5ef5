import * as vscode from 'vscode';
import type { PanelAction } from '../../shared/spend-messages.ts';
import type { ControllerContext } from './controller.ts';
import type { SpendClient } from './spendClient.ts';

/** Time after activation before a connected source is taken up: the first document goes first. */
const LATER_MS = 1_500;

/** Registers the panel and its commands; everything behind them is loaded when it is first needed. */
export function registerSpend(context: ControllerContext): { readonly disposables: vscode.Disposable[]; stop(): Promise<void> } {
  let client: Promise<SpendClient> | undefined;
  const start = (): Promise<SpendClient> => {
    client ??= import('./spendClient.ts').then(({ startSpend }) => startSpend(context));
    return client;
  };
  const startIfConnected = (): void => {
    const sources = vscode.workspace.getConfiguration('pennylint').inspect<unknown[]>('spend.sources')?.globalValue;
    if (Array.isArray(sources) && sources.length > 0) void start();
  };
  const later = setTimeout(startIfConnected, LATER_MS);
  const { registerCommand } = vscode.commands;
  const command = (id: string, action: PanelAction): vscode.Disposable => registerCommand(id, async () => (await start()).run(action));
  return {
    disposables: [
      new vscode.Disposable(() => {
        clearTimeout(later);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('pennylint.spend')) startIfConnected();
      }),
      vscode.window.registerWebviewViewProvider('pennylint.spend', {
        async resolveWebviewView(view) {
          (await start()).showIn(view);
        },
      }),
      // Has nothing to list: its welcome text is what is shown.
      vscode.window.registerTreeDataProvider('pennylint.spendWelcome', {
        getChildren: () => [],
        getTreeItem: (item: vscode.TreeItem) => item,
      }),
      command('pennylint.connectSpendSource', 'connect'),
      command('pennylint.manageSpendSources', 'manage'),
      command('pennylint.trySpendDemo', 'demo'),
      command('pennylint.receiveTelemetry', 'otlp'),
      command('pennylint.openSpendTab', 'openTab'),
      command('pennylint.refreshSpend', 'retry'),
    ],
    async stop() {
      await (await client)?.stop();
    },
  };
}
