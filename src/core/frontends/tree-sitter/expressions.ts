import type { Argument, DictEntry, Expr, ListItem } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { ReadExpression, SourceReader } from './reader.ts';

/** A plain name. */
export const readName: ReadExpression = (reader, node, place) => reader.name(reader.text(node), reader.span(node), place);

/** `this`, `self`. */
export const readSelf: ReadExpression = (reader, node, place) =>
  reader.self(reader.span(node), place) ?? reader.name(reader.text(node), reader.span(node), place);

/** A number, with separators, suffixes and prefixes of any of the languages; NaN for what is none. */
export const readNumber: ReadExpression = (reader, node) => ({ kind: 'number', value: numberOf(reader.text(node)), ...reader.span(node) });

function numberOf(source: string): number {
  const digits = source.replaceAll('_', '').toLowerCase();
  if (/^0[xbo]/.test(digits)) return Number(digits.replace(/^(0x[0-9a-f]+|0b[01]+|0o[0-7]+).*$/, '$1'));
  return Number(digits.replace(/([ui](8|16|32|64|128|size)|f(32|64)|[lfdmun]+)$/, ''));
}

/** `true` and `false`, also in capitals. */
export const readBoolean: ReadExpression = (reader, node) => ({
  kind: 'boolean',
  value: reader.text(node).toLowerCase() === 'true',
  ...reader.span(node),
});

/** `null`, `nil`. */
export const readNull: ReadExpression = (reader, node) => ({ kind: 'null', ...reader.span(node) });

/** What only wraps another expression: parentheses, `await`, casts, `&x`. */
export function wrapping(...fields: readonly string[]): ReadExpression {
  return (reader, node, place, iterated) => {
    const inner = reader.place(node, ...fields) ?? reader.named(node)[0];
    return inner === undefined ? reader.missing(reader.tree.end(node)) : reader.read(inner, place, iterated);
  };
}

/** `await x`. */
export const readAwait: ReadExpression = (reader, node, place, iterated) => reader.out.awaited(wrapping()(reader, node, place, iterated));

/** `object.name`; without an object (a broken chain) the name alone. */
export function member(objectField: string, nameField: string): ReadExpression {
  return (reader, node, place) => {
    const object = reader.place(node, objectField);
    const name = reader.place(node, nameField);
    if (object === undefined) return reader.name(reader.text(name), reader.span(node), place);
    return { kind: 'member', object: reader.read(object, place), name: reader.text(name), ...reader.span(node) };
  };
}

/** `object[index]`. */
export const readIndex: ReadExpression = (reader, node, place) => {
  const [object, index] = reader.named(node);
  const value = object === undefined ? reader.missing(reader.tree.start(node)) : reader.read(object, place);
  return { kind: 'index', object: value, index: readFirst(reader, index, place), ...reader.span(node) };
};

/** `object[from:to]`: an element at a place that is not known. */
export const readSlice: ReadExpression = (reader, node, place) => {
  const [object, ...bounds] = reader.named(node);
  const value = object === undefined ? reader.missing(reader.tree.start(node)) : reader.read(object, place);
  for (const bound of bounds) reader.read(bound, place);
  return { kind: 'index', object: value, index: { kind: 'unknown', reason: 'slice', ...reader.span(node) }, ...reader.span(node) };
};

function readFirst(reader: SourceReader, node: number | undefined, place: Place): Expr {
  if (node === undefined) return reader.missing(0);
  const kind = reader.tree.kind(node);
  if (kind.includes('argument')) return readFirst(reader, reader.named(node)[0], place);
  return reader.read(node, place);
}

/** How the operators of a language are meant. */
export interface Operators {
  /** Join text or add numbers. */
  readonly join: readonly string[];
  /** The right side is the default of the left one. */
  readonly fallback: readonly string[];
}

