import { formatMicroUsd } from '../../core/index.ts';
import type { BudgetState, Figure, SpendRow, SpendSnapshot } from '../../core/spend/index.ts';

/** The picture of one source for a terminal: short lines, reasons in words, nothing that is not known. Ends with a newline. */
export function spendText(snapshot: SpendSnapshot): string {
  const demo = snapshot.demo ? 'DEMO ' : '';
  const lines: string[] = [];
  lines.push(`${demo}${snapshot.source.name}${snapshot.source.gateway === null ? '' : ` (${snapshot.source.gateway})`}`);
  const { connection } = snapshot;
  const age = connection.ageMs === null ? '' : ` Read ${ageText(connection.ageMs)} ago.`;
  lines.push(`${connection.words}${age}${connection.advice === null ? '' : ` ${connection.advice}`}`);
  // Before anything was read, each figure would only say so once more.
  if (connection.ageMs === null && snapshot.today.value === null) return `${lines.join('\n')}\n`;
  lines.push('', ...figureLines(snapshot, demo));
  for (const budget of snapshot.budgets) lines.push(budgetLine(budget, demo));
  for (const [title, table] of [
    ['model', snapshot.tables.today.model],
    ['team', snapshot.tables.today.team],
    ['user', snapshot.tables.today.user],
    ['tag', snapshot.tables.today.tag],
    ['session', snapshot.tables.today.task],
  ] as const) {
    if (table.rows.length > 0) lines.push('', `${demo}today by ${title}`, ...rowLines(table.rows));
  }
  const said = [
    ...snapshot.anomalies.map(
      ({ words, startedAt, formula }) =>
        `! ${demo}${words} Since ${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC; ${formula}.`,
    ),
    ...snapshot.warnings.map((words) => `! ${words}`),
    ...snapshot.today.notes.map((words) => `  ${words}`),
    ...snapshot.notes.map((words) => `  ${words}`),
  ];
  if (said.length > 0) lines.push('', ...said);
  return `${lines.join('\n')}\n`;
}

function figureLines(snapshot: SpendSnapshot, demo: string): string[] {
  const figures: readonly (readonly [string, Figure])[] = [
    ['today', snapshot.today],
    ['this month', snapshot.month],
    ['burn rate', snapshot.burnRate],
    ['month, projected', snapshot.projectedMonth],
    ['cache hit rate', snapshot.cacheHitRate],
    ['saved by cache', snapshot.savedByCache],
    ['waste', snapshot.wasteRatio],
    ['per call', snapshot.costPerCall],
    ['per completed task', snapshot.costPerCompletedTask],
    ['per session', snapshot.costPerTask],
    ['tokens per session', snapshot.tokensPerTask],
    ...(snapshot.unpricedCalls.value === 0 || snapshot.unpricedCalls.value === null
      ? []
      : [['unpriced calls', snapshot.unpricedCalls] as const]),
    ...(snapshot.unpricedTokens.value === 0 || snapshot.unpricedTokens.value === null
      ? []
      : [['unpriced tokens', snapshot.unpricedTokens] as const]),
  ];
  return figures.map(
    ([name, figure]) =>
      `${`${demo}${name}`.padEnd(demo.length + 20)}${figure.value === null ? '–'.padStart(10) : valueText(figure)}  ${figure.reason ?? figure.formula}`,
  );
}

function valueText({ value, unit }: Figure): string {
  const number = value ?? 0;
  const text =
    unit === 'microUsd'
      ? formatMicroUsd(number)
      : unit === 'microUsdPerHour'
        ? `${formatMicroUsd(number)}/h`
        : unit === 'ratio'
          ? percent(number)
          : number.toLocaleString('en-US');
  return text.padStart(10);
}

function budgetLine({ name, spent, limit, ratio, projected, resetsAt, reason }: BudgetState, demo: string): string {
  if (spent === null || ratio === null) return `${demo}${name}: ${reason ?? 'not known'}`;
  const expected = projected === null ? '' : ` · expected ${formatMicroUsd(projected)}`;
  const reset = resetsAt === null ? '' : ` · resets ${new Date(resetsAt).toISOString().slice(0, 10)}`;
  return `${demo}${name}: ${formatMicroUsd(spent)} / ${formatMicroUsd(limit)} (${percent(ratio)})${expected}${reset}`;
}

function rowLines(rows: readonly SpendRow[]): string[] {
  const width = Math.min(40, Math.max(...rows.map(({ name }) => name.length)));
  return rows.map((row) => {
    const name = row.name.length > width ? `${row.name.slice(0, width - 1)}…` : row.name.padEnd(width);
    const money = row.microUsd === null ? '–' : formatMicroUsd(row.microUsd);
    const calls = row.calls === null ? '' : `  ${row.calls.toLocaleString('en-US')} calls`;
    const cache = row.cacheHitRate === null ? '' : `  ${percent(row.cacheHitRate)} from cache`;
    return `  ${name}  ${money.padStart(10)}  ${percent(row.share).padStart(5)}${calls}${cache}`;
  });
}

function percent(ratio: number): string {
  const value = ratio * 100;
  return `${value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

function ageText(ms: number): string {
  return ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
