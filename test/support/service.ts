import {
  bundledPriceSources,
  createLanguageService,
  createPriceBook,
  defaultSettings,
  type Host,
  type LanguageService,
  type Settings,
} from '../../src/core/index.ts';
import { readGrammar } from '../../src/files/index.ts';
import { countO200k } from '../../src/core/tokens/o200k.ts';

/** Prices have dates: tests stand still on this day, 2026-11-21. */
export const TODAY = Date.UTC(2026, 10, 21, 12);

const prices = createPriceBook(bundledPriceSources());

/** A host with everything real but the clock. `log` collects what core reports about itself. */
export function hostFor(settings: Partial<Settings> = {}, log: string[] = []): Host {
  return {
    countTokens: countO200k,
    prices,
    readGrammar,
    now: () => TODAY,
    elapsed: () => performance.now(),
    pause: () => Promise.resolve(),
    settings: () => ({ ...defaultSettings, ...settings }),
    pathInProject: (uri) => uri.replace('file:///', ''),
    rulePage: (id) => `page:${id}`,
    log: (message) => log.push(message),
  };
}

/** A language service of such a host. */
export function testService(settings: Partial<Settings> = {}, log: string[] = []): LanguageService {
  return createLanguageService(hostFor(settings, log));
}

/** Opens and analyses one text. Returns the service. */
export function analysed(text: string, uri = 'file:///app/main.py', settings: Partial<Settings> = {}): LanguageService {
  const service = testService(settings);
  service.open({ uri, languageId: undefined, version: 1, text });
  service.analyzeNow(uri);
  return service;
}
