/** Elements of a known list that a condition takes: `messages.find((one) => one.role === 'system')`, `messages.filter(…)`. */
import type { CallExpr, Expr } from '../facts.ts';
import { holds, isReached } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, locate, type Frame, type ListItemValue, type ListValue, type Value } from './value.ts';

/** The elements that a condition may take; those of which it cannot be told may be there. */
export function filtered(evaluator: Evaluator, list: ListValue, call: CallExpr, frame: Frame): ListValue {
  const takes = conditionOf(evaluator, call, frame);
  const items = list.items.flatMap((item): readonly ListItemValue[] => {
    const taken = item.spread ? undefined : takes?.(item.value);
    if (taken === false) return [];
    return [taken === true || item.certainty !== 'always' ? item : { ...item, certainty: 'maybe' }];
  });
  return { ...list, items };
}

/** The first element that a condition takes, or all that may be it; undefined when there may be others. */
export function firstTaken(evaluator: Evaluator, list: ListValue, call: CallExpr, frame: Frame): Value | undefined {
  const takes = conditionOf(evaluator, call, frame);
  if (takes === undefined) return undefined;
  const at = locate(frame.file, call);
  const found: Value[] = [];
  for (const { value, spread, certainty } of list.items) {
    const taken = spread || certainty === 'repeated' ? undefined : takes(value);
    if (taken === false) continue;
    // What is no object of its own may be anything, or many.
    if (taken === undefined && (spread || value.kind !== 'dict')) return undefined;
    found.push(value);
    if (taken === true && certainty === 'always') return choice(found, at);
  }
  return list.growing ? undefined : choice([...found, { kind: 'null', value: null, at }], at);
}

/** The condition that a call is given as a function; undefined for anything else. */
function conditionOf(evaluator: Evaluator, { args }: CallExpr, frame: Frame): ((element: Value) => boolean | undefined) | undefined {
  const { file } = frame;
  const callback: Expr | undefined = args[0]?.value;
  const scope = callback?.kind === 'function' ? file.facts.scopes[callback.scope] : undefined;
  const parameter = scope?.params[0];
  if (scope === undefined || parameter === undefined || scope.returns.length === 0) return undefined;
  return (element) => {
    const own: Frame = { ...frame, args: new Map([[parameter.name, element]]), scope: scope.id, outer: frame };
    const answers = new Set<boolean | undefined>();
    let ended = false;
    for (const { value, block } of scope.returns) {
      const reached = isReached(evaluator, file, block, own);
      if (reached === false) continue;
      answers.add(holds(evaluator, value, own));
      ended = reached === true;
      if (ended) break;
    }
    // Behind the last statement nothing is returned, which takes no element.
    if (!ended) answers.add(false);
    const [answer] = answers;
    return answers.size === 1 ? answer : undefined;
  };
}
