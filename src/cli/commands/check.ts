import { oneOf, readArguments } from '../arguments.ts';
import { findingText, findingToJson, type FindingJson } from '../formatters/finding.ts';
import { writeProblems } from '../formatters/problems.ts';
import { analyseFiles } from '../workspace.ts';

const SEVERITIES = ['hint', 'information', 'warning', 'error'] as const;

/** `pennylint check`: every finding. Hints and notes are printed, but only `--fail-on` and above fail. */
export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    'fail-on': { type: 'string' },
    tests: { type: 'boolean' },
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  const failOn = SEVERITIES.indexOf(oneOf('fail-on', values['fail-on'], SEVERITIES, 'warning'));
  const diagnostics: FindingJson[] = [];
  const { problems } = await analyseFiles(positionals, { lintTests: values.tests === true }, (file, service) => {
    for (const finding of service.findings(file.uri)) diagnostics.push(findingToJson(file, finding, service));
  });
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
