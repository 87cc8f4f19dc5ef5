import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { CodeAction, CodeLens, Diagnostic, Hover, InlayHint, Position, Range } from 'vscode-languageserver-types';
import { isTestPath, type Severity } from './config.ts';
import { costOfCall, refOf } from './cost/call-cost.ts';
import { OpenDocument } from './document.ts';
import { fixAll, FIX_ALL, quickFixes, type DocumentView } from './features/code-actions.ts';
import { runRules, type CostedCall, type Finding } from './features/findings.ts';
import { callHover } from './features/hover.ts';
import { keepLenses, lensesOf } from './features/lenses.ts';
import { linesOf } from './features/line-index.ts';
import { isSuppressed, suppressionsOf } from './features/suppressions.ts';
import type { FrontEnd } from './frontends/front-end.ts';
import { frontEndFor } from './frontends/index.ts';
import type { ParseResult } from './frontends/syntax-tree.ts';
import type { Cancellation, Host } from './host.ts';
import type { FileFacts } from './facts.ts';
import type { PromptCall } from './ir.ts';
import { linkFile, noModules, Project, ProjectLinker, type ProjectFiles } from './linker/index.ts';
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

/** Answers questions about documents. All answers about a document are those of its last finished analysis. */
export interface LanguageService {
  /** Takes a document; a second call replaces it. Returns why it cannot be analysed, or undefined. */
  open(document: SourceDocument): string | undefined;
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
  codeLenses(uri: string): CodeLens[];
  inlayHints(uri: string, range: Range): InlayHint[];
  hover(uri: string, position: Position): Hover | undefined;
  /** Code actions for a range; `only` limits the kinds as LSP does. */
  codeActions(uri: string, range: Range, only: readonly string[] | undefined): CodeAction[];
  document(uri: string): DocumentView | undefined;
  readonly counter: TokenCounter;
}

/** The only door into core. */
export function createLanguageService(host: Host): LanguageService {
  const documents = new Map<string, OpenDocument>();
  let linker: ProjectLinker | undefined;
  const measured = createSegmentCache<TextMeasure>(CACHED_TEXT_UNITS);
  const counter = createTokenCounter(host.countTokens, { remember: (text, measure) => measured.get(text, measure) });

  const view = (uri: string): DocumentView | undefined => {
    const document = documents.get(uri);
    return document === undefined
      ? undefined
      : {
          uri,
          version: document.version,
          lineComment: document.frontEnd.lineComment,
          text: document.text,
          lines: linesOf(document.lines),
        };
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
    document.lenses = keepLenses(lensesOf(calls), document.lenses, text, facts.broken);
    document.analysis = { version: document.version, facts, calls, findings };
    document.stale = false;
  };

  return {
    counter,
    open({ uri, languageId, version, text }) {
      documents.delete(uri);
      const frontEnd = frontEndFor(uri, languageId);
      if (frontEnd === undefined) return 'no front end reads this language';
      if (text.length > MAX_TEXT_LENGTH)
        return `the file has ${text.length.toLocaleString('en-US')} characters; more than ${MAX_TEXT_LENGTH.toLocaleString('en-US')} are not analysed`;
      if (text.slice(0, 8192).includes('\0')) return 'the file is binary';
      documents.set(uri, new OpenDocument(uri, frontEnd, version, text));
      return undefined;
    },
    change(uri, version, changes) {
      documents.get(uri)?.change(version, changes);
    },
    close(uri) {
      documents.delete(uri);
    },
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
        const frontEnd = frontEndFor(uri, undefined);
        if (file === undefined || frontEnd === undefined) continue;
        const document = new OpenDocument(uri, frontEnd, 1, file.text);
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
    calls: (uri) => documents.get(uri)?.analysis?.calls ?? [],
    findings: (uri) => documents.get(uri)?.analysis?.findings ?? [],
    document: view,
    diagnostics(uri) {
      const document = documents.get(uri);
      if (document?.analysis === undefined) return [];
      return document.analysis.findings.map((finding) => diagnosticOf(finding, document, host));
    },
    codeLenses(uri) {
      const document = documents.get(uri);
      if (document === undefined || host.settings(uri).costHints !== 'codeLens') return [];
      return document.lenses.map((lens) => {
        const position = document.lines.positionAt(lens.offset);
        return {
          range: { start: position, end: position },
          command: { title: lens.title, command: 'pennylint.showCallCost', arguments: [uri, position] },
        };
      });
    },
    inlayHints(uri, range) {
      const document = documents.get(uri);
      if (document === undefined || host.settings(uri).costHints !== 'endOfLine') return [];
      return document.lenses.flatMap((lens): InlayHint[] => {
        const { line } = document.lines.positionAt(lens.offset);
        if (line < range.start.line || line > range.end.line) return [];
        const end = document.lines.offsetAt({ line: line + 1, character: 0 });
        const text = document.text.slice(document.lines.offsetAt({ line, character: 0 }), end).replace(/[\r\n]+$/, '');
        return [{ position: { line, character: text.length }, label: lens.title, paddingLeft: true }];
      });
    },
    hover(uri, position) {
      const document = documents.get(uri);
      if (document?.analysis === undefined) return undefined;
      const offset = document.lines.offsetAt(position);
      const found = document.analysis.calls.find(({ call }) => call.calleeAt.start <= offset && offset <= call.calleeAt.end);
      if (found === undefined) return undefined;
      const range = {
        start: document.lines.positionAt(found.call.calleeAt.start),
        end: document.lines.positionAt(found.call.calleeAt.end),
      };
      return { contents: { kind: 'markdown', value: callHover(found.call, found.cost) }, range };
    },
    codeActions(uri, range, only) {
      const document = documents.get(uri);
      if (document?.analysis === undefined || document.analysis.version !== document.version) return [];
      const wants = (kind: string): boolean =>
        only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
      const { findings } = document.analysis;
      const actions: CodeAction[] = [];
      if (wants('quickfix')) {
        const from = document.lines.offsetAt(range.start);
        const to = document.lines.offsetAt(range.end);
        for (const finding of findings) {
          if (finding.at.uri !== uri || finding.at.end < from || finding.at.start > to) continue;
          actions.push(...quickFixes(finding, diagnosticOf(finding, document, host), view));
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

const severityNumbers: Readonly<Record<Exclude<Severity, 'off'>, 1 | 2 | 3 | 4>> = { error: 1, warning: 2, information: 3, hint: 4 };

function diagnosticOf(finding: Finding, document: OpenDocument, host: Host): Diagnostic {
  const range = { start: document.lines.positionAt(finding.at.start), end: document.lines.positionAt(finding.at.end) };
  const href = host.rulePage(finding.rule);
  const related = finding.related.filter(({ at }) => at.uri === document.uri);
  return {
    range,
    severity: severityNumbers[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: 'pennylint',
    message: finding.message,
    relatedInformation: related.map(({ at, message }) => ({
      location: { uri: at.uri, range: { start: document.lines.positionAt(at.start), end: document.lines.positionAt(at.end) } },
      message,
    })),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
