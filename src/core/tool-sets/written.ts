/** Reading JSON that keeps its places. */
import type { WrittenField, WrittenJson } from '../ir.ts';

/** JSON as TypeScript sees it. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [key: string]: PlainJson };

/** The plain JSON of a written value, without some fields. Keys such as `__proto__` are fields like any other. */
export function plainJson(written: WrittenJson, without?: ReadonlySet<WrittenField>): PlainJson {
  switch (written.kind) {
    case 'scalar':
      return written.value;
    case 'list':
      return written.items.map((item) => plainJson(item, without));
    case 'object':
      return Object.fromEntries(
        written.fields.filter((field) => without?.has(field) !== true).map(({ key, value }) => [key, plainJson(value, without)]),
      );
  }
}

/** A field of an object; undefined for other values and for objects without it. Of equal keys the last one counts. */
export function fieldOf(written: WrittenJson | undefined, key: string): WrittenField | undefined {
  return written?.kind === 'object' ? written.fields.findLast((field) => field.key === key) : undefined;
}

/** The text of a field; undefined when it is missing or no text. */
export function textOf(written: WrittenJson | undefined, key: string): string | undefined {
  const value = fieldOf(written, key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}
