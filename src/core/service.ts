import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { CodeAction, CodeLens, Diagnostic, Hover, InlayHint, Position, Range } from 'vscode-languageserver-types';
import { isTestPath, type Severity } from './config.ts';
import { costOfCall, refOf } from './cost/call-cost.ts';
import { OpenDocument } from './document.ts';
import { fixAll, FIX_ALL, quickFixes, type DocumentView } from './features/code-actions.ts';
import { runRules, type CostedCall, type Finding } from './features/findings.ts';
import { callHover } from './features/hover.ts';
import { keepLenses, lensesOf, type Lens } from './features/lenses.ts';
import { linesOf } from './features/line-index.ts';
import { isSuppressed, suppressionsOf } from './features/suppressions.ts';
import type { FrontEnd } from './frontends/front-end.ts';
import { frontEndFor } from './frontends/index.ts';
import type { ParseResult } from './frontends/syntax-tree.ts';
import type { Cancellation, Host } from './host.ts';
import type { FileFacts, Span } from './facts.ts';
import type { Location, PromptCall } from './ir.ts';
import { BatchCounter, batchLine, batchSummary } from './features/batches.ts';
import { linkFile, noModules, Project, ProjectLinker, type ProjectFiles } from './linker/index.ts';
import { notebookProgram, type Cell } from './notebook/program.ts';
import { fileProgram, placeOf, type Place, type Program } from './program.ts';
import { createSegmentCache, createTokenCounter, type TextMeasure, type TokenCounter } from './tokens/index.ts';

/** Text longer than this is not analysed, in UTF-16 units: prompts of such a size are data. */
export const MAX_TEXT_LENGTH = 4_000_000;

/** Longest time that core works without giving way, in ms. */
const SLICE_MS = 20;

/** Prompt text whose token counts are remembered, in UTF-16 units: two bytes each at worst. */
const CACHED_TEXT_UNITS = 8_000_000;

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
   * files with calls; questions about them can then be asked as about open documents.
   */
  analyzeProject(files: ProjectFiles, candidates: readonly string[]): readonly string[];
  /**
   * Links files that belong together in slices, for an editor: from then on, names and wrappers of other files are known when a document is
   * analysed. Resolves to false when cancelled; the earlier index stays in use until the new one is complete.
   */
  indexProject(files: ProjectFiles, candidates: readonly string[], cancellation?: Cancellation): Promise<boolean>;
  calls(uri: string): readonly CostedCall[];
  findings(uri: string): readonly Finding[];
  diagnostics(uri: string): Diagnostic[];
  /** Diagnostics of a document for each of its pieces: one for a file, one per cell for a notebook. */
  diagnosticReports(uri: string): readonly DiagnosticReport[];
  codeLenses(uri: string): CodeLens[];
  inlayHints(uri: string, range: Range): InlayHint[];
  hover(uri: string, position: Position): Hover | undefined;
  /** Code actions for a range; `only` limits the kinds as LSP does. */
  codeActions(uri: string, range: Range, only: readonly string[] | undefined): CodeAction[];
  document(uri: string): DocumentView | undefined;
  /** Where something stands outside, in an open document or in a file of the project; undefined when the file is not known. */
  place(at: Location): Place | undefined;
  readonly counter: TokenCounter;
}

