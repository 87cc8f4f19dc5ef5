/** "Did you mean" for model names. Names only: nothing here ever leads to a price. */

/**
 * Up to `limit` names from `names` that differ from `wanted` by a typing slip, best first: edit distance (upper and lower case
 * alike) of at most `reach`, by default a quarter of the length and at most 4. Empty when nothing is that close.
 */
export function similarNames(
  wanted: string,
  names: Iterable<string>,
  limit = 3,
  reach = Math.min(4, Math.floor(Math.min(wanted.length, 100) / 4)),
): readonly string[] {
  const target = wanted.toLowerCase().slice(0, 100);
  const close: { readonly name: string; readonly distance: number }[] = [];
  for (const name of new Set(names)) {
    if (Math.abs(name.length - target.length) > reach) continue;
    const distance = editDistance(target, name.toLowerCase(), reach);
    if (distance <= reach) close.push({ name, distance });
  }
  close.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return close.slice(0, limit).map(({ name }) => name);
}

/** Insertions, deletions and replacements from `a` to `b`; any number above `reach` once it is clear that there are more. */
function editDistance(a: string, b: string, reach: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    if (Math.min(...current) > reach) return reach + 1;
    previous = current;
  }
  return previous[b.length] ?? reach + 1;
}
