/** The price sources in force: what ships with Pennylint, and what settings, gateways and refreshed lists add while it runs. */
import { createPriceBook, type PriceBook } from './price-book.ts';
import type { PriceSource } from './price-record.ts';

/** Sources by place; a place holds one source at a time. Precedence follows from the kinds of the sources. */
export interface PriceShelf {
  /** All sources, for books that add sources of their own. */
  readonly sources: readonly PriceSource[];
  /** A book over all sources, the same until one changes. */
  readonly book: PriceBook;
  /** Puts a source in a place, or empties it. Returns true when anything changed. */
  put(place: string, source: PriceSource | undefined): boolean;
}

/** A shelf over bundled sources, which are read when they are first needed. */
export function createPriceShelf(bundled: () => readonly PriceSource[]): PriceShelf {
  const added = new Map<string, PriceSource>();
  let base: readonly PriceSource[] | undefined;
  let book: PriceBook | undefined;
  const sources = (): readonly PriceSource[] => [...added.values(), ...(base ??= bundled())];
  return {
    get sources() {
      return sources();
    },
    get book() {
      return (book ??= createPriceBook(sources()));
    },
    put(place, source) {
      const known = added.get(place);
      if (JSON.stringify(known) === JSON.stringify(source)) return false;
      if (source === undefined) added.delete(place);
      else added.set(place, source);
      book = undefined;
      return true;
    },
  };
}
