/** A bounded memory of results by content: the same prompt segment is measured once, wherever it stands. */

/** Remembers the value computed for a text. */
export interface SegmentCache<Value> {
  /** The remembered value of `text`, or `compute(text)`, which is then remembered. Throws only what `compute` throws. */
  get(text: string, compute: (text: string) => Value): Value;
  /** True for a text whose value is remembered. */
  has(text: string): boolean;
  /** Forgets everything. */
  clear(): void;
  /** UTF-16 units held at the moment, at most the limit. */
  readonly units: number;
  /** Texts held at the moment. */
  readonly size: number;
}

/**
 * A cache that holds at most `maxUnits` UTF-16 units of text (two bytes each at worst) and drops the least
 * recently used text first. Texts longer than a quarter of the limit are not remembered, so that one document
 * cannot drop all others. Keys are the texts themselves: a hash could collide and show a wrong number.
 */
export function createSegmentCache<Value>(maxUnits: number): SegmentCache<Value> {
  // A Map iterates in order of insertion; a text that is used moves to the end.
  const values = new Map<string, { readonly value: Value }>();
  let units = 0;
  return {
    get(text, compute) {
      const held = values.get(text);
      if (held !== undefined) {
        values.delete(text);
        values.set(text, held);
        return held.value;
      }
      const value = compute(text);
      if (text.length * 4 > maxUnits) return value;
      for (const oldest of values.keys()) {
        if (units + text.length <= maxUnits && values.size < MAX_TEXTS) break;
        values.delete(oldest);
        units -= oldest.length;
      }
      // `compute` may have asked for the same text.
      if (!values.has(text)) units += text.length;
      values.set(text, { value });
      return value;
    },
    has: (text) => values.has(text),
    clear() {
      values.clear();
      units = 0;
    },
    get units() {
      return units;
    },
    get size() {
      return values.size;
    },
  };
}

/** Bound for the number of texts: empty and tiny ones cost memory too. */
const MAX_TEXTS = 50_000;
