/** Engines whose tags stand in delimiters of two or three units: `{{ }}`, `{% %}`, `{# #}`, `<% %>`. */
import type { Tag, TemplateSyntax } from './template.ts';

/** Longest tag, in UTF-16 units; what is longer is an opening delimiter that stands in text. */
const MAX_TAG = 4_000;

/** What kind of tag an expression makes, and what it stands for. */
interface Meaning {
  readonly kind: Tag['kind'];
  readonly block?: 'maybe' | 'repeated';
  readonly literal?: string;
  /** Marks before the expression that belong to the tag: `#`, `>`, `if`. */
  readonly skip?: number;
}

/** One pair of delimiters of an engine. */
interface Pair {
  readonly open: string;
  readonly close: string;
  /** Marks next to the delimiters that take white space away. */
  readonly trim: RegExp | undefined;
  /** True when the end is not looked for within quotes. */
  readonly quotes: boolean;
  /** Undefined for what is no tag at all: plain text that happens to stand in such delimiters. */
  readonly meaning: (expression: string) => Meaning | undefined;
}

interface Engine {
  /** Longer opening delimiters stand before shorter ones. */
  readonly pairs: readonly Pair[];
  /** A backslash before an opening delimiter makes text of it. */
  readonly backslash: boolean;
  /** The statement that closes a stretch without tags, by the one that opens it. */
  readonly verbatim: RegExp | undefined;
  /** True when a block tag that is alone on its line takes the line with it. */
  readonly standalone: boolean;
}

const comment: Meaning = { kind: 'comment' };
const value: Meaning = { kind: 'value' };

