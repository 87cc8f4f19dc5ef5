/**
 * YAML as expressions with positions, by the `yaml` package: other people's files, of which as much is read as can be. Our own
 * pennylint.yaml has a reader that takes nothing on trust (`project-config/yaml-tree.ts`); nobody else knows the package.
 */
import {
  Composer,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  visit,
  type CST,
  type Document,
  type Node,
  type Scalar,
} from 'yaml';
import { grouped } from '../../grouped.ts';
import type { DictEntry, Expr, ListItem, Span } from '../../facts.ts';

/** Longest text that is read, in UTF-16 units. */
const MAX_LENGTH = 200_000;

/** Words and marks of a text that are read: what is put together at once takes a millisecond for a thousand of them. */
const MAX_PIECES = 60_000;

/** Words and marks that are read in one step: a few milliseconds. */
const PIECES_PER_STEP = 2_000;

/** The same for a stretch of a text, which is read in one step. */
const MAX_PART = 30_000;

const MAX_DEPTH = 40;

/** Pieces that are no YAML, beyond which a text is something else. */
const MAX_ERRORS = 100;

/** Nodes that are built, aliases counted each time they are used: aliases of aliases grow beyond every bound. */
const MAX_NODES = 20_000;

const TOO_MANY = `more than ${grouped(MAX_NODES)} values of YAML are not read; what an alias names counts each time`;

/** What was read. */
export interface YamlDocument {
  /** Undefined for an empty text, or one that is not read. */
  readonly value: Expr | undefined;
  /** What is wrong, in words; undefined for a sound document. */
  readonly problem: string | undefined;
  /** Offset at which the problem shows; undefined for one of the whole text. */
  readonly problemAt?: number;
}

/** Reads the first document of a YAML text. Never throws. Tags of applications (`!Ref`) keep their plain value. */
export function readYaml(text: string): YamlDocument {
  const steps = yamlSteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps: cutting a text into pieces takes most of the time, and can be interrupted after each of them. */
export function* yamlSteps(text: string): Generator<undefined, YamlDocument> {
  if (text.length > MAX_LENGTH) return refused(`more than ${grouped(MAX_LENGTH)} characters of YAML are not read`);
  if (deeplyNested(text)) return refused('the YAML is nested too deeply');
  try {
    const parser = new Parser();
    const tokens: CST.Token[] = [];
    let [pieces, errors, done] = [0, 0, 0];
    for (const piece of new Lexer().lex(text)) {
      for (const token of parser.next(piece)) tokens.push(token);
      // Putting together what the grammar alone rejects takes longer than anybody waits.
      for (; done < tokens.length; done++) if (tokens[done]?.type === 'error') errors++;
      if (errors > MAX_ERRORS) return refused('this is no YAML');
      if (++pieces > MAX_PIECES) return refused('the YAML has too many values');
      if (pieces % PIECES_PER_STEP === 0) yield undefined;
    }
    tokens.push(...parser.end());
    yield undefined;
    const [document] = new Composer(options).compose(tokens, true, text.length);
    if (document === undefined) return { value: undefined, problem: undefined };
    yield undefined;
    const reader = new YamlReader(text, document);
    const value = document.contents === null ? undefined : reader.value(document.contents, 0);
    const [error] = document.errors;
    return error === undefined
      ? { value, problem: reader.problem }
      : { value, problem: `the YAML is broken: ${error.message}`, problemAt: error.pos[0] };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

// The package's own wording of errors takes time with the square of their number.
const options = { strict: false, prettyErrors: false, uniqueKeys: false, logLevel: 'silent', stringKeys: false, merge: true } as const;

function refused(problem: string): YamlDocument {
  return { value: undefined, problem };
}

/** The comments of a YAML text, marks included, in the order of the text. Empty for a text that is too long or nested too deeply to be read. */
export function yamlComments(text: string): Span[] {
  if (text.length > MAX_LENGTH || !text.includes('#') || deeplyNested(text)) return [];
  const comments: Span[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    // Marks of the lexer's own stand between what is written: one control character, or a byte order mark that is written.
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') continue;
    if (token.startsWith('#')) comments.push({ start: at, end: at + token.length });
    at += token.length;
  }
  // A scalar may begin with `#` behind a mark; what is no comment to the reader of lines is left out.
  return comments.filter(({ start }) => start === 0 || /\s/.test(text[start - 1] ?? ''));
}

/** Reads a stretch of a text as YAML; all places are offsets into the whole text. */
export function readYamlAt(text: string, { start, end }: Span): YamlDocument {
  if (end - start > MAX_PART) return refused(`more than ${grouped(MAX_PART)} characters are not read there`);
  // Empty lines mean nothing to YAML, and keep every place what it is.
  return readYaml('\n'.repeat(start) + text.slice(start, end));
}

/** True for more levels of brackets, or of indentation, than anybody writes; the package reads nested values by recursion. */
function deeplyNested(text: string): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5b || unit === 0x7b) {
      if (++open > 500) return true;
    } else if (unit === 0x5d || unit === 0x7d) open = Math.max(0, open - 1);
  }
  return /^[ \t]{2000}/m.test(text) || /(?:[-?:] ){500}/.test(text);
}

class YamlReader {
  problem: string | undefined;
  private readonly text: string;
  /** Nodes with an anchor, by its name, in document order. The package looks each alias up by walking the document. */
  private readonly anchors = new Map<string, Node[]>();
  private nodes = 0;

