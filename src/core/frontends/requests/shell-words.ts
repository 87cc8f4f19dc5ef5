import type { Expr } from '../../facts.ts';
import { MappedTextBuilder, type MappedText } from '../data/mapped-text.ts';

/** A word of a shell command after its quotes and escapes are taken off. */
export interface Word {
  readonly source: MappedText;
  readonly start: number;
  readonly end: number;
  /** True when the whole word stands between single quotes, so that its text is sent as it is written. */
  readonly verbatim: boolean;
}

/** What the reader of words asks of the reader of commands. */
export interface WordContext {
  readonly text: string;
  /** The value of `$name`; `fallback` is what `${name:-fallback}` names. */
  variable(name: string, start: number, end: number, fallback: Word | undefined): Expr;
  /** Reads the commands of `$(…)` that begin at `at`; returns the offset behind the closing unit and the value. */
  substitution(at: number, close: ')' | '`'): { readonly end: number; readonly value: Expr | MappedText };
}

/** Levels of `${a:-${b:-…}}` that are read. */
const MAX_DEFAULTS = 8;

/** Units that end a word. */
const DELIMITERS = ' \t\r\n;|&()<>';

/** Reads one word that begins at `at`; its end is `at` when no word begins there. */
export function readWord(context: WordContext, at: number): Word {
  const out = new MappedTextBuilder();
  const reader = new WordReader(context, out);
  const end = reader.word(at);
  const { text } = context;
  const verbatim = text[at] === "'" && text.indexOf("'", at + 1) === end - 1 && end > at + 1;
  return { source: out.finish(at), start: at, end, verbatim };
}

/** Text of a heredoc in which values are filled in, as in double quotes but with plain quotes. */
export function readHeredoc(context: WordContext, lines: readonly { readonly start: number; readonly end: number }[]): MappedText {
  const out = new MappedTextBuilder();
  const reader = new WordReader(context, out);
  for (const { start, end } of lines) reader.expanded(start, end, undefined);
  return out.finish(lines[0]?.start ?? 0);
}

class WordReader {
  private readonly context: WordContext;
  private readonly text: string;
  private readonly out: MappedTextBuilder;
  /** Defaults of defaults that this text stands in. */
  private readonly depth: number;

  constructor(context: WordContext, out: MappedTextBuilder, depth = 0) {
    this.context = context;
    this.text = context.text;
    this.out = out;
    this.depth = depth;
  }

