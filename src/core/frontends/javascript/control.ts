import type { Block, Expr } from '../../facts.ts';
import { caseCondition } from '../cases.ts';
import type { Place } from '../facts-builder.ts';
import { readVariables } from './assignments.ts';
import { readPattern } from './patterns.ts';
import type { Reader } from './reader.ts';
import { childOf, isEmptyError, isToken, significant, spanOf } from './tokens.ts';

/** `if … else if … else`: the branches share a group. A chain is walked in a loop, however long it is. */
export function readIf(reader: Reader, node: number, place: Place): void {
  const { tree, out } = reader;
  const group = out.nextGroup();
  for (let at: number | undefined = node; at !== undefined;) {
    const [test, then, otherwise]: number[] = significant(tree, at);
    const header = test === undefined ? undefined : reader.read(test, place);
    if (then !== undefined) branch(reader, then, 'branch', place, group, header);
    if (otherwise !== undefined && tree.kind(otherwise) === 'IfStatement') {
      at = otherwise;
      continue;
    }
    if (otherwise !== undefined) branch(reader, otherwise, 'branch', place, group, undefined);
    at = undefined;
  }
}

/** `switch`: each case is a branch with a condition. One that another case runs on into stands apart from that one: both may run. */
export function readSwitch(reader: Reader, node: number, place: Place): void {
  const { tree, out } = reader;
  const test = childOf(tree, node, 'ParenthesizedExpression');
  const subject = test === undefined ? undefined : reader.read(test, place);
  const body = childOf(tree, node, 'SwitchBody');
  if (body === undefined) return;
  let group = out.nextGroup();
  let statements: number[] = [];
  let labels: Expr[] = [];
  let isDefault = false;
  let runsOn = false;
  let ranOn = false;
  const flush = (isLast: boolean): void => {
    const [first] = statements;
    const last = statements.at(-1);
    if (first === undefined || last === undefined) return;
    const span = { start: tree.start(first), end: tree.end(last) };
    if (runsOn) group = out.nextGroup();
    ranOn ||= runsOn;
    // Cases behind it may be of another group.
    const isElse = isDefault && isLast && !ranOn;
    const known = subject !== undefined && !isDefault;
    const unread: Expr = { kind: 'unknown', reason: 'case', ...span };
    const header = isElse ? undefined : known ? caseCondition(subject, labels) : unread;
    const block = out.openBlock('branch', span, place.block, place.scope, header, group);
    reader.switchCases.add(block);
    reader.statements(statements, { scope: place.scope, block });
    runsOn = !leaves(reader, last);
    statements = [];
    // What holds for a case holds for the one that it runs on into.
    if (!runsOn) [labels, isDefault] = [[], false];
  };
  for (const child of tree.children(body)) {
    const kind = tree.kind(child);
    if (kind === 'CaseLabel' || kind === 'DefaultLabel') {
      flush(false);
      isDefault ||= kind === 'DefaultLabel';
      for (const label of significant(tree, child)) labels.push(reader.read(label, place));
    } else if (!isToken(tree, child) && !isEmptyError(tree, child)) statements.push(child);
  }
  flush(true);
}

/** True for a statement behind which a case does not go on. */
function leaves({ tree }: Reader, statement: number): boolean {
  const kind = tree.kind(statement);
  if (/^(Break|Return|Throw|Continue)Statement$/.test(kind)) return true;
  const last = kind === 'Block' ? tree.children(statement).findLast((child) => !isToken(tree, child)) : undefined;
  return last !== undefined && /^(Break|Return|Throw|Continue)Statement$/.test(tree.kind(last));
}

/** `try`, `catch` and `finally`. */
export function readTry(reader: Reader, node: number, place: Place): void {
  const { tree, out } = reader;
  const group = out.nextGroup();
  for (const child of tree.children(node)) {
    const kind = tree.kind(child);
    if (kind === 'Block') branch(reader, child, 'try', place, group, undefined);
    if (kind !== 'CatchClause' && kind !== 'FinallyClause') continue;
    const body = childOf(tree, child, 'Block');
    if (body === undefined) continue;
    const block = branch(reader, body, kind === 'CatchClause' ? 'handler' : 'try', place, group, undefined);
    const pattern = childOf(tree, child, 'VariableDefinition', 'ObjectPattern', 'ArrayPattern');
    if (pattern === undefined) continue;
    const inner = { scope: place.scope, block };
    readPattern(reader, pattern, reader.unknown(pattern, 'exception'), inner, (name) => {
      reader.declare(name, inner, { kind: 'except', value: undefined, annotation: undefined });
    });
  }
}

/** `while` and `do … while`. */
export function readWhile(reader: Reader, node: number, place: Place, label: string | undefined): void {
  const { tree, out } = reader;
  const [first, second] = significant(tree, node);
  const [test, body] = tree.kind(node) === 'DoStatement' ? [second, first] : [first, second];
  const block = out.openBlock('while', spanOf(tree, node), place.block, place.scope);
  if (label !== undefined) reader.labels.set(block, label);
  const inner = { scope: place.scope, block };
  if (test !== undefined) setHeader(reader, block, reader.read(test, inner));
  if (body !== undefined) readBody(reader, body, inner);
}

