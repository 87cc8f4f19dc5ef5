import type { Argument, Expr, Span } from '../../facts.ts';
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
    at = firstChild(reader, at);
  }
  const awaited = at === undefined ? undefined : awaitedOperand(reader, links, at);
  if (awaited !== undefined) {
    links.pop();
    at = significant(tree, awaited).at(-1);
  }
  const base: Expr = at === undefined || isToken(tree, at) ? reader.unknown(at ?? node, 'broken syntax') : reader.read(at, place);
  const result = applyLinks(reader, links, base, awaited === undefined ? undefined : tree.start(awaited), place, iterated);
  return awaited === undefined ? result : reader.out.awaited(result);
}

/**
 * `await ask<Answer>(…)`: where much follows, the grammar takes the type for the middle of two comparisons (`(await ask) < Answer > (…)`), which
 * no program of TypeScript can mean. Undefined for anything else.
 */
export function readAwaitedGeneric(reader: Reader, node: number, place: Place, iterated: boolean): Expr | undefined {
  const generic = genericCall(reader, node);
  return generic && reader.out.awaited(readGeneric(reader, generic, place, iterated).expr);
}

/** A call with types that the grammar took for comparisons: what is called, its arguments, and the members and calls behind it. */
interface GenericCall {
  readonly callee: number | GenericCall;
  readonly args: number;
  readonly links: readonly number[];
}

function genericCall(reader: Reader, node: number): GenericCall | undefined {
  const { tree } = reader;
  const outer = comparison(reader, node, '>');
  const inner = outer && comparison(reader, outer[0], '<');
  if (outer === undefined || inner === undefined) return undefined;
  const links: number[] = [];
  let at: number | undefined = outer[1];
  while (at !== undefined && isLink(reader, at)) {
    links.push(at);
    at = firstChild(reader, at);
  }
  if (at === undefined || tree.kind(at) !== 'ParenthesizedExpression') return undefined;
  const callee = tree.kind(inner[0]) === 'AwaitExpression' ? significant(tree, inner[0])[0] : genericCall(reader, inner[0]);
  return callee === undefined ? undefined : { callee, args: at, links };
}

/** Both sides of a comparison. */
function comparison({ tree }: Reader, node: number, operator: string): readonly [number, number] | undefined {
  if (tree.kind(node) !== 'BinaryExpression') return undefined;
  const written = childOf(tree, node, 'CompareOp');
  const [left, right] = significant(tree, node);
  return written === undefined || tree.textOf(written) !== operator || left === undefined || right === undefined
    ? undefined
    : [left, right];
}

function readGeneric(
  reader: Reader,
  { callee, args, links }: GenericCall,
  place: Place,
  iterated: boolean,
): { readonly expr: Expr; readonly start: number } {
  const { tree } = reader;
  const called =
    typeof callee === 'number'
      ? { expr: reader.read(callee, place), start: tree.start(callee) }
      : readGeneric(reader, callee, place, false);
  const { start } = called;
  const list = childOf(tree, args, 'SequenceExpression') ?? args;
  const call = makeCall(
    reader,
    called.expr,
    list,
    spanOf(tree, args),
    { start, end: tree.end(args) },
    place,
    iterated && links.length === 0,
  );
  return { expr: applyLinks(reader, links, call, start, place, iterated), start };
}

/** Puts members and calls behind an expression, the innermost of them last. They all begin where they are written, or at `from`. */
function applyLinks(reader: Reader, links: readonly number[], base: Expr, from: number | undefined, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  let result = base;
  for (let i = links.length - 1; i >= 0; i--) {
    const node = links[i]!;
    const span = { start: from ?? tree.start(node), end: tree.end(node) };
    result = applyLink(reader, node, span, result, place, iterated && i === 0);
  }
  return result;
}

/**
 * The parentheses of `await (model).invoke(…)`: where much follows, the grammar takes that for a call of a function `await`, which
 * no module can have. Undefined for any other chain.
 */
function awaitedOperand({ tree }: Reader, links: readonly number[], base: number): number | undefined {
  const call = links.at(-1);
  if (call === undefined || tree.kind(call) !== 'CallExpression' || tree.kind(base) !== 'VariableName' || tree.textOf(base) !== 'await')
    return undefined;
  return childOf(tree, call, 'ArgList');
}

/** `new C(…)`; without parentheses the argument list is empty. */
export function readNew(reader: Reader, node: number, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  const [calleeNode] = significant(tree, node).filter((child) => tree.kind(child) !== 'ArgList');
  if (calleeNode === undefined) return reader.unknown(node, 'nothing here yet');
  return callOf(reader, reader.read(calleeNode, place), node, spanOf(tree, node), place, iterated);
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

function firstChild({ tree }: Reader, node: number): number | undefined {
  return tree.children(node).find((child) => !tree.kind(child).endsWith('Comment'));
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

function applyLink(reader: Reader, node: number, span: Span, object: Expr, place: Place, iterated: boolean): Expr {
  const { tree } = reader;
  switch (tree.kind(node)) {
    case 'MemberExpression':
      return readMember(reader, node, span, object, place);
    case 'CallExpression':
      return callOf(reader, object, node, span, place, iterated);
    case 'TaggedTemplateExpression': {
      const template = childOf(tree, node, 'TemplateString');
      if (template === undefined) return object;
      const value = readTemplate(reader, template, place, isStringRaw(object));
      const argument: Argument = { kind: 'positional', value, start: value.start, end: value.end };
      return reader.call(object, [argument], spanOf(tree, template), span, place, iterated);
    }
    case 'PostfixExpression': {
      const operator = tree.children(node).find((child) => tree.kind(child) === 'ArithOp');
      return operator === undefined ? object : readUpdate(reader, tree.children(node)[0], object, tree.textOf(operator), node, place);
    }
    default:
      return object;
  }
}

function readMember(reader: Reader, node: number, span: Span, object: Expr, place: Place): Expr {
  const { tree } = reader;
  const children = tree.children(node);
  const open = children.findIndex((child) => tree.kind(child) === '[');
  if (open >= 0) {
    const inner = children.slice(open + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
    return { kind: 'index', object, index: inner === undefined ? reader.missing(span.end) : reader.read(inner, place), ...span };
  }
  const property = children.find((child) => tree.kind(child) === 'PropertyName' || tree.kind(child) === 'PrivatePropertyName');
  return { kind: 'member', object, name: property === undefined ? '' : tree.textOf(property), ...span };
}

function callOf(reader: Reader, callee: Expr, node: number, span: Span, place: Place, iterated: boolean): Expr {
  const list = childOf(reader.tree, node, 'ArgList');
  const argList = list === undefined ? { start: span.end, end: span.end } : spanOf(reader.tree, list);
  return makeCall(reader, callee, list, argList, span, place, iterated);
}

function makeCall(
  reader: Reader,
  callee: Expr,
  list: number | undefined,
  argList: Span,
  span: Span,
  place: Place,
  iterated: boolean,
): Expr {
  const { out } = reader;
  const receiver = callee.kind === 'member' && iterating.has(callee.name) ? callee.object : undefined;
  const args = list === undefined ? [] : readArguments(reader, list, place, receiver);
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
