import { TreeFragment, type Parser as LezerParserBase, type Tree } from '@lezer/common';
import { SyntaxTree, type FlatNodes, type ParseResult, type ParseState, type Parser, type TextEditSpan } from './syntax-tree.ts';

interface LezerState extends ParseState {
  readonly fragments: readonly TreeFragment[];
  readonly source: string;
  /** What the grammar saw; equal to `source` unless something was bridged. */
  readonly seen: string;
}

/**
 * Wraps a Lezer grammar as a {@link Parser}. Lezer recovers from broken syntax locally and still sees half-typed calls, which is why it
 * was chosen.
 *
 * @param bridge rewrites what the grammar does not know, without moving anything.
 */
export function lezerParser(grammar: LezerParserBase, bridge: (text: string) => string = (text) => text): Parser {
  return {
    start(text, previous, edits) {
      const seen = bridge(text);
      const fragments = previous === undefined ? [] : reusable(previous as LezerState, text, seen, edits);
      const parse = grammar.startParse(seen, fragments);
      const readings = new Readings(parse);
      let tree: Tree | null = null;
      return {
        step(): ParseResult | undefined {
          if (tree === null) {
            // Of a long text, the last piece of work and the flat tree are one slice each.
            tree = parse.advance();
            readings.keep();
            return undefined;
          }
          const state: LezerState = { brand: 'ParseState', fragments: TreeFragment.addTree(tree, fragments), source: text, seen };
          return { tree: flatten(tree, text), state };
        },
      };
    },
  };
}

/** One reading of the text so far, as `Stack` of @lezer/lr 1.4 has it. */
interface Reading {
  /** The nodes that were read since this reading became one of its own, four units each, and how many units stand before them. */
  buffer: readonly number[];
  bufferBase: number;
  /** The same reading with an own buffer, which holds only what may still change; all before it is that of its parent. */
  split(): Reading;
}

/**
 * Keeps readings of a text that may both be right. Where two have read some 125 nodes each without a decision, the parser drops one, whichever it
 * is: of an object with forty members (`tools: { search, fetch, … }`), which may still become a pattern, and of `await (pick()).invoke({ … })`,
 * where `await` may be a function, it then keeps the wrong one. What was read for long is put away here before the parser counts it.
 */
class Readings {
  /** Undefined with a parser that works in another way: all is then as without this. */
  private readonly parse: { readonly stacks: Reading[] } | undefined;
  private kept = 0;

  constructor(parse: object) {
    this.parse = 'stacks' in parse && Array.isArray(parse.stacks) ? (parse as { stacks: Reading[] }) : undefined;
  }

  /** To be called after each step. */
  keep(): void {
    const { stacks } = this.parse ?? {};
    if (stacks === undefined) return;
    if (stacks.length < 2) {
      this.kept = 0;
      return;
    }
    if (stacks.length > MAX_READINGS || this.kept > MAX_KEPT) return;
    const long = stacks.filter(({ buffer }) => buffer.length > LONG_READING);
    if (long.length < 2) return;
    this.kept++;
    const split = long.map((reading) => ({ reading, again: reading.split() }));
    // The same is taken off everywhere: of two readings that come out equal, the parser takes the one with more in its buffer.
    const taken = Math.min(...split.map(({ reading, again }) => again.bufferBase - reading.bufferBase));
    if (taken <= 0) return;
    for (const { reading, again } of split) {
      again.buffer = reading.buffer.slice(taken);
      again.bufferBase = reading.bufferBase + taken;
      stacks[stacks.indexOf(reading)] = again;
    }
  }
}

/** Readings that are kept side by side: each takes as long as a parser of its own. */
const MAX_READINGS = 8;
/** When what was read is put away, in units of buffers; the parser drops a reading at 500. */
const LONG_READING = 300;
/** How often that is done in one stretch: some 30,000 nodes. */
const MAX_KEPT = 400;

/** Parses in one go, without a time limit. */
export function parseAll(parser: Parser, text: string, previous?: ParseState, edits: readonly TextEditSpan[] = []): ParseResult {
  const pending = parser.start(text, previous, edits);
  for (;;) {
    const result = pending.step();
    if (result !== undefined) return result;
  }
}

function reusable(previous: LezerState, text: string, seen: string, edits: readonly TextEditSpan[]): readonly TreeFragment[] {
  if (seen === text && previous.seen === previous.source) return applyEdits(previous.fragments, edits);
  // An edit may bridge something outside of itself, so what the grammar sees is compared instead.
  return applyEdits(previous.fragments, [difference(previous.seen, seen)]);
}

/** The one edit that leads from one text to the other. */
export function difference(before: string, after: string): TextEditSpan {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { start, end: before.length - same, insertedLength: after.length - same - start };
}

function applyEdits(fragments: readonly TreeFragment[], edits: readonly TextEditSpan[]): readonly TreeFragment[] {
  let current = fragments;
  for (const edit of edits) {
    const change = { fromA: edit.start, toA: edit.end, fromB: edit.start, toB: edit.start + edit.insertedLength };
    current = TreeFragment.applyChanges(current, [change]);
  }
  return current;
}

function flatten(tree: Tree, text: string): SyntaxTree {
  let capacity = Math.max(64, Math.ceil(text.length / 3));
  let kinds = new Uint16Array(capacity);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let subtreeEnds = new Uint32Array(capacity);
  let errors = new Uint8Array(capacity);
  let size = 0;
  const open: number[] = [];
  const names: string[] = [];

  const grow = (): void => {
    capacity *= 2;
    kinds = copyInto(new Uint16Array(capacity), kinds);
    starts = copyInto(new Uint32Array(capacity), starts);
    ends = copyInto(new Uint32Array(capacity), ends);
    subtreeEnds = copyInto(new Uint32Array(capacity), subtreeEnds);
    errors = copyInto(new Uint8Array(capacity), errors);
  };

  tree.iterate({
    enter(node) {
      if (size === capacity) grow();
      names[node.type.id] ??= node.type.name;
      kinds[size] = node.type.id;
      starts[size] = node.from;
      ends[size] = node.to;
      errors[size] = node.type.isError ? 1 : 0;
      open.push(size);
      size++;
    },
    leave() {
      const index = open.pop();
      if (index !== undefined) subtreeEnds[index] = size;
    },
  });
  const nodes: FlatNodes = {
    size,
    kinds: kinds.subarray(0, size),
    starts: starts.subarray(0, size),
    ends: ends.subarray(0, size),
    subtreeEnds: subtreeEnds.subarray(0, size),
    errors: errors.subarray(0, size),
  };
  return new SyntaxTree(text, names, nodes);
}

function copyInto<T extends Uint8Array | Uint16Array | Uint32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
