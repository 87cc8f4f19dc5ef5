import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';
import { namesIn } from '../tree-sitter/statements.ts';
import { readBody } from './expressions.ts';

/** `use a::{b::C, d as e, f::*};`. */
export const readUse: ReadStatement = (reader, node, place) => {
  const argument = reader.place(node, 'argument');
  if (argument !== undefined) readTree(reader, argument, '', place);
};

function dotted(path: string): string {
  return path.replace(/\s/g, '').replace(/^::/, '').replaceAll('::', '.');
}

function readTree(reader: SourceReader, node: number, prefix: string, place: Place): void {
  const join = (path: string): string => (prefix === '' ? path : path === '' ? prefix : `${prefix}.${path}`);
  const bind = (path: string, alias: number | undefined): void => {
    const name = path.slice(path.lastIndexOf('.') + 1);
    const module = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const local = alias === undefined ? name : reader.text(alias);
    const target = module === '' ? { module: name, name: undefined } : { module, name };
    reader.declare(local, reader.span(alias ?? node), { scope: 0, block: place.block }, { kind: 'import', import: target });
  };
  switch (reader.tree.kind(node)) {
    case 'scoped_use_list': {
      const inner = join(dotted(reader.text(reader.place(node, 'path'))));
      const items = reader.place(node, 'list');
      if (items !== undefined) for (const item of reader.named(items)) readTree(reader, item, inner, place);
      break;
    }
    case 'use_list':
      for (const item of reader.named(node)) readTree(reader, item, prefix, place);
      break;
    case 'use_as_clause':
      bind(join(dotted(reader.text(reader.place(node, 'path')))), reader.place(node, 'alias'));
      break;
    case 'use_wildcard':
      reader.out.starExports.push(join(dotted(reader.text(reader.named(node)[0]))));
      break;
    case 'self':
      bind(prefix, undefined);
      break;
    default:
      bind(join(dotted(reader.text(node))), undefined);
  }
}

/** The named type of a declaration, behind references; undefined for those of the language itself. */
export function typeOf(reader: SourceReader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const kind = reader.tree.kind(node);
  if (kind === 'reference_type') return typeOf(reader, reader.place(node, 'type'), place);
  if (kind === 'generic_type') {
    const name = reader.text(reader.place(node, 'type'));
    const inner = reader.place(node, 'type_arguments');
    // What only holds another value stands for it.
    return /^(Arc|Box|Rc|Option|Result|Mutex|RwLock|State|Data|Extension)$/.test(name) && inner !== undefined
      ? typeOf(reader, reader.named(inner)[0], place)
      : typeOf(reader, reader.place(node, 'type'), place);
  }
  return kind === 'type_identifier' || kind === 'scoped_type_identifier' ? reader.read(node, place) : undefined;
}

/** Parameters of a function or closure, without `self`. */
export function readParameters(reader: SourceReader, listNode: number | undefined, place: Place): Parameter[] {
  return (listNode === undefined ? [] : reader.named(listNode)).flatMap((node): Parameter[] => {
    if (reader.tree.kind(node) === 'identifier') return [parameter(reader.text(node), reader.span(node))];
    const pattern = reader.place(node, 'pattern');
    const type = pattern === undefined ? undefined : reader.place(pattern, 'type');
    const name =
      pattern === undefined
        ? undefined
        : namesIn(reader, pattern).find((one) => type === undefined || reader.tree.start(one) >= reader.tree.end(type));
    return name === undefined
      ? []
      : [parameter(reader.text(name), reader.span(name), { annotation: typeOf(reader, reader.place(node, 'type'), place) })];
  });
}

/** `const X: T = …;`, `static X: T = …;`. */
export const readConstant: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const value = reader.place(node, 'value');
  if (name !== undefined)
    reader.declare(reader.text(name), reader.span(name), place, {
      kind: 'assign',
      value: value === undefined ? undefined : reader.read(value, place),
    });
};

