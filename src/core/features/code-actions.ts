import type { CodeAction, Diagnostic, TextDocumentEdit, TextEdit } from 'vscode-languageserver-types';
import type { Span } from '../facts.ts';
import type { FrontEnd } from '../frontends/front-end.ts';
import type { Edit } from '../ir.ts';
import type { Place, Program } from '../program.ts';
import type { Fix } from '../rules/rule.ts';
import type { Finding } from './findings.ts';
import type { LineIndex } from './line-index.ts';
import { suppressActions } from './suppress-actions.ts';

/** A document as the features see it: the program that is analysed, and where it stands outside. */
export interface DocumentView {
  readonly uri: string;
  /** What stands before and behind a comment on a line of its own; undefined for formats without comments. */
  readonly comment: CommentMarks | undefined;
  readonly text: string;
  /** Lines of the whole text; see {@link place} for those of the outside. */
  readonly lines: LineIndex;
  readonly program: Program;
  /** Where a span stands in the editor or file; undefined in a notebook without code. */
  place(span: Span): Place | undefined;
}

/** How a comment is written: `#` and nothing, or `<!--` and `-->`. */
export interface CommentMarks {
  readonly before: string;
  /** With the space in front of it; empty where a comment ends with its line. */
  readonly after: string;
}

/** The comment marks of a language. */
export function commentMarks({ lineComment, blockComment }: FrontEnd): CommentMarks | undefined {
  if (lineComment !== undefined) return { before: lineComment, after: '' };
  return blockComment === undefined ? undefined : { before: blockComment[0], after: ` ${blockComment[1]}` };
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

/**
 * The quick fixes of a finding, then the ways to suppress it. Edits carry the document version: a stale fix is refused by the editor.
 *
 * @param asksReason the client asks for the reason of a suppression by its own command
 */
export function quickFixes(finding: Finding, diagnostic: Diagnostic, find: FindDocument, asksReason = false): CodeAction[] {
  const fixes = finding.fixes.flatMap((fix, index): CodeAction[] => {
    const documentChanges = versionedEdits(fix.edits, find);
    if (documentChanges === undefined) return [];
    return [{ title: fix.title, kind: 'quickfix', diagnostics: [diagnostic], isPreferred: index === 0, edit: { documentChanges } }];
  });
  const document = find(finding.at.uri);
  return document === undefined
    ? fixes
    : [...fixes, ...suppressActions(finding, diagnostic, document, asksReason), openPage(finding, diagnostic)];
}

/** All safe fixes of some findings that do not overlap, as one action; undefined when there is none. */
export function fixAll(findings: readonly Finding[], find: FindDocument): CodeAction | undefined {
  const documentChanges = versionedEdits(safeEdits(findings), find);
  if (documentChanges === undefined || documentChanges.length === 0) return undefined;
  return { title: 'Apply all safe Pennylint fixes', kind: FIX_ALL, edit: { documentChanges } };
}

/** For each rule that one of some actions mends: all its safe fixes in the file as one action, where there are several. */
export function ruleFixes(actions: readonly CodeAction[], findings: readonly Finding[], find: FindDocument): CodeAction[] {
  const diagnostics = actions.filter(({ edit }) => edit !== undefined).flatMap((action) => action.diagnostics ?? []);
  return [...new Set(diagnostics.map(({ code }) => String(code)))].flatMap((rule): CodeAction[] => {
    const fixable = findings.filter((finding) => finding.rule === rule && finding.fixes.some(({ safety }) => safety === 'safe'));
    const documentChanges = fixable.length < 2 ? undefined : versionedEdits(safeEdits(fixable), find);
    if (documentChanges === undefined) return [];
    const title = `Apply all ${fixable.length} safe fixes of ${rule} in this file`;
    return [{ title, kind: 'quickfix', diagnostics: diagnostics.filter(({ code }) => code === rule), edit: { documentChanges } }];
  });
}

/** The first safe fix of every finding, without those that touch a place which an earlier one touches: they come in the next pass. */
export function safeEdits(findings: readonly Finding[]): readonly Edit[] {
  return independentFixes(findings, (fix) => fix.safety === 'safe').flatMap((fix) => fix.edits);
}

/** The first fix of every finding that is wanted, without those that touch a place which an earlier one touches. */
export function independentFixes(findings: readonly Finding[], wanted: (fix: Fix) => boolean): readonly Fix[] {
  const taken: Fix[] = [];
  const edits: Edit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find((one) => wanted(one));
    if (fix === undefined || overlaps(fix, edits)) continue;
    taken.push(fix);
    edits.push(...fix.edits);
  }
  return taken;
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

function openPage(finding: Finding, diagnostic: Diagnostic): CodeAction {
  return {
    title: `Show the page of ${finding.rule}`,
    kind: 'quickfix',
    diagnostics: [diagnostic],
    command: { title: 'Show rule page', command: 'pennylint.openRulePage', arguments: [finding.rule] },
  };
}