/** A text constant as an expression prints that text. */
function constant(expression: string): Meaning | undefined {
  const quoted = /^(["'])((?:(?!\1)[^\\])*)\1$/.exec(expression);
  return quoted === null ? undefined : { kind: 'literal', literal: quoted[2] ?? '' };
}

function statement(keywords: Readonly<Record<string, Meaning>>): (expression: string) => Meaning | undefined {
  return (expression) => {
    const word = /^\w+/.exec(expression)?.[0];
    if (word === undefined) return undefined;
    const known = Object.hasOwn(keywords, word) ? keywords[word] : undefined;
    const skip = /^\w+\s*/.exec(expression)?.[0].length ?? 0;
    if (known !== undefined) return { ...known, skip };
    return word.startsWith('end') ? { kind: 'close', skip } : { kind: 'statement' };
  };
}

const maybe: Meaning = { kind: 'open', block: 'maybe' };
const always: Meaning = { kind: 'statement' };
const repeated: Meaning = { kind: 'open', block: 'repeated' };
const middle: Meaning = { kind: 'middle' };

/** Blocks that print what is in them exactly once are statements, and so are their ends. Source: Jinja 3.1 template designer documentation. */
const jinjaStatement = statement({
  if: maybe,
  elif: middle,
  else: middle,
  for: repeated,
  set: always,
  macro: repeated,
  call: maybe,
  include: { kind: 'include' },
  block: always,
  endblock: always,
  filter: always,
  endfilter: always,
  with: always,
  endwith: always,
  trans: always,
  endtrans: always,
  autoescape: always,
  endautoescape: always,
  endset: always,
  generation: always,
  endgeneration: always,
  raw: always,
  endraw: always,
});

/** Source: shopify.github.io/liquid, tags. */
const liquidStatement = statement({
  if: maybe,
  unless: maybe,
  case: maybe,
  elsif: middle,
  else: middle,
  when: middle,
  for: repeated,
  tablerow: repeated,
  capture: maybe,
  render: { kind: 'include' },
  include: { kind: 'include' },
  raw: always,
  endraw: always,
});

const jinja: Engine = {
  backslash: false,
  verbatim: /^(raw|verbatim)\b/,
  standalone: false,
  pairs: [
    { open: '{#', close: '#}', trim: /^-|-$/g, quotes: false, meaning: () => comment },
    { open: '{%', close: '%}', trim: /^[-+]|[-+]$/g, quotes: true, meaning: jinjaStatement },
    {
      open: '{{',
      close: '}}',
      trim: /^[-+]|[-+]$/g,
      quotes: true,
      meaning: (expression) => (expression === '' || expression.startsWith('{') ? undefined : (constant(expression) ?? value)),
    },
  ],
};

const liquid: Engine = {
  ...jinja,
  verbatim: /^(raw|comment)\b/,
  pairs: [
    { ...jinja.pairs[1]!, trim: /^-|-$/g, meaning: liquidStatement },
    { ...jinja.pairs[2]!, trim: /^-|-$/g },
  ],
};

/** Source: handlebarsjs.com/guide, Mustache 1.4 specification. */
function mustacheMeaning(expression: string): Meaning | undefined {
  const mark = expression[0];
  const rest = (pattern: RegExp): number => pattern.exec(expression)?.[0].length ?? 0;
  switch (mark) {
    case undefined:
    case '{':
      return undefined;
    case '!':
      return comment;
    case '#': {
      const word = /^#[>*]?\s*(\S+)/.exec(expression)?.[1] ?? '';
      const block = /^(if|unless|with|eq|ne|and|or|not|gte?|lte?)([A-Z]\w*)?$/.test(word) ? 'maybe' : 'repeated';
      const isHelper = /^(if|unless|with|each)$/.test(word) || /^#\s*\S+\s+\S/.test(expression);
      return { kind: 'open', block, skip: isHelper ? rest(/^#\s*\S+\s*/) : rest(/^#\s*/) };
    }
    case '^':
      return expression === '^' ? middle : { ...maybe, skip: rest(/^\^\s*/) };
    case '/':
      return { kind: 'close' };
    case '>':
      return { kind: 'include', skip: rest(/^>\s*/) };
    case '&':
      return { kind: 'value', skip: rest(/^&\s*/) };
    case '=':
      return { kind: 'statement' };
    default:
      return /^else\b/.test(expression) ? { ...middle, skip: rest(/^else\s*(?:if\s*)?/) } : (constant(expression) ?? value);
  }
}

const handlebars: Engine = {
  backslash: true,
  verbatim: undefined,
  standalone: true,
  pairs: [
    { open: '{{!--', close: '--}}', trim: undefined, quotes: false, meaning: () => comment },
    { open: '{{~!--', close: '--}}', trim: undefined, quotes: false, meaning: () => comment },
    { open: '{{{', close: '}}}', trim: /^~|~$/g, quotes: true, meaning: (expression) => (expression === '' ? undefined : value) },
    { open: '{{', close: '}}', trim: /^~|~$/g, quotes: true, meaning: mustacheMeaning },
  ],
};

const mustache: Engine = { ...handlebars, backslash: false, pairs: handlebars.pairs.slice(2) };

const semanticKernel: Engine = {
  backslash: false,
  verbatim: undefined,
  standalone: false,
  pairs: [
    {
      open: '{{',
      close: '}}',
      trim: undefined,
      quotes: true,
      meaning: (expression) => (/^(\$\w|[A-Za-z_][\w.]*(\s|$))/.test(expression) ? value : constant(expression)),
    },
  ],
};

const embedded: Engine = {
  backslash: false,
  verbatim: undefined,
  standalone: false,
  pairs: [
    { open: '<%#', close: '%>', trim: /-$/g, quotes: false, meaning: () => comment },
    { open: '<%=', close: '%>', trim: /-$/g, quotes: false, meaning: () => value },
    { open: '<%-', close: '%>', trim: /-$/g, quotes: false, meaning: () => value },
    {
      open: '<%',
      close: '%>',
      trim: /-$/g,
      quotes: false,
      meaning: (expression) => {
        if (/^(?:\}\s*else\b|else\b|elsif\b)/.test(expression)) return middle;
        if (/^(?:\}\s*\)?|end)\s*;?$/.test(expression)) return { kind: 'close' };
        if (/^(?:for|while)\b|\.(?:forEach|map|each)\b/.test(expression)) return repeated;
        return /^(?:if|unless)\b/.test(expression) ? maybe : { kind: 'statement' };
      },
    },
  ],
};

const expressions: Engine = {
  backslash: false,
  verbatim: undefined,
  standalone: false,
  pairs: [
    { open: '{{', close: '}}', trim: undefined, quotes: true, meaning: (text) => (text === '' ? undefined : (constant(text) ?? value)) },
  ],
};

const engines: Partial<Record<TemplateSyntax, Engine>> = {
  jinja,
  liquid,
  handlebars,
  mustache,
  'semantic-kernel': semanticKernel,
  embedded,
  expression: expressions,
};

/** Tags of a text in order; undefined for a syntax without such delimiters. Never throws; an opening delimiter without its end is text. */
export function delimitedTags(text: string, syntax: TemplateSyntax): Tag[] | undefined {
  const engine = engines[syntax];
  if (engine === undefined) return undefined;
  const tags: Tag[] = [];
  const finder = new Finder(text);
  let at = 0;
  for (;;) {
    const found = nextOpening(finder, engine, at);
    if (found === undefined) break;
    const { pair, start } = found;
    if (engine.backslash && text[start - 1] === '\\' && text[start - 2] !== '\\') {
      tags.push({
        kind: 'literal',
        literal: pair.open,
        expression: '',
        expressionStart: start,
        start: start - 1,
        end: start + pair.open.length,
        trimsBefore: false,
        trimsAfter: false,
      });
      at = start + pair.open.length;
      continue;
    }
    const end = endOf(text, finder, pair, start);
    const tag = end === undefined ? undefined : tagAt(text, engine, pair, start, end);
    if (tag === undefined || end === undefined) {
      at = start + (pair.open.startsWith('{{') ? 1 : pair.open.length);
      continue;
    }
    at = end;
    const verbatim = tag.kind === 'value' ? null : (engine.verbatim?.exec(tag.expression) ?? null);
    if (verbatim === null) {
      tags.push(tag);
      continue;
    }
    // A stretch without tags; that of a comment is taken out with them.
    const until = endOfVerbatim(text, verbatim[1] ?? '', end);
    if (verbatim[1] === 'comment') {
      tags.push({ ...tag, kind: 'comment', end: until.end });
    } else {
      tags.push(
        { ...tag, kind: 'statement', expression: '' },
        { ...tag, kind: 'statement', expression: '', expressionStart: until.start, start: until.start, end: until.end },
      );
    }
    at = until.end;
  }
  return engine.standalone ? tags.map((tag) => aloneOnLine(text, tag)) : tags;
}

/** Where delimiters stand. Each is looked for once, however often it is asked for: a text of brackets alone takes no longer than another. */
class Finder {
  private readonly text: string;
  private readonly next = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
  }

  /** First place of a delimiter at or behind an offset, -1 when there is none. Offsets must not fall. */
  find(what: string, from: number): number {
    const known = this.next.get(what);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const found = this.text.indexOf(what, from);
    this.next.set(what, found);
    return found;
  }
}

