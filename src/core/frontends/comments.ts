import type { FactsBuilder } from './facts-builder.ts';
import type { SyntaxTree } from './syntax-tree.ts';

const COMMENT_MARK = 'pennylint:';

/** Keeps a comment if it speaks to Pennylint; `strip` takes the comment marks off. */
export function recordComment(tree: SyntaxTree, out: FactsBuilder, node: number, strip: (source: string) => string): void {
  const source = tree.textOf(node).trimEnd();
  if (!source.includes(COMMENT_MARK)) return;
  const start = tree.start(node);
  const lineStart = Math.max(tree.text.lastIndexOf('\n', start - 1), tree.text.lastIndexOf('\r', start - 1)) + 1;
  const ownLine = tree.text.slice(lineStart, start).trim() === '';
  out.comments.push({ text: strip(source).trim(), ownLine, start, end: start + source.length });
}
