import { SyntaxTree, type FlatNodes, type Parser, type ParseState } from './syntax-tree.ts';

/** What there is to keep of a text that is read anew each time. */
export const textState: ParseState = { brand: 'ParseState' };

/** The nodes of a tree that has none. */
export const noNodes: FlatNodes = {
  size: 0,
  kinds: new Uint16Array(0),
  starts: new Uint32Array(0),
  ends: new Uint32Array(0),
  subtreeEnds: new Uint32Array(0),
  errors: new Uint8Array(0),
};

/** A parser for formats that are read from their text alone: the tree has no nodes. */
export const textParser: Parser = {
  start: (text) => ({ step: () => ({ tree: new SyntaxTree(text, [], noNodes), state: textState }) }),
};
