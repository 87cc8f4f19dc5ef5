/** Messages that are put into another form one by one: who speaks and what is said stays the same. */
import type { Effect, Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { recordOf } from './records.ts';
import { constantText, optionsOf, type Frame, type LinkedFile, type ListItemValue, type ListValue, type Value } from './value.ts';

/** Names of functions that give a message in another form. */
const CONVERTING = /messag|msg|convert|(to|as)_?dict|^dict$|model_dump|serial|to_?open_?ai|to_?anthropic|to_?gemini/i;

/** The list that goes through a comprehension or `map`, when its elements are messages and each becomes a message; undefined otherwise. */
export function messagesThrough(evaluator: Evaluator, iterable: Expr, element: Expr, frame: Frame): ListValue | undefined {
  return becomesMessage(element) ? inOtherForm(asMappings(evaluator, evaluator.evaluate(iterable, frame), iterable, frame)) : undefined;
}

/** {@link messagesThrough} for a function of several results: `messages.map((one) => { if (…) return {…}; return one; })`. */
export function messagesMapped(list: ListValue, file: LinkedFile, callback: Expr | undefined): ListValue | undefined {
  const returns = callback?.kind === 'function' ? (file.facts.scopes[callback.scope]?.returns ?? []) : [];
  return returns.some(({ value }) => value.kind === 'dict' && becomesMessage(value)) ? inOtherForm(list) : undefined;
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
  // Where the system text is told apart, it goes another way.
  const apart = /system/i.test(file.text.slice(around.start, around.end));
  return apart ? list.items.filter(({ value }) => roleOf(value) !== 'system') : list.items;
}

function isOf(effect: Effect, other: Effect, { text }: LinkedFile): boolean {
  return text.slice(effect.target.start, effect.target.end) === text.slice(other.target.start, other.target.end);
}

function becomesMessage(element: Expr): boolean {
  switch (element.kind) {
    case 'dict':
      return ['role', 'content'].every((name) => element.entries.some(({ key }) => key?.kind === 'text' && key.value === name));
    case 'conditional':
      return becomesMessage(element.then) || becomesMessage(element.otherwise);
    case 'call':
      return (element.callee.kind === 'name' || element.callee.kind === 'member') && CONVERTING.test(element.callee.name);
    default:
      return false;
  }
}

/** A list with the records of the project's own classes as mappings: `[Message(role="user", content=text)]`. */
function asMappings(evaluator: Evaluator, value: Value, whole: Expr, frame: Frame): Value {
  const list = optionsOf(value).find((option) => option.kind === 'list');
  if (list?.items.some(({ value: item }) => item.kind === 'instance') !== true) return value;
  const items = list.items.map((item) =>
    item.value.kind === 'instance' ? { ...item, value: recordOf(evaluator, item.value, whole, frame) ?? item.value } : item,
  );
  return { ...list, items };
}

/** A list of messages as it is sent after each has got another form; markers cannot be written into its elements any more. */
function inOtherForm(value: Value): ListValue | undefined {
  const list = optionsOf(value).find((option) => option.kind === 'list');
  if (list === undefined || !list.items.some(({ value: item, spread }) => !spread && roleOf(item) !== undefined)) return undefined;
  if (!list.items.every(({ value: item, spread }) => spread || item.kind === 'dict' || item.kind === 'unknown')) return undefined;
  return { ...list, items: list.items.map(({ writtenAt: _, ...item }) => ({ ...item, converted: true as const })) };
}

function roleOf(value: Value): string | undefined {
  const role = value.kind === 'dict' ? value.entries.get('role')?.value : undefined;
  return role === undefined ? undefined : constantText(role);
}
