import type { Expr, Parameter } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { readPattern } from './patterns.ts';
import type { Reader } from './reader.ts';
import { childOf, commaGroups, isEmptyError, isToken, spanOf } from './tokens.ts';
import { readAnnotation, withBounds } from './types.ts';

/** What surrounds a function, as far as its own node does not say it. */
export interface FunctionContext {
  readonly name: string;
  /** Class scope of a method. */
  readonly method?: number;
  readonly decorators?: readonly Expr[];
  /** What a callback runs over: the receiver of `xs.map(callback)`. */
  readonly iterable?: Expr;
}

/** Reads a function, method or arrow function and returns its scope. */
export function readFunction(reader: Reader, node: number, place: Place, context: FunctionContext): number {
  return withBounds(reader, node, () => readParts(reader, node, place, context));
}

function readParts(reader: Reader, node: number, place: Place, context: FunctionContext): number {
  const { tree, out } = reader;
  const span = spanOf(tree, node);
  const children = tree.children(node);
  const arrow = children.some((child) => tree.kind(child) === 'Arrow');
  const scope = out.openScope(arrow ? 'lambda' : 'function', context.name, span, place.scope, place.block);
  // The body of a callback is the body of a loop; the block of the loop is that of the function.
  const block =
    context.iterable === undefined
      ? out.openBlock('body', span, place.block, scope.id)
      : out.openBlock('comprehension', span, place.block, scope.id, context.iterable);
  const inner: Place = { scope: scope.id, block };
  if (context.method !== undefined) reader.methods.set(scope.id, context.method);
  scope.generator = children.some((child) => tree.kind(child) === 'Star');
  scope.decorators = [...(context.decorators ?? [])];
  const params = children.find((child) => tree.kind(child) === 'ParamList');
  if (params !== undefined) readParameters(reader, params, inner, context);
  // An annotation of the result stands on the level of the function; those of parameters are inside their list.
  const result = childOf(tree, node, 'TypeAnnotation');
  // A type predicate looks like the type of the result once its gap is bridged.
  if (result !== undefined && !/^:\s*[\w$]+\s+is\s|^:\s*asserts\s/.test(tree.textOf(result)))
    scope.returnAnnotation = readAnnotation(reader, result, place);

  const body = children[children.length - 1];
  if (body === undefined || body === params) return scope.id;
  if (tree.kind(body) === 'Block') reader.statements(tree.children(body), inner);
  else if (arrow && !isToken(tree, body) && !isEmptyError(tree, body)) {
    const value = reader.read(body, inner);
    scope.returns.push({ value, block, start: value.start, end: value.end });
  }
  return scope.id;
}

/** Decorators of a class, member or parameter; they run where the class is defined. */
export function readDecorators(reader: Reader, nodes: readonly number[], place: Place): Expr[] {
  const { tree } = reader;
  return nodes
    .filter((node) => tree.kind(node) === 'Decorator')
    .flatMap((node) => tree.children(node).filter((child) => !isToken(tree, child)))
    .map((child) => reader.read(child, place));
}

function readParameters(reader: Reader, list: number, place: Place, context: FunctionContext): void {
  const { tree, out } = reader;
  const scope = out.scopes[place.scope];
  if (scope === undefined) return;
  const groups = commaGroups(tree, list).filter(
    (group) => group.length > 0 && !group.some((child) => tree.textOf(child) === 'this' && tree.kind(child) === 'this'),
  );
  const patterns: { readonly node: number; readonly value: Expr }[] = [];
  const params: Parameter[] = [];
  groups.forEach((group, position) => {
    const target = group.find((child) => ['VariableDefinition', 'ObjectPattern', 'ArrayPattern'].includes(tree.kind(child)));
    if (target === undefined) return;
    const span = spanOf(tree, target);
    const simple = tree.kind(target) === 'VariableDefinition';
    const name = simple ? tree.textOf(target) : `#${position}`;
    readDecorators(reader, group, place);
    const equals = group.findIndex((child) => tree.kind(child) === 'Equals');
    const fallback = equals < 0 ? undefined : group[equals + 1];
    const value = reader.name(name, span, place);
    const type = group.find((child) => tree.kind(child) === 'TypeAnnotation');
    const mayLack = equals >= 0 || group.some((child) => tree.textOf(child) === '?');
    params.push({
      name,
      kind: group.some((child) => tree.kind(child) === 'Spread') ? 'rest' : 'normal',
      defaultValue: fallback === undefined || isEmptyError(tree, fallback) ? undefined : reader.read(fallback, place),
      annotation: readAnnotation(reader, type, place),
      ...(type === undefined || mayLack || /\b(undefined|null|any|unknown)\b/.test(tree.textOf(type)) ? {} : { required: true }),
      ...span,
    });
    if (!simple) patterns.push({ node: target, value });
    const property = group.some((child) => ['Privacy', 'readonly', 'override'].includes(tree.kind(child)));
    if (property && context.method !== undefined) {
      const self = { kind: 'self', scope: context.method, ...span } as const;
      scope.effects.push({ kind: 'set', target: self, key: keyText(name, span.start), value, ...place, ...span });
    }
    if (context.iterable !== undefined && position < 2) bindTurn(reader, context.iterable, name, span, place, position);
  });
  scope.params = params;
  for (const { node, value } of patterns) {
    readPattern(reader, node, value, place, (nameNode, share, item) => {
      reader.declare(nameNode, place, {
        kind: item === undefined ? 'assign' : 'unpack',
        value: share,
        annotation: undefined,
        ...(item === undefined ? {} : { position: item }),
      });
    });
  }
}

/** The first parameter of a callback takes one item after the other, the second one counts them. */
function bindTurn(
  reader: Reader,
  iterable: Expr,
  name: string,
  span: { readonly start: number; readonly end: number },
  place: Place,
  position: number,
): void {
  const value: Expr = position === 0 ? iterable : { kind: 'unknown', reason: 'position in a loop', ...span };
  reader.out.bind(place.scope, { name, kind: 'loop', value, annotation: undefined, block: place.block, ...span });
}
