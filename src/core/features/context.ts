import type { CallCost } from '../cost/call-cost.ts';
import type { Location, PromptCall } from '../ir.ts';
import { contextBudget, type ContextBudget, type ContextEntry, type PlacedPrompt } from '../prompt-files/budget.ts';
import { agentClients } from '../prompt-files/clients.ts';
import { placed } from '../prompt-files/placing.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import type { CostedCall } from './findings.ts';
import { repeatsIn } from './prompt-ranges.ts';
import { formatTokens } from './wording.ts';

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
    .map((client) => contextBudget(client, prompts, costOf, repeatsIn))
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

/** One line of a view with its place; lines without one say something about the others. */
export interface ContextLine {
  readonly label: string;
  readonly detail: string;
  readonly tooltip: string;
  readonly at: Location | undefined;
}

/** Lines that belong together. */
export interface ContextGroup {
  readonly title: string;
  readonly lines: readonly ContextLine[];
}

/** A budget as a view shows it. */
export interface ContextView {
  readonly client: string;
  readonly title: string;
  /** Tokens and cost in one line. */
  readonly summary: string;
  readonly tooltip: string;
  readonly groups: readonly ContextGroup[];
}

/** A budget in words. */
export function contextView(budget: ContextBudget): ContextView {
  const { client, entries, always } = budget;
  const group = (title: string, state: ContextEntry['state']): ContextGroup => ({
    title,
    lines: entries.filter((entry) => entry.state === state).map(lineOf),
  });
  const nameOf = ({ uri }: Location): string => decoded(uri.slice(uri.lastIndexOf('/') + 1));
  const repeated = budget.repeated.map(({ first, again, tokens }): ContextLine => {
    const count = formatTokens(tokens, false);
    return {
      label: nameOf(again),
      detail: `${count} · also in ${nameOf(first)}`,
      tooltip: `${count} tokens on every turn are said in ${nameOf(first)} already`,
      at: again,
    };
  });
  const groups = [
    group('On every turn', 'always'),
    group('Joins later', 'joins'),
    group('Not loaded', 'left-out'),
    { title: 'Said twice', lines: repeated },
  ];
  const money = moneyLines(budget);
  const { cost } = budget;
  const session =
    cost === undefined
      ? []
      : [
          cost.cached100 === undefined
            ? `≈${formatMicroUsd(cost.cold100)}/100 turns`
            : `≈${formatMicroUsd(cost.cached100)}/100 turns cached`,
        ];
  const summary = [`${formatTokens(always, false)} tokens`, ...session].join(' · ');
  return {
    client: client.id,
    title: client.title,
    summary,
    tooltip: [
      `${client.title}: ${formatTokens(always, false)} tokens on every turn`,
      modelLine(budget),
      ...money,
      ...moneyNotes(budget),
      ...client.notes,
    ].join('\n'),
    groups: groups.filter(({ lines }) => lines.length > 0),
  };
}

/** The model of a budget and where it comes from. */
export function modelLine({ model }: ContextBudget): string {
  if (model === undefined) return 'model unknown';
  return model.from === undefined ? model.id : `${model.id} (${model.from})`;
}

/** What a turn costs, then what 100 turns cost; nothing without a price. */
export function moneyLines({ cost, model }: ContextBudget): readonly string[] {
  if (cost === undefined) return model === undefined ? [] : ['unpriced'];
  const cached = cost.cachedTurn === undefined ? '' : ` → ${formatMicroUsd(cost.cachedTurn)} cached`;
  const session = cost.cached100 === undefined ? '' : `, ${formatMicroUsd(cost.cached100)} cached`;
  return [`≈${formatMicroUsd(cost.firstTurn)} first turn${cached}`, `100 turns: ≈${formatMicroUsd(cost.cold100)} cold${session}`];
}

/** What the money rests on, in words; nothing without money. */
export function moneyNotes({ cost, priceFrom }: ContextBudget): readonly string[] {
  if (cost === undefined) return [];
  return [
    `Price: ${priceFrom ?? 'unknown'}. A turn is one request; cold is with nothing in the cache, cached assumes that the client caches its prompt.`,
  ];
}

/** A path with the piece of the file that is meant. */
export function entryName({ path, piece }: ContextEntry): string {
  return piece === 'listing' ? `${path} (name and description)` : path;
}

/** What is to be said about an entry besides its tokens. */
export function entryWords({ imports, reason, problem, cut }: ContextEntry): string[] {
  return [
    ...(imports === 0 ? [] : [`with ${imports} ${imports === 1 ? 'import' : 'imports'}`]),
    ...(reason === undefined ? [] : [reason]),
    ...(problem === undefined ? [] : [problem]),
    ...(cut === undefined ? [] : [`${formatTokens(cut.tokens, false)} tokens cut: ${cut.reason}`]),
  ];
}

function lineOf(entry: ContextEntry): ContextLine {
  const tokens = formatTokens(entry.tokens, false);
  const words = entryWords(entry);
  // A narrow side bar cuts the end off: the name alone, and behind it the tokens.
  const steps = entry.path.split('/');
  const name = steps.slice(/^skill\.md$/i.test(steps.at(-1) ?? '') ? -2 : -1).join('/');
  const folder = entry.path.slice(0, -name.length).replace(/\/$/, '');
  const listed = entry.piece === 'listing' ? ['name and description'] : [];
  return {
    label: name,
    detail: [tokens, ...listed, ...words, ...(folder === '' ? [] : [folder])].join(' · '),
    tooltip: [`${entry.title}: ${entryName(entry)}`, `${tokens} tokens`, ...words].join('\n'),
    at: entry.at,
  };
}
