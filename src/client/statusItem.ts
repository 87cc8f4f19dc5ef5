import * as vscode from 'vscode';
import type { FileSummary } from '../shared/messages.ts';
import type { SpendStatus } from '../shared/spend-messages.ts';

/** The one status bar item, and the way to tell it about a document. */
export interface StatusItem {
  dispose(): void;
  /** Takes what the server says about a document. */
  readonly update: (summary: FileSummary) => void;
  /** Where live spend says what it has to say. */
  readonly spend: SpendItem;
}

/** The part of the item that live spend writes. */
export interface SpendItem {
  /** Takes what has been spent; undefined = nothing is connected, or nothing is known of today. */
  readonly update: (status: SpendStatus | undefined) => void;
}

/** Shows what has been spent, else the calls of the active document; hidden when there is neither. */
export function createStatusItem(output: vscode.LogOutputChannel): StatusItem {
  const summaries = new Map<string, FileSummary>();
  let item: vscode.StatusBarItem | undefined;
  let spent: SpendStatus | undefined;

  const show = (): void => {
    const uri = activeDocument();
    const summary = uri === undefined ? undefined : summaries.get(uri);
    const calls = summary === undefined || (summary.calls === 0 && summary.prompt === undefined) ? undefined : summary;
    if (calls === undefined && spent === undefined) {
      item?.hide();
      return;
    }
    item ??= vscode.window.createStatusBarItem('pennylint.status', vscode.StatusBarAlignment.Right, 90);
    item.name = 'Pennylint';
    if (spent === undefined) showCalls(item, calls);
    else {
      item.command = 'pennylint.spend.focus';
      item.text = spent.text;
      item.tooltip = [spent.tooltip, ...(calls === undefined ? [] : [tooltip(calls)])].join('\n\n');
      item.accessibilityInformation = { label: spent.label };
    }
    item.backgroundColor = spent?.overBudget === true ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };

  const showCalls = (item: vscode.StatusBarItem, summary: FileSummary | undefined): void => {
    if (summary === undefined) return;
    item.tooltip = tooltip(summary);
    const { prompt } = summary;
    if (prompt !== undefined) {
      const money = prompt.money === undefined ? '' : ` · ${prompt.money}`;
      item.command = 'pennylint.contextBudget.focus';
      item.text = `$(comment-discussion) ${prompt.tokens} tokens${money}`;
      item.accessibilityInformation = { label: `Pennylint: this prompt has ${prompt.tokens} tokens${money}` };
      return;
    }
    item.command = 'pennylint.goToCall';
    item.text = `$(credit-card) ${count(summary.calls, 'LLM call')}`;
    item.accessibilityInformation = { label: `Pennylint: ${count(summary.calls, 'LLM call')} in this file` };
  };

  const forget = ({ uri }: { readonly uri: vscode.Uri }): void => {
    summaries.delete(uri.toString());
    show();
  };
  const subscriptions = [
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.window.onDidChangeActiveNotebookEditor(show),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidCloseNotebookDocument(forget),
  ];
  return {
    update(summary) {
      // The server spells URIs in its own way; the editor's spelling is what the active document is compared with.
      summaries.set(vscode.Uri.parse(summary.uri).toString(), summary);
      output.trace(`${summary.uri}: ${count(summary.calls, 'call')}`);
      show();
    },
    spend: {
      update(status) {
        spent = status;
        show();
      },
    },
    dispose() {
      item?.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** What the user looks at: a document, or the notebook around it. */
function activeDocument(): string | undefined {
  return (vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri)?.toString();
}

function tooltip(summary: FileSummary): string {
  const { prompt } = summary;
  const findings = summary.findings === 0 ? [] : [count(summary.findings, 'finding')];
  if (prompt !== undefined) {
    const which = prompt.count === 1 ? [] : [`The heaviest of ${prompt.count} prompts in this file`];
    return [...which, prompt.line, ...findings].join('\n');
  }
  const lines = [`${count(summary.calls, 'call')} of language models in this file`, ...findings];
  if (summary.dearest !== undefined) lines.push(`Dearest: ${summary.dearest}`);
  if (summary.unpriced > 0) lines.push(`Without a price: ${summary.unpriced}`);
  return lines.join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
