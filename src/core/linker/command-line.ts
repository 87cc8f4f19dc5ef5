/** Options of a program's command line: what `parser.add_argument("--model", default="gpt-5")` gives where nobody says another one. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { unknown, type ExternalValue, type LinkedFile, type Value } from './value.ts';

/** What a parser of the standard library gives (docs.python.org/3.14, argparse). */
const PARSED = /^argparse\.ArgumentParser\(\)\.parse_(?:intermixed_)?args\(\)$/;

/**
 * An option that a program was started with, with the default that its parser names; undefined for a member of anything else, and for an option that
 * nobody adds.
 */
export function commandLineOption(
  evaluator: Evaluator,
  object: ExternalValue,
  name: string,
  whole: Expr,
  file: LinkedFile,
): Value | undefined {
  if (!PARSED.test(object.path)) return undefined;
  const made = object.calls.at(-1)?.frame.file ?? file;
  const added = made.facts.calls.find(
    (call) => call.callee.kind === 'member' && call.callee.name === 'add_argument' && destOf(call) === name,
  );
  if (added === undefined) return undefined;
  const written = keyword(added, 'default');
  const standard = written === undefined ? undefined : evaluator.evaluate(written, evaluator.frameOf(made));
  const fallback = standard === undefined || standard.kind === 'null' ? undefined : standard;
  return unknown(file, whole, `option ${name} of the command line`, { source: 'environment', volatility: 'per-process', fallback });
}

/** The name under which a parser keeps an option: `dest`, or that of the first long option, or of the first one. */
function destOf(call: CallExpr): string | undefined {
  const own = keyword(call, 'dest');
  if (own !== undefined) return own.kind === 'text' ? own.value : undefined;
  const flags = call.args.flatMap(({ kind, value }) => (kind === 'positional' && value.kind === 'text' ? [value.value] : []));
  const flag = flags.find((one) => one.startsWith('--')) ?? flags[0];
  return flag?.replace(/^-+/, '').replaceAll('-', '_');
}

function keyword({ args }: CallExpr, name: string): Expr | undefined {
  return args.find((argument) => argument.kind === 'keyword' && argument.name === name)?.value;
}
