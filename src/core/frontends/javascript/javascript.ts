import { parser as grammar } from '@lezer/javascript';
import type { Language } from '../../facts.ts';
import type { FrontEnd } from '../front-end.ts';
import { lezerParser } from '../lezer.ts';
import { bridgeGaps } from './gaps.ts';
import { readStatements, startStatements } from '../statements.ts';
import { Reader } from './reader.ts';

function frontEnd(language: Language, dialect: string, extensions: readonly string[], languageIds: readonly string[]): FrontEnd {
  return {
    language,
    languageIds,
    extensions,
    lineComment: '//',
    parser: lezerParser(grammar.configure({ dialect }), bridgeGaps),
    facts: (uri, tree) => readStatements(new Reader(uri, language, tree)),
    startFacts: (uri, tree, keep) => startStatements(() => new Reader(uri, language, tree), keep),
  };
}

/** TypeScript source, by `@lezer/javascript`. */
export const typescript = frontEnd('typescript', 'ts', ['.ts', '.mts', '.cts'], ['typescript']);

/** TypeScript source with JSX, in which `<T>x` is no cast. */
export const typescriptReact = frontEnd('typescript', 'ts jsx', ['.tsx'], ['typescriptreact']);

/** JavaScript source, with or without JSX. */
export const javascript = frontEnd('javascript', 'jsx', ['.js', '.mjs', '.cjs', '.jsx'], ['javascript', 'javascriptreact']);
