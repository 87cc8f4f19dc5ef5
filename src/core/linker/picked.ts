/** Objects that come out of a library's function as they went in: one of several, or one that is watched. */
import type { CallExpr } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, locate, optionsOf, unknown, type Frame, type Value } from './value.ts';

/** Calls that give one element of their first argument. */
const PICKING: ReadonlySet<string> = new Set(['random.choice()', 'secrets.choice()', 'npm:lodash.sample()', 'npm:lodash.default.sample()']);

/**
 * One of several clients, functions or objects (`random.choice(clients)`), or the object that a proxy answers for; undefined for any other
 * call, and for texts, of which it matters that they change.
 */
export function picked(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): Value | undefined {
  if (path === 'global.Proxy()') {
    const target = argumentAt(evaluator, call, 0, frame);
    // `new Proxy({} as OpenAI, …)`: an object that is made when it is first used, known by its type alone.
    return target === undefined || target.kind === 'dict' ? unknown(frame.file, call, 'proxy', { source: 'state' }) : target;
  }
  if (path === 'builtins.next()') return firstOf(evaluator, call, frame);
  const list = PICKING.has(path) ? argumentAt(evaluator, call, 0, frame) : undefined;
  if (list === undefined) return undefined;
  const objects = optionsOf(list)
    .flatMap((option) => (option.kind === 'list' ? option.items.filter(({ spread }) => !spread).map(({ value }) => value) : []))
    .flatMap(optionsOf)
    .filter((value) => OBJECTS.has(value.kind) || (value.kind === 'unknown' && (value.parameter ?? value.givenBy) !== undefined));
  return objects.length === 0 ? undefined : choice(objects, locate(frame.file, call));
}

/** `next((m["content"] for m in messages if m["role"] == "system"), "")`: the first of what is known, or what is given for none. */
function firstOf(evaluator: Evaluator, call: CallExpr, frame: Frame): Value | undefined {
  const list = argumentAt(evaluator, call, 0, frame);
  const unseen = list?.kind === 'list' && list.items.length === 1 ? list.items[0]?.value : undefined;
  // One of the messages that a caller hands in.
  if (unseen?.kind === 'unknown' && unseen.converted !== undefined && unseen.parameter === undefined)
    return { ...unseen, parameter: { ...unseen.converted, name: `${unseen.converted.name}[]` } };
  if (list?.kind !== 'list' || list.growing || call.args[0]?.value.kind !== 'comprehension') return undefined;
  const found: Value[] = [];
  for (const { value, spread, certainty } of list.items) {
    if (spread || certainty === 'repeated') return undefined;
    found.push(value);
    if (certainty === 'always') return choice(found, locate(frame.file, call));
  }
  const otherwise = argumentAt(evaluator, call, 1, frame);
  return otherwise === undefined ? undefined : choice([...found, otherwise], locate(frame.file, call));
}

const OBJECTS: ReadonlySet<string> = new Set(['external', 'instance', 'function', 'class']);
