/** Small pieces of which the readers of prompt formats build requests: mappings, texts cut out of texts, entries by name. */
import type { DictEntry, DictExpr, Expr, ListExpr, Span, TextExpr } from '../../facts.ts';
import { appendMap, sourceSpan, type MappedText } from '../data/mapped-text.ts';
import { keyText } from '../facts-builder.ts';

/** The last value of a key of a mapping; undefined for anything else, and for a key that is not there or null. */
export function entry(value: Expr | undefined, ...path: readonly string[]): Expr | undefined {
  let at = value;
  for (const name of path) {
    if (at?.kind !== 'dict') return undefined;
    at = at.entries.findLast(({ key }) => key?.kind === 'text' && key.value === name)?.value;
  }
  return at?.kind === 'null' ? undefined : at;
}

/** Where the key of an entry stands; undefined when there is none. */
export function keyAt(value: Expr | undefined, name: string): Span | undefined {
  if (value?.kind !== 'dict') return undefined;
  const key = value.entries.findLast((one) => one.key?.kind === 'text' && one.key.value === name)?.key;
  return key === undefined ? undefined : { start: key.start, end: key.end };
}

/** Names of the keys of a mapping. */
export function keysOf(value: Expr | undefined): readonly string[] {
  return value?.kind === 'dict' ? value.entries.flatMap(({ key }) => (key?.kind === 'text' ? [key.value] : [])) : [];
}

/** The text of a constant; undefined for anything else. */
export function textOf(value: Expr | undefined): string | undefined {
  return value?.kind === 'text' ? value.value : undefined;
}

/** The items of a list; none for anything else. */
export function itemsOf(value: Expr | undefined): readonly Expr[] {
  return value?.kind === 'list' ? value.items.map((item) => item.value) : [];
}

/** A mapping of the fields that are there. */
export function dict(span: Span, fields: Readonly<Record<string, Expr | undefined>>): DictExpr {
  const entries = Object.entries(fields).flatMap(([name, value]): DictEntry[] =>
    value === undefined ? [] : [{ key: keyText(name, value.start), value }],
  );
  return { kind: 'dict', entries, start: span.start, end: span.end };
}

/** A list of expressions. */
export function list(span: Span, values: readonly Expr[]): ListExpr {
  return { kind: 'list', form: 'list', items: values.map((value) => ({ value, spread: false })), start: span.start, end: span.end };
}

/** One message of a conversation. */
export function message(role: string, content: Expr): DictExpr {
  return dict(content, { role: { kind: 'text', value: role, map: [0, content.start], start: content.start, end: content.start }, content });
}

/** Turns that the file does not show. */
export function history(span: Span): Expr {
  return { kind: 'unknown', reason: 'earlier turns', start: span.start, end: span.end };
}

/** A stretch of a source text that stands for itself. */
export function sourceText(source: string, start: number, end: number): TextExpr {
  return { kind: 'text', value: source.slice(start, end), map: [0, start], start, end: Math.max(start, end) };
}

/** The piece `[from, to)` of a text, offsets into its value; it leads to the same source. */
export function slice(text: TextExpr, from: number, to: number): TextExpr {
  const mapped: MappedText = { text: text.value, map: text.map, holes: [] };
  const map: number[] = [];
  appendMap(map, mapped, from, to, 0);
  return { kind: 'text', value: text.value.slice(from, to), map, ...sourceSpan(mapped, from, to) };
}

/** A text without white space at its ends. */
export function trimmed(text: TextExpr): TextExpr {
  const { value } = text;
  const from = value.length - value.trimStart().length;
  const to = value.trimEnd().length;
  return from === 0 && to === value.length ? text : slice(text, Math.min(from, to), to);
}

/** A line that says who speaks in what follows it. Offsets are into the text. */
export interface RoleMark extends Span {
  /** Undefined when it is decided as the template is rendered. */
  readonly role: string | undefined;
}

/**
 * A text cut into messages at its role marks; what stands before the first mark is said by `first`. Empty messages are left out. White space
 * around each message is taken off where the format does so.
 */
export function messagesOf(text: TextExpr, marks: readonly RoleMark[], first: string, trim: boolean): DictExpr[] {
  const cuts = [{ role: first as string | undefined, start: 0, end: 0 }, ...marks];
  return cuts.flatMap(({ role, end }, index) => {
    const piece = slice(text, end, cuts[index + 1]?.start ?? text.value.length);
    const content = trim ? trimmed(piece) : piece;
    return content.value.trim() === '' ? [] : [message(role ?? 'other', content)];
  });
}

/** A value that is not in the file: whoever sends the prompt decides it. */
export function decidedBySender(span: Span): Expr {
  return { kind: 'unknown', reason: 'what sends it', start: span.start, end: span.start };
}
