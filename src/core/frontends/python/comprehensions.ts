import type { Expr, Span } from '../../facts.ts';
import type { FactsBuilder, Place } from '../facts-builder.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import type { ExpressionReader } from './parameters.ts';
import { isToken } from './tokens.ts';

/** A comprehension or generator from its significant nodes: elements first, then `for … in …` and `if …` in turn. */
export function readComprehension(
  tree: SyntaxTree,
  out: FactsBuilder,
  reader: ExpressionReader,
  nodes: readonly number[],
  span: Span,
  place: Place,
): Expr {
  const firstFor = nodes.findIndex((child) => tree.kind(child) === 'for');
  if (firstFor < 1) return { kind: 'unknown', reason: 'broken syntax', ...span };
  const scope = out.openScope('comprehension', '', span, place.scope, place.block);
  const firstIn = nodes.findIndex((child, i) => i > firstFor && tree.kind(child) === 'in');
  const iterableNode = firstIn < 0 ? undefined : nodes[firstIn + 1];
  const iterable: Expr =
    iterableNode === undefined ? { kind: 'unknown', reason: 'nothing here yet', ...span } : reader.read(iterableNode, place, true);
  const block = out.openBlock('comprehension', span, place.block, scope.id, iterable);
  const inner = { scope: scope.id, block };
  for (let i = firstFor; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (tree.kind(node) !== 'for') continue;
    const inAt = nodes.findIndex((child, j) => j > i && tree.kind(child) === 'in');
    const targets = nodes.slice(i + 1, inAt < 0 ? nodes.length : inAt).filter((child) => tree.kind(child) === 'VariableName');
    for (const target of targets) bindLoop(tree, out, target, iterable, inner);
  }
  const conditions: Expr[] = [];
  for (let i = firstFor; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (isToken(tree, node) || i === firstIn + 1 || isTarget(tree, nodes, i)) continue;
    const read = reader.read(node, inner);
    if (tree.kind(nodes[i - 1]!) === 'if') conditions.push(read);
  }
  const elements = nodes.slice(0, firstFor).filter((child) => !isToken(tree, child));
  const values = elements.map((child) => reader.read(child, inner));
  const element = values[values.length - 1] ?? { kind: 'unknown', reason: 'nothing here yet', ...span };
  const isSingle = nodes.filter((child) => tree.kind(child) === 'for').length === 1;
  const [condition] = isSingle && conditions.length === 1 ? conditions : [];
  return { kind: 'comprehension', element, iterable, ...(condition === undefined ? {} : { condition }), scope: scope.id, ...span };
}

function bindLoop(tree: SyntaxTree, out: FactsBuilder, target: number, iterable: Expr, place: Place): void {
  const span = { start: tree.start(target), end: tree.end(target) };
  const name = tree.textOf(target);
  out.bind(place.scope, { name, kind: 'loop', value: iterable, annotation: undefined, block: place.block, ...span });
}

function isTarget(tree: SyntaxTree, nodes: readonly number[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const kind = tree.kind(nodes[i]!);
    if (kind === 'for') return true;
    if (kind === 'in' || kind === 'if') return false;
  }
  return false;
}
