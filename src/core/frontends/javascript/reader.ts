import type { Binding, CallExpr, Expr, FileFacts, Language, SelfExpr, Span } from '../../facts.ts';
import { FactsBuilder, type Place } from '../facts-builder.ts';
import { recordComment } from '../comments.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import { readExpression } from './expressions.ts';
import { hasRealErrors } from './gaps.ts';
import type { StatementReader } from '../statements.ts';
import { readStatement, readStatements } from './statements.ts';
import { spanOf } from './tokens.ts';

/** Deeper nesting than this is reported as unknown instead of exhausting the stack. */
const MAX_DEPTH = 200;
const MAX_STATEMENT_DEPTH = 100;

/** A binding that still has to find the scope of its name. */
interface PendingBinding {
  readonly binding: Binding;
  readonly from: number;
}

/** A type that is declared somewhere. */
interface DeclaredType extends Span {
  readonly name: string;
  readonly place: Place;
  readonly defines: number;
}

/** Reads one file. The modules beside it each know one part of the language; this class holds what they share. */
export class Reader implements StatementReader {
  readonly tree: SyntaxTree;
  readonly out: FactsBuilder;
  /** Class scope of each method scope, for `this`. */
  readonly methods = new Map<number, number>();
  /** Labels of loops, and the blocks of `switch` cases: both decide what a `break` ends. */
  readonly labels = new Map<number, string>();
  readonly switchCases = new Set<number>();
  /** Decorators that stand before `export`, until their class follows. */
  decorators: Expr[] = [];
  /** Types, until it is known which names are values too: those stay values. */
  types: DeclaredType[] = [];
  /** What the type parameters around have to be built on (`<T extends Client>`): nodes, the innermost last. */
  readonly bounds: { readonly name: string; readonly type: number }[] = [];
  private pending: PendingBinding[] = [];
  private readonly uri: string;
  private readonly language: Language;
  private depth = 0;
  private statementDepth = 0;

  constructor(uri: string, language: Language, tree: SyntaxTree) {
    this.uri = uri;
    this.language = language;
    this.tree = tree;
    this.out = new FactsBuilder(tree.text.length);
    this.out.exports = new Map();
  }

  topLevel(node: number, next: number | undefined): boolean {
    this.statementDepth++;
    readStatement(this, node, next, { scope: 0, block: 0 });
    this.statementDepth--;
    this.settle();
    return !this.out.hasLookedBack() && this.tree.kind(node) !== 'ImportDeclaration';
  }

  carriesOver(): boolean {
    return this.decorators.length > 0;
  }

  finish(): FileFacts {
    const { out, tree } = this;
    const { bindings } = out.scopes[0] ?? {};
    for (const binding of out.moduleAssigned) out.bind(0, binding);
    for (const name of new Set(out.moduleAssigned.map((binding) => binding.name))) bindings?.get(name)?.sort((a, b) => a.start - b.start);
    for (const binding of out.moduleTypes) if (bindings?.has(binding.name) === false) out.bind(0, binding);
    for (let node = 0; node < tree.size; node++) {
      const kind = tree.kind(node);
      if (kind === 'LineComment') recordComment(tree, out, node, (source) => source.replace(/^\/+/, ''));
      else if (kind === 'BlockComment') recordComment(tree, out, node, (source) => source.replace(/^\/\*+|\*+\/$/g, ''));
    }
    return out.finish(this.uri, this.language, hasRealErrors(tree));
  }

  /** The expression at a node. Never throws; what is not understood becomes `unknown` with a reason. */
  read(node: number, place: Place, iterated = false): Expr {
    if (this.depth >= MAX_DEPTH) return this.unknown(node, 'nested too deeply');
    this.depth++;
    const result = readExpression(this, node, place, iterated);
    this.depth--;
    return result;
  }

  /** Reads statements in turn. */
  statements(nodes: readonly number[], place: Place): void {
    if (this.statementDepth >= MAX_STATEMENT_DEPTH) return;
    this.statementDepth++;
    readStatements(this, nodes, place);
    this.statementDepth--;
  }

  /** A value that the source does not show. */
  unknown(node: number, reason: string): Expr {
    return { kind: 'unknown', reason, ...spanOf(this.tree, node) };
  }

  /** A value that is still to be typed. */
  missing(offset: number): Expr {
    return { kind: 'unknown', reason: 'nothing here yet', start: offset, end: offset };
  }

  /** A reference to a name that stands at `span`. */
  name(name: string, span: Span, place: Place): Expr {
    return { kind: 'name', name, scope: place.scope, block: place.block, start: span.start, end: span.end };
  }

  /** What `this` means: the instance in methods, in arrow functions within them and in initialisers; undefined elsewhere. */
  self(span: Span, place: Place): SelfExpr | undefined {
    for (let at = place.scope; at >= 0; at = this.out.scopes[at]?.parent ?? -1) {
      const kind = this.out.scopes[at]?.kind;
      if (kind === 'lambda') continue;
      const scope = kind === 'class' ? at : this.methods.get(at);
      return scope === undefined ? undefined : { kind: 'self', scope, start: span.start, end: span.end };
    }
    return undefined;
  }

  /** Records a call. */
  call(callee: Expr, args: CallExpr['args'], argList: Span, span: Span, place: Place, iterated: boolean): CallExpr {
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
    return call;
  }

  /** Binds a name where it is declared. */
  declare(node: number, place: Place, binding: Omit<Binding, 'name' | 'block' | 'start' | 'end'>): void {
    this.out.bind(place.scope, { ...binding, name: this.tree.textOf(node), block: place.block, ...spanOf(this.tree, node) });
  }

  /** Binds a name that is declared elsewhere, maybe further down or in an outer function: {@link settle} finds its scope. */
  assign(node: number, place: Place, binding: Omit<Binding, 'name' | 'block' | 'start' | 'end'>): void {
    const whole = { ...binding, name: this.tree.textOf(node), block: place.block, ...spanOf(this.tree, node) };
    this.pending.push({ binding: whole, from: place.scope });
  }

  /** Finds the scopes of names and types that a statement has left open; the module's own wait until everything has been read. */
  private settle(): void {
    const { scopes } = this.out;
    const changed = new Set<Binding[]>();
    for (const { binding, from } of this.pending) {
      let owner = from;
      for (; owner > 0; owner = scopes[owner]?.parent ?? 0) {
        const scope = scopes[owner];
        if (scope === undefined || scope.kind === 'class') continue;
        if (scope.bindings.has(binding.name) || scope.params.some((parameter) => parameter.name === binding.name)) break;
      }
      if (owner === 0) {
        this.out.moduleAssigned.push(binding);
        continue;
      }
      this.out.bind(owner, binding);
      const list = scopes[owner]?.bindings.get(binding.name);
      if (list !== undefined) changed.add(list);
    }
    for (const list of changed) list.sort((a, b) => a.start - b.start);
    for (const { name, place, defines, start, end } of this.types) {
      const binding = { name, kind: 'class', value: undefined, annotation: undefined, defines, block: place.block, start, end } as const;
      if (place.scope === 0) this.out.moduleTypes.push(binding);
      else if (scopes[place.scope]?.bindings.has(name) === false) this.out.bind(place.scope, binding);
    }
    this.pending = [];
    this.types = [];
  }
}
