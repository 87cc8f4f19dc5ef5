/** Finds what compression must leave alone. */
import type { Span } from '../facts.ts';
import { codeFences } from '../templates/plain.ts';
import { HOLE, touches, type Scan } from './rewrite.ts';

/** Placeholders of all template syntaxes, whichever one a text is written in, and what has been put in for holes. */
export const placeholder = new RegExp(
  [
    HOLE,
    '\\{\\{[^{}\\n]{0,200}\\}\\}',
    '\\{[%#][^\\n]{0,300}?[%#]\\}',
    '<%[^\\n]{0,300}?%>',
    '<<[^<>\\n]{1,80}>>',
    '\\$\\{[^{}\\n]{0,200}\\}',
    '\\{[A-Za-z_$][\\w.\\[\\]$]{0,80}(?:![rsa])?(?::[^{}"\\s]{0,40})?\\}',
    '\\$(?:[A-Z_]{2,}|\\d)\\b(?:\\[\\d+\\])?',
    '%\\([A-Za-z_]\\w*\\)[sdrf]',
    '%[sdrf]\\b',
    '!`[^`\\n]+`',
  ].join('|'),
  'g',
);

/** Inline code of Markdown: one or several back ticks, closed on the same line. */
export const inlineCode = /(?<!`)(`{1,9})(?!`)[^\n]{0,600}?[^`\n]\1(?!`)/g;

/** A text with what is guarded in it. Takes time in proportion to the text. */
export function scanText(text: string): Scan {
  const fences = codeFences(text);
  const found: Span[] = [...fences];
  for (const pattern of [placeholder, inlineCode])
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  return { text, fences, guarded: union(found) };
}

/** Stretches of prose that stand for something said elsewhere: examples, quotations, addresses, paths. Wording there is not ours. */
export function quotedSpans({ text, guarded }: Scan): Span[] {
  const found: Span[] = [...guarded];
  const patterns = [
    /<(examples?|samples?|output|template|quote|code|pre|conversation|transcript)\b[^<>\n]{0,80}>[^]{0,5000}?<\/\1>/gi,
    /"[^"\n]{1,300}"|“[^”\n]{1,300}”|«[^»\n]{1,300}»|(?<![\w'])'[^'\n]{2,200}'(?!\w)/g,
    /^[ \t]*>.*$/gm,
    /^(?: {4}|\t)(?![ \t]*(?:[-*+•]|\d+[.)])[ \t]).*$/gm,
    /\b[a-z][a-z+.-]{0,20}:\/\/[^\s)>\]"']+/gi,
    /(?<![\w.@-])(?:\.{0,2}\/)?[\w.@-]+(?:\/[\w.@*-]+)+/g,
    /^[ \t]*\|.*$/gm,
    /<!--[^]{0,5000}?-->/g,
  ];
  for (const pattern of patterns)
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  return union(found);
}

/** Spans in order, those that touch or overlap made one. */
export function union(spans: readonly Span[]): Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** A line without its break. */
export interface Line extends Span {
  readonly text: string;
  readonly inFence: boolean;
}

/** The lines of a text. */
export function linesOf({ text, fences }: Scan): Line[] {
  const result: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    const end = stop > start && text[stop - 1] === '\r' ? stop - 1 : stop;
    result.push({ start, end, text: text.slice(start, end), inFence: touches(fences, { start, end: Math.max(end, start + 1) }) });
    if (newline < 0) break;
    start = newline + 1;
  }
  return result;
}
