import * as vscode from 'vscode';
import type { RunningClient } from '../languageClient.ts';
import type { CacheBoundary } from './cacheBoundary.ts';

/** What the commands work with. */
export interface CallCommandContext {
  readonly extension: vscode.ExtensionContext;
  /** Starts the language client if it does not run yet. */
  readonly client: () => Promise<RunningClient>;
}

/** Registers the commands about one call or text; the code behind them is loaded when the first is run. */
export function registerCallCommands({ extension, client }: CallCommandContext): vscode.Disposable[] {
  let boundary: Promise<CacheBoundary> | undefined;
  const marks = (): Promise<CacheBoundary> => {
    boundary ??= Promise.all([import('./onDemand.ts'), client()]).then(([code, running]) => {
      const made = new code.CacheBoundary(running);
      extension.subscriptions.push(made);
      return made;
    });
    return boundary;
  };
  const { registerCommand } = vscode.commands;
  return [
    registerCommand('pennylint.compareModels', async (uri?: unknown, position?: unknown) => {
      const { compareModels } = await import('./onDemand.ts');
      await compareModels(await client(), uri, position);
    }),
    registerCommand('pennylint.countExactly', async (uri?: unknown, position?: unknown) => {
      const { countExactly } = await import('./onDemand.ts');
      await countExactly(await client(), extension.secrets, uri, position);
    }),
    registerCommand('pennylint.forgetCountingKeys', async () => {
      const { forgetCountingKeys } = await import('./onDemand.ts');
      await forgetCountingKeys(extension.secrets);
    }),
    registerCommand('pennylint.showCacheBoundary', async (uri?: unknown) => (await marks()).show(uri)),
    registerCommand('pennylint.hideCacheBoundary', async (uri?: unknown) => {
      (await marks()).hide(uri);
    }),
  ];
}
