import type { Connection } from 'vscode-languageserver';
import type { LanguageService } from '../core/index.ts';
import { CALL_SITES, CONTEXT_BUDGETS, type CallSitesAnswer, type ContextBudgetsAnswer } from '../shared/messages.ts';
import { contextBudgetsOf } from './contextBudgets.ts';

/** Answers the requests for lists of the whole workspace. `ready` gives the service once the workspace is indexed. */
export function listenForLists(connection: Connection, ready: () => Promise<LanguageService>, roots: () => readonly string[]): void {
  connection.onRequest(CALL_SITES, async (): Promise<CallSitesAnswer> => ({ files: (await ready()).callList() }));
  connection.onRequest(CONTEXT_BUDGETS, async (): Promise<ContextBudgetsAnswer> => ({ budgets: contextBudgetsOf(await ready(), roots()) }));
}
