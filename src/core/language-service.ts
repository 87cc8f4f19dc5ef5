/** What core answers: the types of its one door, {@link createLanguageService}. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { CodeAction, CodeLens, CompletionItem, Diagnostic, Hover, InlayHint, Position, Range } from 'vscode-languageserver-types';
import type { DocumentView } from './features/code-actions.ts';
import type { PromptCompression, WantedParts } from './features/compress-prompt.ts';
import type { ModelComparison } from './features/compare-models.ts';
import type { ListedFile } from './features/call-list.ts';
import type { CountableCall } from './features/countable.ts';
import type { PromptMark } from './features/prompt-marks.ts';
import type { ToldProblem } from './features/file-problems.ts';
import type { FindingList } from './features/workspace-findings.ts';
import type { ContextBudget } from './prompt-files/budget.ts';
import type { CostedCall, Finding } from './features/findings.ts';
import type { Cancellation } from './host.ts';
import type { Location } from './ir.ts';
import type { ProjectFiles } from './linker/index.ts';
import type { Cell } from './notebook/program.ts';
import type { Place } from './program.ts';
import type { ProjectConfig } from './project-config/project.ts';
import type { TokenCounter } from './tokens/index.ts';

/** A document handed to the service. */
export interface SourceDocument {
  readonly uri: string;
  /** The editor's language id; undefined to go by the file name. */
  readonly languageId: string | undefined;
  readonly version: number;
  readonly text: string;
}

/** A notebook handed to the service, with the cells of code that it has now. */
export interface NotebookDocument {
  readonly uri: string;
  readonly cells: readonly Cell[];
}

/** Diagnostics of one text that the editor knows: of a document, or of a cell. */
export interface DiagnosticReport {
  readonly uri: string;
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A mark with its place in the document that was asked about. */
export interface PlacedMark extends PromptMark {
  readonly range: Range;
}

/** A call with what it would cost on other models. */
export interface ComparedCall extends ModelComparison {
  readonly call: CostedCall;
}

/**
 * Answers questions about documents. All answers about a document are those of its last finished analysis. A cell of a notebook is asked
 * about by its own URI; whatever is done to it is done to its notebook.
 */
export interface LanguageService {
  /** Takes a document; a second call replaces it. Returns why it cannot be analysed, or undefined. */
  open(document: SourceDocument): string | undefined;
  /** Takes a notebook, or its cells as they are after a change. Returns why it cannot be analysed, or undefined. */
  openNotebook(notebook: NotebookDocument): string | undefined;
  /** The document that a URI belongs to: the notebook of a cell; any other URI is its own. */
  ownerOf(uri: string): string;
  /** Applies an editor's changes. Unknown documents are ignored. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  /** Settings have changed: every document is looked at again when it is next analysed. */
  refresh(): void;
  /** Analyses the current version in slices. Resolves to false when cancelled, overtaken by an edit, or closed. */
  analyze(uri: string, cancellation?: Cancellation): Promise<boolean>;
  /**
   * Loads what the languages of some files need to be parsed. Returns one problem per language that cannot be analysed, in plain words.
   * {@link analyze} and {@link indexProject} do this by themselves.
   */
  prepare(uris: readonly string[]): Promise<readonly string[]>;
  /** Analyses the current version in one go, for callers without an editor. Does nothing for a language that was not prepared. */
  analyzeNow(uri: string): void;
  /**
   * Analyses files that belong together in one go: calls in the candidates, and callers of their wrappers anywhere. Returns the URIs of all
   * files with calls, and of those that nothing could be read of; questions about them can then be asked as about open documents.
   */
  analyzeProject(files: ProjectFiles, candidates: readonly string[]): readonly string[];
  /**
   * Links files that belong together in slices, for an editor: from then on, names and wrappers of other files are known when a document is
   * analysed. Resolves to false when cancelled; the earlier index stays in use until the new one is complete.
   */
  indexProject(files: ProjectFiles, candidates: readonly string[], cancellation?: Cancellation): Promise<boolean>;
  calls(uri: string): readonly CostedCall[];
  findings(uri: string): readonly Finding[];
  /**
   * What the prompt files of a workspace add to every turn of each coding agent, by all calls that are known. Clients that load nothing are
   * left out.
   *
   * @param root URI of the workspace's folder, with a slash at its end
   * @param model id of a model that counts instead of those that the files or pennylint.yaml name
   */
  contextBudgets(root: string, model?: string): readonly ContextBudget[];
  /** What could not be read in a document, as far as anybody wants to know: one problem at most. */
  problems(uri: string): readonly ToldProblem[];
  /** What the budgets of a configuration file say about all calls that are known below it. Places are places in that file. */
  projectFindings(config: ProjectConfig): readonly Finding[];
  /** The same as diagnostics of the configuration file. */
  projectDiagnostics(config: ProjectConfig): Diagnostic[];
  diagnostics(uri: string): Diagnostic[];
  /** Diagnostics of a document for each of its pieces: one for a file, one per cell for a notebook. */
  diagnosticReports(uri: string): readonly DiagnosticReport[];
  /** Model ids with their prices, inside of a text that names the model of a call. */
  completion(uri: string, position: Position): CompletionItem[];
  codeLenses(uri: string): CodeLens[];
  inlayHints(uri: string, range: Range): InlayHint[];
  /** The call at a position, or beginning on its line, on other models; undefined when there is none. */
  compare(uri: string, position: Position): ComparedCall | undefined;
  /** The prompt of the call at a position made shorter, or those of all calls of the document; see {@link PromptCompression}. */
  compress(uri: string, parts: WantedParts, position?: Position): readonly PromptCompression[];
  /** The prompt of the call at a position, for a provider's counting endpoint; a sentence where it cannot be counted. */
  countable(uri: string, position: Position): CountableCall | string | undefined;
  /** What can be marked in a document: stable starts of prompts, what ends them, text that is sent twice. By the calls that are known. */
  promptMarks(uri: string): readonly PlacedMark[];
  hover(uri: string, position: Position): Hover | undefined;
  /** Code actions for a range; `only` limits the kinds as LSP does. */
  codeActions(uri: string, range: Range, only: readonly string[] | undefined): CodeAction[];
  document(uri: string): DocumentView | undefined;
  /** Where something stands outside, in an open document or in a file of the project; undefined when the file is not known. */
  place(at: Location): Place | undefined;
  /** Every call of the project, as far as it is indexed or open. */
  callList(): ListedFile[];
  /** Every finding of the project, as far as it is indexed or open; worked out in slices. Undefined when cancelled. */
  findingList(cancellation?: Cancellation): Promise<FindingList | undefined>;
  readonly counter: TokenCounter;
}
