import * as vscode from 'vscode';
import { COUNTABLE_CALL, type CountableCallAnswer } from '../../shared/call-messages.ts';
import type { RunningClient } from '../languageClient.ts';
import { countAtProvider, forgetKeys, type CountDialogs } from './countFlow.ts';
import { callOf, sayNoCall } from './target.ts';

/** Counts the prompt of a call at its provider. The request is made here, when the user has agreed, and never by the language server. */
export async function countExactly(client: RunningClient, secrets: vscode.SecretStorage, uri?: unknown, position?: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showInformationMessage('Pennylint sends nothing of a folder that you do not trust.');
    return;
  }
  const call = callOf(uri, position);
  const answer = call === undefined ? null : await client.ask<CountableCallAnswer | null>(COUNTABLE_CALL, call);
  if (answer === null) return sayNoCall();
  if (answer.state === 'refused') {
    await vscode.window.showInformationMessage(answer.words);
    return;
  }
  const outcome = await countAtProvider(answer.call, secrets, dialogs);
  if (outcome?.state === 'failed') await vscode.window.showWarningMessage(outcome.words);
  if (outcome?.state !== 'counted') return;
  const copy = 'Copy Number';
  const chosen = await vscode.window.showInformationMessage(outcome.words, copy);
  if (chosen === copy) await vscode.env.clipboard.writeText(String(outcome.tokens));
}

/** Forgets the keys of all providers. */
export async function forgetCountingKeys(secrets: vscode.SecretStorage): Promise<void> {
  await forgetKeys(secrets);
  await vscode.window.showInformationMessage('The keys for counting are forgotten.');
}

const dialogs: CountDialogs = {
  async consent(title, detail) {
    const send = 'Send and Count';
    return (await vscode.window.showInformationMessage(title, { modal: true, detail }, send)) === send;
  },
  async key(title, origin) {
    return vscode.window.showInputBox({
      title,
      prompt: `Kept in the editor’s secret storage and sent to ${origin} only.`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? 'A key is needed.' : undefined),
    });
  },
  async wait(title, work) {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      return work(abort.signal);
    });
  },
};
