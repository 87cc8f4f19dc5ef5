/** Messages as mappings, and what gives a message in another form. */
import type { Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { recordOf } from './records.ts';
import { constantText, optionsOf, type Frame, type ListValue, type Value } from './value.ts';

/** Names of functions that give a message in another form. */
const CONVERTING = /messag|msg|convert|(to|as)_?dict|^dict$|model_dump|serial|to_?open_?ai|to_?anthropic|to_?gemini/i;

/** True for what gives a message: a mapping with role and content, or what a function makes that is named for it. */
export function becomesMessage(element: Expr): boolean {
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
export function asMappings(evaluator: Evaluator, value: Value, whole: Expr, frame: Frame): Value {
  const list = optionsOf(value).find((option) => option.kind === 'list');
  if (list?.items.some(({ value: item }) => item.kind === 'instance') !== true) return value;
  const items = list.items.map((item) =>
    item.value.kind === 'instance' ? { ...item, value: recordOf(evaluator, item.value, whole, frame) ?? item.value } : item,
  );
  return { ...list, items };
}

/** A list of messages as it is sent after each has got another form; markers cannot be written into its elements any more. */
export function inOtherForm(value: Value): ListValue | undefined {
  const list = optionsOf(value).find((option) => option.kind === 'list');
  if (list === undefined || !list.items.some(({ value: item, spread }) => !spread && roleOf(item) !== undefined)) return undefined;
  if (!list.items.every(({ value: item, spread }) => spread || item.kind === 'dict' || item.kind === 'unknown')) return undefined;
  return converted(list);
}

/** A list whose elements are other objects than those that were written. */
export function converted(list: ListValue): ListValue {
  return { ...list, items: list.items.map(({ writtenAt: _, ...item }) => ({ ...item, converted: true as const })) };
}

/** Who speaks in a message; undefined where that is not known, and for anything else. */
export function roleOf(value: Value): string | undefined {
  const role = value.kind === 'dict' ? value.entries.get('role')?.value : undefined;
  return role === undefined ? undefined : constantText(role);
}
