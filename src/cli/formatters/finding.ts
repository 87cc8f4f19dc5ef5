import { DAYS_PER_MONTH, type Finding } from '../../core/index.ts';
import { usd } from './callJson.ts';
import { placeText, type PlaceJson } from './place.ts';

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
    /** How often the call runs, by whom; only where that is known. */
    readonly volume?: { readonly callsPerDay: number; readonly from: string };
  } | null;
  readonly fixes: readonly { readonly title: string; readonly safety: 'safe' | 'review' }[];
  readonly missReason?: string;
}

/** A finding in the form of the JSON contract. `file` is relative to the root, `place` that of the finding in it. */
export function findingToJson(file: string, finding: Finding, place: PlaceJson): FindingJson {
  const { impact } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    file,
    ...place,
    message: finding.message,
    impact:
      impact === undefined
        ? null
        : {
            tokens: impact.tokens ?? null,
            usdPerCall: impact.microUsdPerCall === undefined ? null : usd(impact.microUsdPerCall),
            usdPerMonth: perMonth(finding),
            basis: impact.basis,
            ...(finding.callsPerDay === undefined || finding.volumeFrom === undefined
              ? {}
              : { volume: { callsPerDay: finding.callsPerDay, from: finding.volumeFrom } }),
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
  return `${placeText(finding.file, finding)} ${finding.severity} ${finding.message} [${finding.rule}]`;
}
