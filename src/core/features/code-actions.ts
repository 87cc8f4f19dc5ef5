import type { CodeAction, Diagnostic, TextDocumentEdit, TextEdit } from 'vscode-languageserver-types';
import type { Span } from '../facts.ts';
import type { Edit } from '../ir.ts';
import type { Place, Program } from '../program.ts';
import type { Fix } from '../rules/rule.ts';
import type { Finding } from './findings.ts';
import type { LineIndex } from './line-index.ts';

/** A document as the features see it: the program that is analysed, and where it stands outside. */
export interface DocumentView {
  readonly uri: string;
  /** What begins a comment in its language: `#` or `//`. */
  readonly lineComment: string | undefined;
  readonly text: string;
  /** Lines of the whole text; see {@link place} for those of the outside. */
  readonly lines: LineIndex;
  readonly program: Program;
  /** Where a span stands in the editor or file; undefined in a notebook without code. */
  place(span: Span): Place | undefined;
}

/** Kind of the bulk action that applies every safe fix of a file. */
export const FIX_ALL = 'source.fixAll.pennylint';

/** Kind of the action that shows what can be taken out of a prompt. */
export const COMPRESS = 'refactor.rewrite.pennylint';

/** Opens “Compress this prompt…” for the prompt at the cursor. */
export const compressAction: CodeAction = {
  title: 'Compress this prompt…',
  kind: COMPRESS,
  command: { title: 'Compress this prompt…', command: 'pennylint.compressPrompt' },
};

/** Looks up a document that an edit goes to; undefined when its text is not known, and the fix is then not offered. */
export type FindDocument = (uri: string) => DocumentView | undefined;

/** The quick fixes of a finding, then the ways to suppress it. Edits carry the document version: a stale fix is refused by the editor. */
export function quickFixes(finding: Finding, diagnostic: Diagnostic, find: FindDocument): CodeAction[] {
  const fixes = finding.fixes.flatMap((fix, index): CodeAction[] => {
    const documentChanges = versionedEdits(fix.edits, find);
    if (documentChanges === undefined) return [];
    return [{ title: fix.title, kind: 'quickfix', diagnostics: [diagnostic], isPreferred: index === 0, edit: { documentChanges } }];
  });
  const document = find(finding.at.uri);
  return document === undefined ? fixes : [...fixes, ...suppressActions(finding, diagnostic, document), openPage(finding, diagnostic)];
}

/** All safe fixes of some findings that do not overlap, as one action; undefined when there is none. */
export function fixAll(findings: readonly Finding[], find: FindDocument): CodeAction | undefined {
  const edits: Edit[] = [];
  for (const fix of findings.flatMap((finding) => finding.fixes)) {
    if (fix.safety === 'safe' && !overlaps(fix, edits)) edits.push(...fix.edits);
  }
  const documentChanges = edits.length === 0 ? undefined : versionedEdits(edits, find);
  return documentChanges === undefined ? undefined : { title: 'Apply all safe Pennylint fixes', kind: FIX_ALL, edit: { documentChanges } };
}

/** True when a fix touches a place that earlier edits touch. */
export function overlaps(fix: Fix, edits: readonly Edit[]): boolean {
  return fix.edits.some((edit) => edits.some((other) => other.uri === edit.uri && edit.start <= other.end && other.start <= edit.end));
}

/** Applies edits of one document to its text. Edits must not overlap; insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

function versionedEdits(edits: readonly Edit[], find: FindDocument): TextDocumentEdit[] | undefined {
  const byUri = new Map<string, { version: number; edits: TextEdit[] }>();
  for (const edit of edits) {
    const place = find(edit.uri)?.place(edit);
    if (place === undefined) return undefined;
    const known = byUri.get(place.uri) ?? { version: place.version, edits: [] };
    known.edits.push({ range: place.range, newText: edit.newText });
    byUri.set(place.uri, known);
  }
  return [...byUri].map(([uri, { version, edits: list }]) => ({ textDocument: { uri, version }, edits: list }));
}

function suppressActions(finding: Finding, diagnostic: Diagnostic, document: DocumentView): CodeAction[] {
  const { text, lineComment } = document;
  if (lineComment === undefined) return [];
  const regions = document.program.regions();
  const lineStart = document.lines.offsetAt({ line: document.lines.positionAt(finding.at.start).line, character: 0 });
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0] ?? '';
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const isCode = regions.some(({ start, end }) => start <= lineStart && lineStart <= end);
  const continued = /\\\r?\n$/.test(text.slice(Math.max(0, lineStart - 3), lineStart));
  const line =
    continued || startsInsideString(document, finding) || !isCode
      ? []
      : [action(`Ignore ${finding.rule} here`, lineStart, `${indent}${lineComment} pennylint: ignore[${finding.rule}] reason${lineBreak}`)];
  const [region] = regions;
  if (region === undefined) return line.flat();
  const bodyStart = region.start === 0 && text.startsWith('#!') ? document.lines.offsetAt({ line: 1, character: 0 }) : region.start;
  return [
    ...line,
    action(`Ignore ${finding.rule} in this file`, bodyStart, `${lineComment} pennylint: ignore-file[${finding.rule}] reason${lineBreak}`),
  ].flat();

  function action(title: string, offset: number, newText: string): CodeAction[] {
    const place = document.place({ start: offset, end: offset });
    if (place === undefined) return [];
    const edits = [{ textDocument: { uri: place.uri, version: place.version }, edits: [{ range: place.range, newText }] }];
    return [{ title, kind: 'quickfix', diagnostics: [diagnostic], edit: { documentChanges: edits } }];
  }
}

/** A comment line put into a multi-line string would become part of the prompt. Findings on calls start outside of strings. */
function startsInsideString(document: DocumentView, finding: Finding): boolean {
  return finding.rule === 'volatile-prefix' && /^(\{|\$[{(\w]|`)/.test(document.text.slice(finding.at.start, finding.at.start + 2));
}

function openPage(finding: Finding, diagnostic: Diagnostic): CodeAction {
  return {
    title: `Show the page of ${finding.rule}`,
    kind: 'quickfix',
    diagnostics: [diagnostic],
    command: { title: 'Show rule page', command: 'pennylint.openRulePage', arguments: [finding.rule] },
  };
}
