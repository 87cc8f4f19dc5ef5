/**
 * What must survive a rewrite: sentences with MUST, NEVER or ALWAYS, numbers, code, placeholders, quoted values, addresses, names. What is lost
 * is named, and the rewrite is dropped.
 */
import { inlineCode, placeholder } from './scan.ts';
import { withoutFillers } from './wording.ts';

const kinds: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['code', inlineCode],
  ['address', /\bhttps?:\/\/[^\s)>\]"']+/g],
  ['placeholder', placeholder],
  ['number', /\d+(?:[.,:/-]\d+)*/g],
  ['value', /"[^"\n]{1,80}"|“[^”\n]{1,80}”/g],
  ['name', /\b[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Z][A-Z0-9_]+\b/g],
];

const strong = /\b(?:must|never|always|not|only|shall|required?|forbidden|mandatory|don['’]t|cannot|can['’]t|except|unless)\b/i;

/** A text with everything that must survive in it: words without signs, so that layout does not count. */
function canonical(text: string): string {
  return ` ${withoutFillers(text.replace(/[\u200B\u2060\uFEFF]/g, '').replaceAll('\u00A0', ' '))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

/**
 * The first thing of a text that does not stand in another any more; undefined when all survives. Numbers, code and names are compared as
 * they are, sentences by their words. Takes time in proportion to what is stated times the text, so it is asked of rewrites, not of keystrokes.
 *
 * @param before what is rewritten
 * @param after the whole text after it
 */
export function lostConstraint(before: string, after: string): string | undefined {
  const dense = withoutBlanks(after);
  for (const [kind, pattern] of kinds) {
    const found = new Set([...before.matchAll(pattern)].map(([text]) => text));
    for (const text of found)
      if (kind === 'number' ? !isNumberIn(after, text) : !dense.includes(withoutBlanks(kind === 'value' ? text.slice(1, -1) : text)))
        return `${kind} ${text.slice(0, 60)}`;
  }
  const sentences = before.split(/(?<=[.!?])\s|\n/).filter((sentence) => strong.test(sentence));
  if (sentences.length === 0) return undefined;
  const whole = canonical(after);
  for (const sentence of sentences) {
    const words = canonical(sentence.replace(/^\s*(?:[-+•*]|\d+[.)])\s+/, ''));
    if (!whole.includes(words)) return `the sentence “${sentence.trim().slice(0, 60)}”`;
  }
  return undefined;
}

/** Layout does not count. */
function withoutBlanks(text: string): string {
  return text.replace(/[\s\u200B\u2060\uFEFF]+/g, '');
}

/** A number must stand by itself, not within another. */
function isNumberIn(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    if (!/\d/.test(text[at - 1] ?? '') && !/\d/.test(text[at + wanted.length] ?? '')) return true;
  return false;
}
