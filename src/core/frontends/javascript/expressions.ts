import type { Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { readAssignment, readUpdate } from './assignments.ts';
import { readChain, readDynamicImport, readNew } from './calls.ts';
import { readClass } from './classes.ts';
import { readFunction } from './functions.ts';
import { readArray, readObject, readTemplate } from './objects.ts';
import type { Reader } from './reader.ts';
import { readNumber, readString } from './strings.ts';
import { isToken, significant, spanOf } from './tokens.ts';

/** One expression; {@link Reader.read} guards the depth and is what others call. */
export function readExpression(reader: Reader, node: number, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  const span = spanOf(tree, node);
  switch (tree.kind(node)) {
    case 'VariableName':
    case 'VariableDefinition': {
      const name = tree.textOf(node);
      return name === 'undefined' ? { kind: 'null', ...span } : reader.name(name, span, place);
    }
    case 'String':
      return readString(tree.text, span.start, span.end);
    case 'TemplateString':
      return readTemplate(reader, node, place, false);
    case 'Number':
      return { kind: 'number', value: readNumber(tree.textOf(node)), ...span };
    case 'BooleanLiteral':
      return { kind: 'boolean', value: tree.textOf(node) === 'true', ...span };
    case 'null':
      return { kind: 'null', ...span };
    case 'RegExp':
      return reader.unknown(node, 'regular expression');
    case 'this':
      return reader.self(span, place) ?? reader.unknown(node, 'this outside a class');
    case 'super':
      return reader.name('super', span, place);
    case 'ImportMeta': {
      const object = reader.name('import', { start: span.start, end: span.start + 'import'.length }, place);
      return { kind: 'member', object, name: 'meta', ...span };
    }
    case 'MemberExpression':
    case 'CallExpression':
    case 'InstantiationExpression':
    case 'TaggedTemplateExpression':
    case 'PostfixExpression':
      return readChain(reader, node, place, iterated);
    case 'NewExpression':
      return readNew(reader, node, place, iterated);
    case 'DynamicImport':
      return readDynamicImport(reader, node, place);
    case 'ParenthesizedExpression': {
      const [inner] = significant(tree, node);
      return inner === undefined ? reader.unknown(node, 'nothing here yet') : reader.read(inner, place, iterated);
    }
    case 'AwaitExpression': {
      const [inner] = significant(tree, node);
      return inner === undefined ? reader.unknown(node, 'nothing here yet') : reader.out.awaited(reader.read(inner, place, iterated));
    }
    case 'PrefixCast': {
      // `<T>value`: the type is read by nobody.
      const inner = significant(tree, node).at(-1);
      return inner === undefined ? reader.unknown(node, 'nothing here yet') : reader.read(inner, place, iterated);
    }
    case 'ArrayExpression':
      return readArray(reader, node, place);
    case 'ObjectExpression':
      return readObject(reader, node, place);
    case 'ArrowFunction':
    case 'FunctionExpression':
    case 'ClassExpression':
      return readNamed(reader, node, '', place);
    case 'BinaryExpression':
      return readBinary(reader, node, place, iterated);
    case 'ConditionalExpression':
      return readConditional(reader, node, place);
    case 'UnaryExpression':
      return readUnary(reader, node, place);
    case 'AssignmentExpression':
      return readAssignment(reader, node, place);
    case 'SequenceExpression': {
      const values = significant(tree, node).map((child) => reader.read(child, place));
      return values.at(-1) ?? reader.unknown(node, 'nothing here yet');
    }
    case 'YieldExpression':
      for (const child of significant(tree, node)) reader.read(child, place);
      return reader.unknown(node, 'value sent into a generator');
    case 'JSXElement':
      readInside(reader, node, place);
      return reader.unknown(node, 'JSX element');
    default:
      readInside(reader, node, place);
      return reader.unknown(node, tree.isError(node) ? 'broken syntax' : 'not understood');
  }
}

/** A value that is bound to a name: a function without a name of its own takes it. */
export function readNamed(reader: Reader, node: number, name: string, place: Place): Expr {
  const { tree } = reader;
  const kind = tree.kind(node);
  if (kind === 'ArrowFunction') return { kind: 'function', scope: readFunction(reader, node, place, { name }), ...spanOf(tree, node) };
  if (kind === 'FunctionExpression') {
    const own = tree.children(node).find((child) => tree.kind(child) === 'VariableDefinition');
    const scope = readFunction(reader, node, place, { name: own === undefined ? name : tree.textOf(own) });
    const inside = { scope, block: place.block };
    if (own !== undefined) reader.declare(own, inside, { kind: 'function', value: undefined, annotation: undefined, defines: scope });
    return { kind: 'function', scope, ...spanOf(tree, node) };
  }
  if (kind === 'ClassExpression') {
    readClass(reader, node, place, name, []);
    return reader.unknown(node, 'class expression');
  }
  return reader.read(node, place);
}

/** Reads what stands inside a node that has no value of its own: the calls in it count. */
function readInside(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  for (const child of significant(tree, node)) {
    const kind = tree.kind(child);
    if (kind.startsWith('JSX') && kind !== 'JSXElement') readInside(reader, child, place);
    else if (!/Type|^Param|Signature|Predicate|Label$/.test(kind)) reader.read(child, place);
  }
}

function readBinary(reader: Reader, node: number, place: Place, iterated: boolean): Expr {
  // Left-deep chains are unrolled: a prompt joined from a thousand pieces must not recurse a thousand times.
  const { tree } = reader;
  const steps: { readonly right: number | undefined; readonly operator: string; readonly whole: number }[] = [];
  let left = node;
  while (tree.kind(left) === 'BinaryExpression') {
    const [first, operator, ...rest] = tree.children(left).filter((child) => !tree.kind(child).endsWith('Comment'));
    if (first === undefined || operator === undefined) break;
    const right = rest.find((child) => !isToken(tree, child) && !(tree.isError(child) && tree.start(child) === tree.end(child)));
    steps.push({ right, operator: tree.textOf(operator), whole: left });
    left = first;
  }
  const cast = steps.length === 1 && isCast(steps[0]?.operator);
  let result =
    tree.kind(left) === 'BinaryExpression' ? reader.unknown(left, 'nothing here yet') : reader.read(left, place, iterated && cast);
  let own = false;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!;
    if (isCast(step.operator)) continue;
    const span = spanOf(tree, step.whole);
    const right = step.right === undefined ? reader.missing(span.end) : reader.read(step.right, place);
    result = combine(result, right, step.operator, own, span);
    own = true;
  }
  return result;
}

