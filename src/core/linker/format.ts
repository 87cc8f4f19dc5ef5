import type { Expr } from '../facts.ts';
import type { HolePart, Location, TextPart } from '../ir.ts';
import { toSource } from '../frontends/source-map.ts';
import { joinParts, place, slicePart, type Placeholder } from './text.ts';
import { partsOf, type LinkedFile, type TextValue, type Value } from './value.ts';

/**
 * Fills the placeholders of a format string: `.format(…)`, `%`. Placeholders without a known argument become holes of unknown source.
 *
 * @param find finds placeholders in decoded text
 * @param argument value for a placeholder, by name or by running position
 * @param argumentExpr the expression that the arguments come from, for the excerpt of unknown ones
 */
export function fillPlaceholders(
  template: TextValue,
  find: (text: string) => readonly Placeholder[],
  argument: (name: string | number | undefined, position: number) => Value | undefined,
  file: LinkedFile,
  at: Location,
  argumentExpr: Expr | undefined,
): TextValue {
  const parts: (TextPart | HolePart)[] = [];
  let position = 0;
  for (const part of template.parts) {
    if (part.kind === 'hole') {
      parts.push(part);
      continue;
    }
    let done = 0;
    for (const found of find(part.text)) {
      if (found.from > done) parts.push(slicePart(part, done, found.from));
      done = found.to;
      const hole = { start: toSource(part.map, found.from), end: toSource(part.map, found.to) };
      const location = { uri: part.at.uri, ...hole };
      if (found.literal !== undefined) {
        parts.push({ ...part, text: found.literal, map: [0, hole.start, 1, hole.end], at: location });
        continue;
      }
      const value = argument(found.name, found.name === undefined ? position++ : typeof found.name === 'number' ? found.name : position);
      const placement = { form: 'format', container: { ...part.at }, hole } as const;
      if (value !== undefined) parts.push(...place(partsOf(value, file), placement));
      else {
        const expression =
          typeof found.name === 'string' ? found.name : argumentExpr === undefined ? part.text.slice(found.from, found.to) : '…';
        parts.push({
          kind: 'hole',
          expression,
          at: location,
          volatility: 'unknown',
          source: 'unknown',
          granularity: undefined,
          placement,
          certainty: 'always',
        });
      }
    }
    if (done < part.text.length) parts.push(slicePart(part, done, part.text.length));
  }
  return joinParts(parts, at);
}

/** What stands behind `%`: values by name of a mapping, by position of a tuple, or the only one. */
export function percentArguments(right: Value): (name: string | number | undefined, position: number) => Value | undefined {
  if (right.kind === 'dict') return (name) => (typeof name === 'string' ? right.entries.get(name)?.value : undefined);
  if (right.kind === 'list' && right.form === 'tuple') return (_name, position) => right.items[position]?.value;
  return (_name, position) => (position === 0 ? right : undefined);
}
