import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Position, Range } from 'vscode-languageserver-types';
import { isTestPath } from './config.ts';
import { costOfCall, refOf } from './cost/call-cost.ts';
import { contextBudgets } from './features/context.ts';
import { findingsLater, OpenDocument, type ReadingJob } from './document.ts';
import { diagnosticOf, problemDiagnostic } from './features/diagnostics.ts';
import {
  commentMarks,
  COMPRESS,
  compressAction,
  fixAll,
  FIX_ALL,
  quickFixes,
  ruleFixes,
  type DocumentView,
} from './features/code-actions.ts';
import type { CostedCall, Finding } from './features/findings.ts';
import { compressPrompts } from './features/compress-prompt.ts';
import { callHover } from './features/hover.ts';
import { instructionHover } from './features/prompt-hover.ts';
import { isInstruction } from './features/prompt-wording.ts';
import { callList } from './features/call-list.ts';
import { countable } from './features/countable.ts';
import { keepLenses, lensesOf } from './features/lenses.ts';
import { inlayHintsOf } from './features/inlay-hints.ts';
import type { CountFor } from './features/prompt-hints.ts';
import { promptMarks } from './features/prompt-marks.ts';
import { linesOf } from './features/line-index.ts';
import { createChecker } from './features/check.ts';
import { createWorkspaceFindings } from './features/workspace-findings.ts';
import { createLanguages } from './languages.ts';
import { refusalOf } from './refusal.ts';
import { frontEndFor } from './frontends/index.ts';
import type { Host } from './host.ts';
import type { LanguageService } from './language-service.ts';
import type { FileFacts, Span } from './facts.ts';
import type { Location, PromptCall } from './ir.ts';
import { summaryLens } from './features/summary-lens.ts';
import { problemsToTell, type ToldProblem } from './features/file-problems.ts';
import { placed } from './prompt-files/placing.ts';
import { linkFile, noModules, Project, ProjectLinker } from './linker/index.ts';
import { modelCompletion, modelHoverAt, type ModelTextInputs } from './features/model-completion.ts';
import { notebookProgram } from './notebook/program.ts';
import { fileProgram, offsetAt, placeOf, within, type Place } from './program.ts';
import type { ProjectConfig } from './project-config/project.ts';
import { hasProjectBudgets, projectBudgetFindings } from './project-config/budgets.ts';
import { comparisonOf, costCalls, modelBehind, type CostingInputs } from './project-config/in-force.ts';
import { settingsInForce } from './project-config/rule-settings.ts';
import { atOnce, inSlices, type Steps } from './steps.ts';
import { createBilledJoin } from './cost/join-billed.ts';
import { createSegmentCache, createTokenCounter, type TextMeasure } from './tokens/index.ts';

/** Prompt text whose token counts are remembered, in UTF-16 units: two bytes each at worst. */
const CACHED_TEXT_UNITS = 8_000_000;

