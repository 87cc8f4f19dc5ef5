import { parser as grammar } from '@lezer/python';
import type { Binding, Block, Expr, FileFacts } from '../../facts.ts';
import { FactsBuilder, type Place } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { lezerParser } from '../lezer.ts';
import { readStatements, startStatements, type StatementReader } from '../statements.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import { PythonExpressions } from './expressions.ts';
import { caseHeader } from './match.ts';
import { declareGlobals, readComments, readDecorator, readImport } from './flat.ts';
import { readDocstring } from './docstring.ts';
import { recordDeletion } from './mutations.ts';
import { readParameters } from './parameters.ts';
import { isPunctuation } from './tokens.ts';

/** Python source, by `@lezer/python`. */
export const python: FrontEnd = {
  language: 'python',
  languageIds: ['python'],
  extensions: ['.py', '.pyi', '.pyw'],
  lineComment: '#',
  parser: lezerParser(grammar),
  facts: (uri, tree) => readStatements(new PythonReader(uri, tree)),
  startFacts: (uri, tree, keep) => startStatements(() => new PythonReader(uri, tree), keep),
};

const MAX_STATEMENT_DEPTH = 100;

/** Walks the statements of one file. */
class PythonReader implements StatementReader {
  readonly tree: SyntaxTree;
  readonly out: FactsBuilder;
  private readonly uri: string;
  private readonly expressions: PythonExpressions;
  private depth = 0;

  constructor(uri: string, tree: SyntaxTree) {
    this.uri = uri;
    this.tree = tree;
    this.out = new FactsBuilder(tree.text.length);
    this.expressions = new PythonExpressions(tree, this.out);
  }

  topLevel(node: number): boolean {
    this.depth++;
    this.statement(node, { scope: 0, block: 0 });
    this.depth--;
    // A `yield` of the module marks its scope, which all statements share.
    return this.out.scopes[0]?.generator !== true;
  }

  finish(): FileFacts {
    readComments(this.tree, this.out);
    return this.out.finish(this.uri, 'python', this.tree.hasErrors());
  }

  private statements(parent: number, place: Place): void {
    if (this.depth >= MAX_STATEMENT_DEPTH) return;
    this.depth++;
    for (const child of this.tree.children(parent)) this.statement(child, place);
    this.depth--;
  }

  private statement(node: number, place: Place): void {
    switch (this.tree.kind(node)) {
      case 'ExpressionStatement':
      case 'RaiseStatement':
      case 'AssertStatement':
      case 'DeleteStatement':
        for (const child of this.parts(node)) recordDeletion(this.out, this.expressions.read(child, place), place);
        break;
      case 'PrintStatement':
        this.parts(node).forEach((child) => this.expressions.read(child, place));
        break;
      case 'AssignStatement':
        this.assignment(node, place);
        break;
      case 'UpdateStatement':
        this.update(node, place);
        break;
      case 'ImportStatement':
        readImport(this.tree, this.out, node, place);
        break;
      case 'FunctionDefinition':
        this.functionDefinition(node, place, []);
        break;
      case 'ClassDefinition':
        this.classDefinition(node, place, []);
        break;
      case 'DecoratedStatement':
        this.decorated(node, place);
        break;
      case 'ReturnStatement':
        this.returnStatement(node, place);
        break;
      case 'IfStatement':
      case 'TryStatement':
      case 'MatchStatement':
        this.branches(node, place);
        break;
      case 'ForStatement':
        this.forStatement(node, place);
        break;
      case 'WhileStatement':
        this.whileStatement(node, place);
        break;
      case 'WithStatement':
        this.withStatement(node, place);
        break;
      case 'BreakStatement':
        this.exitLoop(place.block, false);
        break;
      case 'ScopeStatement':
        declareGlobals(this.tree, this.out, node, place);
        break;
      case 'StatementGroup':
      case 'Body':
      case 'MatchBody':
        this.statements(node, place);
        break;
      default:
        // A `yield`, or a stray expression where a statement is expected: broken syntax, but its calls still count.
        if (!this.isPunctuation(node)) this.expressions.read(node, place);
    }
  }

