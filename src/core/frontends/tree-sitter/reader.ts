import type { Argument, Binding, Block, CallExpr, Expr, FileFacts, Language, Parameter, Span } from '../../facts.ts';
import { recordComment } from '../comments.ts';
import { FactsBuilder, keyText, type Place } from '../facts-builder.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import { recordChange, type ChangeNames } from './changes.ts';

/** Deeper nesting than this is reported as unknown instead of exhausting the stack. */
const MAX_DEPTH = 200;

/** Reads one kind of node as an expression. */
export type ReadExpression = (reader: SourceReader, node: number, place: Place, iterated: boolean) => Expr;

/** Reads one kind of node as a statement. */
export type ReadStatement = (reader: SourceReader, node: number, place: Place) => void;

/** What is particular to a language. Node kinds that no table names are walked through, so that the calls inside them count. */
export interface LanguageRules {
  readonly language: Language;
  readonly expressions: Readonly<Record<string, ReadExpression>>;
  readonly statements: Readonly<Record<string, ReadStatement>>;
  /** Kinds of comments. */
  readonly comments: readonly string[];
  /** True when an assignment to a new name declares it (Ruby, PHP). */
  readonly declaresByAssignment: boolean;
  /** True when names of the class's members are seen from its methods without `this`. */
  readonly implicitThis: boolean;
  /** Methods that change the list or mapping they are called on. */
  readonly changes: ChangeNames;
  /** Methods without arguments (or whose arguments do not matter) that give back what they are called on: `to_string()`. */
  readonly identities: ReadonlySet<string>;
  /** Methods that run their function argument once for each item. */
  readonly iterating: ReadonlySet<string>;
}

/** Reads one file by the rules of its language. The modules beside it each know one kind of thing; this class holds what they share. */
export class SourceReader {
  readonly tree: SyntaxTree;
  readonly out: FactsBuilder;
  readonly rules: LanguageRules;
  /** Class scope of each method scope. */
  readonly methods = new Map<number, number>();
  /** Name by which a method calls its own object, where the source gives one (Go). */
  readonly selfNames = new Map<number, string>();
  /** Names of the members of each class scope. */
  readonly members = new Map<number, Set<string>>();
  /** Package or namespace of the file, as far as it matters to its imports. */
  namespace = '';
  private depth = 0;

  constructor(tree: SyntaxTree, rules: LanguageRules) {
    this.tree = tree;
    this.rules = rules;
    this.out = new FactsBuilder(tree.text.length);
  }