/** The only door into core. */
export function createLanguageService(host: Host): LanguageService {
  const documents = new Map<string, OpenDocument>();
  const owners = new Map<string, string>();
  let linker: ProjectLinker | undefined;
  const measured = createSegmentCache<TextMeasure>(CACHED_TEXT_UNITS);
  const counter = createTokenCounter(host.countTokens, { remember: (text, measure) => measured.get(text, measure) });

  /** The document of a URI; a cell leads to its notebook. */
  const find = (uri: string): OpenDocument | undefined => documents.get(owners.get(uri) ?? uri);

  const view = (uri: string): DocumentView | undefined => {
    const document = find(uri);
    if (document === undefined) return undefined;
    const { program } = document;
    return {
      uri: document.uri,
      lineComment: document.frontEnd.lineComment,
      text: document.text,
      lines: linesOf(document.lines),
      program,
      place: (span) => placeOf(program, span),
    };
  };

  const forget = (uri: string): void => {
    for (const piece of documents.get(uri)?.program.pieces ?? []) owners.delete(piece.uri);
    documents.delete(uri);
  };

  const refusal = ({ text }: { readonly text: string }): string | undefined => {
    if (text.length > MAX_TEXT_LENGTH)
      return `the file has ${text.length.toLocaleString('en-US')} characters; more than ${MAX_TEXT_LENGTH.toLocaleString('en-US')} are not analysed`;
    return text.slice(0, 8192).includes('\0') ? 'the file is binary' : undefined;
  };

  const preparing = new Map<FrontEnd, Promise<string | undefined>>();
  /** Loads a language once; what went wrong is told once and remembered. */
  const prepare = (frontEnd: FrontEnd): Promise<string | undefined> => {
    if (frontEnd.prepare === undefined || frontEnd.ready?.() === true) return Promise.resolve(undefined);
    let result = preparing.get(frontEnd);
    if (result === undefined) {
      result = frontEnd.prepare(host.readGrammar).then(
        () => undefined,
        (error: unknown) => {
          const problem = `Files of the language ${frontEnd.language} are not analysed: its grammar cannot be loaded (${error instanceof Error ? error.message : String(error)}). Reinstalling Pennylint restores it.`;
          host.log(problem);
          return problem;
        },
      );
      preparing.set(frontEnd, result);
    }
    return result;
  };
  const prepareAll = async (uris: readonly string[]): Promise<string[]> => {
    const needed = new Set(uris.map((uri) => frontEndFor(uri, undefined)).filter((frontEnd) => frontEnd !== undefined));
    const problems = await Promise.all([...needed].map(prepare));
    return problems.filter((problem) => problem !== undefined);
  };

  const refresh = (): void => {
    for (const document of documents.values()) document.stale = true;
  };

  const finish = (document: OpenDocument, result: ParseResult): void => {
    document.finishParse(result);
    const facts = document.frontEnd.facts(document.uri, result.tree);
    const file = { facts, text: document.text };
    conclude(document, facts, linker === undefined ? linkFile(file, noModules) : linker.linkOne(file));
  };

  /** Cost, rules and lenses of a document whose calls are known. */
  const conclude = (document: OpenDocument, facts: FileFacts, prompts: readonly PromptCall[]): void => {
    const { text, uri } = document;
    const settings = host.settings(uri);
    const inputs = { counter, prices: host.prices, at: host.now(), expectedOutput: settings.expectedOutputTokens };
    const calls = prompts.map((call): CostedCall => ({ call, cost: costOfCall(call, inputs) }));
    const lines = linesOf(document.lines);
    const suppressions = suppressionsOf(facts, lines);
    const silent = !settings.lintTests && isTestPath(host.pathInProject(uri));
    const all = silent
      ? []
      : runRules(calls, {
          settings,
          count: (part, target) => counter.count(part, refOf(target.provider, target.model)),
          textOf: (other) => (other === uri ? text : documents.get(other)?.text),
          onRuleFailure: (rule, error) => {
            host.log(`Rule ${rule} failed on ${uri} and was skipped there: ${describe(error)}`);
          },
        });
    const findings = all.filter((finding) => !isSuppressed(finding, suppressions, lines));
    document.lenses = keepLenses([...summaryLens(facts, text, calls), ...lensesOf(calls)], document.lenses, text, facts.broken);
    document.analysis = { version: document.version, facts, calls, findings };
    document.stale = false;
  };

  return {
    counter,
    open({ uri, languageId, version, text }) {
      forget(uri);
      const frontEnd = frontEndFor(uri, languageId);
      if (frontEnd === undefined) return 'no front end reads this language';
      const reason = refusal({ text });
      if (reason !== undefined) return reason;
      const document = TextDocument.create(uri, frontEnd.language, version, text);
      documents.set(uri, new OpenDocument(uri, version, fileProgram(frontEnd, document)));
      return undefined;
    },
    openNotebook({ uri, cells }) {
      const known = documents.get(uri);
      const program = notebookProgram(cells, known?.program.pieces);
      const reason = refusal(program);
      forget(uri);
      if (reason !== undefined) return reason;
      known?.replace(program);
      documents.set(uri, known ?? new OpenDocument(uri, 1, program));
      for (const piece of program.pieces) owners.set(piece.uri, uri);
      return undefined;
    },
    ownerOf: (uri) => owners.get(uri) ?? uri,
    change(uri, version, changes) {
      documents.get(uri)?.change(version, changes);
    },
    close: forget,
    refresh,
    async analyze(uri, cancellation) {
      const document = documents.get(uri);
      if (document === undefined) return false;
      if (document.frontEnd.ready?.() === false) {
        if ((await prepare(document.frontEnd)) !== undefined) return false;
        if (documents.get(uri) !== document || cancellation?.isCancellationRequested === true) return false;
      }
      if (document.analysis?.version === document.version && !document.stale) return true;
      const job = document.startParse();
      let sliceStart = host.elapsed();
      for (;;) {
        const result = job.pending.step();
        if (result !== undefined) {
          finish(document, result);
          return true;
        }
        if (host.elapsed() - sliceStart < SLICE_MS) continue;
        await host.pause();
        sliceStart = host.elapsed();
        const overtaken = document.version !== job.version || documents.get(uri) !== document;
        if (overtaken || cancellation?.isCancellationRequested === true) return false;
      }
    },
    analyzeNow(uri) {
      const document = documents.get(uri);
      if (document === undefined || document.frontEnd.ready?.() === false) return;
      const job = document.startParse();
      for (;;) {
        const result = job.pending.step();
        if (result === undefined) continue;
        finish(document, result);
        return;
      }
    },
    prepare: prepareAll,
    analyzeProject(files, candidates) {
      linker = new ProjectLinker(new Project(files));
      const steps = linker.linkAll(candidates);
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      for (const [uri, prompts] of step.value) {
        const file = linker.project.file(uri);
        const program = linker.project.program(uri);
        if (file === undefined || program === undefined) continue;
        const document = new OpenDocument(uri, 1, program);
        documents.set(uri, document);
        conclude(document, file.facts, prompts);
      }
      return [...step.value.keys()].sort();
    },
    async indexProject(files, candidates, cancellation) {
      // Only languages in which some file may hold a call; the others are never parsed.
      await prepareAll(candidates);
      const next = new ProjectLinker(new Project(files));
      const steps = next.linkAll(candidates);
      let sliceStart = host.elapsed();
      for (let step = steps.next(); step.done !== true; step = steps.next()) {
        if (host.elapsed() - sliceStart < SLICE_MS) continue;
        await host.pause();
        sliceStart = host.elapsed();
        if (cancellation?.isCancellationRequested === true) return false;
      }
      linker = next;
      // Documents that were analysed alone are looked at again with everything around them.
      refresh();
      return true;
    },
    calls: (uri) => find(uri)?.analysis?.calls ?? [],
    findings: (uri) => find(uri)?.analysis?.findings ?? [],
    document: view,
    place({ uri, start, end }) {
      const program = find(uri)?.program ?? linker?.project.program(uri);
      return program === undefined ? undefined : placeOf(program, { start, end });
    },
    diagnostics(uri) {
      const document = find(uri);
      if (document?.analysis === undefined) return [];
      return within(document.program, uri, document.analysis.findings, (finding) => finding.at).map(({ item, place }) =>
        diagnosticOf(item, place, document.program, host),
      );
    },
    diagnosticReports(uri) {
      const pieces = find(uri)?.program.pieces ?? [];
      return pieces.map((piece) => ({ uri: piece.uri, version: piece.document.version, diagnostics: this.diagnostics(piece.uri) }));
    },
    codeLenses(uri) {
      const document = find(uri);
      if (document === undefined || host.settings(document.uri).costHints !== 'codeLens') return [];
      return within(document.program, uri, document.lenses, startOf).map(({ item, place }) => ({
        range: place.range,
        command: { title: item.title, command: 'pennylint.showCallCost', arguments: [uri, place.range.start] },
      }));
    },
    inlayHints(uri, range) {
      const document = find(uri);
      if (document === undefined || host.settings(document.uri).costHints !== 'endOfLine') return [];
      return within(document.program, uri, document.lenses, startOf).flatMap(({ item, place }): InlayHint[] => {
        const { line } = place.range.start;
        if (line < range.start.line || line > range.end.line) return [];
        const rest = /^[^\r\n]*/.exec(document.text.slice(item.offset))?.[0].length ?? 0;
        return [{ position: { line, character: place.range.start.character + rest }, label: item.title, paddingLeft: true }];
      });
    },
    hover(uri, position) {
      const document = find(uri);
      const offset = document === undefined ? undefined : offsetAt(document.program, uri, position);
      if (document?.analysis === undefined || offset === undefined) return undefined;
      const found = document.analysis.calls.find(({ call }) => call.calleeAt.start <= offset && offset <= call.calleeAt.end);
      const place = found === undefined ? undefined : placeOf(document.program, found.call.calleeAt);
      if (found === undefined || place === undefined) return undefined;
      return { contents: { kind: 'markdown', value: callHover(found.call, found.cost) }, range: place.range };
    },
    codeActions(uri, range, only) {
      const document = find(uri);
      if (document?.analysis === undefined || document.analysis.version !== document.version) return [];
      const wants = (kind: string): boolean =>
        only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
      const { findings } = document.analysis;
      const actions: CodeAction[] = [];
      const from = offsetAt(document.program, uri, range.start);
      const to = offsetAt(document.program, uri, range.end);
      if (wants('quickfix') && from !== undefined && to !== undefined) {
        for (const { item: finding, place } of within(document.program, uri, findings, (one) => one.at)) {
          if (finding.at.uri !== document.uri || finding.at.end < from || finding.at.start > to) continue;
          actions.push(...quickFixes(finding, diagnosticOf(finding, place, document.program, host), view));
        }
      }
      if (only !== undefined && wants(FIX_ALL)) {
        const action = fixAll(findings, view);
        if (action !== undefined) actions.push(action);
      }
      return actions;
    },
  };
}

