import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Compares a printed text with a committed file; `UPDATE=1` rewrites the file, and the diff is reviewed as behaviour. */
export function matchesGolden(file: string, actual: string): void {
  if (process.env.UPDATE === '1') {
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing; UPDATE=1 writes it`);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
