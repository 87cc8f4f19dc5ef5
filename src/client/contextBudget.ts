import * as vscode from 'vscode';
import type { ContextBudgetMessage, ContextBudgetsAnswer, ContextLineMessage } from '../shared/messages.ts';
import { openAt, RefreshingTree } from './refreshingTree.ts';

/** What the tree asks for: the budgets of all coding agents. */
export type AskForBudgets = () => Promise<ContextBudgetsAnswer>;

type Group = ContextBudgetMessage['groups'][number];
type Node = ContextBudgetMessage | Group | ContextLineMessage;

/** The tree "Context budget": per coding agent, what is sent on every turn, what joins later, and what is cut or not loaded. */
export class ContextBudgetTree extends RefreshingTree<Node> {
  private readonly ask: AskForBudgets;

  constructor(ask: AskForBudgets) {
    super();
    this.ask = ask;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) return [...(await this.ask()).budgets];
    if ('groups' in node) return [...node.groups];
    return 'lines' in node ? [...node.lines] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ('groups' in node) return budgetItem(node);
    return 'lines' in node ? groupItem(node) : lineItem(node);
  }
}

function budgetItem(budget: ContextBudgetMessage): vscode.TreeItem {
  const item = new vscode.TreeItem(budget.title, vscode.TreeItemCollapsibleState.Expanded);
  // The same tree after an edit: what was folded stays folded.
  item.id = `budget ${budget.title}`;
  item.iconPath = new vscode.ThemeIcon('robot');
  item.description = budget.summary;
  item.tooltip = budget.tooltip;
  return item;
}

function groupItem(group: Group): vscode.TreeItem {
  const open = group.title === 'On every turn' ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(group.title, open);
  item.description = `${group.lines.length}`;
  return item;
}

function lineItem(line: ContextLineMessage): vscode.TreeItem {
  const item = new vscode.TreeItem(line.label);
  item.description = line.detail;
  item.tooltip = line.tooltip;
  item.iconPath = new vscode.ThemeIcon('markdown');
  if (line.uri === undefined) return item;
  const at = line.line ?? 0;
  const place = { line: at, character: 0 };
  item.command = openAt('Open', vscode.Uri.parse(line.uri), { start: place, end: place });
  return item;
}

/** Registers the tree and its command. */
export function registerContextBudget(ask: AskForBudgets): {
  readonly tree: ContextBudgetTree;
  readonly disposables: vscode.Disposable[];
} {
  const tree = new ContextBudgetTree(ask);
  const view = vscode.window.createTreeView('pennylint.contextBudget', { treeDataProvider: tree, showCollapseAll: true });
  return {
    tree,
    disposables: [
      view,
      vscode.commands.registerCommand('pennylint.refreshContextBudget', () => {
        tree.refresh();
      }),
    ],
  };
}
