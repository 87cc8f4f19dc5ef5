/** Messages between the language server and its clients beyond LSP. Types only. */

/** What the client tells the server at start. */
export interface InitializationOptions {
  /** Prefix of the link to a rule's page; the rule id and `.md` follow. Undefined when the client cannot open one. */
  readonly rulePageBase?: string;
  /** Settings until the client is asked for them. */
  readonly settings?: unknown;
}

/** Method of the notification that follows each analysis. */
export const FILE_SUMMARY = 'pennylint/fileSummary';

/** What the status bar shows for a document. */
export interface FileSummary {
  readonly uri: string;
  /** Calls that send a prompt. */
  readonly calls: number;
  /** Cost line of the dearest call, as in its lens; undefined when no call has a price. */
  readonly dearest: string | undefined;
  readonly unpriced: number;
}
