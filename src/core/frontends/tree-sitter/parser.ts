import type { Edit, Language, Parser as BaseParser, Point, Tree } from 'web-tree-sitter';
import type { ParseResult, ParseState, Parser, PendingParse, SyntaxTree } from '../syntax-tree.ts';
import { emptyTree, flatten } from './flatten.ts';

/** Wasm trees that are kept for the next edit of their document, per language. Wasm memory is not collected: whoever makes a tree deletes it. */
const KEPT_TREES = 4;

/** Reports of progress (each of a bounded piece of parsing) within one step. */
const REPORTS_PER_STEP = 40;

/** Reports that one parse may need: a fixed share, and one for so many characters. Beyond it the text is no source that anyone wrote. */
const FREE_REPORTS = 4000;
const CHARACTERS_PER_REPORT = 10;

interface WasmState extends ParseState {
  /** What the grammar saw. */
  readonly seen: string;
}

/** A {@link Parser} that gets its grammar later. */
export interface WasmParser extends Parser {
  use(parser: BaseParser, language: Language, edit: typeof Edit): void;
  /** Wasm trees that exist now; for tests of memory. */
  readonly alive: number;
}

/** Wraps a tree-sitter grammar. One wasm parser serves all documents of a language. */
export function wasmParser(bridge: (text: string) => string): WasmParser {
  const kept = new Map<ParseState, Tree>();
  let base: BaseParser | undefined;
  let edit: typeof Edit | undefined;
  /** The parse that is under way; another one that starts in between takes its place, and it begins again without giving way. */
  let active: Job | undefined;
  let alive = 0;

  const drop = (tree: Tree): void => {
    tree.delete();
    alive--;
  };
  const keep = (state: ParseState, tree: Tree): void => {
    kept.set(state, tree);
    for (const [oldest, old] of kept) {
      if (kept.size <= KEPT_TREES) break;
      kept.delete(oldest);
      drop(old);
    }
  };
  const forget = (state: ParseState | undefined): void => {
    const old = state === undefined ? undefined : kept.get(state);
    if (state === undefined || old === undefined) return;
    kept.delete(state);
    drop(old);
  };
  const release = (job: Job): void => {
    job.flattening?.return(undefined as never);
    job.flattening = undefined;
    if (job.tree !== undefined) drop(job.tree);
    job.tree = undefined;
    base?.reset();
    if (active === job) active = undefined;
  };
  /** The tree of an earlier parse with its parts moved to where they are now; undefined when it is gone or had to recover from errors. */
  const moved = (previous: ParseState | undefined, seen: string): Tree | undefined => {
    const old = previous === undefined ? undefined : kept.get(previous);
    if (previous === undefined || old === undefined || edit === undefined) return undefined;
    const before = (previous as WasmState).seen;
    // What is broken may be repaired in another way when it is read again; only what was whole is reused.
    if (before === seen || old.rootNode.hasError) return undefined;
    const copy = old.copy();
    alive++;
    copy.edit(new edit(editBetween(before, seen)));
    return copy;
  };
  /** One piece of parsing; null when it is not done. */
  const parsed = (parser: BaseParser, job: Job): Tree | null => {
    // The parser itself holds on to what it reuses, so the moved copy is not needed after the first piece.
    const old = job.reports === 0 ? moved(job.previous, job.seen) : undefined;
    job.reuses ||= old !== undefined;
    let inStep = 0;
    const tree = parser.parse(job.seen, old ?? null, {
      progressCallback: () => {
        job.reports++;
        return job.reports > job.allowed || (!job.unbroken && ++inStep > REPORTS_PER_STEP);
      },
    });
    if (old !== undefined) drop(old);
    if (tree !== null) alive++;
    return tree;
  };
  const advance = (job: Job): ParseResult | undefined => {
    if (base === undefined) return incomplete(job.text, 'the grammar of this language is not loaded');
    if (active !== job) {
      if (active !== undefined) release(active);
      job.unbroken = job.reports > 0;
      job.reports = 0;
      active = job;
    }
    if (job.tree === undefined) {
      const tree = parsed(base, job);
      if (tree === null) {
        if (job.reports <= job.allowed) return undefined;
        release(job);
        return incomplete(job.text, 'the text takes too long to parse');
      }
      if (job.reuses && tree.rootNode.hasError) {
        // Broken text is read afresh, so that the result never depends on what was typed before.
        drop(tree);
        job.reuses = false;
        job.previous = undefined;
        job.reports = 0;
        return undefined;
      }
      job.tree = tree;
      job.flattening = flatten(tree, job.text);
    }
    const { tree, flattening } = job;
    for (;;) {
      const piece = flattening?.next();
      if (piece?.done === true) {
        const state: WasmState = { brand: 'ParseState', seen: job.seen };
        keep(state, tree);
        job.tree = undefined;
        active = undefined;
        return { tree: piece.value, state };
      }
      if (!job.unbroken) return undefined;
    }
  };

  return {
    get alive() {
      return alive;
    },
    use(parser, language, editClass) {
      parser.setLanguage(language);
      base = parser;
      edit = editClass;
    },
    start(text, previous): PendingParse {
      const seen = bridge(text);
      const allowed = FREE_REPORTS + seen.length / CHARACTERS_PER_REPORT;
      const job: Job = {
        text,
        seen,
        previous,
        allowed,
        reports: 0,
        reuses: false,
        unbroken: false,
        tree: undefined,
        flattening: undefined,
      };
      let done: ParseResult | undefined;
      return {
        step(): ParseResult | undefined {
          if (done !== undefined) return done;
          done = advance(job);
          // The document now has a newer tree.
          if (done !== undefined) forget(previous);
          return done;
        },
      };
    },
  };
}

/** A parse under way. */
interface Job {
  readonly text: string;
  readonly seen: string;
  readonly allowed: number;
  /** State whose tree is reused. */
  previous: ParseState | undefined;
  reports: number;
  reuses: boolean;
  /** True when it gives way no more, because others did not let it finish. */
  unbroken: boolean;
  tree: Tree | undefined;
  flattening: Generator<undefined, SyntaxTree> | undefined;
}

function incomplete(text: string, reason: string): ParseResult {
  return { tree: emptyTree(text, reason), state: { brand: 'ParseState' } };
}

/** The one edit that leads from one text to the other. */
function editBetween(before: string, after: string): ConstructorParameters<typeof Edit>[0] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  const [oldEnd, newEnd] = [before.length - same, after.length - same];
  return {
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  };
}

/** Row and column as tree-sitter counts them: rows end with a line feed, columns in UTF-16 units. */
function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