  private assignment(node: number, place: Place): void {
    const tree = this.tree;
    const groups: number[][] = [[]];
    let annotation: Expr | undefined;
    for (const child of tree.children(node)) {
      const kind = tree.kind(child);
      if (kind === 'AssignOp') groups.push([]);
      else if (kind === 'TypeDef') {
        const typeNode = tree.children(child).find((inner) => tree.kind(inner) !== ':' && !tree.isError(inner));
        if (typeNode !== undefined) annotation = this.expressions.read(typeNode, place);
      } else if (kind !== 'Comment' && !(tree.isError(child) && tree.start(child) === tree.end(child)))
        groups[groups.length - 1]?.push(child);
    }
    const last = groups[groups.length - 1] ?? [];
    if (groups.length === 1) {
      // `x: int` alone, or a statement that is broken before its value.
      const target = last[0];
      if (target !== undefined && tree.kind(target) === 'VariableName' && annotation !== undefined)
        this.bindName(target, 'declare', undefined, place, annotation);
      else for (const child of last) if (!this.isPunctuation(child)) this.expressions.read(child, place);
      return;
    }
    const end = tree.end(node);
    const value: Expr =
      last.length === 0 ? { kind: 'unknown', reason: 'nothing here yet', start: end, end } : this.expressions.readTuple(last, place);
    for (const group of groups.slice(0, -1)) {
      const targets = group.filter((child) => !this.isPunctuation(child));
      const first = targets[0];
      if (targets.length === 1 && first !== undefined && group.length === 1) this.assignTo(first, value, place, annotation);
      else
        targets.forEach((target, position) => {
          this.assignTo(target, value, place, undefined, position);
        });
    }
  }

  private assignTo(target: number, value: Expr, place: Place, annotation?: Expr, position?: number): void {
    const tree = this.tree;
    const span = { start: tree.start(target), end: tree.end(target) };
    switch (tree.kind(target)) {
      case 'VariableName':
        this.bindName(target, position === undefined ? 'assign' : 'unpack', value, place, annotation, position);
        break;
      case 'TupleExpression':
      case 'ArrayExpression':
      case 'ParenthesizedExpression':
        this.parts(target).forEach((child, index) => {
          this.assignTo(child, value, place, undefined, index);
        });
        break;
      case 'MemberExpression': {
        const expr = this.expressions.read(target, place);
        const effects = this.out.scopes[place.scope]?.effects;
        const stored: Expr =
          position === undefined ? value : { kind: 'index', object: value, index: { kind: 'number', value: position, ...span }, ...span };
        const base = { kind: 'set', value: stored, annotation, ...place, start: span.start, end: value.end } as const;
        if (expr.kind === 'member') {
          const key = {
            kind: 'text',
            value: expr.name,
            map: [0, expr.end - expr.name.length],
            start: expr.end - expr.name.length,
            end: expr.end,
          } as const;
          effects?.push({ ...base, target: expr.object, key });
        } else if (expr.kind === 'index') effects?.push({ ...base, target: expr.object, key: expr.index });
        break;
      }
    }
  }

  private update(node: number, place: Place): void {
    const tree = this.tree;
    const children = tree.children(node);
    const operatorAt = children.findIndex((child) => tree.kind(child) === 'UpdateOp');
    const target = children[0];
    const operator = children[operatorAt];
    const values = children.slice(operatorAt + 1).filter((child) => !this.isPunctuation(child));
    if (target === undefined || operator === undefined || values.length === 0) return;
    const value = this.expressions.readTuple(values, place);
    const adds = tree.textOf(operator) === '+=';
    const span = { start: tree.start(target), end: value.end };
    if (tree.kind(target) === 'VariableName') {
      const stored: Expr = adds ? value : { kind: 'unknown', reason: `changed by ${tree.textOf(operator)}`, ...span };
      this.bindName(target, 'augment', stored, place);
      return;
    }
    const expr = this.expressions.read(target, place);
    this.out.scopes[place.scope]?.effects.push({
      kind: adds ? 'extend' : 'other',
      target: expr,
      key: undefined,
      value,
      scope: place.scope,
      block: place.block,
      ...span,
    });
  }

  private bindName(node: number, kind: Binding['kind'], value: Expr | undefined, place: Place, annotation?: Expr, position?: number): void {
    const span = { start: this.tree.start(node), end: this.tree.end(node) };
    const binding: Binding = { name: this.tree.textOf(node), kind, value, annotation, block: place.block, ...span };
    this.out.bind(place.scope, position === undefined ? binding : { ...binding, position });
  }

  private decorated(node: number, place: Place): void {
    const tree = this.tree;
    const decorators: Expr[] = [];
    for (const child of tree.children(node)) {
      const kind = tree.kind(child);
      if (kind === 'Decorator') {
        const expr = readDecorator(tree, this.expressions, child, place);
        if (expr !== undefined) decorators.push(expr);
      } else if (kind === 'FunctionDefinition') this.functionDefinition(child, place, decorators);
      else if (kind === 'ClassDefinition') this.classDefinition(child, place, decorators);
    }
  }

