import * as vscode from 'vscode';
import { OTLP_PORT } from '../../shared/spend-settings.ts';
import { readSources, writeSources, writtenSources } from './settings.ts';

/** Variables that make an agent send what it spends to this machine; the names are OpenTelemetry's and Claude Code's. */
export function telemetryEnvironment(port: number): Readonly<Record<string, string>> {
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  };
}

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
