/** Baselines: findings that a project has accepted. They are not shown again, whatever line they have moved to. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from './errors.ts';
import { fingerprint, type ReportedFinding } from './fingerprint.ts';

/** Largest baseline that is read, in bytes. */
const MAX_BYTES = 64_000_000;

/** How often each fingerprint is accepted. */
export type Baseline = ReadonlyMap<string, number>;

/** Findings against a baseline. */
export interface Compared {
  /** Findings that the baseline does not hold. */
  readonly fresh: readonly ReportedFinding[];
  readonly known: number;
  /** Entries of the baseline without a finding. */
  readonly gone: number;
}

/** Reads a baseline; undefined when there is no such file. Throws {@link UsageError} for one that cannot be read. */
export function readBaseline(file: string): Baseline | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isFile() || stat.size > MAX_BYTES) throw new UsageError(`The baseline ${file} is no file, or far too large for one.`);
  const found = new Map<string, number>();
  for (const entry of entriesOf(file)) {
    const { fingerprint: print, count = 1 } = (entry ?? {}) as { readonly fingerprint?: unknown; readonly count?: unknown };
    if (typeof print !== 'string' || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) throw wrong(file);
    found.set(print, (found.get(print) ?? 0) + count);
  }
  return found;
}

function entriesOf(file: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw wrong(file);
    throw error;
  }
  const { schemaVersion, findings } = (parsed ?? {}) as { readonly schemaVersion?: unknown; readonly findings?: unknown };
  if (schemaVersion !== 1 || !Array.isArray(findings)) throw wrong(file);
  return findings as readonly unknown[];
}

function wrong(file: string): UsageError {
  return new UsageError(`${file} is no baseline of Pennylint. Delete it, and --baseline writes a new one.`);
}

/** Writes a baseline that holds some findings, in an order that gives small differences. */
export function writeBaseline(file: string, findings: readonly ReportedFinding[]): void {
  const entries = new Map<string, { file: string; rule: string; fingerprint: string; count: number }>();
  for (const finding of findings) {
    const print = fingerprint(finding);
    const known = entries.get(print);
    if (known === undefined) entries.set(print, { file: finding.file, rule: finding.rule, fingerprint: print, count: 1 });
    else known.count++;
  }
  const sorted = [...entries.values()].sort(
    (a, b) => compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint),
  );
  const lines = sorted.map((entry) => `    ${JSON.stringify(entry)}`);
  writeFileSync(file, `{\n  "schemaVersion": 1,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Takes out what a baseline holds: of equal findings as many as it has. */
export function againstBaseline(findings: readonly ReportedFinding[], baseline: Baseline): Compared {
  const left = new Map(baseline);
  const fresh = findings.filter((finding) => {
    const print = fingerprint(finding);
    const count = left.get(print) ?? 0;
    if (count > 0) left.set(print, count - 1);
    return count === 0;
  });
  const gone = [...left.values()].reduce((sum, count) => sum + count, 0);
  return { fresh, known: findings.length - fresh.length, gone };
}
