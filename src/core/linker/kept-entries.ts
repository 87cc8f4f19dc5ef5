import type { Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { isClientObject } from './foreign-names.ts';
import type { Result } from './results.ts';
import { choice, locate, optionsOf, type Frame, type ListItemValue, type ListValue, type Value } from './value.ts';

/** Statements that are looked at for one mapping. */
const MAX_EFFECTS = 8;

/**
 * The list that a mapping of lists keeps under a key which only the running program knows: `self.conversations[chat]`, by the statements that
 * begin such a list and those that add to it. Undefined when no statement does.
 */
export function keptEntry(evaluator: Evaluator, whole: Expr, frame: Frame): ListValue | undefined {
  if (whole.kind !== 'index') return undefined;
  const key = containerKey(whole.object);
  if (key === undefined) return undefined;
  const { file } = frame;
  const outside = evaluator.frameOf(file);
  const added = evaluator.effectsOn(file, `${key}[]`).filter((effect) => effect.kind === 'append' || effect.kind === 'extend');
  if (added.length === 0) return undefined;
  const items: ListItemValue[] = [];
  for (const effect of evaluator.effectsOn(file, key).slice(0, MAX_EFFECTS)) {
    if (effect.kind !== 'set' || items.length > 0) continue;
    const value = evaluator.once(
      effect,
      () => undefined,
      () => evaluator.evaluate(effect.value, outside),
    );
    const list = value === undefined ? undefined : optionsOf(value).find((option) => option.kind === 'list');
    if (list !== undefined) items.push(...list.items);
  }
  for (const effect of added.slice(0, MAX_EFFECTS)) {
    const value = evaluator.once(
      effect,
      () => undefined,
      () => evaluator.evaluate(effect.value, outside),
    );
    if (value !== undefined) items.push({ value, spread: effect.kind === 'extend', certainty: 'repeated' });
  }
  return { kind: 'list', items, form: 'list', growing: true, at: locate(file, whole) };
}

/**
 * The client or object that a mapping keeps under a key which only the running program knows: `cls._clients[key]`, by the statements that put
 * such into it. Undefined when no statement does.
 */
export function keptObject(evaluator: Evaluator, whole: Expr, frame: Frame): Value | undefined {
  const key = whole.kind === 'index' ? containerKey(whole.object) : undefined;
  if (key === undefined) return undefined;
  const outside = evaluator.frameOf(frame.file);
  const objects = evaluator
    .effectsOn(frame.file, key)
    .filter((effect) => effect.kind === 'set' && effect.key !== undefined && effect.key.kind !== 'text')
    .slice(0, MAX_EFFECTS)
    .flatMap((effect) => {
      const value = evaluator.once(
        effect,
        () => undefined,
        () => evaluator.evaluate(effect.value, outside),
      );
      return value !== undefined && (value.kind === 'instance' || isClientObject(value)) ? [value] : [];
    });
  return objects.length === 0 ? undefined : choice(objects, locate(frame.file, whole));
}

/** The key under which the effects of a file know a mapping: an attribute of an object or class, or a name. */
function containerKey(object: Expr): string | undefined {
  if (object.kind === 'member' && object.object.kind === 'self') return attributeKey(object.object.scope, object.name);
  return object.kind === 'name' ? object.name : undefined;
}

/**
 * The results of a function without elements of what is kept elsewhere, where all others are objects that are seen: `return context["settings"]`
 * beside `return settings`. What is kept is an object like those.
 *
 * @param results those of the function
 * @param declared a value with what the function's declaration says of it
 */
export function withoutKept(results: readonly Result[], declared: (value: Value) => Value): readonly Value[] {
  const all = results.map(({ value }) => declared(value));
  const others = all.filter((value, i) => results[i]?.expr.kind !== 'index' || isSeen(value));
  return others.length > 0 && others.every(isSeen) ? others : all;
}

function isSeen({ kind }: Value): boolean {
  return kind === 'dict' || kind === 'instance';
}
