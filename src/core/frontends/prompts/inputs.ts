/** Inputs that a file declares for its template. */
import type { Expr, InputFact } from '../../facts.ts';
import { entry, itemsOf, slice, textOf } from './lower.ts';

/**
 * Inputs by name: the keys of a mapping, or the items of a list with a name each; undefined for anything else. Picoschema marks what may be left
 * out with `?` and adds words in brackets.
 */
export function declaredInputs(value: Expr | undefined): readonly InputFact[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'list') {
    return itemsOf(value).flatMap((item): InputFact[] => {
      const name = item.kind === 'text' ? item : entry(item, 'name');
      const text = textOf(name);
      return name === undefined || text === undefined ? [] : [named(name, text)];
    });
  }
  if (value.kind !== 'dict') return undefined;
  // A JSON Schema names its inputs one level deeper.
  const properties = textOf(entry(value, 'type')) === 'object' ? entry(value, 'properties') : undefined;
  if (properties !== undefined) return declaredInputs(properties);
  return value.entries.flatMap(({ key }): InputFact[] => {
    if (key?.kind !== 'text') return [];
    const name = /^[\w$-]+/.exec(key.value)?.[0];
    if (name === undefined) return [];
    const { start, end } = slice(key, 0, name.length);
    return [{ name, start, end }];
  });
}

/** The name without the quotes around it. */
function named(value: Expr, name: string): InputFact {
  const { start, end } = value.kind === 'text' ? slice(value, 0, value.value.length) : value;
  return { name, start, end };
}
