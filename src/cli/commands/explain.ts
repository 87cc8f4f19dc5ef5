import { readFileSync } from 'node:fs';
import { rules } from '../../core/index.ts';
import { readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';

/**
 * `pennylint explain`: the page of a rule.
 *
 * @param pages folder of the rule pages
 */
export function explain(argv: readonly string[], pages: URL): number {
  const { positionals } = readArguments(argv, {});
  const [id] = positionals;
  if (id === undefined || !rules.some((rule) => rule.id === id)) {
    throw new UsageError(
      `${id === undefined ? 'explain needs a rule' : `There is no rule ${id}`}. Known: ${rules.map((rule) => rule.id).join(', ')}.`,
    );
  }
  process.stdout.write(readFileSync(new URL(`${id}.md`, pages), 'utf8'));
  return 0;
}