/** The scope of a type by its name; an `impl` may stand in front of the type, or in another file than it. */
function classNamed(reader: SourceReader, name: string, span: number, place: Place): Place {
  const known = reader.out.scopes[0]?.bindings.get(name)?.find((binding) => binding.kind === 'class')?.defines;
  if (known !== undefined) return { scope: known, block: place.block };
  const scope = reader.out.openScope('class', name, reader.span(span), 0, place.block);
  reader.declare(name, reader.span(span), { scope: 0, block: place.block }, { kind: 'class', defines: scope.id });
  // `Self` is the type inside of it.
  reader.declare('Self', reader.span(span), { scope: scope.id, block: place.block }, { kind: 'class', defines: scope.id });
  return { scope: scope.id, block: place.block };
}

/** `struct T { … }`, `enum T { … }`. */
export const readStruct: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const body = reader.place(node, 'body');
  if (name === undefined) return;
  const inside = classNamed(reader, reader.text(name), name, place);
  for (const field of body === undefined ? [] : reader.named(body)) {
    const fieldName = reader.place(field, 'name');
    if (reader.tree.kind(field) === 'field_declaration' && fieldName !== undefined)
      reader.declare(reader.text(fieldName), reader.span(fieldName), inside, {
        kind: 'declare',
        annotation: typeOf(reader, reader.place(field, 'type'), place),
      });
    else reader.statement(field, inside);
  }
};

/** A variant of an enum. */
export const readEnumVariant: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  if (name !== undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'declare' });
};

/** `impl T { … }`. */
export const readImpl: ReadStatement = (reader, node, place) => {
  const type = reader.place(node, 'type');
  const body = reader.place(node, 'body');
  const name = /^\w+/.exec(reader.text(type).replace(/^.*::/, ''))?.[0] ?? '';
  if (type === undefined || body === undefined) return;
  reader.statements(reader.named(body), classNamed(reader, name, type, place));
};

/** `fn name(…) { … }`. */
export const readFunctionItem: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const listNode = reader.place(node, 'parameters');
  const isClass = reader.out.scopes[place.scope]?.kind === 'class';
  const inner = reader.openFunction(node, reader.text(name), place, {
    method: isClass ? place.scope : undefined,
    params: readParameters(reader, listNode, place),
    result: typeOf(reader, reader.place(node, 'return_type'), place),
  });
  if (name !== undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'function', defines: inner.scope });
  const body = reader.place(node, 'body');
  if (body !== undefined) readBody(reader, body, inner);
};

/** `let x = …;`, `let Some(x) = … else { … };`. */
export const readLet: ReadStatement = (reader, node, place) => {
  const pattern = reader.place(node, 'pattern');
  const valueNode = reader.place(node, 'value');
  const alternative = reader.place(node, 'alternative');
  const value = valueNode === undefined ? undefined : reader.read(valueNode, place);
  if (alternative !== undefined) reader.statement(alternative, reader.block('branch', alternative, place));
  if (pattern === undefined) return;
  bindPattern(reader, pattern, value, typeOf(reader, reader.place(node, 'type'), place), place);
};

/** Binds the names of a pattern to a value. */
export function bindPattern(
  reader: SourceReader,
  pattern: number,
  value: Expr | undefined,
  annotation: Expr | undefined,
  place: Place,
): void {
  const kind = reader.tree.kind(pattern);
  if (kind === 'tuple_pattern') {
    reader.named(pattern).forEach((part, position) => {
      for (const name of namesIn(reader, part))
        reader.declare(reader.text(name), reader.span(name), place, { kind: 'unpack', value, position });
    });
    return;
  }
  const type = kind === 'tuple_struct_pattern' ? reader.place(pattern, 'type') : undefined;
  for (const name of namesIn(reader, pattern)) {
    if (type !== undefined && reader.tree.end(name) <= reader.tree.end(type)) continue;
    reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value, annotation });
  }
}
