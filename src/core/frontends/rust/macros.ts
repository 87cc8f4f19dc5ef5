/** Macros whose arguments are expressions; the others are left alone. */
const callLike = /\b(format|println|print|eprintln|write|writeln|info|debug|warn|error|trace|panic|anyhow|bail|concat)!(?=\s*\()/g;
const listLike = /\bvec!(?=\s*\[)/g;
const included = /\binclude_str!(?=\s*\()/g;

/**
 * The grammar reads the arguments of macros as loose tokens. Those that are expressions are shown to it as what they mean, at the same
 * places: `vec![a]` as the list `    [a]`, `format!("…", x)` as the call `format_("…", x)`.
 */
export function bridgeMacros(text: string): string {
  if (!text.includes('!')) return text;
  return text
    .replace(listLike, '    ')
    .replace(callLike, (_, name: string) => `${name}_`)
    .replace(included, 'include_str_');
}
