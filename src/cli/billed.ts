import { readFileSync } from 'node:fs';
import { isBilledReport, type BilledReport } from '../core/index.ts';
import { UsageError } from './errors.ts';

/**
 * The report in a file that `pennylint spend --format json` has written; undefined without a file. Given outright and never looked for: what a command
 * prints follows from what it is handed, on every machine. Throws {@link UsageError} for a file that holds none.
 */
export function readBilled(file: string | undefined): BilledReport | undefined {
  if (file === undefined) return undefined;
  let lines: readonly string[];
  try {
    lines = readFileSync(file, 'utf8').trim().split('\n');
  } catch (error) {
    throw new UsageError(`--billed ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  // With --watch it has a line per reading; the last one holds all that is known.
  const report = billedIn(lines.at(-1) ?? '') ?? billedIn(lines.join('\n'));
  if (report === undefined)
    throw new UsageError(
      `--billed ${file} holds nothing that was billed. Write it with: pennylint spend --source URL --format json > ${file}`,
    );
  return report;
}

function billedIn(text: string): BilledReport | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const report = typeof value === 'object' && value !== null && 'billed' in value ? value.billed : value;
    return isBilledReport(report) ? report : undefined;
  } catch {
    return undefined;
  }
}
