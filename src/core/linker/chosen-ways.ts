/** Ways to a model that only those take who choose one: `if model.startswith("claude-"): …` where the model is another one by default. */
import type { CallExpr } from '../facts.ts';
import { isRuledOut } from './branches.ts';
import { constantText, optionsOf, type Frame, type Value } from './value.ts';
import type { Evaluator } from './evaluate.ts';

/** Names of parameters that take a model. */
const MODEL_NAME = /model/i;

/**
 * True where a call does not run with the model that stands in where nobody chooses one. False where no default is known, or the model decides
 * nothing.
 */
export function isOnlyChosen(evaluator: Evaluator, frame: Frame, call: CallExpr): boolean {
  const { args, file } = frame;
  const params = args === undefined ? [] : (file.facts.scopes[frame.scope]?.params ?? []);
  const usual = new Map(
    params.flatMap(({ name }): [string, Value][] => {
      const value = MODEL_NAME.test(name) ? args?.get(name) : undefined;
      const standard = value === undefined ? undefined : standardOf(value);
      return standard === undefined ? [] : [[name, standard]];
    }),
  );
  if (usual.size === 0) return false;
  return isRuledOut(evaluator, file, call, { ...frame, args: { get: (name) => usual.get(name) ?? args?.get(name) } });
}

/** The one text that a value is unless somebody chooses another one. */
function standardOf(value: Value): Value | undefined {
  const [option, ...others] = optionsOf(value);
  if (option?.kind !== 'unknown' || others.length > 0 || option.fallback === undefined) return undefined;
  return constantText(option.fallback) === undefined ? undefined : option.fallback;
}
