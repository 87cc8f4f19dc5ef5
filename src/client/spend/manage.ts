import * as vscode from 'vscode';
import { OTLP_PORT, type SourceSettings } from '../../shared/spend-settings.ts';
import { changeKey, connectSource } from './connect.ts';
import type { SpendController } from './controller.ts';
import { originOf } from './keys.ts';
import { readSources, writeSources, writtenSources, type WrittenSource } from './settings.ts';
import { forgetTerminalEnvironment } from './telemetry.ts';

/** Lists what is connected, and what can be done with it. */
export async function manageSources(controller: SpendController): Promise<void> {
  const { sources } = readSources();
  if (sources.length === 0) return connectSource(controller);
  const source = await vscode.window.showQuickPick(
    sources.map((each) => ({ label: titleOf(each), description: each.ledger ? 'ledger' : '', each })),
    // A panel that is drawn meanwhile takes the focus for a moment.
    { title: 'Spend sources', placeHolder: 'Which source?', ignoreFocusOut: true },
  );
  if (source !== undefined) await manageSource(controller, source.each, sources);
}

async function manageSource(controller: SpendController, source: SourceSettings, all: readonly SourceSettings[]): Promise<void> {
  const actions = [
    { label: 'Disconnect', detail: 'Its key is forgotten; its history is kept', run: () => disconnect(controller, source) },
    ...(source.url === undefined
      ? []
      : [{ label: 'Change key', detail: 'Asks for a new key and tries it', run: () => changeKey(controller, source) }]),
    ...(source.ledger || all.length < 2
      ? []
      : [
          {
            label: 'Make it the ledger',
            detail: 'Its figures are shown first, in the status bar, and measured by budgets',
            run: () => makeLedger(source),
          },
        ]),
  ];
  const action = await vscode.window.showQuickPick(actions, {
    title: titleOf(source),
    placeHolder: 'What shall be done with it?',
    ignoreFocusOut: true,
  });
  await action?.run();
}

async function disconnect(controller: SpendController, source: SourceSettings): Promise<void> {
  const rest = writtenSources().filter((written) => !isSame(written, source));
  // Another source of the same kind and origin has the same key.
  const shared = readSources().sources.some(
    ({ id, kind, url }) => id !== source.id && kind === source.kind && originOf(url) === originOf(source.url),
  );
  await writeSources(rest);
  if (!shared) await controller.keys.set(source, '');
  if (source.kind === 'otlp') forgetTerminalEnvironment();
  await controller.refresh();
}

async function makeLedger(source: SourceSettings): Promise<void> {
  await writeSources(
    writtenSources().map((written) => {
      const { ledger: _ledger, ...rest } = written;
      return isSame(written, source) ? { ...rest, ledger: true } : rest;
    }),
  );
}

function isSame(written: WrittenSource, source: SourceSettings): boolean {
  return (
    written.kind === source.kind && written.url === source.url && (source.kind !== 'otlp' || (written.port ?? OTLP_PORT) === source.port)
  );
}

function titleOf({ kind, name, url, port }: SourceSettings): string {
  if (name !== undefined) return name;
  if (kind === 'demo') return 'Demo gateway';
  return kind === 'otlp' ? `OpenTelemetry on 127.0.0.1:${port}` : `${kind} at ${url ?? ''}`;
}
