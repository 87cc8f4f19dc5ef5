/** Operations on symbolic text. Pieces keep their place in the source, whatever is done to them. */
import type { Branch, Certainty, HolePart, Location, Placement, TextPart } from '../ir.ts';
import { toSource } from '../frontends/source-map.ts';
import type { TextValue } from './value.ts';

type Piece = TextPart | HolePart;

/** Parts that follow each other, as one text. */
export function joinParts(parts: readonly Piece[], at: Location): TextValue {
  return { kind: 'text', parts: parts.filter((part) => part.kind === 'hole' || part.text !== ''), at };
}

/** The piece `[from, to)` of a text part; its map still leads to the right source offsets. */
export function slicePart(part: TextPart, from: number, to: number): TextPart {
  const map: number[] = [0, toSource(part.map, from)];
  // Long texts are cut into many pieces, and have many pairs.
  let [low, high] = [0, part.map.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((part.map[middle * 2] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  for (let i = low * 2; i < part.map.length && (part.map[i] ?? 0) <= to; i += 2) map.push((part.map[i] ?? 0) - from, part.map[i + 1] ?? 0);
  const at = { uri: part.at.uri, start: toSource(part.map, from), end: toSource(part.map, to) };
  return { ...part, text: part.text.slice(from, to), map, at };
}

/** Marks what comes through a placeholder as written in `placement`, unless a nearer string already holds it. */
export function place(parts: readonly Piece[], placement: Placement): Piece[] {
  return parts.map((part) => (part.placement === undefined ? { ...part, placement } : part));
}

/** Gives parts the certainty of the statement that adds them, unless they are less certain already. */
export function withCertainty<T extends { readonly certainty: Certainty; readonly branches?: readonly Branch[] }>(
  parts: readonly T[],
  certainty: Certainty,
  branch?: Branch,
): T[] {
  if (certainty === 'always') return [...parts];
  const sure = parts.map((part) => (part.certainty === 'repeated' ? part : { ...part, certainty }));
  return certainty === 'maybe' && branch !== undefined ? inBranches(sure, [branch]) : sure;
}

/** Parts or elements that a branch adds where another one adds others. */
export function inBranches<T extends { readonly branches?: readonly Branch[] }>(parts: readonly T[], added: readonly Branch[] = []): T[] {
  return added.length === 0 ? [...parts] : parts.map((part) => ({ ...part, branches: [...(part.branches ?? []), ...added] }));
}

/** Cuts white space off the ends, as `strip` does. */
export function strip(parts: readonly Piece[], side: 'both' | 'left' | 'right'): Piece[] {
  const result = [...parts];
  if (side !== 'right') {
    for (let first = result[0]; first?.kind === 'text'; first = result[0]) {
      const kept = first.text.trimStart();
      if (kept === '') {
        result.shift();
        continue;
      }
      result[0] = slicePart(first, first.text.length - kept.length, first.text.length);
      break;
    }
  }
  if (side !== 'left') {
    for (let last = result[result.length - 1]; last?.kind === 'text'; last = result[result.length - 1]) {
      const kept = last.text.trimEnd();
      if (kept === '') {
        result.pop();
        continue;
      }
      result[result.length - 1] = slicePart(last, 0, kept.length);
      break;
    }
  }
  return result;
}

/** Takes the indentation off that all lines share, as `textwrap.dedent` does; lines of white space only become empty. */
export function dedent(parts: readonly Piece[]): Piece[] {
  const indents: number[] = [];
  forEachLine(parts, (line) => {
    if (line.blank) return;
    indents.push(line.indent);
  });
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  const result: Piece[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'hole') {
      result.push(part);
      continue;
    }
    let at = 0;
    let lineStart = index === 0;
    while (at <= part.text.length) {
      const newline = part.text.indexOf('\n', at);
      const end = newline < 0 ? part.text.length : newline + 1;
      const line = part.text.slice(at, end);
      const body = newline < 0 ? line : line.slice(0, -1);
      const blank = body.trim() === '' && (newline >= 0 || index === parts.length - 1);
      const cut = !lineStart ? 0 : blank ? body.length : Math.min(common, body.length - body.trimStart().length);
      if (end > at + cut) result.push(slicePart(part, at + cut, end));
      if (newline < 0) break;
      at = end;
      lineStart = true;
    }
  }
  return result;
}

interface LineInfo {
  readonly indent: number;
  readonly blank: boolean;
}

function forEachLine(parts: readonly Piece[], visit: (line: LineInfo) => void): void {
  let indent = 0;
  let text = false;
  let started = true;
  for (const part of parts) {
    if (part.kind === 'hole') {
      text = true;
      started = false;
      continue;
    }
    for (const unit of part.text) {
      if (unit === '\n') {
        visit({ indent, blank: !text });
        indent = 0;
        text = false;
        started = true;
      } else if (started && (unit === ' ' || unit === '\t')) indent++;
      else {
        started = false;
        text = true;
      }
    }
  }
  visit({ indent, blank: !text });
}

/** A placeholder found in a format string; offsets are into the decoded text. */
export interface Placeholder {
  readonly from: number;
  readonly to: number;
  /** Argument name or position; undefined for the next positional one. */
  readonly name: string | number | undefined;
  /** Literal text that the placeholder stands for (`{{` → `{`, `%%` → `%`). */
  readonly literal: string | undefined;
}

/** Placeholders of `str.format`, in order. */
export function formatPlaceholders(text: string): Placeholder[] {
  const result: Placeholder[] = [];
  const pattern = /\{\{|\}\}|\{([^{}]*)\}/g;
  for (const match of text.matchAll(pattern)) {
    const from = match.index;
    const to = from + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      result.push({ from, to, name: undefined, literal: match[0][0] });
      continue;
    }
    const field = (match[1] ?? '').split(/[!:.[]/, 1)[0] ?? '';
    const name = field === '' ? undefined : /^\d+$/.test(field) ? Number(field) : field;
    result.push({ from, to, name, literal: undefined });
  }
  return result;
}

/** Placeholders of `%` formatting, in order. */
export function percentPlaceholders(text: string): Placeholder[] {
  const result: Placeholder[] = [];
  for (const match of text.matchAll(/%(?:\(([^)]*)\))?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[diouxXeEfFgGcrsa%]/g)) {
    const from = match.index;
    const to = from + match[0].length;
    result.push({ from, to, name: match[1], literal: match[0] === '%%' ? '%' : undefined });
  }
  return result;
}
