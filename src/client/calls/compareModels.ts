import * as vscode from 'vscode';
import { COMPARE_MODELS, type ComparedModelMessage, type CompareModelsAnswer } from '../../shared/call-messages.ts';
import type { RunningClient } from '../languageClient.ts';
import { callOf, sayNoCall } from './target.ts';

interface Row extends vscode.QuickPickItem {
  readonly copies?: string;
  /** Shows the whole list instead. */
  readonly more?: true;
}

const HEADINGS: Readonly<Record<string, string>> = { current: 'in use', family: 'same maker', tier: 'other makers' };

/** Shows what a call would cost on other models. Choosing one copies its id: the code is the user's to change. */
export async function compareModels(client: RunningClient, uri?: unknown, position?: unknown): Promise<void> {
  const call = callOf(uri, position);
  const answer = call === undefined ? null : await client.ask<CompareModelsAnswer | null>(COMPARE_MODELS, call);
  if (answer === null) return sayNoCall();
  if (answer.models.length === 0) {
    await vscode.window.showInformationMessage('No model with a price can be compared: the call is not billed, or returns no text.');
    return;
  }
  const ask = (rows: readonly Row[]): Thenable<Row | undefined> =>
    vscode.window.showQuickPick(rows, {
      title: `Compare models for ${answer.callee}`,
      placeHolder: answer.note,
      matchOnDescription: true,
      matchOnDetail: true,
    });
  const first = await ask(nearRows(answer.models));
  const choice = first?.more === true ? await ask(rowsOf(answer.models)) : first;
  if (choice?.copies === undefined) return;
  await vscode.env.clipboard.writeText(choice.copies);
  vscode.window.setStatusBarMessage(`Copied ${choice.copies}`, 3000);
}

/** What somebody would look at first, by maker, and the way to all others. */
export function nearRows(models: readonly ComparedModelMessage[]): Row[] {
  const near = models.filter((model) => model.near);
  const headings: Readonly<Record<string, string>> = { ...HEADINGS, tier: 'other makers, of like cost' };
  const rows = ['current', 'family', 'tier'].flatMap((group): Row[] => {
    const some = near.filter((model) => model.group === group);
    const rest = some.map(({ model, money, detail }): Row => ({ label: model, description: money, detail, copies: model }));
    return some.length === 0 ? [] : [{ label: headings[group] ?? group, kind: vscode.QuickPickItemKind.Separator }, ...rest];
  });
  const left = models.length - near.length;
  if (left === 0) return rows;
  return [
    ...rows,
    { label: 'all', kind: vscode.QuickPickItemKind.Separator },
    { label: `$(list-flat) All ${models.length} models, by cost`, description: `${left} more`, alwaysShow: true, more: true },
  ];
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
