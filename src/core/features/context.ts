import type { CallCost } from '../cost/call-cost.ts';
import type { Location, PromptCall } from '../ir.ts';
import { contextBudget, type ContextBudget, type PlacedPrompt } from '../prompt-files/budget.ts';
import { agentClients } from '../prompt-files/clients.ts';
import { placed } from '../prompt-files/placing.ts';
import type { CostedCall } from './findings.ts';

/** The budgets of all clients that load something of a workspace. */
export function contextBudgets(
  calls: readonly CostedCall[],
  root: string,
  model: string | undefined,
  costOf: (call: PromptCall) => CallCost,
): ContextBudget[] {
  const prompts = calls.flatMap(({ call }): PlacedPrompt[] => {
    if (call.file === undefined || call.kind !== 'prompt-file' || !call.uri.startsWith(root)) return [];
    const path = decoded(call.uri.slice(root.length));
    // A workspace of several folders has a root of its own in each.
    const [here = call] = placed([call], path);
    return [{ path, call: model === undefined ? here : withModel(here, model) }];
  });
  return agentClients
    .map((client) => contextBudget(client, prompts, costOf))
    .filter(({ entries }) => entries.some((entry) => entry.state !== 'left-out'));
}

function withModel(call: PromptCall, id: string): PromptCall {
  const at: Location = call.calleeAt;
  return { ...call, provider: undefined, providerByModel: true, model: { state: 'known', candidates: [{ value: id, at }] } };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
