/** Where pieces of a request stand in the source, so that something can be written beside them. */
import type { CallExpr, Span } from '../facts.ts';
import type { Location } from '../ir.ts';
import type { BlockPlace, MappingPlace } from '../ir-caching.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import { locate, type DictEntryValue, type DictValue, type LinkedFile, type Value } from './value.ts';

/** An entry of a mapping that is written out. */
export function writtenEntry(file: LinkedFile, key: Span, written: Span, value: Value): DictEntryValue {
  return { value, keyAt: locate(file, key), valueAt: locate(file, written), certainty: 'always' };
}

/** The value of an entry as written inside of its own mapping; undefined when a statement set it, or it came with another mapping. */
function inside(dict: DictValue, entry: DictEntryValue | undefined): Location | undefined {
  const at = entry?.valueAt;
  if (entry === undefined || at === undefined || at.uri !== dict.at.uri) return undefined;
  return entry.keyAt.start >= dict.at.start && at.end <= dict.at.end ? at : undefined;
}

/** The entries of a mapping that are written inside of it, in source order. */
function writtenEntries(dict: DictValue): { readonly key: Location; readonly value: Location }[] {
  return [...dict.entries.values()]
    .flatMap((entry) => {
      const value = inside(dict, entry);
      return value === undefined ? [] : [{ key: entry.keyAt, value }];
    })
    .sort((a, b) => a.key.start - b.key.start);
}

/** Files whose places are those of code: in data, spans of texts leave out their quotes. */
function isCode(file: LinkedFile): boolean {
  const { language } = file.facts;
  return language === 'python' || language === 'typescript' || language === 'javascript';
}

/** Where another entry can be written into a mapping; undefined when it is not written out with braces. */
export function mappingPlace(file: LinkedFile, dict: DictValue): MappingPlace | undefined {
  if (!isCode(file) || dict.at.uri !== file.facts.uri || file.text[dict.at.start] !== '{' || file.text[dict.at.end - 1] !== '}')
    return undefined;
  const last = writtenEntries(dict).at(-1);
  if (last === undefined) return undefined;
  const quote = file.text[last.key.start];
  const offset = behindParentheses(file.text, last.value.end, dict.at.end - 1);
  return { uri: dict.at.uri, offset, keys: quote === '"' || quote === "'" ? quote : 'bare' };
}

/** The offset behind the closing parentheses that belong to a value, and never behind `end`. */
function behindParentheses(text: string, from: number, end: number): number {
  let result = from;
  for (let at = from; at < end; at++) {
    if (text[at] === ')') result = at + 1;
    else if (!/\s/.test(text[at] ?? '')) break;
  }
  return result;
}

/** What to cut out of a mapping so that one of its entries is gone; undefined when the entry is not written inside of it. */
export function removalOf(file: LinkedFile, dict: DictValue, key: string): Location | undefined {
  const entry = dict.entries.get(key);
  if (entry === undefined || inside(dict, entry) === undefined || dict.at.uri !== file.facts.uri || !isCode(file)) return undefined;
  const all = writtenEntries(dict);
  const index = all.findIndex((one) => one.key.start === entry.keyAt.start);
  const [own, before, behind] = [all[index], all[index - 1], all[index + 1]];
  if (own === undefined) return undefined;
  if (before !== undefined) {
    const start = behindParentheses(file.text, before.value.end, own.key.start);
    const end = behindParentheses(file.text, own.value.end, dict.at.end - 1);
    // A comment between the entries would be lost, or would swallow what follows.
    return /^\s*,\s*$/.test(file.text.slice(start, own.key.start)) ? { uri: dict.at.uri, start, end } : undefined;
  }
  if (behind === undefined) return undefined;
  const between = file.text.slice(own.value.end, behind.key.start);
  return /^[\s)]*,\s*$/.test(between) ? { uri: dict.at.uri, start: own.key.start, end: behind.key.start } : undefined;
}

/** The place of a text that is an entry of a mapping: a block, or the content of a message. */
export function entryPlace(
  file: LinkedFile,
  dict: DictValue,
  key: string,
  form: 'content' | 'block',
  item?: Location,
): BlockPlace | undefined {
  const text = inside(dict, dict.entries.get(key));
  if (text === undefined || text.uri !== file.facts.uri || !isCode(file)) return undefined;
  return { form, text, mapping: mappingPlace(file, dict), item: item?.uri === file.facts.uri ? item : undefined };
}

/** The place of a text that is an argument of the call itself, or a property of its options; undefined when it is set elsewhere. */
export function argumentPlace(file: LinkedFile, call: CallExpr, names: ArgumentNames): BlockPlace | undefined {
  for (const name of names) {
    const keyword = call.args.find((argument) => argument.kind === 'keyword' && argument.name === name);
    const [options] = call.args;
    const property =
      options?.kind === 'positional' && options.value.kind === 'dict'
        ? options.value.entries.find(({ key }) => key?.kind === 'text' && key.value === name)
        : undefined;
    const written = keyword?.value ?? property?.value;
    if (written === undefined) continue;
    // `{ system }` has no value of its own.
    const shorthand = property?.key !== undefined && property.key.start === property.value.start;
    return shorthand ? undefined : { form: 'argument', text: locate(file, written), mapping: undefined, item: undefined };
  }
  return undefined;
}
