import type { FileFacts, Language, Span } from '../facts.ts';
import type { Parser, SyntaxTree } from './syntax-tree.ts';

/** Reads one language: text → tree → facts. Pure, never throws, reads no other file, knows no provider. */
export interface FrontEnd {
  readonly language: Language;
  /** Language ids by which an editor names such documents. */
  readonly languageIds: readonly string[];
  /** File name endings with their dot, in lower case. */
  readonly extensions: readonly string[];
  /** What begins a comment that ends with its line. */
  readonly lineComment: string;
  readonly parser: Parser;
  /** Stretches of a text that are code, for formats that hold code in other text; left out where everything is. */
  readonly regions?: (text: string) => readonly Span[];
  /** Facts of a parsed file. */
  facts(uri: string, tree: SyntaxTree): FileFacts;
}
