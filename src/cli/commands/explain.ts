import { readFileSync } from 'node:fs';
import { rules } from '../../core/index.ts';
import { readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';

/** `pennylint explain`: the page of a rule. */
export function explain(argv: readonly string[]): number {
  const { positionals } = readArguments(argv, {});
  const [id] = positionals;
  if (id === undefined || !rules.some((rule) => rule.id === id)) {
    throw new UsageError(
      `${id === undefined ? 'explain needs a rule' : `There is no rule ${id}`}. Known: ${rules.map((rule) => rule.id).join(', ')}.`,
    );
  }
  process.stdout.write(readFileSync(new URL(`./rules/${id}.md`, import.meta.url), 'utf8'));
  return 0;
}
