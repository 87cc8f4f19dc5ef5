import type { Argument, DictEntry, Expr, HoleExpr, ListItem, TextExpr } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { dict, keyword, oneOf, positional } from '../tree-sitter/expressions.ts';
import { readLambda } from '../tree-sitter/classes.ts';
import type { ReadExpression, SourceReader } from '../tree-sitter/reader.ts';
import { commonIndent, decode, literalOf, type Spelling } from '../tree-sitter/strings.ts';
import { readParameters } from './declarations.ts';

/** `"…"`, `@"…"` and raw strings. */
export const readText: ReadExpression = (reader, node) => {
  const { text } = reader.tree;
  const { start, end } = reader.span(node);
  const raw = /^"{3,}/.exec(text.slice(start, Math.min(end, start + 20)))?.[0].length ?? 0;
  if (raw >= 3) {
    const { from, to, indent } = rawContent(text, start, end, raw);
    return { ...decode(text, from, to, { escapes: false, indent }, true), start, end };
  }
  const verbatim = text[start] === '@';
  const from = Math.min(start + (verbatim ? 2 : 1), end);
  const closed = end > from && /["']/.test(text[end - 1] ?? '');
  const to = closed ? end - 1 : end;
  return { ...decode(text, from, to, verbatim ? { escapes: false, doubled: '"' } : { escapes: true }), start, end };
};

/** Content of a raw string: the lines of its quotes are no part of it, and the closing line gives the indentation. */
function rawContent(
  text: string,
  start: number,
  end: number,
  quotes: number,
): { readonly from: number; readonly to: number; readonly indent: number } {
  const inside = text.slice(start + quotes, end);
  const closed = inside.endsWith('"'.repeat(quotes));
  let to = closed ? end - quotes : end;
  let from = start + quotes;
  const firstLine = /^[ \t]*\r?\n/.exec(text.slice(from, to));
  if (firstLine === null) return { from, to, indent: 0 };
  from += firstLine[0].length;
  const lastLine = /(\r?\n)([ \t]*)$/.exec(text.slice(from, to));
  const indent = lastLine === null ? commonIndent(text.slice(from, to)) : (lastLine[2]?.length ?? 0);
  if (lastLine !== null) to -= lastLine[0].length;
  return { from, to: Math.max(from, to), indent };
}

/** `$"… {x} …"` in all its forms. */
export const readInterpolated: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const { text } = tree;
  const { start, end } = reader.span(node);
  const opening = /^[$@]+("+)/.exec(text.slice(start, Math.min(end, start + 20)));
  const marks = (opening?.[0].length ?? 2) - (opening?.[1]?.length ?? 1);
  const quotes = opening?.[1]?.length ?? 1;
  const isRaw = quotes >= 3;
  const verbatim = text.slice(start, start + marks).includes('@');
  const content = isRaw
    ? rawContent(text, start + marks, end, quotes)
    : { from: start + marks + 1, to: end > start + marks + 1 && text[end - 1] === '"' ? end - 1 : end, indent: 0 };
  const spelling: Spelling = isRaw
    ? { escapes: false, indent: content.indent }
    : verbatim
      ? { escapes: false, doubled: '"', doubledBraces: true }
      : { escapes: true, doubledBraces: true };
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = content.from;
  for (const child of tree.children(node)) {
    if (tree.kind(child) !== 'interpolation') continue;
    const from = tree.start(child);
    if (from > at) parts.push(decode(text, at, from, spelling, at === content.from));
    const inner = reader.named(child).filter((part) => !tree.kind(part).startsWith('interpolation_'));
    const formatNode = reader.child(child, 'interpolation_format_clause');
    const value = inner[0] === undefined ? reader.missing(from) : reader.read(inner[0], place);
    parts.push({ kind: 'hole', value, format: reader.text(formatNode), ...reader.span(child) });
    at = tree.end(child);
  }
  if (content.to > at) parts.push(decode(text, at, content.to, spelling, at === content.from));
  return literalOf(parts, start, end);
};

/** `object.name`; a qualified name too. */
export const readMember: ReadExpression = (reader, node, place) => {
  const object = reader.place(node, 'expression', 'qualifier');
  const nameNode = reader.place(node, 'name');
  const name = reader.text(nameNode).replace(/<.*$/s, '');
  const span = reader.span(node);
  const thisToken = reader.tree.children(node).find((child) => /^(this|base)$/.test(reader.tree.kind(child)));
  const value =
    object === undefined ? (thisToken === undefined ? undefined : reader.self(reader.span(thisToken), place)) : reader.read(object, place);
  return value === undefined ? reader.name(name, span, place) : { kind: 'member', object: value, name, ...span };
};

/** `object?.name`. */
export const readConditionalAccess: ReadExpression = (reader, node, place) => {
  const condition = reader.place(node, 'condition');
  const binding = reader.named(node).find((child) => child !== condition);
  const object = reader.read(condition, place);
  if (binding === undefined) return object;
  if (reader.tree.kind(binding) === 'member_binding_expression')
    return { kind: 'member', object, name: reader.text(reader.place(binding, 'name')).replace(/<.*$/s, ''), ...reader.span(node) };
  reader.read(binding, place);
  return reader.unknown(node, 'part of a value that may be null');
};

/** Arguments, with names where they have them. */
export function readArguments(reader: SourceReader, list: number | undefined, place: Place, receiver?: Expr): Argument[] {
  if (list === undefined) return [];
  return reader.named(list).map((node): Argument => {
    const name = reader.place(node, 'name');
    const valueNode = reader.named(node).find((child) => child !== name);
    const callback = receiver !== undefined && valueNode !== undefined && reader.tree.kind(valueNode) === 'lambda_expression';
    const value =
      valueNode === undefined
        ? reader.missing(reader.tree.end(node))
        : callback
          ? lambda(reader, valueNode, place, receiver)
          : reader.read(valueNode, place);
    return name === undefined ? positional(value) : keyword(reader.text(name), value, reader.tree.start(node));
  });
}

/** A call. */
export const readInvocation: ReadExpression = (reader, node, place, iterated) => {
  const calleeNode = reader.place(node, 'function');
  const list = reader.place(node, 'arguments');
  const wanted = serviceType(reader, calleeNode);
  if (wanted !== undefined)
    return reader.call(reader.read(wanted, place), [], reader.span(list ?? node), reader.span(node), place, iterated);
  const callee = reader.read(calleeNode, place);
  const receiver = callee.kind === 'member' && reader.rules.iterating.has(callee.name) ? callee.object : undefined;
  const args = readArguments(reader, list, place, receiver);
  const added = callee.kind === 'member' ? /^Add(System|User|Assistant|Developer)Message$/.exec(callee.name)?.[1] : undefined;
  if (added !== undefined && callee.kind === 'member' && args[0] !== undefined)
    reader.out.scopes[place.scope]?.effects.push({
      kind: 'append',
      target: callee.object,
      key: undefined,
      value: message(added.toLowerCase(), args[0].value),
      ...place,
      ...reader.span(node),
    });
  return reader.call(callee, args, reader.span(list ?? node), reader.span(node), place, iterated);
};

/** A message as a mapping: what a chat history holds. */
function message(role: string, content: Expr): Expr {
  const { start, end } = content;
  const entry = (name: string, value: Expr): DictEntry => ({ key: keyText(name, start), value });
  return { kind: 'dict', entries: [entry('role', { ...keyText(role, start), end: start }), entry('content', content)], start, end };
}

/** The type of `services.GetRequiredService<T>()`: what it gives is a T. */
function serviceType(reader: SourceReader, callee: number | undefined): number | undefined {
  const name = callee === undefined ? undefined : reader.place(callee, 'name');
  if (name === undefined || reader.tree.kind(name) !== 'generic_name' || !/^Get(Required)?(Keyed)?Service\b/.test(reader.text(name)))
    return undefined;
  const list = reader.child(name, 'type_argument_list');
  return list === undefined ? undefined : reader.named(list)[0];
}

/** `new T(…) { A = 1 }`: members that are set count as named arguments, elements make a list. */
export const readCreation: ReadExpression = (reader, node, place) => {
  const type = reader.place(node, 'type');
  return create(reader, node, type === undefined ? undefined : reader.read(type, place), reader.text(type), place);
};

/** `new(…)`, whose type stands elsewhere. */
export const readImplicitCreation: ReadExpression = (reader, node, place) => create(reader, node, undefined, '', place);

/** A value whose type may stand in front of the variable: `T x = new(…)`. */
export function readTargetTyped(reader: SourceReader, node: number, type: Expr | undefined, place: Place): Expr {
  const kind = reader.tree.kind(node);
  const inner = kind === 'arrow_expression_clause' ? reader.named(node)[0] : node;
  if (inner !== undefined && reader.tree.kind(inner) === 'implicit_object_creation_expression' && type !== undefined)
    return create(reader, inner, type, '', place);
  return reader.read(node, place);
}

function create(reader: SourceReader, node: number, callee: Expr | undefined, typeName: string, place: Place): Expr {
  const list = reader.place(node, 'arguments') ?? reader.child(node, 'argument_list');
  const initializer = reader.place(node, 'initializer') ?? reader.child(node, 'initializer_expression');
  const members = initializer === undefined ? [] : reader.named(initializer);
  const assigned = members.filter(
    (child) =>
      reader.tree.kind(child) === 'assignment_expression' && reader.tree.kind(reader.place(child, 'left') ?? child) === 'identifier',
  );
  const isCollection = /^(List|IList|IEnumerable|HashSet|Collection|ChatHistory|Dictionary|IDictionary|SortedDictionary)\b/.test(typeName);
  if (initializer !== undefined && (isCollection || (callee === undefined && members.length > 0)) && assigned.length === 0)
    return { ...readCollection(reader, initializer, place, false), ...reader.span(node) };
  if (isCollection && initializer === undefined && typeName !== 'ChatHistory') {
    const [first] = readArguments(reader, list, place);
    if (typeName.includes('Dictionary')) return dict([], reader, node);
    const items: ListItem[] = first === undefined || first.value.kind === 'number' ? [] : [{ value: first.value, spread: true }];
    return { kind: 'list', form: 'list', items, ...reader.span(node) };
  }
  // An object whose type stands elsewhere is what is written in it.
  if (callee === undefined && assigned.length > 0) {
    const entries = assigned.map((child): DictEntry => {
      const left = reader.place(child, 'left') ?? child;
      return { key: keyText(reader.text(left), reader.tree.start(left)), value: reader.read(reader.place(child, 'right'), place) };
    });
    return dict(entries, reader, node);
  }
  const args = readArguments(reader, list, place);
  if (typeName === 'ChatHistory') {
    const items = args
      .slice(0, 1)
      .map((argument): ListItem =>
        argument.value.kind === 'list'
          ? { value: argument.value, spread: true }
          : { value: message('system', argument.value), spread: false },
      );
    return { kind: 'list', form: 'list', items, ...reader.span(node) };
  }
  for (const child of assigned) {
    const left = reader.place(child, 'left');
    const right = reader.place(child, 'right');
    if (left !== undefined && right !== undefined)
      args.push(keyword(reader.text(left), reader.read(right, place), reader.tree.start(child)));
  }
  return reader.call(callee ?? reader.unknown(node, 'type of a new object'), args, reader.span(list ?? node), reader.span(node), place);
}

/** `new { role = "user" }`: a mapping. */
export const readAnonymous: ReadExpression = (reader, node, place) => {
  const entries: DictEntry[] = [];
  const children = reader.tree.children(node);
  const isEqualSign = (child: number | undefined): boolean => child !== undefined && reader.tree.kind(child) === '=';
  children.forEach((child, i) => {
    if (isEqualSign(child)) {
      const [name, value] = [children[i - 1], children[i + 1]];
      if (name !== undefined && value !== undefined)
        entries.push({ key: keyText(reader.text(name), reader.tree.start(name)), value: reader.read(value, place) });
    } else if (
      /^(identifier|member_access_expression)$/.test(reader.tree.kind(child)) &&
      !isEqualSign(children[i - 1]) &&
      !isEqualSign(children[i + 1])
    ) {
      // `new { model, request.Messages }`: the last name is that of the member.
      const text = reader.text(child);
      const at = text.lastIndexOf('.') + 1;
      entries.push({ key: keyText(text.slice(at), reader.tree.start(child) + at), value: reader.read(child, place) });
    }
  });
  return dict(entries, reader, node);
};

/** `[a, ..b]`, `{ a, b }`, `{ ["k"] = v }`. */
export const readCollection: ReadExpression = (reader, node, place) => {
  const { tree } = reader;
  const inner = tree.kind(node).includes('array_creation') ? reader.child(node, 'initializer_expression') : node;
  if (inner === undefined) return { kind: 'list', form: 'list', items: [], ...reader.span(node) };
  const entries: DictEntry[] = [];
  const items: ListItem[] = [];
  for (const child of reader.named(inner)) {
    const kind = tree.kind(child);
    const left = kind === 'assignment_expression' ? reader.place(child, 'left') : undefined;
    if (left !== undefined) {
      const key =
        tree.kind(left) === 'identifier' ? keyText(reader.text(left), tree.start(left)) : reader.read(reader.named(left)[0], place);
      entries.push({ key: key.kind === 'list' ? key.items[0]?.value : key, value: reader.read(reader.place(child, 'right'), place) });
    } else if (kind === 'initializer_expression') {
      const [key, value] = reader.named(child);
      entries.push({ key: reader.read(key, place), value: reader.read(value, place) });
    } else {
      const value = kind === 'argument' ? reader.named(child)[0] : child;
      const spread = value !== undefined && /^(range_expression|spread_element)$/.test(tree.kind(value));
      items.push({ value: reader.read(value, place), spread });
    }
  }
  return entries.length > 0 ? dict(entries, reader, node) : { kind: 'list', form: 'list', items, ...reader.span(node) };
};

/** `a = b`, `a += b`, `a ??= b`. */
export const readAssignment: ReadExpression = (reader, node, place) => {
  const left = reader.place(node, 'left');
  const right = reader.place(node, 'right');
  if (left === undefined || right === undefined) return reader.unknown(node, 'nothing here yet');
  const value = reader.read(right, place);
  const operator = reader.tree
    .children(node)
    .map((child) => reader.text(child))
    .find((spelling) => /^[+?]*=$/.test(spelling));
  reader.assign(reader.read(left, place), value, reader.span(node), place, operator === '+=');
  return value;
};

/** `x => …`. */
export const readLambdaExpression: ReadExpression = (reader, node, place) => lambda(reader, node, place, undefined);

function lambda(reader: SourceReader, node: number, place: Place, iterable: Expr | undefined): Expr {
  const params = readParameters(reader, reader.place(node, 'parameters'), place);
  return readLambda(reader, node, place, params, reader.place(node, 'body') ?? reader.child(node, 'block'), iterable);
}

/** `x switch { 1 => "a", _ => "b" }`. */
export const readSwitchExpression: ReadExpression = (reader, node, place) => {
  const values = reader
    .named(node)
    .filter((child) => reader.tree.kind(child) === 'switch_expression_arm')
    .map((arm) => reader.read(reader.named(arm).at(-1), place));
  return oneOf(values, reader, node);
};
