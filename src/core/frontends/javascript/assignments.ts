import type { Binding, Effect, Expr } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { readClass } from './classes.ts';
import { exportAssigned, requiredModule } from './commonjs.ts';
import { readNamed } from './expressions.ts';
import { readPattern } from './patterns.ts';
import type { Reader } from './reader.ts';
import { childOf, isEmptyError, isToken, significant, spanOf } from './tokens.ts';
import { readAnnotation, readType } from './types.ts';

/** `const a = 1, {b} = c`: binds each name in the scope around it. */
export function readVariables(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  let group: number[] = [];
  const flush = (): void => {
    readDeclarator(reader, group, place);
    group = [];
  };
  for (const child of tree.children(node)) {
    if (tree.kind(child) === ',') flush();
    else group.push(child);
  }
  flush();
}

function readDeclarator(reader: Reader, group: readonly number[], place: Place): void {
  const { tree } = reader;
  const target = group.find((child) => ['VariableDefinition', 'ObjectPattern', 'ArrayPattern'].includes(tree.kind(child)));
  const equals = group.findIndex((child) => tree.kind(child) === 'Equals');
  const valueNode = equals < 0 ? undefined : group.slice(equals + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  if (target === undefined) {
    for (const child of group) if (!isToken(tree, child)) reader.read(child, place);
    return;
  }
  const written = group.find((child) => tree.kind(child) === 'TypeAnnotation');
  const annotation =
    written === undefined && valueNode !== undefined ? castType(reader, valueNode, place) : readAnnotation(reader, written, place);
  const simple = tree.kind(target) === 'VariableDefinition';
  if (equals < 0) {
    if (simple) reader.declare(target, place, { kind: 'declare', value: undefined, annotation });
    return;
  }
  const name = simple ? tree.textOf(target) : '';
  if (valueNode !== undefined && simple && tree.kind(valueNode) === 'ClassExpression') {
    const defines = readClass(reader, valueNode, place, name, []);
    reader.declare(target, place, { kind: 'class', value: undefined, annotation, defines });
    return;
  }
  const value = valueNode === undefined ? reader.missing(tree.end(group.at(-1) ?? target)) : readNamed(reader, valueNode, name, place);
  const module = requiredModule(value);
  if (module !== undefined && bindRequired(reader, target, module, place)) return;
  readPattern(reader, target, value, place, (node, share, position) => {
    reader.declare(node, place, { ...shareOf(share, position), annotation: node === target ? annotation : undefined });
  });
}

/**
 * The type of `value as Type`, where it is the name of one: it says the same as the type of the variable would. So does that of what a proxy
 * answers for: `new Proxy({} as Type, …)`.
 */
function castType(reader: Reader, node: number, place: Place): Expr | undefined {
  const { tree } = reader;
  if (tree.kind(node) === 'NewExpression') {
    const parts = significant(tree, node);
    const args = parts.find((part) => tree.kind(part) === 'ArgList');
    const target = args === undefined || !parts.some((part) => tree.textOf(part) === 'Proxy') ? undefined : significant(tree, args)[0];
    return target === undefined ? undefined : castType(reader, target, place);
  }
  if (tree.kind(node) !== 'BinaryExpression') return undefined;
  const parts = significant(tree, node);
  const type = parts.at(-1);
  const isCast = tree.children(node).some((child) => tree.kind(child) === 'as');
  return isCast && type !== undefined && tree.kind(type) === 'TypeName' && tree.textOf(type) !== 'const'
    ? readType(reader, type, place)
    : undefined;
}

/** `const {A, b: c} = require('m')` imports; false for patterns that go deeper. */
function bindRequired(reader: Reader, target: number, required: { module: string; name: string | undefined }, place: Place): boolean {
  const { tree } = reader;
  if (tree.kind(target) === 'VariableDefinition') {
    reader.declare(target, place, { kind: 'import', value: undefined, annotation: undefined, import: required });
    return true;
  }
  if (tree.kind(target) !== 'ObjectPattern' || required.name !== undefined) return false;
  const names: { readonly node: number; readonly name: string }[] = [];
  for (const property of tree.children(target).filter((child) => tree.kind(child) === 'PatternProperty')) {
    const parts = tree.children(property).filter((child) => !tree.kind(child).endsWith('Comment'));
    const [key, colon, bound] = parts;
    if (key === undefined || (parts.length !== 1 && parts.length !== 3)) return false;
    if (parts.length === 1 && tree.kind(key) === 'VariableDefinition') names.push({ node: key, name: tree.textOf(key) });
    else if (colon !== undefined && bound !== undefined && tree.kind(colon) === ':' && tree.kind(bound) === 'VariableDefinition')
      names.push({ node: bound, name: tree.textOf(key) });
    else return false;
  }
  for (const { node, name } of names) {
    const target = { module: required.module, name };
    reader.declare(node, place, { kind: 'import', value: undefined, annotation: undefined, import: target });
  }
  return true;
}

function shareOf(value: Expr, position: number | undefined): Pick<Binding, 'kind' | 'value' | 'position'> {
  return position === undefined ? { kind: 'assign', value } : { kind: 'unpack', value, position };
}

/** `a = b`, `a += b`, `a.b ??= c` and the like; the value of the expression is what is assigned. */
export function readAssignment(reader: Reader, node: number, place: Place): Expr {
  const { tree } = reader;
  const children = tree.children(node).filter((child) => !tree.kind(child).endsWith('Comment'));
  const [target, operatorNode] = children;
  if (target === undefined || operatorNode === undefined) return reader.unknown(node, 'broken syntax');
  const operator = tree.textOf(operatorNode);
  const valueNode = children.slice(2).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  const targetKind = tree.kind(target);
  const nameNode = targetKind === 'VariableName' ? target : childOf(tree, target, 'PropertyName');
  const name = nameNode === undefined ? '' : tree.textOf(nameNode);
  const value = valueNode === undefined ? reader.missing(tree.end(node)) : readNamed(reader, valueNode, name, place);
  if (targetKind === 'VariableName') return assignName(reader, target, operator, value, place);
  if (targetKind === 'ObjectPattern' || targetKind === 'ArrayPattern') {
    readPattern(reader, target, value, place, (inner, share, position) => {
      reader.assign(inner, place, { ...shareOf(share, position), annotation: undefined });
    });
    return value;
  }
  const member = reader.read(target, place);
  if (place.scope === 0 && operator === '=') exportAssigned(reader.out, member, value);
  return assignMember(reader, member, operator, value, place);
}

/** `x++` and `--x`: one is added to the name, or the member changes in a way that nobody follows. */
export function readUpdate(reader: Reader, target: number | undefined, value: Expr, operator: string, node: number, place: Place): Expr {
  const { tree, out } = reader;
  const span = spanOf(tree, node);
  if (target !== undefined && tree.kind(target) === 'VariableName') {
    const step: Expr =
      operator === '++' ? { kind: 'number', value: 1, ...span } : { kind: 'unknown', reason: `changed by ${operator}`, ...span };
    reader.assign(target, place, { kind: 'augment', value: step, annotation: undefined });
  } else if (value.kind === 'member' || value.kind === 'index') {
    out.scopes[place.scope]?.effects.push({ kind: 'other', target: value, key: undefined, value, ...place, ...span });
  }
  return { kind: 'operation', operator, operands: [value], ...span };
}

function assignName(reader: Reader, target: number, operator: string, value: Expr, place: Place): Expr {
  const span = { start: reader.tree.start(target), end: value.end };
  const bind = (kind: Binding['kind'], stored: Expr): Expr => {
    reader.assign(target, place, { kind, value: stored, annotation: undefined });
    return stored;
  };
  if (operator === '=') return bind('assign', value);
  if (operator === '+=') {
    bind('augment', value);
    return { kind: 'join', operands: [reader.read(target, place), value], adjacent: false, ...span };
  }
  if (operator === '??=' || operator === '||=')
    return bind('assign', { kind: 'fallback', options: [reader.read(target, place), value], ...span });
  return bind('augment', { kind: 'unknown', reason: `changed by ${operator}`, ...span });
}

function assignMember(reader: Reader, target: Expr, operator: string, value: Expr, place: Place): Expr {
  const effects = reader.out.scopes[place.scope]?.effects;
  const span = { start: target.start, end: value.end };
  const add = (effect: Pick<Effect, 'kind' | 'target' | 'key' | 'value'>): void => {
    effects?.push({ ...effect, scope: place.scope, block: place.block, ...span });
  };
  if (target.kind !== 'member' && target.kind !== 'index') return value;
  if (operator !== '=' && operator !== '??=' && operator !== '||=') {
    add({ kind: operator === '+=' ? 'extend' : 'other', target, key: undefined, value });
    return { kind: 'unknown', reason: `changed by ${operator}`, ...span };
  }
  const stored: Expr = operator === '=' ? value : { kind: 'fallback', options: [target, value], ...span };
  if (target.kind === 'index') add({ kind: 'set', target: target.object, key: target.index, value: stored });
  else if (target.name === 'length') add({ kind: 'other', target: target.object, key: undefined, value: stored });
  else add({ kind: 'set', target: target.object, key: keyText(target.name, target.end - target.name.length), value: stored });
  return stored;
}
