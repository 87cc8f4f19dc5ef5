import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { classAround, openClass, readFunction, setFromParameter } from '../tree-sitter/classes.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';
import { readTargetTyped } from './expressions.ts';

/** `using A.B;` opens a namespace, `using X = A.B.C;` names a type. */
export const readUsing: ReadStatement = (reader, node, place) => {
  const alias = reader.place(node, 'name');
  const path = reader.named(node).find((child) => child !== alias);
  if (path === undefined) return;
  const module = reader.text(path).replace(/\s|global::/g, '');
  if (alias === undefined) reader.out.starExports.push(module);
  else {
    const name = module.slice(module.lastIndexOf('.') + 1);
    const owner = module.slice(0, Math.max(0, module.lastIndexOf('.')));
    reader.declare(
      reader.text(alias),
      reader.span(alias),
      { scope: 0, block: place.block },
      { kind: 'import', import: { module: owner, name } },
    );
  }
};

/** A namespace: what it declares is the file's own. */
export const readNamespace: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  reader.namespace = reader.text(name);
  reader.statements(
    reader.named(node).filter((child) => child !== name),
    place,
  );
};

/** The named type of a declaration; undefined for `var`, arrays and the types of the language itself. */
export function typeOf(reader: SourceReader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const kind = reader.tree.kind(node);
  if (kind === 'nullable_type') return typeOf(reader, reader.named(node)[0], place);
  if (kind === 'generic_name') {
    // A task stands for its result.
    const name = reader.named(node)[0];
    const inner = reader.child(node, 'type_argument_list');
    return /^(Task|ValueTask|IOptions|Lazy)$/.test(reader.text(name)) && inner !== undefined
      ? typeOf(reader, reader.named(inner)[0], place)
      : undefined;
  }
  return kind === 'identifier' || kind === 'qualified_name' ? reader.read(node, place) : undefined;
}

/** Formal parameters. */
export function readParameters(reader: SourceReader, listNode: number | undefined, place: Place): Parameter[] {
  if (listNode === undefined) return [];
  if (reader.tree.kind(listNode) === 'implicit_parameter') return [parameter(reader.text(listNode), reader.span(listNode))];
  return reader.named(listNode).flatMap((node): Parameter[] => {
    if (reader.tree.kind(node) !== 'parameter') return [];
    const name = reader.place(node, 'name') ?? reader.named(node).at(-1);
    if (name === undefined) return [];
    const type = reader.place(node, 'type');
    const value = reader
      .named(node)
      .find((child) => child !== name && child !== type && !/modifier|attribute/.test(reader.tree.kind(child)));
    const defaultValue = value === undefined ? undefined : reader.read(value, place);
    return [parameter(reader.text(name), reader.span(name), { annotation: typeOf(reader, type, place), defaultValue })];
  });
}

function memberNames(reader: SourceReader, body: number): string[] {
  return reader.named(body).flatMap((node): string[] => {
    switch (reader.tree.kind(node)) {
      case 'field_declaration': {
        const declaration = reader.child(node, 'variable_declaration');
        return declaration === undefined
          ? []
          : reader
              .named(declaration)
              .filter((child) => reader.tree.kind(child) === 'variable_declarator')
              .map((child) => reader.text(reader.place(child, 'name')));
      }
      case 'property_declaration':
      case 'method_declaration':
        return [reader.text(reader.place(node, 'name'))];
      default:
        return [];
    }
  });
}

