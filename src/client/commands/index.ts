import * as vscode from 'vscode';
import type { RunningClient } from '../languageClient.ts';
import { CompressPrompt } from './compressPrompt.ts';
import { createConfig } from './createConfig.ts';
import { goToCall } from './goToCall.ts';
import { openRulePage } from './openRulePage.ts';
import { showCallCost } from './showCallCost.ts';
import { suppress } from './suppress.ts';

/** What commands work with. */
export interface CommandContext {
  readonly output: vscode.LogOutputChannel;
  /** Starts the language client if it does not run yet. */
  readonly client: () => Promise<RunningClient>;
}

/** Registers every command of the manifest, and those that only lenses and quick fixes use. */
export function registerCommands({ output, client }: CommandContext): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  const compress = new CompressPrompt(client);
  return [
    registerCommand('pennylint.showCallCost', showCallCost),
    registerCommand('pennylint.openRulePage', openRulePage),
    registerCommand('pennylint.suppress', suppress),
    registerCommand('pennylint.goToCall', goToCall),
    compress.register(),
    registerCommand('pennylint.compressPrompt', () => compress.run()),
    registerCommand('pennylint.createConfig', createConfig),
    registerCommand('pennylint.showOutput', () => {
      output.show();
    }),
    registerCommand('pennylint.restartServer', async () => {
      await (await client()).restart();
    }),
  ];
}
