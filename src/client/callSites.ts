import * as vscode from 'vscode';
import type { CallSitesAnswer, ListedCallMessage, ListedFileMessage } from '../shared/messages.ts';
import { openAt, RefreshingTree } from './refreshingTree.ts';

/** What the tree asks for: every call of the workspace. */
export type AskForCalls = () => Promise<CallSitesAnswer>;

type Node = ListedFileMessage | ListedCallMessage;

/** The tree "Call sites": every call of a language model in the workspace, by file or by cost. */
export class CallSitesTree extends RefreshingTree<Node> {
  private readonly ask: AskForCalls;
  private byCost = false;

  constructor(ask: AskForCalls) {
    super();
    this.ask = ask;
  }

  /** Switches between files and one list with the dearest call first. */
  sort(byCost: boolean): void {
    this.byCost = byCost;
    void vscode.commands.executeCommand('setContext', 'pennylint.callSitesByCost', byCost);
    this.refresh();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) return 'calls' in node ? [...node.calls] : [];
    const { files } = await this.ask();
    if (!this.byCost) return [...files];
    const calls = files.flatMap((file) => file.calls);
    return calls.sort((a, b) => (b.microUsd ?? -1) - (a.microUsd ?? -1));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'calls' in node ? fileItem(node) : callItem(node, this.byCost);
  }
}

function fileItem(file: ListedFileMessage): vscode.TreeItem {
  const uri = vscode.Uri.parse(file.uri);
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = vscode.ThemeIcon.File;
  const calls = file.calls.length === 1 ? '1 call' : `${file.calls.length} calls`;
  const found = findingsWords(file.calls.reduce((sum, { findings }) => sum + (findings ?? 0), 0));
  item.description = [`${file.calls.length}`, ...found].join(' · ');
  item.tooltip = [`${vscode.workspace.asRelativePath(uri)}: ${calls}`, ...found].join(', ');
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

/** `2 findings`; nothing for none, or where nobody has looked. */
function findingsWords(findings: number | undefined): string[] {
  if (findings === undefined || findings === 0) return [];
  return [findings === 1 ? '1 finding' : `${findings} findings`];
}

/** Icons by kind of call; codicons of VS Code. */
const icons: Readonly<Record<string, string>> = { agent: 'robot', wrapper: 'references', request: 'globe' };

function callItem(call: ListedCallMessage, withFile: boolean): vscode.TreeItem {
  const uri = vscode.Uri.parse(call.uri);
  // What matters first stands first: a narrow side bar cuts the rest off.
  const [price = '', ...rest] = call.cost.split(' · ');
  const name = call.name.split('.').slice(-2).join('.');
  const item = new vscode.TreeItem(withFile ? price : name);
  item.iconPath = new vscode.ThemeIcon(icons[call.kind] ?? 'comment-discussion');
  const found = findingsWords(call.findings);
  const file = vscode.workspace.asRelativePath(uri);
  item.description = [...(withFile ? [...found, name, file, ...rest] : [...found, call.cost])].join(' · ');
  const unseen = call.findings === undefined ? 'Findings are counted when the file is open.' : (found[0] ?? 'No findings');
  item.tooltip = `${call.name}\n${call.cost}\n${unseen}\n${file}:${call.range.start.line + 1}`;
  item.accessibilityInformation = { label: [call.name, call.cost, ...found, `${file} line ${call.range.start.line + 1}`].join(', ') };
  item.command = openAt('Show call', uri, call.range);
  return item;
}

/** Registers the tree and its commands. */
export function registerCallSites(ask: AskForCalls): { readonly tree: CallSitesTree; readonly disposables: vscode.Disposable[] } {
  const tree = new CallSitesTree(ask);
  const view = vscode.window.createTreeView('pennylint.callSites', { treeDataProvider: tree, showCollapseAll: true });
  const { registerCommand } = vscode.commands;
  return {
    tree,
    disposables: [
      view,
      registerCommand('pennylint.sortCallSitesByCost', () => {
        tree.sort(true);
      }),
      registerCommand('pennylint.sortCallSitesByFile', () => {
        tree.sort(false);
      }),
      registerCommand('pennylint.refreshCallSites', () => {
        tree.refresh();
      }),
    ],
  };
}
