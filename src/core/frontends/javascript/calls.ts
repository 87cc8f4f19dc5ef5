import type { Argument, Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { readFunction } from './functions.ts';
import { recordMutation } from './mutations.ts';
import { readTemplate } from './objects.ts';
import type { Reader } from './reader.ts';
import { childOf, isEmptyError, isToken, significant, spanOf } from './tokens.ts';
import { readUpdate } from './assignments.ts';

/** Methods that run their first argument once for each item of the receiver. */
const iterating: ReadonlySet<string> = new Set(['map', 'forEach', 'filter', 'flatMap']);

/**
 * `a.b!.c(d)<T>(e)`: members, calls and what is transparent between them. The chain is walked in a loop, because a builder may chain
 * hundreds of calls.
 */
export function readChain(reader: Reader, node: number, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  const links: number[] = [];
  let at: number | undefined = node;
  while (at !== undefined && isLink(reader, at)) {
    links.push(at);
    at = tree.children(at).find((child) => !tree.kind(child).endsWith('Comment'));
  }
  let result: Expr = at === undefined || isToken(tree, at) ? reader.unknown(at ?? node, 'broken syntax') : reader.read(at, place);
  for (let i = links.length - 1; i >= 0; i--) result = applyLink(reader, links[i]!, result, place, iterated && i === 0);
  return result;
}

/** `new C(…)`; without parentheses the argument list is empty. */
export function readNew(reader: Reader, node: number, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  const [calleeNode] = significant(tree, node).filter((child) => tree.kind(child) !== 'ArgList');
  if (calleeNode === undefined) return reader.unknown(node, 'nothing here yet');
  return makeCall(reader, reader.read(calleeNode, place), node, place, iterated);
}

/** `import(…)` as a call of the name `import`. */
export function readDynamicImport(reader: Reader, node: number, place: Place): Expr {
  const { tree } = reader;
  const children = tree.children(node);
  const open = children.find((child) => tree.kind(child) === '(');
  const start = tree.start(node);
  const end = tree.end(node);
  const args = significant(tree, node).map((child): Argument => {
    const value = reader.read(child, place);
    return { kind: 'positional', value, start: value.start, end: value.end };
  });
  const callee = reader.name('import', { start, end: start + 'import'.length }, place);
  return reader.call(callee, args, { start: open === undefined ? end : tree.start(open), end }, { start, end }, place, false);
}

function isLink(reader: Reader, node: number): boolean {
  switch (reader.tree.kind(node)) {
    case 'MemberExpression':
    case 'CallExpression':
    case 'InstantiationExpression':
    case 'TaggedTemplateExpression':
    case 'PostfixExpression':
      return true;
    default:
      return false;
  }
}

function applyLink(reader: Reader, node: number, object: Expr, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  switch (tree.kind(node)) {
    case 'MemberExpression':
      return readMember(reader, node, object, place);
    case 'CallExpression':
      return makeCall(reader, object, node, place, iterated);
    case 'TaggedTemplateExpression': {
      const template = childOf(tree, node, 'TemplateString');
      if (template === undefined) return object;
      const value = readTemplate(reader, template, place, isStringRaw(object));
      const argument: Argument = { kind: 'positional', value, start: value.start, end: value.end };
      return reader.call(object, [argument], spanOf(tree, template), spanOf(tree, node), place, iterated);
    }
    case 'PostfixExpression': {
      const operator = tree.children(node).find((child) => tree.kind(child) === 'ArithOp');
      return operator === undefined ? object : readUpdate(reader, tree.children(node)[0], object, tree.textOf(operator), node, place);
    }
    default:
      return object;
  }
}

function readMember(reader: Reader, node: number, object: Expr, place: Place): Expr {
  const { tree } = reader;
  const children = tree.children(node);
  const span = spanOf(tree, node);
  const open = children.findIndex((child) => tree.kind(child) === '[');
  if (open >= 0) {
    const inner = children.slice(open + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
    return { kind: 'index', object, index: inner === undefined ? reader.missing(span.end) : reader.read(inner, place), ...span };
  }
  const property = children.find((child) => tree.kind(child) === 'PropertyName' || tree.kind(child) === 'PrivatePropertyName');
  return { kind: 'member', object, name: property === undefined ? '' : tree.textOf(property), ...span };
}

function makeCall(reader: Reader, callee: Expr, node: number, place: Place, iterated: boolean): Expr {
  const { tree, out } = reader;
  const span = spanOf(tree, node);
  const list = childOf(tree, node, 'ArgList');
  const receiver = callee.kind === 'member' && iterating.has(callee.name) ? callee.object : undefined;
  const args = list === undefined ? [] : readArguments(reader, list, place, receiver);
  const argList = list === undefined ? { start: span.end, end: span.end } : spanOf(tree, list);
  const call = reader.call(callee, args, argList, span, place, iterated);
  recordMutation(out, call);
  const callback = args[0]?.value;
  if (receiver === undefined || callee.kind !== 'member' || callee.name !== 'map' || callback?.kind !== 'function') return call;
  const returns = out.scopes[callback.scope]?.returns ?? [];
  const [only] = returns;
  if (only === undefined || returns.length !== 1) return call;
  return { kind: 'comprehension', element: only.value, iterable: receiver, scope: callback.scope, ...span };
}

function readArguments(reader: Reader, list: number, place: Place, receiver: Expr | undefined): Argument[] {
  const { tree } = reader;
  const args: Argument[] = [];
  let spread: number | undefined;
  for (const child of tree.children(list)) {
    const kind = tree.kind(child);
    if (kind === 'Spread') spread = tree.start(child);
    if (isToken(tree, child) || isEmptyError(tree, child)) continue;
    const callback = receiver !== undefined && args.length === 0 && (kind === 'ArrowFunction' || kind === 'FunctionExpression');
    const value: Expr = callback
      ? { kind: 'function', scope: readFunction(reader, child, place, { name: '', iterable: receiver }), ...spanOf(tree, child) }
      : reader.read(child, place);
    args.push({
      kind: spread === undefined ? 'positional' : 'spread',
      value,
      start: spread ?? tree.start(child),
      end: tree.end(child),
    });
    spread = undefined;
  }
  return args;
}

function isStringRaw(callee: Expr): boolean {
  return callee.kind === 'member' && callee.name === 'raw' && callee.object.kind === 'name' && callee.object.name === 'String';
}
