/**
 * TOML 1.0 as expressions with positions, tolerant of text that is being typed: a line that cannot be read is told and skipped. Own code,
 * because every string must lead back to its source through escapes and line folds.
 * Source: https://toml.io/en/v1.0.0
 */
import type { DictEntry, DictExpr, Expr, ListItem, Span, TextExpr } from '../../facts.ts';
import { TextBuilder } from '../source-map.ts';
import { grouped } from '../../grouped.ts';

/** Longest text that is read, in UTF-16 units. */
const MAX_LENGTH = 500_000;

/** Levels of tables and values. */
const MAX_DEPTH = 40;

/** Values beyond which a text is data, not something that anybody wrote. */
const MAX_VALUES = 20_000;

/** What was read. */
export interface TomlDocument {
  /** The root table; undefined for a text that is not read. */
  readonly value: DictExpr | undefined;
  /** The first thing that is wrong, in words; undefined for a sound document. */
  readonly problem: string | undefined;
}

/** Reads a TOML text. Never throws; of equal keys the last one counts. */
export function readToml(text: string): TomlDocument {
  if (text.length > MAX_LENGTH) return { value: undefined, problem: `more than ${grouped(MAX_LENGTH)} characters of TOML are not read` };
  const reader = new TomlReader(text);
  return { value: reader.document(), problem: reader.problem };
}

/** A table while it is filled. */
interface Table {
  readonly kind: 'table';
  readonly start: number;
  end: number;
  readonly entries: Map<string, { readonly key: TextExpr; value: Expr | Table | Tables }>;
}

/** An array of tables (`[[name]]`) while it is filled. */
interface Tables {
  readonly kind: 'tables';
  readonly items: Table[];
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b', '"': '"', '\\': '\\' };

/** Thrown and caught within this file: the line cannot be read. */
class TomlError extends Error {}

class TomlReader {
  problem: string | undefined;
  private readonly text: string;
  private at = 0;
  private values = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): DictExpr {
    const root: Table = { kind: 'table', start: 0, end: this.text.length, entries: new Map() };
    let current = root;
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    for (;;) {
      this.skipSpace(true);
      if (this.at >= this.text.length) break;
      const start = this.at;
      try {
        if (this.text[this.at] === '[') current = this.header(root);
        else this.pair(current, 0);
        this.skipSpace(false);
        if (this.at < this.text.length && !/[\r\n]/.test(this.text[this.at] ?? '')) throw new TomlError('one value per line is expected');
        current.end = Math.max(current.end, this.at);
      } catch (error) {
        if (!(error instanceof TomlError)) throw error;
        this.tell(error.message, start);
        this.skipLine(start);
      }
    }
    return dictOf(root);
  }

  /** `[table.name]` or `[[array.of.tables]]`: the table that the next lines belong to. */
  private header(root: Table): Table {
    const start = this.at;
    const many = this.text.startsWith('[[', this.at);
    this.at += many ? 2 : 1;
    const keys = this.keys();
    if (!this.text.startsWith(many ? ']]' : ']', this.at)) throw new TomlError('the name of a table is not closed');
    this.at += many ? 2 : 1;
    const [last] = keys.slice(-1);
    const parent = this.tableAt(root, keys.slice(0, -1), start);
    if (last === undefined) throw new TomlError('a table has no name');
    const known = parent.entries.get(last.value);
    if (!many) return this.tableAt(parent, [last], start);
    const table: Table = { kind: 'table', start, end: this.at, entries: new Map() };
    if (known?.value.kind === 'tables') known.value.items.push(table);
    else parent.entries.set(last.value, { key: last, value: { kind: 'tables', items: [table] } });
    return table;
  }

