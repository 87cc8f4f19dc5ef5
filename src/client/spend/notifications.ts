import * as vscode from 'vscode';
import { mayNotify } from './settings.ts';

const SHOW = 'Show Spend';
const NEVER = 'Don’t Show Again';

/** Says that a part of a budget is used up. The process tells each threshold once per period. */
export async function announceBudget(words: string): Promise<void> {
  if (!mayNotify()) return;
  const answer = await vscode.window.showWarningMessage(`Pennylint: ${words}`, SHOW, NEVER);
  if (answer === SHOW) await vscode.commands.executeCommand('pennylint.spend.focus');
  if (answer === NEVER)
    await vscode.workspace.getConfiguration('pennylint').update('spend.budgetNotifications', false, vscode.ConfigurationTarget.Global);
}