  word(start: number): number {
    const { text } = this;
    let at = start;
    while (at < text.length) {
      const unit = text[at] ?? '';
      if (unit === '\\') {
        const lineBreak = /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0].length;
        if (lineBreak !== undefined) {
          at += lineBreak;
          continue;
        }
        this.out.add(text.slice(at + 1, at + 2), at + 1);
        at += 2;
      } else if (unit === "'") {
        const close = text.indexOf("'", at + 1);
        const end = close < 0 ? text.length : close;
        this.out.add(text.slice(at + 1, end), at + 1);
        at = end + 1;
      } else if (unit === '"') at = this.expanded(at + 1, text.length, '"');
      else if (unit === '$' && text[at + 1] === "'") at = this.ansi(at + 2);
      else if (unit === '$' || unit === '`') at = this.expansion(at);
      else if (DELIMITERS.includes(unit)) break;
      else {
        this.out.add(unit, at);
        at++;
      }
    }
    return Math.min(at, text.length);
  }

  /** Text in which values are filled in, up to `close` or `end`. Returns the offset behind it. */
  expanded(start: number, end: number, close: '"' | undefined): number {
    const { text } = this;
    let at = start;
    let run = start;
    const flush = (): void => {
      this.out.add(text.slice(run, at), run);
    };
    while (at < end) {
      const unit = text[at];
      if (unit === close) break;
      if (unit === '\\') {
        const next = text[at + 1] ?? '';
        if (next === '$' || next === '`' || next === '\\' || next === '\n' || (next === '"' && close === '"')) {
          flush();
          if (next !== '\n') this.out.add(next, at + 1);
          at += 2;
          run = at;
        } else at++;
      } else if (unit === '$' || unit === '`') {
        flush();
        const before = at;
        at = this.expansion(at);
        run = at;
        if (at === before) at++;
      } else at++;
    }
    flush();
    return close === undefined ? at : at + 1;
  }

  /** `$'…'`, in which a backslash escapes as in C. */
  private ansi(start: number): number {
    const { text } = this;
    let at = start;
    while (at < text.length && text[at] !== "'") {
      if (text[at] !== '\\') {
        this.out.add(text[at] ?? '', at);
        at++;
        continue;
      }
      const letter = text[at + 1] ?? '';
      const code = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4}))/.exec(text.slice(at, at + 6));
      const decoded =
        code === null ? (ANSI_ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '0', 16));
      this.out.add(decoded, at);
      at += code?.[0].length ?? 2;
    }
    return at + 1;
  }

  /** A `$` or backquote: a value, or the unit itself. Returns the offset behind it. */
  private expansion(at: number): number {
    const { text, context } = this;
    if (text[at] === '`') return this.substitution(at, at + 1, '`');
    if (text.startsWith('$((', at)) {
      const close = text.indexOf('))', at);
      const end = close < 0 ? text.length : close + 2;
      this.out.hole(text.slice(at, end), { kind: 'unknown', reason: 'arithmetic', code: 'shell.command()', start: at, end });
      return end;
    }
    if (text.startsWith('$(', at)) return this.substitution(at, at + 2, ')');
    const plain = /^\$([A-Za-z_]\w*|[0-9@*#?!$-])/.exec(text.slice(at, at + 200));
    if (plain !== null) {
      const end = at + plain[0].length;
      this.out.hole(plain[0], context.variable(plain[1] ?? '', at, end, undefined));
      return end;
    }
    const braced = /^\$\{([A-Za-z_]\w*|[0-9@*]+)(\[[^\]]*\])?(:?[-=])?/.exec(text.slice(at, at + 200));
    if (braced !== null) {
      const inner = at + braced[0].length;
      const end = closingBrace(text, inner);
      const fallback = braced[3] === undefined || this.depth >= MAX_DEFAULTS ? undefined : this.fallback(inner, end - 1);
      this.out.hole(text.slice(at, end), context.variable(braced[1] ?? '', at, end, fallback));
      return end;
    }
    this.out.add('$', at);
    return at + 1;
  }

  private fallback(start: number, end: number): Word {
    const out = new MappedTextBuilder();
    const written = this.text.slice(start, end);
    const quoted = /^(["'])([^"'$`\\]*)\1$/.exec(written);
    if (quoted !== null) out.add(quoted[2] ?? '', start + 1);
    else new WordReader(this.context, out, this.depth + 1).expanded(start, end, undefined);
    return { source: out.finish(start), start, end, verbatim: false };
  }

  private substitution(at: number, inner: number, close: ')' | '`'): number {
    const { end, value } = this.context.substitution(inner, close);
    if ('kind' in value) this.out.hole(this.text.slice(at, end), { ...value, start: at, end });
    else this.splice(value);
    return end;
  }

  /** Adds text that stands elsewhere with its own map and holes. */
  private splice(value: MappedText): void {
    const { text, map, holes } = value;
    let at = 0;
    const literal = (to: number): void => {
      for (let i = 0; i < map.length; i += 2) {
        const from = Math.max(at, map[i] ?? 0);
        const until = Math.min(to, map[i + 2] ?? text.length);
        if (until > from) this.out.add(text.slice(from, until), (map[i + 1] ?? 0) + from - (map[i] ?? 0));
      }
    };
    for (const hole of holes) {
      literal(hole.from);
      this.out.hole(text.slice(hole.from, hole.to), hole.value);
      at = hole.to;
    }
    literal(text.length);
  }
}

const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v' };

function closingBrace(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === '\\') at++;
    else if (unit === '{') open++;
    else if (unit === '}' && --open === 0) return at + 1;
    else if (unit === '\n' && at > from + 2000) return at;
  }
  return text.length;
}
