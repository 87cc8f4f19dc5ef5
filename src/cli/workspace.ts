import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  bundledPriceSources,
  candidateFiles,
  createLanguageService,
  createPriceBook,
  defaultSettings,
  type LanguageService,
  type ProjectFiles,
  type Settings,
} from '../core/index.ts';
import { companionReader, readGrammar, relative, sourceFiles, type FileProblem, type SourceFile } from '../files/index.ts';

/** A file that was analysed; answers about it come from the service. */
export interface AnalysedFile extends SourceFile {
  readonly uri: string;
}

/** What was found out about some paths together. */
export interface Analysed {
  readonly root: string;
  readonly problems: FileProblem[];
  readonly service: LanguageService;
  /** Files with calls, in the order of the paths. */
  readonly files: readonly AnalysedFile[];
}

/** The language service as the command line uses it: every document analysed at once, nothing kept. */
export async function createService(settings: Settings, log: (message: string) => void): Promise<LanguageService> {
  const { countO200k } = await import('../core/tokens/o200k.ts');
  return createLanguageService({
    countTokens: countO200k,
    prices: createPriceBook(bundledPriceSources()),
    readGrammar,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    settings: () => settings,
    pathInProject: (uri) => (uri.startsWith('file:') ? relative(process.cwd(), fileURLToPath(uri)) : uri),
    rulePage: () => undefined,
    log,
  });
}

/**
 * Analyses all files under some paths together; `visit` then asks the service about each file that holds calls. Answers come in the order of
 * the paths.
 */
export async function analyseFiles(
  paths: readonly string[],
  settings: Partial<Settings>,
  visit: (file: AnalysedFile, service: LanguageService) => void,
): Promise<Analysed> {
  const root = process.cwd();
  const problems: FileProblem[] = [];
  const service = await createService({ ...defaultSettings, ...settings }, (message) => problems.push({ file: '.', message }));
  const texts = new Map<string, SourceFile>();
  for (const source of sourceFiles(root, paths, problems)) {
    const uri = pathToFileURL(path.resolve(root, source.file)).href;
    texts.set(uri, source);
  }
  const companion = companionReader([root, ...paths.map((given) => path.resolve(root, given))]);
  const files: ProjectFiles = {
    uris: [...texts.keys()],
    read: (uri) => texts.get(uri)?.text ?? companion(uri),
    program: (uri) => texts.get(uri)?.program,
  };
  const candidates = candidateFiles(files);
  for (const message of await service.prepare(candidates))
    if (!problems.some((known) => known.message === message)) problems.push({ file: '.', message });
  const found = new Set(service.analyzeProject(files, candidates));
  const analysed = [...texts].filter(([uri]) => found.has(uri)).map(([uri, source]): AnalysedFile => ({ ...source, uri }));
  for (const file of analysed) visit(file, service);
  return { root, problems, service, files: analysed };
}
