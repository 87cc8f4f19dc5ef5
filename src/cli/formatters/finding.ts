import { exactUsd, type Finding, type LanguageService } from '../../core/index.ts';
import type { AnalysedFile } from '../workspace.ts';
import { placeText, placeToJson, type PlaceJson } from './place.ts';

/** One diagnostic of `check --format json`. */
export interface FindingJson extends PlaceJson {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly file: string;
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
  const { impact } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    file: file.file,
    ...placeToJson(service, finding.at),
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
  return `${placeText(finding.file, finding)} ${finding.severity} ${finding.message} [${finding.rule}]`;
}
