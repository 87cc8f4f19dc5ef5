import type { TextExpr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import type { ExpressionReader } from './parameters.ts';

/** The documentation string that a `Body` begins with; undefined when it begins with anything else. */
export function readDocstring(tree: SyntaxTree, body: number, expressions: ExpressionReader, place: Place): TextExpr | undefined {
  const first = tree.children(body).find((child) => tree.kind(child) !== ':' && tree.kind(child) !== 'Comment');
  if (first === undefined || tree.kind(first) !== 'ExpressionStatement') return undefined;
  const [text] = tree.children(first);
  if (text === undefined || tree.kind(text) !== 'String') return undefined;
  const value = expressions.read(text, place);
  return value.kind === 'text' ? value : undefined;
}
