import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { classAround, openClass } from '../tree-sitter/classes.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';
import { forEach, lastValue, negated } from '../tree-sitter/statements.ts';

function memberNames(reader: SourceReader, body: number | undefined): string[] {
  return (body === undefined ? [] : reader.named(body)).flatMap((node): string[] => {
    switch (reader.tree.kind(node)) {
      case 'method':
      case 'singleton_method':
        return [reader.text(reader.place(node, 'name'))];
      case 'assignment':
        return reader.tree.kind(reader.place(node, 'left') ?? node) === 'constant' ? [reader.text(reader.place(node, 'left'))] : [];
      case 'call':
        // `attr_reader :client`
        return reader.text(reader.place(node, 'method')).startsWith('attr_')
          ? reader.named(reader.place(node, 'arguments') ?? node).map((child) => reader.text(child).replace(/^:/, ''))
          : [];
      case 'singleton_class':
        return memberNames(reader, reader.place(node, 'body'));
      default:
        return [];
    }
  });
}

/** A class or module; what is nested in modules is found by its own name as well. */
export const readClass: ReadStatement = (reader, node, place) => {
  const { tree } = reader;
  const path = reader.place(node, 'name');
  const name = path !== undefined && tree.kind(path) === 'scope_resolution' ? (reader.place(path, 'name') ?? path) : path;
  const body = reader.place(node, 'body');
  const superclass = reader.place(node, 'superclass');
  const base = superclass === undefined ? undefined : reader.read(reader.named(superclass)[0], place);
  const inside = openClass(reader, node, name, base === undefined ? [] : [base], memberNames(reader, body), place);
  if (place.scope !== 0 && name !== undefined) {
    const { scopes } = reader.out;
    const known = scopes[0]?.bindings.has(reader.text(name)) === true;
    if (!known) reader.declare(reader.text(name), reader.span(name), { scope: 0, block: 0 }, { kind: 'class', defines: inside.scope });
  }
  if (body !== undefined) reader.statements(reader.named(body), inside);
};

/** Parameters of a method, block or lambda. */
export function readParameters(reader: SourceReader, listNode: number | undefined, place: Place): Parameter[] {
  return (listNode === undefined ? [] : reader.named(listNode)).flatMap((node): Parameter[] => {
    const kind = reader.tree.kind(node);
    if (kind === 'identifier') return [parameter(reader.text(node), reader.span(node))];
    const name = reader.place(node, 'name');
    if (name === undefined || kind === 'block_parameter') return [];
    const valueNode = reader.place(node, 'value');
    const defaultValue = valueNode === undefined ? undefined : reader.read(valueNode, place);
    const how =
      kind === 'splat_parameter'
        ? 'rest'
        : kind === 'hash_splat_parameter'
          ? 'keyword-rest'
          : kind === 'keyword_parameter'
            ? 'keyword-only'
            : 'normal';
    return [parameter(reader.text(name), reader.span(name), { kind: how, defaultValue })];
  });
}

/** `def name(…)`. The value of the last statement is given back. */
export const readMethod: ReadStatement = (reader, node, place) => {
  readDefinition(reader, node, place);
};

/** `def self.name(…)`. */
export const readSingleton: ReadStatement = (reader, node, place) => {
  readDefinition(reader, node, place);
};

function readDefinition(reader: SourceReader, node: number, place: Place): void {
  const nameNode = reader.place(node, 'name');
  const spelling = reader.text(nameNode);
  const name = spelling === 'initialize' ? 'constructor' : spelling;
  const params = readParameters(reader, reader.place(node, 'parameters'), place);
  const span = nameNode === undefined ? reader.span(node) : reader.span(nameNode);
  // A method without parameters is called by its name alone, as a property is read.
  const property: Expr = { kind: 'name', name: 'property', scope: place.scope, block: place.block, ...span };
  const isProperty = params.length === 0 && name !== 'constructor' && reader.tree.kind(node) === 'method';
  const inner = reader.openFunction(node, name, place, {
    method: classAround(reader, place),
    params,
    decorators: isProperty ? [property] : [],
  });
  if (nameNode !== undefined) reader.declare(name, span, place, { kind: 'function', defines: inner.scope });
  const body = reader.place(node, 'body');
  if (body === undefined) return;
  readResultBody(reader, body, inner);
}

/** Statements of which the last one gives the value. */
export function readResultBody(reader: SourceReader, body: number, place: Place): void {
  const { tree } = reader;
  const kind = tree.kind(body);
  if (kind !== 'body_statement' && kind !== 'block_body') {
    const value = reader.read(body, place);
    reader.result(value, value, place);
    return;
  }
  const nodes = reader.named(body);
  const handlers = nodes.some((child) => /^(rescue|ensure|else)$/.test(tree.kind(child)));
  const main = nodes.filter((child) => !/^(rescue|ensure|else)$/.test(tree.kind(child)));
  const own = handlers ? reader.block('try', body, place) : place;
  const last = main.at(-1);
  reader.statements(main.slice(0, -1), own);
  if (last !== undefined) {
    if (/^(return|if_modifier|unless_modifier|unless|while|until|for|case|method|class|module|heredoc_body)$/.test(tree.kind(last))) {
      const before = main.at(-2);
      // The text of a heredoc stands behind the statement that it belongs to.
      if (tree.kind(last) !== 'heredoc_body' || before === undefined) reader.statement(last, own);
    } else {
      const value = lastValue(reader, last, own);
      reader.result(value, value, own);
    }
  }
  for (const handler of nodes.filter((child) => !main.includes(child))) {
    const inner = reader.block('handler', handler, place);
    const variable = reader.child(handler, 'exception_variable');
    const name = variable === undefined ? undefined : reader.named(variable)[0];
    if (name !== undefined) reader.declare(reader.text(name), reader.span(name), inner, { kind: 'except' });
    const inside = reader.place(handler, 'body');
    if (inside !== undefined) reader.statement(inside, inner);
    else reader.statements(reader.named(handler), inner);
  }
}

/** `x if y`. */
export const readModifier: ReadStatement = (reader, node, place) => {
  const condition = reader.place(node, 'condition', 'handler');
  const body = reader.place(node, 'body');
  const kind = reader.tree.kind(node);
  const loop = /^(while|until)/.test(kind);
  const asked = condition === undefined ? undefined : reader.read(condition, place);
  const header = asked !== undefined && kind === 'unless_modifier' ? negated(asked) : asked;
  if (body !== undefined) reader.statement(body, reader.block(loop ? 'while' : 'branch', node, place, header));
};

/** `for x in xs`. */
export const readFor: ReadStatement = (reader, node, place) => {
  const pattern = reader.place(node, 'pattern');
  const value = reader.place(node, 'value');
  const iterable = value !== undefined && reader.tree.kind(value) === 'in' ? reader.named(value)[0] : value;
  forEach(reader, node, pattern === undefined ? [] : [pattern], iterable, reader.places(node, 'body'), place);
};
