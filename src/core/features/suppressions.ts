import type { CommentFact, FileFacts } from '../facts.ts';
import type { Location } from '../ir.ts';
import type { Finding } from './findings.ts';
import type { LineIndex } from './line-index.ts';

/** A comment that switches findings off. */
export interface Suppression {
  /** Rule ids as written; empty for all rules. */
  readonly rules: readonly string[];
  readonly wholeFile: boolean;
  /** What stands behind the rules, without the date. */
  readonly reason: string;
  /** Last day on which it works, as written; undefined when it has no end. */
  readonly until: string | undefined;
  /** Zero-based lines on which it works, for line suppressions. */
  readonly lines: readonly number[];
  readonly comment: CommentFact;
}

/** A suppression, and what it does in its file. */
export interface SuppressionUse {
  readonly suppression: Suppression;
  readonly at: Location;
  /** Ids of rules that it names without need, in the order of the comment; undefined when the comment as a whole has no effect. */
  readonly unused: readonly string[] | undefined;
  /** Ids that no rule has, with the rule that was probably meant. */
  readonly unknown: readonly { readonly id: string; readonly similar: string | undefined }[];
  /** Span and text of the comment without what has no effect; undefined when everything has. */
  readonly removal: { readonly start: number; readonly end: number; readonly newText: string } | undefined;
}

/** `ignore`, `ignore[rule, rule] reason`, `ignore-file[rule] reason until: 2027-01-31`. */
const grammar = /^pennylint:\s*(ignore-file|ignore)\b\s*(?:\[([^\]]*)\])?\s*(.*)$/s;
const expiry = /(?:^|\s)[([]?until:\s*([^\s)\],;]+)[)\]]?/;

/** The suppressions of a file: `# pennylint: ignore[rule] reason` on the line, on the line above, or for the whole file. */
export function suppressionsOf(facts: FileFacts, lines: LineIndex): Suppression[] {
  const matches = facts.comments.flatMap((comment) => {
    const match = grammar.exec(comment.text);
    return match === null
      ? []
      : [{ comment, match, first: lines.positionAt(comment.start).line, last: lines.positionAt(comment.end).line }];
  });
  const ownLines = new Set(matches.flatMap(({ comment, first }) => (comment.ownLine ? [first] : [])));
  return matches.map(({ comment, match, first, last }) => {
    const rules = (match[2] ?? '')
      .split(',')
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '');
    const words = match[3] ?? '';
    // Several comments above a line all speak of it.
    let below = last + 1;
    while (ownLines.has(below)) below++;
    return {
      rules,
      wholeFile: match[1] === 'ignore-file',
      reason: words.replace(expiry, '').trim(),
      until: expiry.exec(words)?.[1],
      lines: comment.ownLine ? [first, below] : [first],
      comment,
    };
  });
}

/** What is left of some findings, and which suppressions had an effect. */
export interface Suppressed {
  readonly shown: readonly Finding[];
  /** Ids of the rules whose findings each suppression hides or, when it has expired, would hide. */
  readonly hits: ReadonlyMap<Suppression, ReadonlySet<string>>;
}

/**
 * Takes out what is suppressed. A finding whose suppression has expired is shown and says so.
 *
 * @param today `YYYY-MM-DD`, UTC; a suppression works to the end of its last day
 */
export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[], lines: LineIndex, today: string): Suppressed {
  if (suppressions.length === 0) return { shown: findings, hits: new Map() };
  const hits = new Map<Suppression, Set<string>>();
  const shown = findings.flatMap((finding): Finding[] => {
    const { line } = lines.positionAt(finding.at.start);
    const covering = suppressions.filter(
      ({ rules, wholeFile, lines: own }) => (rules.length === 0 || rules.includes(finding.rule)) && (wholeFile || own.includes(line)),
    );
    for (const one of covering) hits.set(one, (hits.get(one) ?? new Set()).add(finding.rule));
    const [first] = covering;
    if (first === undefined) return [finding];
    if (covering.some((one) => isInForce(one, today))) return [];
    return [{ ...finding, message: `${finding.message} ${expiredText(first.until ?? '')}` }];
  });
  return { shown, hits };
}

/** Whether a suppression still works on a day. A date that cannot be read has passed: what nobody can check must not hide anything. */
function isInForce({ until }: Suppression, today: string): boolean {
  return until === undefined || (isDay(until) && today <= until);
}

function expiredText(until: string): string {
  return isDay(until)
    ? `(Shown again: it was ignored until ${until}.)`
    : `(Shown although it is ignored: \`until: ${until.slice(0, 40)}\` is no date of the form 2027-01-31.)`;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
