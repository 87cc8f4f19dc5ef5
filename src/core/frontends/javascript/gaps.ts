import type { SyntaxTree } from '../syntax-tree.ts';

/**
 * Valid code that the grammar does not know, with the part that can be blanked without changing what the rest means. Each pattern has the
 * text before that part as its first group and the part as its second.
 */
const gaps: readonly RegExp[] = [
  // `(value): value is string =>`: the type predicate of an arrow function
  /(\)\s*:\s*)((?:asserts\s+)?[\w$]+\s+is\s)/g,
  // `catch (error: unknown)`
  /(\bcatch\s*\(\s*[\w$]+\s*)(:\s*(?:any|unknown)\b)/g,
  // `typeof import('m')`
  /()(\btypeof\s)(?=\s*import\s*\()/g,
  // `import data from './data.json' with { type: 'json' }` and the same for `import(…)`
  /(\bfrom\s*(?:"[^"\n]*"|'[^'\n]*')\s*)(\b(?:with|assert)\s*\{[^{}\n]*\})/g,
  /(\bimport\(\s*(?:"[^"\n]*"|'[^'\n]*'))(\s*,\s*\{\s*(?:with|assert)\s*:\s*\{[^{}\n]*\}\s*\})/g,
  // `export { type Name }`, `export type * from 'm'`
  /([{,]\s*)(type\s)(?=\s*[\w$]+\s*(?:[,}]|as\b))/g,
  /(\bexport\s+)(type\s)(?=\s*\*)/g,
  // `export default interface Options`: read from the source, see `readExport`
  /(\bexport\s+)(default)(?=\s+interface\s+[\w$]+)/g,
  // `let name!: Type`
  /(\b(?:let|var)\s+[\w$]+)(!)(?=\s*:)/g,
  // `async <T>(value: T) =>`
  /(\basync\s*)(<(?:[^<>()]|<[^<>()]{0,200}>){1,400}>)(?=\s*\()/g,
];

/**
 * The text as the grammar can read it: what it does not know is blanked, and every offset stays as it is. Strings and comments may be
 * blanked in part, which is harmless, because their text is read from the source and not from here.
 */
export function bridgeGaps(text: string): string {
  // In a string, `\\` takes only the first half of a Windows line end with it.
  let result = text.replaceAll('\\\r\n', ' \\\n');
  // A class without a name is only known as an expression, and `export =` takes one.
  result = result.replace(/(\bexport\s+)default(?=\s+class\s*(?:\{|extends\b))/g, '$1=      ');
  for (const gap of gaps) result = result.replace(gap, (_whole: string, before: string, part: string) => before + blank(part));
  return result.replace(LONE_DEFAULT, (whole: string, before: string, part: string, behind: string, at: number) =>
    isLonePattern(result, at) ? before + blank(part) + behind : whole,
  );
}

/** What stands behind the pattern of `({ model } = {}) => …`, `([first] = []) => …`: a default that says nothing the pattern does not say. */
const LONE_DEFAULT = /([}\]]\s*)(=\s*(?:\{\s*\}|\[\s*\]))(\s*\)\s*(?::[^()=]{1,80})?=>)/g;

/** True for the end of a pattern that is all that stands in the parentheses of an arrow function which is not `async`. */
function isLonePattern(text: string, end: number): boolean {
  let depth = 0;
  for (let at = end; at >= 0 && end - at < MAX_PATTERN; at--) {
    const unit = text[at] ?? '';
    if (unit === '}' || unit === ']') depth++;
    else if ((unit === '{' || unit === '[') && --depth === 0) return /(?<!\basync\s*)\(\s*$/.test(text.slice(Math.max(0, at - 20), at));
  }
  return false;
}

/** Longest pattern that is looked at, in UTF-16 units. */
const MAX_PATTERN = 4000;

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** What the grammar stumbles over and is read right all the same: comments between JSX elements, decorators before `export`, imports. */
const stumbles: readonly { readonly before?: RegExp; readonly behind: RegExp }[] = [
  { before: /\*\/\s*$/, behind: /^\}/ },
  { behind: /^\s*export\b/ },
  { before: /\bimport\s+(?:type\s+)?[\w$]+\s*,\s*$/, behind: /^\*/ },
  { before: /\bimport\s+(?:type\s+)?[\w$]+\s*,\s*\*\s*as\s+$/, behind: /^[\w$]/ },
  { before: /\bimport\s+[\w$]+\s*$/, behind: /^=\s*require\b/ },
];

/** True when the parser stumbled over something that is not one of its own gaps. */
export function hasRealErrors(tree: SyntaxTree): boolean {
  if (!tree.hasErrors()) return false;
  for (let node = 0; node < tree.size; node++) {
    if (!tree.isError(node)) continue;
    const at = tree.start(node);
    const before = tree.text.slice(Math.max(0, at - 60), at);
    const behind = tree.text.slice(at, at + 20);
    if (!stumbles.some((one) => one.behind.test(behind) && (one.before === undefined || one.before.test(before)))) return true;
  }
  return false;
}
