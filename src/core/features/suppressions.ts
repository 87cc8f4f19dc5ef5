import type { CommentFact, FileFacts } from '../facts.ts';
import type { Finding } from './findings.ts';
import type { LineIndex } from './line-index.ts';

/** A comment that switches findings off. */
export interface Suppression {
  /** Rule ids; empty for all rules. */
  readonly rules: readonly string[];
  readonly wholeFile: boolean;
  readonly reason: string;
  /** Zero-based lines on which it works, for line suppressions. */
  readonly lines: readonly number[];
  readonly comment: CommentFact;
}

/** `ignore`, `ignore[rule, rule] reason`, `ignore-file[rule] reason`. */
const grammar = /^pennylint:\s*(ignore-file|ignore)\b\s*(?:\[([^\]]*)\])?\s*(.*)$/s;

/** The suppressions of a file: `# pennylint: ignore[rule] reason` on the line, on the line above, or for the whole file. */
export function suppressionsOf(facts: FileFacts, lines: LineIndex): Suppression[] {
  return facts.comments.flatMap((comment) => {
    const match = grammar.exec(comment.text);
    if (match === null) return [];
    const rules = (match[2] ?? '')
      .split(',')
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '');
    const line = lines.positionAt(comment.start).line;
    return [
      {
        rules,
        wholeFile: match[1] === 'ignore-file',
        reason: (match[3] ?? '').trim(),
        lines: comment.ownLine ? [line, line + 1] : [line],
        comment,
      },
    ];
  });
}

/** True when a suppression covers a finding. */
export function isSuppressed(finding: Finding, suppressions: readonly Suppression[], lines: LineIndex): boolean {
  const line = lines.positionAt(finding.at.start).line;
  return suppressions.some((suppression) => {
    if (suppression.rules.length > 0 && !suppression.rules.includes(finding.rule)) return false;
    return suppression.wholeFile || suppression.lines.includes(line);
  });
}
