/** JSON that is made of objects with fields in the spelling of Go and C#: `Request{Model: "gpt-5", MaxTokens: 500}`. */
import type { Evaluator } from './evaluate.ts';
import { property } from './request.ts';
import type { DictEntryValue, Value } from './value.ts';

/** Objects within objects are read this far. */
const MAX_DEPTH = 6;

/**
 * An object of a class of the project as the mapping that its JSON is: the fields that it is made with, in the names that such APIs use
 * (`MaxTokens` is `max_tokens`). What the tags of the fields say is not read. Any other value stays as it is.
 */
export function asJson(evaluator: Evaluator, value: Value, depth = 0): Value {
  if (depth > MAX_DEPTH) return value;
  if (value.kind === 'list')
    return { ...value, items: value.items.map((item) => ({ ...item, value: asJson(evaluator, item.value, depth + 1) })) };
  if (value.kind === 'dict') {
    const renamed = [...value.entries].map(
      ([name, entry]) => [jsonName(name), { ...entry, value: asJson(evaluator, entry.value, depth + 1) }] as const,
    );
    return { ...value, entries: new Map(renamed) };
  }
  const made = value.kind === 'instance' ? value.construction : undefined;
  if (made === undefined || made.call.args.length === 0 || made.call.args.some(({ kind }) => kind !== 'keyword')) return value;
  const entries = new Map<string, DictEntryValue>();
  for (const argument of made.call.args) {
    const name = argument.name ?? '';
    const field = property(evaluator, value, name);
    if (field !== undefined)
      entries.set(jsonName(name), { value: asJson(evaluator, field, depth + 1), keyAt: field.at, certainty: 'always' });
  }
  return { kind: 'dict', entries, open: true, at: value.at };
}

/** `MaxTokens` as `max_tokens`; names that begin small are written as they are. */
function jsonName(name: string): string {
  return /^[A-Z]/.test(name) ? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase() : name;
}
