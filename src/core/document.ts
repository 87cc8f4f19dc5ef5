import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { FileFacts } from './facts.ts';
import { startFacts, type FrontEnd } from './frontends/front-end.ts';
import { difference } from './frontends/lezer.ts';
import type { KeptFacts, PendingFacts, ReadFacts } from './frontends/statements.ts';
import type { ParseResult, PendingParse, TextEditSpan } from './frontends/syntax-tree.ts';
import type { CostedCall, Finding } from './features/findings.ts';
import { moveLenses, type Lens } from './features/lenses.ts';
import { fileProgram, pieceAt, type Piece, type Program } from './program.ts';

/** What is known about one version of a document. */
export interface Analysis {
  readonly version: number;
  readonly facts: FileFacts;
  readonly calls: readonly CostedCall[];
  readonly findings: readonly Finding[];
}

/** An analysis whose findings are worked out when somebody asks for them first. */
export function findingsLater(known: Omit<Analysis, 'findings'>, work: () => readonly Finding[]): Analysis {
  let findings: readonly Finding[] | undefined;
  return {
    ...known,
    get findings() {
      return (findings ??= work());
    },
  };
}

/** What is read of one version: its tree and its facts. */
export interface Reading {
  readonly tree: ParseResult;
  readonly read: ReadFacts;
}

/** Reading one version, which may take several slices of time. */
export class ReadingJob {
  readonly version: number;
  private readonly parse: PendingParse;
  private readonly start: (tree: ParseResult) => PendingFacts;
  private tree: ParseResult | undefined;
  private facts: PendingFacts | undefined;

  constructor(version: number, parse: PendingParse, start: (tree: ParseResult) => PendingFacts) {
    this.version = version;
    this.parse = parse;
    this.start = start;
  }

  /** Does a small piece of work; returns what was read once there is nothing left. */
  step(): Reading | undefined {
    if (this.tree === undefined) {
      this.tree = this.parse.step();
      return undefined;
    }
    this.facts ??= this.start(this.tree);
    const read = this.facts.step();
    return read === undefined ? undefined : { tree: this.tree, read };
  }
}

/** An open document: what is analysed of it, the parse that edits are applied to, and the last analysis. */
export class OpenDocument {
  readonly uri: string;
  lenses: readonly Lens[] = [];
  analysis: Analysis | undefined;
  /** True when files around this one have changed since its analysis. */
  stale = false;
  private current: Program;
  private revision: number;
  private wholeText: TextDocument | undefined;
  private parsed: ParseResult | undefined;
  private kept: KeptFacts | undefined;
  private edits: TextEditSpan[] = [];

  constructor(uri: string, version: number, program: Program) {
    this.uri = uri;
    this.revision = version;
    this.current = program;
  }

  /** Goes up with every change; for a file it is the editor's own. */
  get version(): number {
    return this.revision;
  }

  get program(): Program {
    return this.current;
  }

  get frontEnd(): FrontEnd {
    return this.current.frontEnd;
  }

  get text(): string {
    return this.current.text;
  }

  /** Lines of the whole program, over all pieces. */
  get lines(): TextDocument {
    const [piece, ...more] = this.current.pieces;
    if (piece !== undefined && more.length === 0 && piece.uri === this.uri) return piece.document;
    this.wholeText ??= TextDocument.create(this.uri, '', this.revision, this.text);
    return this.wholeText;
  }

  /** Applies changes of a file in the order in which the editor made them; a change without a range replaces the whole text. */
  change(version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const [piece] = this.current.pieces;
    if (piece === undefined) return;
    let { document } = piece;
    for (const change of changes) {
      if (!('range' in change)) {
        document = TextDocument.create(this.uri, document.languageId, version, change.text);
        this.parsed = undefined;
        this.edits = [];
        continue;
      }
      const start = document.offsetAt(change.range.start);
      const end = document.offsetAt(change.range.end);
      document = TextDocument.update(document, [change], version);
      const edit = { start: Math.min(start, end), end: Math.max(start, end), insertedLength: change.text.length };
      this.edits.push(edit);
      this.lenses = moveLenses(this.lenses, edit);
    }
    if (changes.length === 0) document = TextDocument.update(document, [], version);
    this.revision = version;
    this.current = fileProgram(this.frontEnd, document);
  }

  /** Takes a notebook's cells as they are now. Lenses move with their cells, and with the edits in them. */
  replace(program: Program): void {
    const { pieces } = this.current;
    const same = (piece: Piece, index: number): boolean =>
      piece.document === program.pieces[index]?.document && piece.start === program.pieces[index].start;
    const sameLanguage = program.frontEnd.language === this.frontEnd.language;
    if (sameLanguage && pieces.length === program.pieces.length && pieces.every(same)) return;
    if (!sameLanguage) this.parsed = this.kept = undefined;
    this.lenses = this.lenses.flatMap((lens) => moveWithPiece(lens, this.current, program));
    this.current = program;
    this.wholeText = undefined;
    this.revision++;
  }

  /** Starts to read the current text; what the edits left untouched is reused. */
  startReading(): ReadingJob {
    const { parser } = this.frontEnd;
    return new ReadingJob(this.version, parser.start(this.text, this.parsed?.state, this.edits), ({ tree }) =>
      startFacts(this.frontEnd, this.uri, tree, { last: this.kept }),
    );
  }

  /** Keeps what was read of the current version for the next one. Facts of earlier versions must not be used any more. */
  finishReading({ tree, read }: Reading): void {
    this.parsed = tree;
    this.kept = read.kept;
    this.edits = [];
  }
}

/** A lens at the place of its piece in another program; none when the piece is gone. */
function moveWithPiece(lens: Lens, before: Program, after: Program): Lens[] {
  const piece = pieceAt(before, lens.offset);
  const next = after.pieces.find(({ uri }) => uri === piece?.uri);
  if (piece === undefined || next === undefined) return [];
  const local = { ...lens, offset: lens.offset - piece.start, calleeEnd: lens.calleeEnd - piece.start };
  const moved =
    piece.document === next.document ? [local] : moveLenses([local], difference(piece.document.getText(), next.document.getText()));
  return moved.map((one) => ({ ...one, offset: one.offset + next.start, calleeEnd: one.calleeEnd + next.start }));
}