/** A class, record, struct or interface; parameters behind its name are those of its constructor, and seen from its methods. */
export const readClass: ReadStatement = (reader, node, place) => {
  const body = reader.place(node, 'body');
  const listNode = reader.child(node, 'parameter_list');
  const params = readParameters(reader, listNode, place);
  const bases = reader.child(node, 'base_list');
  const base = bases === undefined ? undefined : typeOf(reader, reader.named(bases)[0], place);
  const names = [...(body === undefined ? [] : memberNames(reader, body)), ...params.map((param) => param.name)];
  const inside = openClass(reader, node, reader.place(node, 'name'), base === undefined ? [] : [base], names, {
    scope: 0,
    block: place.block,
  });
  if (params.length > 0) {
    const inner = reader.openFunction(node, 'constructor', inside, { method: inside.scope, params });
    for (const param of params) setFromParameter(reader, inside.scope, param.name, param, inner);
  }
  if (body !== undefined) reader.statements(reader.named(body), inside);
};

/** Variables of a declaration, local or of a class. */
function readVariables(reader: SourceReader, node: number, place: Place, field: boolean): void {
  const declaration = reader.tree.kind(node) === 'variable_declaration' ? node : reader.child(node, 'variable_declaration');
  if (declaration === undefined) return;
  const type = reader.place(declaration, 'type');
  const annotation = typeOf(reader, type, place);
  for (const declarator of reader.named(declaration)) {
    if (reader.tree.kind(declarator) !== 'variable_declarator') continue;
    const name = reader.place(declarator, 'name');
    const valueNode = reader.named(declarator).find((child) => child !== name && reader.tree.kind(child) !== 'bracketed_argument_list');
    if (name === undefined) continue;
    const value = valueNode === undefined ? undefined : readTargetTyped(reader, valueNode, annotation, place);
    if (value === undefined && !field && annotation === undefined) continue;
    reader.declare(reader.text(name), reader.span(name), place, { kind: value === undefined ? 'declare' : 'assign', value, annotation });
  }
}

/** A field. */
export const readField: ReadStatement = (reader, node, place) => {
  readVariables(reader, node, place, true);
};

/** A local variable. */
export const readLocal: ReadStatement = (reader, node, place) => {
  readVariables(reader, node, place, false);
};

/** A property: its initial value, or what its getter gives. */
export const readProperty: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const valueNode = reader.place(node, 'value');
  const accessors = reader.place(node, 'accessors');
  const annotation = typeOf(reader, reader.place(node, 'type'), place);
  if (name === undefined) return;
  const value = valueNode === undefined ? undefined : readTargetTyped(reader, valueNode, annotation, place);
  if (accessors !== undefined) {
    for (const accessor of reader.named(accessors)) {
      const body = reader.place(accessor, 'body') ?? reader.child(accessor, 'block', 'arrow_expression_clause');
      if (body === undefined) continue;
      const inner = reader.openFunction(accessor, '', place, { method: classAround(reader, place) });
      reader.statement(body, inner);
    }
  }
  reader.declare(reader.text(name), reader.span(name), place, { kind: value === undefined ? 'declare' : 'assign', value, annotation });
};

/** A method. */
export const readMethod: ReadStatement = (reader, node, place) => {
  readNamed(reader, node, place, classAround(reader, place));
};

/** A function inside of a method. */
export const readLocalFunction: ReadStatement = (reader, node, place) => {
  readNamed(reader, node, place, undefined);
};

function readNamed(reader: SourceReader, node: number, place: Place, method: number | undefined): void {
  const body = reader.place(node, 'body') ?? reader.child(node, 'block', 'arrow_expression_clause');
  const expression = body !== undefined && reader.tree.kind(body) === 'arrow_expression_clause';
  readFunction(reader, node, place, {
    name: reader.place(node, 'name'),
    params: readParameters(reader, reader.place(node, 'parameters') ?? reader.child(node, 'parameter_list'), place),
    result: typeOf(reader, reader.place(node, 'returns', 'type'), place),
    method,
    body,
    expression,
  });
}

/** A constructor. */
export const readConstructor: ReadStatement = (reader, node, place) => {
  const inner = reader.openFunction(node, 'constructor', place, {
    method: classAround(reader, place),
    params: readParameters(reader, reader.place(node, 'parameters'), place),
  });
  const body = reader.place(node, 'body');
  if (body !== undefined) reader.statement(body, inner);
};
