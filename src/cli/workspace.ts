import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  bundledPriceSources,
  createLanguageService,
  createPriceBook,
  defaultSettings,
  type LanguageService,
  type Settings,
} from '../core/index.ts';
import { sourceFiles, type FileProblem, type SourceFile } from './files.ts';

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
    now: () => Date.now(),
    elapsed: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    settings: () => settings,
    rulePage: () => undefined,
    log,
  });
}

/** Analyses files one by one; `visit` asks the service about each while it is open. */
export async function analyseFiles(
  paths: readonly string[],
  settings: Partial<Settings>,
  visit: (file: AnalysedFile, service: LanguageService) => void,
): Promise<{ readonly root: string; readonly problems: FileProblem[] }> {
  const root = process.cwd();
  const problems: FileProblem[] = [];
  let current = '';
  const service = await createService({ ...defaultSettings, ...settings }, (message) => problems.push({ file: current, message }));
  for (const { file, text } of sourceFiles(root, paths, problems)) {
    if (!mayHoldCalls(text)) continue;
    current = file;
    const uri = pathToFileURL(path.resolve(root, file)).href;
    const refusal = service.open({ uri, languageId: undefined, version: 1, text });
    if (refusal !== undefined) {
      problems.push({ file, message: refusal });
      continue;
    }
    service.analyzeNow(uri);
    visit({ file, text, uri }, service);
    service.close(uri);
  }
  return { root, problems };
}

/** A file that names no SDK cannot hold a call that counts: it is not parsed. */
function mayHoldCalls(text: string): boolean {
  return /openai|anthropic/i.test(text);
}
