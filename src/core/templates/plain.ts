/** Placeholders that one pattern finds: `{x}`, `${x}`, `<<x>>`, `$ARGUMENTS`. Their delimiters stand in plain text too; what is not a name is text. */
import type { Span } from '../facts.ts';
import type { Tag, TemplateSyntax } from './template.ts';

const NAME = '[A-Za-z_][\\w]*(?:(?:\\.[A-Za-z_]\\w*)|(?:\\[[\\w"\' -]{1,40}\\])){0,8}';

interface Pattern {
  readonly find: RegExp;
  /** Span of the expression within a match: units at its beginning and end that are delimiters. */
  readonly open: number;
  readonly close: number;
  /** Text that a match stands for; undefined for a value. */
  readonly literal?: (match: string) => string | undefined;
  /** True when the engine fills in every match, wherever it stands: no judgement by context is needed. */
  readonly everywhere: boolean;
}

const patterns: Partial<Record<TemplateSyntax, Pattern>> = {
  'python-format': {
    // Source: docs.python.org, "Format string syntax".
    find: new RegExp(`\\{\\{|\\}\\}|\\{(?:${NAME}|\\d{0,3})(?:![rsa])?(?::[^{}\\n]{0,60})?\\}`, 'g'),
    open: 1,
    close: 1,
    literal: (match) => (match === '{{' || match === '}}' ? match[0] : undefined),
    everywhere: true,
  },
  'single-brace': { find: new RegExp(`\\{${NAME}\\}`, 'g'), open: 1, close: 1, everywhere: false },
  dollar: {
    // `${input:name:hint}` asks the user, `${name:-standard}` has a default.
    find: new RegExp(`\\$\\{(?=[A-Za-z_])(?:(?:input|env|config|file|selection):?)?(?:${NAME})?(?::[^{}\\n]{0,120})?\\}`, 'g'),
    open: 2,
    close: 1,
    everywhere: false,
  },
  angle: { find: /<<[ \t]*[A-Za-z_][\w.-]{0,60}[ \t]*>>/g, open: 2, close: 2, everywhere: false },
  arguments: { find: /\$ARGUMENTS(?:\[\d{1,2}\])?|\$\d\b(?![.,]\d)/g, open: 1, close: 0, everywhere: false },
};

/** Tags of a text in order; undefined for a syntax with delimiters of its own. */
export function plainTags(text: string, syntax: TemplateSyntax): Tag[] | undefined {
  const pattern = patterns[syntax];
  if (pattern === undefined) return undefined;
  const fences = pattern.everywhere ? [] : codeFences(text);
  let fence = 0;
  const tags: Tag[] = [];
  for (const { 0: written, index: start } of text.matchAll(pattern.find)) {
    const end = start + written.length;
    while ((fences[fence]?.end ?? Infinity) <= start) fence++;
    const inFence = (fences[fence]?.start ?? Infinity) <= start;
    if (!pattern.everywhere && !isPlaceholder(text, start, end, inFence, syntax)) continue;
    const literal = pattern.literal?.(written);
    const inner = written.slice(pattern.open, written.length - pattern.close);
    tags.push({
      kind: literal === undefined ? 'value' : 'literal',
      expression: inner.trim(),
      expressionStart: start + pattern.open + inner.length - inner.trimStart().length,
      start,
      end,
      trimsBefore: false,
      trimsAfter: false,
      ...(literal === undefined ? {} : { literal }),
    });
  }
  return tags;
}

/**
 * False where the same characters mean something else: the argument of a LaTeX command, a part of an address, the brace of another syntax,
 * an example of code. In a code fence only what fills its line counts: there the fence holds what is filled in.
 */
function isPlaceholder(text: string, start: number, end: number, inFence: boolean, syntax: TemplateSyntax): boolean {
  const before = text[start - 1] ?? '\n';
  const after = text[end] ?? '\n';
  if (inFence) return aloneOnLine(text, start, end);
  // The beginning of a path is an environment variable of a shell: `${HOME}/bin`.
  if (syntax === 'dollar' && after === '/' && /^\$\{[A-Z][A-Z0-9_]*\}$/.test(text.slice(start, end))) return false;
  if (syntax !== 'single-brace') return before !== '\\';
  if (/[\\$#%@^_{}=/]/.test(before) || /[{}/]/.test(after)) return false;
  // `\frac{a}`, `f{x}`, `style={color}`: a brace that belongs to the word before it.
  return !/[A-Za-z0-9)\]]/.test(before);
}

function aloneOnLine(text: string, start: number, end: number): boolean {
  let from = start;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
  if (from > 0 && text[from - 1] !== '\n' && text[from - 1] !== '\r') return false;
  let to = end;
  while (text[to] === ' ' || text[to] === '\t') to++;
  return to >= text.length || text[to] === '\n' || text[to] === '\r';
}

/** Fenced code of Markdown, fences included. An open fence reaches to the end. */
export function codeFences(text: string): Span[] {
  const result: Span[] = [];
  const pattern = /^[ \t]{0,12}(`{3,}|~{3,})[^\n]*$/gm;
  let open: { readonly start: number; readonly mark: string } | undefined;
  for (const match of text.matchAll(pattern)) {
    const mark = match[1] ?? '';
    if (open === undefined) open = { start: match.index, mark };
    else if (mark.startsWith(open.mark) && match[0].trim() === mark) {
      result.push({ start: open.start, end: match.index + match[0].length });
      open = undefined;
    }
  }
  if (open !== undefined) result.push({ start: open.start, end: text.length });
  return result;
}
