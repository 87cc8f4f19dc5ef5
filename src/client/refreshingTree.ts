import * as vscode from 'vscode';

/** A tree follows changes after so many ms. */
const REFRESH_MS = 1000;

/** A tree whose content is asked for anew whenever something has changed. */
export abstract class RefreshingTree<Node> implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private waiting: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  abstract getChildren(node?: Node): Promise<Node[]>;

  abstract getTreeItem(node: Node): vscode.TreeItem;

  /** Asks again when the tree is next looked at. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Asks again soon: while somebody types, the tree need not follow every key. */
  refreshSoon(): void {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.refresh();
    }, REFRESH_MS);
  }
}

/** What opens a place of a file when its line in a tree is chosen. */
export function openAt(title: string, uri: vscode.Uri, { start, end }: PlainRange): vscode.Command {
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  return { title, command: 'vscode.open', arguments: [uri, { selection, preview: true }] };
}

/** A range as the server sends it: lines from 0, characters in UTF-16 units. */
interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
