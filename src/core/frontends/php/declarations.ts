import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { classAround, openClass, readFunction, setFromParameter } from '../tree-sitter/classes.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';
import { forEach } from '../tree-sitter/statements.ts';

/** A path of a namespace with dots. */
export function dotted(path: string): string {
  return path.replace(/\s/g, '').replace(/^\\/, '').replaceAll('\\', '.');
}

/** `use A\B\C;`, `use A\{B, C as D};`. */
export const readUse: ReadStatement = (reader, node, place) => {
  const group = reader.place(node, 'body');
  const prefix = group === undefined ? '' : `${dotted(reader.text(reader.child(node, 'namespace_name')))}.`;
  for (const clause of reader.named(group ?? node)) {
    if (reader.tree.kind(clause) !== 'namespace_use_clause') continue;
    const alias = reader.place(clause, 'alias');
    const path = reader.named(clause).find((child) => child !== alias);
    if (path === undefined) continue;
    const module = `${prefix}${dotted(reader.text(path))}`;
    const name = module.slice(module.lastIndexOf('.') + 1);
    reader.declare(
      alias === undefined ? name : reader.text(alias),
      reader.span(alias ?? path),
      { scope: 0, block: place.block },
      { kind: 'import', import: { module, name } },
    );
  }
};

/** A namespace: what it declares is the file's own. */
export const readNamespace: ReadStatement = (reader, node, place) => {
  reader.namespace = dotted(reader.text(reader.place(node, 'name')));
  const body = reader.place(node, 'body');
  if (body !== undefined) reader.statement(body, place);
};

/** The named class of a declaration; undefined for the types of the language itself. */
export function typeOf(reader: SourceReader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const kind = reader.tree.kind(node);
  if (kind === 'optional_type') return typeOf(reader, reader.named(node)[0], place);
  return kind === 'named_type' ? reader.read(node, place) : undefined;
}

/** Parameters; their names keep the dollar sign that tells variables from functions. */
export function readParameters(
  reader: SourceReader,
  listNode: number | undefined,
  place: Place,
): { readonly params: Parameter[]; readonly promoted: Parameter[] } {
  const params: Parameter[] = [];
  const promoted: Parameter[] = [];
  for (const node of listNode === undefined ? [] : reader.named(listNode)) {
    const name = reader.place(node, 'name');
    if (name === undefined) continue;
    const valueNode = reader.place(node, 'default_value');
    const one = parameter(reader.text(name), reader.span(name), {
      kind: reader.tree.kind(node) === 'variadic_parameter' ? 'rest' : 'normal',
      annotation: typeOf(reader, reader.place(node, 'type'), place),
      defaultValue: valueNode === undefined ? undefined : reader.read(valueNode, place),
    });
    params.push(one);
    if (reader.tree.kind(node) === 'property_promotion_parameter') promoted.push(one);
  }
  return { params, promoted };
}

/** A class, interface, trait or enum. */
export const readClass: ReadStatement = (reader, node, place) => {
  const base = reader.child(node, 'base_clause');
  const bases = base === undefined ? [] : reader.named(base).map((child) => reader.read(child, place));
  const body = reader.place(node, 'body');
  const inside = openClass(reader, node, reader.place(node, 'name'), bases, [], { scope: 0, block: place.block });
  if (body !== undefined) reader.statements(reader.named(body), inside);
};

/** `const X = …`, of the file or of a class. */
export const readConst: ReadStatement = (reader, node, place) => {
  for (const element of reader.named(node)) {
    if (reader.tree.kind(element) !== 'const_element') continue;
    const [name, value] = reader.named(element);
    if (name !== undefined && value !== undefined)
      reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value: reader.read(value, place) });
  }
};

/** A property of a class. */
export const readProperty: ReadStatement = (reader, node, place) => {
  const annotation = typeOf(reader, reader.place(node, 'type'), place);
  for (const element of reader.named(node)) {
    if (reader.tree.kind(element) !== 'property_element') continue;
    const name = reader.place(element, 'name') ?? reader.named(element)[0];
    const valueNode = reader.place(element, 'default_value');
    if (name === undefined) continue;
    const value = valueNode === undefined ? undefined : reader.read(valueNode, place);
    reader.declare(reader.text(name).replace(/^\$/, ''), reader.span(name), place, {
      kind: value === undefined ? 'declare' : 'assign',
      value,
      annotation,
    });
  }
};

/** `case A = 'x';`: its value is what it stands for. */
export const readEnumCase: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const value = reader.place(node, 'value');
  if (name !== undefined)
    reader.declare(reader.text(name), reader.span(name), place, {
      kind: 'assign',
      value: value === undefined ? undefined : reader.read(value, place),
    });
};

/** A function. */
export const readFunctionDefinition: ReadStatement = (reader, node, place) => {
  readFunction(reader, node, place, {
    name: reader.place(node, 'name'),
    params: readParameters(reader, reader.place(node, 'parameters'), place).params,
    result: typeOf(reader, reader.place(node, 'return_type'), place),
    method: undefined,
    body: reader.place(node, 'body'),
  });
};

/** A method; the constructor's promoted parameters are properties as well. */
export const readConstructor: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name');
  const { params, promoted } = readParameters(reader, reader.place(node, 'parameters'), place);
  const method = classAround(reader, place);
  const isConstructor = reader.text(name) === '__construct';
  const inner = reader.openFunction(node, isConstructor ? 'constructor' : reader.text(name), place, {
    method,
    params,
    result: typeOf(reader, reader.place(node, 'return_type'), place),
  });
  if (name !== undefined && !isConstructor)
    reader.declare(reader.text(name), reader.span(name), place, { kind: 'function', defines: inner.scope });
  if (method !== undefined) for (const one of promoted) setFromParameter(reader, method, one.name.replace(/^\$/, ''), one, inner);
  const body = reader.place(node, 'body');
  if (body !== undefined) reader.statement(body, inner);
};

/** `foreach ($xs as $k => $x)`. */
export const readForEach: ReadStatement = (reader, node, place) => {
  const body = reader.places(node, 'body');
  const [iterable, target] = reader.named(node).filter((child) => !body.includes(child));
  const item = target !== undefined && reader.tree.kind(target) === 'pair' ? reader.named(target).at(-1) : target;
  forEach(reader, node, item === undefined ? [] : [item], iterable, body, place);
};