function isCast(operator: string | undefined): boolean {
  return operator === 'as' || operator === 'satisfies';
}

/** `own` tells that `left` was made by the same chain, so that it may grow. */
function combine(left: Expr, right: Expr, operator: string, own: boolean, span: { readonly start: number; readonly end: number }): Expr {
  switch (operator) {
    case '+':
      return { kind: 'join', operands: own && left.kind === 'join' ? [...left.operands, right] : [left, right], adjacent: false, ...span };
    case '??':
    case '||':
      return { kind: 'fallback', options: own && left.kind === 'fallback' ? [...left.options, right] : [left, right], ...span };
    case '&&':
      return { kind: 'conditional', test: left, then: right, otherwise: { kind: 'null', start: left.start, end: left.end }, ...span };
    default:
      return { kind: 'operation', operator, operands: [left, right], ...span };
  }
}

function readConditional(reader: Reader, node: number, place: Place): Expr {
  const { tree } = reader;
  const parts: (number | undefined)[] = [undefined];
  for (const child of tree.children(node)) {
    if (tree.kind(child) === 'LogicOp') parts.push(undefined);
    else if (!isToken(tree, child) && tree.start(child) !== tree.end(child)) parts[parts.length - 1] ??= child;
  }
  const [test, then, otherwise] = [parts[0], parts[1], parts[2]].map((part) =>
    part === undefined ? reader.missing(tree.end(node)) : reader.read(part, place),
  );
  return { kind: 'conditional', test: test!, then: then!, otherwise: otherwise!, ...spanOf(tree, node) };
}

function readUnary(reader: Reader, node: number, place: Place): Expr {
  const { tree, out } = reader;
  const [operatorNode, ...rest] = tree.children(node);
  const target = rest.find((child) => !isToken(tree, child));
  const span = spanOf(tree, node);
  if (operatorNode === undefined || target === undefined) return reader.unknown(node, 'nothing here yet');
  const operator = tree.textOf(operatorNode);
  const value = reader.read(target, place);
  if (operator === '++' || operator === '--') return readUpdate(reader, target, value, operator, node, place);
  if (operator === 'void') return { kind: 'null', ...span };
  if (operator === '-' && value.kind === 'number') return { ...value, value: -value.value, ...span };
  if (operator === 'delete' && (value.kind === 'member' || value.kind === 'index')) {
    const key: Expr =
      value.kind === 'index'
        ? value.index
        : {
            kind: 'text',
            value: value.name,
            map: [0, value.end - value.name.length],
            start: value.end - value.name.length,
            end: value.end,
          };
    out.scopes[place.scope]?.effects.push({ kind: 'other', target: value.object, key, value, ...place, ...span });
  }
  return { kind: 'operation', operator, operands: [value], ...span };
}
