import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { classAround, openClass, setFromParameter } from '../tree-sitter/classes.ts';
import { positional } from '../tree-sitter/expressions.ts';
import { parameter, type ReadStatement, type SourceReader } from '../tree-sitter/reader.ts';
import { namesIn } from '../tree-sitter/statements.ts';

const NAMES = ['identifier', 'simple_identifier'];

/** `import a.b.C`, `import a.b.C as D`, `import a.b.*`. */
export const readImport: ReadStatement = (reader, node, place) => {
  const path = reader.child(node, 'qualified_identifier', 'identifier');
  if (path === undefined) return;
  const module = reader.text(path).replace(/\s/g, '');
  if (/\.\s*\*\s*$/.test(reader.text(node).trimEnd())) {
    reader.out.starExports.push(module);
    return;
  }
  const alias = reader.named(node).find((child) => child !== path);
  const name = module.slice(module.lastIndexOf('.') + 1);
  // Functions and members of objects are imported like classes.
  const target = /^[a-z]/.test(name) ? module.slice(0, Math.max(0, module.lastIndexOf('.'))) : module;
  reader.declare(
    alias === undefined ? name : reader.text(alias),
    reader.span(alias ?? path),
    { scope: 0, block: place.block },
    { kind: 'import', import: { module: target, name } },
  );
};

/** The named type of a declaration; undefined for those of the language itself. */
export function typeOf(reader: SourceReader, node: number | undefined, place: Place): Expr | undefined {
  if (node === undefined) return undefined;
  const kind = reader.tree.kind(node);
  if (kind === 'nullable_type') return typeOf(reader, reader.named(node)[0], place);
  const name = kind === 'user_type' ? reader.child(node, ...NAMES) : undefined;
  return name === undefined || /^(String|Int|Long|Double|Boolean|Any|Unit|List|Map|Flow)$/.test(reader.text(name))
    ? undefined
    : reader.read(name, place);
}

function typeNode(reader: SourceReader, node: number): number | undefined {
  return reader.child(node, 'user_type', 'nullable_type');
}

/** Parameters of a function: a default stands behind its parameter. */
export function readParameters(reader: SourceReader, listNode: number | undefined, place: Place): Parameter[] {
  const result: Parameter[] = [];
  for (const node of listNode === undefined ? [] : reader.named(listNode)) {
    const kind = reader.tree.kind(node);
    if (kind === 'parameter' || kind === 'variable_declaration') {
      const name = reader.child(node, ...NAMES);
      if (name !== undefined)
        result.push(parameter(reader.text(name), reader.span(name), { annotation: typeOf(reader, typeNode(reader, node), place) }));
    } else if (result.length > 0 && !/modifier|annotation/.test(kind))
      result.push({ ...result.pop()!, defaultValue: reader.read(node, place) });
  }
  return result;
}

interface Property {
  readonly param: Parameter;
  readonly isField: boolean;
}

function constructorParameters(reader: SourceReader, node: number, place: Place): Property[] {
  const constructor = reader.child(node, 'primary_constructor');
  const listNode = constructor === undefined ? undefined : reader.child(constructor, 'class_parameters');
  return (listNode === undefined ? [] : reader.named(listNode)).flatMap((one): Property[] => {
    const name = reader.child(one, ...NAMES);
    if (name === undefined) return [];
    const type = typeNode(reader, one);
    const value = reader.named(one).find((child) => child !== name && child !== type && !/modifiers|type/.test(reader.tree.kind(child)));
    const defaultValue = value === undefined ? undefined : reader.read(value, place);
    const isField = reader.has(one, 'val') || reader.has(one, 'var');
    return [{ isField, param: parameter(reader.text(name), reader.span(name), { annotation: typeOf(reader, type, place), defaultValue }) }];
  });
}

function memberNames(reader: SourceReader, body: number | undefined): string[] {
  return (body === undefined ? [] : reader.named(body)).flatMap((node): string[] => {
    switch (reader.tree.kind(node)) {
      case 'property_declaration': {
        const declaration = reader.child(node, 'variable_declaration');
        return declaration === undefined
          ? []
          : namesIn(reader, declaration)
              .slice(0, 1)
              .map((name) => reader.text(name));
      }
      case 'function_declaration':
        return [reader.text(reader.place(node, 'name') ?? reader.child(node, ...NAMES))];
      case 'companion_object':
        return memberNames(reader, reader.child(node, 'class_body'));
      case 'enum_entry':
        return [reader.text(reader.child(node, ...NAMES))];
      default:
        return [];
    }
  });
}