  /** Facts of the whole file. */
  facts(uri: string): FileFacts {
    const { tree, out, rules } = this;
    if (tree.incomplete === undefined) this.statements(tree.children(0), { scope: 0, block: 0 });
    else out.problems.push({ message: tree.incomplete, span: undefined });
    for (let node = 0; node < tree.size; node++) {
      if (rules.comments.includes(tree.kind(node)))
        recordComment(tree, out, node, (source) => source.replace(/^(\/\/+|\/\*+|#+)|\*+\/$/g, ''));
    }
    return out.finish(uri, rules.language, tree.incomplete !== undefined || tree.hasErrors());
  }

  /** The expression at a node. Never throws; what is not understood becomes `unknown` with a reason. */
  read(node: number | undefined, place: Place, iterated = false): Expr {
    if (node === undefined) return this.missing(0);
    if (this.depth >= MAX_DEPTH) return this.unknown(node, 'nested too deeply');
    this.depth++;
    try {
      const kind = this.tree.kind(node);
      const own = this.rules.expressions[kind];
      if (own !== undefined) return own(this, node, place, iterated);
      const statement = this.rules.statements[kind];
      if (statement === undefined) for (const child of this.named(node)) this.read(child, place);
      else statement(this, node, place);
      return this.unknown(node, this.tree.isError(node) ? 'broken syntax' : 'not understood');
    } finally {
      this.depth--;
    }
  }

  /** Reads a statement, or an expression that stands for one. */
  statement(node: number, place: Place): void {
    const { tree, rules } = this;
    if (tree.isToken(node) || this.depth >= MAX_DEPTH) return;
    this.depth++;
    const kind = tree.kind(node);
    const own = rules.statements[kind];
    if (own !== undefined) own(this, node, place);
    else if (rules.expressions[kind] !== undefined) rules.expressions[kind](this, node, place, false);
    else for (const child of this.named(node)) this.statement(child, place);
    this.depth--;
  }

  /** Reads statements in turn. */
  statements(nodes: readonly number[], place: Place): void {
    for (const node of nodes) this.statement(node, place);
  }

  /** Children that carry meaning: no punctuation, comments or empty recovery nodes. */
  named(node: number): number[] {
    const { tree, rules } = this;
    return tree
      .children(node)
      .filter(
        (child) =>
          !tree.isToken(child) &&
          !rules.comments.includes(tree.kind(child)) &&
          !(tree.isError(child) && tree.start(child) === tree.end(child)),
      );
  }

  /** First child of one of some kinds. */
  child(node: number, ...kinds: readonly string[]): number | undefined {
    return this.tree.children(node).find((candidate) => kinds.includes(this.tree.kind(candidate)));
  }

  /** First child in one of some named places. */
  place(node: number, ...fields: readonly string[]): number | undefined {
    for (const field of fields) {
      const found = this.tree.childIn(node, field);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** All children in a named place. */
  places(node: number, field: string): number[] {
    return this.tree.children(node).filter((child) => this.tree.field(child) === field && !this.tree.isToken(child));
  }

  /** Text of a node; empty for none. */
  text(node: number | undefined): string {
    return node === undefined ? '' : this.tree.textOf(node);
  }

  span(node: number): Span {
    return { start: this.tree.start(node), end: this.tree.end(node) };
  }

  /** True when a child token is spelt like this. */
  has(node: number, token: string): boolean {
    return this.tree.children(node).some((child) => this.tree.isToken(child) && this.tree.kind(child) === token);
  }

  unknown(node: number, reason: string): Expr {
    return { kind: 'unknown', reason, ...this.span(node) };
  }

  missing(offset: number): Expr {
    return { kind: 'unknown', reason: 'nothing here yet', start: offset, end: offset };
  }

  /** A reference to a name: a variable, or a member of the class around it where the language needs no `this`. */
  name(name: string, span: Span, place: Place): Expr {
    if (this.selfNames.size > 0 && this.isSelf(name, place)) return this.self(span, place) ?? this.missing(span.start);
    const owner = this.rules.implicitThis ? this.memberOwner(name, place) : undefined;
    if (owner !== undefined) return { kind: 'member', object: { kind: 'self', scope: owner, ...span }, name, ...span };
    return { kind: 'name', name, scope: place.scope, block: place.block, start: span.start, end: span.end };
  }

  private isSelf(name: string, place: Place): boolean {
    const { scopes } = this.out;
    for (let at = place.scope; at > 0; at = scopes[at]?.parent ?? 0) {
      if (this.selfNames.get(at) === name) return true;
      if (scopes[at]?.bindings.has(name) === true || scopes[at]?.params.some((one) => one.name === name) === true) return false;
    }
    return false;
  }

  /** Class scope whose member a plain name means; undefined for variables. */
  memberOwner(name: string, place: Place): number | undefined {
    const { scopes } = this.out;
    for (let at = place.scope; at > 0; at = scopes[at]?.parent ?? 0) {
      const scope = scopes[at];
      if (scope === undefined) return undefined;
      if (scope.kind === 'class') {
        if (this.members.get(at)?.has(name) === true) return at;
      } else if (scope.bindings.has(name) || scope.params.some((parameter) => parameter.name === name)) return undefined;
    }
    return undefined;
  }

  /** What `this` means here; undefined outside of classes. */
  self(span: Span, place: Place): Expr | undefined {
    const { scopes } = this.out;
    for (let at = place.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
      const scope = scopes[at]?.kind === 'class' ? at : this.methods.get(at);
      if (scope !== undefined) return { kind: 'self', scope, start: span.start, end: span.end };
    }
    return undefined;
  }

  /** Records a call; one that changes its receiver is an effect as well, and one that changes nothing is left out. */
  call(callee: Expr, args: readonly Argument[], argList: Span, span: Span, place: Place, iterated = false): Expr {
    if (callee.kind === 'member' && this.rules.identities.has(callee.name) && args.length <= 1) return callee.object;
    const call: CallExpr = {
      kind: 'call',
      callee,
      args,
      argList: { start: argList.start, end: argList.end },
      scope: place.scope,
      block: place.block,
      awaited: false,
      iterated,
      start: span.start,
      end: span.end,
    };
    this.out.calls.push(call);
    recordChange(this.out, call, this.rules.changes);
    this.recordInner(call);
    return call;
  }

  /** `request.Messages.Add(x)` changes a list that an object holds. */
  private recordInner(call: CallExpr): void {
    const setter = call.callee.kind === 'member' ? /^[Ss]et([A-Z]\w*)$/.exec(call.callee.name)?.[1] : undefined;
    const [given] = call.args;
    if (setter !== undefined && call.callee.kind === 'member' && call.callee.object.kind === 'name' && given !== undefined) {
      // `model.SetMaxOutputTokens(n)` writes a member.
      const { scope, block, start, end } = call;
      const key = keyText(setter, call.callee.end - setter.length);
      this.out.scopes[scope]?.effects.push({ kind: 'set', target: call.callee.object, key, value: given.value, scope, block, start, end });
    }
    const list = call.callee.kind === 'member' ? call.callee.object : undefined;
    const [first] = call.args;
    if (call.callee.kind !== 'member' || list?.kind !== 'member' || list.object.kind !== 'name' || first?.kind !== 'positional') return;
    if (!this.rules.changes.append.includes(call.callee.name)) return;
    const { scope, block, start, end } = call;
    const key = keyText(list.name, list.start);
    this.out.scopes[scope]?.effects.push({ kind: 'append', target: list.object, key, value: first.value, scope, block, start, end });
  }

  /** Binds a name in the scope it is declared in. */
  declare(name: string, span: Span, place: Place, binding: Partial<Binding> & Pick<Binding, 'kind'>): void {
    this.out.bind(place.scope, {
      value: undefined,
      annotation: undefined,
      ...binding,
      name,
      block: place.block,
      start: span.start,
      end: span.end,
    });
  }

  /** A value is written to a name, member or element. */
  assign(target: Expr, value: Expr, span: Span, place: Place, augment = false): void {
    const effects = this.out.scopes[place.scope]?.effects;
    const base = { value, scope: place.scope, block: place.block, start: span.start, end: span.end };
    if (target.kind === 'name') {
      const owner = this.ownerOf(target.name, place);
      this.out.bind(owner, {
        name: target.name,
        kind: augment ? 'augment' : 'assign',
        value,
        annotation: undefined,
        block: place.block,
        start: target.start,
        end: target.end,
      });
    } else if (target.kind === 'member')
      effects?.push({ kind: augment ? 'other' : 'set', target: target.object, key: keyText(target.name, target.start), ...base });
    else if (target.kind === 'index') effects?.push({ kind: augment ? 'other' : 'set', target: target.object, key: target.index, ...base });
  }

  /** Scope in which an assigned name lives. */
  private ownerOf(name: string, place: Place): number {
    const { scopes } = this.out;
    for (let at = place.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
      const scope = scopes[at];
      if (scope === undefined || scope.kind === 'class') continue;
      if (scope.bindings.has(name) || scope.params.some((parameter) => parameter.name === name)) return at;
      // A function sees no variables of the file where assignment declares; a block or closure sees those around it.
      if (this.rules.declaresByAssignment && scope.kind === 'function') return at;
    }
    return place.scope;
  }

  /** Opens a block of control flow. */
  block(kind: Block['kind'], node: number, place: Place, header?: Expr, group?: number): Place {
    return { scope: place.scope, block: this.out.openBlock(kind, this.span(node), place.block, place.scope, header, group) };
  }

  /** Notes that a loop can end before its header says so; `all` for what ends the function. */
  exit(place: Place, all: boolean): void {
    for (let at = place.block; at >= 0; at = this.out.blocks[at]?.parent ?? -1) {
      const block = this.out.blocks[at];
      if (block === undefined || block.kind === 'body') return;
      if (block.kind !== 'for' && block.kind !== 'while') continue;
      block.exits = true;
      if (!all) return;
    }
  }

  /** Records what a function gives back. */
  result(value: Expr, span: Span, place: Place): void {
    const { scopes } = this.out;
    let at = place.scope;
    while (at > 0 && scopes[at]?.kind !== 'function' && scopes[at]?.kind !== 'lambda') at = scopes[at]?.parent ?? 0;
    scopes[at]?.returns.push({ value, block: place.block, start: span.start, end: span.end });
  }

  /** Opens the scope and body of a function; its parameters are known before its body is read. */
  openFunction(node: number, name: string, place: Place, more: FunctionContext): Place {
    const { out } = this;
    const scope = out.openScope(more.lambda === true ? 'lambda' : 'function', name, this.span(node), place.scope, place.block);
    const block =
      more.iterable === undefined
        ? out.openBlock('body', this.span(node), place.block, scope.id)
        : out.openBlock('comprehension', this.span(node), place.block, scope.id, more.iterable);
    if (more.method !== undefined) this.methods.set(scope.id, more.method);
    scope.params = [...(more.params ?? [])];
    scope.decorators = [...(more.decorators ?? [])];
    scope.returnAnnotation = more.result;
    const inner = { scope: scope.id, block };
    if (more.iterable !== undefined) {
      const [first] = scope.params;
      if (first !== undefined) this.declare(first.name, first, inner, { kind: 'loop', value: more.iterable });
    }
    return inner;
  }
}

/** What surrounds a function. */
export interface FunctionContext {
  readonly lambda?: boolean;
  /** Class scope of a method. */
  readonly method?: number | undefined;
  readonly params?: readonly Parameter[];
  readonly decorators?: readonly Expr[];
  readonly result?: Expr | undefined;
  /** What a callback runs over. */
  readonly iterable?: Expr | undefined;
}

/** A parameter with everything that most have in common. */
export function parameter(name: string, span: Span, more: Partial<Parameter> = {}): Parameter {
  return { name, kind: 'normal', defaultValue: undefined, annotation: undefined, ...more, start: span.start, end: span.end };
}
