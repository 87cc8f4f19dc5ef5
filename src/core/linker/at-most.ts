import type { Volatility } from '../ir.ts';
import { weaker, type DictEntryValue, type Value } from './value.ts';

/** Limits how often the holes of a value can change, because of when it is bound. */
export function atMost(value: Value, limit: Volatility): Value {
  switch (value.kind) {
    case 'unknown': {
      const volatility = heldTo(value.volatility, limit);
      return volatility === value.volatility ? value : { ...value, volatility };
    }
    case 'text': {
      const parts = sameOr(value.parts, (part) => {
        const volatility = part.kind === 'hole' ? heldTo(part.volatility, limit) : undefined;
        return part.kind !== 'hole' || volatility === undefined || volatility === part.volatility ? part : { ...part, volatility };
      });
      return parts === value.parts ? value : { ...value, parts };
    }
    case 'list': {
      const items = sameOr(value.items, (item) => withValue(item, limit));
      return items === value.items ? value : { ...value, items };
    }
    case 'dict': {
      const before: readonly (readonly [string, DictEntryValue])[] = [...value.entries];
      const entries = sameOr(before, (pair): readonly [string, DictEntryValue] => {
        const entry = withValue(pair[1], limit);
        return entry === pair[1] ? pair : [pair[0], entry];
      });
      return entries === before ? value : { ...value, entries: new Map(entries) };
    }
    case 'choice': {
      const options = sameOr(value.options, (option) => atMost(option, limit));
      return options === value.options ? value : { ...value, options };
    }
    default:
      return value;
  }
}

/** What is not known stays so, unless it is bound once per process. */
function heldTo(volatility: Volatility, limit: Volatility): Volatility {
  if (volatility === 'unknown') return limit === 'per-process' ? limit : volatility;
  return weaker(volatility, limit);
}

function withValue<T extends { readonly value: Value }>(item: T, limit: Volatility): T {
  const value = atMost(item.value, limit);
  return value === item.value ? item : { ...item, value };
}

/** The list itself where nothing in it changes: values are large, and most are held to their limit already. */
function sameOr<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}
