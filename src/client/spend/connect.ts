import * as vscode from 'vscode';
import { sourceKinds, type SourceKind } from '../../shared/spend-kinds.ts';
import { checkSources, type SourceSettings } from '../../shared/spend-settings.ts';
import type { SpendController } from './controller.ts';
import { addressRefusal, detectInEnvironment, isLitellmConfig, LITELLM_METRICS, USUAL_ADDRESSES, type DetectedSource } from './detect.ts';
import { originOf } from './keys.ts';
import { receiveTelemetry } from './telemetry.ts';
import { writeSources, writtenSources, type WrittenSource } from './settings.ts';

interface Choice extends vscode.QuickPickItem {
  readonly pick?: () => Promise<void>;
}

/** Asks step by step for a source, asks it once, and connects it. Escape leaves at any step, and nothing is changed then. */
export async function connectSource(controller: SpendController): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showInformationMessage('Pennylint asks no gateway in a folder that you do not trust.');
    return;
  }
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const detected = [...detectInEnvironment(process.env), ...(await detectInWorkspace())];
  const items: Choice[] = [
    ...(detected.length === 0 ? [] : [separator('found'), ...detected.map((source) => detectedChoice(controller, source))]),
    separator('sources'),
    ...sourceKinds.map((kind) => ({ label: kind.name, detail: kind.detail, pick: () => askForSource(controller, kind, kind.home) })),
    separator('without an address'),
    {
      label: 'Receive OpenTelemetry',
      detail: 'Claude Code, Codex and other agents send what they spend to a port of this machine',
      pick: () => receiveTelemetry(),
    },
    {
      label: 'Look for gateways on this machine',
      detail: 'Asks the usual ports of this machine once, without a key',
      pick: () => lookAround(controller),
    },
    { label: 'Try with demo data', detail: 'Invented traffic, marked DEMO', pick: connectDemo },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: 'Connect spend source',
    placeHolder: 'Where is it counted what your models cost?',
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  await choice?.pick?.();
}

/** Connects the demo gateway. */
export async function connectDemo(): Promise<void> {
  if (!writtenSources().some(({ kind }) => kind === 'demo')) await writeSources([...writtenSources(), { kind: 'demo' }]);
  await showPanel();
}

/** Shows the panel in the side bar. */
export async function showPanel(): Promise<void> {
  // The view appears when the setting has reached the window; its container is there at once.
  await vscode.commands.executeCommand('workbench.view.extension.pennylint');
  await vscode.commands.executeCommand('pennylint.spend.focus');
}

/** Asks for a new key of a source that is connected, tries it, and keeps it. */
export async function changeKey(controller: SpendController, source: SourceSettings): Promise<void> {
  const kind = sourceKinds.find(({ id }) => id === source.kind);
  if (kind === undefined || source.url === undefined) return;
  const key = await askForKey(kind, source.url, undefined);
  if (key === undefined) return;
  await connectWith(controller, kind, writtenOf(source), key);
}

function detectedChoice(controller: SpendController, { kind: id, url, because, keyVariable }: DetectedSource): Choice {
  const kind = sourceKinds.find((known) => known.id === id);
  return {
    label: kind === undefined ? 'Receive OpenTelemetry' : url === undefined ? kind.name : `${kind.name} at ${new URL(url).host}`,
    description: because,
    pick: () => (kind === undefined ? receiveTelemetry() : askForSource(controller, kind, url, keyVariable)),
  };
}

/** A configuration of LiteLLM's proxy in the workspace speaks for a proxy on its usual port. Nothing of the file but its kind is used. */
async function detectInWorkspace(): Promise<readonly DetectedSource[]> {
  const files = await vscode.workspace.findFiles('**/{litellm*,config,proxy_config}.{yaml,yml}', '**/node_modules/**', 20);
  for (const file of files) {
    const text = new TextDecoder().decode((await vscode.workspace.fs.readFile(file)).subarray(0, 200_000));
    if (isLitellmConfig(text)) {
      return [
        {
          kind: 'metrics',
          url: LITELLM_METRICS,
          because: `${vscode.workspace.asRelativePath(file)} configures LiteLLM`,
          keyVariable: undefined,
        },
      ];
    }
  }
  return [];
}

