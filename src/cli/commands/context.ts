import { pathToFileURL } from 'node:url';
import {
  agentClients,
  entryName,
  entryWords,
  exactUsd,
  formatTokens,
  modelLine,
  moneyLines,
  moneyNotes,
  type ContextBudget,
  type ContextEntry,
  type Location,
} from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { placeToJson } from '../formatters/place.ts';
import { isIncomplete, writeProblems } from '../formatters/problems.ts';
import { analyseFiles, configOptions } from '../workspace.ts';

/** `pennylint context`: what the prompt files of the current folder add to every turn of each coding agent. */
export async function context(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, {
    format: { type: 'string' },
    client: { type: 'string' },
    model: { type: 'string' },
    ...configOptions,
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  const ids = agentClients.map(({ id }) => id);
  const client = values.client === undefined ? undefined : oneOf('client', values.client, ids, ids[0] ?? '');
  const choice = { file: values.config, none: values['no-config'] };
  const { root, service, problems } = await analyseFiles([], {}, () => undefined, choice);
  const budgets = service
    .contextBudgets(`${pathToFileURL(root).href.replace(/\/$/, '')}/`, values.model)
    .filter((budget) => client === undefined || budget.client.id === client);
  const place: PlaceOf = (at) => ({
    file: decodeURI(at.uri.slice(pathToFileURL(root).href.replace(/\/$/, '').length + 1)),
    line: placeToJson(service, at).line,
  });
  if (format === 'json')
    process.stdout.write(
      `${JSON.stringify({ schemaVersion: 1, root, clients: budgets.map((budget) => toJson(budget, place)), problems }, null, 2)}\n`,
    );
  else {
    process.stdout.write(budgets.length === 0 ? `${nothingFound(client)}\n` : budgets.map((budget) => toText(budget, place)).join('\n'));
    writeProblems(problems);
  }
  return isIncomplete(problems) ? 3 : 0;
}

function nothingFound(client: string | undefined): string {
  const title = agentClients.find(({ id }) => id === client)?.title;
  return `No files found that ${title ?? 'a coding agent'} loads of its own accord.`;
}

/** A place as people write it: path from the root, and line. */
type PlaceOf = (at: Location) => { readonly file: string; readonly line: number };

function toText(budget: ContextBudget, place: PlaceOf): string {
  const { client, entries, always } = budget;
  const lines = [`${client.title}: ${formatTokens(always, false)} tokens on every turn · ${modelLine(budget)}`];
  const money = moneyLines(budget);
  if (money.length > 0) lines.push(`  ${money.join(' · ')}`);
  const width = Math.min(60, Math.max(...entries.map((entry) => entryName(entry).length)));
  const section = (title: string, state: ContextEntry['state']): void => {
    const own = entries.filter((entry) => entry.state === state);
    if (own.length > 0) lines.push(`  ${title}`, ...own.map((entry) => `    ${entryText(entry, width)}`));
  };
  section('on every turn', 'always');
  section('joins later', 'joins');
  section('not loaded', 'left-out');
  if (budget.repeated.length > 0) lines.push('  said twice');
  for (const { first, again, tokens } of budget.repeated) {
    const [one, two] = [place(first), place(again)];
    lines.push(`    ${two.file}:${two.line}  ${formatTokens(tokens, false)} tokens that stand in ${one.file}:${one.line} too`);
  }
  for (const note of [...moneyNotes(budget), ...client.notes]) lines.push(`  ${note}`);
  return `${lines.join('\n')}\n`;
}

function entryText(entry: ContextEntry, width: number): string {
  const tokens = formatTokens(entry.tokens, false).padStart(8);
  return `${entryName(entry).padEnd(width)}  ${tokens}  ${entryWords(entry).join('; ')}`.trimEnd();
}

function toJson({ client, entries, always, repeated, model, priceFrom, cost }: ContextBudget, place: PlaceOf): unknown {
  const usd = (microUsd: number | undefined): string | null => (microUsd === undefined ? null : exactUsd(microUsd));
  const band = ({ low, tokens, high, basis }: ContextEntry['tokens']): unknown => ({ low, tokens, high, basis });
  return {
    client: client.id,
    title: client.title,
    always: band(always),
    model: model === undefined ? null : { id: model.id, from: model.from ?? null },
    price: priceFrom ?? null,
    cost:
      cost === undefined
        ? null
        : {
            firstTurnUsd: usd(cost.firstTurn),
            cachedTurnUsd: usd(cost.cachedTurn),
            turns100ColdUsd: usd(cost.cold100),
            turns100CachedUsd: usd(cost.cached100),
          },
    files: entries.map(({ path, piece, state, reason, tokens, imports, problem, cut }) => ({
      file: path,
      piece,
      state,
      reason: reason ?? null,
      tokens: band(tokens),
      imports,
      problem: problem ?? null,
      cut: cut === undefined ? null : { tokens: band(cut.tokens), reason: cut.reason },
    })),
    repeated: repeated.map(({ first, again, tokens }) => ({ first: place(first), again: place(again), tokens: band(tokens) })),
    notes: client.notes,
    sources: client.sources,
    asOf: client.asOf,
  };
}
