/**
 * Reads a large JSON text by position: what nobody asks for is jumped over without being built, and every string knows where it stands.
 */
import type { SourceMap, Span } from '../facts.ts';
import { TextBuilder } from '../frontends/source-map.ts';

/** The text is not JSON; the message says what was expected and where. */
export class JsonProblem extends Error {}

/** A place in a JSON text. Methods read the value that begins there and move behind it; they throw {@link JsonProblem}. */
export class JsonCursor {
  private readonly text: string;
  private at: number;

  /** @param at UTF-16 offset at which a value, or white space before one, begins */
  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  /** UTF-16 offset of the cursor. */
  get offset(): number {
    return this.at;
  }

  /** First unit of the value that comes next: `{`, `[`, `"` or that of a number or word; empty at the end of the text. */
  peek(): string {
    while (/^[ \t\r\n]$/.test(this.text[this.at] ?? '')) this.at++;
    return this.text[this.at] ?? '';
  }

  /** Reads an object. The visitor reads or skips the value of each key. */
  object(visit: (key: string) => void): void {
    this.list('{', '}', () => {
      const key = this.string().text;
      this.expect(':');
      visit(key);
    });
  }

  /** Reads a list. The visitor reads or skips each item. */
  array(visit: () => void): void {
    this.list('[', ']', visit);
  }

  /** Reads a string, with the way back from its decoded text to the text of the file. */
  string(): { readonly text: string; readonly map: SourceMap } {
    const { start, end } = this.stringSpan();
    const out = new TextBuilder(start + 1);
    decodeInto(out, this.text, start + 1, end - 1);
    const { value, map } = out.finish(end - 1);
    return { text: value, map };
  }

  /** Reads a string, or a list of strings as one text, which is how notebooks write their cells. */
  lines(): { readonly text: string; readonly map: SourceMap } {
    if (this.peek() !== '[') return this.string();
    const out = new TextBuilder(this.at + 1);
    this.array(() => {
      const { start, end } = this.stringSpan();
      out.decoded('', start + 1);
      decodeInto(out, this.text, start + 1, end - 1);
    });
    const { value, map } = out.finish(this.at - 1);
    return { text: value, map };
  }

  /** A string's text; undefined for any other value, which is skipped. */
  stringOrSkip(): string | undefined {
    if (this.peek() === '"') return this.string().text;
    this.skip();
    return undefined;
  }

  /** Jumps over a value of any size and depth, and returns where it stands. Nothing inside is checked but strings and brackets. */
  skip(): Span {
    const first = this.peek();
    const start = this.at;
    if (first === '"') return this.stringSpan();
    if (first !== '{' && first !== '[') {
      const word = /[-+\w.]*/y;
      word.lastIndex = start;
      this.at += word.exec(this.text)?.[0].length ?? 0;
      if (this.at === start) this.fail('a value');
      return { start, end: this.at };
    }
    const mark = /["{}[\]]/g;
    let depth = 0;
    do {
      mark.lastIndex = this.at;
      const found = mark.exec(this.text);
      if (found === null) {
        this.at = this.text.length;
        this.fail(first === '{' ? '}' : ']');
      }
      this.at = found.index;
      if (found[0] === '"') this.stringSpan();
      else {
        depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
        this.at++;
      }
    } while (depth > 0);
    return { start, end: this.at };
  }

  /** Throws unless only white space is left. */
  end(): void {
    if (this.peek() !== '') this.fail('the end of the file');
  }

  private list(open: string, close: string, item: () => void): void {
    this.expect(open);
    if (this.peek() === close) {
      this.at++;
      return;
    }
    for (;;) {
      item();
      if (this.peek() === close) break;
      this.expect(',');
    }
    this.at++;
  }

  private expect(unit: string): void {
    if (this.peek() !== unit) this.fail(unit);
    this.at++;
  }

  /** Span of a string with its quotes. */
  private stringSpan(): Span {
    if (this.peek() !== '"') this.fail('a string');
    const start = this.at;
    for (let quote = this.text.indexOf('"', start + 1); quote >= 0; quote = this.text.indexOf('"', quote + 1)) {
      let slashes = 0;
      while (this.text[quote - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 1) continue;
      this.at = quote + 1;
      return { start, end: this.at };
    }
    this.at = this.text.length;
    return this.fail('the end of a string');
  }

  private fail(expected: string): never {
    if (this.at >= this.text.length) throw new JsonProblem(`the file ends where ${expected} is expected; is it complete?`);
    const before = this.text.slice(0, this.at).split(/\r\n|\n|\r/);
    throw new JsonProblem(`it is not JSON: ${expected} is expected in line ${before.length}`);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Adds the decoded text between two quotes; an escape that JSON does not know stands for its own letter. */
function decodeInto(out: TextBuilder, text: string, from: number, to: number): void {
  let at = from;
  for (;;) {
    const slash = text.indexOf('\\', at);
    if (slash < 0 || slash >= to) break;
    out.verbatim(text.slice(at, slash));
    const letter = text[slash + 1] ?? '';
    const code = letter === 'u' ? /^[0-9a-fA-F]{4}$/.exec(text.slice(slash + 2, slash + 6)) : null;
    at = slash + (code === null ? 2 : 6);
    out.decoded(code === null ? (escapes[letter] ?? letter) : String.fromCharCode(parseInt(code[0], 16)), at);
  }
  out.verbatim(text.slice(at, to));
}
