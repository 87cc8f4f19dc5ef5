import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  bundledPriceSources,
  candidateFiles,
  createLanguageService,
  createO200kCount,
  createPriceBook,
  defaultSettings,
  isIgnoredPath,
  problemText,
  type BilledReport,
  type Finding,
  type LanguageService,
  type ProjectFiles,
  type Settings,
} from '../core/index.ts';
import {
  companionReader,
  readConfiguration,
  readGrammar,
  readVocabulary,
  relative,
  sourceFiles,
  type FileProblem,
  type SourceFile,
} from '../files/index.ts';
import { ProjectConfigs, type ConfigFile } from '../files/projectConfigs.ts';
import { readBilled } from './billed.ts';
import { UsageError } from './errors.ts';
import { placeToJson } from './formatters/place.ts';
import { parserScript, readAhead } from './parsing.ts';

/** A file that was analysed; answers about it come from the service. */
export interface AnalysedFile extends SourceFile {
  readonly uri: string;
}

/** What was found out about some paths together. */
export interface Analysed {
  readonly root: string;
  readonly problems: FileProblem[];
  readonly service: LanguageService;
  /** Files with calls, and those that nothing could be read of, in the order of the paths. */
  readonly files: readonly AnalysedFile[];
  /** What the budgets of each configuration that was read say. */
  readonly project: readonly ProjectFindings[];
}

/** The language service as the command line uses it: every document analysed at once, nothing kept. */
export async function createService(
  settings: Settings,
  log: (message: string) => void,
  configs?: ProjectConfigs,
  billed?: BilledReport,
): Promise<LanguageService> {
  return createLanguageService({
    countTokens: createO200kCount(await readVocabulary()),
    prices: createPriceBook(bundledPriceSources()),
    ...(billed === undefined ? {} : { billed: () => billed }),
    readGrammar,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    settings: () => settings,
    project: (uri) => configs?.of(uri),
    pathInProject: (uri) => (uri.startsWith('file:') ? relative(process.cwd(), fileURLToPath(uri)) : uri),
    rulePage: () => undefined,
    log,
  });
}

/** Which configuration the command line was told to use. */
export interface ConfigChoice {
  /** `--config`: this file for everything; its patterns are relative to the current folder. */
  readonly file?: string | undefined;
  /** `--no-config`: none. */
  readonly none?: boolean | undefined;
  /** `--billed`: what `pennylint spend --format json` wrote. */
  readonly billed?: string | undefined;
}

/** The option of the commands that set what was billed beside the calls. */
export const billedOption = { billed: { type: 'string' } } as const;

/** The options of every command that reads pennylint.yaml. */
export const configOptions = { config: { type: 'string' }, 'no-config': { type: 'boolean' } } as const;

function configsFor(root: string, { file, none }: ConfigChoice): ProjectConfigs | undefined {
  if (none === true && file !== undefined) throw new UsageError('--config and --no-config exclude each other.');
  if (none === true) return undefined;
  const only = file === undefined ? undefined : path.resolve(root, file);
  if (only !== undefined && statSync(only, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`There is no file ${file ?? ''}.`);
  return new ProjectConfigs({
    roots: [root],
    prices: bundledPriceSources,
    openText: () => undefined,
    now: () => Date.now(),
    ...(only === undefined ? {} : { only }),
  });
}

/** What is wrong with the configuration files that were read, as problems of those files. */
function configProblems(configs: ProjectConfigs | undefined): FileProblem[] {
  return (configs?.files ?? []).flatMap(({ label, problems, lines }) =>
    problems.map(({ message, at }) => {
      const { line, character } = lines.positionAt(at.start);
      return { file: label, line: line + 1, column: character + 1, message };
    }),
  );
}

/** What could not be read of a file. */
function problemsOf({ file, uri }: AnalysedFile, service: LanguageService): FileProblem[] {
  return service.problems(uri).map((problem) => {
    const { line, column } = placeToJson(service, { uri, start: problem.span?.start ?? 0, end: problem.span?.end ?? 0 });
    return { file, message: problemText(problem), line, column, ...(problem.fatal ? {} : { partial: true as const }) };
  });
}

/** Findings about whole projects, with the configuration file in which they stand. */
export interface ProjectFindings {
  readonly file: ConfigFile;
  readonly findings: readonly Finding[];
}

/**
 * Analyses all files under some paths together; `visit` then asks the service about each file that holds calls. Answers come in the order of
 * the paths.
 */
export async function analyseFiles(
  paths: readonly string[],
  settings: Partial<Settings>,
  visit: (file: AnalysedFile, service: LanguageService) => void,
  choice: ConfigChoice = {},
): Promise<Analysed> {
  const root = process.cwd();
  const problems: FileProblem[] = [];
  const configs = configsFor(root, choice);
  configs?.ofFolder(choice.file === undefined ? root : path.dirname(path.resolve(root, choice.file)));
  const service = await createService(
    { ...defaultSettings, ...settings },
    (message) => problems.push({ file: '.', message }),
    configs,
    readBilled(choice.billed),
  );
  const texts = new Map<string, SourceFile>();
  for (const source of sourceFiles(root, paths, problems)) {
    const uri = pathToFileURL(path.resolve(root, source.file)).href;
    texts.set(uri, source);
  }
  const companion = companionReader([root, ...paths.map((given) => path.resolve(root, given))]);
  const files: ProjectFiles = {
    uris: [...texts.keys()],
    read: (uri) => texts.get(uri)?.text ?? companion(uri),
    configuration: (uri) => texts.get(uri)?.text ?? companion(uri) ?? readConfiguration(uri),
    program: (uri) => texts.get(uri)?.program,
  };
  // Files that are left out are still known by name: others may import them.
  const candidates = candidateFiles(files).filter((uri) => !isIgnoredPath(configs?.of(uri)));
  for (const message of await service.prepare(candidates))
    if (!problems.some((known) => known.message === message)) problems.push({ file: '.', message });
  const facts = await readAhead(
    candidates.filter((uri) => texts.get(uri)?.program === undefined),
    (uri) => files.read(uri),
    parserScript(),
  );
  const found = new Set(service.analyzeProject({ ...files, facts: (uri) => facts.get(uri) }, candidates));
  const analysed = [...texts].filter(([uri]) => found.has(uri)).map(([uri, source]): AnalysedFile => ({ ...source, uri }));
  for (const file of analysed) visit(file, service);
  problems.push(...analysed.flatMap((file) => problemsOf(file, service)));
  const project = (configs?.files ?? []).map((file) => ({
    file,
    findings: file.config === undefined ? [] : service.projectFindings(file.config),
  }));
  return { root, problems: [...configProblems(configs), ...problems], service, files: analysed, project };
}
