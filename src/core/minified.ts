/** Bundles: code that a program has written, in lines that nobody reads. */

import type { Language } from './facts.ts';

/** Lines longer than this are not written by hand, in UTF-16 units. */
const LONG_LINE = 2000;
/** Some minifiers break their lines at 500 characters; such lines have hardly a blank in them (1 to 4 %, while people write 10 % and more). */
const BROKEN_LINE = 300;
const BLANK_SHARE = 0.06;
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
  let broken = 0;
  let brokenMarks = 0;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const length = end - start;
    if (length > BROKEN_LINE) {
      let own = 0;
      let blanks = 0;
      for (let at = start; at < end; at++) {
        const unit = text.charCodeAt(at);
        if (isMark(unit)) own++;
        else if (unit === BLANK) blanks++;
      }
      if (length > LONG_LINE) {
        long += length;
        marks += own;
      }
      if (blanks < length * BLANK_SHARE) {
        broken += length;
        brokenMarks += own;
      }
    }
    start = end + 1;
  }
  return (long * 2 > text.length && marks > long * CODE_SHARE) || (broken * 2 > text.length && brokenMarks > broken * CODE_SHARE);
}

const BLANK = 32;

/** `;`, `(`, `)`, `{`, `}` and `=`. */
function isMark(unit: number): boolean {
  return unit === 59 || unit === 40 || unit === 41 || unit === 123 || unit === 125 || unit === 61;
}
