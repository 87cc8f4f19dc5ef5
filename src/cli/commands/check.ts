import { oneOf, readArguments } from '../arguments.ts';
import { findingText, findingToJson, type FindingJson } from '../formatters/finding.ts';
import { placeToJson, rangeToJson } from '../formatters/place.ts';
import { writeProblems } from '../formatters/problems.ts';
import { analyseFiles, configOptions } from '../workspace.ts';

const SEVERITIES = ['hint', 'information', 'warning', 'error'] as const;

/** `pennylint check`: every finding. Hints and notes are printed, but only `--fail-on` and above fail. */
export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    'fail-on': { type: 'string' },
    tests: { type: 'boolean' },
    ...configOptions,
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  const failOn = SEVERITIES.indexOf(oneOf('fail-on', values['fail-on'], SEVERITIES, 'warning'));
  const diagnostics: FindingJson[] = [];
  const { problems, project } = await analyseFiles(
    positionals,
    { lintTests: values.tests === true },
    (file, service) => {
      for (const finding of service.findings(file.uri))
        diagnostics.push(findingToJson(file.file, finding, placeToJson(service, finding.at)));
    },
    { file: values.config, none: values['no-config'] },
  );
  // Budgets of the whole project stand in their own file.
  for (const { file, findings } of project)
    for (const finding of findings)
      diagnostics.push(findingToJson(file.label, finding, rangeToJson(file.config?.lines.rangeOf(finding.at))));
  const failing = diagnostics.filter((diagnostic) => SEVERITIES.indexOf(diagnostic.severity) >= failOn).length;
  if (format === 'json') process.stdout.write(`${JSON.stringify({ schemaVersion: 1, diagnostics, problems }, null, 2)}\n`);
  else {
    for (const diagnostic of diagnostics) process.stdout.write(`${findingText(diagnostic)}\n`);
    process.stdout.write(`${count(diagnostics.length, 'finding')}, ${failing} of them ${SEVERITIES[failOn] ?? ''} or worse.\n`);
    writeProblems(problems);
  }
  if (problems.length > 0) return 3;
  return failing > 0 ? 1 : 0;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
