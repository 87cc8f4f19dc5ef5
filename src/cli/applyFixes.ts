/** Writing fixes into files: only where the file still says what was analysed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyEdits, independentFixes, type Finding, type Fix } from '../core/index.ts';

type Edit = Fix['edits'][number];

/** A file as it was analysed. */
export interface AnalysedText {
  readonly uri: string;
  /** How people call it. */
  readonly file: string;
  readonly text: string;
  /** True for a notebook, whose text is put together from its cells. */
  readonly notebook: boolean;
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
  const possible = (fix: Fix): boolean => wanted(fix) && fix.edits.every(({ uri }) => contentOf(uri) !== undefined);
  const fixes = independentFixes(findings, possible);
  const byFile = new Map<string, Edit[]>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) byFile.set(edit.uri, [...(byFile.get(edit.uri) ?? []), edit]);
  const files: string[] = [];
  for (const [uri, edits] of byFile) {
    const content = contentOf(uri);
    if (content === undefined) continue;
    writeFileSync(content.path, Buffer.concat([content.mark, Buffer.from(applyEdits(content.text, edits), 'utf8')]));
    files.push(texts.get(uri)?.file ?? uri);
  }
  return { applied: fixes.length, files: files.sort(), refused: [...refused.values()] };
}

interface Content {
  readonly path: string;
  /** The byte order mark, if there is one. */
  readonly mark: Buffer;
  readonly text: string;
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
  if (analysed.notebook) return 'fixes of notebooks are applied in the editor';
  const path = fileURLToPath(uri);
  const bytes = readFileSync(path);
  const mark = bytes.subarray(0, 3).equals(MARK) ? MARK : Buffer.alloc(0);
  const text = bytes.subarray(mark.length).toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes.subarray(mark.length))) return 'it is not written in UTF-8';
  return text === analysed.text ? { path, mark, text } : 'it has changed meanwhile';
}
