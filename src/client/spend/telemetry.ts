import * as vscode from 'vscode';
import { OTLP_PORT } from '../../shared/spend-settings.ts';
import { readSources, writeSources, writtenSources } from './settings.ts';
import { telemetryEnvironment } from './telemetryVariables.ts';

let environment: vscode.GlobalEnvironmentVariableCollection | undefined;

/** Hands over the variables of the editor's terminals. */
export function useTerminalEnvironment(collection: vscode.GlobalEnvironmentVariableCollection): void {
  environment = collection;
  collection.description = 'Sends what agents spend to Pennylint on this machine';
}

/** Connects the receiver, and offers the variables to copy or to add to the terminals. */
export async function receiveTelemetry(): Promise<void> {
  const port = readSources().sources.find(({ kind }) => kind === 'otlp')?.port ?? OTLP_PORT;
  if (!writtenSources().some(({ kind }) => kind === 'otlp')) await writeSources([...writtenSources(), { kind: 'otlp' }]);
  await vscode.commands.executeCommand('pennylint.spend.focus');
  const variables = telemetryEnvironment(port);
  const add = 'Add to Terminals';
  const copy = 'Copy';
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const choice = await vscode.window.showInformationMessage(
    `Pennylint receives OpenTelemetry on 127.0.0.1:${port}. Agents send there with these variables: ${lines.join(', ')}`,
    add,
    copy,
  );
  if (choice === copy) await vscode.env.clipboard.writeText(lines.map((line) => `export ${line}\n`).join(''));
  if (choice === add) for (const [name, value] of Object.entries(variables)) environment?.replace(name, value);
}

/** Takes the variables out of the terminals. */
export function forgetTerminalEnvironment(): void {
  environment?.clear();
}
