/** What rules have worked out of a text alone, remembered: of the texts of a file a keystroke changes one. */
import { createSegmentCache, type SegmentCache } from '../tokens/index.ts';

/** What is remembered, by kind. */
export interface Remembered {
  /** Tokens of a prompt, and how many of them compressing would save at best; see `compressible-text`. */
  readonly compressible: { readonly total: number; readonly saved: number };
  /** The words with which a prompt asks for JSON; see `json-without-schema`. */
  readonly 'json-request': string | undefined;
}

/** The remembered value of a text, or what `make` gives, which is then remembered. The text must say all that the value follows from. */
export type Remember = <K extends keyof Remembered>(kind: K, text: string, make: () => Remembered[K]) => Remembered[K];

/** Text that is kept per kind, in UTF-16 units: two bytes each at worst. */
const KEPT_UNITS = 2_000_000;

/** A memory for as long as somebody checks files. */
export function createRuleMemory(): Remember {
  const kinds: { readonly [K in keyof Remembered]: SegmentCache<Remembered[K]> } = {
    compressible: createSegmentCache(KEPT_UNITS),
    'json-request': createSegmentCache(KEPT_UNITS),
  };
  return (kind, text, make) => kinds[kind].get(text, make);
}
