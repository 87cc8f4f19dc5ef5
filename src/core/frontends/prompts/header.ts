/** The front matter of prompt files: YAML, or lines of `key: value` where the client reads no YAML. */
import type { DictExpr, Expr, Span, TextExpr } from '../../facts.ts';
import { readYaml } from '../data/yaml.ts';

/** Keys and values of a head. */
export interface Header {
  /** The value of a key; undefined for one that is missing or empty. Of equal keys the last one counts. */
  get(key: string): Expr | undefined;
  /** The same as text: numbers and switches as written, lists joined by commas. */
  text(key: string): string | undefined;
  /** The same for a value that is written without quotes. */
  bare(key: string): string | undefined;
  /** What is wrong with it, in words; undefined for a sound head. */
  readonly problem: string | undefined;
  /** `mendable`: broken, but sound once the values of its single lines stand in quotes, as some clients read it; `unread`: too long. */
  readonly state: 'sound' | 'mendable' | 'broken' | 'unread';
}

/** A file without a head. */
export const noHeader: Header = { get: () => undefined, text: () => undefined, bare: () => undefined, problem: undefined, state: 'sound' };

/** Longest head that is read as YAML, in UTF-16 units: the package needs about 30 ms for as much; the longest measured has 1,500. */
const MAX_YAML = 5_000;

/** Reads a head as YAML; where that is broken, what its lines say. */
export function yamlHeader(source: string, head: Span): Header {
  if (head.end - head.start > MAX_YAML)
    return { ...lineHeader(source, head), problem: 'it is too long to be read as YAML', state: 'unread' };
  // Empty lines in front keep every offset as it is in the file.
  const { value, problem } = readYaml('\n'.repeat(head.start) + source.slice(head.start, head.end));
  if (problem === undefined && value === undefined) return noHeader;
  if (problem !== undefined || value?.kind !== 'dict') {
    const lines = lineHeader(source, head);
    const [first = ''] = (problem?.replace('the YAML is broken: ', '') ?? 'it holds no keys').split(/\n| at line \d/);
    return { ...lines, problem: first.replace(/:$/, ''), state: isMendable(source.slice(head.start, head.end)) ? 'mendable' : 'broken' };
  }
  return headerOf(source, entriesOf(value), undefined);
}

/** True for a head that is YAML once every value that stands alone on its line is put in quotes. */
function isMendable(head: string): boolean {
  const quoted = head.replace(
    /^([A-Za-z_-]+):[ \t]+(?!["'])([^\r\n]+)$/gm,
    (_, key: string, value: string) => `${key}: ${JSON.stringify(value)}`,
  );
  const { value, problem } = readYaml(quoted);
  return problem === undefined && value?.kind === 'dict';
}

/**
 * Reads a head line by line: `key: rest of the line`, and lists of `- item` below a key. Values are not YAML (`globs: **` would be an alias
 * there).
 */
export function lineHeader(source: string, head: Span): Header {
  const entries = new Map<string, Expr>();
  const line = /[^\r\n]*(?:\r\n|\r|\n|$)/y;
  let key: string | undefined;
  for (let at = head.start; at < head.end;) {
    line.lastIndex = at;
    const found = line.exec(source)?.[0] ?? '';
    if (found === '') break;
    const written = found.slice(0, head.end - at).replace(/[\r\n]+$/, '');
    const pair = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*/.exec(written);
    const item = /^[ \t]*-[ \t]+/.exec(written);
    if (pair !== null) {
      key = pair[1] ?? '';
      const value = scalar(source, at + pair[0].length, at + written.length);
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    } else if (item !== null && key !== undefined) {
      const value = scalar(source, at + item[0].length, at + written.length);
      const known = entries.get(key);
      const items = known?.kind === 'list' ? known.items : [];
      if (value !== undefined && (known === undefined || known.kind === 'list')) {
        const start = items[0]?.value.start ?? value.start;
        entries.set(key, { kind: 'list', form: 'list', items: [...items, { value, spread: false }], start, end: value.end });
      }
    }
    at += found.length;
  }
  return headerOf(source, entries, undefined);
}

/** The rest of a line without white space and quotes around it; undefined when nothing is left. */
function scalar(source: string, from: number, to: number): TextExpr | undefined {
  const written = source.slice(from, to);
  const lead = written.length - written.trimStart().length;
  const value = written.trim();
  const quoted = /^(["'])(.*)\1$/.exec(value);
  const start = from + lead + (quoted === null ? 0 : 1);
  const inner = quoted?.[2] ?? value;
  return inner === '' ? undefined : { kind: 'text', value: inner, map: [0, start], start, end: start + inner.length };
}

function entriesOf(dict: DictExpr): ReadonlyMap<string, Expr> {
  const entries = new Map<string, Expr>();
  for (const { key, value } of dict.entries) if (key?.kind === 'text') entries.set(key.value, value);
  return entries;
}

function headerOf(source: string, entries: ReadonlyMap<string, Expr>, problem: string | undefined): Header {
  const get = (key: string): Expr | undefined => {
    const value = entries.get(key);
    return value === undefined || value.kind === 'null' || (value.kind === 'text' && value.value.trim() === '') ? undefined : value;
  };
  const text = (key: string): string | undefined => {
    const value = get(key);
    return value === undefined ? undefined : plain(source, value);
  };
  return {
    get,
    text,
    bare: (key) => (/["']/.test(source.slice((get(key)?.start ?? 1) - 1, get(key)?.start)) ? undefined : text(key)),
    problem,
    state: 'sound',
  };
}

function plain(source: string, value: Expr): string {
  if (value.kind === 'text') return value.value;
  if (value.kind === 'list') return value.items.map((item) => plain(source, item.value)).join(', ');
  return source.slice(value.start, value.end).trim();
}
