/** Live spend in the editor. Loaded when a source is connected or the panel is opened, not before. */
import * as vscode from 'vscode';
import { checkPanelMessage, type PanelAction } from '../../shared/spend-messages.ts';
import { changeKey, connectDemo, connectSource } from './connect.ts';
import { SpendController, type ControllerContext, type Surface } from './controller.ts';
import { manageSources } from './manage.ts';
import { pageHtml, pageRoot } from './page.ts';
import { readSources } from './settings.ts';
import { receiveTelemetry, useTerminalEnvironment } from './telemetry.ts';

/** What the rest of the client may ask for. */
export interface SpendClient {
  /** Draws the panel in the view of the side bar. */
  showIn(view: vscode.WebviewView): void;
  openTab(): void;
  run(action: PanelAction): Promise<void>;
  stop(): Promise<void>;
}

/** Starts live spend: from now on settings, trust and visibility decide what is asked. */
export function startSpend(context: ControllerContext): SpendClient {
  const { extension } = context;
  const controller = new SpendController(context);
  let tab: vscode.WebviewPanel | undefined;
  useTerminalEnvironment(extension.environmentVariableCollection);

  const run = async (action: PanelAction): Promise<void> => {
    switch (action) {
      case 'connect':
        return connectSource(controller);
      case 'demo':
        return connectDemo();
      case 'otlp':
        return receiveTelemetry();
      case 'manage':
        return manageSources(controller);
      case 'changeKey': {
        const asked = readSources().sources.filter(({ url }) => url !== undefined);
        const [only] = asked;
        return only !== undefined && asked.length === 1 ? changeKey(controller, only) : manageSources(controller);
      }
      case 'retry':
        controller.retry();
        return;
      case 'openTab':
        openTab();
        return;
      case 'trust':
        return vscode.commands.executeCommand('workbench.trust.manage');
      case 'budgets':
        return vscode.commands.executeCommand('workbench.action.openSettings', 'pennylint.spend.budget');
      case 'log':
        context.output.show();
    }
  };

  const attach = (webview: vscode.Webview, visible: () => boolean): { readonly surface: Surface; readonly dispose: () => void } => {
    webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extension.extensionUri)] };
    const surface: Surface = {
      visible,
      show(message) {
        void webview.postMessage(message);
      },
    };
    const listening = webview.onDidReceiveMessage((value: unknown) => {
      const message = checkPanelMessage(value);
      if (message?.type === 'ready') void controller.changed(surface);
      else if (message?.type === 'select') controller.select(message.source);
      else if (message?.type === 'action') void run(message.action);
    });
    webview.html = pageHtml(webview, extension.extensionUri);
    const remove = controller.add(surface);
    return {
      surface,
      dispose() {
        listening.dispose();
        remove();
      },
    };
  };

  const openTab = (): void => {
    if (tab !== undefined) {
      tab.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel('pennylint.spendTab', 'Spend', vscode.ViewColumn.Active);
    tab = panel;
    const { surface, dispose } = attach(panel.webview, () => panel.visible);
    panel.onDidChangeViewState(() => void controller.changed(surface));
    panel.onDidDispose(() => {
      tab = undefined;
      dispose();
    });
  };

  void controller.refresh();
  return {
    showIn(view) {
      const { surface, dispose } = attach(view.webview, () => view.visible);
      view.onDidChangeVisibility(() => void controller.changed(surface));
      view.onDidDispose(dispose);
    },
    openTab,
    run,
    stop: () => controller.stop(),
  };
}
