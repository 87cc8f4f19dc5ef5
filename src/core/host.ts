import type { Position } from 'vscode-languageserver-types';
import type { Settings } from './config.ts';
import type { BilledReport } from './cost/billed.ts';
import type { ReadGrammar } from './frontends/front-end.ts';
import type { PriceBook } from './pricing/index.ts';
import type { ConfigInForce } from './project-config/project.ts';

/** What core needs from outside. Core itself reads no file, no clock and no network. */
export interface Host {
  /** Exact token count of a short text in `o200k_base`; loaded by the shell when the first document needs it. */
  readonly countTokens: (text: string) => number;
  readonly prices: PriceBook;
  /** Reads the bytes of a grammar file by its name; asked when the first document of a language that needs it is met. */
  readonly readGrammar: ReadGrammar;
  /** UTC milliseconds. Prices have dates. */
  now(): number;
  /** Milliseconds for measuring how long a slice of work takes. */
  elapsed(): number;
  /** Gives other work a chance between two slices. */
  pause(): Promise<void>;
  /** Settings for a document, already checked. */
  settings(uri: string): Settings;
  /** The pennylint.yaml that holds for a document; undefined when there is none. */
  project?(uri: string): ConfigInForce | undefined;
  /** What a source of spend has billed; undefined without one. The same object is looked through once. */
  billed?(): BilledReport | undefined;
  /** Link that opens a setting; undefined when the client has none. */
  settingLink?(key: keyof Settings): string | undefined;
  /** Links below the hover of a call, as Markdown: what else can be asked about it; undefined when the client has none. */
  callLinks?(uri: string, position: Position): string | undefined;
  /** True when an index of the project is to come: until it is there, findings may be missing. */
  awaitsIndex?(): boolean;
  /** True when the client has the command `pennylint.suppress`, which asks for the reason of a suppression. */
  asksReason?(): boolean;
  /** Path of a document within its project, with forward slashes: says whether it is a test. */
  pathInProject(uri: string): string;
  /** Where a rule's page can be opened; undefined when the client cannot show one. */
  rulePage(id: string): string | undefined;
  /** Reports something that went wrong inside Pennylint itself; shown in the output channel. */
  log(message: string): void;
}

/** Says whether somebody still waits for an answer; the two members of LSP's token that core uses. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
}
