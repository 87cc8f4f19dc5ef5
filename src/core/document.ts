import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { FileFacts } from './facts.ts';
import type { FrontEnd } from './frontends/front-end.ts';
import type { ParseResult, PendingParse, TextEditSpan } from './frontends/syntax-tree.ts';
import type { CostedCall, Finding } from './features/findings.ts';
import { moveLenses, type Lens } from './features/lenses.ts';

/** What is known about one version of a document. */
export interface Analysis {
  readonly version: number;
  readonly facts: FileFacts;
  readonly calls: readonly CostedCall[];
  readonly findings: readonly Finding[];
}

/** A parse that may take several slices of time. */
export interface ParseJob {
  readonly version: number;
  readonly pending: PendingParse;
}

/** An open document: its text, the parse that edits are applied to, and the last analysis. */
export class OpenDocument {
  readonly uri: string;
  readonly frontEnd: FrontEnd;
  lenses: readonly Lens[] = [];
  analysis: Analysis | undefined;
  /** True when files around this one have changed since its analysis. */
  stale = false;
  private document: TextDocument;
  private parsed: ParseResult | undefined;
  private edits: TextEditSpan[] = [];

  constructor(uri: string, frontEnd: FrontEnd, version: number, text: string) {
    this.uri = uri;
    this.frontEnd = frontEnd;
    this.document = TextDocument.create(uri, frontEnd.language, version, text);
  }

  get version(): number {
    return this.document.version;
  }

  get text(): string {
    return this.document.getText();
  }

  /** Positions of the current text. */
  get lines(): TextDocument {
    return this.document;
  }

  /** Applies changes in the order in which the editor made them; a change without a range replaces the whole text. */
  change(version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    for (const change of changes) {
      if (!('range' in change)) {
        this.document = TextDocument.create(this.uri, this.frontEnd.language, version, change.text);
        this.parsed = undefined;
        this.edits = [];
        continue;
      }
      const start = this.document.offsetAt(change.range.start);
      const end = this.document.offsetAt(change.range.end);
      this.document = TextDocument.update(this.document, [change], version);
      const edit = { start: Math.min(start, end), end: Math.max(start, end), insertedLength: change.text.length };
      this.edits.push(edit);
      this.lenses = moveLenses(this.lenses, edit);
    }
    if (changes.length === 0) this.document = TextDocument.update(this.document, [], version);
  }

  /** Starts a parse of the current text that reuses what the edits left untouched. */
  startParse(): ParseJob {
    return { version: this.version, pending: this.frontEnd.parser.start(this.text, this.parsed?.state, this.edits) };
  }

  /** Keeps a finished parse of the current version for the next one. */
  finishParse(result: ParseResult): void {
    this.parsed = result;
    this.edits = [];
  }
}
