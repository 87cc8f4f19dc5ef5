import type { Argument, CallExpr, DictEntry, Expr, ListItem, Span, TextExpr, HoleExpr } from '../../facts.ts';
import type { FactsBuilder, Place } from '../facts-builder.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import { readComprehension } from './comprehensions.ts';
import { isCondition, readCondition } from './conditions.ts';
import { recordMutation } from './mutations.ts';
import { isToken } from './tokens.ts';
import { decodePython, readLiteral } from './strings.ts';
import { readParameters } from './parameters.ts';

/** Deeper nesting than this is reported as unknown instead of exhausting the stack. */
const MAX_DEPTH = 200;

/** Turns Python expression nodes into {@link Expr}, and records the calls, bindings and scopes found on the way. */
export class PythonExpressions {
  private readonly tree: SyntaxTree;
  private readonly out: FactsBuilder;
  /** First parameter of each method scope, with the class it belongs to. */
  private readonly selfNames = new Map<number, { readonly name: string; readonly classScope: number }>();
  private depth = 0;

  constructor(tree: SyntaxTree, out: FactsBuilder) {
    this.tree = tree;
    this.out = out;
  }

  /** Declares that `name` means the instance inside a method scope. */
  declareSelf(scope: number, name: string, classScope: number): void {
    this.selfNames.set(scope, { name, classScope });
  }

  /** The expression at a node. Never throws; what is not understood becomes `unknown` with a reason. */
  read(node: number, place: Place, iterated = false): Expr {
    if (this.depth >= MAX_DEPTH) return this.unknown(node, 'nested too deeply');
    this.depth++;
    const result = this.readInner(node, place, iterated);
    this.depth--;
    return result;
  }

  /** A comma-separated run of nodes: one expression, or a tuple of them. */
  readTuple(nodes: readonly number[], place: Place, iterated = false): Expr {
    const first = nodes[0];
    const last = nodes[nodes.length - 1];
    if (first === undefined || last === undefined) return { kind: 'unknown', reason: 'nothing here yet', start: 0, end: 0 };
    if (nodes.length === 1 && !this.isToken(first)) return this.read(first, place, iterated);
    return { kind: 'list', form: 'tuple', items: this.items(nodes, place), start: this.tree.start(first), end: this.tree.end(last) };
  }

