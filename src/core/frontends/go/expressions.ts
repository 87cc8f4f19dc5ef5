import type { Argument, DictEntry, Expr, ListItem } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { dict, keyword, positional } from '../tree-sitter/expressions.ts';
import { readLambda } from '../tree-sitter/classes.ts';
import type { ReadExpression, SourceReader } from '../tree-sitter/reader.ts';
import { decode } from '../tree-sitter/strings.ts';
import { readParameters } from './declarations.ts';

/** Types whose names convert a value without changing what it says. */
const conversions: ReadonlySet<string> = new Set(
  'string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 float32 float64 any byte rune'.split(' '),
);

/** `"…"` and `'…'`. */
export const readInterpreted: ReadExpression = (reader, node) => {
  const { start, end } = reader.span(node);
  const closed = end - start > 1 && /["']/.test(reader.tree.text[end - 1] ?? '');
  return { ...decode(reader.tree.text, start + 1, closed ? end - 1 : end, { escapes: true }), start, end };
};

/** A raw string between backquotes. */
export const readRaw: ReadExpression = (reader, node) => {
  const { start, end } = reader.span(node);
  const closed = end - start > 1 && reader.tree.text[end - 1] === '`';
  return { ...decode(reader.tree.text, start + 1, closed ? end - 1 : end, { escapes: false }), start, end };
};

/** `[]byte(x)`. */
export const readConversion: ReadExpression = (reader, node, place) => reader.read(reader.place(node, 'operand'), place);

/** `func(…) { … }`. */
export const readFunctionLiteral: ReadExpression = (reader, node, place) =>
  readLambda(reader, node, place, readParameters(reader, reader.place(node, 'parameters'), place), reader.place(node, 'body'));

/** A call; conversions and the built-in functions that make and extend lists are what they give. */
export const readCall: ReadExpression = (reader, node, place, iterated) => {
  const { tree } = reader;
  const callee = reader.place(node, 'function');
  const list = reader.place(node, 'arguments');
  const nodes = list === undefined ? [] : reader.named(list);
  const name = callee !== undefined && tree.kind(callee) === 'identifier' ? reader.text(callee) : '';
  const [first, ...rest] = nodes;
  const isOwn = name !== '' && reader.out.scopes[0]?.bindings.has(name) === true;
  if (first !== undefined && !isOwn) {
    if (conversions.has(name) && rest.length === 0) return reader.read(first, place);
    if (name === 'append') {
      const items = rest.map((item): ListItem => {
        const spread = tree.kind(item) === 'variadic_argument';
        return { value: reader.read(spread ? reader.named(item)[0] : item, place), spread };
      });
      const added: Expr = { kind: 'list', form: 'list', items, ...reader.span(node) };
      return { kind: 'join', operands: [reader.read(first, place), added], adjacent: false, ...reader.span(node) };
    }
    if (name === 'make')
      return tree.kind(first) === 'map_type' ? dict([], reader, node) : { kind: 'list', form: 'list', items: [], ...reader.span(node) };
    if (name === 'new') return reader.call(reader.read(first, place), [], reader.span(node), reader.span(node), place);
  }
  const args = nodes
    .filter((child) => !tree.kind(child).endsWith('_type'))
    .map((child): Argument => {
      const spread = tree.kind(child) === 'variadic_argument';
      const value = reader.read(spread ? reader.named(child)[0] : child, place);
      return { kind: spread ? 'spread' : 'positional', value, ...reader.span(child) };
    });
  const value = callee === undefined ? reader.missing(tree.start(node)) : reader.read(callee, place);
  return reader.call(value, args, list === undefined ? reader.span(node) : reader.span(list), reader.span(node), place, iterated);
};

/** `T{…}`: lists and maps are values, a struct is made like an object with named arguments. */
export const readLiteral: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const type = reader.place(node, 'type');
  const body = reader.place(node, 'body');
  const kind = type === undefined ? '' : tree.kind(type);
  if (body === undefined) return reader.unknown(node, 'nothing here yet');
  if (kind === 'map_type' || /array_type|slice_type/.test(kind)) {
    const value = literalValue(reader, body, place);
    const made =
      kind === 'map_type' && value.kind !== 'dict'
        ? dict([], reader, node)
        : value.kind === 'dict' && kind !== 'map_type'
          ? emptyList(value)
          : value;
    return { ...made, ...reader.span(node) };
  }
  const args = reader.named(body).map((child): Argument => {
    const [key, value] = entryOf(reader, child);
    const read = elementValue(reader, value, place);
    return key === undefined ? positional(read) : keyword(reader.text(key), read, tree.start(child));
  });
  return reader.call(reader.read(type, place), args, reader.span(body), reader.span(node), place);
};

function emptyList(value: Expr): Expr {
  return { kind: 'list', form: 'list', items: [], start: value.start, end: value.end };
}

/** `{…}` without a type: with keys a mapping, otherwise a list. */
function literalValue(reader: SourceReader, node: number, place: Place): Expr {
  const children = reader.named(node);
  if (children.some((child) => reader.tree.kind(child) === 'keyed_element')) {
    const entries = children.flatMap((child): DictEntry[] => {
      const [key, value] = entryOf(reader, child);
      if (key === undefined) return [];
      const inner = reader.named(key)[0] ?? key;
      const isName = reader.tree.kind(inner) === 'identifier';
      const keyExpr = isName ? keyText(reader.text(inner), reader.tree.start(inner)) : reader.read(inner, place);
      return [{ key: keyExpr, value: elementValue(reader, value, place) }];
    });
    return dict(entries, reader, node);
  }
  const items = children.map((child): ListItem => ({ value: elementValue(reader, child, place), spread: false }));
  return { kind: 'list', form: 'list', items, ...reader.span(node) };
}

function entryOf(reader: SourceReader, node: number): [number | undefined, number | undefined] {
  if (reader.tree.kind(node) !== 'keyed_element') return [undefined, node];
  const [key, value] = reader.named(node);
  return [reader.place(node, 'key') ?? key, reader.place(node, 'value') ?? value];
}

function elementValue(reader: SourceReader, node: number | undefined, place: Place): Expr {
  if (node === undefined) return reader.missing(0);
  const inner = reader.tree.kind(node) === 'literal_element' ? (reader.named(node)[0] ?? node) : node;
  return reader.tree.kind(inner) === 'literal_value' ? literalValue(reader, inner, place) : reader.read(inner, place);
}
