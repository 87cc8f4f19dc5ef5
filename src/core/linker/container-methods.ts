/** Methods of texts, lists and mappings by what they do, in all languages. */

/** Methods of containers that give an element. */
export const TAKING: ReadonlySet<string> = new Set(['get', 'at', 'find', 'findLast', 'pop', 'shift', 'popleft', 'setdefault']);

/** Methods of containers that give elements. */
export const SELECTING: ReadonlySet<string> = new Set([
  'values',
  'filter',
  'slice',
  'reverse',
  'toReversed',
  'sort',
  'toSorted',
  'copy',
  'concat',
]);

/** Functions that list a mapping, with the method that does the same in Python. */
export const LISTING: ReadonlyMap<string, string> = new Map([
  ['global.Object.values()', 'values'],
  ['global.Object.entries()', 'items'],
]);

/** Methods of texts and lists that give a part, from a position on. */
export const CUTTING: ReadonlySet<string> = new Set(['slice', 'substring', 'substr']);

/** Methods of texts that take something away at their ends, or replace it. */
export const ENDING: ReadonlySet<string> = new Set(['strip', 'lstrip', 'rstrip', 'removesuffix', 'removeprefix', 'replace']);

/** Methods of texts that take away white space at their ends. */
export const TRIMMING: ReadonlySet<string> = new Set(['strip', 'lstrip', 'rstrip', 'trim', 'trimStart', 'trimEnd']);

/** Methods of containers that give each element in another form. */
export const MAPPING: ReadonlySet<string> = new Set(['map', 'flatMap']);
