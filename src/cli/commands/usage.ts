import { readFileSync } from 'node:fs';
import { bundledPriceSources, createPriceBook, MAX_USAGE_TEXT, readUsage } from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { usageJson, usageText } from '../formatters/usage.ts';

/** `pennylint usage`: what a response cost, from its usage block. One line per block; exit code 3 when one could not be read. */
export function usage(argv: readonly string[]): number {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    model: { type: 'string' },
    provider: { type: 'string' },
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  if (positionals.length > 1) throw new UsageError('usage takes one file, or - for standard input.');
  const [name = '-'] = positionals;
  const answers = readUsage(readText(name), {
    prices: createPriceBook(bundledPriceSources()),
    now: Date.now(),
    provider: values.provider,
    model: values.model,
  });
  process.stdout.write(answers.map((answer) => `${format === 'json' ? usageJson(answer) : usageText(answer)}\n`).join(''));
  const problems = answers.filter((answer) => answer.state === 'unread');
  for (const { line, problem } of problems) process.stderr.write(`${name}:${line}: ${problem}\n`);
  return problems.length > 0 ? 3 : 0;
}

/** UTF-8, or UTF-16 where the text begins with its byte order mark, as shells on Windows write it. */
function readText(name: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  // Decoding a giant only to refuse it could exceed the longest string.
  const kept = bytes.subarray(0, 4 * MAX_USAGE_TEXT + 4);
  if (kept[0] === 0xff && kept[1] === 0xfe) return new TextDecoder('utf-16le').decode(kept);
  return new TextDecoder('utf-8').decode(kept);
}
