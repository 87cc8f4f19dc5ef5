import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { openClass, readFunction } from '../tree-sitter/classes.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';
import { forEach, readCounted, readWhile } from '../tree-sitter/statements.ts';

/** Names that an import path may stand for when the file gives none: packages are often called without the `go-` of their folder. */
export function packageNames(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => !/^v\d+$/.test(segment));
  const last = (segments.at(-1) ?? '').replace(/\.v\d+$/, '');
  const bare = last.replace(/^go-/, '').replace(/(-sdk)?-go$/, '');
  return [...new Set([last, bare, bare.replaceAll('-', ''), bare.replaceAll('-', '_')])].filter((name) => /^[A-Za-z_]\w*$/.test(name));
}

/** `import alias "path"`. */
export const readImport: ReadStatement = (reader, node, place) => {
  const pathNode = reader.place(node, 'path');
  const nameNode = reader.place(node, 'name');
  if (pathNode === undefined) return;
  const module = reader.text(pathNode).slice(1, -1);
  const alias = nameNode === undefined ? undefined : reader.text(nameNode);
  if (alias === '.') reader.out.starExports.push(module);
  if (alias === '_' || alias === '.') return;
  const names = alias === undefined ? packageNames(module) : [alias];
  for (const name of names)
    reader.declare(
      name,
      reader.span(nameNode ?? pathNode),
      { scope: 0, block: place.block },
      { kind: 'import', import: { module, name: undefined } },
    );
};

/** A type as an expression: the named type behind pointers; undefined for lists, maps, functions. */
export function typeOf(reader: SourceReader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const kind = reader.tree.kind(node);
  if (kind === 'pointer_type' || kind === 'parenthesized_type') return typeOf(reader, reader.named(node)[0], place);
  return kind === 'type_identifier' || kind === 'qualified_type' || kind === 'generic_type' ? reader.read(node, place) : undefined;
}

/** Parameters of a function, several names per type included. */
export function readParameters(reader: SourceReader, list: number | undefined, place: Place): Parameter[] {
  if (list === undefined) return [];
  return reader.named(list).flatMap((node): Parameter[] => {
    const annotation = typeOf(reader, reader.place(node, 'type'), place);
    const kind = reader.tree.kind(node) === 'variadic_parameter_declaration' ? 'rest' : 'normal';
    return reader.places(node, 'name').map((name) => parameter(reader.text(name), reader.span(name), { kind, annotation }));
  });
}

/** `func name(…)`. */
export const readFunctionDeclaration: ReadStatement = (reader, node, place) => {
  readFunction(reader, node, place, {
    name: reader.place(node, 'name'),
    params: readParameters(reader, reader.place(node, 'parameters'), place),
    result: resultOf(reader, node, place),
    method: undefined,
    body: reader.place(node, 'body'),
  });
};

function resultOf(reader: SourceReader, node: number, place: Place): Expr | undefined {
  const result = reader.place(node, 'result');
  if (result === undefined) return undefined;
  const first = reader.tree.kind(result) === 'parameter_list' ? reader.named(result)[0] : undefined;
  return typeOf(reader, first === undefined ? result : reader.place(first, 'type'), place);
}

/** `func (s *T) name(…)`: a method of the type, wherever that is declared. */
export const readMethod: ReadStatement = (reader, node, place) => {
  const [receiver] = reader.named(reader.place(node, 'receiver') ?? node);
  const typeNode = receiver === undefined ? undefined : reader.place(receiver, 'type');
  const typeName = /(\w+)(?:\[[^\]]*\])?$/.exec(reader.text(typeNode).trim())?.[1] ?? '';
  const classScope = classNamed(reader, typeName, node, place);
  const self = receiver === undefined ? undefined : reader.place(receiver, 'name');
  const inside = { scope: classScope, block: place.block };
  const name = reader.place(node, 'name');
  const inner = reader.openFunction(node, reader.text(name), inside, {
    method: classScope,
    params: readParameters(reader, reader.place(node, 'parameters'), place),
    result: resultOf(reader, node, place),
  });
  if (name !== undefined) reader.declare(reader.text(name), reader.span(name), inside, { kind: 'function', defines: inner.scope });
  if (self !== undefined) reader.selfNames.set(inner.scope, reader.text(self));
  const body = reader.place(node, 'body');
  if (body !== undefined) reader.statement(body, inner);
};

/** The scope of a type by its name; methods may stand in front of the type, or in another file than it. */
function classNamed(reader: SourceReader, name: string, node: number, place: Place): number {
  const known = reader.out.scopes[0]?.bindings.get(name)?.find((binding) => binding.kind === 'class')?.defines;
  if (known !== undefined) return known;
  const scope = reader.out.openScope('class', name, reader.span(node), 0, place.block);
  reader.declare(
    name,
    { start: reader.tree.start(node), end: reader.tree.start(node) },
    { scope: 0, block: place.block },
    { kind: 'class', defines: scope.id },
  );
  return scope.id;
}

