/** Rules about the comments that suppress findings: run after all others, because they ask what a comment has hidden. */
import type { Settings } from '../config.ts';
import type { FileFacts } from '../facts.ts';
import { pieceAt, type Program } from '../program.ts';
import { similarNames } from '../pricing/similar-names.ts';
import { rules } from '../rules/index.ts';
import { findingOf, isOff, type Finding } from './findings.ts';
import type { LineIndex } from './line-index.ts';
import { suppress, suppressionsOf, type Suppressed, type Suppression, type SuppressionUse } from './suppressions.ts';

/** A file with its findings before any of them is suppressed. */
export interface FileWithFindings {
  readonly uri: string;
  readonly facts: FileFacts;
  readonly program: Program;
  readonly lines: LineIndex;
  readonly findings: readonly Finding[];
  readonly settings: Settings;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** False when findings may be missing, because something around the file is not known yet: then no comment is called unused. */
  readonly complete: boolean;
  /** Rules that failed on the file; nobody knows what they would have found. */
  readonly failed: ReadonlySet<string>;
}

/** The findings of a file that are shown: those that nobody suppresses, and what is to be said about the suppressions. In source order. */
export function shownFindings(file: FileWithFindings): readonly Finding[] {
  const suppressions = suppressionsOf(file.facts, file.lines);
  if (suppressions.length === 0) return file.findings;
  const outcome = suppress(file.findings, suppressions, file.lines, file.today);
  const about = suppressions.flatMap((suppression) => findingsAbout(suppression, file, outcome));
  // Only a comment that names such a rule silences it: a bare `ignore` would hide that it is of no use.
  const naming = suppressions.filter((one) => one.rules.length > 0);
  const { shown } = suppress(about, naming, file.lines, file.today);
  return [...outcome.shown, ...shown].sort((a, b) => a.at.start - b.at.start || a.rule.localeCompare(b.rule));
}

const ids: ReadonlySet<string> = new Set(rules.map((rule) => rule.id));
const aboutComments: ReadonlySet<string> = new Set(rules.filter((rule) => rule.check === undefined).map((rule) => rule.id));

function findingsAbout(suppression: Suppression, file: FileWithFindings, outcome: Suppressed): Finding[] {
  const use = useOf(suppression, file, outcome);
  return rules.flatMap((rule): Finding[] => {
    if (rule.checkSuppression === undefined || isOff(rule, file.settings)) return [];
    const found: Finding[] = [];
    rule.checkSuppression(use, {
      report: (report) => found.push(findingOf(rule, report, file.settings.rules[rule.id])),
    });
    return found;
  });
}

function useOf(suppression: Suppression, file: FileWithFindings, { hits }: Suppressed): SuppressionUse {
  const hit = hits.get(suppression) ?? new Set();
  const named = suppression.rules;
  const off = new Set(rules.filter((rule) => isOff(rule, file.settings)).map((rule) => rule.id));
  // What did not run, or runs on the comments themselves, cannot be said to find nothing.
  const judged = (id: string): boolean => !hit.has(id) && !off.has(id) && !file.failed.has(id) && !aboutComments.has(id);
  const known = file.complete && !file.facts.broken;
  const unknown = named.filter((id) => !ids.has(id)).map((id) => ({ id, similar: similarNames(id, ids)[0] }));
  const unused = named.filter((id) => !ids.has(id) || (known && judged(id)));
  const whole = named.length === 0 ? known && hit.size === 0 && file.failed.size === 0 : unused.length === named.length;
  const { start, end } = suppression.comment;
  return {
    suppression,
    at: { uri: file.uri, start, end },
    unused: whole ? undefined : unused,
    unknown,
    removal: whole ? commentRemoval(suppression, file) : unused.length > 0 ? listEdit(suppression, unused, file) : undefined,
  };
}

/** Takes rule ids out of the brackets of a comment. */
function listEdit({ rules: named, comment }: Suppression, unused: readonly string[], { program }: FileWithFindings) {
  const open = program.text.indexOf('[', comment.start);
  const close = program.text.indexOf(']', open);
  return { start: open + 1, end: close, newText: named.filter((id) => !unused.includes(id)).join(', ') };
}

/** Takes a comment out, with its line when nothing else stands there. Nothing outside of its piece is touched. */
function commentRemoval({ comment }: Suppression, { program }: FileWithFindings) {
  const { text } = program;
  const piece = pieceAt(program, comment.start);
  const first = piece?.start ?? 0;
  const last = piece === undefined ? text.length : piece.start + piece.document.getText().length;
  const isBreak = (unit: string | undefined): boolean => unit === '\n' || unit === '\r';
  const isSpace = (unit: string | undefined): boolean => unit === ' ' || unit === '\t';
  let { start, end } = comment;
  while (start > first && isSpace(text[start - 1])) start--;
  const opensLine = start === first || isBreak(text[start - 1]);
  let rest = end;
  while (rest < last && isSpace(text[rest])) rest++;
  const closesLine = rest >= last || isBreak(text[rest]);
  if (!closesLine) {
    // Something follows on the line: what stood apart stays apart.
    const apart = isSpace(text[comment.start - 1]) || isSpace(text[end]) || comment.start === first || isBreak(text[comment.start - 1]);
    return { start: comment.start, end, newText: apart ? '' : ' ' };
  }
  end = rest;
  if (opensLine && end < last) end += text.startsWith('\r\n', end) && end + 1 < last ? 2 : 1;
  return { start, end, newText: '' };
}
