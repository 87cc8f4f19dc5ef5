/** pennylint.yaml as text → what it says, and what is wrong with it where. Wrong parts are left out one by one; the others stay in force. */
import type { Span } from '../facts.ts';
import { lineIndex, type LineIndex } from '../features/line-index.ts';
import { similarNames } from '../pricing/similar-names.ts';
import { FORBIDDEN_BECAUSE, forbiddenThing, isForbiddenKey, MAX_TEXT } from './forbidden.ts';
import { configShape, type ConfigReading } from './schema.ts';
import type { Placed, Shape } from './shape.ts';
import { readYaml, shorten, type YamlEntry, type YamlNode } from './yaml-tree.ts';
import { grouped } from '../grouped.ts';

/** Something wrong in pennylint.yaml. */
export interface ConfigProblem {
  /** A full sentence: what is wrong and what is allowed. */
  readonly message: string;
  readonly at: Span;
}

/** What a text says. */
export interface ReadConfig {
  /** Undefined when the file as a whole cannot be read. */
  readonly reading: ConfigReading | undefined;
  /** In the order of their places. */
  readonly problems: readonly ConfigProblem[];
}

/** Problems that are shown of one file; more help nobody. */
const MAX_PROBLEMS = 100;

/** Entries of one list: every file is compared with every pattern. */
const MAX_ITEMS = 500;

/** Reads a text. Never throws. */
export function readConfig(text: string): ReadConfig {
  const { root, problem, dropped } = readYaml(text);
  if (problem !== undefined) return { reading: undefined, problems: [problem] };
  const reader = new Reader(lineIndex(text), dropped);
  if (root === undefined) return { reading: {}, problems: [] };
  // The shape and what is read of it have the same form by construction of the reader.
  const reading = reader.read(configShape, root, 'pennylint.yaml') as ConfigReading | undefined;
  const problems = [...reader.problems].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  return { reading: reading ?? {}, problems: problems.slice(0, MAX_PROBLEMS) };
}

class Reader {
  readonly problems: ConfigProblem[];
  private readonly lines: LineIndex;

  constructor(lines: LineIndex, dropped: readonly ConfigProblem[]) {
    this.lines = lines;
    this.problems = [...dropped];
  }

  /** The value of a shape; undefined, and a problem, when the node has another form. */
  read(shape: Shape, node: YamlNode, name: string): unknown {
    switch (shape.kind) {
      case 'either':
        return this.readEither(shape, node, name);
      case 'keys':
        return this.readKeys(shape, node, name);
      case 'map':
        return this.readMap(shape, node, name);
      case 'list':
        return this.readList(shape, node, name);
      default:
        return this.readScalar(shape, node, name);
    }
  }

  private readEither(shape: Extract<Shape, { kind: 'either' }>, node: YamlNode, name: string): unknown {
    const full = node.kind === 'map';
    // `ignore: true` and `ignore: [a]`: the long form may be a list as well, told from the form of the node.
    const long = full || (shape.full.kind === 'list' && !this.fits(shape.short, node));
    if (!long && shape.full.kind !== 'list' && (node.kind === 'list' || isEmpty(node))) {
      const found = node.kind === 'list' ? ', not a list' : '; it is empty';
      this.refuse(`\`${name}\` must be ${formOf(shape.short)} or a mapping${found}.`, node.at);
      return undefined;
    }
    const value = this.read(long ? shape.full : shape.short, node, name);
    if (value === undefined) return undefined;
    return long ? { full: value } : { short: value };
  }

  private fits(shape: Shape, node: YamlNode): boolean {
    return node.kind === 'scalar' && (shape.kind !== 'flag' || typeof node.value === 'boolean');
  }

  private readKeys(shape: Extract<Shape, { kind: 'keys' }>, node: YamlNode, name: string): unknown {
    const entries = this.entriesOf(node, name, 'a mapping with keys');
    if (entries === undefined) return undefined;
    const result: Record<string, unknown> = {};
    for (const { key, keyAt, value } of entries) {
      const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
      if (known === undefined) {
        if (this.problems.length < MAX_PROBLEMS) this.refuse(unknownKey(key, Object.keys(shape.keys)), keyAt);
        continue;
      }
      const read = this.read(known.shape, value, key);
      if (read !== undefined) result[key] = read;
    }
    return result;
  }

  private readMap(shape: Extract<Shape, { kind: 'map' }>, node: YamlNode, name: string): unknown {
    const entries = this.entriesOf(node, name, 'a mapping');
    if (entries === undefined) return undefined;
    return entries.flatMap(({ key, keyAt, value }) => {
      if (this.forbidden(key, keyAt)) return [];
      const read = this.read(shape.of, value, key);
      return read === undefined ? [] : [{ key: this.placed(key, keyAt), value: read }];
    });
  }

  private readList(shape: Extract<Shape, { kind: 'list' }>, node: YamlNode, name: string): unknown {
    const items = node.kind === 'list' ? node.items : shape.alone && !isEmpty(node) ? [node] : undefined;
    if (items === undefined) {
      this.refuse(`\`${name}\` must be a list${isEmpty(node) ? '; it is empty' : ''}.`, node.at);
      return undefined;
    }
    const beyond = items[MAX_ITEMS];
    if (beyond !== undefined) this.refuse(`A list has at most ${MAX_ITEMS} entries; the others are left out.`, beyond.at);
    return items
      .slice(0, MAX_ITEMS)
      .map((item) => this.read(shape.of, item, name))
      .filter((value) => value !== undefined);
  }

