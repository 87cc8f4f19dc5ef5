/**
 * Where in pennylint.yaml a cursor stands: told from lines and indentation, because a file is mostly not valid YAML while somebody types.
 * Understands block style and one-line flow style.
 */
import type { Span } from '../facts.ts';
import { configShape } from './schema.ts';
import type { Shape } from './shape.ts';

/** A step of a path: a key, or an item of a list. */
export type Step = string;

/** The step into a list. */
export const ITEM = '[]';

/** A place in the file. */
export interface ConfigCursor {
  /** Steps from the top of the file to the mapping or list that the cursor is in; for a value up to its key. */
  readonly path: readonly Step[];
  readonly kind: 'key' | 'value';
  /** The key or value under the cursor, quotes excluded; ends at the cursor while it is typed. */
  readonly word: Span;
  /** Keys that the same mapping already has, that of the cursor's own line excluded. */
  readonly siblings: ReadonlySet<string>;
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Columns of the dashes in front. */
  readonly dashes: readonly number[];
  /** Column of the key, or of whatever else comes first. */
  readonly column: number;
  readonly key: string | undefined;
  /** Column behind the colon. */
  readonly valueFrom: number;
  /** True for lines without content. */
  readonly blank: boolean;
}

/** The place of an offset; undefined in a comment. `whole`: the word reaches to its end, not only to the cursor. */
export function cursorAt(text: string, offset: number, whole = false): ConfigCursor | undefined {
  const lines = linesOf(text);
  const index = lines.findLastIndex((line) => line.start <= offset);
  const line = lines[index];
  if (line === undefined) return undefined;
  const column = offset - line.start;
  const before = line.text.slice(0, column);
  if (/(^|\s)#/.test(before)) return undefined;
  const end = whole ? wordEnd(line, column) : column;
  const flow = flowAt(line, before, index, lines);
  if (flow !== undefined) return { ...flow, word: { start: line.start + flow.from, end: line.start + Math.max(flow.from, end) } };
  if (line.key !== undefined && column >= line.valueFrom) {
    const from = line.valueFrom + (/^\s*["']?/.exec(line.text.slice(line.valueFrom))?.[0].length ?? 0);
    const path = [...pathAbove(lines, index, line.column), line.key];
    const start = line.start + Math.min(from, column);
    return { path, kind: 'value', word: { start, end: Math.max(start, line.start + end) }, siblings: new Set() };
  }
  // Between two dashes or behind the last one, or on a line of spaces: the place is where the cursor is.
  const at = line.blank ? column : Math.min(line.column, column);
  const path = pathAbove(lines, index, line.blank ? column : line.column);
  const quote = /["']/.test(line.text[at] ?? '') ? 1 : 0;
  const start = line.start + Math.min(at + quote, column);
  return { path, kind: 'key', word: { start, end: Math.max(start, line.start + end) }, siblings: siblingsOf(lines, index, at) };
}

/** The shape at a path; undefined where the file knows none. */
export function shapeAt(path: readonly Step[]): Shape | undefined {
  let shape: Shape | undefined = configShape;
  for (const step of path) {
    if (shape === undefined) return undefined;
    const inner = fullOf(shape);
    if (step === ITEM) shape = inner.kind === 'list' ? inner.of : undefined;
    else if (inner.kind === 'keys') shape = Object.hasOwn(inner.keys, step) ? inner.keys[step]?.shape : undefined;
    else shape = inner.kind === 'map' ? inner.of : undefined;
  }
  return shape;
}

function fullOf(shape: Shape): Shape {
  return shape.kind === 'either' ? shape.full : shape;
}

/** Longest key that is looked for, in UTF-16 units. */
const MAX_KEY = 300;

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const piece of text.split('\n')) {
    lines.push(lineOf(piece.replace(/\r$/, ''), start));
    start += piece.length + 1;
  }
  return lines;
}

function lineOf(text: string, start: number): Line {
  const dashes: number[] = [];
  let column = indentOf(text, 0);
  while (text[column] === '-' && /^\s|^$/.test(text.slice(column + 1, column + 2))) {
    dashes.push(column);
    column = indentOf(text, column + 1);
  }
  const rest = text.slice(column);
  const match = /^("[^"]*"|'[^']*'|[^\s"'{[#][^:#]*?|[^\s"'{[#]\S*?)\s*:(?=\s|$)/.exec(rest.slice(0, MAX_KEY));
  const key = match?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
  const blank = rest === '' || rest.startsWith('#');
  return { text, start, dashes, column, key, valueFrom: column + (match?.[0].length ?? 0), blank: blank && dashes.length === 0 };
}

function indentOf(text: string, from: number): number {
  let column = from;
  while (text[column] === ' ' || text[column] === '\t') column++;
  return column;
}

/** Steps to the mapping or list whose entries begin at a column of a line. */
function pathAbove(lines: readonly Line[], index: number, column: number): Step[] {
  const path: Step[] = [];
  let limit = column;
  /** Column of the list that was just left: its other items say nothing about the way up. */
  let list = -1;
  const intoLists = (dashes: readonly number[]): void => {
    for (const dash of [...dashes].reverse()) {
      if (dash >= limit || dash === list) continue;
      path.unshift(ITEM);
      limit = dash;
      list = dash;
    }
  };
  intoLists(lines[index]?.dashes ?? []);
  for (let i = index - 1; i >= 0 && (limit > 0 || list === 0); i--) {
    const line = lines[i];
    if (line === undefined || line.blank) continue;
    const isItem = line.dashes.includes(list);
    // A list may stand at the column of its own key.
    const isParent = line.column < limit || (line.column === list && line.dashes.length === 0);
    if (line.key !== undefined && isParent && !isItem) {
      path.unshift(line.key);
      limit = line.column;
      list = -1;
    }
    if (line.column <= limit || line.key === undefined) intoLists(line.dashes);
  }
  return path;
}

/** Keys beside a line in the same mapping. */
function siblingsOf(lines: readonly Line[], index: number, column: number): ReadonlySet<string> {
  const found = new Set<string>();
  const own = lines[index];
  const look = (step: 1 | -1): void => {
    if (step === -1 && own !== undefined && own.dashes.length > 0) return;
    for (let i = index + step; ; i += step) {
      const line = lines[i];
      if (line === undefined) return;
      if (line.blank) continue;
      if (step === 1 && line.dashes.some((dash) => dash < column)) return;
      if (line.column < column) return;
      if (line.column === column && line.key !== undefined) found.add(line.key);
      if (step === -1 && line.dashes.some((dash) => dash < column) && line.column <= column) return;
    }
  };
  look(-1);
  look(1);
  return found;
}

interface FlowPlace {
  readonly path: readonly Step[];
  readonly kind: 'key' | 'value';
  /** Column at which the word begins. */
  readonly from: number;
  readonly siblings: ReadonlySet<string>;
}

/** The place inside of `{ … }` or `[ … ]` that is open on the line. */
function flowAt(line: Line, before: string, index: number, lines: readonly Line[]): FlowPlace | undefined {
  const start = line.key === undefined ? line.column : line.valueFrom;
  const base = pathAbove(lines, index, line.column);
  const path: Step[] = line.key === undefined ? base : [...base, line.key];
  const open: { readonly mark: string; key: string | undefined; readonly keys: Set<string>; from: number }[] = [];
  let quote = '';
  for (let i = start; i < before.length; i++) {
    const unit = before[i] ?? '';
    const top = open.at(-1);
    if (quote !== '') {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") quote = unit;
    else if (unit === '{' || unit === '[') open.push({ mark: unit, key: undefined, keys: new Set(), from: i + 1 });
    else if (unit === '}' || unit === ']') open.pop();
    else if (unit === ',' && top !== undefined) {
      top.key = undefined;
      top.from = i + 1;
    } else if (unit === ':' && top?.mark === '{' && top.key === undefined && /\s|^$/.test(before[i + 1] ?? '')) {
      top.key = before
        .slice(top.from, i)
        .trim()
        .replace(/^["']|["']$/g, '');
      top.keys.add(top.key);
      top.from = i + 1;
    }
  }
  const top = open.at(-1);
  if (top === undefined) return undefined;
  for (const { mark, key } of open) {
    if (mark === '[') path.push(ITEM);
    else if (key !== undefined) path.push(key);
  }
  const from = top.from + (/^\s*["']?/.exec(before.slice(top.from))?.[0].length ?? 0);
  const inKey = top.mark === '{' && top.key === undefined;
  return { path, kind: inKey ? 'key' : 'value', from, siblings: top.keys };
}

/** End of the key or value around a column. */
function wordEnd(line: Line, column: number): number {
  const rest = line.text.slice(column);
  const length = /[\s,"'{}[\]]|:(?=\s|$)/.exec(rest)?.index ?? rest.length;
  return column + length;
}
