import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { parameter, type ReadStatement, type SourceReader } from './reader.ts';
import { keyText } from '../facts-builder.ts';

/** Opens the scope of a class and binds its name; `names` are its members, as far as they are seen without `this`. */
export function openClass(
  reader: SourceReader,
  node: number,
  name: number | undefined,
  bases: readonly Expr[],
  names: Iterable<string>,
  place: Place,
): Place {
  const scope = reader.out.openScope('class', reader.text(name), reader.span(node), place.scope, place.block);
  scope.bases = [...bases];
  reader.members.set(scope.id, new Set(names));
  if (name !== undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'class', defines: scope.id });
  return { scope: scope.id, block: place.block };
}

/** A function or method with a name: binds it where it is declared and reads its body. */
export interface FunctionParts {
  readonly name: number | undefined;
  /** Name of the scope, when it is not that of the source: constructors are all called `constructor`. */
  readonly scopeName?: string;
  readonly params: readonly Parameter[];
  readonly result?: Expr | undefined;
  readonly decorators?: readonly Expr[];
  readonly method: number | undefined;
  readonly body: number | undefined;
  /** The body is the value that is given back (`=> x`). */
  readonly expression?: boolean;
}

/** Reads a function whose parts the language has picked; returns the place of its body. */
export function readFunction(reader: SourceReader, node: number, place: Place, parts: FunctionParts): Place {
  const name = parts.scopeName ?? reader.text(parts.name);
  const inner = reader.openFunction(node, name, place, parts);
  if (parts.name !== undefined) reader.declare(name, reader.span(parts.name), place, { kind: 'function', defines: inner.scope });
  if (parts.body === undefined) return inner;
  if (parts.expression === true) {
    const value = reader.read(parts.body, inner);
    reader.result(value, value, inner);
  } else reader.statement(parts.body, inner);
  return inner;
}

/** A parameter that is also a field of its class: as if the constructor set it. */
export function setFromParameter(reader: SourceReader, classScope: number, name: string, param: Parameter, place: Place): void {
  const span = { start: param.start, end: param.end };
  const self: Expr = { kind: 'self', scope: classScope, ...span };
  const value: Expr = { kind: 'name', name: param.name, scope: place.scope, block: place.block, ...span };
  reader.out.scopes[place.scope]?.effects.push({ kind: 'set', target: self, key: keyText(name, span.start), value, ...place, ...span });
}

/** The class scope that a member stands in; undefined outside of classes. */
export function classAround(reader: SourceReader, place: Place): number | undefined {
  return reader.out.scopes[place.scope]?.kind === 'class' ? place.scope : undefined;
}

/** A function without a name, as a value. */
export function readLambda(
  reader: SourceReader,
  node: number,
  place: Place,
  params: readonly Parameter[],
  body: number | undefined,
  iterable?: Expr,
): Expr {
  const inner = reader.openFunction(node, '', place, { lambda: true, params, iterable });
  if (body !== undefined) {
    if (/block|body|compound_statement/.test(reader.tree.kind(body))) reader.statement(body, inner);
    else {
      const value = reader.read(body, inner);
      reader.result(value, value, inner);
    }
  }
  return { kind: 'function', scope: inner.scope, ...reader.span(node) };
}

/** Reads every member of a class body in its scope. */
export const readMembers: ReadStatement = (reader, node, place) => {
  reader.statements(reader.named(node), place);
};

export { parameter };
