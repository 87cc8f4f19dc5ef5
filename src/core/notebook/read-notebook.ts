import type { SourceMap, Span } from '../facts.ts';
import { JsonCursor, JsonProblem } from './json-cursor.ts';

/** File name ending of notebooks, in lower case. */
export const NOTEBOOK_ENDING = '.ipynb';

/** A cell of code as it stands in a notebook file. */
export interface NotebookFileCell {
  /** Place among all cells of the notebook, 0-based: cells of prose count, as editors count them. */
  readonly index: number;
  /** Language by the editor's id: that of the cell if it names one, else that of the kernel; undefined when the file names none that is known. */
  readonly languageId: string | undefined;
  readonly text: string;
  /** Where the value of `source` stands in the file; see {@link cellSourceMap}. */
  readonly source: Span;
}

/** A notebook file, or why it is none. */
export type NotebookFile = { readonly cells: readonly NotebookFileCell[] } | { readonly problem: string };

/**
 * Reads the code cells of a Jupyter notebook, nbformat 3 and 4 (https://nbformat.readthedocs.io/en/latest/format_description.html).
 * Outputs are jumped over. Never throws.
 */
export function readNotebook(text: string): NotebookFile {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof JsonProblem) return { problem: `the notebook cannot be read: ${error.message}` };
    throw error;
  }
}

/** The way from offsets in a cell's text back to offsets in the file that it was read from. */
export function cellSourceMap(file: string, cell: NotebookFileCell): SourceMap {
  return new JsonCursor(file, cell.source.start).lines().map;
}

interface RawCell {
  type: string | undefined;
  languageId: string | undefined;
  source: Span | undefined;
}

interface Kernel {
  /** `metadata.language_info.name`, `metadata.kernelspec.language` */
  language: string | undefined;
  /** `metadata.kernelspec.name` and `display_name` */
  name: string | undefined;
}

function read(text: string): NotebookFile {
  // Editors make empty files of notebooks that nobody has written in yet.
  if (text.trim() === '') return { cells: [] };
  const cursor = new JsonCursor(text);
  const raw: RawCell[] = [];
  const kernel: Kernel = { language: undefined, name: undefined };
  let lists = 0;
  const cells = (): void => {
    if (cursor.peek() !== '[') throw new JsonProblem('its cells are no list');
    lists++;
    cursor.array(() => {
      raw.push(readCell(cursor));
    });
  };
  if (cursor.peek() !== '{') throw new JsonProblem('it does not begin as a notebook does, with {');
  cursor.object((key) => {
    if (key === 'cells') cells();
    else if (key === 'worksheets' && cursor.peek() === '[') {
      // nbformat 3
      cursor.array(() => {
        inObject(cursor, (inner) => {
          if (inner === 'cells') cells();
          else cursor.skip();
        });
      });
    } else if (key === 'metadata') readKernel(cursor, kernel);
    else cursor.skip();
  });
  cursor.end();
  if (lists === 0) throw new JsonProblem('it has no cells');
  const languageId = kernelLanguage(kernel);
  return {
    cells: raw.flatMap(({ type, source, languageId: own }, index) =>
      type !== 'code' || source === undefined
        ? []
        : [{ index, languageId: own ?? languageId, text: new JsonCursor(text, source.start).lines().text, source }],
    ),
  };
}

function readCell(cursor: JsonCursor): RawCell {
  const cell: RawCell = { type: undefined, languageId: undefined, source: undefined };
  inObject(cursor, (key) => {
    if (key === 'cell_type') cell.type = cursor.stringOrSkip();
    // nbformat 3 calls the text of code cells `input`, and lets every cell name its language.
    else if (key === 'source' || key === 'input') cell.source = textSpan(cursor) ?? cell.source;
    else if (key === 'language') cell.languageId = cursor.stringOrSkip();
    else if (key === 'metadata') {
      // Visual Studio Code keeps the language of a cell here when it is not that of the kernel.
      inObject(cursor, (name) => {
        if (name !== 'vscode') cursor.skip();
        else
          inObject(cursor, (inner) => {
            if (inner === 'languageId') cell.languageId = cursor.stringOrSkip();
            else cursor.skip();
          });
      });
    } else cursor.skip();
  });
  return cell;
}

/** Span of a string or a list of strings; undefined for anything else. */
function textSpan(cursor: JsonCursor): Span | undefined {
  const first = cursor.peek();
  if (first === '"') return cursor.skip();
  if (first !== '[') {
    cursor.skip();
    return undefined;
  }
  let others = 0;
  const start = cursor.offset;
  cursor.array(() => {
    if (cursor.peek() !== '"') others++;
    cursor.skip();
  });
  return others === 0 ? { start, end: cursor.offset } : undefined;
}

function readKernel(cursor: JsonCursor, kernel: Kernel): void {
  inObject(cursor, (key) => {
    if (key === 'language_info') {
      inObject(cursor, (inner) => {
        if (inner === 'name') kernel.language = cursor.stringOrSkip() ?? kernel.language;
        else cursor.skip();
      });
    } else if (key === 'kernelspec') {
      inObject(cursor, (inner) => {
        const value = cursor.stringOrSkip();
        if (inner === 'language') kernel.language ??= value;
        else if (inner === 'name' || inner === 'display_name') kernel.name = `${kernel.name ?? ''} ${value ?? ''}`;
      });
    } else cursor.skip();
  });
}

/** Visits the keys of an object; any other value is skipped. */
function inObject(cursor: JsonCursor, visit: (key: string) => void): void {
  if (cursor.peek() === '{') cursor.object(visit);
  else cursor.skip();
}

/** Language of a kernel. A notebook that says nothing is Python, as editors take it; one whose kernel is unknown has no language. */
function kernelLanguage({ language, name }: Kernel): string | undefined {
  if (language !== undefined) return /^i?python\d*$/i.test(language) ? 'python' : language.toLowerCase();
  if (name === undefined || /python|conda|pyspark|\bvenv\b/i.test(name)) return 'python';
  if (/deno|tslab|typescript/i.test(name)) return 'typescript';
  return /javascript|jslab/i.test(name) ? 'javascript' : undefined;
}
