/** Rewrites of layout: bytes that mean nothing to a reader of Markdown or plain text. */
import { HOLE, touches, type Change, type Rewrite, type Scan } from './rewrite.ts';
import { linesOf, quotedSpans, type Line } from './scan.ts';

/** All rewrites of layout, but that of JSON. */
export function layoutRewrites(scan: Scan): Rewrite[] {
  const lines = linesOf(scan);
  return [...tables(scan, lines), ...longRules(scan, lines), ...invisible(scan), ...blankLines(scan, lines), ...trailing(scan, lines)];
}

/** White space at line ends. Two blanks before a line of text are a line break of Markdown and stay. */
function trailing(scan: Scan, lines: readonly Line[]): Rewrite[] {
  return lines.flatMap((line, index): Rewrite[] => {
    if (line.inFence) return [];
    const kept = line.text.replace(/[ \t]+$/, '').length;
    if (kept === line.text.length) return [];
    const next = lines[index + 1];
    // At the end of a text more text may follow in the program.
    if (next === undefined || next.text.startsWith(HOLE)) return [];
    const isBreak =
      / {2}$/.test(line.text) && kept > 0 && next.text.trim() !== '' && !/^[ \t]*(?:#|\||[-*+] |\d+[.)] |```|~~~)/.test(next.text);
    return isBreak ? [] : one(scan, 'trailing-space', { start: line.start + kept, end: line.end, newText: '' });
  });
}

/** More than two blank lines in a row become one. */
function blankLines(scan: Scan, lines: readonly Line[]): Rewrite[] {
  const result: Rewrite[] = [];
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    while (to < lines.length && lines[to]?.inFence === false && lines[to]?.text.trim() === '') to++;
    const second = lines[from + 1];
    const behind = lines[to];
    if (to - from > 2 && second !== undefined && behind !== undefined)
      result.push(...one(scan, 'blank-lines', { start: second.start, end: behind.start, newText: '' }));
    if (to > from) from = to - 1;
  }
  return result;
}

const delimiterRow = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** Padding of the cells of Markdown tables, and the length of the dashes below their heads. */
function tables(scan: Scan, lines: readonly Line[]): Rewrite[] {
  const result: Rewrite[] = [];
  for (let head = 0; head + 1 < lines.length; head++) {
    const below = lines[head + 1];
    if (below?.text.includes('|') !== true || below.inFence || !delimiterRow.test(below.text) || lines[head]?.text.includes('|') !== true)
      continue;
    let end = head + 2;
    while (end < lines.length && lines[end]?.inFence === false && lines[end]?.text.includes('|') === true) end++;
    const changes = lines.slice(head, end).flatMap((line, row) => (row === 1 ? dashes(line) : padding(line)));
    // A table whose rows all begin with a bar keeps its form; others depend on their blanks.
    if (lines.slice(head, end).every((line) => /^[ \t]*\|/.test(line.text))) result.push(...group(scan, 'table-padding', changes));
    head = end - 1;
  }
  return result;
}

/** Blanks beyond one on either side of a bar. Blanks within a cell are text. */
function padding(line: Line): Change[] {
  const found: Change[] = [];
  for (const { 0: blanks, index } of line.text.matchAll(/(?<=(?<!\\)\|)[ \t]{2,}|[ \t]{2,}(?=\|)/g)) {
    if (line.text.slice(0, index).trim() === '') continue;
    const start = line.start + index;
    const end = start + blanks.length;
    // Blanks at the end of the line belong to another rewrite.
    if (end === line.end) continue;
    found.push({ start: start + 1, end, newText: '' });
  }
  return found;
}

function dashes(line: Line): Change[] {
  return [
    ...[...line.text.matchAll(/-{4,}/g)].map(({ 0: run, index }) => ({
      start: line.start + index + 3,
      end: line.start + index + run.length,
      newText: '',
    })),
    ...padding(line),
  ].sort((a, b) => a.start - b.start);
}

/** Thematic breaks, underlines of headings and closing marks of headings: Markdown reads three characters like thirty. */
function longRules(scan: Scan, lines: readonly Line[]): Rewrite[] {
  return lines.flatMap((line): Rewrite[] => {
    if (line.inFence) return [];
    const run = /^([ ]{0,3})([-=*_])\2{3,}[ \t]*$/.exec(line.text);
    if (run === null) return [];
    const start = line.start + (run[1]?.length ?? 0) + 3;
    return one(scan, 'long-rules', { start, end: line.start + line.text.trimEnd().length, newText: '' });
  });
}

/**
 * No-break spaces between words, and characters of no width. A no-break space beside a sign of French typography or a number has a reason, and
 * joiners (U+200C, U+200D) have a meaning in many scripts.
 */
function invisible(scan: Scan): Rewrite[] {
  const { text } = scan;
  const changes: Change[] = [];
  if (!/[\u00A0\u200B\u2060\uFEFF]/.test(text)) return [];
  const quoted = quotedSpans(scan);
  for (const { 0: found, index: start } of text.matchAll(/(?<=[A-Za-z,.;)])\u00A0(?=[A-Za-z(])|[\u200B\u2060]|(?<=[^])\uFEFF/g)) {
    if (touches(quoted, { start, end: start + 1 })) continue;
    changes.push({ start, end: start + found.length, newText: found === '\u00A0' ? ' ' : '' });
  }
  return changes.length === 0 ? [] : [{ class: 'invisible', changes }];
}

/** A rewrite of one change, unless it touches what is guarded. */
export function one(scan: Scan, kind: Rewrite['class'], change: Change): Rewrite[] {
  return change.end <= change.start || touches(scan.guarded, change) ? [] : [{ class: kind, changes: [change] }];
}

function group(scan: Scan, kind: Rewrite['class'], changes: readonly Change[]): Rewrite[] {
  const free = changes.filter((change) => change.end > change.start && !touches(scan.guarded, change));
  return free.length === 0 ? [] : [{ class: kind, changes: free }];
}
