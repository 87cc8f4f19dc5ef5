/** Messages between the language server and its clients beyond LSP. Types only. */

/** What the client tells the server at start. */
export interface InitializationOptions {
  /** Prefix of the link to a rule's page; the rule id and `.md` follow. Undefined when the client cannot open one. */
  readonly rulePageBase?: string;
  /** True when links in hovers may run the command that opens a setting. */
  readonly settingLinks?: boolean;
  /** True when links in hovers may run the commands about a call. */
  readonly callLinks?: boolean;
  /** True when the client has the command `pennylint.suppress`, which asks for the reason of a suppression. */
  readonly asksReason?: boolean;
  /** Settings until the client is asked for them. */
  readonly settings?: unknown;
}

/** Method of the notification by which the client hands in a price list. */
export const PRICE_LIST = 'pennylint/priceList';

/** A price list as it was read, or an empty body to forget it. */
export interface PriceListMessage {
  /** `gateway`: what a connected gateway bills. `refreshed`: a public list that the user asked to download. */
  readonly kind: 'gateway' | 'refreshed';
  /** Names the source; a later list of the same place replaces the earlier one. */
  readonly place: string;
  /** The source in words, for hovers. */
  readonly name: string;
  /** Form of the body: see `PriceListFormat` in core. */
  readonly format: string;
  /** Day on which it was read, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** Method of the notification by which the client hands in what a connected source has billed. */
export const BILLED = 'pennylint/billed';

/** What was billed; see `BilledReport` in core. Null to forget it. */
export interface BilledMessage {
  readonly report: unknown;
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
  /** Findings that are shown in the document. */
  readonly findings: number;
  /** For a file that is nothing but prompts: the heaviest of them. */
  readonly prompt?: PromptSummary;
}

/** A prompt in a few words. */
export interface PromptSummary {
  /** `≈1,312+`. */
  readonly tokens: string;
  /** `≈$0.0042/turn`; undefined when it has no price. */
  readonly money?: string | undefined;
  /** The line that stands above it. */
  readonly line: string;
  /** Prompts in the file. */
  readonly count: number;
}

/** Method of the request for every call of the workspace. */
export const CALL_SITES = 'pennylint/callSites';

/** Method of the notification that the answer to {@link CALL_SITES} has changed. */
export const CALL_SITES_CHANGED = 'pennylint/callSitesChanged';

/** Method of the request for what prompt files add to every turn of coding agents; it changes with {@link CALL_SITES_CHANGED}. */
export const CONTEXT_BUDGETS = 'pennylint/contextBudgets';

/** A line of the context budget; see `ContextLine` in core. */
export interface ContextLineMessage {
  readonly label: string;
  readonly detail: string;
  readonly tooltip: string;
  readonly uri?: string;
  /** Line at which the file opens, 0-based. */
  readonly line?: number;
}

/** The context budget of one coding agent in one folder of the workspace; see `ContextView` in core. */
export interface ContextBudgetMessage {
  readonly client: string;
  readonly title: string;
  readonly summary: string;
  readonly tooltip: string;
  readonly groups: readonly { readonly title: string; readonly lines: readonly ContextLineMessage[] }[];
}

/** Answer to {@link CONTEXT_BUDGETS}. */
export interface ContextBudgetsAnswer {
  readonly budgets: readonly ContextBudgetMessage[];
}

/** A call in the tree; see `ListedCall` in core. */
export interface ListedCallMessage {
  readonly name: string;
  readonly cost: string;
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly kind: string;
  /** Micro-dollars; missing when the cost is not known. */
  readonly microUsd?: number | undefined;
  /** Findings of the rules about the call and its prompt; missing while its file is not open, because rules look at open files only. */
  readonly findings?: number | undefined;
}

/** The calls of one file. */
export interface ListedFileMessage {
  readonly uri: string;
  readonly calls: readonly ListedCallMessage[];
}

/** Answer to {@link CALL_SITES}. */
export interface CallSitesAnswer {
  readonly files: readonly ListedFileMessage[];
}

/** Method of the request for what can be taken out of a prompt; parameters are {@link CompressParams}. */
export const COMPRESS_PROMPT = 'pennylint/compressPrompt';

/** The prompt at a position of a document, LSP's zero-based line and UTF-16 character. */
export interface CompressParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** One way to compress a prompt. */
export interface CompressChoice {
  /** What it changes, for people. */
  readonly title: string;
  /** Tokens and money, before and after. */
  readonly summary: string;
  /** What each kind of rewrite saves, and what is kept as it is. */
  readonly details: readonly string[];
  /** Version of the document that the edits belong to. */
  readonly version: number;
  /** Edits of the document that was asked about. */
  readonly edits: readonly {
    readonly range: {
      readonly start: { readonly line: number; readonly character: number };
      readonly end: { readonly line: number; readonly character: number };
    };
    readonly newText: string;
  }[];
}

/** Answer to {@link COMPRESS_PROMPT}. Without choices, `reason` says why there are none. */
export interface CompressAnswer {
  readonly choices: readonly CompressChoice[];
  readonly reason: string;
}

/** Method of the request for every finding of the workspace; the answer changes with {@link CALL_SITES_CHANGED}. */
export const FINDINGS = 'pennylint/findings';

/** A finding in the tree; see `ListedFinding` in core. */
export interface ListedFindingMessage {
  readonly rule: string;
  readonly severity: 'hint' | 'information' | 'warning' | 'error';
  readonly message: string;
  readonly uri: string;
  readonly range: ListedCallMessage['range'];
  /** What acting on it saves, in words, per month or per 1,000 calls; missing when that is not known. */
  readonly saves?: string;
  /** The volume that a saving per month rests on and where it comes from, in words. */
  readonly basis?: string;
}

/** Answer to {@link FINDINGS}. */
export interface FindingsAnswer {
  /** How many there are, and in how many files, in words. */
  readonly summary: string;
  /** Rules with findings, most findings first. */
  readonly rules: readonly { readonly rule: string; readonly findings: readonly ListedFindingMessage[]; readonly left: number }[];
  /** Findings that save money, the largest saving first: those with a volume before those without. */
  readonly savings: readonly ListedFindingMessage[];
}
