/**
 * The one form in which front ends see a parse: a flat tree of typed arrays, filled by whatever parser the language uses.
 *
 * Nodes are indexes in document order, so a subtree is a contiguous range and walking it allocates nothing. Nothing behind the front ends
 * knows that a parser exists.
 */
export class SyntaxTree {
  /** The text that was parsed; all offsets are UTF-16 offsets into it. */
  readonly text: string;
  /** Number of nodes; node 0 is the root. */
  readonly size: number;
  private readonly names: readonly string[];
  private readonly kinds: Uint16Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly subtreeEnds: Uint32Array;
  private readonly errors: Uint8Array;
  private readonly roles: Uint16Array | undefined;
  private readonly roleNames: readonly (string | null)[];
  private readonly unnamed: Uint8Array | undefined;
  /** Why the tree does not cover the text; undefined for a whole tree. */
  readonly incomplete: string | undefined;

  constructor(text: string, names: readonly string[], nodes: FlatNodes, incomplete?: string) {
    this.text = text;
    this.names = names;
    this.size = nodes.size;
    this.kinds = nodes.kinds;
    this.starts = nodes.starts;
    this.ends = nodes.ends;
    this.subtreeEnds = nodes.subtreeEnds;
    this.errors = nodes.errors;
    this.roles = nodes.fields;
    this.roleNames = nodes.fieldNames ?? [];
    this.unnamed = nodes.tokens;
    this.incomplete = incomplete;
  }

  /** The name that the grammar gives to the place of a node in its parent (`left`, `arguments`); empty where it gives none. */
  field(node: number): string {
    return this.roleNames[this.roles?.[node] ?? 0] ?? '';
  }

  /** First direct child in a named place; undefined when there is none. */
  childIn(node: number, field: string): number | undefined {
    const end = this.subtreeEnds[node] ?? 0;
    for (let child = node + 1; child < end; child = this.subtreeEnds[child] ?? end) if (this.field(child) === field) return child;
    return undefined;
  }

  /** True for keywords and punctuation, in grammars that tell them apart. */
  isToken(node: number): boolean {
    return this.unnamed?.[node] === 1;
  }

  /**
   * One tree over pieces of a text that were parsed each for itself with the same grammar: the children of all their roots, under one root.
   *
   * @param text the text that holds the pieces
   * @param pieces trees with the offset at which their text stands in `text`, in ascending order; there is at least one
   */
  static joined(text: string, pieces: readonly { readonly tree: SyntaxTree; readonly at: number }[]): SyntaxTree {
    const size = pieces.reduce((sum, { tree }) => sum + tree.size - 1, 1);
    const nodes = {
      size,
      kinds: new Uint16Array(size),
      starts: new Uint32Array(size),
      ends: new Uint32Array(size),
      subtreeEnds: new Uint32Array(size),
      errors: new Uint8Array(size),
    };
    const names: string[] = [];
    let next = 1;
    for (const { tree, at } of pieces) {
      // The root of a piece gives its place to the common root.
      const by = next - 1;
      tree.names.forEach((name, id) => (names[id] = name));
      for (let node = 1; node < tree.size; node++, next++) {
        nodes.kinds[next] = tree.kinds[node] ?? 0;
        nodes.starts[next] = (tree.starts[node] ?? 0) + at;
        nodes.ends[next] = (tree.ends[node] ?? 0) + at;
        nodes.subtreeEnds[next] = (tree.subtreeEnds[node] ?? 0) + by;
        nodes.errors[next] = tree.errors[node] ?? 0;
      }
    }
    nodes.kinds[0] = pieces[0]?.tree.kinds[0] ?? 0;
    nodes.ends[0] = text.length;
    nodes.subtreeEnds[0] = size;
    return new SyntaxTree(text, names, nodes);
  }

  /** The grammar's name of a node, for example `CallExpression`. */
  kind(node: number): string {
    return this.names[this.kinds[node] ?? 0] ?? '';
  }

  /** First UTF-16 offset of a node. */
  start(node: number): number {
    return this.starts[node] ?? 0;
  }

  /** Offset behind the last UTF-16 unit of a node. */
  end(node: number): number {
    return this.ends[node] ?? 0;
  }

  /** True for a node that the parser made up to recover from broken syntax. */
  isError(node: number): boolean {
    return this.errors[node] === 1;
  }

  /** Source text of a node. */
  textOf(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** Direct children in source order. */
  children(node: number): number[] {
    const result: number[] = [];
    const end = this.subtreeEnds[node] ?? 0;
    for (let child = node + 1; child < end; child = this.subtreeEnds[child] ?? end) result.push(child);
    return result;
  }

  /** True when a subtree is the same as one of another tree of the same grammar: text, kinds and places within it. */
  isLike(node: number, other: SyntaxTree, otherNode: number): boolean {
    const size = (this.subtreeEnds[node] ?? 0) - node;
    if (size !== (other.subtreeEnds[otherNode] ?? 0) - otherNode) return false;
    const offset = this.start(node) - other.start(otherNode);
    const by = node - otherNode;
    for (let at = node; at < node + size; at++) {
      const old = at - by;
      if (this.kinds[at] !== other.kinds[old] || this.errors[at] !== other.errors[old]) return false;
      if (this.starts[at] !== (other.starts[old] ?? 0) + offset || this.ends[at] !== (other.ends[old] ?? 0) + offset) return false;
      if (this.subtreeEnds[at] !== (other.subtreeEnds[old] ?? 0) + by) return false;
    }
    return this.textOf(node) === other.textOf(otherNode);
  }

  /** True when the subtree of a node contains a recovery node. */
  hasErrors(): boolean {
    return this.errors.includes(1);
  }
}

/** Storage of a {@link SyntaxTree}, in document order. */
export interface FlatNodes {
  readonly size: number;
  readonly kinds: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Index behind the last descendant of each node. */
  readonly subtreeEnds: Uint32Array;
  readonly errors: Uint8Array;
  /** Index into `fieldNames` per node, for grammars with named places. */
  readonly fields?: Uint16Array;
  readonly fieldNames?: readonly (string | null)[];
  /** 1 for keywords and punctuation, for grammars that tell them apart. */
  readonly tokens?: Uint8Array;
}

/** One change of a text: `[start, end)` of the old text was replaced by `insertedLength` units. Changes apply one after the other. */
export interface TextEditSpan {
  readonly start: number;
  readonly end: number;
  readonly insertedLength: number;
}

/** What a parser keeps between two parses of a document; opaque to everyone else. */
export interface ParseState {
  readonly brand: 'ParseState';
}

/** The result of a finished parse. */
export interface ParseResult {
  readonly tree: SyntaxTree;
  readonly state: ParseState;
}

/** A parse under way. */
export interface PendingParse {
  /** Does a small bounded piece of work; returns the result once there is one. */
  step(): ParseResult | undefined;
}

/** A parser of one language: never throws on bad input, returns a tree with error nodes instead. */
export interface Parser {
  /**
   * Starts a parse of `text`. With the state of an earlier parse and the edits since (in order), unchanged parts are reused;
   * the result is the same as without.
   */
  start(text: string, previous: ParseState | undefined, edits: readonly TextEditSpan[]): PendingParse;
}
