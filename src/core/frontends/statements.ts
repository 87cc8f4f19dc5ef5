/**
 * Reads the top level of a file statement by statement: in steps, so that a long file holds nobody up, and keeping what each statement has
 * given, so that after an edit only statements that have changed are read again.
 *
 * The others are moved: their facts get the offsets and numbers that they have in the new text, in place. So the facts of the version before are
 * spent then, and whoever keeps statements must not use them any more.
 */
import type { FileFacts } from '../facts.ts';
import type { Extent, FactsBuilder } from './facts-builder.ts';
import { movableParts, moveParts, type MovableParts, type Shift } from './moved-facts.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** Reads the statements of one file into a builder. */
export interface StatementReader {
  readonly tree: SyntaxTree;
  readonly out: FactsBuilder;
  /**
   * Reads one statement of the top level.
   *
   * @param next the statement behind it
   * @returns false when what was read depends on other statements, so that it cannot be kept
   */
  topLevel(node: number, next: number | undefined): boolean;
  /** True while something that stands before has a say in the next statement: it must be read, and is not kept. Absent where there is no such thing. */
  carriesOver?(): boolean;
  /** Concludes once all statements are there. */
  finish(): FileFacts;
}

/** Facts that are being read. */
export interface PendingFacts {
  /** Reads one statement; returns the facts when there are no more. */
  step(): ReadFacts | undefined;
}

/** Facts of a file, with what the next version can use of them. */
export interface ReadFacts {
  readonly facts: FileFacts;
  /** Undefined in languages that are always read as a whole. */
  readonly kept: KeptFacts | undefined;
}

/** One statement that was read. */
interface Statement {
  readonly node: number;
  readonly from: Extent;
  readonly to: Extent;
  /** Version in which it was read: its names are slices of the text of then. */
  readonly readIn: number;
  /** Undefined for a statement that cannot be kept. */
  readonly parts: MovableParts | undefined;
}

/** The statements of one version of a file. */
export interface KeptFacts {
  readonly version: number;
  readonly tree: SyntaxTree;
  readonly out: FactsBuilder;
  readonly statements: readonly Statement[];
  /** Set once a later version has taken the statements over. */
  spent: boolean;
}

/** Says that statements will be wanted for the next version; `last` are those of the version before. */
export interface Keeping {
  readonly last: KeptFacts | undefined;
}

/** Texts of earlier versions that may stay in memory because kept statements hold slices of them. */
const MAX_TEXTS = 16;

/** Reads a whole file at once; nothing is kept. */
export function readStatements(reader: StatementReader): FileFacts {
  const nodes = reader.tree.size === 0 ? [] : reader.tree.children(0);
  nodes.forEach((node, i) => reader.topLevel(node, nodes[i + 1]));
  return reader.finish();
}

/**
 * Starts to read a file in steps.
 *
 * @param start makes a reader with an empty builder
 * @param keep the statements of an earlier version, which are spent when the last step is done; undefined when nobody wants to keep anything
 */
export function startStatements(start: () => StatementReader, keep: Keeping | undefined): PendingFacts {
  let pending = new PendingStatements(start(), keep);
  return {
    step() {
      // Somebody else has taken the statements over in the meantime.
      if (pending.isOvertaken()) pending = new PendingStatements(start(), { last: undefined });
      return pending.step();
    },
  };
}

class PendingStatements {
  private readonly reader: StatementReader;
  private readonly kept: KeptFacts | undefined;
  private readonly nodes: readonly number[];
  private readonly reusable: readonly (Statement | undefined)[];
  private readonly statements: Statement[] = [];
  private readonly moves: { readonly parts: MovableParts; readonly shift: Shift }[] = [];
  private readonly version: number;
  private readonly keeps: boolean;

  constructor(reader: StatementReader, keep: Keeping | undefined) {
    this.reader = reader;
    this.keeps = keep !== undefined;
    this.kept = keep?.last?.spent === true ? undefined : keep?.last;
    this.version = (this.kept?.version ?? 0) + 1;
    this.nodes = reader.tree.size === 0 ? [] : reader.tree.children(0);
    this.reusable = this.kept === undefined ? [] : unchanged(this.kept, reader.tree, this.nodes);
  }

  isOvertaken(): boolean {
    return this.kept?.spent === true;
  }

  step(): ReadFacts | undefined {
    // What is taken over costs next to nothing.
    let at = this.statements.length;
    for (let known = this.reusable[at]; known !== undefined && !this.carriesOver(); known = this.reusable[++at]) this.take(known, at);
    if (at < this.nodes.length) {
      this.read(at);
      return undefined;
    }
    for (const { parts, shift } of this.moves) moveParts(parts, shift);
    if (this.kept !== undefined) this.kept.spent = true;
    const { tree, out } = this.reader;
    const facts = this.reader.finish();
    return { facts, kept: this.keeps ? { version: this.version, tree, out, statements: this.statements, spent: false } : undefined };
  }

  private carriesOver(): boolean {
    return this.reader.carriesOver?.() === true;
  }

  private read(at: number): void {
    const { out } = this.reader;
    const node = this.nodes[at] ?? 0;
    const from = out.extent();
    const alone = !this.carriesOver();
    const stands = this.reader.topLevel(node, this.nodes[at + 1]) && alone && !this.carriesOver();
    const to = out.extent();
    const parts = stands && this.keeps ? movableParts(out, from, to) : undefined;
    this.statements.push({ node, from, to, readIn: this.version, parts });
  }

  private take(known: Statement, at: number): void {
    const { out, tree } = this.reader;
    const node = this.nodes[at] ?? 0;
    const { from, to, parts, readIn } = known;
    if (this.kept === undefined || parts === undefined) return;
    const now = out.extent();
    const shift: Shift = {
      offset: tree.start(node) - this.kept.tree.start(known.node),
      scope: now.scopes - from.scopes,
      block: now.blocks - from.blocks,
      group: now.groups - from.groups,
    };
    out.take(this.kept.out, from, to);
    if (shift.offset !== 0 || shift.scope !== 0 || shift.block !== 0 || shift.group !== 0) this.moves.push({ parts, shift });
    this.statements.push({ node, from: now, to: out.extent(), readIn, parts });
  }
}

/** For each statement of the new tree the kept one that is just like it: those before the first change and those behind the last one. */
function unchanged(
  { statements, tree: before, version }: KeptFacts,
  tree: SyntaxTree,
  nodes: readonly number[],
): (Statement | undefined)[] {
  const result = new Array<Statement | undefined>(nodes.length).fill(undefined);
  const shorter = Math.min(statements.length, nodes.length);
  const same = (old: number, now: number): boolean => tree.isLike(nodes[now] ?? 0, before, statements[old]?.node ?? 0);
  const texts = new Set(statements.map(({ readIn }) => readIn));
  const isHeld = ({ parts, readIn }: Statement): boolean => parts !== undefined && (texts.size <= MAX_TEXTS || readIn === commonest);
  const commonest = texts.size <= MAX_TEXTS ? version : mostOf(statements.map(({ readIn }) => readIn));
  let front = 0;
  for (; front < shorter && same(front, front); front++) {
    const statement = statements[front];
    if (statement !== undefined && isHeld(statement)) result[front] = statement;
  }
  for (let back = 1; back <= shorter - front && same(statements.length - back, nodes.length - back); back++) {
    const statement = statements[statements.length - back];
    if (statement !== undefined && isHeld(statement)) result[nodes.length - back] = statement;
  }
  return result;
}

function mostOf(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];
}