/** Every kind of `for`. */
export function readFor(reader: Reader, node: number, place: Place, label: string | undefined): void {
  const { tree, out } = reader;
  const spec = childOf(tree, node, 'ForOfSpec', 'ForInSpec', 'ForSpec');
  const body = significant(tree, node).find((child) => child !== spec);
  const kind: Block['kind'] = spec !== undefined && tree.kind(spec) === 'ForSpec' && isEndless(reader, spec) ? 'while' : 'for';
  const counts = spec !== undefined && tree.kind(spec) === 'ForSpec';
  // What a loop runs over is read before its block opens: it is evaluated once.
  const iterable = spec === undefined || counts ? undefined : readIterable(reader, spec, place);
  const block = out.openBlock(kind, spanOf(tree, node), place.block, place.scope, iterable);
  if (label !== undefined) reader.labels.set(block, label);
  const inner = { scope: place.scope, block };
  if (counts) readCounter(reader, spec, place, inner);
  else if (spec !== undefined) bindTargets(reader, spec, iterable, inner);
  if (body !== undefined) readBody(reader, body, inner);
}

/** Notes which loops a statement can end before their headers say so. A `throw` counts as a `return`. */
export function markExits(reader: Reader, place: Place, word: 'return' | 'break' | 'continue', label: string | undefined): void {
  if (word === 'continue' && label === undefined) return;
  for (let at = place.block; at >= 0; at = reader.out.blocks[at]?.parent ?? -1) {
    const block = reader.out.blocks[at];
    if (block === undefined || block.scope !== place.scope || block.kind === 'body' || block.kind === 'comprehension') return;
    if (word === 'break' && label === undefined && reader.switchCases.has(at)) return;
    if (block.kind !== 'for' && block.kind !== 'while') continue;
    const own = label !== undefined && reader.labels.get(at) === label;
    if (own && word === 'continue') return;
    block.exits = true;
    if (own || (word === 'break' && label === undefined)) return;
  }
}

function branch(reader: Reader, node: number, kind: Block['kind'], place: Place, group: number, header: Expr | undefined): number {
  const block = reader.out.openBlock(kind, spanOf(reader.tree, node), place.block, place.scope, header, group);
  readBody(reader, node, { scope: place.scope, block });
  return block;
}

function readBody(reader: Reader, node: number, place: Place): void {
  reader.statements(reader.tree.kind(node) === 'Block' ? reader.tree.children(node) : [node], place);
}

function setHeader(reader: Reader, block: number, header: Expr): void {
  const opened = reader.out.blocks[block];
  if (opened !== undefined) opened.header = header;
}

function readIterable(reader: Reader, spec: number, place: Place): Expr {
  const { tree } = reader;
  const children = tree.children(spec);
  const word = children.findIndex((child) => tree.kind(child) === 'of' || tree.kind(child) === 'in');
  const node = word < 0 ? undefined : children.slice(word + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  return node === undefined ? reader.missing(tree.end(spec)) : reader.read(node, place, true);
}

function bindTargets(reader: Reader, spec: number, iterable: Expr | undefined, place: Place): void {
  const { tree } = reader;
  const children = tree.children(spec);
  const word = children.findIndex((child) => tree.kind(child) === 'of' || tree.kind(child) === 'in');
  const target = children.slice(0, word < 0 ? children.length : word).find((child) => !isToken(tree, child));
  if (target === undefined) return;
  const declared = children.some((child) => ['const', 'let', 'var', 'using'].includes(tree.kind(child)));
  // `for … in` runs over keys.
  const value = tree.kind(spec) === 'ForInSpec' ? reader.unknown(target, 'key of an object') : iterable;
  readPattern(reader, target, value ?? reader.unknown(target, 'loop variable'), place, (name, share, position) => {
    // `for (const [key, client] of clients)`: a part of each element; one that lies deeper is no part of it.
    const part = share === value ? position : undefined;
    const binding = { kind: 'loop', value, annotation: undefined, ...(part === undefined ? {} : { position: part }) } as const;
    if (declared) reader.declare(name, place, binding);
    else reader.assign(name, place, binding);
  });
}

/** The three parts of `for (…; …; …)`. */
function counterParts(reader: Reader, spec: number): (number | undefined)[] {
  const { tree } = reader;
  const parts: (number | undefined)[] = [undefined];
  for (const child of tree.children(spec)) {
    const kind = tree.kind(child);
    if (kind === ';') parts.push(undefined);
    else if (kind === 'VariableDeclaration') {
      parts[0] = child;
      parts.push(undefined);
    } else if (!isToken(tree, child) && !isEmptyError(tree, child)) parts[parts.length - 1] ??= child;
  }
  return parts;
}

function isEndless(reader: Reader, spec: number): boolean {
  return counterParts(reader, spec)[1] === undefined;
}

/** `for (let i = 0; i < n; i++)`: names that the last part changes are the loop's variables, and stand for a new value on every turn. */
function readCounter(reader: Reader, spec: number, place: Place, inner: Place): void {
  const { tree, out } = reader;
  const [init, test, update] = counterParts(reader, spec);
  if (init !== undefined && tree.kind(init) === 'VariableDeclaration') readVariables(reader, init, place);
  else if (init !== undefined) reader.read(init, place);
  if (test !== undefined) setHeader(reader, inner.block, reader.read(test, inner));
  if (update === undefined) return;
  const source = tree.textOf(update);
  const counted =
    init === undefined || tree.kind(init) !== 'VariableDeclaration'
      ? []
      : tree.children(init).filter((child) => tree.kind(child) === 'VariableDefinition' && changes(source, tree.textOf(child)));
  for (const name of counted) {
    const value: Expr = reader.unknown(spec, 'position in a loop');
    // The start value is not what the body sees.
    out.lookedBack = true;
    const known = out.scopes[place.scope]?.bindings.get(tree.textOf(name));
    if (known?.at(-1)?.start === tree.start(name)) known.pop();
    reader.declare(name, inner, { kind: 'loop', value, annotation: undefined });
  }
  if (counted.length === 0 || /[(]/.test(source)) reader.read(update, inner);
}

function changes(source: string, name: string): boolean {
  return source.split(/[^\w$]+/).includes(name);
}
