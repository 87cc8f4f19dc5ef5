/**
 * JSON as expressions with positions: tolerant of what people write (comments, trailing commas) and of text that is being typed. Every
 * string leads back to its source through all escapes.
 */
import type { DictEntry, Expr, HoleExpr, ListItem, TextExpr } from '../../facts.ts';
import { appendMap, sourceSpan, type MappedText } from './mapped-text.ts';
import { grouped } from '../../grouped.ts';

/** Levels of nesting that are read; deeper values are unknown. */
const MAX_DEPTH = 64;

/** Values that are read; a longer text is data, not something that anybody wrote. */
const MAX_VALUES = 20_000;

/** A comment, with its marks; offsets are into the source. */
export interface JsonComment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What was read. */
export interface JsonDocument {
  /** The first value; undefined for a text without one. */
  readonly value: Expr | undefined;
  /** True when the text had to be mended, goes on behind the value, or is longer or deeper than is read. */
  readonly broken: boolean;
  /** True when the text ends inside the value: a bracket or a quote is never closed. */
  readonly unclosed: boolean;
  /** What of it is not read, in words; undefined when nothing is left out on purpose. */
  readonly problem: string | undefined;
  /** Offset into the text behind the value. */
  readonly end: number;
  readonly comments: readonly JsonComment[];
}

