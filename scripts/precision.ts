/** docs/precision.md: how often the findings of each rule were right on code that nobody here wrote. `npm run gen` writes it, a test compares. */
import { rules } from '../src/core/index.ts';

/** What was read of a rule's findings. */
export interface Judged {
  readonly rule: string;
  /** Day of the reading, `YYYY-MM-DD`. */
  readonly date: string;
  /** Findings in the corpus. */
  readonly found: number;
  /** Findings that were read and are useful: the statement is true of the code, and acting on it lowers the bill. */
  readonly true: number;
  readonly false: number;
  readonly decision: string;
}

/** Least share of useful findings with which a rule may be a warning. */
export const BAR = 0.9;

/** Share of useful findings among those that were judged; undefined when none was. */
export function precisionOf(judged: Pick<Judged, 'true' | 'false'>): number | undefined {
  const read = judged.true + judged.false;
  return read === 0 ? undefined : judged.true / read;
}

/** The table, one row per rule in alphabetical order. Rules of which nothing was read say so. */
export function precisionTable(judged: readonly Judged[]): string {
  const rows = rules.map(({ id, severity }) => {
    const one = judged.find(({ rule }) => rule === id);
    if (one === undefined) return `| \`${id}\` | ${severity} | – | – | – | – | – | – | nothing was read yet |`;
    const share = precisionOf(one);
    const percent = share === undefined ? '–' : `${Math.floor(share * 100)} %`;
    return `| \`${id}\` | ${severity} | ${one.date} | ${one.found} | ${one.true + one.false} | ${one.true} | ${one.false} | ${percent} | ${one.decision} |`;
  });
  return [
    '| rule | default | date | found | read | true | false | precision | decision |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
