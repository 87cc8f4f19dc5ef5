import type { Expr, ListItem, Span } from '../../facts.ts';
import type { MappedText } from '../data/mapped-text.ts';
import type { Word } from './shell-words.ts';
import { textExpr } from './template.ts';

/** Text that follows the line of a command. */
export interface Heredoc {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly tabs: boolean;
  text: MappedText | undefined;
}

/** One simple command while it is read. */
export interface Command {
  readonly start: number;
  readonly words: Word[];
  readonly heredocs: Heredoc[];
  hereString: Word | undefined;
  readonly assignments: { readonly name: string; readonly value: Word; readonly start: number }[];
  readonly block: number;
  /** What the command before it in the pipe writes, when the source shows it. */
  readonly piped: () => Input | undefined;
}

/** Text that a command reads. */
export interface Input {
  readonly source: MappedText;
  readonly verbatim: boolean;
}

/** True in front of a command's name, and behind a word that declares variables. */
export function mayAssign(command: Command | undefined): boolean {
  const [first] = command?.words ?? [];
  return first === undefined || /^(export|local|readonly|declare|typeset|env)$/.test(first.source.text);
}

/** What a variable that the script does not set is, as a path of foreign code. */
export function variableCode(name: string): string {
  if (/^[0-9@*#]+$/.test(name)) return 'shell.argument';
  return name === 'RANDOM' || name === 'SRANDOM' ? 'shell.random()' : name.startsWith('EPOCH') ? 'shell.date()' : 'shell.variable';
}

/** What the output of some commands is, by the last one that says so. */
export function codeOf(commands: readonly Command[]): string {
  for (const { words } of commands) {
    const [name, ...rest] = words.map((word) => word.source.text);
    if (name === 'date')
      return rest.some((word) => /^[+]/.test(word) && !/%[HIMSsNTRXcr]/.test(word)) || rest.includes('-I')
        ? 'shell.date(day)'
        : 'shell.date()';
    if (
      name === 'uuidgen' ||
      name === 'shuf' ||
      (name === 'openssl' && rest[0] === 'rand') ||
      rest.some((word) => word.includes('/dev/urandom') || word.includes('random/uuid'))
    )
      return 'shell.random()';
    if (name === 'cat' || name === 'base64' || name === 'head' || name === 'tail') return 'shell.file()';
  }
  return 'shell.command()';
}

/** What a command writes, when the source shows it: a heredoc through `cat`, or the words of an `echo`. */
export function outputOf(command: Command): Input | undefined {
  const [name, ...rest] = command.words;
  const heredoc = command.heredocs.find(({ text }) => text !== undefined);
  if (name?.source.text === 'cat' && rest.length === 0 && heredoc?.text !== undefined) return { source: heredoc.text, verbatim: true };
  const words = rest.filter((word) => !/^-[neE]+$/.test(word.source.text));
  const [word] = words;
  const printed =
    name?.source.text === 'echo'
      ? words.length === 1
      : name?.source.text === 'printf' && words.length === 2 && (word?.source.text ?? '').startsWith('%s');
  const text = name?.source.text === 'printf' ? words[1] : word;
  return printed && text !== undefined ? { source: text.source, verbatim: text.verbatim } : undefined;
}

/** What a command reads from its standard input. */
export function inputOf(command: Command): Input | undefined {
  const heredoc = command.heredocs.find(({ text }) => text !== undefined);
  if (heredoc?.text !== undefined) return { source: heredoc.text, verbatim: true };
  if (command.hereString !== undefined) return { source: command.hereString.source, verbatim: command.hereString.verbatim };
  return command.piped();
}

/** The value of a word. */
export function valueOf(word: Word): Expr {
  return numberOr(textExpr(word.source));
}

/** A shell knows text alone; a number is one where JSON wants it. */
export function numberOr(expr: Expr): Expr {
  return expr.kind === 'text' && /^(0|[1-9]\d{0,14})(\.\d+)?$/.test(expr.value)
    ? { kind: 'number', value: Number(expr.value), start: expr.start, end: expr.end }
    : expr;
}

/** The items of `{from..to}`; no more than 1001, so that more than 1000 can be told. */
export function rangeItems(from: number, to: number, at: Span): ListItem[] {
  const count = Math.min(1001, Math.abs(to - from) + 1);
  return Array.from({ length: count }, (_unused, i): ListItem => ({
    value: { kind: 'number', value: from + (to < from ? -i : i), start: at.start, end: at.end },
    spread: false,
  }));
}

/** Lines of a source file as text in which nothing is filled in. */
export function verbatimLines(text: string, lines: readonly Span[], from: number): MappedText {
  let value = '';
  const map: number[] = [];
  for (const { start, end } of lines) {
    map.push(value.length, start);
    value += text.slice(start, end);
  }
  return { text: value, map: map.length === 0 ? [0, from] : map, holes: [] };
}
