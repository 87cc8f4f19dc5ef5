import type { Argument, DictEntry, Expr, HoleExpr, ListItem, TextExpr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { dict, keyword, oneOf, positional } from '../tree-sitter/expressions.ts';
import { readLambda as lambdaOf } from '../tree-sitter/classes.ts';
import type { ReadExpression, SourceReader } from '../tree-sitter/reader.ts';
import { commonIndent, decode, literalOf, type Spelling } from '../tree-sitter/strings.ts';
import { dotted, readParameters } from './declarations.ts';

/** `$x`, `$this`. */
export const readVariable: ReadExpression = (reader, node, place) => {
  const name = reader.text(node);
  const span = reader.span(node);
  return (
    (name === '$this' ? reader.self(span, place) : undefined) ?? { kind: 'name', name, scope: place.scope, block: place.block, ...span }
  );
};

/** `\A\B`, `self`, `static`. */
export const readQualified: ReadExpression = (reader, node, place) => {
  const span = reader.span(node);
  const source = reader.text(node);
  if (/^(self|static|parent)$/.test(source)) return reader.self(span, place) ?? reader.name(source, span, place);
  const [first = '', ...rest] = dotted(source).split('.');
  // A path from the root means no import.
  const head = source.startsWith('\\') ? `\\${first}` : first;
  return rest.reduce<Expr>((object, name) => ({ kind: 'member', object, name, ...span }), reader.name(head, span, place));
};

/** `$object->name`. */
export const readMember: ReadExpression = (reader, node, place) => ({
  kind: 'member',
  object: reader.read(reader.place(node, 'object'), place),
  name: reader.text(reader.place(node, 'name')),
  ...reader.span(node),
});

/** `A::B`, `A::$b`; `A::class` is the name of the class. */
export const readScoped: ReadExpression = (reader, node, place) => {
  const [scope, name] = reader.named(node);
  const object = reader.read(scope, place);
  const spelling = reader.text(name).replace(/^\$/, '');
  return spelling === 'class' ? object : { kind: 'member', object, name: spelling, ...reader.span(node) };
};

function readArguments(reader: SourceReader, list: number | undefined, place: Place, receiver?: Expr): Argument[] {
  if (list === undefined) return [];
  return reader.named(list).map((node): Argument => {
    const name = reader.place(node, 'name');
    const valueNode = reader.named(node).find((child) => child !== name) ?? node;
    const kind = reader.tree.kind(valueNode);
    if (kind === 'variadic_unpacking')
      return { kind: 'spread', value: reader.read(reader.named(valueNode)[0], place), ...reader.span(node) };
    const callback = receiver !== undefined && kind.includes('function') && kind !== 'function_call_expression';
    const value =
      valueNode === node
        ? reader.missing(reader.tree.end(node))
        : callback
          ? lambda(reader, valueNode, place, receiver)
          : reader.read(valueNode, place);
    return name === undefined ? positional(value) : keyword(reader.text(name), value, reader.tree.start(node));
  });
}

function callOf(reader: SourceReader, node: number, callee: Expr, list: number | undefined, place: Place, iterated: boolean): Expr {
  const receiver = callee.kind === 'member' && reader.rules.iterating.has(callee.name) ? callee.object : undefined;
  return reader.call(callee, readArguments(reader, list, place, receiver), reader.span(list ?? node), reader.span(node), place, iterated);
}

/** `$object->name(…)`. */
export const readMemberCall: ReadExpression = (reader, node, place, iterated) => {
  const object = reader.read(reader.place(node, 'object'), place);
  const name = reader.place(node, 'name');
  const callee: Expr = {
    kind: 'member',
    object,
    name: reader.text(name),
    start: object.start,
    end: name === undefined ? reader.tree.end(node) : reader.tree.end(name),
  };
  return callOf(reader, node, callee, reader.place(node, 'arguments'), place, iterated);
};

/** `A::name(…)`. */
export const readScopedCall: ReadExpression = (reader, node, place, iterated) => {
  const scope = reader.place(node, 'scope');
  const object = reader.read(scope, place);
  const name = reader.place(node, 'name');
  const callee: Expr = {
    kind: 'member',
    object,
    name: reader.text(name),
    start: reader.tree.start(scope ?? node),
    end: reader.tree.end(name ?? node),
  };
  return callOf(reader, node, callee, reader.place(node, 'arguments'), place, iterated);
};

/** `name(…)`. */
export const readFunctionCall: ReadExpression = (reader, node, place, iterated) =>
  callOf(reader, node, reader.read(reader.place(node, 'function'), place), reader.place(node, 'arguments'), place, iterated);

/** `new A(…)`. */
export const readCreation: ReadExpression = (reader, node, place) => {
  const list = reader.child(node, 'arguments');
  const type = reader.named(node).find((child) => child !== list);
  return callOf(reader, node, reader.read(type, place), list, place, false);
};

/** `$a['k']`; without an index it is the place behind the last item. */
export const readSubscript: ReadExpression = (reader, node, place) => {
  const [object, index] = reader.named(node);
  const value = reader.read(object, place);
  return {
    kind: 'index',
    object: value,
    index: index === undefined ? reader.missing(reader.tree.end(node)) : reader.read(index, place),
    ...reader.span(node),
  };
};

/** `['a' => 1, …$b, 2]`, `array(…)`. */
export const readArray: ReadExpression = (reader, node, place) => {
  const entries: DictEntry[] = [];
  const items: ListItem[] = [];
  let keyed = false;
  for (const element of reader.named(node)) {
    const parts = reader.named(element);
    const [first, second] = parts;
    if (first === undefined) continue;
    if (reader.tree.kind(first) === 'variadic_unpacking') {
      const value = reader.read(reader.named(first)[0], place);
      items.push({ value, spread: true });
      entries.push({ key: undefined, value });
    } else if (second === undefined) items.push({ value: reader.read(first, place), spread: false });
    else {
      keyed = true;
      entries.push({ key: reader.read(first, place), value: reader.read(second, place) });
    }
  }
  return keyed ? dict(entries, reader, node) : { kind: 'list', form: 'list', items, ...reader.span(node) };
};

/** `$a = b`; `$a[] = b` adds to a list. */
export const readAssignment: ReadExpression = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const right = reader.place(node, 'right');
  if (left === undefined || right === undefined) return reader.unknown(node, 'nothing here yet');
  const value = reader.read(right, place);
  const kind = reader.tree.kind(left);
  if (kind === 'subscript_expression' && reader.named(left).length === 1) {
    const target = reader.read(reader.named(left)[0], place);
    reader.out.scopes[place.scope]?.effects.push({ kind: 'append', target, key: undefined, value, ...place, ...reader.span(node) });
  } else if (/list_literal|array_creation/.test(kind)) {
    reader.named(left).forEach((element, position) => {
      const name = reader.tree.kind(element) === 'variable_name' ? element : reader.named(element)[0];
      if (name !== undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'unpack', value, position });
    });
  } else reader.assign(reader.read(left, place), value, reader.span(node), place);
  return value;
};

