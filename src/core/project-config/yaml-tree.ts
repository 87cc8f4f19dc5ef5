/** YAML text → a plain tree with places. Everything about hostile YAML is dealt with here: what comes out is small, flat enough and finite. */
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser, type Document, type Node } from 'yaml';
import type { Span } from '../facts.ts';
import { grouped } from '../grouped.ts';

/** Longest text that is read, in UTF-16 units; a configuration of such a size is a mistake. */
export const MAX_CONFIG_LENGTH = 256 * 1024;

/** Deepest nesting of lists and mappings. */
const MAX_DEPTH = 64;

/** Words and signs of YAML in one file, line ends included: what the time for reading depends on (30,000 take about 0.2 s at worst). */
const MAX_LEXEMES = 30_000;

/** Values in one file, aliases expanded. */
const MAX_NODES = 30_000;

/** Aliases (`*name`) in one file, those inside of expanded ones counted again. */
const MAX_ALIASES = 100;

/** A value of the file. */
export type YamlNode =
  /** `text` is the source without quotes; `value` what it means in YAML 1.2. */
  | { readonly kind: 'scalar'; readonly at: Span; readonly value: string | number | boolean | null; readonly text: string }
  | { readonly kind: 'list'; readonly at: Span; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly at: Span; readonly entries: readonly YamlEntry[] };

/** A key and its value. */
export interface YamlEntry {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: YamlNode;
}

/** Something wrong at a place. */
export interface YamlProblem {
  readonly message: string;
  readonly at: Span;
}

/** The tree of a file; undefined root for an empty file, or when `problem` says why nothing could be read. */
export interface YamlTree {
  readonly root: YamlNode | undefined;
  /** Why the file as a whole cannot be read. */
  readonly problem: YamlProblem | undefined;
  /** Parts that were left out. */
  readonly dropped: readonly YamlProblem[];
}

