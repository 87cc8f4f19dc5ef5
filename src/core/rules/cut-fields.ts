/** Cutting fields out of objects as they are written, in JSON, YAML and the literals of programs: everything else keeps its bytes. */
import type { Edit, Location, WrittenField, WrittenJson } from '../ir.ts';

/**
 * Edits that take some fields out of an object together with what separates them; undefined where it cannot be done by cutting alone: a comment
 * in between, a field that is written elsewhere, an object that would be empty in a notation where an empty one looks different.
 *
 * @param text source of the document that the object is written in
 */
export function cutFields(
  owner: WrittenJson & { readonly kind: 'object' },
  cut: readonly WrittenField[],
  text: string,
): Edit[] | undefined {
  const fields = [...owner.fields].sort((a, b) => a.keyAt.start - b.keyAt.start);
  const places = fields.map((field) => placeOf(field, owner.at, text));
  if (places.some((place) => place === undefined)) return undefined;
  const braces = text[owner.at.start] === '{';
  const edits: Edit[] = [];
  for (let i = 0; i < fields.length; i++) {
    if (!cut.includes(fields[i]!)) continue;
    let last = i;
    while (last + 1 < fields.length && cut.includes(fields[last + 1]!)) last++;
    const before = places[i - 1];
    const after = places[last + 1];
    const first = places[i]!;
    const end = places[last]!;
    let span: { readonly start: number; readonly end: number };
    if (after !== undefined) span = { start: first.start, end: after.start };
    else if (before !== undefined) span = { start: before.end, end: end.end };
    else if (braces) span = { start: first.start, end: end.end + (/^\s*,/.exec(text.slice(end.end, end.end + 1000))?.[0].length ?? 0) };
    else return undefined;
    if (
      !onlySeparators(
        text,
        span,
        places.slice(i, last + 1).flatMap((place) => place ?? []),
        braces,
      )
    )
      return undefined;
    edits.push({ uri: owner.at.uri, ...span, newText: '' });
    i = last;
  }
  return edits;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** From the quote of the key to the quote of the value; undefined for a field that is not written as `key: value` inside of its object. */
function placeOf({ keyAt, value }: WrittenField, owner: Location, text: string): Place | undefined {
  const inside = (at: Location): boolean => at.uri === owner.uri && at.start >= owner.start && at.end <= owner.end;
  if (!inside(keyAt) || !inside(value.at)) return undefined;
  const key = quoted(keyAt, text);
  const content = quoted(value.at, text);
  // The line end behind a block of YAML is no part of what it says.
  const end = content.start + text.slice(content.start, content.end).trimEnd().length;
  return /^\s*:\s*$/.test(text.slice(key.end, content.start)) ? { start: key.start, end } : undefined;
}

/** A span with the quotes around it, if there are some. */
function quoted({ start, end }: Place, text: string): Place {
  const mark = text[start - 1];
  return mark !== undefined && /["'`]/.test(mark) && text[end] === mark ? { start: start - 1, end: end + 1 } : { start, end };
}

/** True when a stretch holds nothing but some places and what separates them: a comment is nothing to cut. */
function onlySeparators(text: string, { start, end }: Place, places: readonly Place[], braces: boolean): boolean {
  let rest = '';
  let at = start;
  for (const place of places) {
    rest += text.slice(at, place.start);
    at = Math.max(at, place.end);
  }
  rest += text.slice(at, end);
  return braces ? /^[\s,]*$/.test(rest) : /^\s*$/.test(rest);
}