/** A class, object or interface. */
export const readClass: ReadStatement = (reader, node, place) => {
  const body = reader.child(node, 'class_body', 'enum_class_body');
  const properties = constructorParameters(reader, node, place);
  const names = [...memberNames(reader, body), ...properties.map(({ param }) => param.name)];
  const inside = openClass(reader, node, reader.place(node, 'name') ?? reader.child(node, ...NAMES), [], names, place);
  if (properties.length > 0) {
    const inner = reader.openFunction(node, 'constructor', inside, { method: inside.scope, params: properties.map(({ param }) => param) });
    for (const { param } of properties) setFromParameter(reader, inside.scope, param.name, param, inner);
  }
  for (const specifier of reader.child(node, 'delegation_specifiers') === undefined
    ? []
    : reader.named(reader.child(node, 'delegation_specifiers')!))
    reader.read(specifier, inside);
  if (body !== undefined) reader.statements(reader.named(body), inside);
};

/** Members of a companion are seen as members of the class. */
export const readCompanion: ReadStatement = (reader, node, place) => {
  const body = reader.child(node, 'class_body');
  if (body !== undefined) reader.statements(reader.named(body), place);
};

/** `A("x")` in an enum class. */
export const readEnumEntry: ReadStatement = (reader, node, place) => {
  const name = reader.child(node, ...NAMES);
  const list = reader.child(node, 'value_arguments');
  const owner = reader.out.scopes[place.scope];
  if (name === undefined || owner === undefined) return;
  const callee: Expr = { kind: 'name', name: owner.name, scope: owner.parent, block: place.block, ...reader.span(name) };
  const args = list === undefined ? [] : reader.named(list).map((child) => positional(reader.read(reader.named(child).at(-1), place)));
  const value = reader.call(callee, args, reader.span(list ?? node), reader.span(node), place);
  reader.declare(reader.text(name), reader.span(name), place, { kind: 'assign', value });
};

/** `val x: T = …`, with a getter or `by lazy { … }` too. */
export const readProperty: ReadStatement = (reader, node, place) => {
  const { tree } = reader;
  const declaration = reader.child(node, 'variable_declaration', 'multi_variable_declaration');
  if (declaration === undefined) return;
  const rest = reader
    .named(node)
    .filter((child) => child !== declaration && !/^(modifiers|type_parameters|getter|setter|user_type)$/.test(tree.kind(child)));
  const delegate = reader.child(node, 'property_delegate');
  const valueNode = rest.find((child) => child !== delegate);
  let value = valueNode === undefined ? undefined : reader.read(valueNode, place);
  if (delegate !== undefined) {
    const delegated = reader.read(reader.named(delegate)[0], place);
    // `by lazy { x }`: the value of its block.
    const made = delegated.kind === 'call' ? delegated.args.at(-1)?.value : undefined;
    value = made?.kind === 'function' ? reader.out.scopes[made.scope]?.returns.at(-1)?.value : undefined;
  }
  const getter = reader.child(node, 'getter');
  if (getter !== undefined) {
    const inner = reader.openFunction(getter, '', place, { method: classAround(reader, place) });
    const body = reader.child(getter, 'function_body');
    if (body !== undefined) value ??= readBody(reader, body, inner);
  }
  if (tree.kind(declaration) === 'multi_variable_declaration') {
    namesIn(reader, declaration).forEach((name, position) => {
      reader.declare(reader.text(name), reader.span(name), place, { kind: 'unpack', value, position });
    });
    return;
  }
  const name = reader.child(declaration, ...NAMES);
  const annotation = typeOf(reader, typeNode(reader, declaration), place);
  if (name === undefined) return;
  reader.declare(reader.text(name), reader.span(name), place, { kind: value === undefined ? 'declare' : 'assign', value, annotation });
};

/** `fun name(…) { … }`, `fun name(…) = x`. */
export const readFunctionDeclaration: ReadStatement = (reader, node, place) => {
  const name = reader.place(node, 'name') ?? reader.child(node, ...NAMES);
  const inner = reader.openFunction(node, reader.text(name), place, {
    method: classAround(reader, place),
    params: readParameters(reader, reader.child(node, 'function_value_parameters'), place),
    result: typeOf(reader, typeNode(reader, node), place),
  });
  if (name !== undefined) reader.declare(reader.text(name), reader.span(name), place, { kind: 'function', defines: inner.scope });
  const body = reader.child(node, 'function_body');
  if (body !== undefined) readBody(reader, body, inner);
};

/** The body of a function; the value of one that is a single expression. */
export function readBody(reader: SourceReader, body: number, place: Place): Expr | undefined {
  const [only] = reader.named(body);
  if (only === undefined) return undefined;
  if (reader.tree.kind(only) === 'block') {
    reader.statement(only, place);
    return undefined;
  }
  const value = reader.read(only, place);
  reader.result(value, value, place);
  return value;
}