  /** The argument list of a call or class header. */
  readArguments(argList: number, place: Place): Argument[] {
    const children = this.tree.children(argList);
    // A bare generator is the only argument: `join(x for x in xs)`.
    if (children.some((child) => this.tree.kind(child) === 'for')) return [this.generatorArgument(children, place)];
    const result: Argument[] = [];
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      const kind = this.tree.kind(child);
      if (kind === '(' || kind === ')' || kind === ',' || kind === 'Comment' || this.tree.isError(child)) continue;
      const next = children[i + 1];
      if (kind === '*' || kind === '**') {
        if (next === undefined) break;
        const value = this.read(next, place);
        result.push({ kind: kind === '*' ? 'spread' : 'keyword-spread', value, start: this.tree.start(child), end: value.end });
        i++;
      } else if (kind === 'VariableName' && next !== undefined && this.tree.kind(next) === 'AssignOp') {
        const valueNode = children[i + 2];
        const missing = valueNode === undefined || this.isToken(valueNode) || this.tree.isError(valueNode);
        const end = this.tree.end(missing ? next : valueNode);
        const value: Expr = missing ? { kind: 'unknown', reason: 'nothing here yet', start: end, end } : this.read(valueNode, place);
        result.push({ kind: 'keyword', name: this.tree.textOf(child), value, start: this.tree.start(child), end });
        i += missing ? 1 : 2;
      } else if (!this.isToken(child)) {
        const value = this.read(child, place);
        result.push({ kind: 'positional', value, start: value.start, end: value.end });
      }
    }
    return result;
  }

  private generatorArgument(children: readonly number[], place: Place): Argument {
    const inner = children.filter((child) => !['(', ')'].includes(this.tree.kind(child)));
    const span = { start: this.tree.start(inner[0] ?? 0), end: this.tree.end(inner[inner.length - 1] ?? 0) };
    const value = readComprehension(this.tree, this.out, this, inner, span, place);
    return { kind: 'positional', value, start: span.start, end: span.end };
  }

  private readInner(node: number, place: Place, iterated: boolean): Expr {
    const tree = this.tree;
    const span = { start: tree.start(node), end: tree.end(node) };
    switch (tree.kind(node)) {
      case 'VariableName':
        return this.name(tree.textOf(node), span, place);
      case 'String':
        return this.string(node);
      case 'FormatString':
        return this.formatString(node, place);
      case 'ContinuedString': {
        const operands = this.significant(node).map((child) => this.read(child, place));
        return { kind: 'join', operands, adjacent: true, ...span };
      }
      case 'Number':
        return { kind: 'number', value: pythonNumber(tree.textOf(node)), ...span };
      case 'Boolean':
        return { kind: 'boolean', value: tree.textOf(node) === 'True', ...span };
      case 'None':
        return { kind: 'null', ...span };
      case 'MemberExpression':
        return this.member(node, place);
      case 'CallExpression':
        return this.call(node, place, iterated);
      case 'ParenthesizedExpression': {
        const inner = this.significant(node)[0];
        return inner === undefined ? this.unknown(node, 'nothing here yet') : this.read(inner, place, iterated);
      }
      case 'AwaitExpression': {
        const inner = this.significant(node)[0];
        return inner === undefined ? this.unknown(node, 'nothing here yet') : this.out.awaited(this.read(inner, place, iterated));
      }
      case 'TupleExpression':
        return { kind: 'list', form: 'tuple', items: this.items(tree.children(node), place), ...span };
      case 'ArrayExpression':
        return { kind: 'list', form: 'list', items: this.items(tree.children(node), place), ...span };
      case 'SetExpression':
        return { kind: 'list', form: 'set', items: this.items(tree.children(node), place), ...span };
      case 'DictionaryExpression':
        return { kind: 'dict', entries: this.entries(node, place), ...span };
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'DictionaryComprehensionExpression':
        return readComprehension(this.tree, this.out, this, this.significant(node, ['for', 'in', 'if', 'async', ':', ',']), span, place);
      case 'ConditionalExpression':
        return this.conditional(node, place);
      case 'BinaryExpression':
      case 'UnaryExpression':
        if (isCondition(tree, node)) return readCondition(tree, this, node, place);
        return tree.kind(node) === 'BinaryExpression' ? this.binary(node, place) : this.unary(node, place);
      case 'NamedExpression':
        return this.walrus(node, place);
      case 'LambdaExpression':
        return this.lambda(node, place);
      case 'YieldExpression':
      case 'YieldStatement': {
        const scope = this.out.scopes[this.functionScope(place.scope)];
        const [first, ...others] = this.significant(node).map((child) => this.read(child, place));
        if (scope !== undefined) scope.generator = true;
        // `yield from` hands on what another generator yields.
        if (scope?.kind === 'function' && first !== undefined && others.length === 0 && !/^yield\s+from\b/.test(tree.textOf(node)))
          scope.yields = [...(scope.yields ?? []), { value: first, block: place.block, start: first.start, end: first.end }];
        return this.unknown(node, 'value sent into a generator');
      }
      default: {
        for (const child of this.significant(node)) this.read(child, place);
        return this.unknown(node, tree.isError(node) ? 'broken syntax' : 'not understood');
      }
    }
  }

  private name(name: string, span: Span, place: Place): Expr {
    for (let scope = place.scope; scope >= 0; scope = this.out.scopes[scope]?.parent ?? -1) {
      const self = this.selfNames.get(scope);
      if (self?.name === name) return { kind: 'self', scope: self.classScope, ...span };
      if (this.out.scopes[scope]?.params.some((parameter) => parameter.name === name) === true) break;
    }
    return { kind: 'name', name, scope: place.scope, block: place.block, ...span };
  }

  private string(node: number): Expr {
    const start = this.tree.start(node);
    const end = this.tree.end(node);
    const literal = readLiteral(this.tree.text, start, end);
    if (literal.bytes) return { kind: 'unknown', reason: 'bytes', start, end };
    const decoded = decodePython(this.tree.text, literal.contentStart, literal.contentEnd, literal);
    return { ...decoded, start, end };
  }

  private formatString(node: number, place: Place): Expr {
    const tree = this.tree;
    const start = tree.start(node);
    const end = tree.end(node);
    const literal = readLiteral(tree.text, start, end);
    const parts: (TextExpr | HoleExpr)[] = [];
    let at = literal.contentStart;
    for (const child of tree.children(node)) {
      if (tree.kind(child) !== 'FormatReplacement') continue;
      if (tree.start(child) > at) parts.push(decodePython(tree.text, at, tree.start(child), literal));
      parts.push(this.replacement(child, place));
      at = tree.end(child);
    }
    if (literal.contentEnd > at) parts.push(decodePython(tree.text, at, literal.contentEnd, literal));
    return { kind: 'template', parts, start, end };
  }

  private replacement(node: number, place: Place): HoleExpr {
    const tree = this.tree;
    const expressions: number[] = [];
    let format = '';
    for (const child of tree.children(node)) {
      const kind = tree.kind(child);
      if (kind === 'FormatConversion') format += tree.textOf(child);
      else if (kind === 'FormatSpec') {
        format += tree.textOf(child);
        for (const nested of tree.children(child)) if (tree.kind(nested) === 'FormatReplacement') this.replacement(nested, place);
      } else if (!this.isToken(child) && !tree.isError(child)) expressions.push(child);
    }
    const value = expressions.length === 0 ? this.unknown(node, 'nothing here yet') : this.readTuple(expressions, place);
    return { kind: 'hole', value, format, start: tree.start(node), end: tree.end(node) };
  }

  private member(node: number, place: Place): Expr {
    const tree = this.tree;
    const children = tree.children(node);
    const objectNode = children[0];
    if (objectNode === undefined) return this.unknown(node, 'broken syntax');
    const object = this.read(objectNode, place);
    const span = { start: tree.start(node), end: tree.end(node) };
    const property = children.find((child) => tree.kind(child) === 'PropertyName');
    if (property !== undefined) return { kind: 'member', object, name: tree.textOf(property), ...span };
    if (children.some((child) => tree.kind(child) === '[')) {
      const inside = children.slice(1).filter((child) => !['[', ']', 'Comment'].includes(tree.kind(child)) && !tree.isError(child));
      const slice = inside.some((child) => tree.kind(child) === ':');
      const values = inside.filter((child) => !this.isToken(child)).map((child) => this.read(child, place));
      const [first] = values;
      const several = values.map((value) => ({ value, spread: false }));
      const index: Expr =
        slice || first === undefined
          ? this.unknown(node, 'slice')
          : values.length === 1
            ? first
            : { kind: 'list', form: 'tuple', items: several, start: first.start, end: values.at(-1)?.end ?? first.end };
      return { kind: 'index', object, index, ...span };
    }
    return { kind: 'member', object, name: '', ...span };
  }

  private call(node: number, place: Place, iterated: boolean): Expr {
    const tree = this.tree;
    const children = tree.children(node);
    const calleeNode = children[0];
    const argNode = children.find((child) => tree.kind(child) === 'ArgList');
    if (calleeNode === undefined) return this.unknown(node, 'broken syntax');
    const callee = this.read(calleeNode, place);
    return this.makeCall(callee, argNode, { start: tree.start(node), end: tree.end(node) }, place, iterated);
  }

  /** Builds and records a call; used for decorators too, which are calls without a call node. */
  makeCall(callee: Expr, argNode: number | undefined, span: Span, place: Place, iterated: boolean): CallExpr {
    const args = argNode === undefined ? [] : this.readArguments(argNode, place);
    const argList =
      argNode === undefined ? { start: span.end, end: span.end } : { start: this.tree.start(argNode), end: this.tree.end(argNode) };
    const call: CallExpr = {
      kind: 'call',
      callee,
      args,
      argList,
      scope: place.scope,
      block: place.block,
      awaited: false,
      iterated,
      ...span,
    };
    this.out.calls.push(call);
    recordMutation(this.out, call, place);
    return call;
  }

  private conditional(node: number, place: Place): Expr {
    const [then, test, otherwise] = this.significant(node).map((child) => this.read(child, place));
    const span = { start: this.tree.start(node), end: this.tree.end(node) };
    if (then === undefined || test === undefined || otherwise === undefined)
      return { kind: 'unknown', reason: 'nothing here yet', ...span };
    return { kind: 'conditional', then, test, otherwise, ...span };
  }

  private binary(node: number, place: Place): Expr {
    // Left-deep chains are unrolled: a prompt joined from a thousand pieces must not recurse a thousand times.
    const tree = this.tree;
    const rights: { readonly node: number; readonly operator: string; readonly whole: number }[] = [];
    let left = node;
    while (tree.kind(left) === 'BinaryExpression') {
      const children = tree.children(left).filter((child) => tree.kind(child) !== 'Comment');
      const [first, operator, ...rest] = children;
      if (first === undefined || operator === undefined) break;
      const right = rest[rest.length - 1];
      const words = [operator, ...rest.slice(0, -1)].map((child) => tree.textOf(child)).join(' ');
      rights.push({ node: right ?? operator, operator: words, whole: left });
      left = first;
    }
    let result = tree.kind(left) === 'BinaryExpression' ? this.unknown(left, 'nothing here yet') : this.read(left, place);
    for (let i = rights.length - 1; i >= 0; i--) {
      const step = rights[i];
      if (step === undefined) break;
      const right: Expr = this.isToken(step.node) ? this.unknown(step.node, 'nothing here yet') : this.read(step.node, place);
      const span = { start: tree.start(step.whole), end: tree.end(step.whole) };
      if (step.operator === '+') {
        const operands =
          result.kind === 'join' && !result.adjacent && tree.kind(left) !== 'ParenthesizedExpression'
            ? [...result.operands, right]
            : [result, right];
        result = { kind: 'join', operands, adjacent: false, ...span };
      } else {
        result = { kind: 'operation', operator: step.operator, operands: [result, right], ...span };
      }
    }
    return result;
  }

  private unary(node: number, place: Place): Expr {
    const operator = this.tree.children(node)[0];
    const inner = this.significant(node).find((child) => child !== operator);
    const span = { start: this.tree.start(node), end: this.tree.end(node) };
    if (inner === undefined || operator === undefined) return { kind: 'unknown', reason: 'nothing here yet', ...span };
    const value = this.read(inner, place);
    const sign = this.tree.textOf(operator);
    if (value.kind === 'number' && sign === '-') return { ...value, value: -value.value, ...span };
    return { kind: 'operation', operator: sign, operands: [value], ...span };
  }

  private walrus(node: number, place: Place): Expr {
    const [target, valueNode] = this.significant(node);
    if (target === undefined || valueNode === undefined) return this.unknown(node, 'nothing here yet');
    const value = this.read(valueNode, place);
    let scope = place.scope;
    while (this.out.scopes[scope]?.kind === 'comprehension') scope = this.out.scopes[scope]?.parent ?? 0;
    const name = this.tree.textOf(target);
    const span = { start: this.tree.start(target), end: this.tree.end(target) };
    this.out.bind(scope, { name, kind: 'assign', value, annotation: undefined, block: place.block, ...span });
    return value;
  }

  private lambda(node: number, place: Place): Expr {
    const tree = this.tree;
    const children = tree.children(node);
    const span = { start: tree.start(node), end: tree.end(node) };
    const scope = this.out.openScope('lambda', '', span, place.scope, place.block);
    const params = children.find((child) => tree.kind(child) === 'ParamList');
    if (params !== undefined) scope.params = readParameters(tree, params, this, place);
    const bodyNode = children[children.length - 1];
    const block = this.out.openBlock('body', span, place.block, scope.id);
    if (bodyNode !== undefined && !this.isToken(bodyNode)) {
      const value = this.read(bodyNode, { scope: scope.id, block });
      scope.returns.push({ value, block, start: value.start, end: value.end });
    }
    return { kind: 'function', scope: scope.id, ...span };
  }

  private items(nodes: readonly number[], place: Place): ListItem[] {
    const result: ListItem[] = [];
    let spread = false;
    for (const node of nodes) {
      if (this.tree.kind(node) === '*') {
        spread = true;
        continue;
      }
      if (this.isToken(node) || this.tree.isError(node)) continue;
      result.push({ value: this.read(node, place), spread });
      spread = false;
    }
    return result;
  }

  private entries(node: number, place: Place): DictEntry[] {
    const tree = this.tree;
    const result: DictEntry[] = [];
    let group: number[] = [];
    const flush = (): void => {
      const spread = group.some((child) => tree.kind(child) === '**');
      const [first, second] = group.filter((child) => !this.isToken(child) && !tree.isError(child));
      if (first !== undefined) {
        if (spread) result.push({ key: undefined, value: this.read(first, place) });
        else {
          const key = this.read(first, place);
          const value: Expr =
            second === undefined ? { kind: 'unknown', reason: 'nothing here yet', start: key.end, end: key.end } : this.read(second, place);
          result.push({ key, value });
        }
      }
      group = [];
    };
    for (const child of tree.children(node)) {
      if (tree.kind(child) === ',') flush();
      else group.push(child);
    }
    flush();
    return result;
  }

  /** Children that carry meaning: no punctuation, comments or recovery nodes, except the token kinds named in `keep`. */
  private significant(node: number, keep: readonly string[] = []): number[] {
    return this.tree
      .children(node)
      .filter(
        (child) =>
          keep.includes(this.tree.kind(child)) ||
          (!this.isToken(child) && !(this.tree.isError(child) && this.tree.start(child) === this.tree.end(child))),
      );
  }

  private isToken(node: number): boolean {
    return isToken(this.tree, node);
  }

  private functionScope(scope: number): number {
    let current = scope;
    while (this.out.scopes[current]?.kind === 'comprehension') current = this.out.scopes[current]?.parent ?? 0;
    return current;
  }

  private unknown(node: number, reason: string): Expr {
    return { kind: 'unknown', reason, start: this.tree.start(node), end: this.tree.end(node) };
  }
}

function pythonNumber(text: string): number {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits.endsWith('j')) return Number.NaN;
  return Number(digits);
}
