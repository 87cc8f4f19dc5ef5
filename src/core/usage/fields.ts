/** Reading counts out of JSON of unknown shape. Nothing here throws or looks at inherited properties. */

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An object and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path of own keys (see profile.ts), undefined when there is none or when it is null. Keys may hold dots themselves. */
export function valueAt(root: unknown, path: string): unknown {
  if (!isObject(root)) return undefined;
  const whole = own(root, path);
  if (whole !== undefined) return whole;
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (key.endsWith(']')) {
      const [, list = '', field = '', wanted = ''] = SELECTOR.exec(key) ?? [];
      return sumOf(own(root, list), field, wanted, path.slice(dot + 1));
    }
    const inner = own(root, key);
    if (inner !== undefined) return valueAt(inner, path.slice(dot + 1));
  }
  return undefined;
}

/** The first text among the paths, trimmed; undefined when none is a text of 1 to 200 characters. */
export function textAt(root: unknown, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = valueAt(root, path);
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) return value.trim();
  }
  return undefined;
}

/** Whether any of the paths has a value. */
export function hasAny(root: unknown, paths: readonly string[]): boolean {
  return paths.some((path) => valueAt(root, path) !== undefined);
}

/** A whole number from 0 to 2^53−1, also as decimal text; undefined for everything else. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The keys of an object for a message: `a, b, …`, or `none`. */
export function keysOf(block: JsonObject): string {
  const keys = Object.keys(block);
  if (keys.length === 0) return 'none';
  return (
    keys
      .slice(0, 12)
      .map((key) => key.slice(0, 40))
      .join(', ') + (keys.length > 12 ? ', …' : '')
  );
}

/** Reads counts and remembers what was not a count. */
export class CountReader {
  readonly block: JsonObject;
  readonly problems: string[];

  constructor(block: JsonObject, problems: string[] = []) {
    this.block = block;
    this.problems = problems;
  }

  /** The count at the first path that has a value; undefined when there is none, or when it is not a count (then `problems` grows). */
  first(paths: readonly string[] | undefined): number | undefined {
    return this.found(paths)?.count;
  }

  /** Like {@link first}, with the path. */
  found(paths: readonly string[] | undefined): { readonly count: number; readonly path: string } | undefined {
    for (const path of paths ?? []) {
      const value = valueAt(this.block, path);
      if (value === undefined) continue;
      const count = countOf(value);
      if (count !== undefined) return { count, path };
      this.problems.push(`${path} is ${shown(value)}, which is not a count of tokens (a whole number of 0 or more).`);
      return undefined;
    }
    return undefined;
  }
}

const SELECTOR = /^(\w+)\[(\w+)=([\w.-]+)\]$/;

function own(object: JsonObject, key: string): unknown {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return value === null ? undefined : value;
}

/** Sum over the matching entries of a list; undefined when there is no list or an entry's value is no count. */
function sumOf(list: unknown, key: string, wanted: string, path: string): unknown {
  if (!Array.isArray(list)) return undefined;
  let sum = 0;
  let found = false;
  for (const entry of list as readonly unknown[]) {
    if (!isObject(entry) || String(own(entry, key)).toLowerCase() !== wanted.toLowerCase()) continue;
    const value = valueAt(entry, path);
    if (value === undefined) continue;
    const count = countOf(value);
    if (count === undefined) return value;
    sum += count;
    found = true;
  }
  return found ? sum : undefined;
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