/** The only door into core. */
export function createLanguageService(host: Host): LanguageService {
  const documents = new Map<string, OpenDocument>();
  const owners = new Map<string, string>();
  let linker: ProjectLinker | undefined;
  let indexed: ReadonlyMap<string, readonly CostedCall[]> = new Map();
  const measured = createSegmentCache<TextMeasure>(CACHED_TEXT_UNITS);
  const counter = createTokenCounter(host.countTokens, {
    remember: (text, measure) => measured.get(text, measure),
    knows: (text) => measured.has(text),
  });

  const billed = createBilledJoin(host);

  /** The document of a URI; a cell leads to its notebook. */
  const find = (uri: string): OpenDocument | undefined => documents.get(owners.get(uri) ?? uri);

  const view = (uri: string): DocumentView | undefined => {
    const document = find(uri);
    if (document === undefined) return undefined;
    const { program } = document;
    return {
      uri: document.uri,
      comment: commentMarks(document.frontEnd),
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

  const languages = createLanguages(host);

  const refresh = (): void => {
    for (const document of documents.values()) document.stale = true;
    workspace.forget();
  };

  const costing = (uri: string): CostingInputs => ({
    project: host.project?.(uri),
    settings: host.settings(uri),
    counter,
    prices: host.prices,
    at: host.now(),
    billed: billed.of,
  });

  const costsInSteps = (uri: string, facts: FileFacts, prompts: readonly PromptCall[]): Steps<readonly CostedCall[]> =>
    costCalls(facts, placed(prompts, host.pathInProject(uri)), costing(uri));

  const modelInputs = ({ uri, program }: OpenDocument): ModelTextInputs => ({
    uri,
    rangeOf: (span) => placeOf(program, span)?.range,
    prices: host.project?.(uri)?.config.prices ?? host.prices,
    at: host.now(),
  });

  const check = createChecker({
    host,
    counter,
    costsOf: (...of) => atOnce(costsInSteps(...of)),
    isComplete: () => linker !== undefined || host.awaitsIndex?.() !== true,
  });

  /** Findings of files that nobody has open, worked out when somebody asks for the list of all. */
  const workspace = createWorkspaceFindings({
    host,
    check,
    file: (uri) => {
      const program = linker?.project.program(uri);
      const facts = linker?.project.file(uri)?.facts;
      return program === undefined || facts === undefined ? undefined : { program, facts };
    },
    textOf: (uri) => documents.get(uri)?.text ?? linker?.project.program(uri)?.text,
  });

  /** Cost, rules and lenses of a document whose calls are known. */
  const conclude = function* (document: OpenDocument, facts: FileFacts, prompts: readonly PromptCall[]): Steps<void> {
    const { text, uri, version } = document;
    const calls = yield* costsInSteps(uri, facts, prompts);
    const lines = linesOf(document.lines);
    const findings = yield* check({ uri, facts, calls, text, lines, program: document.program }, (other) => documents.get(other)?.text);
    document.lenses = keepLenses([...summaryLens(facts, text, calls), ...lensesOf(calls)], document.lenses, text, facts.broken);
    document.analysis = { version, facts, calls, findings };
  };

  /** The same for a document of which costs may be all that is wanted: rules run when somebody asks for findings. */
  const concludeLater = (document: OpenDocument, facts: FileFacts, prompts: readonly PromptCall[]): void => {
    const { text, uri, version, program } = document;
    const calls = atOnce(costsInSteps(uri, facts, prompts));
    const file = { uri, facts, calls, text, lines: linesOf(document.lines), program };
    document.lenses = [...summaryLens(facts, text, calls), ...lensesOf(calls)];
    document.analysis = findingsLater({ version, facts, calls }, () => atOnce(check(file, (other) => documents.get(other)?.text)));
  };

  /** A version of a document from its text to its findings. What it stands for is checked by whoever pauses between two steps. */
  const analysis = function* (document: OpenDocument, job: ReadingJob): Steps<void> {
    let reading = job.step();
    for (; reading === undefined; reading = job.step()) yield undefined;
    // Facts of the version before are spent now: both who hold them get the new ones in this step.
    document.finishReading(reading);
    document.stale = false;
    const file = { facts: reading.read.facts, text: document.text };
    const prompts = linker === undefined ? linkFile(file, noModules) : linker.linkOne(file);
    yield undefined;
    yield* conclude(document, file.facts, prompts);
  };

  const whereIs = ({ uri, start, end }: Location): Place | undefined => {
    const program = find(uri)?.program ?? linker?.project.withLines(uri);
    return program === undefined ? undefined : placeOf(program, { start, end });
  };

  /** Calls of the index, and of open documents as they are now. */
  const allCalls = (): ReadonlyMap<string, readonly CostedCall[]> => {
    const ofDocuments = [...documents].flatMap(([uri, { analysis }]) => (analysis === undefined ? [] : [[uri, analysis.calls] as const]));
    return new Map([...indexed, ...ofDocuments]);
  };

  /** The lens stands above the line: whatever begins on that line is meant, the innermost call that holds the position first. */
  const callAt = (uri: string, position: Position): CostedCall | undefined => {
    const document = find(uri);
    const offset = document === undefined ? undefined : offsetAt(document.program, uri, position);
    if (document?.analysis === undefined || offset === undefined) return undefined;
    const { calls } = document.analysis;
    const begins = ({ call }: CostedCall): boolean => {
      const start = placeOf(document.program, call.calleeAt)?.range.start;
      return start?.line === position.line && within(document.program, uri, [call.calleeAt], (span) => span).length > 0;
    };
    const around = calls.filter(({ call }) => call.at.start <= offset && offset <= call.at.end);
    return around.sort((a, b) => b.call.at.start - a.call.at.start)[0] ?? calls.find(begins);
  };

  /** The call that sends the text at a position, wherever it is written in the document. */
  const promptAt = (uri: string, position: Position): CostedCall | undefined => {
    const document = find(uri);
    const offset = document === undefined ? undefined : offsetAt(document.program, uri, position);
    if (document?.analysis === undefined || offset === undefined) return undefined;
    return document.analysis.calls.find(({ call }) =>
      call.segments.some(({ parts }) => parts.some(({ at }) => at.uri === document.uri && at.start <= offset && offset <= at.end)),
    );
  };

  const told = (facts: FileFacts, text: string, calls: number): readonly ToldProblem[] =>
    problemsToTell(facts, text, host.pathInProject(facts.uri), calls);

  const problemsOf = ({ text, analysis }: OpenDocument): readonly ToldProblem[] =>
    analysis === undefined ? [] : told(analysis.facts, text, analysis.calls.length);

  const projectFindings = (config: ProjectConfig): readonly Finding[] => {
    if (!hasProjectBudgets(config)) return [];
    const settings = settingsInForce(host.settings(config.uri), { config, path: '' });
    const calls = [...allCalls()].flatMap(([uri, list]) => {
      const project = host.project?.(uri);
      if (project?.config.uri !== config.uri || (!settings.lintTests && isTestPath(host.pathInProject(uri)))) return [];
      return list.map((costed) => ({ costed, path: project.path }));
    });
    return projectBudgetFindings(config, calls, settings.rules['over-budget'] ?? 'error');
  };

  return {
    counter,
    open({ uri, languageId, version, text }) {
      forget(uri);
      const frontEnd = frontEndFor(uri, languageId);
      if (frontEnd === undefined) return 'no front end reads this language';
      const reason = refusalOf(text, frontEnd.language);
      if (reason !== undefined) return reason;
      const document = TextDocument.create(uri, frontEnd.language, version, text);
      documents.set(uri, new OpenDocument(uri, version, fileProgram(frontEnd, document)));
      return undefined;
    },
    openNotebook({ uri, cells }) {
      const known = documents.get(uri);
      const program = notebookProgram(cells, known?.program.pieces);
      const reason = refusalOf(program.text, program.frontEnd.language);
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
        if ((await languages.prepare(document.frontEnd)) !== undefined) return false;
        if (documents.get(uri) !== document || cancellation?.isCancellationRequested === true) return false;
      }
      if (document.analysis?.version === document.version && !document.stale) return true;
      const job = document.startReading();
      const isOvertaken = (): boolean => document.version !== job.version || documents.get(uri) !== document;
      const done = await inSlices(analysis(document, job), host, () => isOvertaken() || cancellation?.isCancellationRequested === true);
      return done !== undefined;
    },
    analyzeNow(uri) {
      const document = documents.get(uri);
      if (document === undefined || document.frontEnd.ready?.() === false) return;
      atOnce(analysis(document, document.startReading()));
    },
    prepare: (uris) => languages.prepareAll(uris),
    analyzeProject(files, candidates) {
      linker = new ProjectLinker(new Project(files));
      const linked = atOnce(linker.linkAll(candidates));
      billed.know(linked);
      const found: string[] = [];
      for (const uri of new Set([...linked.keys(), ...candidates])) {
        const file = linker.project.file(uri);
        const program = linker.project.program(uri);
        const prompts = linked.get(uri);
        if (file === undefined || program === undefined || (prompts === undefined && told(file.facts, file.text, 0).length === 0)) continue;
        const document = new OpenDocument(uri, 1, program);
        documents.set(uri, document);
        concludeLater(document, file.facts, prompts ?? []);
        found.push(uri);
      }
      return found.sort();
    },
    async indexProject(files, candidates, cancellation) {
      // Only languages in which some file may hold a call; the others are never parsed.
      await languages.prepareAll(candidates);
      const next = new ProjectLinker(new Project(files));
      const work = function* (): Steps<ReadonlyMap<string, readonly CostedCall[]>> {
        const linked = yield* next.linkAll(candidates);
        billed.know(linked);
        const costed = new Map<string, readonly CostedCall[]>();
        for (const [uri, prompts] of linked) {
          const facts = next.project.file(uri)?.facts;
          if (facts !== undefined) costed.set(uri, yield* costsInSteps(uri, facts, prompts));
        }
        return costed;
      };
      const done = await inSlices(work(), host, () => cancellation?.isCancellationRequested === true);
      if (done === undefined) return false;
      linker = next;
      indexed = done.value;
      // Documents that were analysed alone are looked at again with everything around them.
      refresh();
      return true;
    },
    calls: (uri) => find(uri)?.analysis?.calls ?? [],
    findings: (uri) => find(uri)?.analysis?.findings ?? [],
    contextBudgets: (root, model) =>
      contextBudgets([...allCalls().values()].flat(), root, model, (call) => {
        const project = host.project?.(call.uri);
        const prices = project?.config.prices ?? host.prices;
        const names = project === undefined ? {} : { names: project.config.names };
        return costOfCall(call, { counter, prices, at: host.now(), expectedOutput: 0, turnTokens: 0, ...names });
      }),
    problems: (uri) => [find(uri)].flatMap((document) => (document === undefined ? [] : problemsOf(document))),
    projectFindings,
    projectDiagnostics: (config) =>
      projectFindings(config).map((finding) => {
        const rangeOf = (span: Span): Range => config.lines.rangeOf(span);
        return diagnosticOf(finding, rangeOf(finding.at), ({ uri, ...span }) => ({ uri, range: rangeOf(span) }), host);
      }),
    completion(uri, position) {
      const document = find(uri);
      const offset = document === undefined ? undefined : offsetAt(document.program, uri, position);
      if (document?.analysis?.version !== document?.version || document?.analysis === undefined || offset === undefined) return [];
      return modelCompletion(document.analysis.calls, offset, modelInputs(document));
    },
    document: view,
    place: whereIs,
    callList: () => callList(allCalls(), whereIs, billed.of, (uri) => documents.get(uri)?.analysis?.findings),
    findingList(cancellation) {
      const open = new Map([...documents].flatMap(([uri, { analysis }]) => (analysis === undefined ? [] : [[uri, analysis.findings]])));
      return workspace.list({ indexed, open, place: whereIs, cancellation });
    },
    diagnostics(uri) {
      const document = find(uri);
      if (document?.analysis === undefined) return [];
      const problems = within(document.program, uri, problemsOf(document), ({ span }) => span ?? { start: 0, end: 0 });
      return [
        ...problems.flatMap(({ item, place }) => problemDiagnostic(item, place.range) ?? []),
        ...within(document.program, uri, document.analysis.findings, (finding) => finding.at).map(({ item, place }) =>
          diagnosticOf(item, place.range, whereIs, host),
        ),
      ];
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
      if (document === undefined) return [];
      const count: CountFor = (text, { call, cost }) => counter.count(text, refOf(call.provider, cost.models[0]?.model));
      return inlayHintsOf(document, uri, range, host.settings(document.uri), count);
    },
    hover(uri, position) {
      const document = find(uri);
      const offset = document === undefined ? undefined : offsetAt(document.program, uri, position);
      if (document?.analysis === undefined || offset === undefined) return undefined;
      const found = document.analysis.calls.find(({ call }) => call.calleeAt.start <= offset && offset <= call.calleeAt.end);
      if (found === undefined) return modelHoverAt(document.analysis.calls, offset, modelInputs(document));
      const place = placeOf(document.program, found.call.calleeAt);
      if (place === undefined) return undefined;
      const { call, cost } = found;
      const target = refOf(call.provider, modelBehind(host.project?.(document.uri), call.provider, cost.models[0]?.model));
      const value =
        call.file !== undefined && isInstruction(call)
          ? instructionHover(call, call.file, cost, (text) => counter.count(text, target))
          : callHover(found, {
              comparison: comparisonOf(found, costing(document.uri)),
              settingLink: (key) => host.settingLink?.(key),
              config: host.project?.(document.uri)?.config,
              counter,
            });
      const links = host.callLinks?.(uri, place.range.start);
      return { contents: { kind: 'markdown', value: links === undefined ? value : `${value}\n\n${links}` }, range: place.range };
    },
    compare(uri, position) {
      const found = callAt(uri, position);
      return found === undefined ? undefined : { call: found, ...comparisonOf(found, costing(find(uri)?.uri ?? uri)) };
    },
    compress(uri, parts, position) {
      const document = find(uri);
      if (document?.analysis === undefined || document.analysis.version !== document.version) return [];
      const found = position === undefined ? undefined : (promptAt(uri, position) ?? callAt(uri, position));
      const calls = position === undefined ? document.analysis.calls : found === undefined ? [] : [found];
      const project = host.project?.(document.uri);
      return compressPrompts(calls, parts, {
        count: (text, { provider, model }) => counter.count(text, refOf(provider, modelBehind(project, provider, model))),
        textOf: (other) => (other === document.uri ? document.text : undefined),
      });
    },
    countable(uri, position) {
      const found = callAt(uri, position);
      return found === undefined ? undefined : countable(found);
    },
    promptMarks(uri) {
      const document = find(uri);
      if (document === undefined) return [];
      // Prompts stand in files of their own, too: whoever sends them marks them there.
      const marks = promptMarks([...allCalls().values()].flat(), document.uri);
      return within(document.program, uri, marks, ({ at }) => at).map(({ item, place }) => ({ ...item, range: place.range }));
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
          const diagnostic = diagnosticOf(finding, place.range, whereIs, host);
          actions.push(...quickFixes(finding, diagnostic, view, host.asksReason?.() === true));
        }
        actions.push(...ruleFixes(actions, findings, view));
      }
      if (wants(COMPRESS) && promptAt(uri, range.start) !== undefined) actions.push(compressAction);
      if (only !== undefined && wants(FIX_ALL)) {
        const action = fixAll(findings, view);
        if (action !== undefined) actions.push(action);
      }
      return actions;
    },
  };
}

function startOf({ offset }: { readonly offset: number }): Span {
  return { start: offset, end: offset };
}
