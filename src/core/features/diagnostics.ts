import type { Diagnostic } from 'vscode-languageserver-types';
import type { Severity } from '../config.ts';
import type { Host } from '../host.ts';
import type { Location } from '../ir.ts';
import type { Place } from '../program.ts';
import { problemText, type ToldProblem } from './file-problems.ts';
import type { Finding } from './findings.ts';

const severityNumbers: Readonly<Record<Exclude<Severity, 'off'>, 1 | 2 | 3 | 4>> = { error: 1, warning: 2, information: 3, hint: 4 };

/**
 * A finding as the editor takes it. `range` is where it stands outside; `place` says the same of other places, in its document and
 * in other files; what it does not know is left out.
 */
export function diagnosticOf(
  finding: Finding,
  range: Place['range'],
  place: (at: Location) => Pick<Place, 'uri' | 'range'> | undefined,
  host: Pick<Host, 'rulePage'>,
): Diagnostic {
  const href = host.rulePage(finding.rule);
  return {
    range,
    severity: severityNumbers[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: 'pennylint',
    message: finding.message,
    relatedInformation: finding.related.flatMap(({ at, message }) => {
      const related = place(at);
      return related === undefined ? [] : [{ location: { uri: related.uri, range: related.range }, message }];
    }),
  };
}

/** What could not be read of a file, as the editor takes it; undefined for what editors tell by themselves. */
export function problemDiagnostic(problem: ToldProblem, range: Place['range']): Diagnostic | undefined {
  if (problem.known === true) return undefined;
  const text = problemText(problem);
  return { range, severity: problem.fatal ? 2 : 3, source: 'pennylint', message: `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.` };
}
