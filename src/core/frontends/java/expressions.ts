import type { Argument, Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { oneOf, positional } from '../tree-sitter/expressions.ts';
import { readLambda } from '../tree-sitter/classes.ts';
import type { ReadExpression, SourceReader } from '../tree-sitter/reader.ts';
import { commonIndent, decode } from '../tree-sitter/strings.ts';
import { lastValue } from '../tree-sitter/statements.ts';
import { readParameters } from './declarations.ts';

/** `"…"`, `'…'` and text blocks, whose common indentation is no part of the text. */
export const readText: ReadExpression = (reader, node) => {
  const { text } = reader.tree;
  const { start, end } = reader.span(node);
  if (!text.startsWith('"""', start)) {
    const closed = end - start > 1 && text[end - 1] === text[start];
    return { ...decode(text, start + 1, closed ? end - 1 : end, { escapes: true }), start, end };
  }
  const closed = end - start >= 6 && text.startsWith('"""', end - 3);
  const contentEnd = closed ? end - 3 : end;
  const lineEnd = text.indexOf('\n', start);
  const contentStart = lineEnd >= 0 && lineEnd < contentEnd ? lineEnd + 1 : Math.min(start + 3, contentEnd);
  // The line of the closing quotes counts, even if nothing else stands on it.
  const indent = commonIndent(`${text.slice(contentStart, contentEnd)}${closed ? '"' : ''}`);
  return { ...decode(text, contentStart, contentEnd, { escapes: true, indent, continues: false }, true), start, end };
};

function readArguments(reader: SourceReader, list: number | undefined, place: Place, receiver: Expr | undefined): Argument[] {
  if (list === undefined) return [];
  return reader.named(list).map((child) => {
    const callback = receiver !== undefined && reader.tree.kind(child) === 'lambda_expression';
    return positional(callback ? lambda(reader, child, place, receiver) : reader.read(child, place));
  });
}

/** `object.name(…)`, `name(…)`. */
export const readInvocation: ReadExpression = (reader, node, place, iterated) => {
  const objectNode = reader.place(node, 'object');
  const name = reader.place(node, 'name');
  const list = reader.place(node, 'arguments');
  if (name === undefined) return reader.unknown(node, 'nothing here yet');
  const object = objectNode === undefined ? undefined : reader.read(objectNode, place);
  const end = reader.tree.end(name);
  const callee: Expr =
    object === undefined
      ? reader.name(reader.text(name), reader.span(name), place)
      : { kind: 'member', object, name: reader.text(name), start: object.start, end };
  const receiver = object !== undefined && reader.rules.iterating.has(reader.text(name)) ? object : undefined;
  const args = readArguments(reader, list, place, receiver);
  return reader.call(callee, args, list === undefined ? { start: end, end } : reader.span(list), reader.span(node), place, iterated);
};

/** `new T(…)`. */
export const readCreation: ReadExpression = (reader, node, place) => {
  const list = reader.place(node, 'arguments');
  const type = reader.place(node, 'type');
  const body = reader.child(node, 'class_body');
  const callee = type === undefined ? reader.missing(reader.tree.end(node)) : reader.read(type, place);
  const args = readArguments(reader, list, place, undefined);
  const call = reader.call(callee, args, reader.span(list ?? node), reader.span(node), place);
  if (body !== undefined) {
    const scope = reader.out.openScope('class', '', reader.span(body), place.scope, place.block);
    reader.statements(reader.named(body), { scope: scope.id, block: place.block });
  }
  return call;
};

/** `a = b`, `a += b`. */
export const readAssignment: ReadExpression = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const right = reader.place(node, 'right');
  if (left === undefined || right === undefined) return reader.unknown(node, 'nothing here yet');
  const value = reader.read(right, place);
  const operator = reader.text(reader.place(node, 'operator'));
  reader.assign(reader.read(left, place), value, reader.span(node), place, operator === '+=');
  return value;
};

/** `x -> …`. */
export const readLambdaExpression: ReadExpression = (reader, node, place) => lambda(reader, node, place, undefined);

function lambda(reader: SourceReader, node: number, place: Place, iterable: Expr | undefined): Expr {
  const params = reader.place(node, 'parameters');
  const list =
    params !== undefined && reader.tree.kind(params) === 'identifier'
      ? readParameters(reader, node, place).slice(0, 1)
      : readParameters(reader, params, place);
  return readLambda(reader, node, place, list, reader.place(node, 'body'), iterable);
}

/** `Type::method`. */
export const readReference: ReadExpression = (reader, node, place) => {
  const [object, name] = reader.named(node);
  if (object === undefined || name === undefined) return reader.unknown(node, 'reference');
  return { kind: 'member', object: reader.read(object, place), name: reader.text(name), ...reader.span(node) };
};

/** `switch`, as a statement and as an expression. */
export const readSwitch: ReadExpression = (reader, node, place) => {
  const condition = reader.place(node, 'condition');
  if (condition !== undefined) reader.read(condition, place);
  const group = reader.out.nextGroup();
  const values: Expr[] = [];
  for (const arm of reader.named(reader.place(node, 'body') ?? node)) {
    if (!/^switch_(rule|block_statement_group)$/.test(reader.tree.kind(arm))) continue;
    const inner = reader.block('branch', arm, place, undefined, group);
    const body = reader.named(arm).filter((child) => reader.tree.kind(child) !== 'switch_label');
    if (reader.tree.kind(arm) === 'switch_rule' && body.length === 1 && reader.tree.kind(body[0]!) === 'expression_statement')
      values.push(lastValue(reader, body[0]!, inner));
    else reader.statements(body, inner);
  }
  return values.length === 0 ? reader.unknown(node, 'switch') : oneOf(values, reader, node);
};
