import type { Volatility } from '../ir.ts';
import { weaker, type Value } from './value.ts';

/** Limits how often the holes of a value can change, because of when it is bound. */
export function atMost(value: Value, limit: Volatility): Value {
  switch (value.kind) {
    case 'unknown':
      return value.volatility === 'unknown' && limit !== 'per-process'
        ? value
        : { ...value, volatility: weaker(value.volatility === 'unknown' ? limit : value.volatility, limit) };
    case 'text':
      return {
        ...value,
        parts: value.parts.map((part) =>
          part.kind === 'hole' && part.volatility !== 'unknown'
            ? { ...part, volatility: weaker(part.volatility, limit) }
            : part.kind === 'hole' && limit === 'per-process'
              ? { ...part, volatility: limit }
              : part,
        ),
      };
    case 'list':
      return { ...value, items: value.items.map((item) => ({ ...item, value: atMost(item.value, limit) })) };
    case 'dict':
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, entry]) => [key, { ...entry, value: atMost(entry.value, limit) }])),
      };
    case 'choice':
      return { ...value, options: value.options.map((option) => atMost(option, limit)) };
    default:
      return value;
  }
}
