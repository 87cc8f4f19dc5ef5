import type { Expr, TextExpr } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import type { Reader } from './reader.ts';
import { readString } from './strings.ts';
import { commaGroups, isToken, spanOf } from './tokens.ts';

/** Receives one name of a pattern with its share of the value; `position` is set where the share is an item of `value`. */
export type BindName = (node: number, value: Expr, position: number | undefined) => void;

/** Takes a pattern apart: `{a, b: {c = 1}}` reads members of the value, `[x, y]` its items. */
export function readPattern(reader: Reader, node: number, value: Expr, place: Place, bind: BindName): void {
  switch (reader.tree.kind(node)) {
    case 'VariableDefinition':
    case 'VariableName':
      bind(node, value, undefined);
      break;
    case 'ObjectPattern':
      for (const child of reader.tree.children(node)) {
        if (reader.tree.kind(child) === 'PatternProperty') readProperty(reader, node, child, value, place, bind);
      }
      break;
    case 'ArrayPattern':
      commaGroups(reader.tree, node).forEach((group, position) => {
        readItem(reader, group, value, position, place, bind);
      });
      break;
  }
}

/** Nodes of all names that a pattern binds. */
export function patternNames(reader: Reader, node: number): number[] {
  const names: number[] = [];
  const visit = (at: number): void => {
    const kind = reader.tree.kind(at);
    if (kind === 'VariableDefinition' || kind === 'VariableName') names.push(at);
    else if (kind === 'ArrayPattern') for (const group of commaGroups(reader.tree, at)) target(group);
    else if (kind === 'ObjectPattern')
      for (const child of reader.tree.children(at)) if (reader.tree.kind(child) === 'PatternProperty') target(parts(reader, child).targets);
  };
  const target = (nodes: readonly number[]): void => {
    const first = nodes.find((child) => isPattern(reader, child));
    if (first !== undefined) visit(first);
  };
  visit(node);
  return names;
}

function readProperty(reader: Reader, pattern: number, node: number, value: Expr, place: Place, bind: BindName): void {
  const { tree } = reader;
  const { targets, key, fallback, rest } = parts(reader, node);
  const target = targets.find((child) => isPattern(reader, child));
  const span = spanOf(tree, node);
  if (rest) {
    if (target !== undefined) readPattern(reader, target, restOf(reader, pattern, node, value), place, bind);
    return;
  }
  const share: Expr = key === undefined ? reader.unknown(node, 'broken syntax') : memberOf(reader, key, value, place, span.start, span.end);
  const whole = fallback === undefined ? share : orDefault(share, reader.read(fallback, place));
  if (target !== undefined) readPattern(reader, target, whole, place, bind);
}

/** An object without the members that a pattern names beside its rest. */
function restOf(reader: Reader, pattern: number, node: number, value: Expr): Expr {
  const { tree } = reader;
  if (value.kind === 'unknown') return reader.unknown(node, 'rest of an object');
  const without = tree.children(pattern).flatMap((child) => {
    const key = tree.kind(child) === 'PatternProperty' && child !== node ? parts(reader, child).key : undefined;
    if (key === undefined) return [];
    switch (tree.kind(key)) {
      case 'VariableDefinition':
      case 'PropertyName':
        return tree.textOf(key);
      case 'String':
        return readString(tree.text, tree.start(key), tree.end(key)).value;
      default:
        return [];
    }
  });
  return { kind: 'dict', entries: [{ key: undefined, value }], without, ...spanOf(tree, node) };
}

function readItem(reader: Reader, group: readonly number[], value: Expr, position: number, place: Place, bind: BindName): void {
  const { tree } = reader;
  const target = group.find((child) => isPattern(reader, child));
  if (target === undefined) return;
  if (group.some((child) => tree.kind(child) === 'Spread')) {
    readPattern(reader, target, reader.unknown(target, 'rest of a list'), place, bind);
    return;
  }
  const equals = group.findIndex((child) => tree.kind(child) === 'Equals');
  const fallback = equals < 0 ? undefined : group[equals + 1];
  const simple = tree.kind(target) === 'VariableDefinition' || tree.kind(target) === 'VariableName';
  if (simple && fallback === undefined) {
    bind(target, value, position);
    return;
  }
  const span = spanOf(tree, target);
  const share: Expr = { kind: 'index', object: value, index: { kind: 'number', value: position, ...span }, ...span };
  readPattern(reader, target, fallback === undefined ? share : orDefault(share, reader.read(fallback, place)), place, bind);
}

interface PropertyParts {
  /** What stands on the left of a default and behind a colon; the name itself in the short form. */
  readonly targets: readonly number[];
  readonly key: number | undefined;
  readonly fallback: number | undefined;
  readonly rest: boolean;
}

function parts(reader: Reader, node: number): PropertyParts {
  const { tree } = reader;
  const children = tree.children(node).filter((child) => !tree.kind(child).endsWith('Comment'));
  const equals = children.findIndex((child) => tree.kind(child) === 'Equals');
  const left = equals < 0 ? children : children.slice(0, equals);
  const colon = left.findIndex((child) => tree.kind(child) === ':');
  const candidate = equals < 0 ? undefined : children[equals + 1];
  return {
    targets: colon < 0 ? left : left.slice(colon + 1),
    key: left.find((child) => !isToken(tree, child)),
    fallback: candidate === undefined || tree.isError(candidate) ? undefined : candidate,
    rest: left.some((child) => tree.kind(child) === 'Spread'),
  };
}

function isPattern(reader: Reader, node: number): boolean {
  return ['VariableDefinition', 'VariableName', 'ObjectPattern', 'ArrayPattern'].includes(reader.tree.kind(node));
}

function memberOf(reader: Reader, key: number, object: Expr, place: Place, start: number, end: number): Expr {
  const { tree } = reader;
  switch (tree.kind(key)) {
    case 'VariableDefinition':
    case 'PropertyName':
      return { kind: 'member', object, name: tree.textOf(key), start, end };
    case 'String':
      return { kind: 'member', object, name: readString(tree.text, tree.start(key), tree.end(key)).value, start, end };
    default:
      return { kind: 'index', object, index: reader.read(key, place), start, end };
  }
}

/** A value with the default that a pattern gives it. */
export function orDefault(value: Expr, fallback: Expr): Expr {
  return { kind: 'fallback', options: [value, fallback], start: value.start, end: fallback.end };
}

/** Key of an effect for a member that is spelt at a node. */
export function keyAt(reader: Reader, node: number): TextExpr {
  return keyText(reader.tree.textOf(node), reader.tree.start(node));
}