  private readScalar(shape: Extract<Shape, { kind: 'text' | 'number' | 'flag' | 'choice' }>, node: YamlNode, name: string): unknown {
    if (node.kind !== 'scalar') {
      this.refuse(`\`${name}\` must be ${expected(shape)}, not a ${node.kind === 'list' ? 'list' : 'mapping'}.`, node.at);
      return undefined;
    }
    if (isEmpty(node)) {
      this.refuse(`\`${name}\` is empty; it must be ${expected(shape)}.`, node.at);
      return undefined;
    }
    if (this.forbidden(node.text, node.at)) return undefined;
    const value = valueOf(shape, node);
    if (value !== undefined) return this.placed(value, node.at);
    const near = shape.kind === 'choice' ? nearest(node.text, shape.values) : undefined;
    const meant = near === undefined ? '' : ` Did you mean \`${near}\`?`;
    const quoted = typeof node.value === 'string' && shape.kind !== 'choice' ? 'the text ' : '';
    this.refuse(`\`${name}\` must be ${expected(shape)}, not ${quoted}\`${shorten(node.text)}\`.${meant}`, node.at);
    return undefined;
  }

  private entriesOf(node: YamlNode, name: string, form: string): readonly YamlEntry[] | undefined {
    if (node.kind === 'map') return node.entries;
    // `models:` with everything below it commented out says nothing, and nothing is wrong with it.
    if (isEmpty(node)) return [];
    if (node.kind === 'scalar' && this.forbidden(node.text, node.at)) return undefined;
    this.refuse(`\`${name}\` must be ${form}, not ${node.kind === 'list' ? 'a list' : `\`${shorten(node.text)}\``}.`, node.at);
    return undefined;
  }

  private forbidden(value: string, at: Span): boolean {
    if (value.length > MAX_TEXT) {
      this.refuse(`A text has at most ${MAX_TEXT} characters here.`, at);
      return true;
    }
    const thing = forbiddenThing(value);
    if (thing === undefined) return false;
    this.refuse(`This looks like ${thing}. ${FORBIDDEN_BECAUSE}`, at);
    return true;
  }

  private placed<T>(value: T, at: Span): Placed<T> {
    return { value, at, line: this.lines.positionAt(at.start).line + 1 };
  }

  private refuse(message: string, at: Span): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ message, at });
  }
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && (node.value === null || node.value === '') && node.text.trim().replace(/^(~|null)$/i, '') === '';
}

function valueOf(shape: Extract<Shape, { kind: 'text' | 'number' | 'flag' | 'choice' }>, { value, text }: Scalar): unknown {
  switch (shape.kind) {
    // Model ids such as `4.1` and names such as `no` are texts here, whatever YAML thinks of them.
    case 'text':
      return typeof value === 'string' ? value : text;
    case 'choice':
      return shape.values.includes(text) ? text : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'number': {
      const fits = typeof value === 'number' && Number.isFinite(value) && value >= shape.minimum && value <= shape.maximum;
      return fits && (!shape.integer || Number.isInteger(value)) ? value : undefined;
    }
  }
}

type Scalar = Extract<YamlNode, { kind: 'scalar' }>;

function formOf(shape: Shape): string {
  return shape.kind === 'choice' || shape.kind === 'text' || shape.kind === 'number' || shape.kind === 'flag' ? expected(shape) : 'a list';
}

function expected(shape: Extract<Shape, { kind: 'text' | 'number' | 'flag' | 'choice' }>): string {
  switch (shape.kind) {
    case 'text':
      return 'a text';
    case 'choice':
      return `one of ${shape.values.map((value) => `\`${value}\``).join(', ')}`;
    case 'flag':
      return '`true` or `false`';
    case 'number': {
      const kind = shape.integer ? 'a whole number' : 'a number';
      if (shape.minimum === shape.maximum) return String(shape.minimum);
      return `${kind} from ${grouped(shape.minimum)} to ${grouped(shape.maximum)}`;
    }
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  if (isForbiddenKey(key.slice(0, MAX_TEXT))) return `\`${shorten(key)}\` is no key of this file. ${FORBIDDEN_BECAUSE}`;
  if (forbiddenThing(key.slice(0, MAX_TEXT)) !== undefined) return `This is no key of this file. ${FORBIDDEN_BECAUSE}`;
  const near = nearest(key, known);
  if (near !== undefined) return `Unknown key \`${shorten(key)}\`; did you mean \`${near}\`?`;
  return `Unknown key \`${shorten(key)}\`; ${known.length === 0 ? 'there are none here' : `known here: ${known.join(', ')}`}.`;
}

/** The name that is meant by a misspelt one: at most a third of the letters differ (two swapped letters count twice). */
function nearest(wanted: string, names: readonly string[]): string | undefined {
  return similarNames(wanted, names, 1, Math.max(1, Math.round(wanted.length / 3)))[0];
}
