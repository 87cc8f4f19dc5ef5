import type { Expr } from '../../facts.ts';
import { caseCondition } from '../cases.ts';
import type { SyntaxTree } from '../syntax-tree.ts';

/**
 * The condition of a `case`; undefined for one that takes everything, unknown for a pattern that is more than constants.
 *
 * @param guarded an `if` follows the pattern
 * @param subject what is matched
 * @param read reads a constant of the pattern
 */
export function caseHeader(
  tree: SyntaxTree,
  pattern: number,
  guarded: boolean,
  subject: Expr | undefined,
  read: (label: number) => Expr,
): Expr | undefined {
  const kind = tree.kind(pattern);
  if (kind === 'CapturePattern' && !guarded) return undefined;
  const parts = kind === 'OrPattern' ? tree.children(pattern).filter((child) => tree.kind(child) !== 'LogicOp') : [pattern];
  const labels = parts.flatMap((part): Expr[] => {
    const [literal] = tree.kind(part) === 'LiteralPattern' ? tree.children(part) : [];
    return literal === undefined || !LITERALS.has(tree.kind(literal)) ? [] : [read(literal)];
  });
  if (subject === undefined || guarded || labels.length < parts.length)
    return { kind: 'unknown', reason: 'pattern', start: tree.start(pattern), end: tree.end(pattern) };
  return caseCondition(subject, labels);
}

/** Kinds of nodes that stand for one constant. */
const LITERALS: ReadonlySet<string> = new Set(['String', 'Number', 'Boolean', 'None']);
