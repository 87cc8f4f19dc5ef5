import type { Block, Expr, FileFacts, ListItem, Span } from '../../facts.ts';
import type { MappedText } from '../data/mapped-text.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textParser } from '../text-parser.ts';
import { isTooLong, MAX_SCRIPT_TEXT } from '../whole-text.ts';
import { commentFact } from './comment.ts';
import { curlRequest } from './curl.ts';
import {
  codeOf,
  inputOf,
  mayAssign,
  numberOr,
  outputOf,
  rangeItems,
  valueOf,
  variableCode,
  verbatimLines,
  type Command,
  type Heredoc,
  type Input,
} from './shell-commands.ts';
import { apiAddress } from './http-file.ts';
import { readHeredoc, readWord, type Word, type WordContext } from './shell-words.ts';
import { looksLikeJson, textExpr } from './template.ts';

/** Levels of `$(…)` within each other that are read. */
const MAX_DEPTH = 20;

/** Scripts of Bourne shells, for the `curl` commands in them. */
export const shellFile: FrontEnd = {
  language: 'shell',
  languageIds: ['shellscript'],
  extensions: ['.sh', '.bash', '.zsh'],
  lineComment: '#',
  parser: textParser,
  mayConcern: (text) => text.includes('curl') && apiAddress.test(text),
  facts(uri, tree) {
    const out = new FactsBuilder(tree.text.length);
    return isTooLong(tree.text, out, MAX_SCRIPT_TEXT) ? out.finish(uri, 'shell', false) : new ShellReader(tree.text).facts(uri);
  },
};

class ShellReader implements WordContext {
  readonly text: string;
  private readonly out: FactsBuilder;
  private readonly assigned: ReadonlySet<string>;
  private readonly bodies = new Map<string, Input>();
  private pending: Heredoc[] = [];
  /** What runs once the bodies of the pending heredocs are known. */
  private waiting: (() => void)[] = [];
  private block = 0;
  private depth = 0;
  /** The variable whose value is being read: there it means what it was before. */
  private assigning: string | undefined;
  private openBlocks: number[] = [];

