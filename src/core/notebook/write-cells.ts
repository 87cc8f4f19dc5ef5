import { readNotebook } from './read-notebook.ts';

/**
 * The text of a notebook file with other code in some of its cells. Lines of code that stay as they are keep their bytes, as does everything that
 * is no code; lines that change are written as JSON strings in the layout of their cell.
 *
 * @param file text of the notebook
 * @param texts new code by the place of a cell among all cells, 0-based
 * @returns undefined when the file is no notebook, has no such cell, or holds strings that are not strict JSON
 */
export function withCellTexts(file: string, texts: ReadonlyMap<number, string>): string | undefined {
  const before = readNotebook(file);
  if ('problem' in before) return undefined;
  const ascii = /^[\t\n\r -~]*$/.test(file);
  let result = file;
  let written = 0;
  for (const cell of [...before.cells].sort((a, b) => b.source.start - a.source.start)) {
    const text = texts.get(cell.index);
    if (text === undefined) continue;
    const raw = rewritten(file.slice(cell.source.start, cell.source.end), text, ascii);
    if (raw === undefined) return undefined;
    result = result.slice(0, cell.source.start) + raw + result.slice(cell.source.end);
    written++;
  }
  const after = readNotebook(result);
  const holds =
    written === texts.size &&
    'cells' in after &&
    after.cells.every(({ index, text }, at) => text === (texts.get(index) ?? before.cells[at]?.text));
  return holds ? result : undefined;
}

/** A stretch of code as it stands in the value of `source`: an item of a list, or a line of one long string. */
interface Unit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The value of `source` with other code. */
function rewritten(raw: string, text: string, ascii: boolean): string | undefined {
  const isList = raw.startsWith('[');
  const units = isList ? items(raw) : lines(raw);
  const [head] = units ?? [];
  if (units === undefined) return undefined;
  const encode = (line: string): string => (isList ? quoted(line, ascii) : quoted(line, ascii).slice(1, -1));
  if (head === undefined) return text === '' ? raw : isList ? `[${linesOf(text).map(encode).join(', ')}]` : `"${encode(text)}"`;
  const second = units[1];
  const between = !isList ? '' : second === undefined ? `,${raw.slice(1, head.start)}` : raw.slice(head.end, second.start);
  const { from, to, middle } = difference(units, text);
  const first = units[from];
  const last = units[to - 1];
  const next = units[to];
  const fresh = linesOf(middle).map(encode).join(between);
  if (to > from && first !== undefined && last !== undefined) {
    if (middle !== '' || units.length === to - from)
      return raw.slice(0, first.start) + (middle === '' ? encode('') : fresh) + raw.slice(last.end);
    const previous = units[from - 1];
    if (next !== undefined) return raw.slice(0, first.start) + raw.slice(next.start);
    return previous === undefined ? undefined : raw.slice(0, previous.end) + raw.slice(last.end);
  }
  if (middle === '') return raw;
  if (first !== undefined) return raw.slice(0, first.start) + fresh + between + raw.slice(first.start);
  const end = units[units.length - 1]?.end ?? 0;
  return raw.slice(0, end) + between + fresh + raw.slice(end);
}

/** Which units change (`from` up to, without, `to`), and the text that takes their place. Units that stay begin and end with whole lines. */
function difference(units: readonly Unit[], text: string): { from: number; to: number; middle: string } {
  let from = 0;
  let start = 0;
  while (from < units.length && text.startsWith(units[from]?.text ?? '', start)) start += units[from++]?.text.length ?? 0;
  let to = units.length;
  let end = text.length;
  while (
    to > from &&
    end - (units[to - 1]?.text.length ?? 0) >= start &&
    text.startsWith(units[to - 1]?.text ?? '', end - (units[to - 1]?.text.length ?? 0))
  )
    end -= units[--to]?.text.length ?? 0;
  const changes = to > from || end > start;
  if (changes && from > 0 && units[from - 1]?.text.endsWith('\n') !== true) start -= units[--from]?.text.length ?? 0;
  if (end > start && to < units.length && text[end - 1] !== '\n') end += units[to++]?.text.length ?? 0;
  return { from, to, middle: text.slice(start, end) };
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The strings of a list. */
function items(raw: string): Unit[] | undefined {
  return decoded([...raw.matchAll(/"(?:[^"\\]|\\[^])*"/g)].map((match) => ({ start: match.index, raw: match[0], json: match[0] })));
}

/** The lines of a string, without its quotes. */
function lines(raw: string): Unit[] | undefined {
  return decoded(
    [...raw.slice(1, -1).matchAll(/(?:[^\\]|\\[^n])*?\\n|(?:[^\\]|\\[^n])+$/g)].map((match) => ({
      start: match.index + 1,
      raw: match[0],
      json: `"${match[0]}"`,
    })),
  );
}

function decoded(found: readonly { readonly start: number; readonly raw: string; readonly json: string }[]): Unit[] | undefined {
  try {
    return found.map(({ start, raw, json }) => ({ start, end: start + raw.length, text: JSON.parse(json) as string }));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A JSON string; in a file that is plain ASCII it stays that. */
function quoted(text: string, ascii: boolean): string {
  const json = JSON.stringify(text);
  return ascii ? json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
}
