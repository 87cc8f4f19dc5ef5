import * as vscode from 'vscode';
import { rulePageUri } from '../rulePages.ts';

/** Opens the page of a rule as rendered Markdown. */
export async function openRulePage(rule?: unknown): Promise<void> {
  if (typeof rule !== 'string') return;
  await vscode.commands.executeCommand('markdown.showPreview', rulePageUri(rule));
}