function nextOpening(finder: Finder, engine: Engine, from: number): { readonly pair: Pair; readonly start: number } | undefined {
  let best: { readonly pair: Pair; readonly start: number } | undefined;
  for (const pair of engine.pairs) {
    const start = finder.find(pair.open, from);
    if (start >= 0 && (best === undefined || start < best.start)) best = { pair, start };
  }
  return best;
}

/** Offset behind the closing delimiter; undefined when there is none within reach. */
function endOf(text: string, finder: Finder, pair: Pair, start: number): number | undefined {
  const from = start + pair.open.length;
  const plain = finder.find(pair.close, from);
  if (plain < 0 || plain - from > MAX_TAG) return undefined;
  if (!pair.quotes || !/["']/.test(text.slice(from, plain))) return plain + pair.close.length;
  let quote = '';
  for (let at = from; at < text.length && at - from <= MAX_TAG; at++) {
    const unit = text[at] ?? '';
    if (quote !== '') {
      if (unit === '\\') at++;
      else if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") quote = unit;
    else if (text.startsWith(pair.close, at)) return at + pair.close.length;
  }
  // An apostrophe, not a quotation.
  return plain + pair.close.length;
}

function tagAt(text: string, engine: Engine, pair: Pair, start: number, end: number): Tag | undefined {
  let from = start + pair.open.length;
  let to = end - pair.close.length;
  let trimsBefore = false;
  let trimsAfter = false;
  if (pair.trim !== undefined) {
    for (const { index } of text.slice(from, to).matchAll(pair.trim)) {
      if (text[from + index] === '+') continue;
      if (index === 0) trimsBefore = true;
      else trimsAfter = true;
    }
    if (/^[-+~]/.test(text.slice(from, to)) && (trimsBefore || text[from] === '+')) from++;
    if (to > from && (trimsAfter || text[to - 1] === '+')) to--;
  }
  // `}}}` closes `{{` with a brace of the expression's own, such as that of a mapping.
  const written = text.slice(from, to);
  const leading = written.length - written.trimStart().length;
  const trimmed = written.trim();
  // An opening delimiter within a tag: the first one is text that was never closed.
  if (pair.quotes && pair.open === '{{' && trimmed.includes('{{')) return undefined;
  const meaning = pair.meaning(trimmed);
  if (meaning === undefined) return undefined;
  const skip = engine.verbatim?.test(trimmed) === true ? 0 : (meaning.skip ?? 0);
  const { kind, block, literal } = meaning;
  return {
    kind,
    expression: trimmed.slice(skip),
    expressionStart: from + leading + skip,
    start,
    end,
    trimsBefore,
    trimsAfter,
    ...(block === undefined ? {} : { block }),
    ...(literal === undefined ? {} : { literal }),
  };
}

/** The tag that ends a stretch without tags, or the end of the text. */
function endOfVerbatim(text: string, word: string, from: number): { readonly start: number; readonly end: number } {
  const pattern = new RegExp(`\\{%[-+]?\\s*end${word}\\s*[-+]?%\\}`, 'g');
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found === null ? { start: text.length, end: text.length } : { start: found.index, end: found.index + found[0].length };
}

/** Tags that print nothing and stand alone on a line take the line with them. Source: Mustache specification, "standalone tags". */
function aloneOnLine(text: string, tag: Tag): Tag {
  if (tag.kind === 'value' || tag.kind === 'literal' || tag.kind === 'include') return tag;
  let start = tag.start;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  if (start > 0 && text[start - 1] !== '\n') return tag;
  let end = tag.end;
  while (text[end] === ' ' || text[end] === '\t') end++;
  if (end < text.length && text[end] !== '\n' && text[end] !== '\r') return tag;
  if (text[end] === '\r') end++;
  if (text[end] === '\n') end++;
  return { ...tag, start, end };
}
