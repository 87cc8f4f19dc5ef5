/** Rows of reports, as most services give them: one window, one model, some numbers under names of the service's own. */
import type { Field } from '../amounts.ts';
import { cleanLabel, type Dims } from '../labels.ts';
import type { Reading } from '../reading.ts';
import { member, number, time } from './source.ts';

/** Which member of a row is what. Paths are written with dots. */
export interface RowShape {
  readonly at: string;
  readonly lengthMs: number;
  readonly dims: Readonly<Partial<Record<'model' | 'provider' | 'user' | 'team' | 'task', string>>>;
  readonly amounts: Readonly<Partial<Record<Field, string>>>;
  /** Factor to the ledger's unit for money: 1,000,000 for dollars, 10,000 for cents. */
  readonly money: number;
}

const MONEY: readonly string[] = ['reported', 'notional', 'failedMoney'];

/** The window of a row, or nothing when it has no time. A field that is missing or null stays not told. */
export function rowWindow(row: unknown, shape: RowShape, series: string): Reading[] {
  const from = time(at(row, shape.at));
  if (from === undefined) return [];
  const amounts: Partial<Record<Field, number>> = {};
  for (const [field, path] of Object.entries(shape.amounts)) {
    const value = number(at(row, path));
    if (value !== undefined) amounts[field as Field] = MONEY.includes(field) ? value * shape.money : value;
  }
  return [{ kind: 'window', series, from, to: from + shape.lengthMs, dims: rowDims(row, shape.dims), amounts }];
}

/** Cleaned names of a row. */
export function rowDims(row: unknown, paths: RowShape['dims']): Dims {
  const dims: Record<string, string> = {};
  for (const [key, path] of Object.entries(paths)) {
    const value = cleanLabel(at(row, path));
    if (value !== undefined) dims[key] = value;
  }
  return dims;
}

function at(row: unknown, path: string): unknown {
  return member(row, ...path.split('.'));
}