/** `type T struct { … }`. */
export const readType: ReadStatement = (reader, node, place) => {
  const { tree } = reader;
  const name = reader.place(node, 'name');
  const type = reader.place(node, 'type');
  if (name === undefined || type === undefined || tree.kind(type) !== 'struct_type') return;
  const known = reader.out.scopes[place.scope]?.bindings.get(reader.text(name))?.find((binding) => binding.kind === 'class')?.defines;
  const inside = known === undefined ? openClass(reader, node, name, [], [], place) : { scope: known, block: place.block };
  for (const list of reader.named(type)) {
    for (const field of reader.named(list)) {
      const annotation = typeOf(reader, reader.place(field, 'type'), place);
      const names = reader.places(field, 'name');
      const scope = reader.out.scopes[inside.scope];
      if (names.length === 0 && annotation !== undefined && scope !== undefined) scope.bases = [...scope.bases, annotation];
      for (const one of names) reader.declare(reader.text(one), reader.span(one), inside, { kind: 'declare', annotation });
    }
  }
};

/** `const x = …`, `var x T = …`. */
export const readSpec: ReadStatement = (reader, node, place) => {
  const names = reader.places(node, 'name');
  const annotation = typeOf(reader, reader.place(node, 'type'), place);
  const valueList = reader.place(node, 'value');
  const values = valueList === undefined ? [] : reader.named(valueList);
  bindAll(reader, names, values, annotation, place, (name, value) => {
    if (value === undefined && annotation === undefined) return;
    reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value, annotation });
  });
};

/** `a, err := f()`: of several results the first is the one that matters. */
export const readShortVariable: ReadStatement = (reader, node, place) => {
  const names = reader.named(reader.place(node, 'left') ?? node);
  const values = reader.named(reader.place(node, 'right') ?? node);
  bindAll(reader, names, values, undefined, place, (name, value) => {
    if (reader.text(name) === '_') return;
    if (value !== undefined && isOwnAppend(reader, name, value, place)) return;
    reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value });
  });
};

/** `x = …`, `x.y += …`. */
export const readAssignment: ReadStatement = (reader, node, place) => {
  const names = reader.named(reader.place(node, 'left') ?? node);
  const values = reader.named(reader.place(node, 'right') ?? node);
  const augment = reader.text(reader.place(node, 'operator')).length > 1;
  bindAll(reader, names, values, undefined, place, (name, value) => {
    if (value === undefined || reader.text(name) === '_') return;
    if (isOwnAppend(reader, name, value, place)) return;
    reader.assign(reader.read(name, place), value, reader.span(node), place, augment);
  });
};

function bindAll(
  reader: SourceReader,
  names: readonly number[],
  values: readonly number[],
  _annotation: Expr | undefined,
  place: Place,
  bind: (name: number, value: Expr | undefined) => void,
): void {
  const [only] = values;
  if (values.length === 1 && names.length > 1) {
    const value = reader.read(only, place);
    names.forEach((name, position) => {
      bind(name, position === 0 ? value : reader.unknown(name, 'second result'));
    });
    return;
  }
  const read = values.map((value) => reader.read(value, place));
  names.forEach((name, position) => {
    bind(name, read[position]);
  });
}

/** `xs = append(xs, …)` adds to the list that the name already holds. */
function isOwnAppend(reader: SourceReader, target: number, value: Expr, place: Place): boolean {
  const name = reader.text(target);
  const [first, added] = value.kind === 'join' ? value.operands : [];
  if (value.kind !== 'join' || value.operands.length !== 2 || added?.kind !== 'list' || first === undefined) return false;
  if (reader.tree.text.slice(first.start, first.end) !== name || !reader.tree.text.startsWith('append', value.start)) return false;
  const object = reader.read(target, place);
  const effects = reader.out.scopes[place.scope]?.effects;
  for (const item of added.items)
    effects?.push({
      kind: item.spread ? 'extend' : 'append',
      target: object,
      key: undefined,
      value: item.value,
      scope: place.scope,
      block: place.block,
      start: value.start,
      end: value.end,
    });
  return true;
}

/** All forms of `for`. */
export const readFor: ReadStatement = (reader, node, place) => {
  const clause = reader.child(node, 'range_clause', 'for_clause');
  const body = reader.place(node, 'body');
  if (clause === undefined) readWhile(reader, node, place);
  else if (reader.tree.kind(clause) === 'range_clause') {
    const left = reader.place(clause, 'left');
    const names = left === undefined ? [] : reader.named(left);
    const right = reader.place(clause, 'right');
    const [index, item] = names;
    forEach(reader, node, item === undefined ? [] : [item], right, [], place);
    const block = reader.out.blocks.length - 1;
    const inner = { scope: place.scope, block };
    if (index !== undefined)
      reader.declare(reader.text(index), reader.span(index), inner, { kind: 'loop', value: reader.unknown(index, 'position in a loop') });
    if (body !== undefined) reader.statement(body, inner);
  } else {
    const before = reader.out.blocks.length;
    readCounted(reader, clause, place);
    if (body !== undefined) reader.statement(body, { scope: place.scope, block: before });
  }
};