  private functionDefinition(node: number, place: Place, decorators: Expr[]): void {
    const tree = this.tree;
    const children = tree.children(node);
    const nameNode = children.find((child) => tree.kind(child) === 'VariableName');
    const paramNode = children.find((child) => tree.kind(child) === 'ParamList');
    const bodyNode = children.find((child) => tree.kind(child) === 'Body');
    const name = nameNode === undefined ? '' : tree.textOf(nameNode);
    const span = { start: tree.start(node), end: tree.end(node) };
    const scope = this.out.openScope('function', name, span, place.scope, place.block);
    scope.decorators = decorators;
    if (paramNode !== undefined) scope.params = readParameters(tree, paramNode, this.expressions, place);
    const typeNode = children.find((child) => tree.kind(child) === 'TypeDef');
    const resultNode = typeNode === undefined ? undefined : this.parts(typeNode)[0];
    if (resultNode !== undefined) scope.returnAnnotation = this.expressions.read(resultNode, place);
    const enclosing = this.out.scopes[place.scope];
    const isStatic = decorators.some((decorator) => decorator.kind === 'name' && decorator.name === 'staticmethod');
    const first = scope.params[0];
    if (enclosing?.kind === 'class' && !isStatic && first?.kind === 'normal')
      this.expressions.declareSelf(scope.id, first.name, enclosing.id);
    if (nameNode !== undefined) this.bindDefinition('function', nameNode, scope.id, place);
    if (bodyNode === undefined) return;
    const block = this.out.openBlock('body', span, place.block, scope.id);
    scope.doc = readDocstring(tree, bodyNode, this.expressions, place);
    this.statements(bodyNode, { scope: scope.id, block });
  }

  private bindDefinition(kind: 'function' | 'class', nameNode: number, defines: number, { scope, block }: Place): void {
    const { tree } = this;
    const nameSpan = { start: tree.start(nameNode), end: tree.end(nameNode) };
    this.out.bind(scope, { name: tree.textOf(nameNode), kind, value: undefined, annotation: undefined, defines, block, ...nameSpan });
  }

  private classDefinition(node: number, place: Place, decorators: Expr[]): void {
    const tree = this.tree;
    const children = tree.children(node);
    const nameNode = children.find((child) => tree.kind(child) === 'VariableName');
    const argNode = children.find((child) => tree.kind(child) === 'ArgList');
    const bodyNode = children.find((child) => tree.kind(child) === 'Body');
    const name = nameNode === undefined ? '' : tree.textOf(nameNode);
    const span = { start: tree.start(node), end: tree.end(node) };
    const scope = this.out.openScope('class', name, span, place.scope, place.block);
    scope.decorators = decorators;
    if (argNode !== undefined) {
      const header = this.expressions.readArguments(argNode, place);
      scope.bases = header.filter((argument) => argument.kind === 'positional').map((argument) => argument.value);
    }
    if (nameNode !== undefined) this.bindDefinition('class', nameNode, scope.id, place);
    if (bodyNode === undefined) return;
    scope.doc = readDocstring(tree, bodyNode, this.expressions, place);
    this.statements(bodyNode, { scope: scope.id, block: place.block });
  }

  private returnStatement(node: number, place: Place): void {
    this.exitLoop(place.block, true);
    const values = this.parts(node);
    if (values.length === 0) return;
    const value = this.expressions.readTuple(values, place);
    this.out.scopes[place.scope]?.returns.push({ value, block: place.block, start: this.tree.start(node), end: this.tree.end(node) });
  }

  private branches(node: number, place: Place): void {
    const tree = this.tree;
    const group = this.out.nextGroup();
    let header: Expr | undefined;
    const isTry = tree.kind(node) === 'TryStatement';
    let keyword = '';
    let alias = false;
    for (const child of tree.children(node)) {
      const kind = tree.kind(child);
      if (kind === 'Body') {
        const blockKind: Block['kind'] = keyword === 'except' ? 'handler' : isTry ? 'try' : 'branch';
        const block = this.out.openBlock(
          blockKind,
          { start: tree.start(child), end: tree.end(child) },
          place.block,
          place.scope,
          header,
          group,
        );
        this.statements(child, { scope: place.scope, block });
        header = undefined;
        alias = false;
      } else if (kind === 'MatchBody') {
        for (const clause of tree.children(child)) if (tree.kind(clause) === 'MatchClause') this.matchClause(clause, place, group, header);
      } else if (kind === 'as') alias = true;
      else if (['if', 'elif', 'else', 'try', 'except', 'finally', 'match'].includes(kind)) keyword = kind;
      else if (alias && kind === 'VariableName') this.bindName(child, 'except', undefined, place);
      else if (!this.isPunctuation(child)) header = this.expressions.read(child, place);
    }
  }

