import * as vscode from 'vscode';
import { COMPARE_MODELS, type ComparedModelMessage, type CompareModelsAnswer } from '../../shared/call-messages.ts';
import type { RunningClient } from '../languageClient.ts';
import { callOf, sayNoCall } from './target.ts';

interface Row extends vscode.QuickPickItem {
  readonly copies?: string;
}

const HEADINGS: Readonly<Record<string, string>> = { current: 'in use', family: 'same family', tier: 'other makers' };

/** Shows what a call would cost on other models. Choosing one copies its id: the code is the user's to change. */
export async function compareModels(client: RunningClient, uri?: unknown, position?: unknown): Promise<void> {
  const call = callOf(uri, position);
  const answer = call === undefined ? null : await client.ask<CompareModelsAnswer | null>(COMPARE_MODELS, call);
  if (answer === null) return sayNoCall();
  if (answer.models.length === 0) {
    await vscode.window.showInformationMessage('No model with a price can be compared: the call is not billed, or returns no text.');
    return;
  }
  const choice = await vscode.window.showQuickPick(rowsOf(answer.models), {
    title: `Compare models for ${answer.callee}`,
    placeHolder: answer.note,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice?.copies === undefined) return;
  await vscode.env.clipboard.writeText(choice.copies);
  vscode.window.setStatusBarMessage(`Copied ${choice.copies}`, 3000);
}

/** The rows in the order of the answer, with a heading above the first of each group in a row. */
export function rowsOf(models: readonly ComparedModelMessage[]): Row[] {
  const rows: Row[] = [];
  let heading = '';
  for (const { model, group, money, detail } of models) {
    // Sorted by cost, the groups mix: one heading for what is in use and one for the rest tells more than many.
    const next = group === 'current' ? 'in use' : 'elsewhere, by cost of a first request';
    if (next !== heading) rows.push({ label: next, kind: vscode.QuickPickItemKind.Separator });
    heading = next;
    const where = group === 'current' ? detail : `${HEADINGS[group] ?? group} · ${detail}`;
    rows.push({ label: model, description: money, detail: where, copies: model });
  }
  return rows;
}
