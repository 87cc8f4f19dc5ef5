import {
  bundledPriceSources,
  createLanguageService,
  createPriceBook,
  defaultSettings,
  loadProjectConfig,
  type Host,
  type LanguageService,
  type ProjectConfig,
  type Settings,
} from '../../src/core/index.ts';
import { readGrammar } from '../../src/files/index.ts';
import { countO200k } from './o200k.ts';

/** Prices have dates: tests stand still on this day, 2026-11-21. */
export const TODAY = Date.UTC(2026, 10, 21, 12);

const prices = createPriceBook(bundledPriceSources());

/** A pennylint.yaml at `file:///app/` for {@link testService}. Problems in it are not looked at. */
export function testConfig(text: string): ProjectConfig | undefined {
  const uri = 'file:///app/pennylint.yaml';
  return loadProjectConfig(uri, 'pennylint.yaml', text, { prices: bundledPriceSources(), today: '2026-11-21' }).config;
}

/** Most tests hold a script of a few lines, of whose single answers `unbounded-output` speaks only when it is asked for. Name `rules` to do without. */
const ASKED: Partial<Settings> = { rules: { 'unbounded-output': 'hint' } };

/** A host with everything real but the clock. `log` collects what core reports about itself. */
export function hostFor(settings: Partial<Settings> = {}, log: string[] = [], config?: ProjectConfig): Host {
  return {
    countTokens: countO200k,
    prices,
    readGrammar,
    now: () => TODAY,
    elapsed: () => performance.now(),
    pause: () => Promise.resolve(),
    settings: () => ({ ...defaultSettings, ...ASKED, ...settings }),
    project: (uri) => (config === undefined ? undefined : { config, path: uri.replace('file:///app/', '') }),
    pathInProject: (uri) => uri.replace('file:///', ''),
    rulePage: (id) => `page:${id}`,
    log: (message) => log.push(message),
  };
}

/** A language service of such a host. */
export function testService(settings: Partial<Settings> = {}, log: string[] = [], config?: ProjectConfig): LanguageService {
  return createLanguageService(hostFor(settings, log, config));
}

/** Opens and analyses one text. Returns the service. */
export function analysed(
  text: string,
  uri = 'file:///app/main.py',
  settings: Partial<Settings> = {},
  config?: ProjectConfig,
): LanguageService {
  const service = testService(settings, [], config);
  service.open({ uri, languageId: undefined, version: 1, text });
  service.analyzeNow(uri);
  return service;
}
