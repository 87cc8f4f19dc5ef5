import * as vscode from 'vscode';

/** Wait after findings have changed before the tree is drawn again, in ms. */
const REFRESH_MS = 300;

/** A rule with what it found in open files. */
interface RuleNode {
  readonly rule: string;
  readonly found: readonly FindingNode[];
}

/** One finding. */
interface FindingNode {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

type Node = RuleNode | FindingNode;

/** The tree "Findings by rule": what the editor shows of Pennylint in open files, the rule with most findings first. */
export class FindingsTree implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private waiting: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  /** Draws the tree again soon. */
  refreshSoon(): void {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.changed.fire(undefined);
    }, REFRESH_MS);
  }

  getChildren(node?: Node): Node[] {
    if (node !== undefined) return 'found' in node ? [...node.found] : [];
    const byRule = new Map<string, FindingNode[]>();
    for (const [uri, diagnostics] of vscode.languages.getDiagnostics()) {
      for (const diagnostic of diagnostics) {
        const rule = ruleOf(diagnostic);
        if (rule !== undefined) byRule.set(rule, [...(byRule.get(rule) ?? []), { uri, diagnostic }]);
      }
    }
    return [...byRule]
      .map(([rule, found]) => ({ rule, found }))
      .sort((a, b) => b.found.length - a.found.length || a.rule.localeCompare(b.rule));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'found' in node ? ruleItem(node) : findingItem(node);
  }

  dispose(): void {
    clearTimeout(this.waiting);
    this.changed.dispose();
  }
}

/** The rule of a diagnostic of Pennylint's; undefined for any other. */
function ruleOf({ source, code }: vscode.Diagnostic): string | undefined {
  if (source !== 'pennylint') return undefined;
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
}

function ruleItem({ rule, found }: RuleNode): vscode.TreeItem {
  const item = new vscode.TreeItem(rule, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `rule ${rule}`;
  item.description = String(found.length);
  item.iconPath = iconOf(found.map(({ diagnostic }) => diagnostic.severity));
  item.contextValue = 'rule';
  const words = found.length === 1 ? '1 finding' : `${found.length} findings`;
  item.tooltip = `${rule}: ${words} in open files`;
  item.accessibilityInformation = { label: `Rule ${rule}, ${words}` };
  return item;
}

function findingItem({ uri, diagnostic: { message, range } }: FindingNode): vscode.TreeItem {
  const item = new vscode.TreeItem(message);
  const place = `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`;
  item.description = place;
  item.tooltip = `${message}\n${place}`;
  item.accessibilityInformation = { label: `${message} ${place}` };
  item.command = { title: 'Show finding', command: 'vscode.open', arguments: [uri, { selection: range, preview: true }] };
  return item;
}

/** The icon of the gravest. */
function iconOf(severities: readonly vscode.DiagnosticSeverity[]): vscode.ThemeIcon {
  if (severities.includes(vscode.DiagnosticSeverity.Error))
    return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  if (severities.includes(vscode.DiagnosticSeverity.Warning))
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('info');
}

/** Registers the tree, and the command that opens the page of a rule in it. */
export function registerFindings(): vscode.Disposable[] {
  const tree = new FindingsTree();
  return [
    new vscode.Disposable(() => {
      tree.dispose();
    }),
    vscode.window.createTreeView('pennylint.findings', { treeDataProvider: tree, showCollapseAll: true }),
    vscode.languages.onDidChangeDiagnostics(() => {
      tree.refreshSoon();
    }),
    vscode.commands.registerCommand('pennylint.explainRule', async (node?: unknown) => {
      const rule = typeof node === 'object' && node !== null && 'rule' in node ? node.rule : undefined;
      if (typeof rule === 'string') await vscode.commands.executeCommand('pennylint.openRulePage', rule);
    }),
  ];
}
