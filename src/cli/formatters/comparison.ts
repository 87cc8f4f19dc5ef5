import { formatCost, type ComparedCall, type ComparedModel } from '../../core/index.ts';
import { usd } from './costJson.ts';

/** One model of `compare --format json`; money in US dollars, null where nothing is known. */
interface ComparedJson {
  readonly provider: string;
  readonly model: string;
  readonly group: ComparedModel['group'];
  readonly inputTokens: number;
  readonly basis: string;
  readonly coldUsd: number;
  readonly cachedUsd: number | null;
  readonly needsMarker: boolean;
  readonly monthUsd: number | null;
  readonly asOf: string;
  readonly source: string;
  readonly stale: boolean;
  /** True for what is shown first. */
  readonly near: boolean;
}

/** A comparison for machines. */
export function comparisonJson(file: string, line: number, { call, models, expectedOutput, open, volume }: ComparedCall): object {
  const rows = models.map((model): ComparedJson => ({
    provider: model.provider,
    model: model.model,
    group: model.group,
    inputTokens: model.inputTokens,
    basis: model.basis,
    coldUsd: usd(model.cold),
    cachedUsd: model.cached === undefined ? null : usd(model.cached),
    needsMarker: model.needsMarker,
    monthUsd: model.month === undefined ? null : usd(model.month),
    asOf: model.asOf,
    source: model.source,
    stale: model.stale,
    near: model.near,
  }));
  return {
    schemaVersion: 1,
    file,
    line,
    callee: call.call.callee,
    expectedOutputTokens: expectedOutput,
    open,
    volume: volume ?? null,
    models: rows,
  };
}

/** A table for people: the model in use first, then by cost; without `all` what somebody would look at first. */
export function comparisonText({ models: found, expectedOutput, open, volume }: ComparedCall, all: boolean): string {
  const models = all ? found : found.filter(({ near }) => near);
  if (found.length === 0) return 'No model with a price can be compared: the call is not billed, or returns no text.\n';
  const monthly = models.some(({ month }) => month !== undefined);
  const head = ['model', 'input', '$ per call', 'cached', ...(monthly ? ['$ per month'] : []), 'as of', ''];
  const rows = models.map((model) => [
    `${model.provider}/${model.model}`,
    `${model.basis === 'exact' ? '' : '≈'}${model.inputTokens.toLocaleString('en-US')}${open ? '+' : ''}`,
    formatCost(model.cold, model.free),
    model.cached === undefined ? '–' : formatCost(model.cached, model.free),
    ...(monthly ? [model.month === undefined ? '–' : formatCost(model.month, model.free)] : []),
    model.asOf,
    [
      model.group === 'current' ? 'in use' : '',
      model.needsMarker ? 'cached with a breakpoint' : '',
      model.stale ? 'possibly out of date' : '',
    ]
      .filter((remark) => remark !== '')
      .join(', '),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const last = head.length - 1;
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 || column === last ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const note = `Assumes ${expectedOutput.toLocaleString('en-US')} output tokens for every model; list prices; quality is not compared.${open ? ' Values filled in at run time are not counted.' : ''}`;
  const left = found.length - models.length;
  const more = left === 0 ? [] : [`${left} more models with --all.`];
  const perMonth = monthly && volume !== undefined ? [`Months of 30 days at ${volume}.`] : [];
  return `${[line(head), ...rows.map(line), note, ...perMonth, ...more].join('\n')}\n`;
}