/** `$a .= b`, `$a ??= b`. */
export const readAugmented: ReadExpression = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const value = reader.read(reader.place(node, 'right'), place);
  if (left !== undefined) reader.assign(reader.read(left, place), value, reader.span(node), place, !reader.has(node, '??='));
  return value;
};

/** `fn ($x) => …`, `function ($x) use ($y) { … }`. */
export const readLambda: ReadExpression = (reader, node, place) => lambda(reader, node, place, undefined);

function lambda(reader: SourceReader, node: number, place: Place, iterable: Expr | undefined): Expr {
  const { params } = readParameters(reader, reader.place(node, 'parameters'), place);
  return lambdaOf(reader, node, place, params, reader.place(node, 'body'), iterable);
}

/** `a ? b : c`, `a ?: c`. */
export const readTernary: ReadExpression = (reader, node, place) => {
  const read = (field: string): Expr => reader.read(reader.place(node, field), place);
  const test = read('condition');
  if (reader.place(node, 'body') === undefined) return { kind: 'fallback', options: [test, read('alternative')], ...reader.span(node) };
  return { kind: 'conditional', test, then: read('body'), otherwise: read('alternative'), ...reader.span(node) };
};

/** `match (x) { … }`. */
export const readMatch: ReadExpression = (reader, node, place) => {
  const condition = reader.place(node, 'condition');
  if (condition !== undefined) reader.read(condition, place);
  const arms = reader.named(reader.place(node, 'body') ?? node);
  const values = arms.flatMap((arm) => reader.places(arm, 'return_expression')).map((value) => reader.read(value, place));
  return oneOf(values, reader, node);
};

