import { fileURLToPath } from 'node:url';
import type { LanguageService, Location, Place } from '../../core/index.ts';
import { relative } from '../../files/index.ts';

/** Where something stands, as reports say it: 1-based lines and columns (UTF-16 units), within the cell of a notebook. */
export interface PlaceJson {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Place among all cells of a notebook, 0-based; null for any other file. */
  readonly cell: number | null;
}

/** The place of something; the first column of a file that is not known. */
export function placeToJson(service: LanguageService, at: Location): PlaceJson {
  const place = service.place(at);
  return rangeToJson(place?.range, place?.cell);
}

/** A range of LSP in a file, or in a cell; the first column of a file that is not known. */
export function rangeToJson(range: Place['range'] | undefined, cell?: number): PlaceJson {
  if (range === undefined) return { line: 1, column: 1, endLine: 1, endColumn: 1, cell: null };
  const { start, end } = range;
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1, cell: cell ?? null };
}

/** `file:line:column`, with the cell of a notebook in between. */
export function placeText(file: string, { line, column, cell }: Pick<PlaceJson, 'line' | 'column' | 'cell'>): string {
  return `${file}:${cell === null ? '' : `cell ${cell}:`}${line}:${column}`;
}

/** The path of a file relative to the folder in which the command runs, as all reports say it. Undefined for what is no file. */
export function fileOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? relative(process.cwd(), fileURLToPath(uri)) : undefined;
}