/** Reads YAML. Never throws, whatever the text is; a file that cannot be read gives exactly one problem. */
export function readYaml(text: string): YamlTree {
  const refuse = (message: string, start: number, end: number): YamlTree => {
    const from = Math.max(0, Math.min(start, text.length));
    return { root: undefined, problem: { message, at: { start: from, end: Math.max(from, Math.min(end, text.length)) } }, dropped: [] };
  };
  if (text.length > MAX_CONFIG_LENGTH) {
    const length = grouped(text.length);
    return refuse(`The file has ${length} characters; more than ${grouped(MAX_CONFIG_LENGTH)} are not read.`, 0, 0);
  }
  const binary = text.indexOf('\0');
  if (binary >= 0) return refuse('The file is binary.', binary, binary + 1);
  const tooDeep = depthExceeded(text);
  if (tooDeep !== undefined) return refuse(`Nested more than ${MAX_DEPTH} levels deep.`, tooDeep, tooDeep + 1);
  try {
    let lexemes = 0;
    let at = 0;
    for (const lexeme of new Lexer().lex(text)) {
      at += lexeme.length;
      if (++lexemes > MAX_LEXEMES) return refuse(`More than ${grouped(MAX_LEXEMES)} words and signs.`, at, at);
    }
    const tokens = new Parser().parse(text);
    const composer = new Composer({
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      strict: true,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const [document, second] = [...composer.compose(tokens, true, text.length)];
    if (document === undefined) return { root: undefined, problem: undefined, dropped: [] };
    const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (error !== undefined) return refuse(sentence(error.message), error.pos[0], error.pos[1]);
    if (second !== undefined) return refuse('A second document begins here; only one is read.', second.range[0], second.range[0] + 3);
    return treeOf(document, text);
  } catch (error) {
    // The YAML library recurses; a stack that overflows all the same is one more way of being nested too deeply.
    if (error instanceof RangeError) return refuse('Nested too deeply to be read.', 0, 0);
    // Whatever else it throws comes from the text, too.
    return refuse(`Not readable as YAML: ${error instanceof Error ? sentence(error.message) : String(error)}`, 0, 0);
  }
}

/** Offset at which the nesting becomes too deep, told from brackets and indentation alone, before anything recursive sees the text. */
function depthExceeded(text: string): number | undefined {
  let open = 0;
  let lineStart = 0;
  let indents: number[] = [];
  let quote = '';
  let blank = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] ?? '';
    if (unit === '\n') {
      lineStart = i + 1;
      blank = true;
      continue;
    }
    if (quote !== '') {
      if (unit === '\\' && quote === '"') i++;
      else if (unit === quote) quote = '';
      continue;
    }
    if (blank) {
      if (unit === ' ' || unit === '\t' || unit === '\r') continue;
      const column = i - lineStart;
      // `- - - x` opens a level per dash; `? ` does as well.
      const marker = (unit === '-' || unit === '?') && /[\s]/.test(text[i + 1] ?? '\n');
      if (open === 0) {
        indents = indents.filter((indent) => indent < column);
        indents.push(column);
        if (indents.length > MAX_DEPTH) return i;
      }
      blank = marker;
      if (marker) continue;
    }
    if (unit === '#' && /\s/.test(text[i - 1] ?? '\n')) {
      const end = text.indexOf('\n', i);
      i = end < 0 ? text.length : end - 1;
    } else if ((unit === '"' || unit === "'") && /[\s[{,:]/.test(text[i - 1] ?? '\n')) quote = unit;
    else if (unit === '[' || unit === '{') {
      if (++open + indents.length > MAX_DEPTH + 1) return i;
    } else if ((unit === ']' || unit === '}') && open > 0) open--;
  }
  return undefined;
}

/** Raised inside {@link treeOf} alone, when a bound is reached. */
class Refusal extends Error {
  readonly at: Span;

  constructor(message: string, at: Span) {
    super(message);
    this.at = at;
  }
}

function treeOf(document: Document.Parsed, text: string): YamlTree {
  const dropped: YamlProblem[] = [];
  let nodes = 0;
  let aliases = 0;
  const convert = (node: Node | null | undefined, depth: number, place: Span): YamlNode => {
    const at = node === null || node === undefined ? place : spanOf(node, place);
    if (++nodes > MAX_NODES) throw new Refusal(`More than ${grouped(MAX_NODES)} values.`, at);
    if (depth > MAX_DEPTH) throw new Refusal(`Nested more than ${MAX_DEPTH} levels deep.`, at);
    if (isAlias(node)) {
      if (++aliases > MAX_ALIASES) throw new Refusal(`More than ${MAX_ALIASES} aliases.`, at);
      const target = node.resolve(document);
      if (target === undefined) throw new Refusal(`There is no anchor \`${node.source}\`.`, at);
      // Problems inside of an anchor are shown where it is written, not where it is used.
      return convert(target, depth + 1, at);
    }
    if (isMap(node)) {
      const entries = new Map<string, YamlEntry>();
      for (const pair of node.items) {
        const keyNode = pair.key as Node | null;
        const keyAt = keyNode === null ? at : spanOf(keyNode, at);
        if (keyNode === null || !isScalar(keyNode) || (keyNode.source ?? '') === '') {
          dropped.push({ message: 'A key must be a word or a text.', at: keyAt });
          continue;
        }
        const key = keyNode.source ?? '';
        if (entries.has(key)) {
          dropped.push({ message: `\`${shorten(key)}\` stands here twice; the first one counts.`, at: keyAt });
          continue;
        }
        entries.set(key, { key, keyAt, value: convert(pair.value as Node | null, depth + 1, { start: keyAt.end, end: keyAt.end }) });
      }
      return { kind: 'map', at, entries: [...entries.values()] };
    }
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => convert(item as Node | null, depth + 1, at)) };
    if (isScalar(node)) {
      const { value } = node;
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
      return { kind: 'scalar', at, value: plain, text: node.source ?? '' };
    }
    return { kind: 'scalar', at, value: null, text: '' };
  };
  try {
    const root = convert(document.contents, 0, { start: 0, end: 0 });
    return { root: root.kind === 'scalar' && root.value === null ? undefined : root, problem: undefined, dropped };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const start = Math.min(error.at.start, text.length);
    return { root: undefined, problem: { message: error.message, at: { start, end: Math.min(error.at.end, text.length) } }, dropped: [] };
  }
}

function spanOf(node: Node, otherwise: Span): Span {
  const range = node.range;
  return range === undefined || range === null ? otherwise : { start: range[0], end: range[1] };
}

/** A text of the file as it is quoted in messages. */
export function shorten(text: string): string {
  const line = text.replaceAll('`', 'ˋ').replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

function sentence(message: string): string {
  const [whole = ''] = message.split('\n');
  const line = whole.length > 200 ? `${whole.slice(0, 199)}…` : whole.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