/** `'…'`. */
export const readPlainString: ReadExpression = (reader, node) => {
  const { start, end } = reader.span(node);
  const closed = end - start > 1 && /['"]/.test(reader.tree.text[end - 1] ?? '');
  return { ...decode(reader.tree.text, start + 1, closed ? end - 1 : end, { escapes: true, only: "'\\" }), start, end };
};

function pieces(reader: SourceReader, node: number, from: number, to: number, spelling: Spelling, place: Place): (TextExpr | HoleExpr)[] {
  const { tree } = reader;
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = from;
  for (const child of reader.named(node)) {
    if (/^(string_content|escape_sequence|string_value|nowdoc_string|heredoc_end)$/.test(tree.kind(child))) continue;
    // `{$x}`: the braces belong to the hole.
    const braces = tree.text[tree.start(child) - 1] === '{' && tree.text[tree.end(child)] === '}';
    const start = tree.start(child) - (braces ? 1 : 0);
    const end = tree.end(child) + (braces ? 1 : 0);
    if (start > at) parts.push(decode(tree.text, at, start, spelling, at === from));
    parts.push({ kind: 'hole', value: reader.read(child, place), format: '', start, end });
    at = end;
  }
  if (to > at) parts.push(decode(tree.text, at, to, spelling, at === from));
  return parts;
}

/** `"… $x {$y->z} …"`. */
export const readEncapsed: ReadExpression = (reader, node, place) => {
  const { start, end } = reader.span(node);
  const closed = end - start > 1 && reader.tree.text[end - 1] === '"';
  return literalOf(
    pieces(reader, node, start + 1, closed ? end - 1 : end, { escapes: true, only: 'nrtvef\\$"xu01234567' }, place),
    start,
    end,
  );
};

/** `<<<TEXT … TEXT`, `<<<'TEXT'`: the indentation of the end mark is taken off every line. */
export const readHeredoc: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const { text } = tree;
  const { start, end } = reader.span(node);
  const body = reader.place(node, 'value');
  const tag = reader.place(node, 'end_tag');
  const lineEnd = text.indexOf('\n', start);
  if (body === undefined || tag === undefined || lineEnd < 0) return reader.unknown(node, 'text that ends nowhere');
  const tagStart = tree.start(tag) + (/^\s*/.exec(reader.text(tag))?.[0].length ?? 0);
  const lastLine = text.lastIndexOf('\n', tagStart - 1);
  const indent = tagStart - lastLine - 1;
  const to = Math.max(lineEnd + 1, text[lastLine - 1] === '\r' ? lastLine - 1 : lastLine);
  const raw = tree.kind(node) === 'nowdoc';
  const shift = Math.min(indent, commonIndent(text.slice(lineEnd + 1, tagStart + 1)));
  const spelling: Spelling = raw ? { escapes: false, indent: shift } : { escapes: true, only: 'nrtvef\\$xu01234567', indent: shift };
  return literalOf(pieces(reader, body, lineEnd + 1, to, spelling, place), start, end);
};
