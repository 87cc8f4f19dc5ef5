import { exactUsd, type Finding, type LanguageService } from '../../core/index.ts';
import type { AnalysedFile } from '../workspace.ts';

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

/** A finding in the form of the JSON contract. */
export function findingToJson(file: AnalysedFile, finding: Finding, service: LanguageService): FindingJson {
  const lines = service.document(file.uri)?.lines;
  const start = lines?.positionAt(finding.at.start) ?? { line: 0, character: 0 };
  const end = lines?.positionAt(finding.at.end) ?? start;
  const { impact } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    file: file.file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    cell: null,
    message: finding.message,
    // Calls per month are known only where somebody configured or billed them.
    impact:
      impact === undefined
        ? null
        : {
            tokens: impact.tokens ?? null,
            usdPerCall: impact.microUsdPerCall === undefined ? null : Number(exactUsd(impact.microUsdPerCall)),
            usdPerMonth: null,
            basis: impact.basis,
          },
    fixes: finding.fixes.map(({ title, safety }) => ({ title, safety })),
    ...(finding.missReason === undefined ? {} : { missReason: finding.missReason }),
  };
}

/** A finding on one line, as compilers print them. */
export function findingText(finding: FindingJson): string {
  return `${finding.file}:${finding.line}:${finding.column} ${finding.severity} ${finding.message} [${finding.rule}]`;
}