  /** The table that keys lead to, made where it is missing. */
  private tableAt(from: Table, keys: readonly TextExpr[], start: number): Table {
    if (keys.length > MAX_DEPTH) throw new TomlError('the TOML is nested too deeply');
    let table = from;
    for (const key of keys) {
      const known = table.entries.get(key.value);
      if (known?.value.kind === 'table') table = known.value;
      else if (known?.value.kind === 'tables') table = known.value.items.at(-1) ?? table;
      else if (known !== undefined) throw new TomlError(`“${key.value.slice(0, 40)}” is a value and no table`);
      else {
        const made: Table = { kind: 'table', start, end: this.at, entries: new Map() };
        table.entries.set(key.value, { key, value: made });
        table = made;
      }
    }
    return table;
  }

  private pair(table: Table, depth: number): void {
    const start = this.at;
    const keys = this.keys();
    const [last] = keys.slice(-1);
    if (last === undefined) throw new TomlError('a name is expected');
    if (this.text[this.at] !== '=') throw new TomlError('“=” is expected behind the name');
    this.at++;
    this.skipSpace(false);
    const value = this.value(depth);
    this.tableAt(table, keys.slice(0, -1), start).entries.set(last.value, { key: last, value });
  }

  /** `a.b."c d"`, with white space around the dots and behind. */
  private keys(): TextExpr[] {
    const keys: TextExpr[] = [];
    do {
      if (keys.length > 0) this.at++;
      this.skipSpace(false);
      const unit = this.text[this.at];
      if (unit === '"' || unit === "'") keys.push(this.string());
      else {
        const word = /^[\w-]+/.exec(this.text.slice(this.at, this.at + 300))?.[0];
        if (word === undefined) throw new TomlError('a name is expected');
        keys.push({ kind: 'text', value: word, map: [0, this.at], start: this.at, end: this.at + word.length });
        this.at += word.length;
      }
      this.skipSpace(false);
    } while (this.text[this.at] === '.');
    return keys;
  }

