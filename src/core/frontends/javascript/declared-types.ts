/** Interfaces and types of objects: classes of which no object is made, so that what they declare can be looked up. */
import type { Expr, Span } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { Reader } from './reader.ts';
import { childOf, isToken, significant, spanOf } from './tokens.ts';
import { parameterTypes, readAnnotation, readType } from './types.ts';

/** `interface A extends B { … }` */
export function readInterface(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  const name = childOf(tree, node, 'TypeDefinition');
  if (name === undefined) return;
  const parents = tree.children(node).filter((child) => HEADS.has(tree.kind(child)));
  const bodies = tree.children(node).filter((child) => tree.kind(child) === 'ObjectType');
  const scope = readObjectType(reader, bodies, parents, tree.textOf(name), place);
  declareType(reader, tree.textOf(name), spanOf(tree, name), place, scope);
}

/** `type A = B & { … }`, and `type A = B`; other types say nothing that a value could be. */
export function readTypeAlias(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  const name = childOf(tree, node, 'TypeDefinition');
  const equals = tree.children(node).findIndex((child) => tree.kind(child) === 'Equals');
  const type = tree.children(node).find((child, position) => equals >= 0 && position > equals && !isToken(tree, child));
  if (name === undefined || type === undefined) return;
  if (tree.kind(type) === 'FunctionSignature') {
    readFunctionAlias(reader, name, type, place);
    return;
  }
  const parts = tree.kind(type) === 'IntersectionType' ? significant(tree, type) : [type];
  const bodies = parts.filter((part) => tree.kind(part) === 'ObjectType');
  const parents = parts.filter((part) => HEADS.has(tree.kind(part)));
  if (bodies.length + parents.length === 0) return;
  const scope = readObjectType(reader, bodies, parents, tree.textOf(name), place);
  declareType(reader, tree.textOf(name), spanOf(tree, name), place, scope);
}

/** `type A = (b: B) => C`: a type with one member without a name, as in `interface A { (b: B): C }`. */
function readFunctionAlias(reader: Reader, name: number, type: number, place: Place): void {
  const { tree, out } = reader;
  const annotation = readType(reader, type, place);
  if (annotation === undefined) return;
  const scope = out.openScope('class', tree.textOf(name), spanOf(tree, type), place.scope, place.block);
  scope.typeOnly = true;
  out.bind(scope.id, { name: '()', kind: 'declare', value: undefined, annotation, block: place.block, ...spanOf(tree, type) });
  declareType(reader, tree.textOf(name), spanOf(tree, name), place, scope.id);
}

/** Types that name another one. */
const HEADS: ReadonlySet<string> = new Set(['TypeName', 'ParameterizedType', 'IndexedType']);

/** Reads what a type of objects declares, and returns its scope. */
export function readObjectType(reader: Reader, bodies: readonly number[], parents: readonly number[], name: string, place: Place): number {
  const { tree, out } = reader;
  const first = bodies[0] ?? parents[0];
  const span = first === undefined ? { start: 0, end: 0 } : spanOf(tree, first);
  const scope = out.openScope('class', name, span, place.scope, place.block);
  scope.typeOnly = true;
  scope.bases = typesOf(reader, parents, place);
  for (const member of bodies.flatMap((body) => tree.children(body))) {
    const kind = tree.kind(member);
    if (kind === 'PropertyType') declareMember(reader, member, scope.id, place, 'declare');
    else if (kind === 'MethodType') declareMember(reader, member, scope.id, place, 'function');
  }
  return scope.id;
}

/** A member that is declared only: an attribute with its type, or a method with the type of its result. */
export function declareMember(reader: Reader, node: number, classScope: number, place: Place, kind: 'declare' | 'function'): void {
  const { tree, out } = reader;
  const key = childOf(tree, node, 'PropertyDefinition');
  if (key === undefined) return;
  const span = spanOf(tree, key);
  const type = readAnnotation(reader, childOf(tree, node, 'TypeAnnotation'), place);
  const name = tree.textOf(key);
  const binding = { name, kind, value: undefined, block: place.block, ...span };
  if (kind === 'declare') {
    out.bind(classScope, { ...binding, annotation: type });
    return;
  }
  const method = out.openScope('function', name, spanOf(tree, node), classScope, place.block);
  method.returnAnnotation = type;
  const given = parameterTypes(reader, childOf(tree, node, 'ParamList'), place);
  const whole = spanOf(tree, node);
  const callable: Expr | undefined =
    given === undefined
      ? undefined
      : {
          kind: 'index',
          object: reader.name('Callable', whole, place),
          index: { kind: 'list', form: 'tuple', items: [{ value: given, spread: false }], ...whole },
          ...whole,
        };
  out.bind(classScope, { ...binding, annotation: callable, defines: method.id });
}

/** Types that a class or interface is built on, as expressions. */
export function typesOf(reader: Reader, nodes: readonly number[], place: Place): Expr[] {
  return nodes.flatMap((node) => readType(reader, node, place) ?? []);
}

/** Names a type where it stands; {@link Reader} binds it unless a value has the same name. */
export function declareType(reader: Reader, name: string, span: Span, place: Place, scope: number): void {
  reader.types.push({ name, place, defines: scope, start: span.start, end: span.end });
}
