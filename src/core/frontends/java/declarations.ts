import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { classAround, openClass, readFunction, setFromParameter } from '../tree-sitter/classes.ts';
import { positional } from '../tree-sitter/expressions.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';

/** `import a.b.C;`, `import static a.b.C.NAME;`, `import a.b.*;`. */
export const readImport: ReadStatement = (reader, node, place) => {
  const path = reader.child(node, 'scoped_identifier', 'identifier');
  const module = reader.text(path).replace(/\s/g, '');
  if (path === undefined) return;
  if (reader.child(node, 'asterisk') !== undefined) {
    reader.out.starExports.push(module);
    return;
  }
  const name = module.slice(module.lastIndexOf('.') + 1);
  const target = reader.has(node, 'static') ? module.slice(0, module.lastIndexOf('.')) : module;
  reader.declare(name, reader.span(path), { scope: 0, block: place.block }, { kind: 'import', import: { module: target, name } });
};

/** The named type of a declaration; undefined for `var`, arrays and the types of the language itself. */
export function typeOf(reader: SourceReader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const kind = reader.tree.kind(node);
  if (kind === 'generic_type') return typeOf(reader, reader.named(node)[0], place);
  if (kind !== 'type_identifier' && kind !== 'scoped_type_identifier') return undefined;
  return /^(var|String|Object|Integer|Long|Double|Boolean)$/.test(reader.text(node)) ? undefined : reader.read(node, place);
}

/** Formal parameters. */
export function readParameters(reader: SourceReader, listNode: number | undefined, place: Place): Parameter[] {
  if (listNode === undefined) return [];
  return reader.named(listNode).flatMap((node): Parameter[] => {
    if (reader.tree.kind(node) === 'identifier') return [parameter(reader.text(node), reader.span(node))];
    const spread = reader.tree.kind(node) === 'spread_parameter';
    const declarator = reader.child(node, 'variable_declarator');
    const name = reader.place(node, 'name') ?? (declarator === undefined ? undefined : reader.place(declarator, 'name'));
    if (name === undefined) return [];
    return [
      parameter(reader.text(name), reader.span(name), {
        kind: spread ? 'rest' : 'normal',
        annotation: typeOf(reader, reader.place(node, 'type'), place),
      }),
    ];
  });
}

/** Names of the members that a class body declares. */
function memberNames(reader: SourceReader, body: number): string[] {
  return reader.named(body).flatMap((node): string[] => {
    switch (reader.tree.kind(node)) {
      case 'field_declaration':
      case 'constant_declaration':
        return reader.places(node, 'declarator').map((declarator) => reader.text(reader.place(declarator, 'name')));
      case 'method_declaration':
      case 'enum_constant':
        return [reader.text(reader.place(node, 'name'))];
      case 'enum_body_declarations':
        return memberNames(reader, node);
      default:
        return [];
    }
  });
}

/** A class, interface, enum or record. */
export const readClass: ReadStatement = (reader, node, place) => {
  const body = reader.place(node, 'body');
  const superclass = reader.place(node, 'superclass');
  const base = superclass === undefined ? undefined : typeOf(reader, reader.named(superclass)[0], place);
  const params = readParameters(reader, reader.place(node, 'parameters'), place);
  const names = [...(body === undefined ? [] : memberNames(reader, body)), ...params.map((param) => param.name)];
  const inside = openClass(reader, node, reader.place(node, 'name'), base === undefined ? [] : [base], names, place);
  if (params.length > 0) {
    const inner = reader.openFunction(node, 'constructor', inside, { method: inside.scope, params });
    for (const param of params) {
      setFromParameter(reader, inside.scope, param.name, param, inner);
      // Its value is read by a method of the same name.
      const read = reader.openFunction(node, param.name, inside, { method: inside.scope });
      const span = { start: param.start, end: param.end };
      reader.result({ kind: 'member', object: { kind: 'self', scope: inside.scope, ...span }, name: param.name, ...span }, span, read);
    }
  }
  if (body !== undefined) reader.statements(reader.named(body), inside);
};

/** `A("x")` in an enum: an object of it. */
export const readEnumConstant: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const list = reader.place(node, 'arguments');
  const owner = reader.out.scopes[place.scope];
  if (name === undefined || owner === undefined) return;
  const callee: Expr = { kind: 'name', name: owner.name, scope: owner.parent, block: place.block, ...reader.span(name) };
  const args = list === undefined ? [] : reader.named(list).map((child) => positional(reader.read(child, place)));
  const value = reader.call(callee, args, reader.span(list ?? node), reader.span(node), place);
  reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value });
};

/** A field: its value is evaluated in the class. */
export const readField: ReadStatement = (reader, node, place) => {
  const annotation = typeOf(reader, reader.place(node, 'type'), place);
  for (const declarator of reader.places(node, 'declarator')) {
    const name = reader.place(declarator, 'name');
    const valueNode = reader.place(declarator, 'value');
    if (name === undefined) continue;
    const value = valueNode === undefined ? undefined : reader.read(valueNode, place);
    reader.declare(reader.text(name), reader.span(name), place, { kind: value === undefined ? 'declare' : 'assign', value, annotation });
  }
};

/** A local variable. */
export const readLocal: ReadStatement = (reader, node, place) => {
  const annotation = typeOf(reader, reader.place(node, 'type'), place);
  for (const declarator of reader.places(node, 'declarator')) {
    const name = reader.place(declarator, 'name');
    const valueNode = reader.place(declarator, 'value');
    if (name === undefined) continue;
    const value = valueNode === undefined ? undefined : reader.read(valueNode, place);
    if (value === undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'declare', annotation });
    else reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value, annotation });
  }
};

/** `try (var x = …)`. */
export const readResource: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const value = reader.read(reader.place(node, 'value') ?? reader.named(node)[0], place);
  if (name !== undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'with', value });
};

/** A method. */
export const readMethod: ReadStatement = (reader, node, place) => {
  readFunction(reader, node, place, {
    name: reader.place(node, 'name'),
    params: readParameters(reader, reader.place(node, 'parameters'), place),
    result: typeOf(reader, reader.place(node, 'type'), place),
    method: classAround(reader, place),
    body: reader.place(node, 'body'),
  });
};

/** A constructor. */
export const readConstructor: ReadStatement = (reader, node, place) => {
  const inner = reader.openFunction(node, 'constructor', place, {
    method: classAround(reader, place),
    params: readParameters(reader, reader.place(node, 'parameters'), place),
  });
  const body = reader.place(node, 'body');
  if (body !== undefined) reader.statements(reader.named(body), inner);
};
