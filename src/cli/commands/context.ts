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
} from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { writeProblems } from '../formatters/problems.ts';
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
  if (format === 'json')
    process.stdout.write(`${JSON.stringify({ schemaVersion: 1, root, clients: budgets.map(toJson), problems }, null, 2)}\n`);
  else {
    process.stdout.write(budgets.length === 0 ? `${nothingFound(client)}\n` : budgets.map(toText).join('\n'));
    writeProblems(problems);
  }
  return problems.length > 0 ? 3 : 0;
}

function nothingFound(client: string | undefined): string {
  const title = agentClients.find(({ id }) => id === client)?.title;
  return `No files found that ${title ?? 'a coding agent'} loads of its own accord.`;
}

function toText(budget: ContextBudget): string {
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
  for (const note of [...moneyNotes(budget), ...client.notes]) lines.push(`  ${note}`);
  return `${lines.join('\n')}\n`;
}

function entryText(entry: ContextEntry, width: number): string {
  const tokens = formatTokens(entry.tokens, false).padStart(8);
  return `${entryName(entry).padEnd(width)}  ${tokens}  ${entryWords(entry).join('; ')}`.trimEnd();
}

function toJson({ client, entries, always, model, priceFrom, cost }: ContextBudget): unknown {
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
    notes: client.notes,
    sources: client.sources,
    asOf: client.asOf,
  };
}
