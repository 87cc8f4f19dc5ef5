import path from 'node:path';
import type { ComparedCall, LanguageService } from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { comparisonJson, comparisonText } from '../formatters/comparison.ts';
import { placeToJson } from '../formatters/place.ts';
import { isIncomplete, writeProblems } from '../formatters/problems.ts';
import { analyseFiles, billedOption, configOptions, type AnalysedFile } from '../workspace.ts';

/** `pennylint compare FILE:LINE`: what the call there would cost on other models. */
export async function compare(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    all: { type: 'boolean' },
    ...configOptions,
    ...billedOption,
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  const [, file, line] = /^(.+):(\d+)$/.exec(positionals[0] ?? '') ?? [];
  if (positionals.length !== 1 || file === undefined || line === undefined)
    throw new UsageError('compare takes the place of a call: pennylint compare src/answer.py:12');
  const found: { readonly compared: ComparedCall; readonly file: string; readonly line: number }[] = [];
  const lines: number[] = [];
  const visit = (one: AnalysedFile, service: LanguageService): void => {
    for (const { call } of service.calls(one.uri)) {
      const at = placeToJson(service, call.at);
      lines.push(at.line);
      if (at.cell !== null || Number(line) < at.line || Number(line) > at.endLine || found.length > 0) continue;
      const compared = service.compare(one.uri, { line: at.line - 1, character: at.column - 1 });
      if (compared !== undefined) found.push({ compared, file: one.file, line: at.line });
    }
  };
  const choice = { file: values.config, none: values['no-config'], billed: values.billed };
  const { problems } = await analyseFiles([path.normalize(file)], {}, visit, choice);
  const [first] = found;
  if (first === undefined) {
    const known =
      lines.length === 0
        ? 'No call was found in that file.'
        : `Calls begin on the lines ${[...new Set(lines)].sort((a, b) => a - b).join(', ')}.`;
    throw new UsageError(`There is no call in ${file} on line ${line}. ${known}`);
  }
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify(comparisonJson(first.file, first.line, first.compared), null, 2)}\n`
      : comparisonText(first.compared, values.all === true),
  );
  if (format === 'text') writeProblems(problems);
  return isIncomplete(problems) ? 3 : 0;
}
