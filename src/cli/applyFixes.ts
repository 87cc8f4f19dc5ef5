/** Writing fixes into files: only where the file still says what was analysed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyEdits, independentFixes, readNotebook, withCellTexts, type Finding, type Fix, type Program } from '../core/index.ts';

type Edit = Fix['edits'][number];

/** A file as it was analysed. */
export interface AnalysedText {
  readonly uri: string;
  /** How people call it. */
  readonly file: string;
  readonly text: string;
  /** The cells of a notebook, whose code makes up the text; undefined for any other file. */
  readonly pieces: Program['pieces'] | undefined;
}

/** What became of the fixes of one pass. */
export interface FixPass {
  readonly applied: number;
  /** Files that were written. */
  readonly files: readonly string[];
  /** One sentence for each file that was left alone although there was a fix. */
  readonly refused: readonly string[];
}

/** Applies fixes that do not touch each other, the first wanted one of each finding. A fix is applied in all its files or in none. */
export function applyFixes(findings: readonly Finding[], texts: ReadonlyMap<string, AnalysedText>, wanted: (fix: Fix) => boolean): FixPass {
  const refused = new Map<string, string>();
  const contents = new Map<string, Content | undefined>();
  const contentOf = (uri: string): Content | undefined => {
    if (!contents.has(uri)) contents.set(uri, readContent(uri, texts.get(uri), refused));
    return contents.get(uri);
  };
  const possible = (fix: Fix): boolean => wanted(fix) && fix.edits.every((edit) => contentOf(edit.uri)?.holds(edit) === true);
  const fixes = independentFixes(findings, possible);
  const byFile = new Map<string, Edit[]>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) byFile.set(edit.uri, [...(byFile.get(edit.uri) ?? []), edit]);
  const files: string[] = [];
  for (const [uri, edits] of byFile) {
    const content = contentOf(uri);
    if (content === undefined) continue;
    const text = content.edited(edits);
    if (text === undefined) {
      refused.set(uri, `${texts.get(uri)?.file ?? uri}: not fixed: its code cannot be written back.`);
      continue;
    }
    writeFileSync(content.path, Buffer.concat([content.mark, Buffer.from(text, 'utf8')]));
    files.push(texts.get(uri)?.file ?? uri);
  }
  return { applied: fixes.length, files: files.sort(), refused: [...refused.values()] };
}

interface Content {
  readonly path: string;
  /** The byte order mark, if there is one. */
  readonly mark: Buffer;
  /** True for an edit that can be written: in a notebook one that stays in its cell. */
  holds(edit: Edit): boolean;
  /** The text of the file with edits that are in no other's way; undefined when it cannot be put together. */
  edited(edits: readonly Edit[]): string | undefined;
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A file as it is now; undefined when it may not be written, with the reason in `refused`. */
function readContent(uri: string, analysed: AnalysedText | undefined, refused: Map<string, string>): Content | undefined {
  if (analysed === undefined) return undefined;
  const content = contentOrReason(uri, analysed);
  if (typeof content !== 'string') return content;
  refused.set(uri, `${analysed.file}: not fixed: ${content}.`);
  return undefined;
}

function contentOrReason(uri: string, analysed: AnalysedText): Content | string {
  const path = fileURLToPath(uri);
  const bytes = readFileSync(path);
  const mark = bytes.subarray(0, 3).equals(MARK) ? MARK : Buffer.alloc(0);
  const text = bytes.subarray(mark.length).toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes.subarray(mark.length))) return 'it is not written in UTF-8';
  const changed = 'it has changed meanwhile';
  if (analysed.pieces !== undefined) return notebookContent(path, mark, text, analysed.pieces) ?? changed;
  return text === analysed.text ? { path, mark, holds: () => true, edited: (edits) => applyEdits(text, edits) } : changed;
}

/** A notebook as it is now; undefined when its code is not what was analysed. */
function notebookContent(path: string, mark: Buffer, file: string, pieces: Program['pieces']): Content | undefined {
  const notebook = readNotebook(file);
  const codeOf = new Map('cells' in notebook ? notebook.cells.map(({ index, text }) => [index, text] as const) : []);
  const cells = pieces.map(({ cell, start, document }) => ({ cell, start, text: document.getText() }));
  // Cells that cannot be written back as they are would not take edits either.
  const same = withCellTexts(file, new Map(cells.flatMap(({ cell, text }) => (cell === undefined ? [] : [[cell, text] as const]))));
  if (same !== file || cells.some(({ cell, text }) => cell === undefined || codeOf.get(cell) !== text)) return undefined;
  const within = ({ start, end }: Edit): ((typeof cells)[number] & { readonly cell: number }) | undefined =>
    cells.findLast((one): one is typeof one & { cell: number } => one.start <= start && end <= one.start + one.text.length);
  return {
    path,
    mark,
    holds: (edit) => within(edit) !== undefined,
    edited: (edits) => {
      const texts = new Map<number, string>();
      for (const { cell, start, text } of cells) {
        const own = edits.filter((edit) => cell !== undefined && within(edit)?.cell === cell);
        if (cell !== undefined && own.length > 0)
          texts.set(
            cell,
            applyEdits(
              text,
              own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
            ),
          );
      }
      return withCellTexts(file, texts);
    },
  };
}
