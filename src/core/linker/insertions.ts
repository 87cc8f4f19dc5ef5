/** Where an option that a call does not set could be written: in its arguments, or in an object among them. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Edit, Insertion } from '../ir.ts';
import { optionObjects, type OptionDialect } from '../providers/request-options.ts';
import { slotBehind, slotOf } from './slot.ts';
import type { LinkedFile } from './value.ts';

/** The dialect in which a file writes options; undefined for languages without a place for them. */
export function dialectOf(file: LinkedFile): OptionDialect | undefined {
  switch (file.facts.language) {
    case 'python':
      return 'python';
    case 'typescript':
    case 'javascript':
      return 'javascript';
    case 'json':
    case 'http':
    case 'shell':
    case 'jsonl':
      return 'json';
    default:
      return undefined;
  }
}

/** The place for a path such as `config.max_output_tokens` in a call or in the object of a request; undefined where something computed is in the way. */
export function insertionFor(file: LinkedFile, holder: CallExpr | Expr, path: readonly string[], api: string): Insertion | undefined {
  const dialect = dialectOf(file);
  const [head, ...rest] = path;
  if (dialect === undefined || head === undefined) return undefined;
  const inner = heldBy(holder, head, dialect) ?? heldByPlace(holder, head, dialect, api);
  if (inner !== undefined) return rest.length === 0 ? undefined : insertionFor(file, inner, rest, api);
  const slot = holder.kind === 'call' ? slotOf(file, holder) : objectSlot(file, holder, dialect);
  if (slot === undefined) return undefined;
  const object =
    dialect === 'python' && rest.length > 0 ? optionObjects.find((one) => one.api === api && one.argument === head) : undefined;
  const imports = object === undefined ? undefined : importOf(file, object.module, object.name);
  if (object !== undefined && imports === undefined) return undefined;
  return {
    slot,
    path,
    dialect,
    quote: quoteOf(file),
    make: object?.name,
    imports: imports === 'present' ? undefined : imports,
  };
}

/** The expression that a call or mapping holds under a name. */
function heldBy(holder: CallExpr | Expr, name: string, dialect: OptionDialect): Expr | undefined {
  if (holder.kind === 'call') {
    if (dialect === 'python') return holder.args.find((argument) => argument.kind === 'keyword' && argument.name === name)?.value;
    const options = holder.args[0]?.value;
    return options === undefined ? undefined : heldBy(options, name, dialect);
  }
  if (holder.kind !== 'dict') return undefined;
  return holder.entries.find(
    ({ key }) => key !== undefined && (key.kind === 'text' ? key.value : key.kind === 'name' ? key.name : '') === name,
  )?.value;
}

/** The options that a call of Python takes without their name: a second set of them would be an error. */
function heldByPlace(holder: CallExpr | Expr, name: string, dialect: OptionDialect, api: string): Expr | undefined {
  const position = optionObjects.find((one) => one.api === api && one.argument === name)?.position;
  if (dialect !== 'python' || holder.kind !== 'call' || position === undefined) return undefined;
  const argument = holder.args[position];
  return argument === undefined || argument.kind === 'keyword' ? undefined : argument.value;
}

function objectSlot(file: LinkedFile, object: Expr, dialect: OptionDialect): Insertion['slot'] | undefined {
  if (object.kind !== 'dict' || file.text[object.start] !== '{' || file.text[object.end - 1] !== '}') return undefined;
  const last = object.entries[object.entries.length - 1];
  const style = dialect === 'javascript' ? 'property' : 'json';
  if (last === undefined) return slotBehind(file, undefined, object, style);
  // Spans of texts leave out the quotes.
  const isQuote = (offset: number): boolean => /["']/.test(file.text[offset] ?? '');
  const start = last.key?.start ?? last.value.start;
  let end = Math.max(last.value.end, last.key?.end ?? 0);
  while (last.value.kind === 'text' && isQuote(end)) end++;
  return slotBehind(file, { start: isQuote(start - 1) ? start - 1 : start, end }, object, style);
}

/** The import of a class: `present`, the edit that adds it, or undefined when the file imports nothing of that module. */
function importOf(file: LinkedFile, module: string, name: string): Edit | 'present' | undefined {
  const bindings = [...(file.facts.scopes[0]?.bindings.values() ?? [])].flat().filter((binding) => binding.kind === 'import');
  if (bindings.some((binding) => binding.name === name)) return 'present';
  const line = new RegExp(`^from ${module.replaceAll('.', '\\.')} import `, 'm').exec(file.text);
  if (line === null) return undefined;
  const lineBreak = file.text.includes('\r\n') ? '\r\n' : '\n';
  return { uri: file.facts.uri, start: line.index, end: line.index, newText: `from ${module} import ${name}${lineBreak}` };
}

/** The quotes of a file, which each of its calls asks for. */
const quotes = new WeakMap<LinkedFile, Insertion['quote']>();

/** The quote that a file uses most. */
function quoteOf(file: LinkedFile): Insertion['quote'] {
  const known = quotes.get(file) ?? (count(file.text, "'") > count(file.text, '"') ? "'" : '"');
  quotes.set(file, known);
  return known;
}

function count(text: string, mark: string): number {
  let found = 0;
  for (let at = text.indexOf(mark); at >= 0 && found < 10_000; at = text.indexOf(mark, at + 1)) found++;
  return found;
}
