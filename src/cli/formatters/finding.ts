import { DAYS_PER_MONTH, type Finding, type LanguageService } from '../../core/index.ts';
import { usd } from './callJson.ts';
import { fileOf, placeText, rangeToJson, type PlaceJson } from './place.ts';
import { repeatedTexts, type Repeated } from './repeated.ts';

/** Another place that belongs to a finding, in its file or in another one; `message` says how: `cause`, `the first one`. */
export interface RelatedJson extends PlaceJson {
  readonly file: string;
  readonly message: string;
}

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
  readonly related: readonly RelatedJson[];
  readonly fixes: readonly { readonly title: string; readonly safety: 'safe' | 'review' }[];
  readonly missReason?: string;
  /** Other files with the same text, of which the same is true. */
  readonly copies?: readonly string[];
}

/** A finding in the form of the JSON contract. `file` is relative to the root, `place` that of the finding in it; `service` knows the other places. */
export function findingToJson(file: string, finding: Finding, place: PlaceJson, service: Pick<LanguageService, 'place'>): FindingJson {
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
    related: relatedToJson(finding, service),
    fixes: finding.fixes.map(({ title, safety }) => ({ title, safety })),
    ...(finding.missReason === undefined ? {} : { missReason: finding.missReason }),
  };
}

/** The other places of a finding; those that nobody can show are left out. */
function relatedToJson({ related }: Finding, service: Pick<LanguageService, 'place'>): RelatedJson[] {
  return related.flatMap(({ at, message }) => {
    const place = service.place(at);
    const file = fileOf(at.uri);
    return place === undefined || file === undefined ? [] : [{ file, ...rangeToJson(place.range, place.cell), message }];
  });
}

/** Places in other files, each as `cause: file:line:column`: what a reader of one line would not find. */
export function elsewhereText({ file, related }: Pick<FindingJson, 'file' | 'related'>): string[] {
  return related.filter((one) => one.file !== file).map((one) => `${one.message}: ${placeText(one.file, one)}`);
}

function perMonth({ impact, callsPerDay }: Finding): number | null {
  if (impact?.microUsdPerMonth !== undefined) return usd(impact.microUsdPerMonth);
  if (impact?.microUsdPerCall === undefined || callsPerDay === undefined) return null;
  return usd(Math.round(impact.microUsdPerCall * callsPerDay * DAYS_PER_MONTH));
}

/** A finding on one line, as compilers print them; places in other files and those of findings like it stand indented below it. */
export function findingText(repeated: Repeated): string {
  const { first } = repeated;
  const { message, places } = repeatedTexts(repeated);
  const line = `${placeText(first.file, first)} ${first.severity} ${message} [${first.rule}]`;
  return [line, ...elsewhereText(first), ...(places === undefined ? [] : [places])].join('\n  ');
}
