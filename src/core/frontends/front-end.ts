import type { FileFacts, Language, Span } from '../facts.ts';
import type { Keeping, PendingFacts } from './statements.ts';
import type { Parser, SyntaxTree } from './syntax-tree.ts';

/** Reads the bytes of a grammar file by its name, for example `tree-sitter-go.wasm`. Rejects when it cannot be read. */
export type ReadGrammar = (file: string) => Promise<Uint8Array>;

/** Reads one language: text → tree → facts. Pure, never throws, reads no other file, knows no provider. */
export interface FrontEnd {
  readonly language: Language;
  /** Language ids by which an editor names such documents. */
  readonly languageIds: readonly string[];
  /** File name endings with their dot, in lower case. */
  readonly extensions: readonly string[];
  /** Paths that this front end reads whatever the editor takes them for; stands above language ids and endings. */
  readonly files?: RegExp;
  /** What begins a comment that ends with its line; undefined for formats without comments. */
  readonly lineComment: string | undefined;
  /** Marks around a comment, where none ends with its line. */
  readonly blockComment?: readonly [before: string, after: string];
  readonly parser: Parser;
  /** Stretches of a text that are code, for formats that hold code in other text; left out where everything is. */
  readonly regions?: (text: string) => readonly Span[];
  /** Names of files with such an ending that are something else; nobody needs to read them. */
  readonly otherFiles?: RegExp;
  /**
   * A quick look at a text: false when it holds nothing that this front end is there for. Absent for programming languages, where the
   * linker knows what to look for.
   */
  readonly mayConcern?: (text: string, uri: string) => boolean;
  /** Loads what the parser needs; absent for parsers that are always ready. Rejects with the reason when it cannot be had. */
  prepare?(read: ReadGrammar): Promise<void>;
  /** False until {@link prepare} has succeeded; absent for parsers that are always ready. */
  ready?(): boolean;
  /** Facts of a parsed file. */
  facts(uri: string, tree: SyntaxTree): FileFacts;
  /** {@link facts} in steps; absent where files are read as a whole. */
  startFacts?(uri: string, tree: SyntaxTree, keep: Keeping | undefined): PendingFacts;
}

/** Reads facts in steps where the language can; the first step does it elsewhere. */
export function startFacts(frontEnd: FrontEnd, uri: string, tree: SyntaxTree, keep?: Keeping): PendingFacts {
  return frontEnd.startFacts?.(uri, tree, keep) ?? { step: () => ({ facts: frontEnd.facts(uri, tree), kept: undefined }) };
}
