import * as vscode from 'vscode';
import type { FindingsAnswer, ListedFindingMessage } from '../shared/messages.ts';
import { openAt, RefreshingTree } from './refreshingTree.ts';

/** What the tree asks for: every finding of the workspace; undefined when it cannot be had now. */
export type AskForFindings = () => Promise<FindingsAnswer | undefined>;

type Rule = FindingsAnswer['rules'][number];

/** The line that ends a list which is too long. */
interface Rest {
  readonly left: number;
}

type Node = Rule | ListedFindingMessage | Rest;

/** The tree "Findings by rule": every finding of the workspace, by rule or as the list of the largest savings. */
export class FindingsTree extends RefreshingTree<Node> {
  private readonly ask: AskForFindings;
  private readonly told: (summary: string) => void;
  private byMoney = false;

  /** `told` gets the number of findings in words whenever the tree has been filled. */
  constructor(ask: AskForFindings, told: (summary: string) => void) {
    super();
    this.ask = ask;
    this.told = told;
  }

  /** Switches between rules and the list of savings. */
  sort(byMoney: boolean): void {
    this.byMoney = byMoney;
    void vscode.commands.executeCommand('setContext', 'pennylint.findingsByMoney', byMoney);
    this.refresh();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) {
      if (!('findings' in node)) return [];
      return node.left === 0 ? [...node.findings] : [...node.findings, { left: node.left }];
    }
    const answer = await this.ask();
    if (answer === undefined) return [];
    const { summary, rules, savings } = answer;
    const none = savings.length === 0 && rules.length > 0 ? 'no saving known' : undefined;
    this.told(rules.length === 0 ? '' : this.byMoney ? (none ?? `top savings · ${summary}`) : summary);
    return this.byMoney ? [...savings] : [...rules];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ('findings' in node) return ruleItem(node);
    if ('message' in node) return findingItem(node, this.byMoney);
    return new vscode.TreeItem(`… and ${node.left.toLocaleString('en-US')} more`);
  }
}

const icons: Readonly<Record<ListedFindingMessage['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

function ruleItem({ rule, findings, left }: Rule): vscode.TreeItem {
  const item = new vscode.TreeItem(rule, vscode.TreeItemCollapsibleState.Collapsed);
  // The same tree after an edit: what was opened stays open.
  item.id = `rule ${rule}`;
  item.iconPath = new vscode.ThemeIcon(icons[findings[0]?.severity ?? 'hint']);
  item.description = (findings.length + left).toLocaleString('en-US');
  item.tooltip = `${rule}: ${findings.length + left === 1 ? '1 finding' : `${item.description} findings`}`;
  item.contextValue = 'rule';
  return item;
}

function findingItem(finding: ListedFindingMessage, byMoney: boolean): vscode.TreeItem {
  const { rule, message, saves, basis, severity, range } = finding;
  const uri = vscode.Uri.parse(finding.uri);
  const place = `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`;
  const words = saves === undefined ? [] : [`saves ${saves}`];
  const item = new vscode.TreeItem(byMoney && saves !== undefined ? saves : place);
  item.iconPath = new vscode.ThemeIcon(icons[severity]);
  item.description = byMoney ? [rule, place].join(' · ') : [...words, message].join(' · ');
  item.tooltip = [message, ...(basis === undefined ? words : words.map((text) => `${text} ${basis}`)), `${rule} · ${place}`].join('\n');
  item.accessibilityInformation = { label: [severity, rule, place, ...words, message].join(', ') };
  item.command = openAt('Show finding', uri, range);
  return item;
}

/** Registers the tree and its commands. */
export function registerFindings(ask: AskForFindings): { readonly tree: FindingsTree; readonly disposables: vscode.Disposable[] } {
  const tree = new FindingsTree(ask, (summary) => {
    view.description = summary;
  });
  const view = vscode.window.createTreeView('pennylint.findings', { treeDataProvider: tree, showCollapseAll: true });
  const { registerCommand } = vscode.commands;
  return {
    tree,
    disposables: [
      view,
      registerCommand('pennylint.sortFindingsByMoney', () => {
        tree.sort(true);
      }),
      registerCommand('pennylint.sortFindingsByRule', () => {
        tree.sort(false);
      }),
      registerCommand('pennylint.refreshFindings', () => {
        tree.refresh();
      }),
      registerCommand('pennylint.openFindingRule', (node?: { readonly rule?: unknown }) =>
        vscode.commands.executeCommand('pennylint.openRulePage', node?.rule),
      ),
    ],
  };
}
