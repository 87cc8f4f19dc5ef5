import type { LanguageService } from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { callToJson, type CallJson } from '../formatters/callJson.ts';
import { callText } from '../formatters/callText.ts';
import { batchesOf } from '../formatters/batch.ts';
import { analyseFiles, billedOption, configOptions, type AnalysedFile } from '../workspace.ts';
import { isIncomplete, writeProblems } from '../formatters/problems.ts';

/** `pennylint inspect`: every call site, what it sends and what it costs. */
export async function inspect(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, { format: { type: 'string' }, ...configOptions, ...billedOption });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  const calls: CallJson[] = [];
  const lines: string[] = [];
  const visit = (file: AnalysedFile, service: LanguageService): void => {
    for (const costed of service.calls(file.uri)) {
      if (format === 'json') calls.push(callToJson(file, costed, service));
      else lines.push(callText(file, costed, service));
    }
  };
  const choice = { file: values.config, none: values['no-config'], billed: values.billed };
  const { root, problems, service, files } = await analyseFiles(positionals, {}, visit, choice);
  const batches = await batchesOf(root, files, service, problems);
  lines.push(...batches.map(({ text }) => text));
  if (format === 'json')
    process.stdout.write(
      `${JSON.stringify({ schemaVersion: 1, root, calls, ...(batches.length === 0 ? {} : { batches: batches.map(({ json }) => json) }), problems }, null, 2)}\n`,
    );
  else {
    process.stdout.write(lines.length === 0 ? 'No calls of language models found.\n' : `${lines.join('\n')}\n`);
    writeProblems(problems);
  }
  return isIncomplete(problems) ? 3 : 0;
}
