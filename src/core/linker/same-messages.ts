/** Messages that are put into another form one by one: who speaks and what is said stays the same. */
import type { Effect, Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { asMappings, becomesMessage, inOtherForm, roleOf } from './message-forms.ts';
import { messageLoop, perhaps } from './message-turns.ts';
import type { Frame, LinkedFile, ListItemValue, ListValue } from './value.ts';

/** The list that goes through a comprehension or `map`, when its elements are messages and each becomes a message; undefined otherwise. */
export function messagesThrough(evaluator: Evaluator, iterable: Expr, element: Expr, frame: Frame): ListValue | undefined {
  return becomesMessage(element) ? inOtherForm(asMappings(evaluator, evaluator.evaluate(iterable, frame), iterable, frame)) : undefined;
}

/** {@link messagesThrough} for a function of several results: `messages.map((one) => { if (…) return {…}; return one; })`. */
export function messagesMapped(list: ListValue, file: LinkedFile, callback: Expr | undefined): ListValue | undefined {
  const returns = callback?.kind === 'function' ? (file.facts.scopes[callback.scope]?.returns ?? []) : [];
  return returns.some(({ value }) => value.kind === 'dict' && becomesMessage(value)) ? inOtherForm(list) : undefined;
}

/** True for a function that adds a message to what has been collected so far, for each that it goes through: `messages.reduce((all, m) => { all.push({…}); return all; }, [])`. */
export function collectsMessages({ facts: { scopes } }: LinkedFile, callback: Expr | undefined): boolean {
  const scope = callback?.kind === 'function' ? scopes[callback.scope] : undefined;
  const collected = scope?.params[0]?.name;
  return (scope?.effects ?? []).some(
    ({ kind, target, value }) => kind === 'append' && target.kind === 'name' && target.name === collected && becomesMessage(value),
  );
}

/** {@link messagesMapped} for `reduce`. */
export function messagesReduced(list: ListValue, file: LinkedFile, callback: Expr | undefined): ListValue | undefined {
  return collectsMessages(file, callback) ? inOtherForm(list) : undefined;
}

/** The messages that a loop appends to another list one by one, at its first `append`; undefined for other statements, empty at later ones. */
export function messagesAppended(
  evaluator: Evaluator,
  file: LinkedFile,
  effect: Effect,
  frame: Frame,
): readonly ListItemValue[] | undefined {
  if (effect.kind !== 'append' || !becomesMessage(effect.value)) return undefined;
  const { blocks, scopes } = file.facts;
  let loop = effect.block;
  while (loop >= 0 && blocks[loop]?.kind === 'branch') loop = blocks[loop]?.parent ?? -1;
  const around = blocks[loop];
  if (around?.kind !== 'for' || around.header === undefined) return undefined;
  const list = inOtherForm(asMappings(evaluator, evaluator.evaluate(around.header, frame), around.header, frame));
  if (list === undefined) return undefined;
  const alike = (scopes[effect.scope]?.effects ?? []).filter((other) => other.kind === 'append' && isOf(effect, other, file));
  const first = alike.find(({ start, end }) => around.start <= start && end <= around.end);
  if (first !== effect) return [];
  const loops = alike
    .filter(({ start, end }) => around.start <= start && end <= around.end)
    .map((other) => messageLoop(evaluator, file, other, frame, undefined));
  const turns = loops.map((one) => one?.turns);
  const isItself = ({ value }: Effect): boolean => value.kind === 'name' && loops.some((one) => one?.name === value.name);
  // What is put between messages that are handed on as they are is none of them.
  if (alike.some(isItself) && loops.every((one) => one !== undefined)) return undefined;
  if (turns.every((one) => one?.length === list.items.length))
    return list.items.flatMap((item, index): readonly ListItemValue[] => {
      const runs = turns.map((one) => one?.[index]?.runs);
      return runs.includes(true) ? [item] : runs.every((one) => one === false) ? [] : [perhaps(item)];
    });
  // Where the system text is told apart, it goes another way.
  const apart = /system/i.test(file.text.slice(around.start, around.end));
  return apart ? list.items.filter(({ value }) => roleOf(value) !== 'system') : list.items;
}

function isOf(effect: Effect, other: Effect, { text }: LinkedFile): boolean {
  return text.slice(effect.target.start, effect.target.end) === text.slice(other.target.start, other.target.end);
}
