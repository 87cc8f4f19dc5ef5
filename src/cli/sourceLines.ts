/** The line of a text on which an offset stands, without its end, cut at 500 UTF-16 units on either side. */
export function exactLine(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - 500), offset);
  const behind = text.slice(offset, offset + 500);
  return before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1) + (/^[^\r\n]*/.exec(behind)?.[0] ?? '');
}
