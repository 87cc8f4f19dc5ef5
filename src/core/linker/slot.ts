import type { CallExpr, Expr, Span } from '../facts.ts';
import type { ArgumentSlot } from '../ir.ts';
import type { LinkedFile } from './value.ts';

/** Where another argument can be written. Undefined while the argument list has no closing parenthesis. */
export function slotOf(file: LinkedFile, call: CallExpr): ArgumentSlot | undefined {
  const { language } = file.facts;
  if (language === 'typescript' || language === 'javascript') return propertySlot(file, call);
  if (language !== 'python') return undefined;
  const { text } = file;
  const { argList, args } = call;
  if (text[argList.end - 1] !== ')' || text[argList.start] !== '(') return undefined;
  const last = args[args.length - 1];
  return slotBehind(file, last, argList, 'keyword');
}

/** Where another entry can be written into an object of JSON. */
export function jsonSlot(file: LinkedFile, object: Expr): ArgumentSlot | undefined {
  if (object.kind !== 'dict' || file.text[object.end - 1] !== '}' || file.text[object.start] !== '{') return undefined;
  const last = object.entries[object.entries.length - 1];
  // Spans of texts leave out the quotes.
  const quote = last?.value.kind === 'text' ? 1 : 0;
  const spanOfLast = last === undefined ? undefined : { start: (last.key?.start ?? last.value.start) - 1, end: last.value.end + quote };
  return slotBehind(file, spanOfLast, object, 'json');
}

/** Where another property can be written into the options object of a call. */
function propertySlot(file: LinkedFile, call: CallExpr): ArgumentSlot | undefined {
  const options = call.args[0]?.value;
  if (options?.kind !== 'dict' || file.text[options.end - 1] !== '}' || file.text[options.start] !== '{') return undefined;
  const last = options.entries[options.entries.length - 1];
  const spanOfLast =
    last === undefined ? undefined : { start: last.key?.start ?? last.value.start, end: Math.max(last.value.end, last.key?.end ?? 0) };
  return slotBehind(file, spanOfLast, options, 'property');
}

/** A slot behind the last element of a bracketed list, in the layout that the list has. */
export function slotBehind(file: LinkedFile, last: Span | undefined, brackets: Span, style: ArgumentSlot['style']): ArgumentSlot {
  const { text } = file;
  const { uri } = file.facts;
  const pad = style === 'keyword' ? '' : ' ';
  if (last === undefined) return { uri, offset: brackets.start + 1, before: pad, after: pad, style };
  const lineStart = startOfLine(text, last.start);
  const indent = /^[ \t]*/.exec(text.slice(lineStart, last.start))?.[0] ?? '';
  const ownLine = lineStart > brackets.start && indent.length === last.start - lineStart;
  const lineBreak = text.startsWith('\r\n', lineStart - 2) ? '\r\n' : '\n';
  const separator = ownLine ? `${lineBreak}${indent}` : ' ';
  const comma = trailingComma(text, last.end, brackets.end - 1);
  const noted = ownLine ? endOfComment(file, comma === undefined ? last.end : comma + 1) : undefined;
  // What is said about the last argument stays behind it.
  if (noted !== undefined)
    return comma === undefined
      ? { uri, offset: noted, before: separator, after: '', comma: last.end, style }
      : { uri, offset: noted, before: separator, after: ',', style };
  if (comma === undefined) return { uri, offset: last.end, before: `,${separator}`, after: '', style };
  return { uri, offset: comma + 1, before: separator, after: ',', style };
}

/** End of a comment that closes the line; undefined where none stands there. */
function endOfComment({ text, facts: { language } }: LinkedFile, from: number): number | undefined {
  const comment = language === 'python' ? /[ \t]*#[^\r\n]*/y : /[ \t]*\/\/[^\r\n]*/y;
  if (language !== 'python' && language !== 'typescript' && language !== 'javascript') return undefined;
  comment.lastIndex = from;
  const found = comment.exec(text);
  return found === null ? undefined : from + found[0].length;
}

/** Offset behind the last line break before an offset. */
function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}

/** Offset of a comma between the last argument and the closing parenthesis, comments aside. */
function trailingComma(text: string, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    const unit = text[at];
    if (unit === ',') return at;
    if (unit === '#' || (unit === '/' && text[at + 1] === '/')) {
      const end = text.indexOf('\n', at);
      if (end < 0) return undefined;
      at = end;
    }
  }
  return undefined;
}
