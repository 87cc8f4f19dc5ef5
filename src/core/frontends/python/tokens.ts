import type { SyntaxTree } from '../syntax-tree.ts';

/** True for keywords, operators, punctuation and comments, which are nodes too: the grammar names them by their text or in lower case. */
export function isToken(tree: SyntaxTree, node: number): boolean {
  const kind = tree.kind(node);
  const first = kind.charCodeAt(0);
  const upper = first >= 65 && first <= 90;
  return !upper || kind === 'Comment' || kind.endsWith('Op') || kind === 'At';
}

/** True for tokens, and for what the parser made up where something is missing. */
export function isPunctuation(tree: SyntaxTree, node: number): boolean {
  return tree.isError(node) ? tree.start(node) === tree.end(node) : isToken(tree, node);
}
