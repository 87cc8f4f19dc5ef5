/** Elements of a known list that a condition takes: `messages.find((one) => one.role === 'system')`, `messages.filter(…)`. */
import type { CallExpr, ComprehensionExpr, Expr } from '../facts.ts';
import { holds, isReached, truth } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, locate, type Frame, type ListItemValue, type ListValue, type Value } from './value.ts';

/** The elements that a condition may take; those of which it cannot be told may be there. */
export function filtered(evaluator: Evaluator, list: ListValue, call: CallExpr, frame: Frame): ListValue {
  const [condition] = call.args;
  const isAnything = condition?.value.kind === 'name' && condition.value.name === 'Boolean';
  return taken(list, isAnything ? truth : conditionOf(evaluator, call, frame));
}

/** `[part for part in parts if part]`, `filter(None, parts)`: the elements of a known list that are anything at all; undefined for other comprehensions. */
export function elementsThatAre(evaluator: Evaluator, { element, iterable, end }: ComprehensionExpr, frame: Frame): ListValue | undefined {
  if (element.kind !== 'name' || frame.file.facts.language !== 'python') return undefined;
  const { text } = frame.file;
  const head = new RegExp(`^\\s*for\\s+${element.name}\\s+in\\s*\\(?$`);
  const tail = new RegExp(`^\\s*\\)?(\\s*if\\s+${element.name}(\\.strip\\(\\))?)?\\s*[\\])]?$`);
  if (!head.test(text.slice(element.end, iterable.start).trimEnd()) || !tail.test(text.slice(iterable.end, end))) return undefined;
  const list = evaluator.evaluate(iterable, frame);
  if (list.kind !== 'list') return undefined;
  return /\bif\b/.test(text.slice(iterable.end, end)) ? taken(list, truth) : list;
}

function taken(list: ListValue, takes: ((element: Value) => boolean | undefined) | undefined): ListValue {
  const items = list.items.flatMap((item): readonly ListItemValue[] => {
    const isTaken = item.spread ? undefined : takes?.(item.value);
    if (isTaken === false) return [];
    return [isTaken === true || item.certainty !== 'always' ? item : { ...item, certainty: 'maybe' }];
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