async function lookAround(controller: SpendController): Promise<void> {
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Looking for gateways on this machine' },
    () => controller.look(USUAL_ADDRESSES),
  );
  if (found.length === 0) {
    await vscode.window.showInformationMessage('No gateway answers on the usual ports of this machine.');
    return;
  }
  const url = await vscode.window.showQuickPick([...found], { title: 'Gateways on this machine', ignoreFocusOut: true });
  const [metrics] = sourceKinds;
  if (url !== undefined && metrics !== undefined) await askForSource(controller, metrics, url);
}

async function askForSource(
  controller: SpendController,
  kind: SourceKind,
  proposed: string | undefined,
  keyVariable?: string,
): Promise<void> {
  const url = await vscode.window.showInputBox({
    title: `${kind.name}: address`,
    prompt: kind.home === undefined ? kind.detail : 'The address of the service; Enter takes it as it is.',
    value: proposed ?? kind.example,
    ignoreFocusOut: true,
    validateInput: addressRefusal,
  });
  if (url === undefined) return;
  const settings: Record<string, string> = {};
  for (const [name, meaning] of Object.entries(kind.needs)) {
    const value = await vscode.window.showInputBox({ title: `${kind.name}: ${meaning}`, ignoreFocusOut: true });
    if (value === undefined) return;
    settings[name] = value;
  }
  const key = await askForKey(kind, url, keyVariable);
  if (key === undefined) return;
  await connectWith(controller, kind, { kind: kind.id, url, ...(Object.keys(settings).length === 0 ? {} : { settings }) }, key);
}

/** The key, empty for none; undefined when the user left. */
async function askForKey(kind: SourceKind, url: string, variable: string | undefined): Promise<string | undefined> {
  if (kind.key === 'none') return '';
  const origin = originOf(url) ?? url;
  const value = variable === undefined ? undefined : process.env[variable];
  if (variable !== undefined && value !== undefined && value !== '') {
    const take = `Use the key in ${variable}`;
    const choice = await vscode.window.showQuickPick([take, 'Type another key'], {
      title: `${kind.name}: key for ${origin}`,
      ignoreFocusOut: true,
    });
    if (choice === undefined) return undefined;
    if (choice === take) return value;
  }
  const typed = await vscode.window.showInputBox({
    title: `${kind.name}: ${kind.keyWords} for ${origin}`,
    prompt: `Kept in the editor’s secret storage and sent to ${origin} only.${kind.key === 'needed' ? '' : ' Leave it empty when none is asked for.'}`,
    password: true,
    ignoreFocusOut: true,
  });
  return typed?.trim();
}

async function connectWith(controller: SpendController, kind: SourceKind, source: WrittenSource, key: string): Promise<void> {
  const [settings] = checkSources([source], [kind.id]).sources;
  if (settings === undefined) return;
  const origin = originOf(settings.url);
  const bound = key === '' || origin === undefined ? undefined : { origin, key };
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Asking ${origin ?? kind.name}` },
    () => controller.test({ settings, key: bound }),
  );
  if (!result.ok) {
    const better = result.better === null ? undefined : `Use ${result.better}`;
    const again = 'Change Address';
    const otherKey = 'Change Key';
    const anyway = 'Connect Anyway';
    const choices = [better, result.kind === 'unauthorized' || result.kind === 'forbidden' ? otherKey : again, anyway].filter(
      (each) => each !== undefined,
    );
    const detail = better === undefined ? (result.advice ?? undefined) : undefined;
    // In the middle of a flow that the user began: nothing else can be meant, and a notice would go away by itself.
    const choice = await vscode.window.showWarningMessage(
      result.words,
      { modal: true, ...(detail === undefined ? {} : { detail }) },
      ...choices,
    );
    if (choice === undefined) return;
    // The better address is of the same origin, so the key may go there.
    if (choice === better) return connectWith(controller, kind, { ...source, url: result.better ?? settings.url }, key);
    if (choice === again) return askForSource(controller, kind, settings.url);
    if (choice === otherKey) {
      const other = await askForKey(kind, settings.url ?? '', undefined);
      return other === undefined ? undefined : connectWith(controller, kind, source, other);
    }
  }
  await controller.keys.set(settings, key);
  const others = writtenSources().filter((each) => !(each.kind === source.kind && each.url === source.url));
  await writeSources([...others, source]);
  await controller.refresh();
  controller.select(settings.id);
  await showPanel();
  if (result.ok) void vscode.window.showInformationMessage(`Connected. ${result.words}`);
}

function writtenOf(source: SourceSettings): WrittenSource {
  return writtenSources().find(({ kind, url }) => kind === source.kind && url === source.url) ?? { kind: source.kind, url: source.url };
}
