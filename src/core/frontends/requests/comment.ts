import type { CommentFact } from '../../facts.ts';

/** A comment that speaks to Pennylint, its marks stripped; undefined for any other. Offsets are into `source`. */
export function commentFact(source: string, start: number, end: number): CommentFact | undefined {
  const written = source.slice(start, end);
  if (!written.includes('pennylint:')) return undefined;
  const lineStart = Math.max(source.lastIndexOf('\n', start - 1), source.lastIndexOf('\r', start - 1)) + 1;
  const ownLine = source.slice(lineStart, start).trim() === '';
  const text = written.replace(/^(#+|\/\/+|\/\*+)\s*/, '').replace(/\s*\*+\/$/, '');
  return { text: text.trim(), ownLine, start, end };
}
