import type { Span } from '../../facts.ts';
import type { SyntaxTree } from '../syntax-tree.ts';

/** Tokens that the grammar names with a capital letter; the others are named by their text. */
const namedTokens: ReadonlySet<string> = new Set([
  'Arrow',
  'ArithOp',
  'BitOp',
  'BlockComment',
  'CompareOp',
  'Equals',
  'Hashbang',
  'InterpolationEnd',
  'InterpolationStart',
  'LineComment',
  'LogicOp',
  'Optional',
  'Privacy',
  'Spread',
  'Star',
  'UpdateOp',
]);

/** Keywords that are expressions by themselves. */
const wordExpressions: ReadonlySet<string> = new Set(['this', 'null', 'super']);

/** True for keywords, operators, punctuation and comments, which are nodes too. */
export function isToken(tree: SyntaxTree, node: number): boolean {
  const kind = tree.kind(node);
  const first = kind.charCodeAt(0);
  if (first >= 65 && first <= 90) return namedTokens.has(kind);
  return !wordExpressions.has(kind) && !tree.isError(node);
}

/** Children that carry meaning: no punctuation, comments or empty recovery nodes. */
export function significant(tree: SyntaxTree, node: number): number[] {
  return tree.children(node).filter((child) => !isToken(tree, child) && !isEmptyError(tree, child));
}

/** True for a recovery node that stands for something that is missing. */
export function isEmptyError(tree: SyntaxTree, node: number): boolean {
  return tree.isError(node) && tree.start(node) === tree.end(node);
}

/** First child of a kind. */
export function childOf(tree: SyntaxTree, node: number, ...kinds: readonly string[]): number | undefined {
  return tree.children(node).find((child) => kinds.includes(tree.kind(child)));
}

/** Children between commas, brackets and comments left out. */
export function commaGroups(tree: SyntaxTree, node: number): number[][] {
  const groups: number[][] = [[]];
  for (const child of tree.children(node)) {
    const kind = tree.kind(child);
    if (kind === ',') groups.push([]);
    else if (!['(', ')', '[', ']', '{', '}', 'LineComment', 'BlockComment'].includes(kind)) groups[groups.length - 1]?.push(child);
  }
  return groups;
}

/** Where a node stands. */
export function spanOf(tree: SyntaxTree, node: number): Span {
  return { start: tree.start(node), end: tree.end(node) };
}