/** Reads the first JSON value of a text. Never throws; of equal keys all are kept, in order, and the last one counts. */
export function readJson(source: MappedText): JsonDocument {
  const reader = new JsonReader(source);
  return reader.document();
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

class JsonReader {
  private readonly source: MappedText;
  private readonly text: string;
  private at = 0;
  private values = 0;
  private broken = false;
  private unclosed = false;
  private problem: string | undefined;
  private nextHole = 0;
  private readonly comments: JsonComment[] = [];

  constructor(source: MappedText) {
    this.source = source;
    this.text = source.text;
  }

  document(): JsonDocument {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    this.skipSpace();
    const value = this.at < this.text.length ? this.value(0) : undefined;
    const end = this.at;
    this.skipSpace();
    const broken = this.broken || value === undefined || this.at < this.text.length;
    return { value, broken, unclosed: this.unclosed, problem: this.problem, end, comments: this.comments };
  }

  private value(depth: number): Expr {
    const start = this.at;
    const hole = this.holeHere();
    if (hole !== undefined) return hole;
    if (++this.values > MAX_VALUES) {
      this.at = this.text.length;
      this.problem = `more than ${grouped(MAX_VALUES)} values of JSON are not read`;
      return this.unknown(start, 'the JSON is too long');
    }
    const unit = this.text[start];
    if (unit === '{' || unit === '[') {
      if (depth >= MAX_DEPTH) return this.tooDeep(start);
      return unit === '{' ? this.object(start, depth) : this.array(start, depth);
    }
    if (unit === '"') return this.string();
    return this.word(start);
  }

  private object(start: number, depth: number): Expr {
    const entries: DictEntry[] = [];
    this.at++;
    for (;;) {
      const unit = this.skipSpace();
      if (unit === undefined || unit === ']') break;
      if (unit === '}') {
        this.at++;
        return { kind: 'dict', entries, ...sourceSpan(this.source, start, this.at) };
      }
      if (unit === ',') {
        this.at++;
        continue;
      }
      const before = this.at;
      const key = unit === '"' ? this.string() : this.bareKey();
      if (key === undefined) {
        this.skipUnit(before);
        continue;
      }
      if (this.skipSpace() === ':') {
        this.at++;
        const next = this.skipSpace();
        if (next !== undefined && next !== '}' && next !== ',' && next !== ']') {
          entries.push({ key, value: this.value(depth + 1) });
          this.separator('}');
          continue;
        }
      }
      // A key that has no value yet.
      this.broken = true;
    }
    this.neverClosed();
    return { kind: 'dict', entries, ...sourceSpan(this.source, start, this.at) };
  }

  private array(start: number, depth: number): Expr {
    const items: ListItem[] = [];
    this.at++;
    for (;;) {
      const unit = this.skipSpace();
      if (unit === undefined || unit === '}') break;
      if (unit === ']') {
        this.at++;
        return { kind: 'list', form: 'list', items, ...sourceSpan(this.source, start, this.at) };
      }
      if (unit === ',') {
        this.at++;
        continue;
      }
      if (unit === ':') {
        this.skipUnit(this.at);
        continue;
      }
      items.push({ value: this.value(depth + 1), spread: false });
      this.separator(']');
    }
    this.neverClosed();
    return { kind: 'list', form: 'list', items, ...sourceSpan(this.source, start, this.at) };
  }

  private neverClosed(): void {
    this.broken = true;
    this.unclosed ||= this.at >= this.text.length;
  }

  /** What follows an element must be a comma or the closing bracket; without one the text is broken, but goes on. */
  private separator(close: string): void {
    const unit = this.skipSpace();
    if (unit === ',') this.at++;
    else if (unit !== close) this.broken = true;
  }

  /** A key without quotes, as in JSON5. */
  private bareKey(): TextExpr | undefined {
    const match = /^[\w$-]+/.exec(this.text.slice(this.at, this.at + 200));
    if (match === null) return undefined;
    this.broken = true;
    const start = this.at;
    this.at += match[0].length;
    const map: number[] = [];
    appendMap(map, this.source, start, this.at, 0);
    return { kind: 'text', value: match[0], map, ...sourceSpan(this.source, start, this.at) };
  }

  /** Steps over something that means nothing here. */
  private skipUnit(from: number): void {
    this.broken = true;
    if (this.at === from) this.at++;
  }

  private string(): Expr {
    const open = this.at;
    const parts: (TextExpr | HoleExpr)[] = [];
    let value = '';
    let map: number[] = [];
    let pieceStart = open + 1;
    let run = open + 1;
    const flush = (end: number): void => {
      if (end > run) appendMap(map, this.source, run, end, value.length);
      value += this.text.slice(run, end);
    };
    const finishPiece = (end: number): void => {
      if (map.length === 0) appendMap(map, this.source, pieceStart, pieceStart, 0);
      if (value !== '' || parts.length === 0) parts.push({ kind: 'text', value, map, ...sourceSpan(this.source, pieceStart, end) });
      value = '';
      map = [];
    };
    let closed = false;
    this.at++;
    while (this.at < this.text.length) {
      const hole = this.peekHole();
      if (hole !== undefined) {
        flush(this.at);
        const inner = value !== '' || map.length > 0;
        if (inner) finishPiece(this.at);
        parts.push({ kind: 'hole', value: hole.value, format: '', ...sourceSpan(this.source, hole.from, hole.to) });
        this.at = hole.to;
        this.nextHole++;
        run = this.at;
        pieceStart = this.at;
        continue;
      }
      const unit = this.text[this.at];
      if (unit === '"') {
        closed = true;
        break;
      }
      if (unit === '\n' || unit === '\r') break;
      if (unit === '\\') {
        flush(this.at);
        const [decoded, length] = this.escape();
        appendMap(map, this.source, this.at, this.at + 1, value.length);
        value += decoded;
        this.at += length;
        run = this.at;
        continue;
      }
      this.at++;
    }
    flush(this.at);
    if (!closed) this.neverClosed();
    const contentEnd = this.at;
    if (closed) this.at++;
    const whole = sourceSpan(this.source, open, this.at);
    if (parts.length === 0) {
      if (map.length === 0) appendMap(map, this.source, pieceStart, pieceStart, 0);
      return { kind: 'text', value, map, ...sourceSpan(this.source, pieceStart, contentEnd) };
    }
    if (value !== '') finishPiece(contentEnd);
    const [only] = parts;
    if (parts.length === 1 && only?.kind === 'hole') return only.value;
    return { kind: 'template', parts, ...whole };
  }

  /** What an escape sequence stands for, and its length. An unknown escape stands for its letter. */
  private escape(): [decoded: string, length: number] {
    const letter = this.text[this.at + 1];
    if (letter === undefined) return ['', 1];
    if (letter === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(digits)) return [String.fromCharCode(Number.parseInt(digits, 16)), 6];
      this.broken = true;
      return ['u', 2];
    }
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) return [simple, 2];
    this.broken = true;
    return letter === '\n' || letter === '\r' ? ['', 1] : [letter, 2];
  }

  /** `true`, `null`, a number, or anything else up to the next delimiter. */
  private word(start: number): Expr {
    while (this.at < this.text.length && !/[\s,:{}[\]"]/.test(this.text[this.at] ?? '') && this.peekHole() === undefined) this.at++;
    if (this.at === start) {
      this.skipUnit(start);
      return this.unknown(start, 'broken JSON');
    }
    const word = this.text.slice(start, Math.min(this.at, start + 400));
    const span = sourceSpan(this.source, start, this.at);
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', ...span };
    if (word === 'null') return { kind: 'null', ...span };
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word)) {
      const value = Number(word);
      return { kind: 'number', value: Number.isFinite(value) ? value : Number.NaN, ...span };
    }
    this.broken = true;
    return this.unknown(start, 'not a JSON value');
  }

  private unknown(start: number, reason: string): Expr {
    this.broken = true;
    return { kind: 'unknown', reason, ...sourceSpan(this.source, start, Math.max(start, this.at)) };
  }

  /** Steps over a value that is nested too deeply, without recursion. */
  private tooDeep(start: number): Expr {
    let open = 0;
    while (this.at < this.text.length) {
      const unit = this.text[this.at];
      if (unit === '"') {
        this.skipString();
        continue;
      }
      this.at++;
      if (unit === '{' || unit === '[') open++;
      else if ((unit === '}' || unit === ']') && --open === 0) break;
    }
    this.problem ??= 'the JSON is nested too deeply';
    return this.unknown(start, 'nested too deeply');
  }

  private skipString(): void {
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== '"' && this.text[this.at] !== '\n')
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    this.at = Math.min(this.text.length, this.at + 1);
  }

  /** Skips white space and comments; returns the unit behind them. */
  private skipSpace(): string | undefined {
    for (;;) {
      const unit = this.text[this.at];
      if (unit === ' ' || unit === '\n' || unit === '\r' || unit === '\t' || unit === '\uFEFF' || unit === '\u00A0') this.at++;
      else if (unit === '/' && (this.text[this.at + 1] === '/' || this.text[this.at + 1] === '*')) this.comment();
      else return unit;
    }
  }

  private comment(): void {
    const start = this.at;
    const block = this.text[start + 1] === '*';
    const found = block ? this.text.indexOf('*/', start + 2) : this.text.slice(start).search(/[\r\n]/);
    this.at = found < 0 ? this.text.length : block ? found + 2 : start + found;
    this.comments.push({ text: this.text.slice(start, this.at), ...sourceSpan(this.source, start, this.at) });
  }

  private peekHole(): MappedText['holes'][number] | undefined {
    while ((this.source.holes[this.nextHole]?.from ?? this.at) < this.at) this.nextHole++;
    const hole = this.source.holes[this.nextHole];
    return hole !== undefined && hole.from === this.at ? hole : undefined;
  }

  /** A value that is filled in where a value is expected: `"max_tokens": {{limit}}`. */
  private holeHere(): Expr | undefined {
    const hole = this.peekHole();
    if (hole === undefined) return undefined;
    this.at = hole.to;
    this.nextHole++;
    return hole.value;
  }
}
