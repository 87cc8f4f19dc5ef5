import type { Value } from './value.ts';
import { constantText } from './value.ts';

/** JSON text of a value as far as it is constant; `complete` is false when something had to be left out. */
export interface JsonText {
  readonly json: string;
  readonly complete: boolean;
}

/** Renders a value as JSON. Unknown pieces become `null` and make the result incomplete. */
export function toJson(value: Value, depth = 0): JsonText {
  if (depth > 30) return { json: 'null', complete: false };
  switch (value.kind) {
    case 'text': {
      const constant = constantText(value);
      if (constant !== undefined) return { json: JSON.stringify(constant), complete: true };
      const text = value.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
      return { json: JSON.stringify(text), complete: false };
    }
    case 'number':
    case 'boolean':
    case 'null':
      return { json: JSON.stringify(value.value), complete: true };
    case 'list': {
      const items = value.items.filter((item) => !item.spread).map((item) => toJson(item.value, depth + 1));
      const complete = items.every((item) => item.complete) && value.items.every((item) => !item.spread) && !value.growing;
      return { json: `[${items.map((item) => item.json).join(',')}]`, complete };
    }
    case 'dict': {
      const entries = [...value.entries].map(([key, entry]) => ({ key, ...toJson(entry.value, depth + 1) }));
      const complete = !value.open && entries.every((entry) => entry.complete);
      return { json: `{${entries.map((entry) => `${JSON.stringify(entry.key)}:${entry.json}`).join(',')}}`, complete };
    }
    case 'choice': {
      const [first] = value.options;
      return { json: first === undefined ? 'null' : toJson(first, depth + 1).json, complete: false };
    }
    default:
      return { json: 'null', complete: false };
  }
}