  private matchClause(node: number, place: Place, group: number, subject: Expr | undefined): void {
    const children = this.tree.children(node);
    const body = children.find((child) => this.tree.kind(child) === 'Body');
    if (body === undefined) return;
    const [pattern, ...more] = children.filter((child) => child !== body && this.tree.kind(child) !== 'case');
    const block = this.out.openBlock(
      'branch',
      { start: this.tree.start(body), end: this.tree.end(body) },
      place.block,
      place.scope,
      pattern === undefined
        ? undefined
        : caseHeader(this.tree, pattern, more.length > 0, subject, (label) => this.expressions.read(label, place)),
      group,
    );
    this.statements(body, { scope: place.scope, block });
  }

  private forStatement(node: number, place: Place): void {
    const tree = this.tree;
    const children = tree.children(node);
    const inAt = children.findIndex((child) => tree.kind(child) === 'in');
    const bodies = children.filter((child) => tree.kind(child) === 'Body');
    const forAt = children.findIndex((child) => tree.kind(child) === 'for');
    const firstBody = bodies[0] === undefined ? children.length : children.indexOf(bodies[0]);
    const iterableNodes = inAt < 0 ? [] : children.slice(inAt + 1, firstBody).filter((child) => !this.isPunctuation(child));
    const iterable = iterableNodes.length === 0 ? undefined : this.expressions.readTuple(iterableNodes, place, true);
    const [loopBody, elseBody] = bodies;
    const span = { start: tree.start(node), end: loopBody === undefined ? tree.end(node) : tree.end(loopBody) };
    const block = this.out.openBlock('for', span, place.block, place.scope, iterable);
    const targets = children.slice(forAt + 1, inAt < 0 ? firstBody : inAt);
    const names = targets.filter((target) => !this.isPunctuation(target));
    for (const [at, name] of names.entries())
      this.bindLoopTarget(name, iterable, { scope: place.scope, block }, names.length > 1 ? at : undefined);
    if (loopBody !== undefined) this.statements(loopBody, { scope: place.scope, block });
    if (elseBody !== undefined) this.statements(elseBody, place);
  }

  private bindLoopTarget(node: number, iterable: Expr | undefined, place: Place, position: number | undefined): void {
    const kind = this.tree.kind(node);
    if (kind === 'VariableName') this.bindName(node, 'loop', iterable, place, undefined, position);
    else if (kind === 'TupleExpression' || kind === 'ArrayExpression' || kind === 'ParenthesizedExpression')
      for (const [at, child] of this.parts(node).entries())
        this.bindLoopTarget(child, iterable, place, position === undefined ? at : undefined);
  }

  private whileStatement(node: number, place: Place): void {
    const tree = this.tree;
    const children = tree.children(node);
    const [loopBody, elseBody] = children.filter((child) => tree.kind(child) === 'Body');
    const testNode = children.find((child) => !this.isPunctuation(child) && tree.kind(child) !== 'Body');
    const span = { start: tree.start(node), end: loopBody === undefined ? tree.end(node) : tree.end(loopBody) };
    const block = this.out.openBlock('while', span, place.block, place.scope);
    const inner = { scope: place.scope, block };
    if (testNode !== undefined) {
      const opened = this.out.blocks[block];
      const header = this.expressions.read(testNode, inner);
      if (opened !== undefined) opened.header = header;
    }
    if (loopBody !== undefined) this.statements(loopBody, inner);
    if (elseBody !== undefined) this.statements(elseBody, place);
  }

  private withStatement(node: number, place: Place): void {
    const tree = this.tree;
    let manager: Expr | undefined;
    let alias = false;
    const block = this.out.openBlock('with', { start: tree.start(node), end: tree.end(node) }, place.block, place.scope);
    const inner = { scope: place.scope, block };
    for (const child of tree.children(node)) {
      const kind = tree.kind(child);
      if (kind === 'as') alias = true;
      else if (kind === ',') alias = false;
      else if (kind === 'Body') this.statements(child, inner);
      else if (this.isPunctuation(child)) continue;
      else if (alias && kind === 'VariableName') this.bindName(child, 'with', manager, inner);
      else if (!alias) manager = this.expressions.read(child, place);
    }
  }

  /** Notes that a loop can end before its header says so. */
  private exitLoop(from: number, all: boolean): void {
    for (let at = from; at >= 0; at = this.out.blocks[at]?.parent ?? -1) {
      const block = this.out.blocks[at];
      if (block === undefined || block.kind === 'body') return;
      if (block.kind !== 'for' && block.kind !== 'while') continue;
      block.exits = true;
      if (!all) return;
    }
  }

  private parts(node: number): number[] {
    return this.tree.children(node).filter((child) => !this.isPunctuation(child));
  }

  private isPunctuation(node: number): boolean {
    return isPunctuation(this.tree, node);
  }
}
