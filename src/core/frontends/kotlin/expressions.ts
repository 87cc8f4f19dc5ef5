import type { Argument, Expr, HoleExpr, TextExpr } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { binary, keyword, oneOf, positional, readName, readSelf } from '../tree-sitter/expressions.ts';
import type { ReadExpression, ReadStatement, SourceReader } from '../tree-sitter/reader.ts';
import { decode, literalOf } from '../tree-sitter/strings.ts';
import { forEach, lastValue } from '../tree-sitter/statements.ts';
import { readBody, readParameters } from './declarations.ts';

/** A name; the grammar takes constants and jumps for names as well. */
export const readWord: ReadExpression = (reader, node, place, iterated) => {
  const span = reader.span(node);
  switch (reader.text(node)) {
    case 'true':
    case 'false':
      return { kind: 'boolean', value: reader.text(node) === 'true', ...span };
    case 'null':
      return { kind: 'null', ...span };
    case 'this':
      return readSelf(reader, node, place, iterated);
    case 'break':
      reader.exit(place, false);
      return reader.unknown(node, 'break');
    default:
      return readName(reader, node, place, iterated);
  }
};

/** `"…"`, `"""…"""` with their holes. */
export const readText: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const { text } = tree;
  const { start, end } = reader.span(node);
  const quotes = text.startsWith('"""', start) && end - start >= 6 ? 3 : 1;
  const contentEnd = end - start >= 2 * quotes && /["']/.test(text[end - 1] ?? '') ? end - quotes : end;
  const spelling = { escapes: quotes === 1 };
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = start + quotes;
  const plain = (to: number): void => {
    // `$name` is no node of its own in every version of the grammar.
    const pattern = /\$([A-Za-z_]\w*)/g;
    pattern.lastIndex = at;
    for (let match = pattern.exec(text); match !== null && match.index < to; match = pattern.exec(text)) {
      if (text[match.index - 1] === '\\') continue;
      if (match.index > at) parts.push(decode(text, at, match.index, spelling));
      const span = { start: match.index, end: match.index + match[0].length };
      parts.push({
        kind: 'hole',
        value: reader.name(match[1] ?? '', { start: span.start + 1, end: span.end }, place),
        format: '',
        ...span,
      });
      at = span.end;
    }
    if (to > at) parts.push(decode(text, at, to, spelling));
    at = to;
  };
  for (const child of tree.children(node)) {
    if (tree.kind(child) !== 'interpolation') continue;
    plain(tree.start(child));
    parts.push({ kind: 'hole', value: reader.read(reader.named(child)[0], place), format: '', ...reader.span(child) });
    at = tree.end(child);
  }
  plain(contentEnd);
  return literalOf(parts, start, end);
};

/** `a.b`, `a?.b`. */
export const readNavigation: ReadExpression = (reader, node, place) => {
  const [object, name] = reader.named(node);
  if (object === undefined || name === undefined) return reader.read(object, place);
  return { kind: 'member', object: reader.read(object, place), name: reader.text(name), ...reader.span(node) };
};

/** `f(a, b = c) { … }`: a block behind the call is its last argument; what it sets counts as named arguments. */
export const readCall: ReadExpression = (reader, node, place, iterated) => {
  const { tree } = reader;
  const [calleeNode, ...others] = reader.named(node);
  const callee = reader.read(calleeNode, place);
  const args: Argument[] = [];
  let list = reader.span(node);
  const receiver = callee.kind === 'member' && reader.rules.iterating.has(callee.name) ? callee.object : undefined;
  for (const other of others) {
    const kind = tree.kind(other);
    if (kind === 'value_arguments') {
      list = reader.span(other);
      for (const argument of reader.named(other)) args.push(readArgument(reader, argument, place));
    } else if (kind.includes('lambda')) {
      const literal = kind === 'lambda_literal' ? other : reader.child(other, 'lambda_literal');
      if (literal === undefined) continue;
      const value = lambda(reader, literal, place, receiver);
      args.push(...settings(reader, value), positional(value));
    }
  }
  const isDelegate = callee.kind === 'member' && reader.rules.identities.has(callee.name) && args.length > 0;
  return isDelegate ? callee.object : reader.call(callee, args, list, reader.span(node), place, iterated);
};

function readArgument(reader: SourceReader, node: number, place: Place): Argument {
  const children = reader.named(node);
  if (reader.has(node, '=') && children.length >= 2)
    return keyword(reader.text(children[0]), reader.read(children[1], place), reader.tree.start(node));
  const value = reader.read(children.at(-1), place);
  return reader.has(node, '*') ? { kind: 'spread', value, ...reader.span(node) } : positional(value);
}

/** `{ model = x; system("y") }`: names that a block sets and calls, as arguments of the call that the block belongs to. */
function settings(reader: SourceReader, value: Expr): Argument[] {
  if (value.kind !== 'function') return [];
  const scope = reader.out.scopes[value.scope];
  const result: Argument[] = [];
  for (const bindings of scope?.bindings.values() ?? [])
    for (const binding of bindings)
      if (binding.kind === 'assign' && binding.value !== undefined) result.push(keyword(binding.name, binding.value, binding.start));
  for (const call of reader.out.calls) {
    const [first] = call.args;
    if (
      call.scope === value.scope &&
      call.callee.kind === 'name' &&
      call.args.length === 1 &&
      first?.kind === 'positional' &&
      first.value.kind !== 'function'
    )
      result.push(keyword(call.callee.name, first.value, call.start));
  }
  return result;
}