/** Offset in the program of a position in one of its pieces; undefined when it has no such piece. */
function offsetAt({ pieces }: Program, uri: string, position: Position): number | undefined {
  const piece = pieces.find((candidate) => candidate.uri === uri);
  return piece === undefined ? undefined : piece.start + piece.document.offsetAt(position);
}

/** Items of a program that stand in one of its pieces, with their place. */
function within<T>(program: Program, uri: string, items: readonly T[], spanOf: (item: T) => Span): { item: T; place: Place }[] {
  const piece = program.pieces.find((candidate) => candidate.uri === uri);
  if (piece === undefined) return [];
  const end = piece.start + piece.document.getText().length;
  return items.flatMap((item) => {
    const span = spanOf(item);
    const place = span.start < piece.start || span.start > end ? undefined : placeOf(program, span);
    return place === undefined ? [] : [{ item, place }];
  });
}

function startOf({ offset }: { readonly offset: number }): Span {
  return { start: offset, end: offset };
}

const severityNumbers: Readonly<Record<Exclude<Severity, 'off'>, 1 | 2 | 3 | 4>> = { error: 1, warning: 2, information: 3, hint: 4 };

function diagnosticOf(finding: Finding, place: Place, program: Program, host: Host): Diagnostic {
  const href = host.rulePage(finding.rule);
  return {
    range: place.range,
    severity: severityNumbers[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: 'pennylint',
    message: finding.message,
    relatedInformation: finding.related
      .filter(({ at }) => at.uri === finding.at.uri)
      .flatMap(({ at, message }) => {
        const related = placeOf(program, at);
        return related === undefined ? [] : [{ location: { uri: related.uri, range: related.range }, message }];
      }),
  };
}

/** The line that stands above a file of batch requests. */
function summaryLens(facts: FileFacts, text: string, calls: readonly CostedCall[]): Lens[] {
  if (facts.language !== 'jsonl' || calls.length === 0) return [];
  const counter = new BatchCounter();
  counter.push(text);
  const summary = batchSummary(counter.finish(), calls);
  return summary === undefined ? [] : [{ offset: 0, title: batchLine(summary), anchor: '{', calleeEnd: 0 }];
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
