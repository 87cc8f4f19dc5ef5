import { readFileSync } from 'node:fs';
import { defaultSettings } from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { decode, type FileProblem } from '../../files/index.ts';
import { createService } from '../workspace.ts';

/** `pennylint count`: tokens of a text, with how sure the number is. */
export async function count(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    model: { type: 'string' },
    provider: { type: 'string' },
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  if (positionals.length > 1) throw new UsageError('count takes one file, or - for standard input.');
  const [name = '-'] = positionals;
  const problems: FileProblem[] = [];
  const text = decode(readInput(name), name, problems);
  if (text === undefined) {
    process.stderr.write(`${name}: ${problems[0]?.message ?? 'cannot be read'}\n`);
    return 3;
  }
  const service = await createService(defaultSettings, (message) => process.stderr.write(`${message}\n`));
  const counted = service.counter.count(text, {
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values.provider === undefined ? {} : { provider: values.provider }),
  });
  const model = values.model ?? null;
  const { tokens, low, high, basis, encoding } = counted;
  if (format === 'json') process.stdout.write(`${JSON.stringify({ tokens, low, high, basis, encoding, model })}\n`);
  else {
    const band = basis === 'exact' && low === high ? '' : ` (${low.toLocaleString('en-US')}–${high.toLocaleString('en-US')})`;
    process.stdout.write(
      `${tokens.toLocaleString('en-US')} tokens${band}, ${basis}, ${encoding}${counted.note === undefined ? '' : `: ${counted.note}`}\n`,
    );
  }
  return 0;
}

function readInput(name: string): Buffer {
  try {
    return readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
