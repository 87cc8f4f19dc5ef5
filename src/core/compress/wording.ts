/** Rewrites of single stretches of prose: filler phrases, comments of HTML, drawn lines. English only. */
import { touches, type Change, type Rewrite, type Scan } from './rewrite.ts';
import { one } from './layout.ts';
import { linesOf, quotedSpans } from './scan.ts';

/** Phrases that say in several words what one says. Own list; each keeps the grammar of its sentence. */
const fillers: readonly (readonly [pattern: string, instead: string])[] = [
  ['in order to', 'to'],
  ['so as to', 'to'],
  ['due to the fact that', 'because'],
  ['in the event that', 'if'],
  ['at this point in time', 'now'],
  ['prior to', 'before'],
  ['subsequent to', 'after'],
  ['a (?:large|great|vast|significant) number of', 'many'],
  ['(?<!\\b(?:not|what|if|whether) )(?:is|are) able to', 'can'],
  ['(?<!\\b(?:will|would|may|might|should|must|could|can|to|not|who|that|and) )(?:has|have) the ability to', 'can'],
  ['for the purposes? of', 'for'],
  ['each and every', 'each'],
  ['any and all', 'all'],
  ['first and foremost', 'first'],
  ['at all times', 'always'],
  ['on a regular basis', 'regularly'],
  ['takes? into (?:account|consideration)', 'consider'],
  ["(?:it is|it's) (?:important|essential|crucial|critical) that you", 'you'],
];

const filler = new RegExp(`\\b(?:${fillers.map(([pattern]) => `(${pattern.replaceAll(' ', '[ ]')})`).join('|')})\\b(?!-)`, 'gi');

/** Phrases that a shorter one replaces. */
export function fillerRewrites(scan: Scan): Rewrite[] {
  if (scan.text.search(filler) < 0) return [];
  const quoted = quotedSpans(scan);
  const headings = linesOf(scan).filter(({ text }) => /^[ \t]*#{1,6} /.test(text));
  return [...scan.text.matchAll(filler)].flatMap((match): Rewrite[] => {
    const change = replacement(match);
    if (change === undefined || touches(quoted, change) || touches(headings, change)) return [];
    return [{ class: 'filler', changes: [change] }];
  });
}

function replacement(match: RegExpExecArray | RegExpMatchArray): Change | undefined {
  const [written] = match;
  const start = match.index ?? 0;
  const groups: readonly (string | undefined)[] = match.slice(1);
  const entry = fillers[groups.findIndex((group) => group !== undefined)];
  // Shouting is weight, and a title has capitals of its own.
  if (entry === undefined || /[A-Z]/.test(written.slice(1))) return undefined;
  const instead = /^takes /i.test(written) ? 'considers' : entry[1];
  const newText = /^[A-Z]/.test(written) ? instead.charAt(0).toUpperCase() + instead.slice(1) : instead;
  return { start, end: start + written.length, newText };
}

/** A text with every filler phrase replaced, for comparing what two texts say. */
export function withoutFillers(text: string): string {
  return text.replace(filler, (written, ...groups: unknown[]) => {
    const entry = fillers[groups.slice(0, fillers.length).findIndex((group) => group !== undefined)];
    return /^takes /i.test(written) ? 'considers' : (entry?.[1] ?? written);
  });
}

/** Comments that tools or people need: directives, regions, licences, banners of generated files. */
const needed =
  /^<!--[^]*?(?:prettier|markdownlint|eslint|cspell|vale|textlint|toc|region|copyright|licen[cs]e|spdx|generated|do not edit|begin|start|end|\bai\b|\bllm|model|assistant|agent|claude|copilot|cursor|prompt|instruction)/i;

/** Comments of HTML on lines of their own. The model reads them like everything else. */
export function commentRewrites(scan: Scan): Rewrite[] {
  const { text, fences } = scan;
  if (!text.includes('<!--')) return [];
  return [...text.matchAll(/^[ \t]*<!--(?!\s*\/)[^]*?-->[ \t]*(?:\r?\n|$)/gm)].flatMap((match): Rewrite[] => {
    const change = { start: match.index, end: match.index + match[0].length, newText: '' };
    if (needed.test(match[0].trim()) || /\n[ \t]*\r?\n/.test(match[0]) || touches(fences, change)) return [];
    return one(scan, 'comment', change);
  });
}

/** Lines that are drawn with signs that Markdown does not know: a frame is to be looked at. */
export function decorationRewrites(scan: Scan): Rewrite[] {
  const lines = linesOf(scan);
  if (!lines.some(({ text }) => /[─━═▬■▓░█~#•·+]{8}/.test(text))) return [];
  // What stands in a sample of output is to be printed.
  const quoted = quotedSpans(scan);
  return lines.flatMap((line, index): Rewrite[] => {
    if (line.inFence || !/^[ \t]*[─━═▬■▓░█~#•·+]{8,}[ \t]*$/.test(line.text) || /^[ \t]*~/.test(line.text)) return [];
    // A line between others may be a part of a drawing or a table.
    const drawn = [lines[index - 1], lines[index + 1]].some((near) => near !== undefined && /[│┃║┌┐└┘├┤╔╗╚╝╠╣|]/.test(near.text));
    const next = lines[index + 1];
    return drawn || next === undefined || touches(quoted, line)
      ? []
      : one(scan, 'decoration', { start: line.start, end: next.start, newText: '' });
  });
}
