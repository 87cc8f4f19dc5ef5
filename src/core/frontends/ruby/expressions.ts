import type { Argument, DictEntry, Expr, HoleExpr, TextExpr } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { binary, dict, keyword, listItems, positional } from '../tree-sitter/expressions.ts';
import type { ReadExpression, SourceReader } from '../tree-sitter/reader.ts';
import { commonIndent, decode, literalOf, type Spelling } from '../tree-sitter/strings.ts';
import { lastValue } from '../tree-sitter/statements.ts';
import { readParameters, readResultBody } from './declarations.ts';

/** A name: a variable, or a method of the class that is called without parentheses. */
export const readIdentifier: ReadExpression = (reader, node, place) =>
  reader.name(reader.text(node).replace(/^\$/, ''), reader.span(node), place);

/** `@x`: an attribute of the object, which its reader method shares the name with. */
export const readInstanceVariable: ReadExpression = (reader, node, place) => {
  const span = reader.span(node);
  const name = reader.text(node).replace(/^@+/, '');
  const self = reader.self(span, place);
  return self === undefined ? reader.name(name, span, place) : { kind: 'member', object: self, name, ...span };
};

/** `A::B`. */
export const readScope: ReadExpression = (reader, node, place) => {
  const scope = reader.place(node, 'scope');
  const name = reader.text(reader.place(node, 'name'));
  if (scope === undefined) return reader.name(name, reader.span(node), place);
  return { kind: 'member', object: reader.read(scope, place), name, ...reader.span(node) };
};

