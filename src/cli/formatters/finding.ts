import { DAYS_PER_MONTH, type Finding, type LineIndex } from '../../core/index.ts';
import { usd } from './callJson.ts';

/** One diagnostic of `check --format json`. */
export interface FindingJson {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly cell: number | null;
  readonly message: string;
  readonly impact: {
    readonly tokens: number | null;
    readonly usdPerCall: number | null;
    readonly usdPerMonth: number | null;
    readonly basis: string;
  } | null;
  readonly fixes: readonly { readonly title: string; readonly safety: 'safe' | 'review' }[];
  readonly missReason?: string;
}

/** A finding in the form of the JSON contract. `lines` are those of the file's text; `file` is relative to the root. */
export function findingToJson(file: string, finding: Finding, lines: LineIndex | undefined): FindingJson {
  const start = lines?.positionAt(finding.at.start) ?? { line: 0, character: 0 };
  const end = lines?.positionAt(finding.at.end) ?? start;
  const { impact } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    cell: null,
    message: finding.message,
    impact:
      impact === undefined
        ? null
        : {
            tokens: impact.tokens ?? null,
            usdPerCall: impact.microUsdPerCall === undefined ? null : usd(impact.microUsdPerCall),
            usdPerMonth: perMonth(finding),
            basis: impact.basis,
          },
    fixes: finding.fixes.map(({ title, safety }) => ({ title, safety })),
    ...(finding.missReason === undefined ? {} : { missReason: finding.missReason }),
  };
}

function perMonth({ impact, callsPerDay }: Finding): number | null {
  if (impact?.microUsdPerMonth !== undefined) return usd(impact.microUsdPerMonth);
  if (impact?.microUsdPerCall === undefined || callsPerDay === undefined) return null;
  return usd(Math.round(impact.microUsdPerCall * callsPerDay * DAYS_PER_MONTH));
}

/** A finding on one line, as compilers print them. */
export function findingText(finding: FindingJson): string {
  return `${finding.file}:${finding.line}:${finding.column} ${finding.severity} ${finding.message} [${finding.rule}]`;
}
