/** Bundles: code that a program has written, in lines that nobody reads. */

import type { Language } from './facts.ts';

/** Lines longer than this are not written by hand, in UTF-16 units. */
const LONG_LINE = 2000;
/** Shorter texts are quick to read, whatever they are. */
const MIN_LENGTH = 20_000;
/** Share of `;(){}=` in long lines from which on they are code: prose and data stay below a third of it. */
const CODE_SHARE = 0.08;

/** Languages of bundles. */
const SCRIPTS: ReadonlySet<Language> = new Set(['javascript', 'typescript']);

/** True for a script that is a minified bundle, see {@link isMinified}. */
export function isBundle(text: string, language: Language): boolean {
  return SCRIPTS.has(language) && isMinified(text);
}

/**
 * True for a minified bundle: most of the text is long lines, and these are code. Long lines of prose or data are not, so a prompt written on
 * one line stays a prompt. One pass over the text.
 */
export function isMinified(text: string): boolean {
  if (text.length < MIN_LENGTH) return false;
  let long = 0;
  let marks = 0;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (end - start > LONG_LINE) {
      long += end - start;
      for (let at = start; at < end; at++) if (isMark(text.charCodeAt(at))) marks++;
    }
    start = end + 1;
  }
  return long * 2 > text.length && marks > long * CODE_SHARE;
}

/** `;`, `(`, `)`, `{`, `}` and `=`. */
function isMark(unit: number): boolean {
  return unit === 59 || unit === 40 || unit === 41 || unit === 123 || unit === 125 || unit === 61;
}
