import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  applyEdits,
  compressionDetails,
  compressionLine,
  exactUsd,
  mergedEdits,
  type LanguageService,
  type PromptCompression,
} from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { placeToJson } from '../formatters/place.ts';
import { isIncomplete, writeProblems } from '../formatters/problems.ts';
import { analyseFiles, configOptions, type AnalysedFile } from '../workspace.ts';

/** `pennylint compress FILE`: what the prompts of a file weigh, and what can be taken out of them. `--write` does it. */
export async function compress(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    safe: { type: 'boolean' },
    write: { type: 'boolean' },
    ...configOptions,
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  const [file] = positionals;
  if (positionals.length !== 1 || file === undefined)
    throw new UsageError('compress takes one file: pennylint compress prompts/support.md [--safe] [--write]');
  let found: { readonly file: AnalysedFile; readonly prompts: readonly PromptCompression[]; readonly lines: readonly number[] } | undefined;
  const visit = (one: AnalysedFile, service: LanguageService): void => {
    const prompts = service.compress(one.uri, values.safe === true ? 'safe' : 'all');
    found ??= { file: one, prompts, lines: prompts.map(({ call }) => placeToJson(service, call.calleeAt).line) };
  };
  const { problems } = await analyseFiles([path.normalize(file)], {}, visit, { file: values.config, none: values['no-config'] });
  if (found === undefined || found.prompts.length === 0) {
    writeProblems(problems);
    throw new UsageError(`No prompt was found in ${file}: compress knows prompt files, requests, and calls of models in code.`);
  }
  const edits = mergedEdits(found.prompts);
  const written = values.write === true && edits.length > 0;
  if (written) write(found.file, edits);
  process.stdout.write(format === 'json' ? toJson(found.file.file, found, written) : toText(found.file.file, found, written, edits.length));
  if (format === 'text') writeProblems(problems);
  return isIncomplete(problems) ? 3 : 0;
}

/** Writes a file, if it is still what was analysed. */
function write({ file, text, program }: AnalysedFile, edits: ReturnType<typeof mergedEdits>): void {
  if (program !== undefined) throw new UsageError(`${file} is a notebook: compress its prompts in the editor.`);
  if (readFileSync(file, 'utf8').replace(/^\uFEFF/, '') !== text.replace(/^\uFEFF/, ''))
    throw new UsageError(`${file} has changed in the meantime; nothing was written.`);
  writeFileSync(file, applyEdits(text, edits));
}

interface Found {
  readonly prompts: readonly PromptCompression[];
  readonly lines: readonly number[];
}

function toText(file: string, { prompts, lines }: Found, written: boolean, edits: number): string {
  const parts = prompts.map((prompt, index) => {
    const details = compressionDetails(prompt).map((line) => `    ${line}`);
    const model = prompt.model === undefined ? '' : ` · ${prompt.model}`;
    return [`${file}:${lines[index] ?? 1}${model}`, `  ${compressionLine(prompt)}`, ...details].join('\n');
  });
  const end = written
    ? `Written: ${edits.toLocaleString('en-US')} ${edits === 1 ? 'edit' : 'edits'}.`
    : edits === 0
      ? ''
      : 'Nothing was written; --write does it, --safe leaves wording alone.';
  return `${parts.join('\n')}\n${end === '' ? '' : `${end}\n`}`;
}

function toJson(file: string, { prompts, lines }: Found, written: boolean): string {
  const list = prompts.map(({ call, model, basis, tokensBefore, tokensAfter, microUsdPer1000, saved, kept, edits }, index) => ({
    line: lines[index],
    call: call.callee,
    model: model ?? null,
    tokensBefore,
    tokensAfter,
    basis,
    usdPer1000Calls: microUsdPer1000 === undefined ? null : exactUsd(microUsdPer1000),
    saved: Object.fromEntries(saved.map(({ class: kind, tokens }) => [kind, tokens])),
    kept,
    edits: edits.map(({ start, end, newText }) => ({ start, end, newText })),
  }));
  return `${JSON.stringify({ schemaVersion: 1, file, written, prompts: list }, null, 2)}\n`;
}
