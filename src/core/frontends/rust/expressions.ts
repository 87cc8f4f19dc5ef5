import type { Argument, Expr, HoleExpr, TextExpr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { keyword, oneOf, positional } from '../tree-sitter/expressions.ts';
import type { ReadExpression, ReadStatement, SourceReader } from '../tree-sitter/reader.ts';
import { decode, literalOf } from '../tree-sitter/strings.ts';
import { forEach } from '../tree-sitter/statements.ts';
import { bindPattern, readParameters } from './declarations.ts';

/** `"…"`, `r#"…"#`, `'c'`. */
export const readText: ReadExpression = (reader, node) => {
  const { text } = reader.tree;
  const { start, end } = reader.span(node);
  const opening = /^(?:b|c)?(r)?(#*)["']/.exec(text.slice(start, Math.min(end, start + 40)));
  const marks = opening?.[2]?.length ?? 0;
  const from = start + (opening?.[0].length ?? 1);
  const closed = end - from > marks && /["']/.test(text[end - 1 - marks] ?? '');
  const to = closed ? end - 1 - marks : end;
  return {
    ...decode(text, from, Math.max(from, to), opening?.[1] === 'r' ? { escapes: false } : { escapes: true, continues: true }),
    start,
    end,
  };
};

/** `a::b`. */
export const readScoped: ReadExpression = (reader, node, place) => {
  const path = reader.place(node, 'path');
  const name = reader.text(reader.place(node, 'name'));
  if (path === undefined) return reader.name(name, reader.span(node), place);
  const head = reader.text(path);
  // A path that begins with a crate nobody imported is foreign code by its own name.
  const object = reader.tree.kind(path).startsWith('generic_type')
    ? reader.read(reader.place(path, 'type'), place)
    : head === 'Self'
      ? self(reader, path, place)
      : reader.read(path, place);
  return { kind: 'member', object, name, ...reader.span(node) };
};

function self(reader: SourceReader, node: number, place: Place): Expr {
  return reader.self(reader.span(node), place) ?? reader.read(node, place);
}

/** `a.b`. */
export const readField: ReadExpression = (reader, node, place) => ({
  kind: 'member',
  object: reader.read(reader.place(node, 'value'), place),
  name: reader.text(reader.place(node, 'field')),
  ...reader.span(node),
});

/** A call; `format!` is a text with holes. */
export const readCall: ReadExpression = (reader, node, place, iterated) => {
  const { tree } = reader;
  const calleeNode = reader.place(node, 'function');
  const list = reader.place(node, 'arguments');
  const nodes = list === undefined ? [] : reader.named(list);
  if (calleeNode !== undefined && tree.kind(calleeNode) === 'identifier') {
    // The tree was read with the mark of a macro replaced: its source still shows it.
    const source = reader.text(calleeNode);
    if (source === 'format!' || source === 'concat!') return formatted(reader, node, nodes, place);
    if (source.endsWith('!')) {
      for (const child of nodes) reader.read(child, place);
      return reader.unknown(node, source === 'include_str!' ? 'text of a file' : 'macro');
    }
  }
  const callee = reader.read(calleeNode, place);
  const receiver = callee.kind === 'member' && reader.rules.iterating.has(callee.name) ? callee.object : undefined;
  const args = nodes.map((child): Argument =>
    positional(
      receiver !== undefined && tree.kind(child) === 'closure_expression'
        ? closure(reader, child, place, receiver)
        : reader.read(child, place),
    ),
  );
  if (callee.kind === 'member' && /^unwrap_or(_else)?$/.test(callee.name) && args[0] !== undefined) {
    const given = args[0].value;
    const other = given.kind === 'function' ? reader.out.scopes[given.scope]?.returns[0]?.value : given;
    return { kind: 'fallback', options: other === undefined ? [callee.object] : [callee.object, other], ...reader.span(node) };
  }
  return reader.call(callee, args, reader.span(list ?? node), reader.span(node), place, iterated);
};

/** `format!("{} {name} {x:?}", a, x = b)`. */
function formatted(reader: SourceReader, node: number, nodes: readonly number[], place: Place): Expr {
  const { tree } = reader;
  const { text } = tree;
  const [template, ...rest] = nodes;
  const span = reader.span(node);
  if (template === undefined || !tree.kind(template).includes('string_literal')) {
    const [only] = nodes;
    return only === undefined ? reader.missing(span.end) : reader.read(only, place);
  }
  const named = new Map<string, number>();
  const given: number[] = [];
  for (const argument of rest) {
    if (tree.kind(argument) !== 'assignment_expression') given.push(argument);
    else {
      const value = reader.place(argument, 'right');
      if (value !== undefined) named.set(reader.text(reader.place(argument, 'left')), value);
    }
  }
  const literal = reader.span(template);
  const opening = /^(r)?(#*)"/.exec(text.slice(literal.start, literal.end));
  const from = literal.start + (opening?.[0].length ?? 1);
  const to = Math.max(from, literal.end - 1 - (opening?.[2]?.length ?? 0));
  const spelling = { escapes: opening?.[1] !== 'r', continues: true, doubledBraces: true };
  const parts: (TextExpr | HoleExpr)[] = [];
  const pattern = /\{\{|\}\}|\{([A-Za-z_]\w*|\d+)?(:[^{}]*)?\}/g;
  let at = from;
  let next = 0;
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null && match.index < to; match = pattern.exec(text)) {
    if (match[0] === '{{' || match[0] === '}}') continue;
    const hole = { start: match.index, end: match.index + match[0].length };
    if (hole.start > at) parts.push(decode(text, at, hole.start, spelling));
    const key = match[1];
    const argument = key === undefined ? given[next++] : /^\d/.test(key) ? given[Number(key)] : named.get(key);
    const value =
      argument !== undefined
        ? reader.read(argument, place)
        : key === undefined
          ? reader.missing(hole.start)
          : reader.name(key, { start: hole.start + 1, end: hole.start + 1 + key.length }, place);
    parts.push({ kind: 'hole', value, format: match[2] ?? '', ...hole });
    at = hole.end;
  }
  if (to > at) parts.push(decode(text, at, to, spelling));
  return literalOf(parts, literal.start, literal.end);
}

/** `T { a: 1, b, ..c }`. */
export const readStructLiteral: ReadExpression = (reader, node, place) => {
  const type = reader.place(node, 'name');
  const body = reader.place(node, 'body');
  const args = (body === undefined ? [] : reader.named(body)).flatMap((field): Argument[] => {
    const start = reader.tree.start(field);
    switch (reader.tree.kind(field)) {
      case 'field_initializer':
        return [keyword(reader.text(reader.place(field, 'field', 'name')), reader.read(reader.place(field, 'value'), place), start)];
      case 'shorthand_field_initializer':
        return [keyword(reader.text(field), reader.name(reader.text(field), reader.span(field), place), start)];
      default: {
        // What a default fills in is not set.
        const value = reader.read(reader.named(field)[0], place);
        return /default/i.test(reader.text(field)) ? [] : [{ kind: 'keyword-spread', value, ...reader.span(field) }];
      }
    }
  });
  return reader.call(reader.read(type, place), args, reader.span(body ?? node), reader.span(node), place);
};

/** `a = b`. */
export const readAssignment: ReadExpression = (reader, node, place) => {
  const value = reader.read(reader.place(node, 'right'), place);
  const left = reader.place(node, 'left');
  if (left !== undefined) reader.assign(reader.read(left, place), value, reader.span(node), place);
  return value;
};

/** `a += b`. */
export const readCompound: ReadExpression = (reader, node, place) => {
  const value = reader.read(reader.place(node, 'right'), place);
  const left = reader.place(node, 'left');
  if (left !== undefined) reader.assign(reader.read(left, place), value, reader.span(node), place, true);
  return value;
};

/** `|x| …`. */
export const readClosure: ReadExpression = (reader, node, place) => closure(reader, node, place, undefined);

function closure(reader: SourceReader, node: number, place: Place, iterable: Expr | undefined): Expr {
  const params = readParameters(reader, reader.place(node, 'parameters'), place);
  const inner = reader.openFunction(node, '', place, { lambda: true, params, iterable });
  const body = reader.place(node, 'body');
  if (body !== undefined) readBody(reader, body, inner);
  return { kind: 'function', scope: inner.scope, ...reader.span(node) };
}

/** The body of a function: its last expression is what it gives back. */
export function readBody(reader: SourceReader, body: number, place: Place): void {
  const value = reader.tree.kind(body) === 'block' ? blockValue(reader, body, place) : reader.read(body, place);
  if (value !== undefined) reader.result(success(value), value, place);
}

/** `Ok(x)` and `Some(x)` give x. */
function success(value: Expr): Expr {
  const [first] = value.kind === 'call' ? value.args : [];
  return value.kind === 'call' && value.callee.kind === 'name' && /^(Ok|Some)$/.test(value.callee.name) && first !== undefined
    ? first.value
    : value;
}

function blockValue(reader: SourceReader, node: number, place: Place): Expr | undefined {
  const nodes = reader.named(node);
  const last = nodes.at(-1);
  reader.statements(nodes.slice(0, -1), place);
  if (last === undefined) return undefined;
  const kind = reader.tree.kind(last);
  if (kind === 'expression_statement' || reader.rules.statements[kind] !== undefined) {
    // `match x { … }` at the end of a block is its value although it looks like a statement.
    const inner = reader.named(last)[0];
    const isValue =
      kind === 'expression_statement' &&
      inner !== undefined &&
      /^(if|match)_expression$|_block$/.test(reader.tree.kind(inner)) &&
      !reader.has(last, ';');
    if (isValue) return reader.read(inner, place);
    reader.statement(last, place);
    return undefined;
  }
  return reader.read(last, place);
}

/** `{ …; x }`. */
export const readBlockValue: ReadExpression = (reader, node, place) =>
  blockValue(reader, node, place) ?? reader.unknown(node, 'block without a value');

/** `if` is a value: that of one of its branches. */
export const readIf: ReadExpression = (reader, node, place) => {
  const condition = reader.place(node, 'condition');
  const group = reader.out.nextGroup();
  const consequence = reader.place(node, 'consequence');
  const alternative = reader.place(node, 'alternative');
  const isLet = condition !== undefined && reader.tree.kind(condition) === 'let_condition';
  const value = isLet ? reader.place(condition, 'value') : undefined;
  const test = reader.read(value ?? condition, place);
  const branch = (body: number | undefined, first: boolean): Expr => {
    if (body === undefined) return reader.unknown(node, 'no value');
    const header = isLet ? reader.unknown(node, 'pattern') : test;
    const inner = reader.block('branch', body, place, first ? header : undefined, group);
    const pattern = first && isLet ? reader.place(condition, 'pattern') : undefined;
    if (pattern !== undefined) bindPattern(reader, pattern, test, undefined, inner);
    const block = reader.tree.kind(body) === 'else_clause' ? (reader.named(body)[0] ?? body) : body;
    return reader.tree.kind(block) === 'block'
      ? (blockValue(reader, block, inner) ?? reader.unknown(node, 'no value'))
      : reader.read(block, inner);
  };
  return { kind: 'conditional', test, then: branch(consequence, true), otherwise: branch(alternative, false), ...reader.span(node) };
};

/** `match x { … }`. */
export const readMatch: ReadExpression = (reader, node, place) => {
  const subject = reader.read(reader.place(node, 'value'), place);
  const group = reader.out.nextGroup();
  const values: Expr[] = [];
  for (const arm of reader.named(reader.place(node, 'body') ?? node)) {
    if (reader.tree.kind(arm) !== 'match_arm') continue;
    const inner = reader.block('branch', arm, place, undefined, group);
    const pattern = reader.place(arm, 'pattern');
    const tuple = pattern === undefined ? undefined : reader.child(pattern, 'tuple_struct_pattern');
    if (tuple !== undefined) bindPattern(reader, tuple, subject, undefined, inner);
    values.push(reader.read(reader.place(arm, 'value'), inner));
  }
  return oneOf(values, reader, node);
};

/** `return x`. */
export const readReturnExpression: ReadExpression = (reader, node, place) => {
  reader.exit(place, true);
  const value = reader.named(node)[0];
  if (value !== undefined) reader.result(success(reader.read(value, place)), reader.span(node), place);
  return reader.unknown(node, 'end of the function');
};

/** `break`. */
export const readBreakExpression: ReadExpression = (reader, node, place) => {
  reader.exit(place, false);
  for (const child of reader.named(node)) reader.read(child, place);
  return reader.unknown(node, 'end of the loop');
};

/** `for x in xs { … }`. */
export const readForExpression: ReadStatement = (reader, node, place) => {
  const pattern = reader.place(node, 'pattern');
  forEach(reader, node, pattern === undefined ? [] : [pattern], reader.place(node, 'value'), reader.places(node, 'body'), place);
};
