/** What a function returns or yields, where it can be called with known arguments. */
import type { Expr, ReturnFact } from '../facts.ts';
import { isReached } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { enclosingLoop } from './flow.ts';
import { isPlain, presenceAsked, presentOr } from './stand-ins.ts';
import { choice, locate, oneOfMany, type Frame, type LinkedFile, type Value } from './value.ts';

/** A value that a function returns or yields, and the expression that stands there. */
export interface Result {
  readonly expr: Expr;
  readonly value: Value;
  readonly block: number;
}

/**
 * The results of a function that its arguments do not rule out. Of a function with very many, the rest stands as one unknown value.
 *
 * @param statements those that return or yield
 * @param frame the frame of the function's own code
 */
export function resultsOf(evaluator: Evaluator, statements: readonly ReturnFact[], frame: Frame): Result[] {
  const results: Result[] = [];
  for (const { value: expr, block } of statements) {
    const reached = isReached(evaluator, frame.file, block, frame);
    if (reached === false) continue;
    if (results.length === MAX_RESULTS) return [...results, { expr, block, value: oneOfMany(locate(frame.file, expr)) }];
    results.push({ expr, block, value: evaluator.evaluate(expr, frame) });
    if (reached === true && isSure(frame.file, block)) break;
  }
  return results;
}

/**
 * What is given, with what a function returns where nothing is: `if not model: return "gpt-5"` before `return model`. Undefined for any other
 * function.
 */
export function givenOrStandard(results: readonly Result[], frame: Frame): Value | undefined {
  const given = results.at(-1);
  const standards = results.slice(0, -1);
  if (given?.value.kind !== 'unknown' || given.expr.kind !== 'name' || standards.length === 0) return undefined;
  const asked = standards.map(({ value, block }) => {
    const { kind, header } = frame.file.facts.blocks[block] ?? {};
    return kind === 'branch' && header !== undefined && isPlain(value) ? presenceAsked(header) : undefined;
  });
  if (asked.some((one) => one?.missing !== true || one.of.kind !== 'name')) return undefined;
  const values = standards.map(({ value }) => value);
  return presentOr(
    given.value,
    [choice(values, given.value.at)],
    asked.flatMap((one) => one?.words ?? []),
    frame,
    given.value.at,
  );
}

/** The values of {@link resultsOf}. */
export function returnedValues(evaluator: Evaluator, statements: readonly ReturnFact[], frame: Frame): Value[] {
  return resultsOf(evaluator, statements, frame).map(({ value }) => value);
}

const MAX_RESULTS = 12;

/** False for what stands in a loop, which may have no turn, and for what a `try` may leave before it is reached. */
function isSure({ facts }: LinkedFile, block: number): boolean {
  if (enclosingLoop(facts, block) >= 0) return false;
  for (let at = facts.blocks[block]; at !== undefined && at.kind !== 'body'; at = facts.blocks[at.parent])
    if (at.kind === 'try' || at.kind === 'handler') return false;
  return true;
}
