/** Writing values into calls, in the spelling of the language and of the call's own layout. */
import type { ArgumentSlot, Edit, Insertion } from '../ir.ts';

/** JSON that a fix writes. */
export type Written = string | number | boolean | null | readonly Written[] | { readonly [key: string]: Written };

/** Longest value that is written on one line. */
const ONE_LINE = 90;

/** The edits that add a value to a call. */
export function insertValue(insertion: Insertion, value: Written): Edit[] {
  return insertEntries(insertion, { [insertion.path[insertion.path.length - 1] ?? '']: value });
}

/** The edits that add several values beside each other, under names that take the place of the option's own. */
export function insertEntries(insertion: Insertion, entries: Readonly<Record<string, Written>>): Edit[] {
  const { slot, path, imports } = insertion;
  const beside: Readonly<Record<string, Written>> =
    path.length === 1 ? entries : (nest(path.slice(0, -1), entries) as Readonly<Record<string, Written>>);
  const separator = separatorOf(slot);
  const text = Object.entries(beside)
    .map(([name, value]) => named(name, value, insertion))
    .join(separator);
  const edits = slotEdits(slot, text);
  return imports === undefined ? edits : [imports, ...edits];
}

/** The edits that write an argument, or several with what separates them, into a slot. */
export function slotEdits({ uri, offset, before, after, comma }: ArgumentSlot, text: string): Edit[] {
  const edit: Edit = { uri, start: offset, end: offset, newText: `${before}${text}${after}` };
  return comma === undefined ? [edit] : [{ uri, start: comma, end: comma, newText: ',' }, edit];
}

/** What stands between two arguments that are written into a slot together. */
function separatorOf({ before, after, comma }: ArgumentSlot): string {
  if (before.startsWith(',')) return before;
  return (after === ',' || comma !== undefined) && before !== '' ? `,${before}` : ', ';
}

function named(name: string, value: Written, insertion: Insertion): string {
  const { slot, make } = insertion;
  const lineBreak = /\r?\n[ \t]*/.exec(slot.before)?.[0];
  const inner =
    make !== undefined && typeof value === 'object' && value !== null && !isList(value)
      ? `${make}(${Object.entries(value)
          .map(([key, item]) => `${key}=${literal(item, insertion, undefined)}`)
          .join(', ')})`
      : literal(value, insertion, lineBreak);
  return `${{ keyword: `${name}=`, property: `${name}: `, json: `"${name}": ` }[slot.style]}${inner}`;
}

function nest(path: readonly string[], value: Written): Written {
  return path.reduceRight<Written>((inner, name) => ({ [name]: inner }), value);
}

/** A value as a literal of the language; over several lines when it is long and the call has its arguments on lines of their own. */
function literal(value: Written, how: Insertion, lineBreak: string | undefined): string {
  const flat = write(value, how, undefined);
  return lineBreak === undefined || flat.length <= ONE_LINE ? flat : write(value, how, lineBreak);
}

const STEP = { python: '    ', javascript: '  ', json: '  ' } as const;
const CONSTANTS: ReadonlyMap<Written, string> = new Map([
  [true, 'True'],
  [false, 'False'],
  [null, 'None'],
]);

function write(value: Written, how: Insertion, lineBreak: string | undefined): string {
  const { dialect } = how;
  if (typeof value === 'string') return textLiteral(value, how);
  if (typeof value !== 'object' || value === null) return (dialect === 'python' ? CONSTANTS.get(value) : undefined) ?? String(value);
  const inner = lineBreak === undefined ? undefined : lineBreak + STEP[dialect];
  const items: readonly string[] = isList(value)
    ? value.map((item) => write(item, how, inner))
    : Object.entries(value).map(([key, item]) => `${keyLiteral(key, how)}: ${write(item, how, inner)}`);
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  const flat = items.join(', ');
  const short = !items.some((item) => item.includes('\n')) && flat.length <= 60;
  if (inner === undefined || lineBreak === undefined || short)
    return !isList(value) && dialect !== 'python' ? `${open} ${flat} ${close}` : `${open}${flat}${close}`;
  const comma = dialect === 'json' ? '' : ',';
  return `${open}${inner}${items.join(`,${inner}`)}${comma}${lineBreak}${close}`;
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}

function keyLiteral(key: string, how: Insertion): string {
  return how.dialect === 'javascript' && /^[A-Za-z_$][\w$]*$/.test(key) ? key : textLiteral(key, how);
}

function textLiteral(text: string, { dialect, quote }: Insertion): string {
  const json = JSON.stringify(text);
  if (dialect === 'json' || quote === '"' || dialect === 'python') return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The edit that replaces a constant; undefined when the source does not hold just that constant there. */
export function replaceConstant(
  at: { readonly uri: string; readonly start: number; readonly end: number } | undefined,
  old: string | number,
  value: string | number,
  textOf: (uri: string) => string | undefined,
): Edit | undefined {
  const source = at === undefined ? undefined : textOf(at.uri);
  if (at === undefined || source === undefined) return undefined;
  const written = source.slice(at.start, at.end);
  if (typeof old === 'number')
    return Number(written.replaceAll('_', '')) === old && /^\d[\d_]*$/.test(written)
      ? { uri: at.uri, start: at.start, end: at.end, newText: String(value) }
      : undefined;
  const inside = written.indexOf(old);
  if (inside < 0 || written.length - old.length > 2 || written.includes(old, inside + 1)) return undefined;
  return { uri: at.uri, start: at.start + inside, end: at.start + inside + old.length, newText: String(value) };
}