  private value(depth: number): Expr {
    if (depth > MAX_DEPTH) throw new TomlError('the TOML is nested too deeply');
    if (++this.values > MAX_VALUES) throw new TomlError('the TOML has too many values');
    const unit = this.text[this.at];
    if (unit === '"' || unit === "'") return this.string();
    if (unit === '[') return this.array(depth);
    if (unit === '{') return this.inlineTable(depth);
    const start = this.at;
    const word = /^[^\s,\]}#]+(?: \d\d:\d\d[^\s,\]}#]*)?/.exec(this.text.slice(start, start + 200))?.[0];
    if (word === undefined) throw new TomlError('a value is expected');
    this.at += word.length;
    const span = { start, end: this.at };
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', ...span };
    const plain = word.replaceAll('_', '');
    if (/^[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|0x[\da-fA-F]+|0o[0-7]+|0b[01]+)$/.test(plain))
      return { kind: 'number', value: Number(plain.replace(/^\+/, '')), ...span };
    if (/^\d{4}-\d\d-\d\d|^\d\d:\d\d/.test(word)) return { kind: 'unknown', reason: 'a date or time', ...span };
    if (/^[+-]?(?:inf|nan)$/.test(word)) return { kind: 'unknown', reason: 'a number without bounds', ...span };
    throw new TomlError('a text must stand in quotes');
  }

  private array(depth: number): Expr {
    const start = this.at++;
    const items: ListItem[] = [];
    for (;;) {
      this.skipSpace(true);
      if (this.at >= this.text.length) throw new TomlError('a list is not closed');
      if (this.text[this.at] === ']') break;
      items.push({ value: this.value(depth + 1), spread: false });
      this.skipSpace(true);
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== ']') throw new TomlError('a comma is missing in a list');
    }
    this.at++;
    return { kind: 'list', form: 'list', items, start, end: this.at };
  }

  private inlineTable(depth: number): Expr {
    const table: Table = { kind: 'table', start: this.at++, end: 0, entries: new Map() };
    for (;;) {
      this.skipSpace(true);
      if (this.at >= this.text.length) throw new TomlError('a table in braces is not closed');
      if (this.text[this.at] === '}') break;
      this.pair(table, depth + 1);
      this.skipSpace(true);
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== '}') throw new TomlError('a comma is missing in a table');
    }
    table.end = ++this.at;
    return dictOf(table);
  }

  private string(): TextExpr {
    const quote = this.text[this.at] ?? '"';
    const many = this.text.startsWith(quote.repeat(3), this.at);
    this.at += many ? 3 : 1;
    // A line end right behind the opening quotes belongs to them.
    if (many) this.at += /^\r?\n/.exec(this.text.slice(this.at, this.at + 2))?.[0].length ?? 0;
    const out = new TextBuilder(this.at);
    let run = this.at;
    const flush = (): void => {
      if (this.at > run) out.verbatim(this.text.slice(run, this.at));
    };
    for (;;) {
      const unit = this.text[this.at];
      if (unit === undefined || (!many && (unit === '\n' || unit === '\r'))) throw new TomlError('a text is not closed');
      if (many ? this.text.startsWith(quote.repeat(3), this.at) : unit === quote) {
        // Up to two quotes may stand in front of the closing ones.
        for (let extra = 0; many && extra < 2 && this.text[this.at + 3] === quote; extra++) this.at++;
        break;
      }
      if (unit === '\\' && quote === '"') {
        flush();
        const [decoded, length] = this.escape(many);
        this.at += length;
        out.decoded(decoded, this.at);
        run = this.at;
      } else this.at++;
    }
    flush();
    const result = out.finish(this.at);
    this.at += many ? 3 : 1;
    return result;
  }

  /** What an escape stands for, and its length. */
  private escape(many: boolean): [decoded: string, length: number] {
    const fold = many ? /^\\[ \t]*\r?\n[ \t\r\n]*/.exec(this.text.slice(this.at, this.at + 5000)) : null;
    if (fold !== null) return ['', fold[0].length];
    const letter = this.text[this.at + 1] ?? '';
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) return [simple, 2];
    const code = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(this.text.slice(this.at, this.at + 10));
    const point = Number.parseInt(code?.[1] ?? code?.[2] ?? code?.[3] ?? '', 16);
    if (code === null || point > 0x10ffff) {
      this.tell(`\\${letter} is no escape`, this.at);
      return ['\\', 1];
    }
    return [String.fromCodePoint(point), code[0].length];
  }

  private skipSpace(lines: boolean): void {
    for (; this.at < this.text.length; this.at++) {
      const unit = this.text[this.at];
      if (unit === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = (end < 0 ? this.text.length : end) - 1;
      } else if (unit !== ' ' && unit !== '\t' && !(lines && (unit === '\n' || unit === '\r'))) return;
    }
  }

  /** Goes on with the line behind the one that could not be read. */
  private skipLine(start: number): void {
    const end = this.text.indexOf('\n', Math.max(start, this.at));
    this.at = end < 0 ? this.text.length : end + 1;
  }

  private tell(message: string, at: number): void {
    if (this.problem !== undefined) return;
    let line = 1;
    for (let next = this.text.indexOf('\n'); next >= 0 && next < at; next = this.text.indexOf('\n', next + 1)) line++;
    this.problem = `line ${line}: ${message}`;
  }
}

function dictOf(table: Table): DictExpr {
  const entries = [...table.entries.values()].map(({ key, value }): DictEntry => ({ key, value: exprOf(value, key) }));
  return { kind: 'dict', entries, start: table.start, end: Math.max(table.end, ...entries.slice(-1).map(({ value }) => value.end)) };
}

function exprOf(value: Expr | Table | Tables, { start, end }: Span): Expr {
  if (value.kind === 'table') return dictOf(value);
  if (value.kind !== 'tables') return value;
  const items = value.items.map((item): ListItem => ({ value: dictOf(item), spread: false }));
  return { kind: 'list', form: 'list', items, start: items[0]?.value.start ?? start, end: items.at(-1)?.value.end ?? end };
}