/** `{ x -> … }`. */
export const readLambdaLiteral: ReadExpression = (reader, node, place) => lambda(reader, node, place, undefined);

function lambda(reader: SourceReader, node: number, place: Place, iterable: Expr | undefined): Expr {
  const paramNode = reader.child(node, 'lambda_parameters', 'function_value_parameters');
  const inner = reader.openFunction(node, '', place, { lambda: true, params: readParameters(reader, paramNode, place), iterable });
  const body = reader.child(node, 'function_body');
  if (body !== undefined) readBody(reader, body, inner);
  else {
    const nodes = reader.named(node).filter((child) => child !== paramNode);
    const last = nodes.at(-1);
    reader.statements(nodes.slice(0, -1), inner);
    if (last !== undefined && reader.rules.statements[reader.tree.kind(last)] === undefined) {
      const value = reader.read(last, inner);
      reader.result(value, value, inner);
    } else if (last !== undefined) reader.statement(last, inner);
  }
  return { kind: 'function', scope: inner.scope, ...reader.span(node) };
}

/** `x as T`. */
export const readAs: ReadExpression = (reader, node, place) => reader.read(reader.place(node, 'left') ?? reader.named(node)[0], place);

/** `a to b` is a pair. */
export const readInfix: ReadExpression = (reader, node, place) => {
  const [left, word, right] = reader.named(node);
  const operands = [left, right].map((side) => reader.read(side, place));
  if (reader.text(word) !== 'to') return { kind: 'operation', operator: reader.text(word), operands, ...reader.span(node) };
  return { kind: 'list', form: 'tuple', items: operands.map((value) => ({ value, spread: false })), ...reader.span(node) };
};

/** `a + b`, `a ?: b` and the other operators. */
export const readElvis = binary({ join: ['+'], fallback: ['?:'] });

/** `if` is a value: that of one of its branches. */
export const readIf: ReadExpression = (reader, node, place) => {
  const condition = reader.place(node, 'condition');
  const test = reader.read(condition, place);
  const group = reader.out.nextGroup();
  const branches = reader
    .named(node)
    .filter((child) => child !== condition)
    .map((child, position) => lastValue(reader, child, reader.block('branch', child, place, position === 0 ? test : undefined, group)));
  const [then, otherwise] = branches;
  if (then === undefined || otherwise === undefined) return reader.unknown(node, 'if without a value');
  return { kind: 'conditional', test, then, otherwise, ...reader.span(node) };
};

/** `when` is a value: that of one of its entries. */
export const readWhen: ReadExpression = (reader, node, place) => {
  const group = reader.out.nextGroup();
  const values: Expr[] = [];
  for (const child of reader.named(node)) {
    if (reader.tree.kind(child) !== 'when_entry') {
      reader.read(child, place);
      continue;
    }
    const inner = reader.block('branch', child, place, undefined, group);
    const body = reader
      .named(child)
      .filter((part) => reader.tree.field(part) !== 'condition')
      .at(-1);
    if (body !== undefined) values.push(lastValue(reader, body, inner));
  }
  return oneOf(values, reader, node);
};

/** `try` is a value: that of its block. */
export const readTryValue: ReadExpression = (reader, node, place) => {
  const group = reader.out.nextGroup();
  let result: Expr = reader.unknown(node, 'try');
  for (const child of reader.named(node)) {
    const kind = reader.tree.kind(child);
    const inner = reader.block(kind === 'catch_block' ? 'handler' : 'try', child, place, undefined, group);
    if (kind === 'catch_block' || kind === 'finally_block')
      reader.statements(
        reader.named(child).filter((part) => reader.tree.kind(part) === 'block'),
        inner,
      );
    else result = lastValue(reader, child, inner);
  }
  return result;
};

/** `return x`, `throw x`. */
export const readJump: ReadExpression = (reader, node, place) => {
  reader.exit(place, true);
  const value = reader.named(node).at(-1);
  if (value !== undefined) {
    const read = reader.read(value, place);
    if (reader.tree.kind(node) === 'return_expression') reader.result(read, reader.span(node), place);
  }
  return reader.unknown(node, 'end of the function');
};

/** `x = …`, `x += …`. */
export const readAssignment: ReadStatement = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const right = reader.place(node, 'right');
  if (left === undefined || right === undefined) return;
  const value = reader.read(right, place);
  const augment = reader.has(node, '+=');
  const target = reader.read(left, place);
  if (!augment && target.kind === 'member' && target.object.kind === 'self')
    reader.out.scopes[place.scope]?.effects.push({
      kind: 'set',
      target: target.object,
      key: keyText(target.name, target.start),
      value,
      ...place,
      ...reader.span(node),
    });
  else reader.assign(target, value, reader.span(node), place, augment);
};

/** `for (x in xs)`. */
export const readForStatement: ReadStatement = (reader, node, place) => {
  const [target, iterable, ...body] = reader.named(node);
  forEach(reader, node, target === undefined ? [] : [target], iterable, body, place);
};
