import type { Expr } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { Reader } from './reader.ts';
import { readNumber, readString } from './strings.ts';
import { declareType, readObjectType } from './declared-types.ts';
import { childOf, isToken, significant, spanOf } from './tokens.ts';

/** The type of a `TypeAnnotation` as an expression; undefined where a type says nothing that a value could be. */
export function readAnnotation(reader: Reader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const type = significant(reader.tree, node)[0];
  return type === undefined ? undefined : readType(reader, type, place, 0);
}

/** A type as an expression. */
export function readType(reader: Reader, node: number, place: Place, depth = 0): Expr | undefined {
  const { tree } = reader;
  if (depth > 20) return undefined;
  const span = spanOf(tree, node);
  const inner = (child: number): Expr => readType(reader, child, place, depth + 1) ?? reader.unknown(child, 'type');
  switch (tree.kind(node)) {
    case 'TypeName': {
      const name = tree.textOf(node);
      const bound = reader.bounds.findLast((one) => one.name === name);
      if (bound !== undefined && bound.type !== node) return readType(reader, bound.type, place, depth + 1);
      return name === 'undefined' ? { kind: 'null', ...span } : reader.name(name, span, place);
    }
    case 'FunctionSignature': {
      // A function as Python writes it: `Callable[[…], Result]`.
      const result = significant(tree, node).at(-1);
      const type = result === undefined || tree.kind(result) === 'ParamList' ? undefined : readType(reader, result, place, depth + 1);
      const callable = reader.name('Callable', span, place);
      const given = parameterTypes(reader, childOf(tree, node, 'ParamList'), place);
      if (given !== undefined) {
        const items = [given, type ?? reader.unknown(node, 'type')].map((value) => ({ value, spread: false }));
        return { kind: 'index', object: callable, index: { kind: 'list', form: 'tuple', items, ...span }, ...span };
      }
      return type === undefined || type.kind === 'null' ? undefined : { kind: 'index', object: callable, index: type, ...span };
    }
    case 'IndexedType': {
      const [head, ...rest] = significant(tree, node);
      if (head === undefined || childOf(tree, node, '[') !== undefined) return undefined;
      return rest.reduce<Expr>(
        (object, child) => ({ kind: 'member', object, name: tree.textOf(child), start: span.start, end: tree.end(child) }),
        inner(head),
      );
    }
    case 'ParameterizedType': {
      const [head] = significant(tree, node);
      const list = childOf(tree, node, 'TypeArgList');
      if (head === undefined || list === undefined) return undefined;
      const args = tree.children(list).filter((child) => !isToken(tree, child) && !tree.isError(child));
      const [first] = args;
      if (first === undefined) return inner(head);
      const index: Expr =
        args.length === 1
          ? inner(first)
          : { kind: 'list', form: 'tuple', items: args.map((arg) => ({ value: inner(arg), spread: false })), ...spanOf(tree, list) };
      return { kind: 'index', object: inner(head), index, ...span };
    }
    case 'UnionType':
    case 'IntersectionType': {
      const operator = tree.kind(node) === 'UnionType' ? '|' : '&';
      return { kind: 'operation', operator, operands: significant(tree, node).map(inner), ...span };
    }
    case 'ArrayType':
      return { kind: 'operation', operator: '[]', operands: significant(tree, node).slice(0, 1).map(inner), ...span };
    case 'ReadonlyType':
    case 'ParenthesizedType': {
      const [only] = significant(tree, node);
      return only === undefined ? undefined : readType(reader, only, place, depth + 1);
    }
    case 'NullType':
    case 'VoidType':
      return { kind: 'null', ...span };
    case 'ObjectType': {
      // Named by what it says: two that say the same are the same, wherever they stand.
      const name = `#type ${tree.textOf(node)}`;
      declareType(reader, name, span, place, readObjectType(reader, [node], [], name, place));
      return reader.name(name, span, place);
    }
    case 'LiteralType': {
      const literal = tree.children(node).find((child) => !isToken(tree, child));
      if (literal === undefined) return undefined;
      const source = tree.textOf(literal);
      if (tree.kind(literal) === 'String') return readString(tree.text, span.start, span.end);
      if (tree.kind(literal) === 'BooleanLiteral') return { kind: 'boolean', value: source === 'true', ...span };
      return { kind: 'number', value: readNumber(source) * (tree.textOf(node).startsWith('-') ? -1 : 1), ...span };
    }
    default:
      return undefined;
  }
}

/** Runs `read` while the type parameters of a class or function stand for the named types that they have to be built on. */
export function withBounds<T>(reader: Reader, node: number, read: () => T): T {
  const { tree, bounds } = reader;
  const before = bounds.length;
  const list = childOf(tree, node, 'TypeParamList');
  const parts = list === undefined ? [] : tree.children(list);
  parts.forEach((part, position) => {
    const type = parts[position + 2];
    if (
      tree.kind(part) !== 'TypeDefinition' ||
      type === undefined ||
      !/^(TypeName|ParameterizedType|IndexedType)$/.test(tree.kind(type)) ||
      tree.textOf(parts[position + 1] ?? part) !== 'extends'
    )
      return;
    bounds.push({ name: tree.textOf(part), type });
  });
  const result = read();
  bounds.length = before;
  return result;
}

/** The types of the parameters of a function type as a list; undefined where none of them has a type that is read. */
export function parameterTypes(reader: Reader, list: number | undefined, place: Place): Expr | undefined {
  if (list === undefined) return undefined;
  const { tree } = reader;
  const types: (Expr | undefined)[] = [];
  let open = false;
  for (const child of tree.children(list)) {
    const kind = tree.kind(child);
    if (kind === ',') open = false;
    else if (kind === 'TypeAnnotation' && types.length > 0) types[types.length - 1] = readAnnotation(reader, child, place);
    else if (!open && !isToken(tree, child)) {
      open = true;
      types.push(undefined);
    }
  }
  if (types.every((type) => type === undefined)) return undefined;
  const items = types.map((type) => ({ value: type ?? reader.unknown(list, 'type'), spread: false }));
  return { kind: 'list', form: 'list', items, ...spanOf(tree, list) };
}