  constructor(text: string, document: Document) {
    this.text = text;
    visit(document, {
      Node: (_key, node) => {
        if (isAlias(node) || node.anchor === undefined) return;
        const known = this.anchors.get(node.anchor);
        if (known === undefined) this.anchors.set(node.anchor, [node]);
        else known.push(node);
      },
    });
  }

  value(node: Node | null, depth: number, at: Span = { start: 0, end: 0 }): Expr {
    const span = spanOf(node) ?? at;
    if (depth > MAX_DEPTH || ++this.nodes > MAX_NODES) {
      this.problem = depth > MAX_DEPTH ? 'the YAML is nested too deeply' : TOO_MANY;
      return { kind: 'unknown', reason: this.problem, ...span };
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source)?.findLast((candidate) => (candidate.range?.[0] ?? 0) < span.start);
      return target === undefined
        ? { kind: 'unknown', reason: `alias ${node.source} names nothing`, ...span }
        : this.value(target, depth + 1, span);
    }
    if (isScalar(node)) return this.scalar(node, span);
    if (isSeq(node)) {
      const items = node.items.map((item): ListItem => ({ value: this.value(item as Node | null, depth + 1, span), spread: false }));
      return { kind: 'list', form: 'list', items, ...span };
    }
    if (isMap(node)) {
      const entries: DictEntry[] = [];
      for (const pair of node.items) {
        if (!isPair(pair)) continue;
        const key = this.value(pair.key as Node | null, depth + 1, span);
        const merged = key.kind === 'text' && key.value === '<<';
        entries.push({ key: merged ? undefined : keyOf(key), value: this.value(pair.value as Node | null, depth + 1, key) });
      }
      return { kind: 'dict', entries, ...span };
    }
    return { kind: 'null', ...span };
  }

  private scalar(node: Scalar, span: Span): Expr {
    const { value } = node;
    if (typeof value === 'string') return { kind: 'text', value, map: alignedMap(this.text, span, value, node.type), ...span };
    if (typeof value === 'boolean') return { kind: 'boolean', value, ...span };
    if (typeof value === 'number') return { kind: 'number', value: Number.isFinite(value) ? value : Number.NaN, ...span };
    if (value === null) return { kind: 'null', ...span };
    return { kind: 'unknown', reason: 'a value of another kind', ...span };
  }
}

/** Keys count by their text: `1:` is the key `1`. */
function keyOf(key: Expr): Expr {
  if (key.kind !== 'number' && key.kind !== 'boolean') return key;
  return { kind: 'text', value: String(key.value), map: [0, key.start], start: key.start, end: key.end };
}

function spanOf(node: Node | null): Span | undefined {
  const range = node?.range;
  return range === null || range === undefined ? undefined : { start: range[0], end: range[1] };
}

/**
 * The map from a decoded scalar to its source. YAML decodes by leaving white space out and folding line ends, and by escapes in quotes: what
 * is not white space stands in the source in the same order, so both sides are walked together.
 */
export function alignedMap(source: string, span: Span, value: string, type: Scalar['type']): number[] {
  const map: number[] = [];
  let at = span.start;
  if (type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL') {
    const header = source.slice(at, span.end).search(/[\r\n]/);
    at = header < 0 ? span.end : at + header;
  } else if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') at++;
  const put = (decoded: number): void => {
    const last = map.length - 2;
    const inStep = last >= 0 && (map[last + 1] ?? 0) + decoded - (map[last] ?? 0) === at;
    if (!inStep) map.push(decoded, at);
  };
  let i = 0;
  for (; i < value.length && at < span.end; i++) {
    const unit = value[i] ?? '';
    if (type === 'QUOTE_DOUBLE') {
      // A line end that is escaped stands for nothing.
      for (
        let skipped = /^\\\r?\n[ \t]*/.exec(source.slice(at, at + 400));
        skipped !== null;
        skipped = /^\\\r?\n[ \t]*/.exec(source.slice(at, at + 400))
      )
        at += skipped[0].length;
    }
    // An escape that is broken stands for itself.
    const broken = unit === '\\' && source[at + 1] !== '\\';
    if (type === 'QUOTE_DOUBLE' && source[at] === '\\' && !broken) {
      put(i);
      const escape = /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/.exec(source.slice(at, at + 10))?.[0] ?? '\\';
      at += escape.length;
      // One escape of a character beyond the first plane stands for two units.
      if (escape.startsWith('\\U') && unit >= '\uD800' && unit <= '\uDBFF') i++;
      continue;
    }
    if (/\s/.test(unit)) {
      put(i);
      if (unit === '\n' ? /[\r\n]/.test(source[at] ?? '') : source[at] === unit || /\s/.test(source[at] ?? '')) {
        if (source[at] === '\r' && source[at + 1] === '\n') at++;
        at++;
      }
      continue;
    }
    while (at < span.end && source[at] !== unit && /\s/.test(source[at] ?? '')) at++;
    put(i);
    at += type === 'QUOTE_SINGLE' && unit === "'" && source[at + 1] === "'" ? 2 : 1;
  }
  // The line end behind a block that the text ends with is not written; it stands where the block ends.
  if (i < value.length) map.push(i, Math.max(span.start, span.end - 1));
  return map.length === 0 ? [0, span.start] : map;
}
