import { createHash } from 'node:crypto';
import type { ReportedFinding } from './fingerprint.ts';

/** Copies that are named; of more only the number is said. */
const NAMED = 3;

/**
 * Findings of files with the same text, told once: at the first of them, which names the others as `copies`. A finding that only one of
 * the files has (another folder, other settings) stays with it. `textOf` gives the text of a file; without it a file has no copies.
 */
export function withoutCopies(
  findings: readonly ReportedFinding[],
  textOf: (file: string) => string | undefined,
): readonly ReportedFinding[] {
  const digests = new Map<string, string | undefined>();
  const digestOf = (file: string): string | undefined => {
    if (!digests.has(file)) {
      const text = textOf(file);
      digests.set(file, text === undefined ? undefined : createHash('sha256').update(text).digest('hex'));
    }
    return digests.get(file);
  };
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const { file, rule, severity, message, cell, line, column } = finding;
    const key = JSON.stringify([digestOf(file) ?? file, rule, severity, message, cell, line, column]);
    const group = groups.get(key);
    // What one file says twice of one place is no copy.
    if (group === undefined || group.some((other) => other.file === file))
      groups.set(group === undefined ? key : `${key} ${file}`, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : others.length === 0 ? [first] : [{ ...first, copies: others.map(({ file }) => file) }],
  );
}

/** What a finding says, and where copies of its file say it again. */
export function messageWithCopies({ message, copies = [] }: Pick<ReportedFinding, 'message' | 'copies'>): string {
  if (copies.length === 0) return message;
  const more = copies.length - NAMED;
  const names = copies.slice(0, NAMED).join(', ');
  const ending = more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '';
  return `${message} The same in ${copies.length === 1 ? 'a copy' : 'copies'} of this file: ${names}${ending}.`;
}
