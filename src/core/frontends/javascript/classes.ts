import type { Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { readNamed } from './expressions.ts';
import { declareMember, typesOf } from './declared-types.ts';
import { readDecorators, readFunction } from './functions.ts';
import { readKey } from './objects.ts';
import type { Reader } from './reader.ts';
import { childOf, commaGroups, isEmptyError, isToken, spanOf } from './tokens.ts';
import { readAnnotation, withBounds } from './types.ts';

/** Reads a class and returns its scope; members are bindings of it. */
export function readClass(reader: Reader, node: number, place: Place, name: string, decorators: readonly Expr[]): number {
  return withBounds(reader, node, () => readParts(reader, node, place, name, decorators));
}

function readParts(reader: Reader, node: number, place: Place, name: string, decorators: readonly Expr[]): number {
  const { tree, out } = reader;
  const children = tree.children(node);
  const own = children.find((child) => tree.kind(child) === 'VariableDefinition');
  const scope = out.openScope('class', own === undefined ? name : tree.textOf(own), spanOf(tree, node), place.scope, place.block);
  scope.decorators = [...decorators, ...readDecorators(reader, children, place)];
  const base = children.findIndex((child) => tree.kind(child) === 'extends');
  const baseNode = base < 0 ? undefined : children.slice(base + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  if (baseNode !== undefined && tree.kind(baseNode) !== 'ClassBody') scope.bases = [reader.read(baseNode, place)];
  const implementing = children.findIndex((child) => tree.kind(child) === 'implements');
  if (implementing >= 0)
    scope.interfaces = typesOf(
      reader,
      children.slice(implementing).filter((child) => ['TypeName', 'ParameterizedType', 'IndexedType'].includes(tree.kind(child))),
      place,
    );
  const body = childOf(tree, node, 'ClassBody');
  if (body === undefined) return scope.id;

  let initialisers: Place | undefined;
  // Initialisers see `this`, but not the other members by their bare names: they run in a scope of their own.
  const inside = (): Place => {
    initialisers ??= { scope: out.openScope('lambda', '', spanOf(tree, body), scope.id, place.block).id, block: place.block };
    return initialisers;
  };
  for (const child of tree.children(body)) {
    switch (tree.kind(child)) {
      case 'MethodDeclaration':
        readMethod(reader, child, scope.id, place);
        break;
      case 'PropertyDeclaration':
        readProperty(reader, child, scope.id, place, inside);
        break;
      case 'StaticBlock': {
        const block = childOf(tree, child, 'Block');
        if (block !== undefined) reader.statements(tree.children(block), inside());
        break;
      }
      default:
        if (!isToken(tree, child)) reader.read(child, inside());
    }
  }
  return scope.id;
}

function readMethod(reader: Reader, node: number, classScope: number, place: Place): void {
  const { tree, out } = reader;
  const children = tree.children(node);
  const decorators = readDecorators(reader, children, place);
  // A signature without a body declares a type; the implementation of an overload follows it, and counts.
  if (childOf(tree, node, 'Block') === undefined) {
    declareMember(reader, node, classScope, place, 'function');
    return;
  }
  const key = readKey(reader, children, place);
  const name = key?.kind === 'text' ? key.value : '';
  const words = children.map((child) => tree.kind(child));
  const getter = children[words.indexOf('get')];
  if (getter !== undefined) decorators.push(reader.name('property', spanOf(tree, getter), place));
  const inner = { scope: classScope, block: place.block };
  const defines = readFunction(reader, node, inner, { name, method: classScope, decorators });
  // A setter would hide the getter of its name.
  if (key === undefined || name === '' || words.includes('set')) return;
  out.bind(classScope, {
    name,
    kind: 'function',
    value: undefined,
    annotation: undefined,
    defines,
    block: place.block,
    start: key.start,
    end: key.end,
  });
}

function readProperty(reader: Reader, node: number, classScope: number, place: Place, inside: () => Place): void {
  const { tree, out } = reader;
  const children = tree.children(node);
  readDecorators(reader, children, place);
  const key = readKey(reader, children, place);
  const annotation = readAnnotation(reader, childOf(tree, node, 'TypeAnnotation'), place);
  const equals = children.findIndex((child) => tree.kind(child) === 'Equals');
  const valueNode =
    equals < 0 ? undefined : children.slice(equals + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  const name = key?.kind === 'text' ? key.value : '';
  const value =
    equals < 0 ? undefined : valueNode === undefined ? reader.missing(tree.end(node)) : readNamed(reader, valueNode, name, inside());
  if (key === undefined || name === '') return;
  out.bind(classScope, {
    name,
    kind: value === undefined ? 'declare' : 'assign',
    value,
    annotation,
    block: place.block,
    start: key.start,
    end: key.end,
  });
}

/** `enum M {A = "x", B}`: a class whose members are its names. */
export function readEnum(reader: Reader, node: number, place: Place): void {
  const { tree, out } = reader;
  const nameNode = childOf(tree, node, 'TypeDefinition');
  const body = childOf(tree, node, 'EnumBody');
  if (nameNode === undefined) return;
  const scope = out.openScope('class', tree.textOf(nameNode), spanOf(tree, node), place.scope, place.block);
  reader.declare(nameNode, place, { kind: 'class', value: undefined, annotation: undefined, defines: scope.id });
  if (body === undefined) return;
  const inner = { scope: scope.id, block: place.block };
  let next: number | undefined = 0;
  for (const group of commaGroups(tree, body)) {
    const member = group.find((child) => tree.kind(child) === 'PropertyName');
    if (member === undefined) continue;
    const equals = group.findIndex((child) => tree.kind(child) === 'Equals');
    const valueNode = equals < 0 ? undefined : group.slice(equals + 1).find((child) => !isToken(tree, child));
    const span = spanOf(tree, member);
    let value: Expr;
    if (valueNode !== undefined) value = reader.read(valueNode, inner);
    else if (next === undefined || equals >= 0) value = { kind: 'unknown', reason: 'nothing here yet', ...span };
    else value = { kind: 'number', value: next, ...span };
    next = value.kind === 'number' ? value.value + 1 : undefined;
    reader.declare(member, inner, { kind: 'assign', value, annotation: undefined });
  }
}