/** `:name`, `name:`. */
export const readSymbol: ReadExpression = (reader, node) => {
  const source = reader.text(node);
  const name = source.replace(/^:|:$/g, '').replace(/^["']|["']$/g, '');
  return keyText(name, reader.tree.start(node) + (source.startsWith(':') ? 1 : 0));
};

function pieces(reader: SourceReader, node: number, from: number, to: number, spelling: Spelling, place: Place): (TextExpr | HoleExpr)[] {
  const { tree } = reader;
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = from;
  for (const child of tree.children(node)) {
    if (tree.kind(child) !== 'interpolation') continue;
    const start = tree.start(child);
    if (start > at) parts.push(decode(tree.text, at, start, spelling, at === from));
    parts.push({ kind: 'hole', value: reader.read(reader.named(child)[0], place), format: '', ...reader.span(child) });
    at = tree.end(child);
  }
  if (to > at) parts.push(decode(tree.text, at, to, spelling, at === from));
  return parts;
}

/** `"…"`, `'…'`, `%q(…)`, `%(…)`. */
export const readString: ReadExpression = (reader, node, place) => {
  const { text } = reader.tree;
  const { start, end } = reader.span(node);
  const opening = /^:?(?:%[qQwWiI]?[^\w\s]|["'`])/.exec(text.slice(start, Math.min(end, start + 5)))?.[0].length ?? 1;
  const closed =
    end - start > opening &&
    reader.tree
      .children(node)
      .some((child) => reader.tree.isToken(child) && reader.tree.end(child) === end && reader.tree.start(child) > start);
  const plain = text[start] === "'" || text.startsWith('%q', start) || text.startsWith(":'", start);
  const spelling: Spelling = plain ? { escapes: true, only: "'\\" } : { escapes: true };
  return literalOf(pieces(reader, node, start + opening, closed ? end - 1 : end, spelling, place), start, end);
};

/** `<<~TEXT`: its text stands behind the statement. */
export const readHeredoc: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const { text } = tree;
  const span = reader.span(node);
  const mark = /^<<([~-]?)(["'`]?)(\w+)/.exec(reader.text(node));
  const body = heredocBody(reader, node, mark?.[3] ?? '');
  if (body === undefined || mark === null) return reader.unknown(node, 'text that ends nowhere');
  const lineEnd = text.indexOf('\n', tree.start(body));
  const from =
    lineEnd >= 0 && lineEnd < tree.end(body) && /^[ \t\r]*$/.test(text.slice(tree.start(body), lineEnd)) ? lineEnd + 1 : tree.start(body);
  const ending = reader.child(body, 'heredoc_end');
  const endStart = ending === undefined ? tree.end(body) : tree.start(ending);
  // The line of the end mark is no part of the text.
  const to = Math.max(from, text.lastIndexOf('\n', endStart - 1) + 1);
  const indent = mark[1] === '~' ? commonIndent(text.slice(from, to)) : 0;
  const parts = pieces(reader, body, from, to, mark[2] === "'" ? { escapes: false, indent } : { escapes: true, indent }, place);
  return { ...literalOf(parts, span.start, span.end), start: span.start, end: span.end };
};

/** Bodies follow in the order of their beginnings. */
function heredocBody(reader: SourceReader, beginning: number, name: string): number | undefined {
  const { tree } = reader;
  for (let node = beginning + 1; node < tree.size; node++) {
    if (tree.kind(node) !== 'heredoc_body') continue;
    const end = reader.child(node, 'heredoc_end');
    if (reader.text(end).trim() === name) return node;
  }
  return undefined;
}

/** `%w[a b]`. */
export const readWords: ReadExpression = (reader, node) => ({
  kind: 'list',
  form: 'list',
  items: reader.named(node).map((child) => ({ value: keyText(reader.text(child), reader.tree.start(child)), spread: false })),
  ...reader.span(node),
});

/** `[a, *b]`. */
export const readArray: ReadExpression = (reader, node, place) => ({
  kind: 'list',
  form: 'list',
  items: listItems(reader, reader.named(node), place, ['splat_argument']),
  ...reader.span(node),
});

/** `{ a: 1, "b" => 2, **c, d: }`. */
export const readHash: ReadExpression = (reader, node, place) => dict(entries(reader, reader.named(node), place), reader, node);

function entries(reader: SourceReader, nodes: readonly number[], place: Place): DictEntry[] {
  return nodes.flatMap((node): DictEntry[] => {
    const kind = reader.tree.kind(node);
    if (kind === 'hash_splat_argument') return [{ key: undefined, value: reader.read(reader.named(node)[0], place) }];
    if (kind !== 'pair') return [];
    const key = reader.place(node, 'key');
    return [{ key: reader.read(key, place), value: pairValue(reader, node, place) }];
  });
}

/** The value of a pair; `name:` alone stands for the variable of that name. */
function pairValue(reader: SourceReader, node: number, place: Place): Expr {
  const value = reader.place(node, 'value');
  if (value !== undefined) return reader.read(value, place);
  const key = reader.place(node, 'key');
  return reader.name(reader.text(key).replace(/:$/, ''), reader.span(node), place);
}

/** A call. Without arguments and parentheses it is read like a member; `X.new(…)` makes an X. */
export const readCall: ReadExpression = (reader, node, place, iterated) => {
  const { tree } = reader;
  const receiverNode = reader.place(node, 'receiver');
  const methodNode = reader.place(node, 'method');
  const list = reader.place(node, 'arguments');
  const blockNode = reader.place(node, 'block');
  const name = methodNode === undefined ? 'call' : reader.text(methodNode);
  const object = receiverNode === undefined ? undefined : reader.read(receiverNode, place);
  const end = methodNode === undefined ? tree.end(node) : tree.end(methodNode);
  if (object === undefined && /^require(_relative)?$/.test(name) && list !== undefined) {
    const path = reader.named(list)[0];
    const value = path === undefined ? undefined : reader.read(path, place);
    if (value?.kind === 'text' && name === 'require_relative') reader.out.starExports.push(value.value);
    return reader.unknown(node, 'require');
  }
  let callee: Expr =
    object === undefined
      ? reader.name(name, methodNode === undefined ? reader.span(node) : reader.span(methodNode), place)
      : { kind: 'member', object, name, start: object.start, end };
  if (object !== undefined && name === 'new') callee = object;
  const iterates = object !== undefined && reader.rules.iterating.has(name) ? object : undefined;
  const args = readArguments(reader, list, place);
  if (blockNode !== undefined) {
    const value = readBlock(reader, blockNode, place, iterates);
    if (list === undefined && object !== undefined && args.length === 0 && reader.rules.identities.has(name)) return object;
    args.push(...settings(reader, value), positional(value));
  }
  const ofConstant = receiverNode !== undefined && /^(constant|scope_resolution)$/.test(tree.kind(receiverNode)) && /^[a-z]/.test(name);
  if (list === undefined && blockNode === undefined && object !== undefined && name !== 'new' && !ofConstant) {
    if (reader.rules.identities.has(name)) return object;
    return { ...callee, ...reader.span(node) };
  }
  return reader.call(callee, args, reader.span(list ?? node), reader.span(node), place, iterated);
};

function readArguments(reader: SourceReader, list: number | undefined, place: Place): Argument[] {
  if (list === undefined) return [];
  return reader.named(list).flatMap((node): Argument[] => {
    const span = reader.span(node);
    switch (reader.tree.kind(node)) {
      case 'pair': {
        const key = reader.place(node, 'key');
        const keyValue = reader.read(key, place);
        const value = pairValue(reader, node, place);
        if (keyValue.kind === 'text') return [keyword(keyValue.value, value, span.start)];
        return [{ kind: 'keyword-spread', value: dict([{ key: keyValue, value }], reader, node), ...span }];
      }
      case 'hash_splat_argument':
        return [{ kind: 'keyword-spread', value: reader.read(reader.named(node)[0], place), ...span }];
      case 'splat_argument':
        return [{ kind: 'spread', value: reader.read(reader.named(node)[0], place), ...span }];
      case 'block_argument':
        return [];
      default:
        return [positional(reader.read(node, place))];
    }
  });
}

/** `do |x| … end`, `{ |x| … }`. */
function readBlock(reader: SourceReader, node: number, place: Place, iterable: Expr | undefined): Expr {
  const params = readParameters(reader, reader.place(node, 'parameters'), place);
  const inner = reader.openFunction(node, '', place, { lambda: true, params, iterable });
  const body = reader.place(node, 'body');
  if (body !== undefined) readResultBody(reader, body, inner);
  return { kind: 'function', scope: inner.scope, ...reader.span(node) };
}

/** `{ |config| config.x = y }`: what a block sets on its parameter, as arguments of the call that the block belongs to. */
function settings(reader: SourceReader, value: Expr): Argument[] {
  const scope = value.kind === 'function' ? reader.out.scopes[value.scope] : undefined;
  const name = scope?.params[0]?.name;
  return (scope?.effects ?? []).flatMap((effect): Argument[] =>
    effect.kind === 'set' && effect.target.kind === 'name' && effect.target.name === name && effect.key?.kind === 'text'
      ? [keyword(effect.key.value, effect.value, effect.start)]
      : [],
  );
}

/** `->(x) { … }`. */
export const readLambda: ReadExpression = (reader, node, place) => {
  const inner = reader.openFunction(node, '', place, {
    lambda: true,
    params: readParameters(reader, reader.place(node, 'parameters'), place),
  });
  const block = reader.place(node, 'body');
  const body = block === undefined ? undefined : (reader.place(block, 'body') ?? block);
  if (body !== undefined) readResultBody(reader, body, inner);
  return { kind: 'function', scope: inner.scope, ...reader.span(node) };
};

const plainBinary = binary({ join: ['+'], fallback: ['||', 'or'] });

/** Operators; `xs << y` adds to a list or text. */
export const readBinary: ReadExpression = (reader, node, place, iterated) => {
  if (!reader.has(node, '<<')) return plainBinary(reader, node, place, iterated);
  const target = reader.read(reader.place(node, 'left'), place);
  const value = reader.read(reader.place(node, 'right'), place);
  const root = target.kind === 'call' ? undefined : target;
  if (root !== undefined)
    reader.out.scopes[place.scope]?.effects.push({ kind: 'append', target: root, key: undefined, value, ...place, ...reader.span(node) });
  if (root?.kind === 'name' && value.kind !== 'dict') reader.assign(root, value, reader.span(node), place, true);
  return target;
};

/** `a = b`, `a, b = c, d`. */
export const readAssignment: ReadExpression = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const right = reader.place(node, 'right');
  if (left === undefined || right === undefined) return reader.unknown(node, 'nothing here yet');
  const value = reader.read(right, place);
  if (reader.tree.kind(left) === 'left_assignment_list') {
    reader.named(left).forEach((name, position) => {
      if (reader.tree.kind(name) === 'identifier')
        reader.declare(reader.text(name), reader.span(name), place, { kind: 'unpack', value, position });
    });
    return value;
  }
  write(reader, left, value, node, place, false);
  return value;
};

/** `a += b`, `a ||= b`. */
export const readOperatorAssignment: ReadExpression = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const value = reader.read(reader.place(node, 'right'), place);
  if (left !== undefined) write(reader, left, value, node, place, !reader.has(node, '||='));
  return value;
};

function write(reader: SourceReader, left: number, value: Expr, node: number, place: Place, augment: boolean): void {
  const span = reader.span(left);
  const kind = reader.tree.kind(left);
  const isMember = kind === 'identifier' || kind === 'constant';
  const target: Expr = isMember
    ? { kind: 'name', name: reader.text(left), scope: place.scope, block: place.block, ...span }
    : reader.read(left, place);
  if (kind === 'constant' && reader.out.scopes[place.scope]?.kind === 'class') {
    reader.declare(reader.text(left), span, place, { kind: 'assign', value });
    if (reader.out.scopes[0]?.bindings.has(reader.text(left)) !== true)
      reader.declare(reader.text(left), span, { scope: 0, block: 0 }, { kind: 'assign', value });
  } else reader.assign(target, value, reader.span(node), place, augment);
}

/** `if` is a value: that of one of its branches. */
export const readIfValue: ReadExpression = (reader, node, place) => {
  const test = reader.read(reader.place(node, 'condition'), place);
  const group = reader.out.nextGroup();
  const value = (branch: number | undefined, header?: Expr): Expr => {
    if (branch === undefined) return { kind: 'null', ...reader.span(node) };
    if (reader.tree.kind(branch) === 'elsif') return readIfValue(reader, branch, place, false);
    return lastValue(reader, branch, reader.block('branch', branch, place, header, group));
  };
  const then = value(reader.place(node, 'consequence'), test);
  const otherwise = value(reader.place(node, 'alternative'));
  return { kind: 'conditional', test, then, otherwise, ...reader.span(node) };
};

/** `begin … end`. */
export const readBegin: ReadExpression = (reader, node, place) => {
  const nodes = reader.named(node);
  const main = nodes.filter((child) => !/^(rescue|ensure|else)$/.test(reader.tree.kind(child)));
  const last = main.at(-1);
  reader.statements(main.slice(0, -1), place);
  const value = last === undefined ? reader.unknown(node, 'nothing here yet') : lastValue(reader, last, place);
  for (const handler of nodes.filter((child) => !main.includes(child)))
    reader.statements(reader.named(handler), reader.block('handler', handler, place));
  return value;
};
