import type { Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { ReadStatement, SourceReader } from './reader.ts';

/** Reads the statements inside a node. */
export const readInside: ReadStatement = (reader, node, place) => {
  reader.statements(reader.named(node), place);
};

/** A statement that declares nothing that matters. */
export const skip: ReadStatement = () => undefined;

/** `return x`, by the node's first child or a named place. */
export const readReturn: ReadStatement = (reader, node, place) => {
  reader.exit(place, true);
  const values = reader.named(node).flatMap((child) => (reader.tree.kind(child) === 'expression_list' ? reader.named(child) : [child]));
  const [first, ...rest] = values;
  if (first === undefined) return;
  // Of several results the first is the one that matters: the others say whether there is one.
  const value = reader.read(first, place);
  for (const other of rest) reader.read(other, place);
  reader.result(value, reader.span(node), place);
};

/** `break`. */
export const readBreak: ReadStatement = (reader, _node, place) => {
  reader.exit(place, false);
};

/** `throw x`. */
export const readThrow: ReadStatement = (reader, node, place) => {
  reader.exit(place, true);
  for (const child of reader.named(node)) reader.read(child, place);
};

/** The condition that holds where another one does not. */
export function negated(condition: Expr): Expr {
  return { kind: 'operation', operator: '!', operands: [condition], start: condition.start, end: condition.end };
}

/** `if`, with the branches of a chain in one group. */
export function ifElse(...branchFields: readonly string[]): ReadStatement {
  const read = (reader: SourceReader, node: number, place: Place, group: number): void => {
    const condition = reader.place(node, 'condition');
    const initializer = reader.place(node, 'initializer');
    if (initializer !== undefined) reader.statement(initializer, place);
    const asked = condition === undefined ? undefined : reader.read(condition, place);
    const header = asked !== undefined && reader.tree.kind(node) === 'unless' ? negated(asked) : asked;
    for (const child of reader.named(node)) {
      const field = reader.tree.field(child);
      if (child === condition || child === initializer) continue;
      const chained = /^(if_statement|if_expression|elsif|else_if_clause|else_clause|else)$/.test(reader.tree.kind(child));
      if (field === 'alternative' && chained) alternative(reader, child, place, group);
      else if (branchFields.includes(field) || field === 'alternative' || field === '')
        reader.statement(child, reader.block('branch', child, place, field === 'alternative' ? undefined : header, group));
    }
  };
  const alternative = (reader: SourceReader, node: number, place: Place, group: number): void => {
    if (/^(if|elsif|else_if)/.test(reader.tree.kind(node))) read(reader, node, place, group);
    else {
      const [only, ...more] = reader.named(node);
      const kind = only === undefined ? '' : reader.tree.kind(only);
      if (only !== undefined && more.length === 0 && /^if_(statement|expression)$/.test(kind)) read(reader, only, place, group);
      else readInside(reader, node, reader.block('branch', node, place, undefined, group));
    }
  };
  return (reader, node, place) => {
    read(reader, node, place, reader.out.nextGroup());
  };
}

/** `while`, `do … while` and endless loops. */
export const readWhile: ReadStatement = (reader, node, place) => {
  const inner = reader.block('while', node, place);
  const condition = reader.place(node, 'condition');
  const block = reader.out.blocks[inner.block];
  if (condition !== undefined && block !== undefined) block.header = reader.read(condition, inner);
  for (const child of reader.named(node)) if (child !== condition) reader.statement(child, inner);
};

/** `for (start; condition; step)`: names that are declared in its head stand for a new value on every turn. */
export const readCounted: ReadStatement = (reader, node, place) => {
  const inner = reader.block('for', node, place);
  const body = reader.place(node, 'body');
  const head = reader.named(node).filter((child) => child !== body && reader.tree.field(child) !== 'update');
  for (const child of head) {
    const name = /^(?:[\w<>[\]]+\s+)*?\$?(\w+)\s*:?=/.exec(reader.text(child).trim());
    if (reader.tree.field(child) === 'condition' || name === null) {
      const header = reader.read(child, inner);
      const block = reader.out.blocks[inner.block];
      if (block !== undefined) block.header ??= header;
    } else {
      const spelling = reader.text(child).includes('$') ? `$${name[1] ?? ''}` : (name[1] ?? '');
      reader.declare(spelling, reader.span(child), inner, { kind: 'loop', value: reader.unknown(child, 'position in a loop') });
    }
  }
  if (body !== undefined) reader.statement(body, inner);
};

/** `for (x in xs)`, with the nodes picked by the language. */
export function forEach(
  reader: SourceReader,
  node: number,
  targets: readonly number[],
  iterable: number | undefined,
  bodies: readonly number[],
  place: Place,
): void {
  const header = iterable === undefined ? undefined : reader.read(iterable, place, true);
  const inner = reader.block('for', node, place, header);
  for (const target of targets) {
    for (const name of namesIn(reader, target))
      reader.declare(reader.text(name), reader.span(name), inner, { kind: 'loop', value: header });
  }
  reader.statements(bodies, inner);
}

/** The names that a pattern binds. */
export function namesIn(reader: SourceReader, node: number): number[] {
  const { tree } = reader;
  if (/^(identifier|variable_name|simple_identifier)$/.test(tree.kind(node))) return [node];
  return reader.named(node).flatMap((child) => namesIn(reader, child));
}

/** `try` with its handlers; `catches` are the kinds of nodes that handle, and `names` gives the name that holds the exception. */
export function tryCatch(
  catches: readonly string[],
  finals: readonly string[],
  nameOf: (reader: SourceReader, node: number) => number | undefined,
): ReadStatement {
  return (reader, node, place) => {
    const group = reader.out.nextGroup();
    const own: number[] = [];
    for (const child of reader.named(node)) {
      const kind = reader.tree.kind(child);
      if (catches.includes(kind)) {
        const inner = reader.block('handler', child, place, undefined, group);
        const name = nameOf(reader, child);
        if (name !== undefined) reader.declare(reader.text(name), reader.span(name), inner, { kind: 'except' });
        const body = reader.place(child, 'body') ?? reader.child(child, 'block', 'then', 'compound_statement');
        if (body !== undefined) reader.statement(body, inner);
      } else if (finals.includes(kind)) readInside(reader, child, place);
      else own.push(child);
    }
    const [first] = own;
    if (first === undefined) return;
    const inner = reader.block('try', first, place, undefined, group);
    reader.statements(own, inner);
  };
}

/** `switch` and its kind: `arms` are the kinds of nodes of which one runs; what stands in front of them is read first. */
export function switchOf(...arms: readonly string[]): ReadStatement {
  return (reader, node, place) => {
    const group = reader.out.nextGroup();
    const visit = (parent: number): void => {
      for (const child of reader.named(parent)) {
        const kind = reader.tree.kind(child);
        if (arms.includes(kind)) readInside(reader, child, reader.block('branch', child, place, undefined, group));
        else if (/body|block/.test(kind)) visit(child);
        else reader.read(child, place);
      }
    };
    visit(node);
  };
}

/** What a value of the given alternatives can be: used where `if` and `switch` are expressions. */
export function lastValue(reader: SourceReader, node: number, place: Place): Expr {
  const { tree } = reader;
  if (!/^(block|then|else|body_statement|block_body|statements|expression_statement|else_clause|statement_list|do)$/.test(tree.kind(node)))
    return reader.read(node, place);
  const nodes = reader.named(node);
  const last = nodes.at(-1);
  if (last === undefined) return { kind: 'null', ...reader.span(node) };
  reader.statements(nodes.slice(0, -1), place);
  return lastValue(reader, last, place);
}