  constructor(text: string) {
    this.text = text;
    this.out = new FactsBuilder(text.length);
    const names = [
      ...text.matchAll(/(?:^|[\s;(&|])([A-Za-z_]\w*)\+?=/g),
      ...text.matchAll(/\bfor\s+([A-Za-z_]\w*)\b/g),
      ...text.matchAll(/\bread\s+(?:-\S+\s+(?:''|""|\d+\s+)?)*([A-Za-z_]\w*)/g),
    ];
    this.assigned = new Set(names.map((match) => match[1] ?? ''));
  }

  facts(uri: string): FileFacts {
    this.commands(this.text.startsWith('\uFEFF') ? 1 : 0, undefined);
    this.endLine(this.text.length);
    this.out.requests.sort((a, b) => a.start - b.start);
    return this.out.finish(uri, 'shell', false);
  }

  variable(name: string, start: number, end: number, fallback: Word | undefined): Expr {
    const span = { start, end };
    const own: Expr =
      this.assigned.has(name) && name !== this.assigning
        ? { kind: 'name', name, scope: 0, block: this.block, ...span }
        : { kind: 'unknown', reason: `shell variable ${name}`, code: variableCode(name), ...span };
    return fallback === undefined ? own : { kind: 'fallback', options: [own, valueOf(fallback)], ...span };
  }

  substitution(at: number, close: ')' | '`'): { readonly end: number; readonly value: Expr | MappedText } {
    const outer = { pending: this.pending, waiting: this.waiting };
    this.pending = [];
    this.waiting = [];
    this.depth++;
    const seen: Command[] = [];
    const behind = this.depth > MAX_DEPTH ? this.skipTo(at, close) : this.commands(at, close, seen);
    this.depth--;
    this.pending = outer.pending;
    this.waiting = outer.waiting;
    const end = Math.min(this.text.length, behind + 1);
    const span = { start: at, end };
    const [only] = seen;
    const input = seen.length === 1 && only !== undefined ? outputOf(only) : undefined;
    if (input !== undefined) return { end, value: input.source };
    return { end, value: { kind: 'unknown', reason: 'output of a command', code: codeOf(seen), ...span } };
  }

  /** Reads commands until the closing unit; returns its offset. */
  private commands(from: number, close: ')' | '`' | undefined, seen: Command[] = []): number {
    const { text } = this;
    let at = from;
    let command: Command | undefined;
    let piped: () => Input | undefined = () => undefined;
    const finish = (pipe: boolean): void => {
      const done = command;
      command = undefined;
      piped = pipe && done !== undefined ? (): Input | undefined => outputOf(done) : (): undefined => undefined;
      if (done === undefined) return;
      seen.push(done);
      // A pipe may begin before the heredoc that feeds it, so nothing is decided before the line is over.
      this.waiting.push(() => {
        this.conclude(done);
      });
      if (this.pending.length === 0 && !pipe) this.conclusions();
    };
    const current = (): Command =>
      (command ??= { start: at, words: [], heredocs: [], hereString: undefined, assignments: [], block: this.block, piped });
    while (at < text.length) {
      const unit = text[at] ?? '';
      if (unit === close) break;
      if (unit === ' ' || unit === '\t' || unit === '\r') at++;
      else if (unit === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) at += text[at + 1] === '\r' ? 3 : 2;
      else if (unit === '\n') {
        finish(false);
        at = this.endLine(at + 1);
      } else if (unit === '#') at = this.comment(at);
      else if (unit === ';' || unit === '&') {
        finish(false);
        at++;
      } else if (unit === '|') {
        finish(text[at + 1] !== '|');
        at += text[at + 1] === '|' ? 2 : 1;
      } else if (unit === '(' || unit === ')') {
        finish(false);
        at++;
      } else if (text.startsWith('<<<', at)) {
        const word = readWord(this, this.skipBlanks(at + 3));
        current().hereString = word;
        at = Math.max(word.end, at + 3);
      } else if (text.startsWith('<<', at)) at = this.heredocMark(at, current());
      else if (unit === '<' || unit === '>') at = this.redirection(at);
      else {
        const behind = mayAssign(command) ? this.assignment(at, current) : undefined;
        if (behind !== undefined) {
          at = behind;
          continue;
        }
        const word = readWord(this, at);
        if (word.end === at) {
          at++;
          continue;
        }
        at = this.take(word, command, current, finish);
      }
    }
    finish(false);
    if (close !== undefined) {
      // Heredocs of an inner command whose bodies stand behind the closing unit are not read.
      this.conclusions();
    }
    return at;
  }

  /** Reads `name=value` in front of a command or behind `export`; returns the offset behind it, undefined when none begins here. */
  private assignment(at: number, current: () => Command): number | undefined {
    const match = /^([A-Za-z_]\w*)\+?=/.exec(this.text.slice(at, at + 200));
    if (match === null) return undefined;
    const start = at + match[0].length;
    if (this.text[start] === '(') {
      // An array: its words are commands to nobody.
      const close = this.text.indexOf(')', start);
      return close < 0 ? this.text.length : close + 1;
    }
    this.assigning = match[1];
    const value = readWord(this, start);
    this.assigning = undefined;
    current().assignments.push({ name: match[1] ?? '', value, start: at });
    return Math.max(value.end, start);
  }

  /** Adds a word to the command, or follows what it means for control flow. Returns the offset behind it. */
  private take(word: Word, command: Command | undefined, current: () => Command, finish: (pipe: boolean) => void): number {
    const { text } = word.source;
    const written = this.text.slice(word.start, word.end);
    if (command === undefined || command.words.length === 0) {
      if (written === text) {
        const behind = this.keyword(text, word);
        if (behind !== undefined) return behind;
      }
    }
    // `{` and `}` group commands, also behind the head of a function.
    if ((text === '{' || text === '}') && written === text) {
      finish(false);
      return word.end;
    }
    current().words.push(word);
    return word.end;
  }

  /** Follows a reserved word; undefined when it is none. */
  private keyword(name: string, word: Word): number | undefined {
    switch (name) {
      case 'for':
      case 'select':
        return this.forLoop(word);
      case 'while':
      case 'until':
        this.open('while', word, this.condition(name, word.end));
        return word.end;
      case 'if':
        this.open('branch', word);
        return word.end;
      case 'elif':
      case 'else': {
        const closed = this.close();
        this.open('branch', word, undefined, closed?.group);
        return word.end;
      }
      case 'case':
        this.open('branch', word);
        return word.end;
      case 'done':
      case 'fi':
      case 'esac':
        this.close(word.end);
        return word.end;
      case 'break':
      case 'exit':
      case 'return':
        this.exits();
        return word.end;
      case 'do':
      case 'then':
      case '!':
      case 'time':
      case '{':
      case '}':
        return word.end;
      default:
        return undefined;
    }
  }

  /** `for name in words; do`: the words are what is iterated over. */
  private forLoop(word: Word): number {
    const { text } = this;
    const head = /^\s+(?:([A-Za-z_]\w*)\s+in\b|([A-Za-z_]\w*)|\(\()/.exec(text.slice(word.end, word.end + 300));
    const end = word.end + (head?.[0].length ?? 0);
    if (head?.[1] === undefined) {
      this.open('for', word);
      const over = text.slice(end).search(/\bdo\b|\n/);
      return over < 0 ? text.length : end + over;
    }
    const items: ListItem[] = [];
    let spread = false;
    let at = this.skipBlanks(end);
    const start = at;
    while (at < text.length && !'\n;'.includes(text[at] ?? '')) {
      const item = readWord(this, at);
      if (item.end === at) break;
      const range = /^\{(\d{1,6})\.\.(\d{1,6})\}$/.exec(item.source.text);
      if (range !== null) items.push(...rangeItems(Number(range[1]), Number(range[2]), item));
      else if (item.source.holes.length > 0 || /[*?[]/.test(item.source.text)) {
        spread = true;
        items.push({ value: textExpr(item.source), spread: true });
      } else items.push({ value: textExpr(item.source), spread: false });
      at = this.skipBlanks(item.end);
    }
    const list: Expr = { kind: 'list', form: 'list', items: items.slice(0, 1000), start, end: Math.max(start, at) };
    const header: Expr = spread || items.length > 1000 ? { kind: 'unknown', reason: 'words of a loop', start, end: list.end } : list;
    const block = this.open('for', word, header);
    const nameStart = word.end + head[0].search(/\S/);
    const name = { start: nameStart, end: nameStart + head[1].length };
    this.out.bind(0, { name: head[1], kind: 'loop', value: header, annotation: undefined, block, ...name });
    return at;
  }

  /** The condition of a `while`: endless, or something that ends. */
  private condition(name: string, at: number): Expr | undefined {
    const line = this.text.slice(at, at + 200).split(/[;\n]/, 1)[0] ?? '';
    const endless = name === 'while' ? /^\s*(true|:|\[ 1 \])\s*$/ : /^\s*false\s*$/;
    if (endless.test(line)) return undefined;
    return { kind: 'operation', operator: '<', operands: [], start: at, end: at + line.length };
  }

  private open(kind: Block['kind'], at: Span, header?: Expr, group?: number): number {
    const block = this.out.openBlock(kind, { start: at.start, end: this.text.length }, this.block, 0, header, group);
    this.openBlocks.push(this.block);
    this.block = block;
    return block;
  }

  private close(end?: number): Block | undefined {
    const outer = this.openBlocks.pop();
    const block = this.out.blocks[this.block];
    if (outer === undefined || block === undefined) return undefined;
    if (end !== undefined) block.end = end;
    this.block = outer;
    return block;
  }

  /** Marks the loops that end here, or may. */
  private exits(): void {
    for (let at = this.block; at > 0; at = this.out.blocks[at]?.parent ?? -1) {
      const block = this.out.blocks[at];
      if (block !== undefined) block.exits = true;
    }
  }

  private conclude(command: Command): void {
    for (const { name, value, start } of command.assignments) {
      this.bind(name, { source: value.source, verbatim: value.verbatim }, start, Math.max(start, value.end), command.block);
    }
    const [first, ...rest] = command.words;
    const heredoc = command.heredocs.find(({ text }) => text !== undefined);
    if (first?.source.text === 'read' && heredoc?.text !== undefined) {
      const name = rest[rest.length - 1];
      if (name !== undefined) this.bind(name.source.text, { source: heredoc.text, verbatim: true }, command.start, name.end, command.block);
      return;
    }
    const request = curlRequest(command.words, inputOf(command), (name) => this.bodies.get(name));
    if (request !== undefined) this.out.requests.push({ ...request, scope: 0, block: command.block });
  }

  private bind(name: string, input: Input, start: number, end: number, block: number): void {
    if (looksLikeJson(input.source.text)) this.bodies.set(name, input);
    else this.bodies.delete(name);
    const value = numberOr(textExpr(input.source));
    this.out.bind(0, { name, kind: 'assign', value, annotation: undefined, block, start, end: Math.max(end, value.end) });
  }

  private conclusions(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const work of waiting) work();
  }

  /** Reads the heredocs that begin on the line `at`; returns the offset behind them. */
  private endLine(at: number): number {
    const { pending } = this;
    this.pending = [];
    let behind = at;
    for (const heredoc of pending) behind = this.heredocBody(heredoc, behind);
    this.conclusions();
    return behind;
  }

  private heredocMark(at: number, command: Command): number {
    const match = /^<<(-?)\s*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([^\s;|&()<>'"]+))/.exec(this.text.slice(at, at + 200));
    if (match === null) return at + 2;
    const quoted = match[4] === undefined || match[0].includes('\\');
    const heredoc: Heredoc = {
      delimiter: match[2] ?? match[3] ?? match[4] ?? '',
      quoted,
      tabs: match[1] === '-',
      text: undefined,
    };
    this.pending.push(heredoc);
    command.heredocs.push(heredoc);
    return at + match[0].length;
  }

  private heredocBody(heredoc: Heredoc, from: number): number {
    const { text } = this;
    const lines: { start: number; end: number }[] = [];
    let at = from;
    while (at < text.length) {
      const found = text.indexOf('\n', at);
      const next = found < 0 ? text.length : found + 1;
      const start = heredoc.tabs ? at + (/^\t*/.exec(text.slice(at, next))?.[0].length ?? 0) : at;
      if (text.slice(start, next).replace(/\r?\n$/, '') === heredoc.delimiter) {
        at = next;
        break;
      }
      lines.push({ start, end: next });
      at = next;
    }
    if (heredoc.quoted) heredoc.text = verbatimLines(text, lines, from);
    else heredoc.text = readHeredoc(this, lines);
    return at;
  }

  private comment(at: number): number {
    const found = this.text.slice(at).search(/[\r\n]/);
    const end = found < 0 ? this.text.length : at + found;
    const fact = commentFact(this.text, at, end);
    if (fact !== undefined) this.out.comments.push(fact);
    return end;
  }

  private redirection(at: number): number {
    const mark = /^(?:<\(|>\(|[<>]&?|>>|>\|)/.exec(this.text.slice(at, at + 3))?.[0] ?? '<';
    if (mark.endsWith('(')) return at + 2;
    const word = readWord(this, this.skipBlanks(at + mark.length + (this.text[at + mark.length] === '>' ? 1 : 0)));
    return Math.max(word.end, at + mark.length);
  }

  private skipBlanks(at: number): number {
    let to = at;
    for (;;) {
      if (this.text[to] === ' ' || this.text[to] === '\t') to++;
      else if (this.text.startsWith('\\\n', to)) to += 2;
      else return to;
    }
  }

  private skipTo(at: number, close: string): number {
    const found = this.text.indexOf(close, at);
    return found < 0 ? this.text.length : found;
  }
}
