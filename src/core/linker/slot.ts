import type { CallExpr } from '../facts.ts';
import type { ArgumentSlot } from '../ir.ts';
import type { LinkedFile } from './value.ts';

/** Where another argument can be written. Undefined while the argument list has no closing parenthesis. */
export function slotOf(file: LinkedFile, call: CallExpr): ArgumentSlot | undefined {
  const { text } = file;
  const { argList, args } = call;
  if (text[argList.end - 1] !== ')' || text[argList.start] !== '(') return undefined;
  const uri = file.facts.uri;
  const last = args[args.length - 1];
  if (last === undefined) return { uri, offset: argList.start + 1, before: '', after: '', style: 'keyword' };
  const lineStart = Math.max(text.lastIndexOf('\n', last.start - 1), text.lastIndexOf('\r', last.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, last.start))?.[0] ?? '';
  const ownLine = lineStart > argList.start && indent.length === last.start - lineStart;
  const lineBreak = text.slice(0, lineStart).endsWith('\r\n') ? '\r\n' : '\n';
  const separator = ownLine ? `${lineBreak}${indent}` : ' ';
  const comma = trailingComma(text, last.end, argList.end - 1);
  if (comma === undefined) return { uri, offset: last.end, before: `,${separator}`, after: '', style: 'keyword' };
  return { uri, offset: comma + 1, before: separator, after: ',', style: 'keyword' };
}

/** Offset of a comma between the last argument and the closing parenthesis, comments aside. */
function trailingComma(text: string, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    const unit = text[at];
    if (unit === ',') return at;
    if (unit === '#') {
      const end = text.indexOf('\n', at);
      if (end < 0) return undefined;
      at = end;
    }
  }
  return undefined;
}
