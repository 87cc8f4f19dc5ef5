import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  bundledPriceSources,
  createLanguageService,
  createPriceBook,
  defaultSettings,
  mayHoldCalls,
  MAX_TEXT_LENGTH,
  type LanguageService,
  type ProjectFiles,
  type Settings,
} from '../core/index.ts';
import { readConfiguration, readGrammar, relative, sourceFiles, type FileProblem, type SourceFile } from '../files/index.ts';

/** A file that was analysed; answers about it come from the service. */
export interface AnalysedFile extends SourceFile {
  readonly uri: string;
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
): Promise<{ readonly root: string; readonly problems: FileProblem[] }> {
  const root = process.cwd();
  const problems: FileProblem[] = [];
  const service = await createService({ ...defaultSettings, ...settings }, (message) => problems.push({ file: '.', message }));
  const texts = new Map<string, SourceFile>();
  const candidates: string[] = [];
  for (const source of sourceFiles(root, paths, problems)) {
    const { file, text } = source;
    if (text.length > MAX_TEXT_LENGTH) {
      problems.push({
        file,
        message: `the file has ${text.length.toLocaleString('en-US')} characters; more than ${MAX_TEXT_LENGTH.toLocaleString('en-US')} are not analysed`,
      });
      continue;
    }
    const uri = pathToFileURL(path.resolve(root, file)).href;
    texts.set(uri, source);
    if (mayHoldCalls(text)) candidates.push(uri);
  }
  const files: ProjectFiles = { uris: [...texts.keys()], read: (uri) => texts.get(uri)?.text ?? readConfiguration(uri) };
  for (const message of await service.prepare(candidates))
    if (!problems.some((known) => known.message === message)) problems.push({ file: '.', message });
  const found = new Set(service.analyzeProject(files, candidates));
  for (const [uri, source] of texts) if (found.has(uri)) visit({ ...source, uri }, service);
  return { root, problems };
}
