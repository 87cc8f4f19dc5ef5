import type { Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import type { ExpressionReader } from './parameters.ts';
import { isToken } from './tokens.ts';

/** True for what {@link readCondition} reads: `a and b`, `a or b`, `not a`. */
export function isCondition(tree: SyntaxTree, node: number): boolean {
  return negated(tree, node) !== undefined || joined(tree, node) !== undefined;
}

/**
 * Conditions that are joined or negated. The grammar binds `not` looser than `and` and `or`, Python binds it closer: `not a or b` is `(not a) or b`.
 * So the operands are taken in the order in which they are written, and put together by Python's precedence.
 */
export function readCondition(tree: SyntaxTree, reader: ExpressionReader, node: number, place: Place): Expr {
  const { operands, operators } = inOrder(tree, reader, node, place);
  const any: Expr[] = [];
  let all: Expr | undefined;
  operands.forEach((operand, i) => {
    if (i > 0 && operators[i - 1] === 'or') {
      if (all !== undefined) any.push(all);
      all = undefined;
    }
    all =
      all === undefined ? operand : { kind: 'operation', operator: 'and', operands: [all, operand], start: all.start, end: operand.end };
  });
  if (all !== undefined) any.push(all);
  const [first, ...others] = any;
  const span = { start: tree.start(node), end: tree.end(node) };
  if (first === undefined) return { kind: 'unknown', reason: 'nothing here yet', ...span };
  if (others.length === 0) return operands.length === 1 ? first : { ...first, ...span };
  return { kind: 'fallback', options: [...(first.kind === 'fallback' ? first.options : [first]), ...others], ...span };
}

/** What stands between `and` and `or`, as read, with these words. Not by recursion: conditions may have thousands of parts. */
function inOrder(
  tree: SyntaxTree,
  reader: ExpressionReader,
  whole: number,
  place: Place,
): { readonly operands: Expr[]; readonly operators: string[] } {
  const operands: Expr[] = [];
  const operators: string[] = [];
  const left: ({ readonly node: number; readonly nots: readonly number[] } | string)[] = [{ node: whole, nots: [] }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') {
      operators.push(next);
      continue;
    }
    const { node, nots } = next;
    const parts = joined(tree, node);
    const inner = negated(tree, node);
    if (parts !== undefined) left.push({ node: parts.right, nots: [] }, parts.operator, { node: parts.left, nots });
    else if (inner !== undefined) left.push({ node: inner, nots: [...nots, tree.start(node)] });
    else {
      const span = { start: tree.start(node), end: tree.end(node) };
      const operand: Expr = isToken(tree, node) ? { kind: 'unknown', reason: 'nothing here yet', ...span } : reader.read(node, place);
      const negations = nots.toReversed();
      operands.push(
        negations.reduce<Expr>(
          (value, start) => ({ kind: 'operation', operator: 'not', operands: [value], start, end: span.end }),
          operand,
        ),
      );
    }
  }
  return { operands, operators };
}

/** Both sides of `and` or `or`. One that is not written yet is the word itself. */
function joined(tree: SyntaxTree, node: number): { readonly left: number; readonly operator: string; readonly right: number } | undefined {
  if (tree.kind(node) !== 'BinaryExpression') return undefined;
  const [left, word, ...rest] = tree.children(node).filter((child) => tree.kind(child) !== 'Comment');
  if (left === undefined || word === undefined) return undefined;
  const operator = tree.textOf(word);
  return operator === 'and' || operator === 'or' ? { left, operator, right: rest.at(-1) ?? word } : undefined;
}

/** What stands behind `not`. */
function negated(tree: SyntaxTree, node: number): number | undefined {
  if (tree.kind(node) !== 'UnaryExpression') return undefined;
  const [word, ...rest] = tree.children(node);
  return word !== undefined && tree.textOf(word) === 'not' ? rest.find((child) => !isToken(tree, child)) : undefined;
}