/** `left operator right`. Chains of joins become one flat list. */
export function binary({ join, fallback }: Operators): ReadExpression {
  return (reader, node, place) => {
    const { tree } = reader;
    // A long chain leans to the left: it is walked in a loop, not by recursion.
    const chain: number[] = [];
    let at: number | undefined = node;
    while (at !== undefined && tree.kind(at) === tree.kind(node)) {
      chain.push(at);
      at = sides(reader, at)[0];
    }
    let result = at === undefined ? reader.missing(tree.start(node)) : reader.read(at, place);
    for (const link of chain.reverse()) {
      const operator = tree.children(link).find((child) => tree.isToken(child));
      const spelling = reader.text(operator);
      const rightNode = sides(reader, link)[1];
      const right = rightNode === undefined ? reader.missing(tree.end(link)) : reader.read(rightNode, place);
      const span = reader.span(link);
      if (join.includes(spelling))
        result = {
          kind: 'join',
          operands: result.kind === 'join' && !result.adjacent ? [...result.operands, right] : [result, right],
          adjacent: false,
          ...span,
        };
      else if (fallback.includes(spelling)) result = { kind: 'fallback', options: [result, right], ...span };
      else result = { kind: 'operation', operator: spelling, operands: [result, right], ...span };
    }
    return result;
  };
}

function sides(reader: SourceReader, node: number): [number | undefined, number | undefined] {
  const [first, second] = reader.named(node);
  return [reader.place(node, 'left') ?? first, reader.place(node, 'right') ?? second];
}

/** `-x`, `!x`, `&x`, `*x`: a sign is applied to a number, a reference is what it refers to. */
export const readUnary: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const operand = reader.place(node, 'operand', 'argument', 'value') ?? reader.named(node)[0];
  const operator = tree.children(node).find((child) => tree.isToken(child));
  const spelling = reader.text(operator);
  if (operand === undefined) return reader.missing(tree.end(node));
  const value = reader.read(operand, place);
  if (spelling === '&' || spelling === '*' || spelling === '!!') return value;
  if (spelling === '-' && value.kind === 'number') return { ...value, value: -value.value, ...reader.span(node) };
  return { kind: 'operation', operator: spelling, operands: [value], ...reader.span(node) };
};

/** `test ? then : otherwise`, by the names of its places. */
export function ternary(test: string, then: string, otherwise: string): ReadExpression {
  return (reader, node, place) => {
    const read = (field: string): Expr => {
      const inner = reader.place(node, field);
      return inner === undefined ? reader.missing(reader.tree.end(node)) : reader.read(inner, place);
    };
    return { kind: 'conditional', test: read(test), then: read(then), otherwise: read(otherwise), ...reader.span(node) };
  };
}

/** One of several values, decided by what stands before them: the value of a `switch` or `match`. */
export function oneOf(values: readonly Expr[], reader: SourceReader, node: number): Expr {
  const span = reader.span(node);
  return (
    values.reduceRight<Expr | undefined>(
      (rest, value) =>
        rest === undefined ? value : { kind: 'conditional', test: reader.missing(span.start), then: value, otherwise: rest, ...span },
      undefined,
    ) ?? reader.unknown(node, 'no value')
  );
}

/** Elements between brackets; `spreads` are kinds of nodes that stand for several. */
export function listItems(reader: SourceReader, nodes: readonly number[], place: Place, spreads: readonly string[] = []): ListItem[] {
  return nodes.map((node) => {
    const spread = spreads.includes(reader.tree.kind(node));
    const inner = spread ? (reader.named(node)[0] ?? node) : node;
    return { value: reader.read(inner, place), spread };
  });
}

/** A list of the named children. */
export function list(...spreads: readonly string[]): ReadExpression {
  return (reader, node, place) => ({
    kind: 'list',
    form: 'list',
    items: listItems(reader, reader.named(node), place, spreads),
    ...reader.span(node),
  });
}

/** A tuple of the named children. */
export const readTuple: ReadExpression = (reader, node, place) => ({
  kind: 'list',
  form: 'tuple',
  items: listItems(reader, reader.named(node), place),
  ...reader.span(node),
});

/** A dict with these entries. */
export function dict(entries: readonly DictEntry[], reader: SourceReader, node: number): Expr {
  return { kind: 'dict', entries, ...reader.span(node) };
}

/** An argument as it stands. */
export function positional(value: Expr): Argument {
  return { kind: 'positional', value, start: value.start, end: value.end };
}

/** A named argument. */
export function keyword(name: string, value: Expr, start: number): Argument {
  return { kind: 'keyword', name, value, start, end: Math.max(start, value.end) };
}
