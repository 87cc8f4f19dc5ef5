/** Prices that people write in their settings or in a workspace file, or that a gateway reports: short rows, made complete here. */
import type { PriceRecord, PriceSource } from './price-record.ts';

/**
 * A source from rows of unknown shape, such as `{ "provider": "azure", "id": "my-deployment", "in": 2, "out": 8 }`, in US dollars
 * per 1M tokens. A row without `provider` holds on every platform. `source`, `asOf` and `confidence` are filled in when missing.
 * Anything that is not a list gives a source that the price book reports and ignores; so does every bad row.
 *
 * @param asOf day (`YYYY-MM-DD`) on which the rows were read
 */
export function declaredPriceSource(
  kind: 'user' | 'workspace' | 'gateway' | 'refreshed',
  name: string,
  asOf: string,
  rows: unknown,
): PriceSource {
  const records: unknown = Array.isArray(rows) ? rows.map((row: unknown) => completed(row, name, asOf)) : rows;
  // The price book checks every record, so this type is a promise that is kept there.
  return { kind, name, records: records as readonly PriceRecord[] };
}

function completed(row: unknown, name: string, asOf: string): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
  return { provider: '*', source: name, asOf, confidence: 'declared', ...row };
}
