/**
 * What IPython adds to Python (https://ipython.readthedocs.io/en/stable/interactive/magics.html): lines that are commands. They are put out of the
 * grammar's way without moving anything.
 */

/** Magics whose rest, of the line or of the cell, is Python that runs in the notebook itself. */
const RUNS_CODE: ReadonlySet<string> = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'memit',
  'mprun',
  'lprun',
  'debug',
  'snakeviz',
  'pyinstrument',
]);

/** `%%name` on the first line of a cell that is not empty. */
const cellMagic = /^\s*%%(\w+)[^\r\n]*/;

/** A line magic whose rest is a statement, with its options. */
const codeMagic = /^%(\w+)\b((?:[ \t]+-\w+(?:[ \t]*\d+)?)*[ \t]*)(?=\S)/;

/** `name = !command`, `name = %magic`: what is assigned is not known. */
const assigned = /^([\w.,[\]'" \t]+=[ \t]*)([!%].*)$/;

/** `%magic`, `!command`, `?name`, `name?`. */
const command = /^(?:[%!?].*|[\w.*]+\?{1,2}[ \t]*)$/;

/** A Python cell as the grammar can read it: commands are replaced by a `0`, a cell of another language is blank; every offset stays. */
export function maskMagics(cell: string): string {
  if (!/[%!?]/.test(cell)) return cell;
  const magic = cellMagic.exec(cell);
  if (magic !== null && !RUNS_CODE.has(magic[1] ?? '')) return blank(cell);
  let result = '';
  let at = 0;
  for (const start of statementStarts(cell)) {
    if (start < at) continue;
    const masked = maskLine(cell.slice(start, logicalEnd(cell, start)));
    if (masked === undefined) continue;
    result += cell.slice(at, start) + masked;
    at = start + masked.length;
  }
  return result + cell.slice(at);
}

/** Offset at which the code of a Python cell begins; undefined for a cell that a magic gives to another language. */
export function codeStart(cell: string): number | undefined {
  const magic = cellMagic.exec(cell);
  if (magic === null) return 0;
  if (!RUNS_CODE.has(magic[1] ?? '')) return undefined;
  const lineBreak = /\r\n|\r|\n/.exec(cell.slice(magic[0].length));
  return lineBreak === null ? undefined : magic[0].length + lineBreak.index + lineBreak[0].length;
}

/** The line without its command; undefined when it has none. Begins behind the indentation. */
function maskLine(line: string): string | undefined {
  const code = codeMagic.exec(line);
  if (code !== null && RUNS_CODE.has(code[1] ?? '')) return `0${' '.repeat(code[0].length - 2)};`;
  const first = /^[^\r\n]*/.exec(line)?.[0] ?? '';
  if (command.test(first)) return `0${blank(line.slice(1))}`;
  const assignment = assigned.exec(first);
  if (assignment === null) return undefined;
  const [, target = '', value = ''] = assignment;
  // A name that nothing binds: its value is unknown, and its span is that of the command.
  return `${target}${'_'.repeat(value.length)}${blank(line.slice(first.length))}`;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** End of a line with the lines that it goes on to behind a backslash. */
function logicalEnd(text: string, start: number): number {
  const line = /(?:[^\r\n\\]|\\(?:\r\n|[^]))*\\?/y;
  line.lastIndex = start;
  return start + (line.exec(text)?.[0].length ?? 0);
}

const stringOrBracket = /(['"])\1\1|['"]|[([{]|[)\]}]|#[^\r\n]*|\\(?:\r\n|[^])|\r\n|\r|\n/g;

/** Offsets behind the indentation of every line that begins a statement: not inside a string, a bracket or a continued line. */
function* statementStarts(text: string): Generator<number> {
  const indentation = /[ \t]*/y;
  const behindIndentation = (at: number): number => {
    indentation.lastIndex = at;
    return at + (indentation.exec(text)?.[0].length ?? 0);
  };
  let depth = 0;
  let start = behindIndentation(0);
  for (;;) {
    yield start;
    // A command has a language of its own: its quotes and brackets mean nothing here.
    const line = text.slice(start, logicalEnd(text, start));
    let at = /^[%!?]/.test(line) && codeMagic.exec(line) === null ? start + line.length : start;
    for (;;) {
      stringOrBracket.lastIndex = at;
      const found = stringOrBracket.exec(text);
      if (found === null) return;
      const [mark] = found;
      at = found.index + mark.length;
      if (mark.startsWith('"') || mark.startsWith("'")) at = stringEnd(text, at, mark);
      else if ('([{'.includes(mark)) depth++;
      else if (')]}'.includes(mark)) depth = Math.max(0, depth - 1);
      else if (/^[\r\n]/.test(mark) && depth === 0) break;
    }
    start = behindIndentation(at);
  }
}

/** Offset behind the end of a string whose content begins at `from`. A string of one line ends with it at the latest. */
function stringEnd(text: string, from: number, quote: string): number {
  const end = quote.length === 3 ? /\\[^]|"""|'''/g : /\\(?:\r\n|[^])|["'\r\n]/g;
  end.lastIndex = from;
  for (let found = end.exec(text); found !== null; found = end.exec(text)) {
    if (found[0] === quote) return found.index + quote.length;
    if (/^[\r\n]/.test(found[0])) return found.index;
  }
  return text.length;
}
