/** Values that are written out as constants, as JSON with its places. */
import type { WrittenField, WrittenJson } from '../ir.ts';
import { constantText, type Value } from './value.ts';

/** Levels of nesting that are read; JSON files are read as deep. */
const MAX_DEPTH = 64;

/** A value as JSON with its places; undefined when any of it is known only at run time, may be missing, or is nested too deeply. */
export function writtenJson(value: Value, depth = 0): WrittenJson | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const { at } = value;
  switch (value.kind) {
    case 'text': {
      const text = constantText(value);
      return text === undefined ? undefined : { kind: 'scalar', value: text, at };
    }
    case 'number':
    case 'boolean':
    case 'null':
      return { kind: 'scalar', value: value.value, at };
    case 'list': {
      if (value.growing || value.items.some((item) => item.spread || item.certainty !== 'always')) return undefined;
      const items = value.items.map((item) => writtenJson(item.value, depth + 1)).filter((item) => item !== undefined);
      return items.length === value.items.length ? { kind: 'list', items, at } : undefined;
    }
    case 'dict': {
      if (value.open) return undefined;
      const fields: WrittenField[] = [];
      for (const [key, entry] of value.entries) {
        const inner = entry.certainty === 'always' ? writtenJson(entry.value, depth + 1) : undefined;
        if (inner === undefined) return undefined;
        fields.push({ key, keyAt: entry.keyAt, value: inner });
      }
      return { kind: 'object', fields, at };
    }
    default:
      return undefined;
  }
}
