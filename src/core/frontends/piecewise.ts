import type { Span } from '../facts.ts';
import { SyntaxTree, type ParseState, type Parser, type PendingParse } from './syntax-tree.ts';

interface PiecewiseState extends ParseState {
  readonly trees: ReadonlyMap<string, SyntaxTree>;
}

/**
 * Parses pieces of a text each for itself, as one tree: broken syntax in one piece stays there, and after an edit only the pieces whose text
 * has changed are parsed again.
 *
 * @param parser parser of one piece
 * @param pieces spans of the text that will be parsed, ascending and apart; what stands between them is not read
 */
export function piecewise(parser: Parser, pieces: readonly Span[]): Parser {
  return {
    start(text, previous) {
      const known = (previous as PiecewiseState | undefined)?.trees;
      const trees = new Map<string, SyntaxTree>();
      const sources = pieces.length === 0 ? [''] : pieces.map(({ start, end }) => text.slice(start, end));
      let index = 0;
      let pending: PendingParse | undefined;
      return {
        step() {
          const source = sources[index];
          if (source === undefined) {
            const parts = sources.flatMap((piece, at) => {
              const tree = trees.get(piece);
              return tree === undefined ? [] : [{ tree, at: pieces[at]?.start ?? 0 }];
            });
            const state: PiecewiseState = { brand: 'ParseState', trees };
            return { tree: SyntaxTree.joined(text, parts), state };
          }
          let tree = trees.get(source) ?? known?.get(source);
          if (tree === undefined) {
            pending ??= parser.start(source, undefined, []);
            tree = pending.step()?.tree;
            if (tree === undefined) return undefined;
          }
          trees.set(source, tree);
          pending = undefined;
          index++;
          return undefined;
        },
      };
    },
  };
}
