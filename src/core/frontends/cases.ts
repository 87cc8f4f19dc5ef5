/** Cases of a `switch` or `match` as conditions, like those of an `if`. */
import type { Expr } from '../facts.ts';

/** The condition of a case: what is asked about is one of the labels. */
export function caseCondition(subject: Expr, labels: readonly Expr[]): Expr {
  const options = labels.map((label): Expr => ({
    kind: 'operation',
    operator: '==',
    operands: [subject, label],
    start: label.start,
    end: label.end,
  }));
  const [first] = options;
  if (first !== undefined && options.length === 1) return first;
  return { kind: 'fallback', options, start: first?.start ?? subject.start, end: options.at(-1)?.end ?? subject.end };
}
