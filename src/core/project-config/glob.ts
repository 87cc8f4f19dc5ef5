/** Path patterns of pennylint.yaml. Matching takes time proportional to pattern times path, whatever the pattern. */

/** Alternatives that `{a,b}` may open in one pattern; beyond it the braces are taken as they stand. */
const MAX_ALTERNATIVES = 64;

/**
 * Whether a path (forward slashes, relative to the folder of pennylint.yaml) matches a pattern. `*` is any run of characters within a name,
 * `**` any number of folders, `?` one character, `{a,b}` alternatives. A pattern without a slash matches a name at any depth; a pattern that
 * matches a folder matches everything in it.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const names = path.split('/');
  return alternatives(pattern).some((one) => {
    const bare = one.replace(/^\.\//, '').replace(/\/+$/, '');
    if (bare === '' || bare === '.') return true;
    const anchored = bare.includes('/');
    const parts = bare.replace(/^\//, '').split('/');
    return matchesNames(anchored ? parts : ['**', ...parts], names);
  });
}

/** Whether a text matches a pattern in which `*` is any run of characters and `?` one. */
export function matchesText(pattern: string, text: string): boolean {
  // Greedy with one point of return: linear in practice, pattern × text at worst.
  let p = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function matchesNames(parts: readonly string[], names: readonly string[]): boolean {
  // reach[i]: the parts so far match the first i names.
  let reach: boolean[] = [true, ...names.map(() => false)];
  for (const part of parts) {
    if (part === '**') {
      const first = reach.indexOf(true);
      reach = reach.map((_, index) => first >= 0 && index >= first);
      continue;
    }
    reach = reach.map((_, index) => index > 0 && reach[index - 1] === true && matchesText(part, names[index - 1] ?? ''));
  }
  // Matching a folder on the way matches what is in it.
  return reach.some(Boolean);
}

function alternatives(pattern: string): readonly string[] {
  let open: readonly string[] = [pattern];
  for (;;) {
    const next = open.flatMap((one) => {
      const match = /\{([^{}]*,[^{}]*)\}/.exec(one);
      if (match === null) return [one];
      const [whole, inner = ''] = match;
      return inner.split(',').map((option) => one.slice(0, match.index) + option + one.slice(match.index + whole.length));
    });
    if (next.length > MAX_ALTERNATIVES) return [pattern];
    if (next.length === open.length && next.every((one, index) => one === open[index])) return next;
    open = next;
  }
}
