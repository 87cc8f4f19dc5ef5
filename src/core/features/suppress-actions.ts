/** Quick fixes that suppress a finding by a comment, on its line or in its file. */
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import type { DocumentView } from './code-actions.ts';
import type { Finding } from './findings.ts';

/** Command of the client that asks for a reason and writes the comment: its argument is a {@link SuppressionOrder}. */
export const SUPPRESS_COMMAND = 'pennylint.suppress';

/** A comment that waits for its reason. */
export interface SuppressionOrder {
  readonly uri: string;
  /** Version of the document for which the place holds; a later one is refused. */
  readonly version: number;
  readonly position: { readonly line: number; readonly character: number };
  /** What is written before and behind the reason. */
  readonly before: string;
  readonly after: string;
  readonly rule: string;
}

/** Longest text that is parsed again to see whether a comment may stand somewhere, in UTF-16 units. */
const MAX_TRIED = 400_000;

/**
 * The ways to suppress a finding; none in a format without comments.
 *
 * @param asksReason the client asks for the reason; otherwise the word `reason` is written where it belongs
 */
export function suppressActions(finding: Finding, diagnostic: Diagnostic, document: DocumentView, asksReason: boolean): CodeAction[] {
  const { text, comment, program, lines } = document;
  if (comment === undefined) return [];
  const [region] = program.regions();
  if (region === undefined) return [];
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const after = `${comment.after}${lineBreak}`;
  const lineStart = lines.offsetAt({ line: lines.positionAt(finding.at.start).line, character: 0 });
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0] ?? '';
  const here = `${indent}${comment.before} pennylint: ignore[${finding.rule}] `;
  const file = `${comment.before} pennylint: ignore-file[${finding.rule}] `;
  const isCode = program.regions().some(({ start, end }) => start <= lineStart && lineStart <= end);
  const continued = /\\\r?\n$/.test(text.slice(Math.max(0, lineStart - 3), lineStart));
  return [
    ...(isCode && !continued && takesComment(document, lineStart, `${here}${after}`)
      ? action(`Ignore ${finding.rule} here`, lineStart, here)
      : []),
    ...action(`Ignore ${finding.rule} in this file`, fileStart(document, region.start, `${file}${after}`), file),
  ];

  function action(title: string, offset: number | undefined, before: string): CodeAction[] {
    const place = offset === undefined ? undefined : document.place({ start: offset, end: offset });
    if (place === undefined) return [];
    const { uri, version, range } = place;
    const shared = { kind: 'quickfix', diagnostics: [diagnostic] };
    if (asksReason) {
      const order: SuppressionOrder = { uri, version, position: range.start, before, after, rule: finding.rule };
      return [{ ...shared, title: `${title}…`, command: { title, command: SUPPRESS_COMMAND, arguments: [order] } }];
    }
    const edits = [{ textDocument: { uri, version }, edits: [{ range, newText: `${before}reason${after}` }] }];
    return [{ ...shared, title, edit: { documentChanges: edits } }];
  }
}

/** The first place in a file where a comment for all of it may stand: behind a line for the shell, and behind front matter. */
function fileStart(document: DocumentView, start: number, comment: string): number | undefined {
  const { text, lines, program } = document;
  if (start > 0) return start;
  const first = text.startsWith('#!') ? lines.offsetAt({ line: 1, character: 0 }) : 0;
  if (program.frontEnd.blockComment === undefined) return first;
  const head = /^---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0].length ?? 0;
  return takesComment(document, head, comment) ? head : undefined;
}

/** Whether the language reads a comment there as one: inside of a string it would become part of the prompt. */
function takesComment({ uri, text, program: { frontEnd } }: DocumentView, offset: number, comment: string): boolean {
  if (text.length > MAX_TRIED || frontEnd.ready?.() === false) return false;
  const parse = frontEnd.parser.start(text.slice(0, offset) + comment + text.slice(offset), undefined, []);
  let result = parse.step();
  while (result === undefined) result = parse.step();
  const { comments } = frontEnd.facts(uri, result.tree);
  return comments.some(({ start, end }) => offset <= start && end <= offset + comment.length);
}
